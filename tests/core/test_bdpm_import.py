"""The public base of medicines: official files with all their traps, damaged ones, an old base."""

import json
import lzma
import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.bdpm.faults import BdpmRefused
from almapy.bdpm.files import FILES, BadLine, check_digit
from almapy.bdpm.model import GenericKind, OpinionKind, SupplyState
from almapy.bdpm.service import BdpmService
from almapy.cli.main import run
from almapy.errors import DomainError, ExternalError
from tests.fakes.clock import FakeClock

DOLI, AMOX, FLU = "60234100", "61266250", "62869109"


def cip13(number):
    body = f"34009{number:07d}"
    return body + check_digit(body)


DOLI_BOX, AMOX_BOX, FLU_BOX, ALONE_BOX = (cip13(n) for n in (3000001, 3000002, 3000003, 3000004))
SPECIALITIES = [
    (
        f"{DOLI}\tDOLIPRANE  500 mg, comprimé\tcomprimé\torale\tAutorisation active\tProcédure "
        "nationale\tCommercialisée\t12/03/1998\t\t\t OPELLA;  SANOFI\tNon"
    ),
    (
        f"{AMOX}\tAMOXICILLINE L’ŒUVRE 1 g – poudre\tpoudre\torale;entérale\tAutorisation active\t"
        "Procédure nationale\tNon commercialisée\t07/07/1997\tAlerte\tEU/1/15/1007\t BIOGARAN\tOui"
    ),
    (
        f"{FLU}\tVAXITEST injectable\tsuspension\tintramusculaire\tAutorisation active\t"
        "Procédure nationale\tCommercialisée\t07/07/2016\t\t\t TEST\tNon"
    ),
]
BOXES = [
    (
        f"{DOLI}\t3000001\tplaquette de 16\tPrésentation active\tDéclaration de commercialisation\t"
        f"16/03/2011\t{DOLI_BOX}\toui\t65 %\t1,16\t2,18\t1,02\t"
    ),
    (
        f"{AMOX}\t3000002\t1 flacon\tPrésentation abrogée\tDéclaration de commercialisation\t"
        f"19/05/2026\t{AMOX_BOX}\tinconnu\t65%; 100 %\t1,466,29\t1,467,31\t1,02\tcas :<br>é"
    ),
    (
        f"{FLU}\t3000003\t1 seringue\tPrésentation active\tDéclaration de commercialisation\t"
        f"19/05/2025\t{FLU_BOX}\tnon\t\t\t\t\t"
    ),
]
COMPONENTS = [
    f"{DOLI}\tcomprimé\t02202\tPARACÉTAMOL\t500 mg\tun comprimé\tSA\t1\t",
    f"{AMOX}\tpoudre\t00123\tAMOXICILLINE TRIHYDRATÉE\t1,15 g\tun flacon\tSA\t1\t",
    f"{AMOX}\tpoudre\t00124\tAMOXICILLINE\t1 g\tun flacon\tFT\t1\t",
]
GENERICS = [
    f"7\tAMOXICILLINE 1 g\t{AMOX}\t0\t1\t",
    "7\tAMOXICILLINE 1 g\t69999999\t4\t2\t",
]
SUPPLIES = [
    f"{AMOX}\t\t1\tRupture de stock\t01/02/2026\t18/05/2026\t\thttps://ansm.sante.fr/a",
    f"{AMOX}\t{AMOX_BOX}\t4\tremise à disposition\t01/01/2026\t17/05/2026\t17/05/2026\thttps://b",
]


def write(folder, name, lines, encoding="cp1252", end="\r\n", last=True):
    content = end.join(lines) + (end if last else "")
    (folder / f"{name}.txt").write_bytes(content.encode(encoding))


def official(folder, specialities=SPECIALITIES, boxes=BOXES):
    folder.mkdir(exist_ok=True)
    write(folder, "CIS_bdpm", specialities)
    write(folder, "CIS_CIP_bdpm", boxes, "utf-8", "\n")
    write(folder, "CIS_COMPO_bdpm", COMPONENTS)
    write(folder, "CIS_GENER_bdpm", GENERICS)
    write(folder, "CIS_CPD_bdpm", [f"{DOLI}\tréservé à l’usage HOSPITALIER", "", "\t", ""])
    write(folder, "CIS_HAS_SMR_bdpm", [f"{AMOX}\tCT-1\tInscription\t20240131\tImportant\tSMR<br>"])
    write(folder, "CIS_HAS_ASMR_bdpm", [f"{AMOX}\tCT-1\tInscription\t20240131\tV\tpas d'ASMR"])
    write(folder, "HAS_LiensPageCT_bdpm", ["CT-1\thttps://www.has-sante.fr/jcms/p_1"])
    write(
        folder,
        "CIS_InfoImportantes_20260526101500_bdpm",
        [f"{AMOX}\t2026-05-01\t2027-05-01\t<a href='https://x'>Rappel</a>"],
    )
    write(folder, "CIS_CIP_Dispo_Spec", SUPPLIES)
    write(folder, "CIS_MITM", [f"{AMOX}\tJ01CA04\tAMOXICILLINE\thttp://x/{AMOX}"], last=False)
    return folder


@pytest.fixture
def files(tmp_path):
    return official(tmp_path / "officiel")


@pytest.fixture
def bdpm(tmp_path):
    clock = FakeClock(datetime(2026, 11, 21, 9, tzinfo=UTC))
    return BdpmService(tmp_path / "reference", clock)


@pytest.fixture
def loaded(bdpm, files):
    bdpm.import_folder(files)
    return bdpm


def found(bdpm, text):
    return [one.name.split()[0] for one in bdpm.search(text)]


def test_without_a_loaded_base_everything_is_empty(bdpm):
    assert bdpm.loaded() is None
    assert bdpm.presentation(DOLI_BOX) is None
    assert bdpm.search("doliprane") == []
    assert bdpm.generics(DOLI) == []


def test_the_state_tells_the_rows_and_the_vintage(loaded):
    state = loaded.loaded()
    assert state.day == date(2026, 5, 26)  # in the name of CIS_InfoImportantes
    assert state.source == "Source\u00a0: base de données publique des médicaments, mai 2026"
    assert state.missing == ()
    assert state.rows["speciality"] == 3
    assert state.rows["condition"] == 1  # empty lines are none
    assert state.total == sum(state.rows.values())


def test_each_file_is_read_in_its_own_encoding(loaded):
    amox = loaded.speciality(AMOX)
    assert amox.name == "AMOXICILLINE L’ŒUVRE 1 g – poudre"
    assert loaded.presentation(AMOX_BOX).indications == "cas :<br>é"


def test_spaces_are_made_single_and_lists_are_split(loaded):
    doli = loaded.speciality(DOLI)
    assert doli.name == "DOLIPRANE 500 mg, comprimé"
    assert doli.holders == ("OPELLA", "SANOFI")
    assert loaded.speciality(AMOX).routes == ("orale", "entérale")
    assert (doli.watched, loaded.speciality(AMOX).watched) == (False, True)


def test_prices_with_a_comma_for_thousands_are_euros(loaded):
    box = loaded.presentation(AMOX_BOX)
    assert (box.price, box.public_price, box.fee) == (
        Decimal("1466.29"),
        Decimal("1467.31"),
        Decimal("1.02"),
    )
    assert loaded.presentation(DOLI_BOX).price == Decimal("1.16")
    assert loaded.presentation(FLU_BOX).price is None


def test_rates_are_read_with_or_without_a_space(loaded):
    assert loaded.presentation(DOLI_BOX).rates == (65,)
    assert loaded.presentation(AMOX_BOX).rates == (65, 100)
    assert loaded.presentation(FLU_BOX).rates == ()


def test_a_box_is_found_by_its_cip13_or_its_cip7_with_its_name(loaded):
    assert loaded.presentation("3000001").cip13 == DOLI_BOX
    assert loaded.presentation(DOLI_BOX).speciality == "DOLIPRANE 500 mg, comprimé"
    assert [box.cip13 for box in loaded.presentations(AMOX)] == [AMOX_BOX]


def test_every_table_answers(loaded):
    assert [one.nature for one in loaded.components(AMOX)] == ["SA", "FT"]
    princeps, other = loaded.generics(AMOX)
    assert (princeps.kind, princeps.name != "") == (GenericKind.PRINCEPS, True)
    assert (other.kind, other.name) == (GenericKind.SUBSTITUTABLE, "")
    assert loaded.conditions(DOLI) == ["réservé à l’usage HOSPITALIER"]
    smr, asmr = loaded.opinions(AMOX)
    assert (smr.kind, smr.value, smr.day) == (OpinionKind.SMR, "Important", date(2024, 1, 31))
    assert asmr.link == "https://www.has-sante.fr/jcms/p_1"
    short, back = loaded.supplies(AMOX)
    assert (short.state, short.cip13) == (SupplyState.OUT_OF_STOCK, "")
    assert (back.state.label, back.back) == ("remise à disposition", date(2026, 5, 17))
    assert loaded.notices(AMOX)[0].end == date(2027, 5, 1)
    assert loaded.speciality(AMOX).atc == "J01CA04"


def test_search_takes_names_substances_and_atc_codes_without_accents(loaded):
    for typed, names in (
        ("doliprane", ["DOLIPRANE"]),
        ("PARACETAMOL", ["DOLIPRANE"]),
        ("paracétamol 500", ["DOLIPRANE"]),
        ("amox", ["AMOXICILLINE"]),
        ("oeuvre", ["AMOXICILLINE"]),
        ("trihydratee", ["AMOXICILLINE"]),
        ("j01ca", ["AMOXICILLINE"]),
        ("doliprane amox", []),
        ('" OR * (', []),
    ):
        assert found(loaded, typed) == names, typed


def test_what_is_sold_comes_before_what_is_not(loaded):
    assert found(loaded, "m") == ["DOLIPRANE"]
    assert found(loaded, "1") == ["AMOXICILLINE"]


def test_whatever_is_typed_is_answered(loaded):
    for text in (
        "é" * 500,
        "\0",
        "NEAR(a b)",
        "name:x",
        "-",
        "^a",
        "a" * 3000,
        "œ’–",
        "1 2 3 4 5 6 7 8 9",
    ):
        loaded.search(text)
        loaded.presentation(text)


def test_a_box_without_a_medicine_is_kept(bdpm, tmp_path):
    alone = f"69999999\t3000004\tboîte\tactive\tx\t01/01/2020\t{ALONE_BOX}\tnon\t\t\t\t\t"
    many = [
        f"{DOLI}\t{3100000 + n}\tb\ta\tx\t01/01/2020\t{cip13(3100000 + n)}\tnon\t\t\t\t\t"
        for n in range(20)
    ]
    bdpm.import_folder(official(tmp_path / "plus", boxes=[*BOXES, *many, alone]))
    assert bdpm.presentation(ALONE_BOX).speciality == ""


def test_only_two_files_are_needed_and_the_others_are_told(bdpm, files):
    for path in files.iterdir():
        if path.stem not in {"CIS_bdpm", "CIS_CIP_bdpm"}:
            path.unlink()
    state = bdpm.import_folder(files)
    assert set(state.rows) == {"speciality", "presentation"}
    assert state.day == date(2026, 5, 19)  # the newest declaration
    assert "CIS_COMPO_bdpm" in state.missing
    assert found(bdpm, "doliprane") == ["DOLIPRANE"]


def test_a_folder_without_the_needed_files_changes_nothing(loaded, tmp_path):
    (tmp_path / "vide").mkdir()
    with pytest.raises(DomainError, match=r"CIS_bdpm\.txt et CIS_CIP_bdpm\.txt"):
        loaded.import_folder(tmp_path / "vide")
    assert loaded.presentation(DOLI_BOX)


def test_packed_copies_are_read_too(bdpm, files):
    for path in list(files.iterdir()):
        (files / f"{path.name}.xz").write_bytes(lzma.compress(path.read_bytes()))
        path.unlink()
    assert bdpm.import_folder(files).missing == ()


def test_codes_no_longer_published_stay_known(loaded, files):
    official(files, SPECIALITIES[:2], BOXES[:2])
    loaded.import_folder(files)
    loaded.import_folder(files)  # and a third time they are still there
    box, flu = loaded.presentation(FLU_BOX), loaded.speciality(FLU)
    assert box.withdrawn
    assert flu.withdrawn
    assert box.speciality == "VAXITEST injectable"
    assert not loaded.presentation(DOLI_BOX).withdrawn
    assert found(loaded, "vaxitest") == ["VAXITEST"]
    official(files)
    loaded.import_folder(files)
    assert not loaded.presentation(FLU_BOX).withdrawn


def break_line(path, number, change):
    lines = path.read_bytes().split(b"\n")
    lines[number - 1] = change(lines[number - 1])
    path.write_bytes(b"\n".join(lines))


@pytest.mark.parametrize(
    ("file", "line", "change", "why"),
    [
        ("CIS_bdpm", 2, lambda text: text[:40], "colonnes"),
        ("CIS_bdpm", 1, lambda text: b"6023410X" + text[8:], "code CIS"),
        ("CIS_CIP_bdpm", 3, lambda text: text.replace(FLU_BOX.encode(), b"3400930000030"), "clé"),
        ("CIS_CIP_bdpm", 2, lambda text: text.replace(b"1,466,29", b"1,4 66"), "prix"),
        ("CIS_CIP_bdpm", 1, lambda text: text.replace(b"65 %", b"65 euros"), "taux"),
        ("CIS_CIP_bdpm", 2, lambda text: text.replace("é".encode(), b"\xe9"), "caractères"),
        ("CIS_COMPO_bdpm", 3, lambda text: text + b"\ten trop", "colonnes"),
        ("CIS_GENER_bdpm", 1, lambda text: text.replace(b"\t0\t", b"\t9\t"), "générique"),
        ("CIS_bdpm", 3, lambda text: text.replace(b"07/07/2016", b"31/02/2016"), "date"),
        ("CIS_MITM", 1, lambda text: b"\0" + text, "caractères"),
    ],
)
def test_a_damaged_file_says_its_line_and_leaves_the_former_base(
    loaded, files, file, line, change, why
):
    kept = sorted(path.name for path in loaded._file.parent.iterdir())
    break_line(files / f"{file}.txt", line, change)
    with pytest.raises(BdpmRefused, match=why) as refused:
        loaded.import_folder(files)
    assert (refused.value.file, refused.value.line) == (f"{file}.txt", line)
    assert "n'a pas changé" in refused.value.message
    assert loaded.presentation(FLU_BOX).speciality
    assert sorted(path.name for path in loaded._file.parent.iterdir()) == kept


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_a_file_cut_in_a_line_is_refused(loaded, files, cut):
    path = files / "CIS_CIP_bdpm.txt"
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(BdpmRefused, match=r"ligne [23]"):
        loaded.import_folder(files)
    assert loaded.presentation(FLU_BOX)


def test_a_file_cut_between_two_lines_is_refused(bdpm, loaded, files):
    write(files, "CIS_bdpm", SPECIALITIES[:1])
    with pytest.raises(BdpmRefused, match="n'y ont pas de nom"):
        bdpm.import_folder(files)
    official(files, SPECIALITIES, BOXES[:1])
    with pytest.raises(BdpmRefused, match="y sont absentes"):
        bdpm.import_folder(files)
    official(files, SPECIALITIES[:1], BOXES[:1])
    with pytest.raises(BdpmRefused, match="l'import d'avant en avait 3"):
        bdpm.import_folder(files)
    assert loaded.presentation(FLU_BOX)


def test_an_empty_file_is_refused(bdpm, files):
    (files / "CIS_bdpm.txt").write_bytes(b"\r\n")
    with pytest.raises(BdpmRefused, match="vide"):
        bdpm.import_folder(files)


def test_a_damaged_copy_packed_is_refused(loaded, files):
    path = files / "CIS_COMPO_bdpm.txt"
    (files / f"{path.name}.xz").write_bytes(lzma.compress(path.read_bytes())[:-9])
    path.unlink()
    with pytest.raises(BdpmRefused, match="CIS_COMPO"):
        loaded.import_folder(files)
    assert loaded.presentation(FLU_BOX)


def test_a_base_that_was_damaged_is_as_if_absent_and_is_built_anew(loaded, files):
    loaded._file.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert loaded.loaded() is None
    assert loaded.search("doliprane") == []
    loaded.import_folder(files)
    assert loaded.presentation(DOLI_BOX)


def test_a_full_disk_leaves_the_former_base(loaded, files, monkeypatch):
    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("almapy.bdpm.service.build", full)
    with pytest.raises(ExternalError, match="celle d'avant est intacte"):
        loaded.import_folder(files)
    assert loaded.presentation(FLU_BOX)


def test_the_verb_prints_the_rows(files, tmp_path, capsys):
    folder = tmp_path / "cabinet"
    assert run(["bdpm", "import", str(files), "--json", "--data-dir", str(folder)]) == 0
    printed, told = capsys.readouterr()
    (line,) = map(json.loads, printed.splitlines())
    assert line["rows"] == sum(line["tables"].values())
    assert line["source"].endswith("mai 2026")
    assert BdpmService(folder / "reference", FakeClock()).presentation(DOLI_BOX)
    assert "CIS_bdpm.txt" in told


def test_the_verb_refuses_without_a_traceback(files, tmp_path, capsys):
    folder = str(tmp_path / "cabinet")
    (files / "CIS_MITM.txt").unlink()
    assert run(["bdpm", "import", str(files), "--data-dir", folder]) == 0
    assert "CIS_MITM.txt" in capsys.readouterr().err
    break_line(files / "CIS_bdpm.txt", 2, lambda text: text[:40])
    assert run(["bdpm", "import", str(files), "--data-dir", folder]) == 1
    assert "CIS_bdpm.txt, ligne 2" in capsys.readouterr().err
    assert run(["bdpm", "import", str(tmp_path / "absent"), "--data-dir", folder]) == 2


@given(st.text(max_size=12))
def test_no_text_makes_a_column_fall(text):
    for one in FILES:
        fields = [text] * one.most
        try:
            one.read(fields)
        except BadLine as error:
            assert str(error)
