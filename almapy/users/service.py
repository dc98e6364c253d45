"""Opening, changing and closing accounts."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.db.keys import clean_login, fold_login
from almapy.errors import AccessError, ConflictError, DomainError
from almapy.events import Changed, Topic
from almapy.sign_in.rows import forget_links
from almapy.users.keeper import KeyKeeper
from almapy.users.model import Account, Actor, NewAccount, Right, Role
from almapy.users.password import require_password
from almapy.users.tables import AccountRow
from almapy.work import UnitOfWork, Works


class AccountService:
    """The accounts of a practice. Methods that take a password are slow by design."""

    def __init__(self, works: Works, keeper: KeyKeeper) -> None:
        self._works = works
        self._keeper = keeper

    def all(self, actor: Actor) -> list[Account]:
        """Return every account, closed ones last."""
        actor.require(Right.MANAGE_USERS)
        with self._works.database.reading() as session:
            rows = session.scalars(
                select(AccountRow).order_by(AccountRow.active.desc(), AccountRow.login)
            )
            return [to_account(row) for row in rows]

    def own(self, actor: Actor) -> Account:
        """Return the account of the person at work."""
        with self._works.database.reading() as session:
            return to_account(session.get_one(AccountRow, actor.user_id))

    def logins(self) -> dict[int, str]:
        """Return the login of every account by its number, as the journal shows them."""
        with self._works.database.reading() as session:
            rows = session.execute(select(AccountRow.id, AccountRow.login))
            return {row.id: row.login for row in rows}

    def doctors(self) -> dict[int, str]:
        """Return the name of every médecin by account, those who left last and said so."""
        query = (
            select(AccountRow)
            .where(AccountRow.role == Role.MEDECIN.value)
            .order_by(AccountRow.active.desc(), AccountRow.family_name, AccountRow.first_name)
        )
        with self._works.database.reading() as session:
            accounts = [to_account(row) for row in session.scalars(query)]
        return {one.id: one.name if one.active else f"{one.name} (parti)" for one in accounts}

    def create(self, actor: Actor, new: NewAccount) -> Account:
        """Open an account with its first password.

        Raises DomainError when the login is taken or the password too weak.
        """
        actor.require(Right.MANAGE_USERS)
        require_password(new.password)
        with self._works.begin(actor) as work:
            row = add_account(work, new)
            self._keeper.give(row.uid, row.login, new.password)
            return to_account(row)

    def change(self, actor: Actor, account: Account) -> Account:
        """Change name, initials, role, grants or activity of an account.

        Raises ConflictError when it was changed meanwhile, DomainError when the practice would
        be left without anybody to manage its accounts.
        """
        actor.require(Right.MANAGE_USERS)
        with self._works.begin(actor) as work:
            row = _get(work.session, account)
            before = to_account(row)
            _write(row, account)
            work.session.flush()
            _require_a_manager(work.session)
            if before.rights != account.rights or before.active != account.active:
                work.trace(
                    Action.RIGHTS_CHANGED,
                    subject=_subject(row),
                    detail=_differences(before, account),
                )
            else:
                work.trace(Action.ACCOUNT_CHANGED, subject=_subject(row))
            work.announce(Changed(Topic.ACCOUNT))
            if before.active and not account.active:
                forget_links(work, row.id)
                self._keeper.take(row.uid)
            return to_account(row)

    def reopen(self, actor: Actor, account: Account, password: str) -> Account:
        """Open a closed account again, with a new password."""
        actor.require(Right.MANAGE_USERS)
        require_password(password)
        with self._works.begin(actor) as work:
            row = _get(work.session, account)
            row.active = True
            work.trace(Action.RIGHTS_CHANGED, subject=_subject(row), detail={"actif": "oui"})
            work.announce(Changed(Topic.ACCOUNT))
            work.session.flush()
            self._keeper.give(row.uid, row.login, password)
            return to_account(row)

    def set_password(self, actor: Actor, account: Account, password: str) -> None:
        """Give another person a new password, when they lost theirs."""
        actor.require(Right.MANAGE_USERS)
        require_password(password)
        with self._works.begin(actor) as work:
            row = _get(work.session, account)
            if not row.active:
                raise DomainError("Ce compte est fermé\u00a0: rouvrez-le d'abord.")
            work.trace(Action.PASSWORD_CHANGED, subject=_subject(row))
            self._keeper.give(row.uid, row.login, password)

    def change_own_password(self, actor: Actor, old: str, new: str) -> None:
        """Change one's own password; raises WrongPassword when the old one is not right."""
        require_password(new)
        self._prove_self(actor, old)
        with self._works.begin(actor) as work:
            row = work.session.get_one(AccountRow, actor.user_id)
            work.trace(Action.PASSWORD_CHANGED, subject=_subject(row))
            self._keeper.give(row.uid, row.login, new)

    def change_own_login(self, actor: Actor, password: str, login: str) -> Account:
        """Change one's own login; the password proves that it is oneself."""
        shown = clean_login(login)
        self._prove_self(actor, password)
        with self._works.begin(actor) as work:
            row = work.session.get_one(AccountRow, actor.user_id)
            _require_free_login(work.session, shown, but=row.id)
            work.trace(
                Action.ACCOUNT_CHANGED,
                subject=_subject(row),
                detail={"identifiant": {"de": row.login, "en": shown}},
            )
            row.login = shown
            work.announce(Changed(Topic.ACCOUNT))
            work.session.flush()
            self._keeper.rename(row.uid, shown)
            return to_account(row)

    def change_own_initials(self, actor: Actor, initials: str) -> Account:
        """Choose the initials shown in lists; empty means computed."""
        with self._works.begin(actor) as work:
            row = work.session.get_one(AccountRow, actor.user_id)
            if row.own_initials != initials.strip():
                row.own_initials = initials.strip()
                work.trace(Action.ACCOUNT_CHANGED, subject=_subject(row))
                work.announce(Changed(Topic.ACCOUNT))
                work.session.flush()
            return to_account(row)

    def renew_recovery_key(self, actor: Actor, password: str) -> str:
        """Replace the printed recovery key; the former one opens nothing any more."""
        actor.require(Right.MANAGE_USERS)
        self._prove_self(actor, password)
        with self._works.begin(actor) as work:
            work.trace(Action.RECOVERY_CHANGED)
            return self._keeper.renew_recovery()

    def account_of(self, user_uid: str) -> Account:
        """Return the open account behind a proved key; raises AccessError when it is closed."""
        with self._works.database.reading() as session:
            return account_of(session, user_uid)

    def _prove_self(self, actor: Actor, password: str) -> None:
        self._keeper.prove(actor.login, password)


def account_of(session: Session, user_uid: str) -> Account:
    """Return the open account of this identifier; raises AccessError when there is none."""
    row = session.scalars(select(AccountRow).where(AccountRow.uid == user_uid)).one_or_none()
    if row is None or not row.active:
        raise AccessError(
            "Ce compte est fermé. Les dossiers sont intacts. Adressez-vous à la personne qui gère "
            "les comptes du cabinet.",
            code="access.closed",
        )
    return to_account(row)


def add_account(
    work: UnitOfWork, new: NewAccount, new_uid: Callable[[], object] = uuid.uuid4
) -> AccountRow:
    """Add the row and the trace of a new account; the key is given by the caller."""
    login = clean_login(new.login)
    _require_free_login(work.session, login)
    row = AccountRow(
        uid=str(new_uid()),
        login=login,
        role=new.role,
        first_name=new.first_name.strip(),
        family_name=new.family_name.strip(),
        owner=new.owner,
        active=True,
        own_initials="",
        granted=sorted(new.granted),
        created_at=work.at,
    )
    work.session.add(row)
    work.session.flush()
    work.trace(Action.ACCOUNT_CREATED, subject=_subject(row), detail={"profil": new.role.label})
    work.announce(Changed(Topic.ACCOUNT))
    return row


def to_account(row: AccountRow) -> Account:
    """Return the row as a value that leaves the session."""
    return Account(
        id=row.id,
        uid=row.uid,
        login=row.login,
        role=Role(row.role),
        first_name=row.first_name,
        family_name=row.family_name,
        own_initials=row.own_initials,
        owner=row.owner,
        active=row.active,
        granted=frozenset(Right(name) for name in row.granted),
        version=row.version,
    )


def _subject(row: AccountRow) -> str:
    return f"account:{row.id}"


def _get(session: Session, account: Account) -> AccountRow:
    row = session.get_one(AccountRow, account.id)
    if row.version != account.version:
        raise ConflictError(
            "Ce compte a été modifié entre-temps par un autre poste. Rien n'a été écrasé. "
            "Relisez-le puis recommencez."
        )
    return row


def _write(row: AccountRow, account: Account) -> None:
    row.role = account.role
    row.first_name = account.first_name.strip()
    row.family_name = account.family_name.strip()
    row.own_initials = account.own_initials.strip()
    row.owner = account.owner and account.role is Role.MEDECIN
    row.active = account.active
    row.granted = sorted(account.granted)


def _require_free_login(session: Session, login: str, but: int = 0) -> None:
    taken = session.scalars(select(AccountRow.login).where(AccountRow.id != but))
    if fold_login(login) in {fold_login(other) for other in taken}:
        raise DomainError(
            f"L'identifiant «\u00a0{login}\u00a0» est déjà pris. Rien n'a été modifié. "
            "Choisissez-en un autre.",
            field="login",
        )


def _require_a_manager(session: Session) -> None:
    managers = (
        to_account(row)
        for row in session.scalars(select(AccountRow).where(AccountRow.active.is_(True)))
    )
    if not any(Right.MANAGE_USERS in one.rights for one in managers):
        raise DomainError(
            "Il doit rester au moins un compte ouvert qui gère les utilisateurs. Rien n'a été "
            "modifié."
        )


def _differences(before: Account, after: Account) -> dict[str, object]:
    pairs = {
        "profil": (before.role.label, after.role.label),
        "titulaire": (_yes(value=before.owner), _yes(value=after.owner)),
        "actif": (_yes(value=before.active), _yes(value=after.active)),
        "droits ajoutés": (
            ", ".join(sorted(r.label for r in before.granted)),
            ", ".join(sorted(r.label for r in after.granted)),
        ),
    }
    return {name: {"de": old, "en": new} for name, (old, new) in pairs.items() if old != new}


def _yes(*, value: bool) -> str:
    return "oui" if value else "non"
