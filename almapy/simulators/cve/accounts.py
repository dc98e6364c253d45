"""Professionals of the simulated service: accounts, tokens, certificates."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from cryptography import x509

from almapy.simulators.cve import fixtures
from almapy.simulators.cve.call import Caller, send_mail
from almapy.simulators.cve.certificates import Root
from almapy.simulators.cve.fields import Form, json_of
from almapy.simulators.cve.moments import ServiceClock, written
from almapy.simulators.cve.refusal import Refused, file_of, said
from almapy.simulators.web import HttpAnswer, HttpRequest

TOKEN_SECONDS = 900
SUBSCRIPTIONS = ("individuel", "collectif", "code_inscription")
_MOST_FAILURES = 5
_LOCKED = timedelta(minutes=15)
_SHORTEST, _KINDS = 8, 3
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 12


@dataclass(slots=True)
class _Failures:
    count: int
    last: datetime


class Accounts:
    """Who may call; tokens and failures are forgotten when the service stops."""

    def __init__(self, clock: ServiceClock, root: Root) -> None:
        self._clock = clock
        self._root = root
        self._tokens: dict[str, tuple[str, datetime]] = {}
        self._failures: dict[str, _Failures] = {}

    def sign_in(self, base: sqlite3.Connection, request: HttpRequest) -> HttpAnswer:
        """Answer a token for the right password."""
        form = Form(json_of(request))
        email, password = form.email("email", required=True), form.password("password")
        form.check()
        now = self._clock.now()
        self._refuse_locked(email, now)
        row = base.execute("SELECT * FROM account WHERE email = ?", (email,)).fetchone()
        salt = row["salt"] if row else b""
        if row is None or not hmac.compare_digest(row["password"], _hashed(password, salt)):
            kept = self._failures.setdefault(email, _Failures(0, now))
            kept.count, kept.last = kept.count + 1, now
            raise Refused(
                401,
                "identifiants_invalides",
                "Adresse ou mot de passe incorrect (simulateur).",
            )
        self._failures.pop(email, None)
        token = secrets.token_urlsafe(32)
        self._tokens[token] = (email, now + timedelta(seconds=TOKEN_SECONDS))
        return said({"access_token": token, "expires_in": TOKEN_SECONDS})

    def by_token(self, base: sqlite3.Connection, request: HttpRequest) -> Caller | None:
        """Return who sent a token, None when none was sent; raises Refused."""
        given = request.headers.get("Authorization")
        if given is None:
            return None
        scheme, _, token = given.partition(" ")
        email, until = self._tokens.get(token, ("", None))
        if scheme != "Bearer" or until is None:
            raise unsigned("jeton_inconnu", "Ce jeton n'est pas d'ici.")
        if until <= self._clock.now():
            raise unsigned("jeton_expire", "Ce jeton est périmé.")
        return _caller(base, email)

    def by_certificate(
        self, base: sqlite3.Connection, certificate: x509.Certificate | None
    ) -> Caller:
        """Return whose certificate it is; raises Refused."""
        if certificate is None:
            raise unsigned("certificat_requis", "Un certificat est demandé.")
        row = base.execute(
            "SELECT * FROM certificate WHERE serial = ?", (str(certificate.serial_number),)
        ).fetchone()
        if row is None or row["revoked"]:
            raise unsigned("certificat_revoque", "Ce certificat a été révoqué.")
        now = self._clock.now()
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            raise unsigned("certificat_expire", "Ce certificat est périmé.")
        return _caller(base, row["email"])

    def open(self, base: sqlite3.Connection, request: HttpRequest) -> HttpAnswer:
        """Answer a new account, with a message that tells its withdrawal code."""
        form = Form(json_of(request))
        email, password = form.email("email", required=True), form.password("password")
        mobile = form.text("mobile", most=25)
        subscription = form.one_of("subscription", SUBSCRIPTIONS, required=True)
        by_code = subscription == SUBSCRIPTIONS[2]
        group = form.text("registration_code", required=by_code)
        prepaid = form.text("prepaid_code")
        if not form.flag("accept_conditions"):
            form.refuse("accept_conditions", "champ_obligatoire", "Acceptez les conditions.")
        if password and not is_strong(password):
            form.refuse(
                "password",
                "mot_de_passe_faible",
                "Il faut 8 caractères et trois sortes parmi minuscules, majuscules, chiffres et "
                "autres signes.",
            )
        if group and (not by_code or group != fixtures.REGISTRATION_CODE):
            form.refuse("registration_code", "code_inconnu", "Ce code d'inscription n'existe pas.")
        if prepaid and prepaid != fixtures.PREPAID_CODE:
            form.refuse("prepaid_code", "code_inconnu", "Ce code prépayé n'existe pas.")
        if base.execute("SELECT 1 FROM account WHERE email = ?", (email,)).fetchone():
            form.refuse("email", "adresse_deja_prise", "Cette adresse a déjà un compte.")
        form.check()
        rpps = f"1000{crc32(email.encode()) % 10**7:07d}"
        store_account(base, email, password, "Professionnel SIMULÉ", rpps, mobile, subscription)
        code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
        base.execute("INSERT INTO withdrawal VALUES (?, ?, 'good', '')", (code, email))
        text = (
            "Message d'un simulateur, personne ne le reçoit. Votre code de retrait pour le "
            f"certificat\u00a0: {code}."
        )
        at = written(self._clock.now())
        send_mail(base, at, email, "Votre compte professionnel (simulateur)", text, code)
        return said({"email": email, "subscription": subscription}, 201)

    def remind(self, base: sqlite3.Connection, request: HttpRequest) -> HttpAnswer:
        """Answer the same whether the address has an account or not."""
        form = Form(json_of(request))
        email = form.email("email", required=True)
        form.check()
        if base.execute("SELECT 1 FROM account WHERE email = ?", (email,)).fetchone():
            text = "Message d'un simulateur, personne ne le reçoit. Choisissez un mot de passe."
            at = written(self._clock.now())
            send_mail(base, at, email, "Vos identifiants (simulateur)", text, "")
        return said({}, 202)

    def withdraw(self, base: sqlite3.Connection, request: HttpRequest) -> HttpAnswer:
        """Answer the PKCS#12 file that a withdrawal code gives, once."""
        form = Form(json_of(request))
        code = form.text("withdrawal_code", required=True)
        form.check()
        row = base.execute("SELECT * FROM withdrawal WHERE code = ?", (code,)).fetchone()
        if row is None:
            raise Refused(
                404,
                "code_inconnu",
                "Ce code de retrait n'existe pas (simulateur).",
                "withdrawal_code",
            )
        if row["state"]:
            words = {
                "code_deja_utilise": "Ce code de retrait a déjà servi (simulateur).",
                "code_expire": "Ce code de retrait est trop ancien (simulateur).",
            }
            raise Refused(410, row["state"], words[row["state"]], "withdrawal_code")
        base.execute("UPDATE withdrawal SET state = 'code_deja_utilise' WHERE code = ?", (code,))
        return file_of(self._file(base, row["email"], code, row["kind"]), "application/x-pkcs12")

    def _file(self, base: sqlite3.Connection, email: str, code: str, kind: str) -> bytes:
        caller, now = _caller(base, email), self._clock.now()
        signed = self._root.client(caller.name, caller.rpps, email, now, expired=kind == "expired")
        base.execute(
            "INSERT INTO certificate (serial, email) VALUES (?, ?)",
            (str(signed.certificate.serial_number), email),
        )
        password = code[::-1] if kind == "other" else code
        file = self._root.file(signed, password, legacy=kind == "legacy")
        return file[: len(file) // 2] if kind == "damaged" else file

    def _refuse_locked(self, email: str, now: datetime) -> None:
        kept = self._failures.get(email)
        if kept is None or kept.count < _MOST_FAILURES:
            return
        left = kept.last + _LOCKED - now
        if left <= timedelta():
            del self._failures[email]
            return
        raise Refused(
            429,
            "trop_d_essais",
            "Trop d'essais. Attendez un quart d'heure (simulateur).",
            headers=(("Retry-After", str(max(1, round(left.total_seconds())))),),
        )


def is_strong(password: str) -> bool:
    """Tell whether a password has eight characters and three kinds of them."""
    kinds = (
        any(letter.islower() for letter in password),
        any(letter.isupper() for letter in password),
        any(letter.isdigit() for letter in password),
        any(not letter.isalnum() for letter in password),
    )
    return len(password) >= _SHORTEST and sum(kinds) >= _KINDS


def store_account(
    base: sqlite3.Connection,
    email: str,
    password: str,
    name: str,
    rpps: str,
    mobile: str = "",
    subscription: str = SUBSCRIPTIONS[0],
) -> None:
    """Store an account, in place of the one of that address."""
    salt = secrets.token_bytes(16)
    base.execute(
        "INSERT OR REPLACE INTO account VALUES (?, ?, ?, ?, ?, ?, ?)",
        (email, salt, _hashed(password, salt), name, rpps, mobile, subscription),
    )


def unsigned(code: str, message: str) -> Refused:
    """Return the 401 of who is not known."""
    return Refused(401, code, f"{message} (simulateur)", headers=(("WWW-Authenticate", "Bearer"),))


def _caller(base: sqlite3.Connection, email: str) -> Caller:
    row = base.execute("SELECT * FROM account WHERE email = ?", (email,)).fetchone()
    if row is None:
        raise unsigned("jeton_inconnu", "Ce compte n'existe plus.")
    return Caller(row["email"], row["name"], row["rpps"])


def _hashed(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**12, r=8, p=1)
