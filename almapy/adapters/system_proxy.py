"""The proxy of the computer, for what must be reached before the base and its settings are open."""

from __future__ import annotations

from almapy.adapters.addresses import read_address


def system_proxy(url: str) -> str:
    """Return the proxy that the system names for an https address, empty for none."""
    from urllib.request import getproxies, proxy_bypass

    address = read_address(url)
    if address is None or address.scheme != "https" or address.on_this_computer:
        return ""
    proxy = getproxies().get("https", "")
    return "" if not proxy or proxy_bypass(address.host) else proxy
