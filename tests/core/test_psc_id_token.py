"""What a hostile provider or a thief of tokens may try: nothing of it signs anybody in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from almapy.adapters.psc_direct.gateway import DirectGateway
from almapy.adapters.psc_direct.session import DirectSession
from almapy.clock import SystemClock
from almapy.psc.faults import NotTrusted, PscUnavailable, SessionOver
from almapy.stop import Stop
from tests.fakes.hostile_openid import (
    CLIENT,
    KEY,
    OTHER_KEY,
    SUBJECT,
    HostileProvider,
    hostile_provider,
    signed,
    signed_with_the_public_key,
    unsigned,
)

LATER = 61


@pytest.fixture(scope="module")
def server() -> Iterator[HostileProvider]:
    with hostile_provider() as one:
        yield one


@pytest.fixture
def provider(server: HostileProvider) -> HostileProvider:
    server.reset()
    return server


def sign_in(provider: HostileProvider) -> DirectSession:
    gateway = DirectGateway(provider.issuer, CLIENT, SystemClock(), pauses=(0.01,))
    return gateway.sign_in_by_browser(provider.open_browser, Stop())


def test_an_honest_answer_signs_in(provider):
    session = sign_in(provider)
    assert session.identity.subject == SUBJECT
    assert session.access_token(Stop()) == "access"


Forgery = Callable[[dict[str, Any]], str]
_NOW = time.time


def changed(**claims: Any) -> Forgery:
    return lambda usual: signed({n: one for n, one in (usual | claims).items() if one is not None})


def aged(**seconds: float) -> Forgery:
    return lambda usual: signed(usual | {n: int(_NOW() + one) for n, one in seconds.items()})


def tampered(usual: dict[str, Any]) -> str:
    head, _, signature = signed(usual).split(".")
    body = signed(usual | {"sub": "f:test:somebody else"}).split(".")[1]
    return f"{head}.{body}.{signature}"


@pytest.mark.parametrize(
    "forge",
    [
        lambda usual: signed(usual, OTHER_KEY),
        lambda usual: signed(usual, kid="unknown"),
        unsigned,
        signed_with_the_public_key,
        tampered,
        changed(iss="http://127.0.0.1:1/auth/realms/esante-wallet"),
        changed(iss=None),
        changed(aud="another-program"),
        changed(aud=None),
        changed(aud=[]),
        changed(aud=[CLIENT, "another-program"]),
        changed(azp="another-program"),
        changed(nonce="of another sign-in"),
        changed(nonce=None),
        changed(nonce=7),
        changed(sub=None),
        changed(acr="eidas0"),
        changed(acr=None),
        changed(exp=None),
        changed(iat=None),
        changed(exp="tomorrow"),
        aged(exp=-LATER, iat=-2 * LATER),
        aged(iat=LATER + 5),
        lambda _: "",
        lambda _: "a.b.c",
        lambda _: "é.é.é",
        lambda _: "x" * 100_000,
        lambda _: "e30.e30.e30",
    ],
    ids=lambda forge: getattr(forge, "__name__", ""),
)
def test_a_forged_id_token_signs_nobody_in(provider, forge):
    provider.forge = forge
    with pytest.raises(NotTrusted, match="n'a pas été utilisée"):
        sign_in(provider)
    assert "/userinfo" not in provider.asked


@pytest.mark.parametrize("forge", [aged(exp=-50, iat=-170), aged(iat=50, exp=170)])
def test_a_minute_between_clocks_is_forgiven(provider, forge):
    provider.forge = forge
    assert sign_in(provider).identity.subject == SUBJECT


@pytest.mark.parametrize("value", [None, 7, {}, []])
def test_an_id_token_that_is_no_text_signs_nobody_in(provider, value):
    provider.token = {"id_token": value}
    with pytest.raises(NotTrusted):
        sign_in(provider)


def test_a_new_key_of_the_provider_is_read_once(provider):
    old = {**OTHER_KEY.as_dict(private=False), "kid": "former"}
    provider.keys = [[old], [old, KEY.as_dict(private=False)]]
    gateway = DirectGateway(provider.issuer, CLIENT, SystemClock())
    provider.forge = lambda usual: signed(usual, OTHER_KEY, kid="former")
    assert gateway.sign_in_by_browser(provider.open_browser, Stop()).identity
    provider.forge = signed
    assert gateway.sign_in_by_browser(provider.open_browser, Stop()).identity
    assert provider.asked.count("/certs") == 2


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [{"kty": "oct", "k": "c2VjcmV0", "kid": "of the provider"}],
        [{"kty": "RSA", "kid": "of the provider"}],
        [{"kty": "RSA", "kid": "of the provider", "n": 1, "e": []}],
        [{**KEY.as_dict(private=False), "use": "enc"}],
        ["x", None, 7],
    ],
)
def test_keys_that_verify_nothing_sign_nobody_in(provider, keys):
    provider.keys = [keys]
    with pytest.raises(NotTrusted):
        sign_in(provider)


def test_userinfo_of_another_person_is_not_used(provider):
    provider.userinfo = {"sub": "f:test:810007774564", "SubjectNameID": "810007774564"}
    with pytest.raises(NotTrusted):
        sign_in(provider)


@pytest.mark.parametrize("subject", [None, "", "x" * 41, "81000123\n4565", ["810001234565"], 8])
def test_nobody_is_signed_in_without_a_national_identifier(provider, subject):
    provider.userinfo = provider.userinfo | {"SubjectNameID": subject}
    with pytest.raises(NotTrusted):
        sign_in(provider)


def test_a_renewal_for_another_person_is_not_used(provider):
    session = sign_in(provider)
    session.discard("access")
    provider.forge = changed(sub="f:test:810007774564", nonce=None)
    with pytest.raises(NotTrusted):
        session.access_token(Stop())


@pytest.mark.parametrize(
    "answer",
    [
        {"expires_in": "soon"},
        {"expires_in": -1},
        {"expires_in": True},
        {"access_token": ""},
        {"access_token": "with\r\nInjected: header"},
        {"access_token": ["a"]},
        {"access_token": "x" * 100_000},
        {"token_type": "MAC"},
        {"refresh_token": {}},
    ],
)
def test_nonsense_instead_of_tokens_is_a_breakdown(provider, answer):
    provider.token = answer
    with pytest.raises(PscUnavailable):
        sign_in(provider)


@pytest.mark.parametrize(
    ("path", "status", "fault"),
    [
        ("/.well-known/wallet-openid-configuration", 404, PscUnavailable),
        ("/token", 500, PscUnavailable),
        ("/userinfo", 401, SessionOver),
        ("/userinfo", 403, PscUnavailable),
        ("/userinfo", 503, PscUnavailable),
        ("/certs", 404, PscUnavailable),
    ],
)
def test_a_service_that_breaks_down_is_told(provider, path, status, fault):
    provider.status = {path: status}
    with pytest.raises(fault):
        sign_in(provider)


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({"issuer": "https://other.example"}, NotTrusted),
        ({"token_endpoint": "http://other.example/token"}, NotTrusted),
        ({"token_endpoint": "https://auth.esw.esante.gouv.fr/token"}, NotTrusted),
        ({"jwks_uri": "https://x:y@other.example/certs"}, NotTrusted),
        ({"token_endpoint": 7}, PscUnavailable),
        ({"token_endpoint": ""}, PscUnavailable),
    ],
)
def test_a_discovery_document_that_leads_elsewhere_is_not_followed(provider, document, fault):
    provider.discovery = document
    with pytest.raises(fault):
        sign_in(provider)


def test_ending_a_session_takes_its_tokens_back_at_the_provider(provider):
    provider.discovery = {
        "revocation_endpoint": f"{provider.issuer}/revoke",
        "end_session_endpoint": f"{provider.issuer}/logout",
    }
    session = sign_in(provider)
    session.end()
    assert provider.asked[-2:] == ["/revoke", "/logout"]


def test_nothing_secret_of_a_session_is_shown(provider):
    provider.token = {"access_token": "canary-access", "refresh_token": "canary-refresh"}
    session = sign_in(provider)
    shown = f"{session!r} {session._token!r} {session._token._kept!r} {session.identity!r}"
    assert "canary" not in shown
    session.end()
    assert "canary" not in str(vars(session)) + str(vars(session._token))
