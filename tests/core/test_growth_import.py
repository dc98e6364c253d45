"""``almapy growth import``: tables of other references, whole or damaged."""

import argparse
import json

import pytest

from almapy.cli import growth_verbs
from almapy.growth.model import DAYS_A_MONTH, GrowthMeasure
from almapy.growth.official import Hints
from almapy.growth.service import BUILT_IN, GrowthService, reference_name
from almapy.patients.model import Sex

ANTHRO = (
    "sex\tage\tl\tm\ts\n1\t0\t0.3487\t3.3464\t0.14602\n1\t365\t0.0645\t9.646\t0.10925\n"
    "2\t0\t0.3809\t3.2322\t0.14171\n2\t365\t-0.2024\t8.9462\t0.12267\n"
)
MONTHS = "Month\tL\tM\tS\tP3\n0\t1\t49.8842\t0.03795\t46.3\n1\t1\t54.7244\t0.03557\t51.1\n"
FRENCH = "Âge (ignoré);Mois;L;M;S\nx;24;1;86,5;0,04\nx;36;1;95,1;0,041\n"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "reference"


@pytest.fixture
def load(tmp_path, folder):
    def load_one(name, text, **hints):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        service = GrowthService(folder)
        (report,) = service.load_official([file], Hints(**hints))
        return service, report

    return load_one


def test_the_table_of_the_who_comes_before_the_built_in_one(load):
    service, report = load("weianthro.txt", ANTHRO)
    assert (len(report.rows), report.refused, report.problem) == (4, [], "")
    who, cdc = service.references(GrowthMeasure.WEIGHT, Sex.MALE)
    assert (who.reference, cdc.reference) == ("OMS", BUILT_IN)
    assert round(who.at(365).z(10.5, GrowthMeasure.WEIGHT), 2) == 0.78


def test_a_table_of_one_sex_by_months_is_read_by_its_name(load):
    service, report = load("tab_lhfa_boys_p_0_2.txt", MONTHS)
    assert not report.problem
    curve = service.references(GrowthMeasure.HEIGHT, Sex.MALE)[0]
    assert curve.ages == (0, pytest.approx(DAYS_A_MONTH, abs=0.01))
    assert [one.reference for one in service.references(GrowthMeasure.HEIGHT, Sex.FEMALE)] == [
        BUILT_IN
    ]


def test_a_table_with_decimal_commas_and_hints_is_read(load):
    hints = {"reference": "Ma référence", "measure": GrowthMeasure.HEIGHT, "sex": Sex.FEMALE}
    service, report = load("table.csv", FRENCH, **hints)
    assert not report.problem
    curve = service.references(GrowthMeasure.HEIGHT, Sex.FEMALE)[0]
    assert (curve.reference, curve.at(24 * DAYS_A_MONTH + 0.1).m) == (
        "Ma référence",
        pytest.approx(86.5, abs=0.01),
    )


def test_loading_the_older_ages_keeps_the_younger_ones(load):
    load("weianthro.txt", ANTHRO)
    service, _ = load(
        "wfawho2007.txt", "sex\tage\tl\tm\ts\n1\t61\t-0.2\t18.5\t0.13\n1\t62\t-0.2\t18.7\t0.13\n"
    )
    curve = service.references(GrowthMeasure.WEIGHT, Sex.MALE)[0]
    assert curve.ages == (0, 365, pytest.approx(1856.7, abs=0.1), pytest.approx(1887.1, abs=0.1))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("wflanthro.txt", ANTHRO),
        ("notes.txt", ANTHRO),
        ("wfa.txt", MONTHS),
        ("weight.csv", "a,b\n1,2\n"),
        ("weight.csv", ""),
        ("weight-boys.xlsx", b"PK\x03\x04rest of a workbook"),
        ("weight.csv", b"x" * 4_000_001),
        ("weight.csv", "Sex,Agemos,L,M,S\n1,nan,0,0,0\n1,inf,1,1,1\n"),
    ],
)
def test_what_is_no_table_by_age_is_refused_with_a_reason_and_changes_nothing(
    load, folder, name, text
):
    _service, report = load(name, text)
    assert report.problem
    assert not folder.exists()


def test_impossible_lines_are_refused_one_by_one(load):
    text = ANTHRO + "1\t-3\t1\t9\t0.1\n1\t400\t1\t900\t0.1\n1\t401\n"
    _service, report = load("weianthro.txt", text)
    assert [refusal.line for refusal in report.refused] == [6, 7, 8]
    assert len(report.rows) == 4


def test_a_damaged_list_leaves_the_built_in_references(load, folder):
    service, _ = load("weianthro.txt", ANTHRO)
    (folder / "growth.csv.gz").write_bytes(b"nothing")
    assert [one.reference for one in service.references(GrowthMeasure.WEIGHT, Sex.MALE)] == [
        BUILT_IN
    ]


def test_the_chart_says_which_reference_is_drawn_and_what_is_missing():
    assert "États-Unis" in reference_name(BUILT_IN)
    assert "AFPA 2018" in reference_name(BUILT_IN)
    assert reference_name("OMS") == "Références OMS, chargées par le cabinet"


def test_the_verb_tells_what_it_kept(tmp_path, capsys):
    file = tmp_path / "weianthro.txt"
    file.write_text(ANTHRO)
    parser = argparse.ArgumentParser()
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data-dir")
    common.add_argument("--json", action="store_true")
    growth_verbs.register(parser.add_subparsers(), common)
    args = parser.parse_args(
        ["growth", "import", str(file), "--data-dir", str(tmp_path / "data"), "--json"]
    )
    assert args.run(args) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 4
