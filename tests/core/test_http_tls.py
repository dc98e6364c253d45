from __future__ import annotations

import base64
import contextlib
import os
import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from almapy.adapters.call_errors import Unreachable, Untrusted
from almapy.adapters.http_post import Answer, Post, post
from almapy.adapters.tls import Trust, context_of
from almapy.stop import Stop
from tests.core.authority_helper import AUTHORITY, DAY, FOREIGN, NOW, Pair
from tests.core.test_http_post import asked
from tests.core.wire_helper import Served, answering, read_request, serving

# Certificates


def over_tls(pair: Pair, **more) -> Answer:
    with serving(answering(b"<r/>"), pair.server_context()) as served:
        return asked(served, **more)


def test_a_server_of_a_trusted_authority_is_called_over_tls():
    assert over_tls(AUTHORITY.server()).body == b"<r/>"


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        (AUTHORITY.server(starts=NOW - 9 * DAY, ends=NOW - DAY), "a expiré"),
        (AUTHORITY.server(starts=NOW + DAY, ends=NOW + 9 * DAY), "pas encore valable"),
        (FOREIGN.server(), "autorité inconnue"),
        (AUTHORITY.server("127.0.0.9"), "autre nom"),
    ],
    ids=["expired", "future", "foreign", "name"],
)
def test_a_wrong_server_certificate_is_told_in_french(pair, words):
    with pytest.raises(Untrusted, match=words) as refused:
        over_tls(pair)
    assert "Rien n'a été envoyé" in refused.value.message


def mutual(version: ssl.TLSVersion) -> ssl.SSLContext:
    context = AUTHORITY.server().server_context()
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=AUTHORITY.pem)
    context.maximum_version = version
    return context


VERSIONS = pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])


@VERSIONS
def test_the_certificate_of_the_practice_is_shown(version):
    def handle(connection: ssl.SSLSocket, served: Served) -> None:
        subject = connection.getpeercert()["subject"]
        answering(str(subject).encode())(connection, served)

    with serving(handle, mutual(version)) as served:
        answer = asked(served, shown=(AUTHORITY.practice().p12(), "secret"))
    assert b"INSI-MANU" in answer.body


@VERSIONS
@pytest.mark.parametrize(
    "shown", [(), (FOREIGN.practice().p12(), "secret")], ids=["none", "foreign"]
)
def test_a_refused_client_certificate_is_told_apart(version, shown):
    with (
        serving(answering(b"<r/>"), mutual(version)) as served,
        pytest.raises(Untrusted, match="refuse le certificat présenté"),
    ):
        asked(served, shown=shown)


def test_the_key_of_the_practice_never_lies_open_on_the_disk(monkeypatch):
    written: list[bytes] = []
    paths: list[Path] = []

    real = ssl.SSLContext.load_cert_chain

    def spied(context, certfile, keyfile=None, password=None):
        paths.append(Path(certfile))
        written.append(paths[0].read_bytes())
        real(context, certfile, keyfile, password)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", spied)
    monkeypatch.delattr(os, "memfd_create", raising=False)
    context_of(Trust(AUTHORITY.pem, AUTHORITY.practice().p12(), "secret"))
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in written[0]
    assert b"BEGIN PRIVATE KEY" not in written[0]
    assert not paths[0].parent.exists()


@pytest.mark.parametrize(
    ("p12", "password"),
    [(AUTHORITY.practice().p12(), "autre"), (b"garbage", "secret")],
    ids=["password", "file"],
)
def test_a_practice_certificate_that_does_not_open_is_told(p12, password):
    with pytest.raises(Untrusted, match="mot de passe"):
        context_of(Trust("", p12, password))


def test_a_pkcs12_without_key_is_told():
    pair = AUTHORITY.practice()
    keyless = pkcs12.serialize_java_truststore(
        [pkcs12.PKCS12Certificate(pair.certificate, b"x")],
        encryption_algorithm=BestAvailableEncryption(b"secret"),
    )
    with pytest.raises(Untrusted):
        context_of(Trust("", keyless, "secret"))


def test_unreadable_authorities_are_told():
    with pytest.raises(Untrusted, match="autorités"):
        context_of(Trust("-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n"))


def test_tls_1_1_is_never_spoken():
    assert context_of(Trust()).minimum_version is ssl.TLSVersion.TLSv1_2


def test_a_server_without_tls_is_told():
    def handle(connection: socket.socket, served: Served) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with serving(handle) as served, pytest.raises(Unreachable, match="https"):
        asked(served, url=served.url.replace("http:", "https:"))


# Proxy


def tunnel(target_port: int, answer: bytes = b"HTTP/1.1 200 Connection established\r\n\r\n"):
    """A proxy that relays to the server of the test whatever name was asked."""

    def handle(connection: socket.socket, served: Served) -> None:
        read_request(connection, served)
        connection.sendall(answer)
        with socket.create_connection(("127.0.0.1", target_port), 20) as there:

            def carry(source: socket.socket, target: socket.socket) -> None:
                with contextlib.suppress(OSError):
                    while piece := source.recv(65536):
                        target.sendall(piece)
                    target.shutdown(socket.SHUT_WR)

            back = threading.Thread(target=carry, args=(there, connection))
            back.start()
            carry(connection, there)
            back.join(20)

    return handle


def through_proxy(proxy: Served, user: str = "") -> Answer:
    question = Post(
        "https://192.0.2.1:8443/lps",
        b"<q/>",
        {},
        20,
        f"http://{user}127.0.0.1:{proxy.port}",
    )
    return post(question, context_of(Trust(AUTHORITY.pem)), Stop())


def test_a_call_goes_through_the_proxy_to_a_server_whose_name_is_still_checked():
    there = AUTHORITY.server("192.0.2.1").server_context()
    with serving(answering(b"<r/>"), there) as served, serving(tunnel(served.port)) as proxy:
        assert through_proxy(proxy, "marie:mot@").body == b"<r/>"
    assert proxy.requests[0].startswith(b"CONNECT 192.0.2.1:8443 ")
    assert base64.b64encode(b"marie:mot") in proxy.requests[0]
    assert b"<q/>" not in proxy.requests[0]


def test_a_proxy_that_decrypts_is_not_trusted():
    there = FOREIGN.server("192.0.2.1").server_context()
    with (
        serving(answering(b"<r/>"), there) as served,
        serving(tunnel(served.port)) as proxy,
        pytest.raises(Untrusted),
    ):
        through_proxy(proxy)


def test_a_proxy_that_refuses_is_told():
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    with (
        serving(answering(b"<r/>")) as served,
        serving(tunnel(served.port, refusal)) as proxy,
        pytest.raises(Unreachable, match="proxy refuse"),
    ):
        through_proxy(proxy)


def test_the_proxy_is_not_used_towards_this_computer():
    pair = AUTHORITY.server()
    with serving(answering(b"<r/>"), pair.server_context()) as served:
        assert asked(served, proxy="http://192.0.2.9:3128").body == b"<r/>"
