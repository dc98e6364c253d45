"""The front door: creating a practice, opening it, signing in, coming back with the printed key."""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from almapy.app import build, post_name
from almapy.application import Application
from almapy.audit.model import Action
from almapy.backup.record import damaged_base
from almapy.clock import Clock
from almapy.cps.reader import CpsReader
from almapy.db import schema
from almapy.db.database import Database, open_postgresql, open_sqlite
from almapy.db.faults import DamagedBase
from almapy.db.key_file import KeyFile
from almapy.db.key_slots import DEFAULT_COST, KdfCost
from almapy.db.keys import DataKey, KeyRing, WrongPassword
from almapy.errors import DomainError, ExternalError, FormatError
from almapy.outside import Outside, real_outside
from almapy.practice.model import Practice, Practitioner
from almapy.practice.service import add_practice, base_id_of
from almapy.practice.tables import SettingRow
from almapy.settings import Place
from almapy.sign_in.faults import NotLinked
from almapy.sign_in.model import TokenKind
from almapy.sign_in.rows import mark_used, means_of
from almapy.users.information import save_first_practitioner
from almapy.users.keeper import KeyKeeper
from almapy.users.model import Account, Actor, NewAccount, Role, rights_of
from almapy.users.password import require_password
from almapy.users.service import account_of, add_account
from almapy.users.throttle import Throttle

DEMO_SETTING = "demo"
SIMULATORS_FOLDER = "simulators"
"""Below the data of a demo practice only: tells before its base is open what it is plugged into."""
DEMO_PASSWORD = "Demo-AlmaPy-2026"  # noqa: S105  (opens fictitious patients only)
DEMO_HINT = f"Base de démonstration\u00a0: mot de passe {DEMO_PASSWORD}"
_CLOCK_TOLERANCE = timedelta(minutes=5)

Token = tuple[TokenKind, str]
"""A card or an identity as the key file knows it: kind and handle."""


@dataclass(frozen=True, slots=True)
class NewPractice:
    """What the first-run assistant asks: the cabinet, its owner, the owner's password."""

    practice: Practice
    practitioner: Practitioner = field(repr=False)
    first_name: str = field(repr=False)
    family_name: str = field(repr=False)
    login: str
    password: str = field(repr=False)
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """An open base, the person at work, and what they should be told (French)."""

    application: Application
    actor: Actor
    notices: tuple[str, ...] = ()
    stopped_badly: bool = False
    recovery_text: str = field(default="", repr=False)


class Door:
    """Opens the base of one place; slow by design, never for the thread of the windows."""

    def __init__(
        self,
        place: Place,
        clock: Clock,
        *,
        cost: KdfCost = DEFAULT_COST,
        outside: Outside | None = None,
    ) -> None:
        """Keep the place; without ``outside``, its settings tell it, or simulators for a demo."""
        self._place = place
        self._clock = clock
        self._given = outside
        self._plug(is_demo=(place.folders.root / SIMULATORS_FOLDER).is_dir())
        self._cost = cost
        self._key_file = KeyFile(place.folders.keys)
        self._refused: list[dict[str, object]] = []
        self.throttle = Throttle(clock)

    def create(self, new: NewPractice) -> Opened:
        """Create the base of a practice with its first account, and open it.

        The recovery key comes back once in ``recovery_text``. Raises DomainError when a practice
        is here already or the password too weak; nothing is left behind by a failure.
        """
        folders = self._place.folders
        if folders.exists():
            raise DomainError(
                "Un cabinet existe déjà dans ce dossier. Il n'a pas été touché. Ouvrez-le, ou "
                "choisissez un autre dossier.",
                code="practice.exists",
            )
        require_password(new.password)
        owner = NewAccount(
            new.login, Role.MEDECIN, new.first_name, new.family_name, new.password, owner=True
        )
        base_id, user_uid = str(uuid.uuid4()), str(uuid.uuid4())
        ring, data_key, recovery_text = KeyRing.create(
            base_id=base_id,
            user_uid=user_uid,
            login=new.login,
            password=new.password,
            cost=self._cost,
        )
        self._make_folders()
        self._remove_unfinished()
        database: Database | None = None
        try:
            folders.unfinished.touch()
            database = self._connect(data_key)
            schema.upgrade(database, sqlite_path=None, key=None)
            application = self._build(database, data_key, base_id, is_demo=new.is_demo)
            actor = _fill_new_base(application, new, owner, user_uid)
            self._key_file.write(ring.to_json())
            self._key_file.confirm(ring.to_json())
        except BaseException:
            if database is not None:
                database.engine.dispose()
            folders.keys.unlink(missing_ok=True)
            self._remove_unfinished()
            raise
        self._was_used = True
        with contextlib.suppress(OSError):
            folders.unfinished.unlink()
        return Opened(application, actor, recovery_text=recovery_text)

    def open(self, login: str, password: str) -> Opened:
        """Sign in and open the base.

        Raises WrongPassword (counted, then slowed down), DamagedBase, NewerBase or another
        AlmaPyError; nothing is changed then.
        """
        self.throttle.require_open()
        found = self._key_file.read(KeyRing.from_json)
        try:
            data_key, user_uid = found.value.open_with_password(login, password)
        except WrongPassword:
            self.throttle.failed()
            self._refuse({})
            raise
        self.throttle.succeeded()
        opened = self._open(data_key, found.value, user_uid)
        return _told_of_previous(opened, is_previous=found.is_previous)

    def base_id(self) -> str:
        """Return the identifier of the base, from its key file."""
        return self._key_file.read(KeyRing.from_json).value.base_id

    def has_links(self, kind: TokenKind) -> bool:
        """Tell whether a card, or an identity, of somebody opens this base."""
        return self._key_file.read(KeyRing.from_json).value.tokens.has(kind)

    def challenge(self, kind: TokenKind, handle: str) -> bytes | None:
        """Return what a linked card has to sign; None when nobody linked it."""
        slot = self._key_file.read(KeyRing.from_json).value.tokens.find(kind, handle)
        return slot.challenge if slot else None

    def open_with_token(self, kind: TokenKind, handle: str, secret: bytes) -> Opened:
        """Sign in with a card or an identity and open the base.

        No delay holds it back: its secret cannot be guessed. Raises NotLinked, counted and traced
        like a wrong password, AccessError for a closed account, and what ``open`` raises.
        """
        found = self._key_file.read(KeyRing.from_json)
        try:
            data_key, user_uid = found.value.open_with_token(kind, handle, secret)
            opened = self._open(data_key, found.value, user_uid, token=(kind, handle))
        except BaseException as error:
            self.cps_reader.forget()  # a code that opened nothing serves nobody who comes next
            if isinstance(error, NotLinked):
                self.throttle.failed()
                self._refuse({"moyen": kind.label})
            raise
        self.throttle.succeeded()
        return _told_of_previous(opened, is_previous=found.is_previous)

    def open_with_recovery_key(self, typed: str, login: str, new_password: str) -> Opened:
        """Come back with the printed key: gives the account a new password and a new printed key.

        Raises DomainError for a slip in typing or an unknown login, WrongRecoveryKey for the key
        of something else.
        """
        require_password(new_password)
        self.throttle.require_open()
        ring = self._key_file.read(KeyRing.from_json).value
        try:
            data_key = ring.open_with_recovery_key(typed)
        except Exception:
            self.throttle.failed()
            raise
        self.throttle.succeeded()
        user_uid = ring.uid_of(login)
        opened = self._open(data_key, ring, user_uid)
        keeper = opened.application.keeper
        with opened.application.works.begin(opened.actor) as work:
            work.trace(Action.PASSWORD_CHANGED, detail={"par": "clé de secours"})
            work.trace(Action.RECOVERY_CHANGED)
            keeper.give(user_uid, opened.actor.login, new_password)
            recovery_text = keeper.renew_recovery()
        return Opened(
            opened.application, opened.actor, opened.notices, opened.stopped_badly, recovery_text
        )

    def _open(
        self, data_key: DataKey, ring: KeyRing, user_uid: str, *, token: Token | None = None
    ) -> Opened:
        folders = self._place.folders
        if not self._place.settings.database_url and not folders.base.exists():
            raise ExternalError(
                "Le fichier de la base est introuvable à côté de ses clés. Rien n'a été modifié. "
                "Vérifiez que le disque des données est branché, ou restaurez une sauvegarde.",
                code="base.missing",
            )
        notices: list[str] = []
        try:
            database = self._connect(data_key)
        except DamagedBase as error:
            raise damaged_base(folders.backups) from error
        try:
            version = schema.version_of(database)
            schema.require_not_newer(version)
            raised = schema.upgrade(
                database,
                sqlite_path=folders.base if database.is_sqlite else None,
                key=data_key.database_key(),
            )
            with database.reading() as session:
                account = account_of(session, user_uid)
                is_demo = session.get(SettingRow, DEMO_SETTING) is not None
                if base_id_of(session) != ring.base_id:
                    raise FormatError(_FOREIGN_KEYS, code="keys.foreign")
            application = self._build(database, data_key, ring.base_id, is_demo=is_demo)
            self._key_file.settle(ring.to_json(), KeyRing.from_json)
            actor = account.at(application.post)
            notices += self._begin_session(application, actor, raised, token)
        except DamagedBase as error:
            database.engine.dispose()
            raise damaged_base(folders.backups) from error
        except BaseException:
            database.engine.dispose()
            raise
        # Left beside keys, it would condemn the base on the day the keys are lost.
        with contextlib.suppress(OSError):
            folders.unfinished.unlink(missing_ok=True)
        stopped_badly = folders.running.exists()
        self._was_used = True
        told = (*self._place.warnings, *self.outside.warnings, *notices)
        return Opened(application, actor, told, stopped_badly)

    def _refuse(self, means: dict[str, object]) -> None:
        self._refused.append({"heure": self._clock.now().isoformat(), **means})

    def _begin_session(
        self, application: Application, actor: Actor, raised: schema.Upgrade, token: Token | None
    ) -> list[str]:
        notices = _missing_traces(application)
        latest = application.journal.latest_moment()
        with application.works.begin(actor) as work:
            if raised.before != raised.after:
                work.trace(Action.MIGRATED, detail={"de": raised.before, "en": raised.after})
            for refused in self._refused:
                work.trace(Action.SESSION_REFUSED, detail=refused)
            link = mark_used(work, *token) if token else None
            work.trace(Action.SESSION_OPENED, detail=means_of(link) if link else {})
        self._refused.clear()
        if latest and datetime.fromisoformat(latest) > self._clock.now() + _CLOCK_TOLERANCE:
            notices.append(
                "L'horloge de ce poste est en retard sur la dernière trace enregistrée. Les "
                "dossiers sont intacts, mais les dates saisies aujourd'hui seraient fausses\u00a0: "
                "réglez l'heure du poste avant de travailler."
            )
        return notices

    def _remove_unfinished(self) -> None:
        folders = self._place.folders
        if folders.unfinished.exists():
            for left in folders.root.glob(folders.base.name + "*"):
                left.unlink(missing_ok=True)
            folders.unfinished.unlink()

    def _make_folders(self) -> None:
        folders = self._place.folders
        try:
            for folder in (folders.root, folders.documents, folders.backups, folders.logs):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ExternalError(
                "Le dossier des données ne peut pas être créé ici. Rien n'a été enregistré. "
                "Choisissez un dossier où ce compte de l'ordinateur peut écrire.",
                code="folder.unwritable",
            ) from error

    def _connect(self, data_key: DataKey) -> Database:
        url = self._place.settings.database_url
        if url:
            return open_postgresql(url)
        return open_sqlite(self._place.folders.base, data_key.database_key())

    def _plug(self, *, is_demo: bool) -> None:
        """Take the outside that was given, that of the settings, or simulators for a demo."""
        place, clock = self._place, self._clock
        if self._given is not None:
            self.outside = self._given
        elif is_demo:
            from almapy.demo.outside import simulated_outside  # noqa: PLC0415  (only for a demo)

            self.outside = simulated_outside(clock, place.folders.root)
        else:
            self.outside = real_outside(place.settings, clock)
        self.cps_reader = CpsReader(self.outside.cps, clock, reader=place.settings.cps_reader)
        self._is_plugged_for_demo, self._was_used = is_demo, False

    def _plug_for(self, *, is_demo: bool) -> None:
        """Plug anew where the base is not what its folder said, or was opened and closed before."""
        if self._given is None and (is_demo is not self._is_plugged_for_demo or self._was_used):
            self._plug(is_demo=is_demo)
        if is_demo:
            with contextlib.suppress(OSError):
                (self._place.folders.root / SIMULATORS_FOLDER).mkdir(exist_ok=True)

    def _build(
        self, database: Database, data_key: DataKey, base_id: str, *, is_demo: bool
    ) -> Application:
        self._plug_for(is_demo=is_demo)
        return build(
            self._place,
            database,
            KeyKeeper(self._key_file, data_key, self._cost),
            clock=self._clock,
            base_id=base_id,
            is_demo=is_demo,
            outside=self.outside,
            cps_reader=self.cps_reader,
        )


def _fill_new_base(
    application: Application, new: NewPractice, owner: NewAccount, user_uid: str
) -> Actor:
    rights = rights_of(owner.role, owner=True)
    founder = Actor(0, new.login, new.family_name, "", owner.role, rights, application.post)
    with application.works.begin(founder) as work:
        add_practice(work, new.practice, application.base_id)
        row = add_account(work, owner, new_uid=lambda: user_uid)
        save_first_practitioner(work, row.id, new.practitioner)
        if new.is_demo:
            work.session.add(SettingRow(name=DEMO_SETTING, value=True))
        work.trace(Action.SESSION_OPENED)
    account: Account = application.accounts.account_of(user_uid)
    return account.at(post_name())


def _missing_traces(application: Application) -> list[str]:
    try:
        lost = application.journal.lost_tail()
    except FormatError as error:
        return [error.message]
    if lost is None:
        return []
    return [
        (
            f"Des traces manquent à la fin du journal (à partir de la ligne {lost.seq}). Les "
            "dossiers s'ouvrent normalement. Gardez le dossier «\u00a0seals\u00a0», faites une "
            "sauvegarde et prévenez l'assistance\u00a0; «\u00a0almapy check\u00a0» donne le détail."
        )
    ]


def _told_of_previous(opened: Opened, *, is_previous: bool) -> Opened:
    if not is_previous:
        return opened
    notice = (
        "Le fichier de clés était endommagé\u00a0: la copie précédente a servi. Si un mot de passe "
        "venait d'être changé, changez-le à nouveau."
    )
    return replace(opened, notices=(*opened.notices, notice))


_FOREIGN_KEYS = (
    "Le fichier de clés vient d'un autre cabinet que la base. Rien n'a été modifié. Remettez le "
    "fichier keys.json de ce cabinet, ou restaurez une sauvegarde complète."
)
