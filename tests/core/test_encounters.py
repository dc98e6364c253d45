"""Consultations: kept while typed, validated, corrected with a reason; nothing is ever lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.encounters.model import EncounterContent, Nature
from almapy.errors import AccessError, ConflictError, DomainError
from almapy.history.tables import HistoryItemRow
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH

NOTE = "Céphalées depuis 3 jours.\nTA 12/8."


@pytest.fixture
def encounters(opened):
    return opened.application.encounters


@pytest.fixture
def patient_id(opened):
    return opened.application.patients.create(opened.actor, RUTH).id


@pytest.fixture
def someone(opened):
    def make(role, login="", first_name="Claire", family_name="FICTIVE"):
        new = NewAccount(login or role.value, role, first_name, family_name, PASSWORD)
        return opened.application.accounts.create(opened.actor, new).at("POSTE-2")

    return make


@pytest.fixture
def write(opened, encounters, patient_id):
    """Begin a draft that says something and keep it."""

    def make(text=NOTE, actor=None, **values):
        actor = actor or opened.actor
        draft = encounters.begin(actor, patient_id)
        return encounters.keep(actor, saying(draft, text=text, **values))

    return make


def saying(draft, **values):
    return replace(draft, content=replace(draft.content, **values))


def traces(opened, *actions):
    entries = opened.application.journal.page(opened.actor, JournalFilter()).entries
    return [entry for entry in entries if entry.action in actions]


def test_two_users_consultations_show_date_initials_and_letter(
    opened, encounters, patient_id, someone, write
):
    other = someone(Role.MEDECIN)
    encounters.sign(opened.actor, write(title="Rhino-pharyngite"))
    note = write(actor=other, title="Appel du laboratoire", nature=Nature.NOTE)
    encounters.sign(other, note)
    words = {line.words for line in encounters.of(opened.actor, patient_id)}
    assert words == {
        "10/03/2026 (P.D) - (C) Rhino-pharyngite",
        "10/03/2026 (C.F) - (S) Appel du laboratoire",
    }


def test_a_remplacant_consultation_shows_both_initials(
    opened, encounters, patient_id, someone, write
):
    standing_in = someone(Role.REMPLACANT)
    write(actor=standing_in, title="Angine", replaced_id=opened.actor.user_id)
    (line,) = encounters.of(opened.actor, patient_id)
    assert line.words == "10/03/2026 (C.F) rempl.(P.D) - (C) Angine"


def test_the_only_doctor_is_proposed_to_a_remplacant_then_the_last_one_chosen(
    opened, encounters, patient_id, someone, write
):
    standing_in = someone(Role.REMPLACANT)
    assert encounters.help(standing_in, patient_id).usual_replaced == opened.actor.user_id
    second = someone(Role.MEDECIN, first_name="Anne", family_name="SECONDE")
    assert encounters.help(standing_in, patient_id).usual_replaced is None
    write(actor=standing_in, replaced_id=second.user_id)
    assert encounters.help(standing_in, patient_id).usual_replaced == second.user_id


def test_a_remplacant_says_for_whom_before_validating(opened, encounters, someone, write):
    standing_in = someone(Role.REMPLACANT)
    draft = write(actor=standing_in)
    with pytest.raises(DomainError) as refused:
        encounters.sign(standing_in, draft)
    assert refused.value.field == "replaced_id"
    named = saying(draft, replaced_id=opened.actor.user_id)
    assert encounters.sign(standing_in, named).replaced == opened.actor.initials


def test_every_nature_has_its_own_letter_and_word():
    assert len({one.letter for one in Nature}) == len({one.label for one in Nature}) == 7
    assert (Nature.CONSULTATION.letter, Nature.NOTE.letter) == ("C", "S")


def test_an_empty_draft_never_enters_the_base(opened, encounters, patient_id):
    for _ in range(2):
        draft = encounters.begin(opened.actor, patient_id)
        assert encounters.keep(opened.actor, draft) == draft
    assert encounters.of(opened.actor, patient_id) == []
    with pytest.raises(DomainError):
        encounters.sign(opened.actor, draft)


def test_a_draft_kept_again_stays_one_row_without_former_versions(
    opened, encounters, patient_id, write
):
    draft = write("Céph")
    for text in ("Céphalées", "Céphalées depuis 3 jours"):
        draft = encounters.keep(opened.actor, saying(draft, text=text))
    (line,) = encounters.of(opened.actor, patient_id)
    assert line.first_line == "Céphalées depuis 3 jours"
    assert not line.signed
    assert encounters.former(opened.actor, line.id) == []


def test_an_answer_that_got_lost_stores_the_draft_once(opened, encounters, patient_id):
    draft = saying(encounters.begin(opened.actor, patient_id), text="Toux")
    encounters.keep(opened.actor, draft)
    again = encounters.keep(opened.actor, saying(draft, text="Toux sèche"))
    assert [line.first_line for line in encounters.of(opened.actor, patient_id)] == ["Toux sèche"]
    lost = saying(again, text="Toux sèche nocturne")
    encounters.keep(opened.actor, lost)
    assert encounters.keep(opened.actor, lost).version == again.version + 1


def test_all_that_is_written_is_read_back(opened, encounters, patient_id, write):
    with opened.application.works.begin(opened.actor) as work:
        problem = HistoryItemRow(
            uid="00000000-0000-4000-8000-000000000009",
            patient_id=patient_id,
            author_id=opened.actor.user_id,
            created_at=work.at,
            label="Diabète de type 2",
            kind="pathologie",
        )
        work.session.add(problem)
        work.session.flush()
        problem_id = problem.id
    draft = encounters.begin(opened.actor, patient_id, Nature.HOME_VISIT)
    content = EncounterContent(
        Nature.HOME_VISIT,
        draft.content.held_at,
        title="Suivi",
        reason="renouvellement",
        in_blocks=True,
        interview="Va bien.",
        examination="TA 13/7",
        conclusion="Stable",
        plan="Idem 3 mois",
        important=True,
        problems=(problem_id,),
    )
    kept = encounters.keep(opened.actor, replace(draft, content=content))
    stored = encounters.get(opened.actor, kept.id)
    assert stored.content == content.settled()
    assert "Examen\u00a0:\nTA 13/7" in stored.content.text
    assert encounters.help(opened.actor, patient_id).problems[0].label == "Diabète de type 2"
    fewer = encounters.keep(opened.actor, saying(kept, problems=()))
    assert encounters.get(opened.actor, fewer.id).content.problems == ()


def test_a_draft_is_its_authors_alone(opened, encounters, patient_id, someone, write):
    other = someone(Role.MEDECIN)
    draft = write()
    with pytest.raises(AccessError):
        encounters.keep(other, saying(draft, text="autre"))
    with pytest.raises(AccessError):
        encounters.sign(other, draft)
    with pytest.raises(AccessError):
        encounters.remove(other, draft.id, draft.version)
    (line,) = encounters.of(other, patient_id)
    assert (line.own, line.signed) == (False, False)


def test_validating_locks_and_is_traced_without_a_word_of_the_text(opened, encounters, write):
    signed = encounters.sign(opened.actor, write())
    assert signed.signed_by == opened.actor.initials
    with pytest.raises(ConflictError):
        encounters.keep(opened.actor, saying(signed.draft(), text="changé"))
    assert encounters.get(opened.actor, signed.id).content.text == NOTE
    (entry,) = traces(opened, Action.ENCOUNTER_SIGNED)
    assert entry.patient_id == signed.patient_id
    assert "phal" not in entry.detail


def test_a_correction_keeps_the_version_before_with_author_and_reason(
    opened, encounters, someone, write
):
    other = someone(Role.MEDECIN)
    signed = encounters.sign(opened.actor, write())
    content = replace(signed.content, text="Céphalées depuis 5 jours.")
    corrected = encounters.correct(other, signed, content, " erreur de durée ")
    assert corrected.content.text == "Céphalées depuis 5 jours."
    assert (corrected.author, corrected.changed_by) == ("P.D", "C.F")
    (former,) = encounters.former(opened.actor, signed.id)
    assert former.data.text == NOTE
    assert former.reason == "erreur de durée"
    assert (former.written_by, former.replaced_by) == ("P.D", "C.F")
    assert len(traces(opened, Action.ENCOUNTER_CORRECTED)) == 1


def test_a_correction_without_a_reason_changes_nothing(opened, encounters, write):
    signed = encounters.sign(opened.actor, write())
    with pytest.raises(DomainError) as refused:
        encounters.correct(opened.actor, signed, replace(signed.content, text="x"), "  ")
    assert refused.value.field == "reason"
    assert encounters.get(opened.actor, signed.id) == signed


def test_two_corrections_at_once_overwrite_nothing(opened, encounters, someone, write):
    other = someone(Role.MEDECIN)
    signed = encounters.sign(opened.actor, write())
    encounters.correct(other, signed, replace(signed.content, text="a"), "motif")
    with pytest.raises(ConflictError) as refused:
        encounters.correct(opened.actor, signed, replace(signed.content, text="b"), "motif")
    assert refused.value.stored["text"] == "a"
    assert refused.value.by == "Claire FICTIVE"


def test_a_draft_changed_on_another_post_is_not_overwritten_and_both_texts_stay(
    opened, encounters, write
):
    here = write("début")
    encounters.keep(opened.actor, saying(here, text="écrit sur l'autre poste"))
    with pytest.raises(ConflictError) as refused:
        encounters.keep(opened.actor, saying(here, text="écrit ici"))
    assert refused.value.stored["text"] == "écrit sur l'autre poste"
    kept = encounters.keep(opened.actor, saying(here, text="écrit ici"), replacing=True)
    assert encounters.get(opened.actor, kept.id).content.text == "écrit ici"
    (former,) = encounters.former(opened.actor, kept.id)
    assert former.data.text == "écrit sur l'autre poste"


def test_a_text_typed_over_a_consultation_validated_elsewhere_becomes_a_draft_of_its_own(
    opened, encounters, patient_id, write
):
    here = write("début")
    encounters.sign(opened.actor, saying(here, text="validé ailleurs"))
    kept = encounters.keep(opened.actor, saying(here, text="tapé ici"), replacing=True)
    assert kept.id != here.id
    lines = {line.first_line: line.signed for line in encounters.of(opened.actor, patient_id)}
    assert lines == {"validé ailleurs": True, "tapé ici": False}


def test_a_draft_is_removed_freely_and_comes_back(opened, encounters, patient_id, write):
    draft = write()
    removed = encounters.remove(opened.actor, draft.id, draft.version)
    assert encounters.of(opened.actor, patient_id) == []
    encounters.restore(opened.actor, removed.id, removed.version)
    assert encounters.of(opened.actor, patient_id)[0].first_line == "Céphalées depuis 3 jours."


def test_a_validated_one_is_removed_with_a_reason_and_stays_readable(
    opened, encounters, patient_id, write
):
    signed = encounters.sign(opened.actor, write())
    with pytest.raises(DomainError):
        encounters.remove(opened.actor, signed.id, signed.version)
    encounters.remove(opened.actor, signed.id, signed.version, reason="mauvais dossier")
    assert encounters.of(opened.actor, patient_id) == []
    (line,) = encounters.of(opened.actor, patient_id, with_removed=True)
    assert line.removed
    assert encounters.get(opened.actor, signed.id).content.text == NOTE
    assert encounters.former(opened.actor, signed.id)[0].reason == "mauvais dossier"


def test_drafts_to_finish_are_ones_own_oldest_first(
    opened, encounters, clock, someone, write, patient_id
):
    write("plus récent", held_at=clock.now())
    write("plus ancien", held_at=clock.now() - timedelta(days=3))
    encounters.sign(opened.actor, write("validé"))
    write("d'un autre", actor=someone(Role.MEDECIN))
    drafts = encounters.drafts(opened.actor)
    assert [draft.title for draft in drafts] == ["plus ancien", "plus récent"]
    assert {draft.patient_name for draft in drafts} == {"DE VINCI RUTH"}


def test_drafts_stand_before_the_important_ones_and_these_before_the_others(
    opened, encounters, patient_id, clock, write
):
    for days, text, important in ((1, "hier", False), (900, "choc", True), (9, "avant", False)):
        held_at = clock.now() - timedelta(days=days)
        encounters.sign(opened.actor, write(text, important=important, held_at=held_at))
    write("brouillon", held_at=clock.now() - timedelta(days=2000))
    lines = encounters.of(opened.actor, patient_id)
    assert [line.first_line for line in lines] == ["brouillon", "choc", "hier", "avant"]


def test_a_secretary_without_grant_neither_reads_nor_writes(opened, encounters, someone, write):
    secretary = someone(Role.SECRETAIRE)
    draft = write()
    for forbidden in (
        lambda: encounters.of(secretary, draft.patient_id),
        lambda: encounters.get(secretary, draft.id),
        lambda: encounters.former(secretary, draft.id),
        lambda: encounters.begin(secretary, draft.patient_id),
        lambda: encounters.keep(secretary, draft),
        lambda: encounters.drafts(secretary),
    ):
        with pytest.raises(AccessError):
            forbidden()


def test_autosaves_do_not_flood_listeners_nor_the_journal(opened, encounters, write):
    told = []
    draft = write("Céphalées")
    opened.application.events.subscribe(told.append)
    for number in range(5):
        draft = encounters.keep(opened.actor, saying(draft, text=f"Céphalées\nsuite {number}"))
    assert told == []
    draft = encounters.keep(opened.actor, saying(draft, title="Migraine"))
    assert len(told) == 1
    assert len(traces(opened, Action.RECORD_CHANGED)) == 1
