"""« Synchroniser avec les vaccins partagés » (features.md V-SYN-04 and 05, cve.md R21, R22).

Reads both sides and changes neither: what is ticked is imported or sent, what differs is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import Slot

from almapy.cve.model import ComparedLine, Comparison
from ui.cve.line_words import COLUMNS, WIDE, local_words, remote_words
from ui.cve.long_button import LongButton
from ui.cve.tick_tree import TickGroup, TickLine, TickTree
from ui.cve.two_versions import TwoVersions
from ui.cve.view import CarnetView
from ui.cve.view_names import ViewName
from ui.cve.words import moment_words
from ui.desk import Desk
from ui.widgets.button import Button, ButtonKind

_REMOTE_ONLY = "Seulement dans le carnet – cochez pour importer"
_LOCAL_ONLY = "Seulement dans AlmaPy – cochez pour envoyer"
_DIFFERING = "Différents – choisissez une version"
_DELETED = "Supprimés du carnet – décidez"
_BOTH = "Des deux côtés"
_LEAST_LINES = 7
_NOTHING = "Rien n'est effacé sans vous, ni ici ni dans le carnet."


class CompareView(CarnetView):
    """The lines of both sides in five groups; what needs nothing is closed at first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ViewName.COMPARE.label)
        self.words = self.add_words()
        self.tree = TickTree("Vaccins partagés", COLUMNS, wide=WIDE, least_lines=_LEAST_LINES)
        self.versions = TwoVersions()
        self.content.addWidget(self.tree, 1)
        self.content.addWidget(self.versions)
        self.again_button = self.add_verb(Button("Actualiser"))
        self.send_button = self.add_verb(LongButton("Envoyer les cochés", "Envoyer"))
        self.take_button = self.add_verb(
            LongButton("Importer les cochés", "Importer", ButtonKind.PRIMARY)
        )
        self.again_button.clicked.connect(self.begin)
        self.send_button.clicked.connect(self._send)
        self.take_button.clicked.connect(self._take)
        self.tree.ticks_changed.connect(self._follow_ticks)
        self.tree.chosen.connect(self._show_line)
        self.versions.kept.connect(self._settle)

    @Slot()
    def begin(self) -> None:
        """Read both sides."""
        if self.patient is None:
            return
        carnets, actor, patient_id = (
            self.desk.application.carnets,
            self.desk.actor,
            self.patient.id,
        )
        self.close_button.setFocus()
        self.ask(
            "Lecture du carnet…",
            lambda stop: carnets.compare(actor, patient_id, stop),
            self._show,
            failed="Le carnet n'a pas pu être lu",
        )

    def rest(self) -> None:
        """Forget both sides."""
        super().rest()
        self.words.setText(_NOTHING)
        self.tree.show_groups(())
        self.versions.hide()

    def set_verbs_enabled(self, *, enabled: bool) -> None:
        """Open only the verbs that something is ticked for."""
        super().set_verbs_enabled(enabled=enabled)
        self.versions.setEnabled(enabled)
        if enabled:
            self._follow_ticks()

    def _show(self, both: Comparison) -> None:
        when = f"Lu le {moment_words(both.read_at)}. " if both.read_at is not None else ""
        self.words.setText(f"{when}{_counted(both)} {_NOTHING}")
        self.tree.show_groups(_groups(both))
        self.tree.setFocus()
        self.changed.emit()

    def _ticked(self, *, remote: bool) -> list[ComparedLine]:
        return [
            line
            for line in self.tree.ticked()
            if isinstance(line, ComparedLine) and (line.remote is not None) is remote
        ]

    @Slot()
    def _follow_ticks(self) -> None:
        free = not self.calls.is_waiting
        self.take_button.setEnabled(free and bool(self._ticked(remote=True)))
        self.send_button.setEnabled(free and bool(self._ticked(remote=False)))

    @Slot(object)
    def _show_line(self, held: object) -> None:
        needs = isinstance(held, ComparedLine) and bool(held.note or held.differs)
        if isinstance(held, ComparedLine) and (needs or self._is_deleted(held)):
            self.versions.show_line(held, deleted=self._is_deleted(held))
        else:
            self.versions.hide()

    @staticmethod
    def _is_deleted(line: ComparedLine) -> bool:
        return line.linked and line.remote is None

    @Slot()
    def _take(self) -> None:
        lines = self._ticked(remote=True)
        self._change(
            "Import…", lambda carnets, *who: carnets.take(*who, lines), "Import impossible"
        )

    @Slot()
    def _send(self) -> None:
        facts = [line.local for line in self._ticked(remote=False) if line.local is not None]
        self._change("Envoi…", lambda carnets, *who: carnets.send(*who, facts), "Envoi impossible")

    @Slot(object, str)
    def _settle(self, line: ComparedLine, keep: str) -> None:
        actor = self.desk.actor
        self._change(
            "Enregistrement…",
            lambda carnets, *_who: carnets.settle(actor, line, keep=keep),
            "Le choix n'a pas été enregistré",
        )

    def _change(self, words: str, work: Callable[..., Any], failed: str) -> None:
        """Change one side in the base, then read both again."""
        if self.patient is None or self.calls.is_waiting:
            return
        carnets, actor, patient_id = (
            self.desk.application.carnets,
            self.desk.actor,
            self.patient.id,
        )

        def done(_answer: object) -> None:
            self.changed.emit()
            self.begin()

        self.ask(
            words,
            lambda _stop: work(carnets, actor, patient_id),
            done,
            failed=failed,
            writes=True,
        )


def _groups(both: Comparison) -> list[TickGroup]:
    return [
        TickGroup(_DIFFERING, _lines(both.differing, ticked=None, icon_name="warning")),
        TickGroup(_DELETED, _lines(both.deleted_remotely, ticked=None, icon_name="warning")),
        TickGroup(_REMOTE_ONLY, _lines(both.remote_only, ticked=True)),
        TickGroup(_LOCAL_ONLY, _lines(both.local_only, ticked=True)),
        TickGroup(_BOTH, _lines(both.both, ticked=None, icon_name="ok")),
    ]


def _lines(
    lines: Iterable[ComparedLine], *, ticked: bool | None, icon_name: str = ""
) -> tuple[TickLine, ...]:
    return tuple(
        TickLine(_words(line), line, ticked=_tick(line, ticked=ticked), icon_name=icon_name)
        for line in lines
    )


def _tick(line: ComparedLine, *, ticked: bool | None) -> bool | None:
    """Return whether a line is ticked: « déjà présent » is linked on demand, never doubled."""
    if ticked is None and line.remote is not None and line.local is not None and not line.linked:
        return True
    if line.remote is None and line.note:  # it cannot be sent, and the note says why
        return None
    return ticked


def _words(line: ComparedLine) -> tuple[str, ...]:
    if line.local is not None and (line.remote is None or line.linked):
        words = local_words(line.local)
    elif line.remote is not None:
        words = remote_words(line.remote)
    else:
        words = ("", "", "", "")
    last = line.note or (f"diffère\u00a0: {', '.join(line.differs)}" if line.differs else "")
    if not last and line.remote is not None and line.local is not None and not line.linked:
        last = "déjà présent\u00a0: à relier"
    return (*words[:3], last) if last else words


def _counted(both: Comparison) -> str:
    found = (
        (len(both.remote_only), "seulement dans le carnet", "seulement dans le carnet"),
        (len(both.local_only), "seulement ici", "seulement ici"),
        (len(both.differing), "différent", "différents"),
        (len(both.deleted_remotely), "supprimé du carnet", "supprimés du carnet"),
        (len(both.both), "des deux côtés", "des deux côtés"),
    )
    told = ", ".join(
        f"{count} {one if count == 1 else many}" for count, one, many in found if count
    )
    return f"{told}." if told else "Aucun vaccin, ni ici ni dans le carnet."
