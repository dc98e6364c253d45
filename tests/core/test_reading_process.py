"""Documents read in another process: hostile files end it, and never the program."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from almapy.adapters import helper_process
from almapy.adapters.reading import process
from almapy.adapters.reading.helper import MOST_MEMORY
from almapy.adapters.reading.process import Limits, ProcessReader
from almapy.adapters.reading.wire import HELPER_VERB
from almapy.cli.main import run
from almapy.errors import ConflictError, DomainError
from almapy.ocr.faults import (
    PasswordWanted,
    ReaderFailed,
    ReadingStopped,
    ReadingTooLong,
    UnreadableFile,
)
from almapy.ocr.model import TextSource
from almapy.ocr.ports import ReadingWanted
from almapy.stop import Stop
from tests.core.hostile_files_helper import (
    LETTER,
    content_bomb,
    letter_pdf,
    pages_pdf,
    picture_bomb,
    png_header,
    protected_pdf,
    slow_page,
    tiff_header,
    written,
)


@pytest.fixture(scope="module")
def reader():
    made = ProcessReader(workers=1)
    yield made
    made.close()


@pytest.fixture
def fresh():
    made = []

    def reader(limits=None, workers=1, command=()):
        made.append(ProcessReader(workers, limits=limits or Limits(), command=command))
        return made[-1]

    yield reader
    for one in made:
        one.close()


def read(reader, data, **wanted):
    return reader.read(ReadingWanted(data, **wanted))


def bounds_of_the_helpers():
    """Return how much memory the system gives to the processes that read here; None untold.

    Their peak tells nothing: it counts that of this process, from before they became themselves.
    """
    if not Path("/proc/self/limits").exists():
        return None
    found = set()
    for one in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            own = f"PPid:\t{os.getpid()}\n" in (one / "status").read_text("utf-8")
            if own and "adapters.reading.helper" in (one / "cmdline").read_text("utf-8"):
                limits = (one / "limits").read_text("utf-8")
                found.add(int(re.search(r"Max address space +(\d+)", limits)[1]))
    return found


def hold_up(reader):
    """Return what makes the process hang as soon as the document is open."""
    return lambda _done, _all: os.kill(reader.pids[0], signal.SIGSTOP)


def test_a_letter_is_read_page_by_page(reader):
    heard = []
    text = reader.read(ReadingWanted(letter_pdf(3)), progress=lambda *one: heard.append(one))
    assert heard == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert [page.number for page in text.pages] == [1, 2, 3]
    assert (text.page_count, text.source, text.remarks) == (3, TextSource.LAYER, ())
    assert text.pages[0].text.splitlines() == [*LETTER, "Page 1"]


def test_a_scan_is_read_by_the_engine_of_the_process(reader):
    document = pypdfium2.PdfDocument(pages_pdf([written(*LETTER, size=14, leading=24)]))
    file = BytesIO()
    document[0].render(scale=200 / 72, grayscale=True).to_pil().save(file, "PNG", dpi=(200, 200))
    document.close()
    (page,) = read(reader, file.getvalue()).pages
    assert (page.source, page.problem, page.turn) == (TextSource.OCR, "", 0)
    assert page.text.splitlines() == list(LETTER)
    name = next(word for word in page.lines[1].words if word.text == "NESSI")
    assert name.box.left == pytest.approx(0.28, abs=0.03)
    assert name.box.top == pytest.approx((842 - 767) / 842, abs=0.02)


def test_a_text_file_is_one_page_without_places(reader):
    text = read(reader, "Né le 14/07/1977\r\n\r\nNESSI\tRuth".encode("cp1252"))
    assert [line.text for line in text.pages[0].lines] == ["Né le 14/07/1977", "NESSI   Ruth"]
    assert text.source is TextSource.LAYER


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02\xff" * 50, b"<html><p>Bonjour</p></html>", b"PK\x03\x04" + bytes(9)],
)
def test_what_no_record_keeps_starts_no_process(fresh, data):
    reader = fresh()
    with pytest.raises(UnreadableFile):
        read(reader, data)
    assert reader.pids == ()


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        letter_pdf()[:300],
        b"\xff\xd8\xff\xe0" + bytes(40),
        b"\x89PNG\r\n\x1a\n" + bytes(30),
        b"II*\x00\x08\x00\x00\x00",
        tiff_header(500, 500),
    ],
    ids=["header", "truncated", "jpeg", "png", "tiff", "short tiff"],
)
def test_damaged_files_say_so(reader, data):
    with pytest.raises(UnreadableFile, match="abîm"):
        read(reader, data)


def test_a_protected_pdf_asks_for_its_password(reader):
    data = protected_pdf("secret")
    with pytest.raises(PasswordWanted, match="Donnez le mot de passe"):
        read(reader, data)
    with pytest.raises(PasswordWanted, match="n'ouvre pas"):
        read(reader, data, password="autre")
    assert LETTER[3] in read(reader, data, password="secret").text
    assert LETTER[3] in read(reader, protected_pdf("")).text


def test_of_two_thousand_pages_five_hundred_are_read(reader):
    data = pages_pdf([written(LETTER[2])] * 2000)
    text = read(reader, data)
    assert (text.page_count, len(text.pages)) == (2000, 500)
    assert "2000 pages" in text.remarks[0]
    some = read(reader, data, all_pages=False)
    assert [page.number for page in some.pages] == [1, 2, 3, 2000]
    assert some.remarks == ()


@pytest.mark.parametrize("data", [png_header(25_000, 20_000), tiff_header(25_000, 20_000)])
def test_five_hundred_million_points_are_refused_before_they_are_decoded(reader, data):
    with pytest.raises(UnreadableFile, match="trop de points"):
        read(reader, data)


def test_a_huge_picture_costs_its_page_only(reader):
    text = read(reader, picture_bomb(32_000, 32_000))
    assert "1024 millions de points" in text.pages[0].problem
    assert text.pages[1].problem == ""
    assert LETTER[1] in text.pages[0].text  # the layer is better than nothing
    assert LETTER[1] in text.pages[1].text


def test_a_page_that_unpacks_to_gigabytes_ends_its_process_only(reader):
    bomb = content_bomb(500 << 20)
    assert len(bomb) < 10_000
    with pytest.raises((ReaderFailed, ReadingTooLong), match="gardé"):
        read(reader, bomb)
    assert LETTER[1] in read(reader, letter_pdf()).text
    assert bounds_of_the_helpers() in ({MOST_MEMORY}, None)


def test_scripts_and_attachments_are_told_and_left_alone(reader):
    script = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
    names = (
        b"/Names<</JavaScript<</Names[(a) %s]>>"
        b"/EmbeddedFiles<</Names[(virus.exe) <</Type/Filespec/F(virus.exe)>>]>>>>/OpenAction %s"
    ) % (script, script)
    text = read(reader, pages_pdf([written(*LETTER)], catalogue=names))
    assert LETTER[1] in text.text
    assert [remark.partition("\u00a0")[0] for remark in text.remarks] == [
        "Ce PDF contient un programme (script)",
        "Ce PDF contient un fichier joint",
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_mutated_files_give_a_text_or_a_sentence(reader, data):
    content = bytearray(pages_pdf([written(*LETTER)], compress=False))
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))])
    try:
        text = read(reader, cut)
    except DomainError as fault:
        assert fault.message.endswith(".")
    else:
        assert len(text.pages) == min(text.page_count, 500)


def test_a_process_killed_between_two_documents_is_replaced(fresh):
    reader = fresh()
    read(reader, letter_pdf())
    (pid,) = reader.pids
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert LETTER[1] in read(reader, letter_pdf()).text
    assert reader.pids != (pid,)


def test_a_process_killed_in_mid_document_fails_that_document(fresh):
    reader = fresh()
    with pytest.raises(ReaderFailed, match="relancez"):
        reader.read(
            ReadingWanted(pages_pdf([slow_page()])),
            progress=lambda *_: os.kill(reader.pids[0], signal.SIGKILL),
        )
    assert reader.pids == ()
    assert LETTER[1] in read(reader, letter_pdf()).text


def test_a_page_that_ends_its_process_is_left_out_and_the_others_are_read(fresh):
    reader, ended, heard = fresh(), [], []

    def end_at_the_second_page(done, total):
        heard.append((done, total))
        if done == 1 and not ended:
            ended.extend(reader.pids)
            os.kill(ended[0], signal.SIGKILL)

    contents = [written(*LETTER), slow_page(), written(*LETTER)]
    text = reader.read(ReadingWanted(pages_pdf(contents)), progress=end_at_the_second_page)
    assert [bool(page.problem) for page in text.pages] == [False, True, False]
    assert text.pages[1].problem == ReaderFailed().message
    assert reader.pids != tuple(ended)
    assert heard[-1] == (3, 3)


def test_a_document_that_hangs_is_given_up(fresh):
    reader = fresh(Limits(page=0.3))  # only for a document that never ends
    with pytest.raises(ReadingTooLong):
        reader.read(ReadingWanted(pages_pdf([slow_page()])), progress=hold_up(reader))
    assert reader.pids == ()


def test_whoever_gives_up_waiting_is_heard_at_once(fresh):
    reader, stop = fresh(Limits(page=600)), Stop()

    def hang(*_):
        hold_up(reader)(0, 0)
        threading.Thread(target=stop.ask).start()

    with pytest.raises(ReadingStopped):
        reader.read(ReadingWanted(pages_pdf([slow_page()])), stop, hang)
    assert reader.pids == ()
    with pytest.raises(ReadingStopped):
        reader.read(ReadingWanted(letter_pdf()), stop)
    assert LETTER[1] in read(reader, letter_pdf()).text


def test_closing_ends_what_is_being_read_and_the_reader_may_be_used_again(fresh):
    reader = fresh(Limits(page=600))

    def hang(*_):
        hold_up(reader)(0, 0)
        threading.Thread(target=reader.close).start()

    with pytest.raises(ReadingStopped):
        reader.read(ReadingWanted(pages_pdf([slow_page()])), progress=hang)
    assert reader.pids == ()
    read(reader, letter_pdf())
    reader.close()
    reader.close()
    assert reader.pids == ()


def test_a_listener_that_breaks_is_heard_and_harms_nobody(fresh):
    reader = fresh()

    def refuse(*_):
        raise ConflictError("Un autre poste lit ce document.")

    with pytest.raises(ConflictError):
        reader.read(ReadingWanted(letter_pdf()), progress=refuse)
    assert LETTER[1] in read(reader, letter_pdf()).text


def test_several_threads_share_two_processes(fresh):
    reader = fresh(Limits(), workers=2)
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda count: read(reader, letter_pdf(count)), (1, 2, 3, 4, 5)))
    assert [text.page_count for text in texts] == [1, 2, 3, 4, 5]
    assert 1 <= len(reader.pids) <= 2


def test_a_process_that_read_enough_is_replaced(fresh):
    reader = fresh(Limits(documents=2))
    pids = []
    for _ in range(3):
        read(reader, letter_pdf())
        pids.append(reader.pids)
    assert (len(pids[0]), pids[1], len(pids[2])) == (1, (), 1)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "[]",
        "{}\n{'to_read'",
        '{}\n{"to_read": [1], "count": 1, "remarks": []}\n{"end": true}',
        '{}\n{"to_read": [], "count": 1, "remarks": []}',
        '{}\n{"to_read": [1], "count": 1, "remarks": []}\n{"page": {"number": 1}}',
        '{}\n{"fault": "something new"}',
    ],
)
def test_nonsense_from_the_process_is_a_failure(fresh, said):
    code = f"import sys; sys.stdout.write({said!r} + chr(10)); sys.stdout.flush(); sys.stdin.read()"
    with pytest.raises(ReaderFailed):
        read(fresh(command=[sys.executable, "-S", "-c", code]), letter_pdf())


def test_a_program_that_cannot_be_started_is_a_failure(fresh, tmp_path):
    with pytest.raises(ReaderFailed):
        read(fresh(command=[str(tmp_path / "absent")]), letter_pdf())


def test_nothing_of_the_document_is_in_the_open(reader, caplog):
    read(reader, protected_pdf("Motdepasse77"), password="Motdepasse77")
    own = Path(f"/proc/{reader.pids[0]}")
    seen = b"".join((own / name).read_bytes() for name in ("cmdline", "environ"))
    seen += caplog.text.encode() + repr(ReadingWanted(b"NESSI", "Motdepasse77")).encode()
    assert b"OMP_THREAD_LIMIT=1" in seen
    assert b"Motdepasse77" not in seen
    assert b"NESSI" not in seen


def test_the_process_gives_way_to_everybody_else(reader):
    read(reader, letter_pdf())
    assert os.getpriority(os.PRIO_PROCESS, reader.pids[0]) > os.getpriority(os.PRIO_PROCESS, 0)


def test_the_packaged_program_plays_the_process_by_a_hidden_verb(monkeypatch, capsys):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert helper_process.command_of("any.module", HELPER_VERB)[1:] == ["reading-helper"]
    with pytest.raises(SystemExit):
        run(["--help"])
    assert "reading-helper" not in capsys.readouterr().out


def test_a_process_whose_program_was_killed_ends_in_the_middle_of_a_page():
    code = "import sys; from almapy.adapters.reading.helper import main; sys.exit(main(0.4))"
    data = pages_pdf([slow_page(9_000_000)])
    wanted = {"size": len(data), "kind": "application/pdf", "password": "", "all_pages": True}
    request = json.dumps(wanted | {"without": []}).encode() + b"\n"
    left = subprocess.run(
        [sys.executable, "-c", code], input=request + data, stdout=subprocess.PIPE, check=False
    )
    assert left.returncode == 1
    assert b"end" not in left.stdout


def test_a_document_of_too_many_words_costs_its_last_pages_only(reader, monkeypatch):
    words = len(read(reader, letter_pdf()).text.split())
    monkeypatch.setattr(process, "MOST_WORDS", 2 * words)
    text = read(reader, letter_pdf(3))
    assert [bool(page.lines) for page in text.pages] == [True, True, False]
    assert "trop de texte" in text.pages[2].problem


def test_endless_words_and_lines_are_cut_for_those_who_look_through_them(reader):
    text = read(reader, b"9" * 40_000 + b"\n" + b"mot " * 1_000 + b"\nsuite\tet fin")
    lines = [line for page in text.pages for line in page.lines]
    assert (
        max(len(word.text) for line in lines for part in line.segments for word in part.words)
        <= 120
    )
    assert [sum(len(part.words) for part in line.segments) for line in lines] == [1, *[200] * 5, 3]
    assert len(lines[-1].segments) == 2


def test_the_hidden_verb_serves_until_its_input_ends():
    code = "import sys; from ui.main import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, HELPER_VERB]
    served = subprocess.run(command, input=b"", stdout=subprocess.PIPE, check=True)
    assert served.stdout == b"{}\n"
