"""Which way to Pro Santé Connect a post has: its relay, or a developer's sandbox."""

from __future__ import annotations

from almapy.clock import Clock
from almapy.errors import DomainError
from almapy.psc.ports import PscGateway

SANDBOX = "ALMAPY_PSC_SANDBOX"
"""Environment variable of developers: ``issuer|client``. No setting of the program leads there."""


def chosen_gateway(relay: str, sandbox: str, clock: Clock) -> tuple[PscGateway | None, str]:
    """Return the way that is set, or None, and what the person should be told (French, or empty).

    ``relay`` is the setting of the post, ``sandbox`` the value of the developers' variable. A bad
    address gives no way, and a sentence: the program works without.
    """
    try:
        if sandbox.strip():
            from almapy.adapters.psc_direct.gateway import DirectGateway

            issuer, _, client_id = sandbox.strip().partition("|")
            return DirectGateway(issuer, client_id, clock), ""
        if relay.strip():
            from almapy.adapters.psc_relay.gateway import RelayGateway

            return RelayGateway(relay, clock), ""
    except DomainError as refused:
        return None, refused.message
    return None, ""
