"""The tab « Confidentiel »: how to reach the patient without harm, whom to warn, private notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from almapy.administrative.model import PrivateNote
from almapy.clock import civil_day
from almapy.patients.model import Patient
from almapy.record.model import Fact
from ui.administrative.contact_section import PhoneField
from ui.administrative.tab import AdministrativeTab
from ui.desk import Desk
from ui.record.fact_card import FactWords
from ui.record.fact_form import FactForm
from ui.record.fact_lines import FactGroup, FactLine, Mark, who_and_when
from ui.record.own_card import OwnCard
from ui.theme import Tone
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.note_edit import NoteEdit

_LONGEST = 120
_WORDS = FactWords(
    title="Notes confidentielles",
    to_add="Ajouter une note",
    added="Note ajoutée.",
    changed="Note modifiée.",
    removed="Note supprimée.",
    labels={"text": "Note", "restricted": "Lue par son auteur seul"},
    empty="Aucune note",
)


class PrivateNoteForm(FactForm):
    """A new note is its author's alone, unless the box is unticked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.text = self.fields.bind("text", NoteEdit())
        self.restricted = self.fields.bind("restricted", QCheckBox("Moi seul peux la lire"))
        self.add_row("Note", self.text)
        self.add_row("Lecture", self.restricted)
        self.end(self.text, {"text": self.text})

    def shown(self, fact: Fact[Any] | None) -> Mapping[str, Any]:
        """Return the fields of a note."""
        if fact is None:
            return {"text": "", "restricted": True}
        return {"text": fact.data.text, "restricted": fact.data.restricted}

    def made(self, values: Mapping[str, Any]) -> PrivateNote:
        """Return the note that the fields make."""
        return PrivateNote(values["text"], restricted=values["restricted"])


class PrivateNoteCard(OwnCard):
    """The notes of everybody, and those that one wrote for oneself."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _WORDS, desk.application.private_notes, PrivateNoteForm(desk))

    def groups(self, facts: Sequence[Fact[Any]]) -> list[FactGroup]:
        """Return one line a note."""
        return [FactGroup(tuple(_line(one) for one in facts))] if facts else []


class ConfidentialTab(AdministrativeTab):
    """The boxes are read by whoever is about to call or to write."""

    def build(self) -> None:
        """Make the sections."""
        bind = self.social.bind
        discreet = self.add_part(FormSection("Consignes de discrétion", columns=2))
        self.no_call = bind("no_call_home", QCheckBox("Ne pas appeler au téléphone fixe"))
        discreet.add_row("Téléphone fixe", self.no_call)
        discreet.add_row(
            "Téléphone port.", bind("no_call_mobile", QCheckBox("Ne pas appeler au portable"))
        )
        discreet.add_row("Message", bind("no_message", QCheckBox("Ne pas laisser de message")))
        discreet.add_row("Courrier", bind("no_mail", QCheckBox("Ne pas envoyer de courrier")))
        people = self.add_part(FormSection("Personnes à connaître", columns=2))
        people.add_row("Personne de confiance", bind("trusted_person", text_edit(_LONGEST)))
        people.add_row("Son téléphone", bind("trusted_person_phone", PhoneField()))
        people.add_row("Personne à prévenir", bind("emergency_contact", text_edit(_LONGEST)))
        people.add_row("Téléphone à appeler", bind("emergency_contact_phone", PhoneField()))
        self.card = self.add_part(PrivateNoteCard(self.desk), grows=True)

    @property
    def first_field(self) -> QWidget:
        """The first box."""
        return self.no_call

    def show_patient(self, patient: Patient) -> None:
        """List the notes of a record."""
        super().show_patient(patient)
        self.card.show_patient(patient)


def _line(fact: Fact[PrivateNote]) -> FactLine:
    marks = (Mark("Moi seul", Tone.ATTENTION, "lock"),) if fact.data.restricted else ()
    first, *others = fact.data.text.splitlines()
    return FactLine(
        fact,
        first,
        " ".join(others),
        icon="lock" if fact.data.restricted else "journal",
        marks=marks,
        hint=f"{civil_day(fact.created_at):%d/%m/%Y}\n{who_and_when(fact)}",
    )
