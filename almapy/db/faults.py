"""What the engines complain of, said in French to the person in front of the screen."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from almapy.errors import AlmaPyError, ConflictError, ExternalError, StorageFull


class DamagedBase(ExternalError):  # noqa: N818
    """The file of the base cannot be read with its own key."""

    code = "base.damaged"


DAMAGED = (
    "Le fichier de la base est endommagé. AlmaPy a cessé d'y écrire\u00a0; vos sauvegardes sont "
    "intactes. Restaurez la dernière sauvegarde vérifiée (menu Utilitaires, ou «\u00a0almapy "
    "restore\u00a0») et gardez le fichier endommagé pour l'assistance."
)
UNREADABLE = (
    "Le fichier de la base est endommagé, ou les clés de ce dossier (keys.json) sont celles d'un "
    "autre cabinet. AlmaPy n'y a rien écrit et vos sauvegardes sont intactes. Si des fichiers "
    "viennent d'être déplacés, remettez le keys.json de ce cabinet\u00a0; sinon restaurez la "
    "dernière sauvegarde vérifiée («\u00a0almapy restore\u00a0») et gardez ce fichier pour "
    "l'assistance."
)
_OCCUPIED = (
    "La base est occupée par un autre programme. Votre saisie est gardée à l'écran et rien n'a "
    "été modifié. Fermez l'autre programme ou réessayez dans quelques secondes."
)
_FULL = (
    "Le disque est plein\u00a0: l'enregistrement n'a pas eu lieu. Ce qui était déjà enregistré "
    "est intact et votre saisie reste à l'écran. Libérez de la place puis enregistrez à nouveau."
)
_READ_ONLY = (
    "Le dossier des données est en lecture seule\u00a0: l'enregistrement n'a pas eu lieu. Ce qui "
    "était enregistré est intact. Rendez le dossier modifiable pour ce compte de l'ordinateur."
)
_DISK = (
    "Le disque n'a pas répondu correctement. Rien n'a été enregistré depuis le dernier succès. "
    "Vérifiez le disque et faites une sauvegarde avant de continuer."
)
_SERVER = (
    "Le serveur de la base ne répond pas. Rien n'a été modifié et votre saisie reste à l'écran. "
    "Vérifiez le réseau du cabinet et que le serveur est allumé, puis réessayez."
)
_BUSY_ROWS = (
    "Un autre poste enregistrait la même chose au même moment. Rien n'a été modifié ici. Réessayez."
)
_CHANGED = (
    "Un autre poste a modifié cet élément depuis que vous l'avez ouvert. Rien n'a été écrasé et "
    "votre saisie reste à l'écran. Relisez la nouvelle version puis enregistrez à nouveau."
)
_REFUSED = (
    "La base a refusé l'enregistrement. Rien n'a été modifié. Si cela se répète, notez l'heure "
    "et prévenez l'assistance."
)

_SQLITE_WORDS: tuple[tuple[str, type[ExternalError], str, str, bool], ...] = (
    ("file is not a database", DamagedBase, UNREADABLE, "base.damaged", False),
    ("malformed", DamagedBase, DAMAGED, "base.damaged", False),
    ("is locked", ExternalError, _OCCUPIED, "base.occupied", True),
    ("is full", StorageFull, _FULL, "storage.full", False),
    ("readonly", ExternalError, _READ_ONLY, "base.read_only", False),
    ("unable to open", ExternalError, _READ_ONLY, "base.unopenable", False),
    ("disk i/o error", ExternalError, _DISK, "base.disk", False),
)
_DEADLOCK_STATES = frozenset({"40001", "40P01", "55P03"})
_FULL_STATES = frozenset({"53100"})


def translate(error: Exception) -> AlmaPyError | None:
    """Return the French error for a failure of the base, or None when it is a bug."""
    if isinstance(error, StaleDataError):
        return ConflictError(_CHANGED)
    if isinstance(error, PoolTimeout):
        return ExternalError(_OCCUPIED, code="base.occupied", retryable=True)
    if not isinstance(error, DBAPIError):
        return None
    known = _by_state(error) or _by_words(error)
    if known is not None:
        return known
    state = getattr(error.orig, "sqlstate", None)
    if error.connection_invalidated or (isinstance(error, OperationalError) and state is None):
        return ExternalError(_SERVER, code="base.unreachable", retryable=True)
    return ExternalError(_REFUSED, code="base.refused")


def _by_state(error: DBAPIError) -> AlmaPyError | None:
    """Read the state that PostgreSQL gives with each failure."""
    state = getattr(error.orig, "sqlstate", None)
    if state in _DEADLOCK_STATES:
        return ExternalError(_BUSY_ROWS, code="base.busy", retryable=True)
    return StorageFull(_FULL) if state in _FULL_STATES else None


def _by_words(error: DBAPIError) -> AlmaPyError | None:
    """Read the words of SQLite, which gives nothing better through its driver."""
    words = str(error.orig).lower()
    for word, kind, message, code, retryable in _SQLITE_WORDS:
        if word in words:
            return kind(message, code=code, retryable=retryable)
    return None
