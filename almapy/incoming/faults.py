"""What « Gestion des documents » refuses, each in three parts: what, what is safe, what to do."""

from __future__ import annotations

from datetime import datetime

from almapy.errors import ConflictError, DomainError


def no_such_document() -> DomainError:
    """Return the refusal of a document that the base does not hold."""
    return DomainError(
        "Ce document n'existe pas ou n'existe plus. Rien n'a été modifié. Actualisez la liste.",
        code="incoming.none",
    )


def changed_meanwhile(by: str = "", at: datetime | None = None) -> ConflictError:
    """Return the refusal of a gesture on what somebody else changed since it was shown."""
    return ConflictError(
        "Ce document a été modifié entre-temps sur un autre poste. Rien n'a été écrasé. Relisez-le "
        "tel qu'il est maintenant, puis recommencez.",
        code="incoming.conflict",
        by=by,
        at=at,
    )


def already_filed(by: str = "", at: datetime | None = None) -> ConflictError:
    """Return the refusal of a gesture on what was filed meanwhile."""
    return ConflictError(
        "Ce document a déjà été classé sur un autre poste. Rien n'a été modifié. Il se trouve dans "
        "«\u00a0Archives\u00a0».",
        code="incoming.filed",
        by=by,
        at=at,
    )


def not_waiting() -> ConflictError:
    """Return the refusal of a gesture on what was erased or cut meanwhile."""
    return ConflictError(
        "Ce document n'est plus dans «\u00a0Documents à valider\u00a0»\u00a0: il a été effacé ou "
        "séparé entre-temps. Rien n'a été modifié. Actualisez la liste.",
        code="incoming.gone",
    )


def no_record() -> DomainError:
    """Return the refusal of a record that does not exist, or no more."""
    return DomainError(
        "Ce dossier n'existe pas ou n'existe plus. Le document reste dans «\u00a0Documents à "
        "valider\u00a0». Choisissez un autre dossier.",
        code="patient.none",
        field="patient",
    )


def merged_record() -> DomainError:
    """Return the refusal of a record that was merged into another one."""
    return DomainError(
        "Ce dossier a été fusionné dans un autre. Le document reste dans «\u00a0Documents à "
        "valider\u00a0». Choisissez le dossier gardé.",
        code="patient.merged",
        field="patient",
    )
