"""Proving a backup by restoring it: the base, its traces, its documents."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from almapy.audit import chain
from almapy.audit.model import Head
from almapy.backup.archive import BASE, Archive, document_member
from almapy.backup.manifest import DamagedBackup, Manifest
from almapy.db import schema
from almapy.db.database import Database, open_sqlite
from almapy.db.keys import DataKey
from almapy.db.soundness import file_faults, orphan_faults, page_faults, table_counts
from almapy.documents.store import DocumentDamaged, DocumentMissing, DocumentStore

SAMPLE = 200


def restore_base(
    archive: Archive,
    manifest: Manifest,
    data_key: DataKey,
    target: Path,
    sealed: Iterable[Head] = (),
) -> Database:
    """Put the base of a backup at ``target``, prove it whole and the one the manifest tells.

    ``sealed`` are heads of the traces remembered elsewhere, which the base must hold too. Raises
    DamagedBackup, StorageFull or another AlmaPyError.
    """
    archive.extract(BASE, target)
    key = data_key.database_key()
    faults = file_faults(target, key) or page_faults(target, key)
    if faults:
        raise DamagedBackup(f"{BASE}\u00a0: " + " ".join(faults))
    database = open_sqlite(target, key)
    try:
        _prove(database, manifest, sealed)
    except BaseException:
        database.close()
        raise
    return database


def _prove(database: Database, manifest: Manifest, sealed: Iterable[Head]) -> None:
    if schema.version_of(database) != manifest.schema:
        raise DamagedBackup(f"{BASE}, version")
    with database.reading() as session:
        orphans = orphan_faults(session.connection())
        if orphans:
            raise DamagedBackup(f"{BASE}\u00a0: " + " ".join(orphans))
        if table_counts(session) != manifest.counts:
            raise DamagedBackup(f"{BASE}, nombre de lignes")
        if chain.head(session) != manifest.head:
            raise DamagedBackup(f"{BASE}, dernière trace")
        broken = chain.first_broken_link(session, sealed)
    if broken:
        raise DamagedBackup(f"journal des traces, ligne {broken.seq}\u00a0: {broken.why}")


def sample_of(names: Sequence[str]) -> list[str]:
    """Return the documents to prove when not all are: other ones at each backup."""
    return random.SystemRandom().sample(names, min(SAMPLE, len(names)))


def damaged_in(store: DocumentStore, names: Iterable[str]) -> list[str]:
    """Return which of these documents are missing or do not decrypt."""
    damaged = []
    for name in names:
        try:
            store.verify(name)
        except (DocumentMissing, DocumentDamaged):
            damaged.append(name)
    return damaged


def extract_documents(archive: Archive, names: Iterable[str], store: DocumentStore) -> None:
    """Put documents of an archive into an empty store; raises DamagedBackup or StorageFull."""
    for name in names:
        target = store.path(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        archive.extract(document_member(name), target)


def documents_problem(damaged: Sequence[str]) -> str:
    """Return the sentence for documents that a backup cannot give back, or nothing."""
    if not damaged:
        return ""
    return (
        f"Documents absents ou abîmés\u00a0: {len(damaged)}. Tout le reste a été contrôlé. "
        "Cherchez-les dans une sauvegarde plus ancienne et prévenez l'assistance."
    )
