"""Texts that are not in the base yet, kept on this post in encrypted files.

A file holds one consultation being written or corrected by one person. Its name is drawn from
random numbers and says nothing; what it holds is sealed like a document. It goes when the base
holds the text, or when its author says so – never before.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from almapy import durable_file
from almapy.db.keys import DataKey
from almapy.documents import sealed_file
from almapy.encounters.model import Draft, content_as_json, content_from_json
from almapy.users.model import Actor

_SUFFIX = ".draft"
_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class FoundText:
    """One text that was kept outside the base.

    ``corrects`` marks the correction of a validated consultation, with its ``reason`` so far;
    ``aside`` marks one that its author put aside for later.
    """

    name: str
    user_id: int
    draft: Draft
    written_at: datetime
    corrects: bool = False
    reason: str = field(default="", repr=False)
    aside: bool = False


class RecoveryStore:
    """The encrypted files of one post for one base; safe for several threads."""

    def __init__(self, folder: Path, data_key: DataKey, base_id: str) -> None:
        self._folder = folder
        self._key = data_key.files_key()
        self._base_id = base_id

    def put(
        self,
        actor: Actor,
        draft: Draft,
        at: datetime,
        *,
        corrects: bool = False,
        reason: str = "",
        aside: bool = False,
    ) -> FoundText:
        """Write the text of this person's draft, over what was kept of it before.

        Raises StorageFull or ExternalError when the disk refuses too.
        """
        name = name_of(actor.user_id, draft.uid)
        found = FoundText(name, actor.user_id, draft, at, corrects, reason, aside)
        self._write(found)
        return found

    def found(self, actor: Actor, patient_id: int | None = None) -> list[FoundText]:
        """Return the texts of this person, of one record or of all, oldest first.

        A file of another base, or one that is damaged, is left alone and not shown.
        """
        texts = []
        for path in sorted(self._folder.glob(f"*{_SUFFIX}")):
            text = self._read(path)
            if text is None or text.user_id != actor.user_id:
                continue
            if patient_id is None or text.draft.patient_id == patient_id:
                texts.append(text)
        return sorted(texts, key=lambda one: one.written_at)

    def put_aside(self, text: FoundText) -> FoundText:
        """Keep the text without proposing it at each opening; nothing of it is lost."""
        put = replace(text, aside=True)
        self._write(put)
        return put

    def forget(self, name: str) -> None:
        """Remove a text: the base holds it, or its author decided so."""
        (self._folder / f"{name}{_SUFFIX}").unlink(missing_ok=True)

    def _write(self, text: FoundText) -> None:
        draft = text.draft
        values = {
            "user_id": text.user_id,
            "uid": draft.uid,
            "patient_id": draft.patient_id,
            "id": draft.id,
            "version": draft.version,
            "content": content_as_json(draft.content),
            "written_at": text.written_at.isoformat(),
            "corrects": text.corrects,
            "reason": text.reason,
            "aside": text.aside,
        }
        data = json.dumps(values, ensure_ascii=False).encode()
        with durable_file.writing_faults(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
        sealed = sealed_file.seal(data, self._key, self._base_id)
        durable_file.write(self._folder / f"{text.name}{_SUFFIX}", sealed)

    def _read(self, path: Path) -> FoundText | None:
        try:
            if path.stat().st_size > _LARGEST:
                return None
            data = sealed_file.unseal(path.read_bytes(), self._key, self._base_id)
        except OSError:
            return None
        if data is None:
            return None
        try:
            values = json.loads(data)
            draft = Draft(
                uid=values["uid"],
                patient_id=values["patient_id"],
                content=content_from_json(values["content"]),
                id=values["id"],
                version=values["version"],
            )
            return FoundText(
                name=path.stem,
                user_id=values["user_id"],
                draft=draft,
                written_at=datetime.fromisoformat(values["written_at"]),
                corrects=values["corrects"],
                reason=values["reason"],
                aside=values["aside"],
            )
        except (KeyError, TypeError, ValueError):
            return None


def name_of(user_id: int, draft_uid: str) -> str:
    """Return the name of the file of one person's draft: drawn from a random number."""
    return uuid.uuid5(uuid.UUID(draft_uid), str(user_id)).hex
