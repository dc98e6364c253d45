"""The masks of a practice, and filling one in for a patient."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.errors import ConflictError, DomainError
from almapy.events import Changed, Topic
from almapy.masks.model import (
    Mask,
    MaskAnswer,
    MaskField,
    fields_as_json,
    fields_from_json,
    require_sound,
)
from almapy.masks.reading import read_answer
from almapy.masks.shipped import SHIPPED
from almapy.masks.tables import MaskAnswerRow, MaskRow
from almapy.measures.model import Measure
from almapy.measures.service import MeasureService
from almapy.record.model import Fact, FactKind
from almapy.record.together import TogetherService
from almapy.text import sort_key
from almapy.users.model import Actor, Right
from almapy.work import UnitOfWork, Works

ANSWERS = FactKind(
    "réponse de masque", "Cette réponse", MaskAnswerRow, MaskAnswer, newest_first="taken_at"
)


@dataclass(frozen=True, slots=True)
class FilledMask:
    """What filling in one mask stored: taken back and brought back as a whole."""

    measures: tuple[Fact[Measure], ...] = field(default=(), repr=False)
    answers: tuple[Fact[MaskAnswer], ...] = field(default=(), repr=False)

    @property
    def count(self) -> int:
        """Return how many values were stored."""
        return len(self.measures) + len(self.answers)


class MaskService:
    """Masks are shared by the practice; who may write notes may change them."""

    def __init__(self, works: Works, measures: MeasureService) -> None:
        self._works = works
        self._measures = measures
        self.answers: TogetherService[MaskAnswer] = TogetherService(works, ANSWERS)

    def all(self, actor: Actor) -> list[Mask]:
        """Return the masks in use, in the order of their titles."""
        actor.require(Right.READ_NOTES)
        with self._works.database.reading() as session:
            standing = _standing(session)
        return sorted(
            (mask for mask in standing.values() if not mask.removed),
            key=lambda mask: sort_key(mask.title),
        )

    def versions(self, actor: Actor, key: str) -> list[Mask]:
        """Return every version of one mask, oldest first; the shipped one is version 0."""
        actor.require(Right.READ_NOTES)
        query = select(MaskRow).where(MaskRow.key == key).order_by(MaskRow.version)
        with self._works.database.reading() as session:
            stored = [_mask(row) for row in session.scalars(query)]
        return [mask for mask in SHIPPED if mask.key == key] + stored

    def add(self, actor: Actor, title: str, fields: Sequence[MaskField]) -> Mask:
        """Make a new mask. Raises DomainError for one that cannot be filled in."""
        return self._write(actor, Mask(str(uuid.uuid4()), title.strip(), tuple(fields)), "ajout")

    def change(self, actor: Actor, seen: Mask, title: str, fields: Sequence[MaskField]) -> Mask:
        """Write a new version of a mask; the former ones stay.

        Raises ConflictError when another post changed it since it was ``seen``.
        """
        new = replace(seen, title=title.strip(), fields=tuple(fields), removed=False)
        return seen if new == seen else self._write(actor, new, "modification")

    def remove(self, actor: Actor, seen: Mask) -> Mask:
        """Take a mask out of the list; what was answered to it stays in the records."""
        return self._write(actor, replace(seen, removed=True), "retrait")

    def restore(self, actor: Actor, seen: Mask) -> Mask:
        """Bring a removed mask back."""
        return self._write(actor, replace(seen, removed=False), "rétablissement")

    def fill(
        self,
        actor: Actor,
        patient_id: int,
        mask: Mask,
        typed: Mapping[str, str],
        taken_at: datetime,
        encounter_id: int | None = None,
    ) -> FilledMask:
        """Store what was typed by label: measures as measures, the rest as answers.

        Empty fields store nothing. Raises DomainError, naming the field, for a text that cannot be
        read, or when all are empty: nothing is stored then.
        """
        actor.require(Right.WRITE_NOTES)
        measures: list[Measure] = []
        answers: list[MaskAnswer] = []
        for one in mask.fields:
            answered = read_answer(one, typed.get(one.label, ""))
            if answered.error:
                raise DomainError(answered.error, field=one.label)
            reading = answered.measure
            if reading is not None and reading.value is not None and one.measure is not None:
                measures.append(
                    Measure(
                        one.measure,
                        reading.value,
                        taken_at,
                        reading.second,
                        encounter_id=encounter_id,
                    )
                )
            elif answered.text:
                answers.append(
                    MaskAnswer(
                        mask.key,
                        mask.version,
                        one.label,
                        answered.text,
                        taken_at,
                        one.shown_unit,
                        encounter_id,
                    )
                )
        if not measures and not answers:
            raise DomainError("Remplissez au moins un champ du masque.", field=mask.fields[0].label)
        with self._works.begin(actor) as work:
            return FilledMask(
                tuple(self._measures.add_within(work, patient_id, measures)),
                tuple(self.answers.add_within(work, patient_id, answers)),
            )

    def take_back(self, actor: Actor, filled: FilledMask) -> FilledMask:
        """Remove all that one filling stored."""
        actor.require(Right.WRITE_NOTES)
        with self._works.begin(actor) as work:
            return FilledMask(
                tuple(self._measures.remove_within(work, filled.measures)),
                tuple(self.answers.remove_within(work, filled.answers)),
            )

    def put_back(self, actor: Actor, filled: FilledMask) -> FilledMask:
        """Bring back all that one filling had stored."""
        actor.require(Right.WRITE_NOTES)
        with self._works.begin(actor) as work:
            return FilledMask(
                tuple(self._measures.restore_within(work, filled.measures)),
                tuple(self.answers.restore_within(work, filled.answers)),
            )

    def _write(self, actor: Actor, mask: Mask, gesture: str) -> Mask:
        actor.require(Right.WRITE_NOTES)
        require_sound(mask.title, mask.fields)
        with self._works.begin(actor) as work:
            standing = _standing(work.session)
            _require_last(mask, standing)
            _require_own_title(mask, standing.values())
            return _append(work, replace(mask, version=mask.version + 1), gesture)


def _append(work: UnitOfWork, mask: Mask, gesture: str) -> Mask:
    work.session.add(
        MaskRow(
            key=mask.key,
            version=mask.version,
            title=mask.title,
            fields=fields_as_json(mask.fields),
            removed=mask.removed,
            written_by=work.actor.user_id,
            written_at=work.at,
        )
    )
    work.session.flush()
    detail: dict[str, object] = {"masque": mask.title, "geste": gesture, "version": mask.version}
    work.trace(Action.SETTING_CHANGED, detail=detail)
    work.announce(Changed(Topic.PRACTICE))
    return mask


def _require_last(mask: Mask, standing: Mapping[str, Mask]) -> None:
    known = standing.get(mask.key)
    if known is not None and known.version != mask.version:
        raise ConflictError(
            "Ce masque a été modifié entre-temps sur un autre poste. Rien n'a été écrasé. "
            "Relisez-le, puis recommencez."
        )


def _require_own_title(mask: Mask, standing: Iterable[Mask]) -> None:
    wanted = sort_key(mask.title)[0]
    for other in standing:
        taken = sort_key(other.title)[0] == wanted and not (other.removed or mask.removed)
        if taken and other.key != mask.key:
            raise DomainError("Un autre masque porte déjà ce titre.", field="title")


def _standing(session: Session) -> dict[str, Mask]:
    last = (
        select(MaskRow.key, func.max(MaskRow.version).label("version"))
        .group_by(MaskRow.key)
        .subquery()
    )
    query = select(MaskRow).join(
        last, and_(last.c.key == MaskRow.key, last.c.version == MaskRow.version)
    )
    stored = {row.key: _mask(row) for row in session.scalars(query)}
    return {mask.key: mask for mask in SHIPPED} | stored


def _mask(row: MaskRow) -> Mask:
    return Mask(row.key, row.title, fields_from_json(row.fields), row.version, row.removed)
