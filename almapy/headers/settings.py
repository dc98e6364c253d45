"""What the practice chooses for all its headers."""

from __future__ import annotations

from dataclasses import dataclass

from almapy.audit.model import Action
from almapy.errors import ConflictError
from almapy.events import Changed, Topic
from almapy.headers.cartouche import Caption
from almapy.practice.tables import SettingRow
from almapy.users.model import Actor, Right
from almapy.work import Works

_CAPTION = "headers.caption"


@dataclass(frozen=True, slots=True)
class HeaderSettings:
    """The choices of a practice; ``caption`` stands under the Datamatrix."""

    caption: Caption = Caption.TO_SCAN


class HeaderSettingsService:
    """One set of choices for the practice."""

    def __init__(self, works: Works) -> None:
        self._works = works

    def get(self) -> HeaderSettings:
        """Return the choices, the usual ones where nothing usable is stored."""
        with self._works.database.reading() as session:
            return _settings(session.get(SettingRow, _CAPTION))

    def save(self, actor: Actor, seen: HeaderSettings, settings: HeaderSettings) -> None:
        """Replace the choices; ``seen`` is what the person had before their eyes.

        Raises ConflictError when another post changed them since.
        """
        actor.require(Right.MANAGE_USERS)
        with self._works.begin(actor) as work:
            row = work.session.get(SettingRow, _CAPTION)
            before = _settings(row)
            if before == settings:
                return
            if before != seen:
                raise ConflictError(
                    "Un autre poste a modifié la mention du cartouche entre-temps. Rien n'a été "
                    "écrasé et votre saisie reste à l'écran. Annulez pour relire, puis "
                    "recommencez."
                )
            if row is None:
                work.session.add(SettingRow(name=_CAPTION, value=settings.caption.value))
            else:
                row.value = settings.caption.value
            change = {"de": before.caption.value, "en": settings.caption.value}
            work.trace(Action.SETTING_CHANGED, detail={"mention du cartouche INS": change})
            work.announce(Changed(Topic.PRACTICE))


def _settings(row: SettingRow | None) -> HeaderSettings:
    known = {one.value: one for one in Caption}
    caption = known.get(str(row.value)) if row is not None else None
    return HeaderSettings(caption) if caption is not None else HeaderSettings()
