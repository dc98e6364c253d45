"""« Feuille d'identité INS »: the page that is printed, and the screen that shows it."""

from dataclasses import replace

import pytest
import shiboken6
import zxingcpp
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.documents import pdf
from almapy.errors import ExternalError
from almapy.headers import pictures
from almapy.headers.block import Family, Placement, default_template
from almapy.headers.cartouche import Caption
from almapy.headers.html import rendered
from almapy.headers.identity_sheet import NOT_QUALIFIED, identity_sheet
from almapy.headers.settings import HeaderSettings
from almapy.patients.overview import Overview
from almapy.users.model import Role
from tests.core.headers_helper import DEMO_PATIENTE, NESSI, RETRIEVED, heading
from tests.core.test_patients import RUTH
from tests.ui.page_helper import SMALL, nameless
from tests.ui.pdf_reading import codes, letters, overlaps
from ui.headers.identity_sheet_page import IdentitySheetPage, forget_picture
from ui.headers.paper import Printed, as_pdf, page_layout
from ui.headers.ways import ask_pdf
from ui.patients.open_records import OpenRecord
from ui.window import MainWindow

MATRICULE = "277076322082910"
LONG_NAME = "W" * 100
LONG_FIRST_NAMES = " ".join(["MARIE-CLEMENTINE"] * 5 + ["ANNE-SOPHIE-XA"])


def page_of(patient, **changes):
    sheet = identity_sheet(heading(patient, **changes), 12, Caption.TO_SCAN, simulated=False)
    return as_pdf(Printed("Feuille", sheet.html, sheet.footer))


def words_of(content):
    return pdf.text_of(content).replace("\u00a0", " ")


def record_of(desk, draft=RUTH):
    return OpenRecord(desk.application.patients.create(desk.actor, draft), Overview())


@pytest.fixture
def show(qtbot, desk, settle):
    def build(record, on=desk):
        page = IdentitySheetPage(on)
        qtbot.addWidget(page)
        page.resize(1150, 560)
        page.show()
        page.show_record(record)
        page.entered()
        settle()
        return page

    return build


def actions(page, limit=10):
    entries = page.desk.application.journal.page(page.desk.actor, JournalFilter(), limit=limit)
    return [one.action for one in entries.entries]


def test_the_codes_of_the_printed_page_read_back_byte_for_byte():
    assert codes(page_of(RUTH)) == {"DataMatrix": NESSI, "Code128": b"10001234565"}


@pytest.mark.parametrize("patient", [RETRIEVED, DEMO_PATIENTE, replace(RUTH, doubtful=True)])
def test_another_status_prints_no_matricule_anywhere(patient):
    content = page_of(patient)
    text = words_of(content)
    assert MATRICULE not in "".join(text.split())
    assert "mssante" not in text
    assert "N° matricule INS : - Type :" in " ".join(text.split())
    assert "le matricule INS n'est pas imprimé" in text
    assert codes(content) == {"Code128": b"10001234565"}


def test_names_of_a_hundred_letters_are_whole_and_nothing_covers_anything():
    long = replace(
        RUTH,
        birth_name=LONG_NAME,
        birth_first_names=LONG_FIRST_NAMES,
        first_birth_first_name=LONG_FIRST_NAMES,
        used_name=LONG_NAME,
        used_first_name=LONG_FIRST_NAMES,
        birth_place_name=LONG_NAME,
    )
    assert len(LONG_FIRST_NAMES) == 99
    content = page_of(long)
    text = "".join(words_of(content).split())
    assert text.count(LONG_NAME) == 4
    assert text.count("".join(LONG_FIRST_NAMES.split())) == 4
    assert pdf.outline(content).count == 1
    boxes = letters(content)
    assert overlaps(boxes) == []
    assert min(box[0] for box in boxes) > 40
    assert max(box[2] for box in boxes) < 595 - 40
    assert f"S4{LONG_NAME}S5".encode() in codes(content)["DataMatrix"]


@pytest.mark.parametrize("placement", Placement)
def test_wherever_the_cartouche_stands_codes_read_and_long_names_cover_nothing(placement):
    long = replace(RUTH, birth_name=LONG_NAME, birth_first_names=LONG_FIRST_NAMES)
    template = default_template(Family.PRESCRIPTION_ADULT, placement)
    header = rendered(template, heading(long), Caption.TO_SCAN)
    content = as_pdf(Printed("Ordonnance", header.html, header.footer))
    assert overlaps(letters(content)) == []
    assert f"S4{LONG_NAME}S5".encode() in codes(content)["DataMatrix"]
    assert codes(content)["Code128"] == b"10001234565"


def test_names_with_apostrophes_and_signs_are_printed_as_they_are():
    odd = replace(RUTH, birth_name="D'ARTAGNAN DE L'HERAULT", used_name="<b>A & B</b>")
    content = page_of(odd)
    assert "D'ARTAGNAN DE L'HERAULT" in words_of(content)
    assert "<b>A & B</b>" in words_of(content)
    assert b"S4D'ARTAGNAN DE L'HERAULT\x1d" in codes(content)["DataMatrix"]


def test_a_page_reads_no_file_of_the_computer(tmp_path):
    def page(source):
        return len(as_pdf(Printed("Feuille", f'<p>Texte<img src="{source}" width="90"></p>')))

    image = QGuiApplication.primaryScreen().grabWindow(0).toImage()
    image.save(str(tmp_path / "secret.png"))
    assert page(tmp_path / "secret.png") == pytest.approx(page(tmp_path / "absent.png"), abs=64)


def test_a_long_document_goes_on_over_pages_each_with_its_footer():
    body = "".join(f"<p>Ligne {number}</p>" for number in range(120))
    text = pdf.text_of(as_pdf(Printed("Lettre", body, "<p>Pied de page</p>")))
    pages = text.split("\f")
    assert len(pages) > 1
    assert all("Pied de page" in page for page in pages)
    found = [line for line in text.replace("\f", "\n").splitlines() if line.startswith("Ligne")]
    assert found == [f"Ligne {number}" for number in range(120)]


def test_the_preview_shows_the_page_and_traces_that_the_ins_was_seen(desk, show, settle):
    page = show(record_of(desk))
    assert codes(page.pdf)["DataMatrix"] == NESSI
    assert page.preview.page == 1
    assert page.preview.is_drawn(1)
    assert not page.strip.isVisible()
    assert actions(page).count(Action.INS_READ) == 1
    page.entered()
    settle()
    assert actions(page).count(Action.INS_READ) == 1
    page.hide()
    page.show()
    page.entered()
    settle()
    assert actions(page).count(Action.INS_READ) == 2


def test_a_validated_identity_is_told_on_the_screen_and_nothing_is_traced(desk, show):
    page = show(record_of(desk, DEMO_PATIENTE))
    assert page.strip.isVisible()
    assert page.strip.accessibleName() == NOT_QUALIFIED
    assert "Identité validée" in page.strip.accessibleDescription()
    assert page.print_button.isEnabled()
    assert Action.INS_READ not in actions(page)


def test_a_code_that_cannot_be_drawn_is_told_and_the_page_is_there(desk, show, monkeypatch):
    def missing(_content):
        raise ExternalError("Le code Datamatrix ne peut pas être dessiné.", code="x")

    monkeypatch.setattr(pictures, "write_datamatrix", missing)
    page = show(record_of(desk))
    assert "ne peut pas être dessiné" in page.strip.accessibleDescription()
    assert MATRICULE in words_of(page.pdf)
    assert page.print_button.isEnabled()


def test_printing_gives_the_page_of_the_preview_and_is_traced(desk, show, settle, tmp_path):
    page = show(record_of(desk))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "papier.pdf"))
    printer.setFullPage(True)
    printer.setPageLayout(page_layout())
    page.print_on(printer)
    settle()
    paper = (tmp_path / "papier.pdf").read_bytes()
    assert words_of(paper) == words_of(page.pdf)
    assert codes(paper) == codes(page.pdf)
    assert actions(page, 1) == [Action.PRINTED]


def test_the_printed_paper_has_the_breaks_of_the_preview_at_any_resolution(
    show, desk, settle, tmp_path
):
    page = show(record_of(desk, replace(RUTH, birth_place_name="CROISEE DES CHEMINS " * 6)))
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "papier.pdf"))
    printer.setResolution(150)
    printer.setFullPage(True)
    printer.setPageLayout(page_layout())
    page.print_on(printer)
    settle()
    assert words_of((tmp_path / "papier.pdf").read_bytes()) == words_of(page.pdf)


def test_the_pdf_is_saved_as_previewed_and_traced(desk, show, settle, tmp_path):
    page = show(record_of(desk))
    page.save(tmp_path / "feuille")
    settle()
    assert (tmp_path / "feuille.pdf").read_bytes() == page.pdf
    assert actions(page, 1) == [Action.EXPORTED]


def test_a_folder_that_refuses_is_told_and_nothing_is_traced(desk, show, settle, tmp_path):
    page = show(record_of(desk))
    before = actions(page)
    page.save(tmp_path / "absent" / "feuille.pdf")
    settle()
    assert page.strip.isVisible()
    assert actions(page) == before


def test_the_name_proposed_for_the_pdf_bears_nobodys(desk, show, qtbot):
    page = show(record_of(desk))
    page.save_button.click()
    dialog = page.findChild(QFileDialog)
    qtbot.waitUntil(dialog.isVisible)
    proposed = dialog.selectedFiles()[0]
    assert "NESSI" not in proposed
    assert proposed.endswith(f"dossier {page._patient.dossier}.pdf")
    dialog.reject()


def test_the_chosen_file_is_handed_over(qtbot, desk, show, tmp_path):
    chosen = []
    page = show(record_of(desk))
    ask_pdf(page, "Enregistrer", "feuille.pdf", chosen.append)
    dialog = page.findChild(QFileDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("feuille.pdf")
    dialog.accept()
    assert [one.name for one in chosen] == ["feuille.pdf"]


def test_the_cartouche_alone_goes_to_the_clipboard_and_its_code_reads(desk, show, settle):
    page = show(record_of(desk))
    page.copy_button.click()
    settle()
    image = QGuiApplication.clipboard().image()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    assert decoded(bytes(content.data())) == NESSI
    assert actions(page, 1) == [Action.EXPORTED]
    QGuiApplication.clipboard().clear()


def test_the_cartouche_leaves_the_clipboard_unless_something_else_was_copied(desk, show, settle):
    page = show(record_of(desk))
    page.copy_button.click()
    settle()
    clipboard = QGuiApplication.clipboard()
    copied = clipboard.image()
    clipboard.setText("autre chose")
    forget_picture(copied)
    assert clipboard.text() == "autre chose"
    clipboard.setImage(copied)
    forget_picture(copied)
    assert clipboard.image().isNull()


def test_the_cartouche_leaves_the_clipboard_when_its_page_goes_at_sign_out(qtbot, desk, settle):
    page = IdentitySheetPage(desk)
    page.show()
    page.show_record(record_of(desk))
    page.entered()
    settle()
    page.copy_button.click()
    settle()
    assert not QGuiApplication.clipboard().image().isNull()
    page.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(page))
    assert QGuiApplication.clipboard().image().isNull()


def decoded(png):
    import io

    from PIL import Image

    return bytes(zxingcpp.read_barcode(Image.open(io.BytesIO(png)).convert("L")).bytes)


def test_another_record_replaces_the_page_and_a_late_answer_is_not_shown(desk, show, settle):
    page = show(record_of(desk))
    other = record_of(desk, DEMO_PATIENTE)
    page.entered()  # still being made when the other record comes
    page.show_record(other)
    assert page.pdf == b""
    assert not page.print_button.isEnabled()
    settle()
    assert "PATIENTE HELENE CLAIRE" in words_of(page.pdf)
    assert MATRICULE not in words_of(page.pdf)


def test_the_same_record_again_leaves_the_page_where_it_was_scrolled(desk, show, settle):
    record = record_of(desk)
    page = show(record)
    bar = page.preview.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    page.show_record(record)
    settle()
    assert bar.value() == bar.maximum()


def test_what_changed_in_the_record_is_on_the_page_at_once(desk, show, settle):
    record = record_of(desk)
    page = show(record)
    patients, patient = desk.application.patients, record.patient
    changed = patients.save(desk.actor, patient, replace(patient.data, doubtful=True))
    page.show_record(replace(record, patient=changed))
    settle()
    assert MATRICULE not in words_of(page.pdf)
    assert page.strip.accessibleName() == NOT_QUALIFIED


@pytest.mark.parametrize("way", ["print", "save", "copy"])
def test_no_matricule_leaves_once_another_post_took_the_status_away(
    desk, show, settle, tmp_path, way
):
    record = record_of(desk)
    page = show(record)
    patient = record.patient
    doubtful = replace(patient.data, doubtful=True)
    desk.application.patients.save(desk.actor, patient, doubtful)  # this page is told nothing
    QGuiApplication.clipboard().clear()
    paper = tmp_path / "papier.pdf"
    if way == "print":
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(paper))
        page.print_on(printer)
    elif way == "save":
        page.save(paper)
    else:
        page.copy_button.click()
    settle()
    assert not paper.exists()
    assert QGuiApplication.clipboard().image().isNull()
    assert {Action.PRINTED, Action.EXPORTED}.isdisjoint(actions(page))
    assert MATRICULE not in words_of(page.pdf)
    assert page.strip.accessibleName() == NOT_QUALIFIED


def test_a_page_whose_warning_alone_changed_leaves_at_the_second_asking(
    desk, show, settle, tmp_path, monkeypatch
):
    page, paper = show(record_of(desk)), tmp_path / "papier.pdf"
    service = type(desk.application.identity_sheets)
    made = service.sheet

    def warned(self, actor, patient_id):
        return replace(made(self, actor, patient_id), warnings=("À relire.",))

    monkeypatch.setattr(service, "sheet", warned)
    page.save(paper)
    settle()
    assert not paper.exists()
    page.save(paper)
    settle()
    assert paper.exists()


def test_the_caption_of_the_practice_is_printed(desk, show):
    settings = desk.application.header_settings
    settings.save(desk.actor, HeaderSettings(), HeaderSettings(Caption.UNSIGNED))
    page = show(record_of(desk))
    assert "INS non signée" in words_of(page.pdf)


def test_a_base_that_fails_shows_no_page_and_the_next_reading_does(desk, show, settle, monkeypatch):
    def cut(_actor, _patient_id):
        raise ExternalError("La base ne répond pas. Rien n'est perdu. Recommencez.", code="x")

    with monkeypatch.context() as broken:
        broken.setattr(desk.application.identity_sheets, "sheet", cut)
        page = show(record_of(desk))
    assert page.strip.isVisible()
    assert page.pdf == b""
    assert not page.save_button.isEnabled()
    page.entered()
    settle()
    assert codes(page.pdf)["DataMatrix"] == NESSI
    assert not page.strip.isVisible()


def test_a_closed_record_leaves_nothing_behind(desk, show):
    page = show(record_of(desk))
    page.forget_record()
    assert page.pdf == b""
    assert page.preview.page == 0
    assert not page.copy_button.isEnabled()


def test_everything_is_reached_by_keyboard_and_named(desk, show, qtbot):
    page = show(record_of(desk))
    assert page.print_button.hasFocus()
    assert nameless(page) == []
    reached = []
    for _ in range(6):
        reached.append(QGuiApplication.focusObject())
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert reached == [
        page.print_button,
        page.save_button,
        page.copy_button,
        page.width_button,
        page.page_button,
        page.preview,
    ]


def test_at_200_percent_the_page_is_still_seen(desk, show):
    page = show(record_of(desk))
    page.resize(*SMALL)
    assert page.minimumSizeHint().width() <= SMALL[0]
    assert page.preview.height() > 100


def test_a_secretary_opens_it_from_the_administrative_screen(qtbot, desk_of, desk, tasks, settle):
    record = record_of(desk)
    secretary = desk_of(Role.SECRETAIRE)
    window = MainWindow(secretary, tasks)
    qtbot.addWidget(window)
    window.show()
    window.open_patient(record.patient.id)
    settle()
    window.show_section("administrative")
    settle()
    window.pages.current().sheet_button.click()
    settle()
    page = window.pages.current()
    assert isinstance(page, IdentitySheetPage)
    assert MATRICULE in words_of(page.pdf)
    assert not window.banner.isHidden()
    window.show_section("home")
    window.commands.actions["identity_sheet"].trigger()
    settle()
    assert window.pages.current() is page


def test_the_caption_is_chosen_on_the_page_of_the_practice(qtbot, desk, settle, open_page):
    page = open_page(desk)
    page.headers.caption.setFocus()
    qtbot.keyClick(page.headers.caption, Qt.Key.Key_Down)
    assert page.has_unsaved_changes()
    qtbot.keyClick(page.headers.caption, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert desk.application.header_settings.get().caption is Caption.UNSIGNED
    assert not page.has_unsaved_changes()
    qtbot.keyClick(page.headers.caption, Qt.Key.Key_Up)
    page.cancel_button.click()
    settle()
    assert page.headers.caption.value() == Caption.UNSIGNED.value


@pytest.fixture
def page_class():
    from ui.practice.practice_page import PracticePage

    return PracticePage
