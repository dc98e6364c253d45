from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.cve.faults import (
    CarnetAway,
    CarnetOfAnother,
    CodeUnknown,
    RequestLocked,
    WrongBirthDate,
)
from almapy.cve.model import ComparedLine, Comparison, LinkState
from almapy.errors import DomainError
from almapy.record.model import Fact
from almapy.vaccination.model import Vaccination
from tests.fakes.carnet_screens import NOW, PSEUDOS, UUID, ChosenCarnets, link, remote
from tests.ui.carnet_helper import Stage, faked, found_of_another, open_another, open_ruth
from tests.ui.page_helper import nameless, texts
from ui.cve.retrieve_view import ASK
from ui.cve.view_names import ViewName


@pytest.fixture
def fake():
    return ChosenCarnets()


@pytest.fixture
def stage(qtbot, settle, desk, fake):
    record = open_ruth(desk)
    return Stage(qtbot, settle, faked(desk, fake), record)


def retrieved(stage):
    """Give the code, ask for the first booklet, and stand before its birth date."""
    view = stage.open(ViewName.RETRIEVE)
    view.code.setText("abcd-2345")
    stage.press(view.code_button)
    view.ask_button.click()
    return view


def give_date(stage, view):
    view.birth_date.setText("14/07/1977")
    stage.press(view.date_button)


def local(number, **changes):
    values = {"vaccine": "VAC0002", "label": "AGRIPPAL", "given_on": "2026-10-12", "lot": "A1"}
    return Fact(number, 1, 1, "P.D.", NOW, Vaccination(**(values | changes)))


def test_only_what_lacks_is_asked_and_a_missing_mail_is_refused_at_its_field(stage, fake):
    view = stage.open(ViewName.CREATE)
    assert list(view.form.fields) == ["email"]
    assert "NESSI RUTH" in view.known.text()
    view.create_button.click()
    assert "l'adresse e-mail" in view.form.email.accessibleDescription()
    assert not fake.asked("create")
    view.form.email.setText("ruth@exemple.invalid")
    stage.press(view.create_button)
    assert fake.asked("create")[0][0].email == "ruth@exemple.invalid"
    assert UUID in view.known.text()
    assert "ruth@exemple.invalid" in view.strip.accessibleDescription()
    assert "Ambroise" in stage.strip.words.text()


def test_a_refusal_of_the_service_is_told_beside_its_field(stage, fake):
    fake.draft_shown = replace(fake.draft_shown, email="ruth@")
    fake.fails["create"] = DomainError("Cette adresse n'existe pas.", field="email")
    view = stage.open(ViewName.CREATE)
    stage.press(view.create_button)
    assert view.form.email.accessibleDescription() == "Cette adresse n'existe pas."
    fake.fails["create"] = CarnetAway()
    stage.press(view.create_button)
    assert view.strip.accessibleName() == "Le carnet n'a pas été créé"
    assert view.form.email.text() == "ruth@"


def test_pseudos_alone_are_shown_before_the_birth_date(stage, fake):
    view = retrieved(stage)
    assert fake.asked("resolve") == [("abcd-2345",)]
    model = view.table.model()
    rows = [[model.index(row, column).data() for column in (0, 1)] for row in range(len(PSEUDOS))]
    assert rows == [[pseudo, ASK] for pseudo in PSEUDOS]
    assert not any("DE VINCI" in text or "1977" in text for text in texts(view))
    assert view.birth_date.isVisible() or not stage.panel.isVisible()


def test_an_unknown_code_shows_no_list(stage, fake):
    view = stage.open(ViewName.RETRIEVE)
    fake.fails["resolve"] = CodeUnknown("Code inconnu.", field="code")
    view.code.setText("XXXX")
    stage.press(view.code_button)
    assert view.code.accessibleDescription() == "Code inconnu."
    assert view.table.isHidden()


def test_a_wrong_birth_date_is_refused_in_place_then_the_request_is_locked(stage, fake):
    view = retrieved(stage)
    fake.fails["ask"] = WrongBirthDate(2)
    give_date(stage, view)
    assert "Essais restants\u00a0: 2" in view.birth_date.accessibleDescription()
    fake.fails["ask"] = RequestLocked()
    stage.press(view.date_button)
    assert "verrouillé" in view.strip.accessibleDescription()
    assert fake.asked("ask")[0] == ("r0", date(1977, 7, 14))


def test_what_is_ticked_enters_the_record_and_links_the_booklet(stage, fake):
    view = retrieved(stage)
    give_date(stage, view)
    assert view.take_button.text() == "Exporter les vaccins cochés dans AlmaPy"
    assert view.has_unsaved_changes()
    title = view.found.tree.topLevelItem(0)
    title.child(0).setCheckState(0, Qt.CheckState.Unchecked)
    stage.press(view.take_button)
    assert fake.asked("attach") == [("",)]
    assert [line.remote_id for line in fake.asked("take")[0][0]] == ["18"]
    assert "1 vaccin importé" in view.strip.accessibleDescription()
    assert stage.strip.link is not None


def test_a_vaccine_that_the_record_has_is_not_ticked(stage, desk):
    record = open_another(desk)
    data = Vaccination("VAC0523", "GARDASIL 9", "2022-09-12", lot="3006440")
    desk.application.vaccinations.add(desk.actor, record.patient.id, data)
    stage.show(record)
    view = retrieved(stage)
    give_date(stage, view)
    assert view.found.tree.ticked() == []
    assert "déjà présent" in view.found.tree.topLevelItem(0).child(0).text(3)


def test_the_booklet_of_another_person_is_stopped_until_it_is_confirmed_in_words(stage, fake):
    fake.found = found_of_another
    view = retrieved(stage)
    give_date(stage, view)
    assert "ne semble pas être celui de ce patient" in view.found.stop_strip.accessibleName()
    assert view.found.tree.ticked() == []
    view.take_button.click()
    assert not fake.asked("attach")
    view.found.confirmation.setText("associer")
    fake.fails["attach"] = CarnetOfAnother("Déjà associé à un autre dossier.")
    stage.press(view.take_button)
    assert "Déjà associé" in view.strip.accessibleDescription()
    fake.fails.clear()
    stage.press(view.take_button)
    assert fake.asked("attach")[-1] == ("associer",)


def test_a_late_answer_is_not_shown_on_another_record(stage, desk, fake):
    view = stage.open(ViewName.RETRIEVE)
    view.code.setText("ABCD2345")
    view.code_button.click()
    stage.show(open_another(desk))
    assert stage.panel.current is None
    assert view.table.model().rowCount() == 0
    assert view.code.text() == ""


def test_the_same_record_again_keeps_what_is_typed_and_escape_closes(stage, qtbot):
    view = stage.open(ViewName.CREATE)
    view.form.email.setText("ruth@")
    stage.panel.show_record(stage.record)
    assert view.form.email.text() == "ruth@"
    assert stage.panel.has_unsaved_changes()
    qtbot.keyClick(view.form.email, Qt.Key.Key_Escape)
    assert stage.panel.current is None
    assert stage.panel.isHidden()


@pytest.fixture
def compared(stage, fake):
    fake.linked = link()
    fake.comparison = Comparison(
        both=(
            ComparedLine(local(5), remote("5"), linked=True),
            ComparedLine(local(6), remote("6"), note="déjà présent"),
        ),
        remote_only=(ComparedLine(None, remote("7")),),
        local_only=(ComparedLine(local(9)), ComparedLine(local(10), note="date incomplète")),
        differing=(ComparedLine(local(11), remote("11"), linked=True, differs=("lot",)),),
        deleted_remotely=(ComparedLine(local(12), note="supprimé du carnet"),),
        read_at=NOW,
    )
    stage.strip.look()
    stage.settle()
    return stage.open(ViewName.COMPARE)


def test_both_sides_are_shown_and_the_ticked_ones_are_taken_or_sent(stage, compared, fake):
    titles = [compared.tree.topLevelItem(n).text(0) for n in range(5)]
    assert [title.rpartition(" (")[0] for title in titles] == [
        "Différents – choisissez une version",
        "Supprimés du carnet – décidez",
        "Seulement dans le carnet – cochez pour importer",
        "Seulement dans AlmaPy – cochez pour envoyer",
        "Des deux côtés",
    ]
    stage.press(compared.take_button)
    assert [line.remote.remote_id for line in fake.asked("take")[0][0]] == ["7", "6"]
    stage.press(compared.send_button)
    assert [fact.id for fact in fake.asked("send")[0][0]] == [9]
    assert not fake.asked("settle")
    assert len(fake.asked("compare")) == 3


def test_a_difference_or_a_deletion_there_is_decided_by_a_person(stage, compared, fake):
    for group, keep in ((0, "local"), (0, "remote"), (1, "local")):
        compared.tree.setCurrentItem(compared.tree.topLevelItem(group).child(0))
        assert not compared.versions.isHidden()
        stage.press(getattr(compared.versions, f"{keep}_button"))
    decided = [(line.local.id, kept) for line, kept in fake.asked("settle")]
    assert decided == [(11, "local"), (11, "remote"), (12, "local")]


def test_a_service_away_leaves_the_record_alone(stage, fake):
    fake.fails["compare"] = CarnetAway()
    fake.linked = link()
    view = stage.open(ViewName.COMPARE)
    assert view.strip.accessibleName() == "Le carnet n'a pas pu être lu"
    assert not view.waiting.isVisible()
    assert view.again_button.isEnabled()
    fake.fails.clear()
    stage.press(view.again_button)
    assert not view.strip.isVisible()


def test_recommendations_say_who_computed_them_and_print(stage, fake, tmp_path):
    fake.recommended = replace(fake.recommended, local=True, notice="calendrier local, à vérifier")
    view = stage.open(ViewName.RECOMMENDATIONS)
    model = view.table.model()
    assert [model.index(0, 0).data(), model.index(0, 1).data()] == ["Tétanos", "en retard"]
    assert "20/11/2026" in view.words.text()
    assert "Calendrier local, à vérifier" in view.words.text()
    view.save(tmp_path / "recommandations.pdf")
    stage.settle()
    assert (tmp_path / "recommandations.pdf").read_bytes().startswith(b"%PDF")
    page = stage.desk.application.journal.page(stage.desk.actor, JournalFilter())
    assert any(one.action == Action.PRINTED for one in page.entries)


def test_a_new_sharing_code_goes_to_the_address_shown(stage, fake):
    fake.draft_shown = replace(fake.draft_shown, email="ruth@exemple.invalid")
    view = stage.open(ViewName.RESEND)
    assert view.email.text() == "ruth@exemple.invalid"
    view.email.setText("autre@exemple.invalid")
    stage.press(view.send_button)
    assert fake.asked("resend_code") == [("autre@exemple.invalid",)]
    assert "autre@exemple.invalid" in view.strip.accessibleDescription()


def test_another_booklet_is_chosen_or_the_record_unlinked(stage, fake):
    fake.chosen_between = [link(id=3, state=LinkState.UNLINKED), link(id=4)]
    view = stage.open(ViewName.CHOOSE)
    stage.press(view.choose_button)
    assert fake.asked("choose") == [(3,)]
    view = stage.open(ViewName.UNLINK)
    assert "restent ici et dans le carnet" in view.words.text()
    stage.press(view.unlink_button)
    assert fake.asked("unlink") == [()]
    assert stage.panel.current is None


def test_every_control_has_a_name(stage, fake):
    fake.linked = link()
    for name in ViewName:
        assert nameless(stage.open(name)) == []
