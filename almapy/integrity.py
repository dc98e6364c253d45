"""Whether everything a practice keeps is whole: keys, base, traces, documents, last backup."""

from __future__ import annotations

from dataclasses import dataclass, field

from almapy.application import Application
from almapy.backup.record import damaged_base
from almapy.backup.verify import damaged_in, documents_problem, sample_of
from almapy.db import schema
from almapy.db.bare_faults import base_faults
from almapy.db.faults import DamagedBase
from almapy.db.key_file import KeyFile
from almapy.db.keys import KeyRing
from almapy.db.soundness import file_faults, orphan_faults, table_counts
from almapy.documents.queries import named_files
from almapy.errors import AlmaPyError


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found, in French; only ``problems`` spoil ``ok``, ``notices`` are good to know."""

    patients: int
    documents: int
    audit_rows: int
    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Tell whether everything that was checked is whole."""
        return not self.problems


def check(application: Application, *, all_documents: bool = False) -> CheckReport:
    """Check the open base and what lies beside it; nothing is changed.

    Of the documents 200 are decrypted, or all. Slow; people may go on working meanwhile.
    """
    inspection = _Inspection(application)
    inspection.file(quick=False)
    inspection.keys()
    inspection.version()
    inspection.traces()
    counts = inspection.counts()
    documents = inspection.documents(every=all_documents)
    return CheckReport(
        patients=counts.get("patient", 0),
        documents=documents,
        audit_rows=counts.get("journal", 0),
        problems=list(dict.fromkeys(inspection.problems)),
        notices=[_last_backup(application)],
    )


def quick_check(application: Application) -> list[str]:
    """Return the problems (French) that a brutal stop could have left in the base."""
    inspection = _Inspection(application)
    inspection.file(quick=True)
    inspection.traces()
    return list(dict.fromkeys(inspection.problems))


class _Inspection:
    """Steps that go on after one another whatever each finds, and collect it."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self.problems: list[str] = []

    def keys(self) -> None:
        """Compare the key file with the key that opened the base."""
        keeper = self._application.keeper
        try:
            found = KeyFile(self._application.folders.keys).read(KeyRing.from_json)
        except AlmaPyError as error:
            self._add(error)
            return
        ring = found.value
        if found.is_previous:
            self.problems.append(
                "Le fichier de clés (keys.json) est abîmé\u00a0: sa copie précédente sert à sa "
                "place. Changez un mot de passe pour l'écrire à nouveau."
            )
        if (ring.base_id, ring.check_value) != (
            self._application.base_id,
            keeper.data_key.check_value(),
        ):
            self.problems.append(
                "Le fichier de clés (keys.json) n'est pas celui de cette base. Ne fermez pas "
                "AlmaPy\u00a0: remettez d'abord le fichier keys.json d'une sauvegarde."
            )

    def version(self) -> None:
        """Compare the schema of the base with the program's."""
        try:
            with base_faults():
                version = schema.version_of(self._application.database)
        except AlmaPyError as error:
            self._add(error)
            return
        if version != schema.PROGRAM_VERSION:
            self.problems.append(
                f"La base est au schéma {version}, ce programme au schéma "
                f"{schema.PROGRAM_VERSION}. Lancez «\u00a0almapy migrate\u00a0»."
            )

    def file(self, *, quick: bool) -> None:
        """Walk the file of an embedded base; a server looks after its own."""
        database = self._application.database
        if not database.is_sqlite:
            return
        key = self._application.keeper.data_key.database_key()
        try:
            faults = file_faults(self._application.folders.base, key, quick=quick)
            if faults:
                self.problems += [*faults, self._damaged().message]
                return
            with database.reading() as session:
                self.problems += orphan_faults(session.connection())
        except AlmaPyError as error:
            self._add(error)

    def traces(self) -> None:
        """Walk the chain and compare it with the seals outside the base."""
        try:
            broken = self._application.journal.first_broken_link()
        except AlmaPyError as error:
            self._add(error)
            return
        if broken is not None:
            self.problems.append(
                f"Journal des traces, ligne {broken.seq}\u00a0: {broken.why}. Les lignes d'avant "
                "sont intactes. Gardez une copie du dossier des données et prévenez l'assistance."
            )

    def counts(self) -> dict[str, int]:
        """Return the rows of each table, none of a base that cannot be read."""
        try:
            with self._application.database.reading() as session:
                return table_counts(session)
        except AlmaPyError as error:
            self._add(error)
            return {}

    def documents(self, *, every: bool) -> int:
        """Decrypt documents, and look for those that the base names; return how many there are."""
        store = self._application.documents
        try:
            with self._application.database.reading() as session:
                named = named_files(session)
        except AlmaPyError:
            named = set()  # told by the steps before
        names = store.names()
        try:
            damaged = damaged_in(store, names if every else sample_of(names))
        except AlmaPyError as error:
            self._add(error)
            return len(names)
        damaged += sorted(named.difference(names))
        if damaged:
            self.problems.append(documents_problem(damaged))
        return len(names)

    def _add(self, error: AlmaPyError) -> None:
        told = self._damaged() if isinstance(error, DamagedBase) else error
        self.problems.append(told.message)

    def _damaged(self) -> DamagedBase:
        return damaged_base(self._application.folders.backups)


def _last_backup(application: Application) -> str:
    last = application.backups.last()
    if last is None:
        return "Aucune sauvegarde vérifiée sur ce poste."
    moment = f"{last.at.astimezone():%d/%m/%Y à %H:%M}"
    if not last.ok:
        return (
            f"La dernière sauvegarde vérifiée ({moment}) n'est plus visible\u00a0: "
            f"«\u00a0{last.path}\u00a0». Rebranchez son disque ou refaites une sauvegarde."
        )
    return f"Dernière sauvegarde vérifiée\u00a0: {moment}, «\u00a0{last.path}\u00a0»."
