"""Reading the « Tableau de suivi » of a patient, keeping what a person chose, exporting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from almapy import durable_file
from almapy.audit.model import Action
from almapy.errors import DomainError
from almapy.followup.export import csv_of
from almapy.followup.model import Choice, FollowColumn, FollowTable, Preset, table_of
from almapy.followup.series import SeriesProvider
from almapy.followup.tables import FollowUpChoiceRow
from almapy.users.model import Actor, Right
from almapy.work import Works

MOST_COLUMNS = 24


class FollowUpService:
    """The table is read only: what it shows is changed where it was written."""

    def __init__(self, works: Works, providers: Sequence[SeriesProvider]) -> None:
        self._works = works
        self._providers = tuple(providers)

    def columns(self, actor: Actor, patient_id: int) -> list[FollowColumn]:
        """Return every column that may be chosen for this patient."""
        actor.require(Right.READ_NOTES)
        with self._works.database.reading() as session:
            return self._known(session, patient_id)

    def table(self, actor: Actor, patient_id: int, keys: Sequence[str]) -> FollowTable:
        """Return the table of these columns, in this order; unknown keys are left out."""
        actor.require(Right.READ_NOTES)
        with self._works.database.reading() as session:
            known = {column.key: column for column in self._known(session, patient_id)}
            columns = [known[key] for key in dict.fromkeys(keys) if key in known]
            wanted = {column.key for column in columns}
            points = [
                point
                for provider in self._providers
                for point in provider.points(session, patient_id, wanted)
            ]
        return table_of(columns, points)

    def choice(self, actor: Actor) -> Choice:
        """Return what this person looked at last."""
        with self._works.database.reading() as session:
            row = session.get(FollowUpChoiceRow, actor.user_id)
            if row is None:
                return Choice()
            known = {preset.value: preset for preset in Preset}
            return Choice(known.get(row.preset, Choice().preset), tuple(row.columns))

    def keep_choice(self, actor: Actor, choice: Choice) -> Choice:
        """Keep the preset and the own columns of this person, at most ``MOST_COLUMNS``."""
        actor.require(Right.READ_NOTES)
        kept = replace(choice, own=tuple(dict.fromkeys(choice.own))[:MOST_COLUMNS])
        with self._works.begin(actor) as work:
            row = work.session.get(FollowUpChoiceRow, actor.user_id)
            if row is None:
                row = FollowUpChoiceRow(account_id=actor.user_id)
                work.session.add(row)
            row.preset, row.columns = kept.preset.value, list(kept.own)
        return kept

    def export(self, actor: Actor, patient_id: int, keys: Sequence[str], target: Path) -> int:
        """Write the table to a .csv file and trace it; return how many lines.

        Raises DomainError for another kind of file, StorageFull or ExternalError: no file is left
        and nothing is traced then.
        """
        if target.suffix.lower() != ".csv":
            raise DomainError("Choisissez un fichier .csv. Rien n'a été exporté.")
        table = self.table(actor, patient_id, keys)
        detail: dict[str, object] = {"objet": "tableau de suivi", "lignes": len(table.rows)}
        with self._works.begin(actor) as work:
            work.trace(Action.EXPORTED, patient_id=patient_id, detail=detail)
            durable_file.write(target, csv_of(table))
        return len(table.rows)

    def _known(self, session: Session, patient_id: int) -> list[FollowColumn]:
        return [
            column
            for provider in self._providers
            for column in provider.columns(session, patient_id)
        ]
