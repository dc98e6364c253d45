"""Passwords, codes and keys of the booklet service: where they lie, and where they never do."""

import logging
import threading
from datetime import UTC, datetime

import pytest
from keyring.backend import KeyringBackend
from sqlalchemy import select

from almapy.adapters.cve_rest.certificate import open_p12
from almapy.adapters.keyring_secrets import PIECE, KeyringSecrets
from almapy.cve.accounts import TYPE_AGAIN
from almapy.cve.faults import (
    CertificateDamaged,
    CertificateExpired,
    CertificateWrongCode,
    CodeOver,
    CodeUnknown,
    CredentialsRefused,
    NotActivated,
)
from almapy.cve.secret_places import IN_BASE, SecretPlaces
from almapy.cve.tables import CarnetCertificateRow
from almapy.db.base import Base
from almapy.opening import Door
from almapy.outside import Outside
from almapy.stop import Stop
from almapy.users.preferences import Preferences
from tests.conftest import CHEAP, new_practice
from tests.core.simulated_cve_helper import gateway_of, post, running, servers, service
from tests.fakes.clock import FakeClock

__all__ = ["post", "running", "servers", "service"]


class InMemory(KeyringBackend):
    """A keyring of this test alone."""

    priority = 1
    name = "Trousseau d'essai"

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        assert len(password) <= 1280
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


class Hanging(InMemory):
    """A keyring that asks for ever."""

    def __init__(self):
        super().__init__()
        self.released = threading.Event()

    def set_password(self, service, username, password):
        self.released.wait(20)


class Broken(InMemory):
    """A keyring that always fails."""

    def set_password(self, service, username, password):
        raise RuntimeError("locked")


@pytest.fixture(scope="module")
def files(servers):
    """The two good files, each withdrawn once: by its code."""
    known, clock = servers.endpoint.fixtures, FakeClock()
    servers.endpoint.control.set_clock(clock.now())
    gateway = gateway_of(servers.endpoint, clock)
    codes = (known.WITHDRAWAL_GOOD, known.WITHDRAWAL_LEGACY)
    return {code: gateway.withdraw(code, Stop()) for code in codes}


def install(post, files, code):
    return post.carnets.import_certificate(post.actor, files[code], f" {code} ")


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("WITHDRAWAL_OTHER_PASSWORD", CertificateWrongCode),
        ("WITHDRAWAL_DAMAGED", CertificateDamaged),
        ("WITHDRAWAL_EXPIRED", CertificateExpired),
        ("WITHDRAWAL_UNKNOWN", CodeUnknown),
        ("WITHDRAWAL_USED", CodeOver),
        ("WITHDRAWAL_TOO_OLD", CodeOver),
    ],
)
def test_a_certificate_that_cannot_serve_is_told_apart_and_leaves_nothing(post, code, fault):
    with pytest.raises(fault) as failure:
        post.carnets.activate(post.actor, getattr(post.service.fixtures, code), Stop())
    assert type(failure.value) is fault
    assert getattr(post.service.fixtures, code) not in failure.value.message
    assert post.carnets.certificate(post.actor) is None


def test_a_file_that_is_no_certificate_or_is_cut_anywhere_is_damaged_not_a_wrong_code(
    servers, files
):
    known = servers.endpoint.fixtures
    whole = files[known.WITHDRAWAL_LEGACY]
    now = datetime.now(UTC)
    for data in (b"", b"0", b"PK\x03\x04" + bytes(50), whole[:-1], whole[:40], whole + b"0"):
        with pytest.raises(CertificateDamaged):
            open_p12(data, known.WITHDRAWAL_LEGACY, now)
    with pytest.raises(CertificateWrongCode):
        open_p12(whole, "faux", now)


def test_a_certificate_signs_in_and_its_key_lies_under_another_secret_than_its_code(post, files):
    seen = install(post, files, post.service.fixtures.WITHDRAWAL_GOOD)
    assert seen.kept_in == IN_BASE
    assert post.carnets.certificate(post.actor).not_after == seen.not_after
    assert post.carnets.test_sign_in(post.actor, Stop()).rpps == "10001234565"
    with post.app.database.reading() as session:
        row = session.get_one(CarnetCertificateRow, post.actor.user_id)
    assert b"PRIVATE" not in row.sealed_key
    assert "PRIVATE" not in row.certificate
    post.carnets.forget_certificate(post.actor)
    assert post.carnets.certificate(post.actor) is None


def test_a_certificate_near_its_end_is_warned_of_and_one_past_it_calls_nobody(post, files):
    seen = install(post, files, post.service.fixtures.WITHDRAWAL_LEGACY)
    assert not seen.warning
    clock = post.app.works.clock
    before = clock.now()
    clock.advance(seen.not_after - before - (seen.not_after - before) / 40)
    assert "expire le" in post.carnets.certificate(post.actor).warning
    clock.advance((seen.not_after - before) / 20)
    assert not post.carnets.availability(post.actor).ready
    assert "a expiré" in post.carnets.availability(post.actor).why
    clock.set_back(clock.now() - before)
    post.carnets.forget_certificate(post.actor)


def test_a_wrong_password_is_refused_and_named_nowhere(post):
    post.carnets.keep_password(post.actor, "Pas-le-bon-2026")
    with pytest.raises(CredentialsRefused) as refused:
        post.carnets.test_sign_in(post.actor, Stop())
    assert "Pas-le-bon" not in str(refused.value) + repr(refused.value.__cause__)
    post.carnets.keep_password(post.actor, post.service.fixtures.PASSWORD)
    assert post.carnets.availability(post.actor).ready


def test_no_password_code_or_key_stands_in_the_base_or_the_logs(post, files, caplog):
    caplog.set_level(logging.DEBUG)
    known = post.service.fixtures
    install(post, files, known.WITHDRAWAL_GOOD)
    ruth = post.patient()
    post.created(ruth)
    post.add(ruth)
    post.send()
    with post.app.database.reading() as session:
        tables = Base.metadata.sorted_tables
        rows = [row for table in tables for row in session.execute(select(table))]
    dump = "\n".join(str(tuple(row)) for row in rows)
    post.carnets.forget_certificate(post.actor)
    assert "BEGIN CERTIFICATE" in dump
    for secret in (known.PASSWORD, known.WITHDRAWAL_GOOD, "PRIVATE KEY"):
        assert secret not in dump
        assert secret not in caplog.text
    for identifying in ("NESSI", "VINCI", "ruth@", "AGRIPPAL", "A100"):
        assert identifying not in caplog.text


def test_secrets_go_to_the_keyring_of_the_post_and_are_asked_for_again_on_another(
    place, clock, service, files
):
    backend = InMemory()
    outside = Outside(cve=gateway_of(service, clock), keyring=KeyringSecrets(backend))
    opened = Door(place, clock, cost=CHEAP, outside=outside).create(new_practice())
    app, actor = opened.application, opened.actor
    practitioner = app.information.get(actor).practitioner
    chosen = Preferences(mesvaccins_email=service.fixtures.EMAIL, use_mesvaccins=True)
    app.information.save(actor, practitioner, chosen)
    assert app.carnets.keep_password(actor, service.fixtures.PASSWORD) == "Trousseau d'essai"
    code = service.fixtures.WITHDRAWAL_GOOD
    seen = app.carnets.import_certificate(actor, files[code], code)
    assert seen.kept_in == "Trousseau d'essai"
    assert service.fixtures.PASSWORD in backend.kept.values()
    assert any("PRIVATE" in one for one in backend.kept.values())
    assert {name for name, _ in backend.kept} == {"AlmaPy"}
    assert not any("@" in name or "demo" in name for _, name in backend.kept)
    assert app.carnets.test_sign_in(actor, Stop()).rpps
    app.carnets._tools.accounts._places = SecretPlaces(KeyringSecrets(InMemory()), "autre-poste")
    assert app.carnets.password_place(actor) == TYPE_AGAIN
    assert app.carnets.certificate(actor).kept_in == TYPE_AGAIN
    assert TYPE_AGAIN in app.carnets.availability(actor).why
    app.carnets._tools.accounts._places = SecretPlaces(KeyringSecrets(backend), app.post)
    app.carnets.keep_password(actor, "")
    app.carnets.forget_certificate(actor)
    assert backend.kept == {}
    app.close()


@pytest.mark.parametrize("backend", [Hanging(), Broken()])
def test_a_keyring_that_hangs_or_fails_is_not_waited_for_and_the_base_keeps_the_secret(backend):
    keyring = KeyringSecrets(backend, seconds=0.05)
    places = SecretPlaces(keyring, "poste")
    stored, place = places.put("secret")
    assert (stored, place) == ("secret", IN_BASE)
    assert places.find(stored).text == "secret"
    if isinstance(backend, Hanging):
        assert keyring.place() == ""
        backend.released.set()


def test_a_post_without_a_keyring_says_so():
    assert KeyringSecrets().place() == ""


@pytest.mark.parametrize("length", [1, PIECE, PIECE + 1, 3 * PIECE + 7])
def test_a_long_secret_lies_in_several_entries_and_comes_back_whole(length):
    backend = InMemory()
    keyring = KeyringSecrets(backend)
    text = "".join(chr(65 + number % 26) for number in range(length))
    assert keyring.keep("nom", text)
    assert keyring.read("nom") == text
    keyring.forget("nom")
    assert backend.kept == {}


def test_what_lacks_before_the_service_can_be_used_is_said(post):
    app, actor = post.app, post.actor
    information = app.information.get(actor)
    app.information.save(actor, information.practitioner, Preferences())
    seen = app.carnets.availability(actor)
    assert (seen.ready, seen.simulated, seen.plugged) == (False, True, True)
    assert "n'est pas activé" in seen.why
    with pytest.raises(NotActivated):
        app.carnets.resolve(actor, "TESTCARN", Stop())
    app.information.save(actor, information.practitioner, information.preferences)


def test_a_real_post_says_that_the_interface_is_not_public(practice):
    app = practice.application
    seen = app.carnets.availability(practice.actor)
    assert (seen.ready, seen.plugged) == (False, False)
    assert "n'est pas publique" in seen.why
    assert app.carnets.hints(practice.actor) == ()
