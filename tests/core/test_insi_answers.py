from __future__ import annotations

import re

import pytest

from almapy.adapters.insi_soap.answer import Reading, read_answer
from almapy.adapters.insi_soap.replay import replayed
from almapy.identity.oids import MatriculeKind
from almapy.insi.model import CallKind, Outcome
from almapy.insi.settings import Environment
from tests.core import insi_answers_helper as answers
from tests.core.insi_answers_helper import NIR, enveloped, matricule, person, result

TRAITS = CallKind.TRAITS


def read(body: bytes, **more) -> Reading:
    return read_answer(more.pop("kind", TRAITS), body, **more)


def ruth_with(**values: str) -> bytes:
    given = {
        "active": matricule("2770763220829", "10"),
        "name": "NESSI",
        "given": "RUTH ISABELLE",
        "sex": "F",
        "born": "1977-07-14",
        "place": "63220",
    }
    return result("00", "OK", person(**(given | values)))


def assert_tells(reading: Reading, outcome: Outcome, words: str) -> None:
    assert reading.outcome is outcome
    assert reading.identity is None
    assert re.search(words, reading.detail)
    assert "Rien n'a été modifié" in reading.detail


# Answers of the notes


def test_ruth_is_read_whole():
    reading = read(answers.RUTH)
    assert (reading.outcome, reading.code, reading.label) == (Outcome.FOUND, "00", "OK")
    identity = reading.identity
    assert identity.active.matricule == "277076322082910"
    assert identity.active.oid == NIR
    assert identity.traits.birth_name == "NESSI"
    assert identity.traits.first_names == "RUTH ISABELLE"
    assert identity.traits.first_name == ""
    assert (identity.traits.sex, identity.traits.birth_date) == ("F", "1977-07-14")
    assert identity.traits.birth_place_code == "63220"
    assert identity.former == ()


@pytest.mark.parametrize(
    ("body", "outcome", "code"),
    [
        (answers.NOBODY, Outcome.NOBODY, "01"),
        (answers.SEVERAL, Outcome.SEVERAL, "02"),
        (result("07", "Inconnu"), Outcome.OTHER, "07"),
    ],
)
def test_other_codes_give_no_identity(body, outcome, code):
    reading = read(body)
    assert (reading.outcome, reading.code, reading.identity) == (outcome, code, None)


def test_an_unknown_code_is_kept_as_it_came():
    reading = read(result("99 &lt;x&gt;", "Autre chose"))
    assert (reading.code, reading.label) == ("99 <x>", "Autre chose")
    assert_tells(reading, Outcome.OTHER, "ne connaît pas")


@pytest.mark.parametrize("code", ["0", "000", "OO", "0 0", "00.", "０0", ""])
def test_only_00_is_00(code):
    reading = read(
        result(code, "OK", person(matricule("2770763220829", "10"), "N", "R", "F", "1977", ""))
    )
    assert reading.outcome is not Outcome.FOUND
    assert reading.identity is None


def test_dates_before_the_matricule_and_a_history_whose_dates_cross_are_read():
    identity = read(answers.TEST_2_04).identity
    assert identity.active.starts_on == "2019-03-01"
    assert [one.matricule for one in identity.former] == ["209076322083439", "209066322012355"]
    assert (identity.former[0].starts_on, identity.former[0].ends_on) == (
        "2019-03-01",
        "2019-02-28",
    )


def test_a_nia_is_told_by_its_oid_alone():
    active = read(answers.TEST_2_05).identity.active
    assert active.matricule[0] == "1"
    assert active.kind is MatriculeKind.NIA


def test_a_history_that_repeats_the_active_matricule_is_kept_untouched():
    identity = read(answers.TEST_2_08_CORSE).identity
    assert identity.former == (identity.active,)
    assert identity.active.matricule == "180032B02040123"


def test_a_matricule_is_never_refused_for_its_key():
    identity = read(answers.TEST_2_08_HERMANN).identity
    assert identity.active.matricule == "181036322045660"
    assert identity.former[0].matricule == "281036322045610"


def test_apostrophes_are_read():
    assert read(answers.DARTAGNAN).identity.traits.birth_name == "D'ARTAGNAN DE L'HERAULT"


@pytest.mark.parametrize("born", ["1950-00-00", "1950-31-00", "1950-02-31", ""])
def test_a_lunar_date_stays_text(born):
    assert read(ruth_with(born=born)).identity.traits.birth_date == born


@pytest.mark.parametrize("place", ["2B020", "91352", "99999", "00000", ""])
def test_an_answer_is_never_refused_for_its_birth_place(place):
    assert read(ruth_with(place=place)).identity.traits.birth_place_code == place


def test_a_place_that_is_no_code_is_left_aside_and_told():
    reading = read(ruth_with(place="MAZOIRES"))
    assert reading.outcome is Outcome.FOUND
    assert reading.identity.traits.birth_place_code == ""
    assert "n'est pas repris" in reading.detail


def test_a_small_corsican_letter_is_stored_in_capitals():
    identity = read(ruth_with(active=matricule("297022a020778", "78"))).identity
    assert identity.active.matricule == "297022A02077878"


@pytest.mark.parametrize("oid", [".8", ".9", ".10", ".11"])
def test_the_oid_is_kept_as_received(oid):
    whole = f"1.2.250.1.213.1.4{oid}"
    body = ruth_with(active=matricule("2770763220829", "10", whole))
    assert read(body, environment=Environment.TEST).identity.active.oid == whole


@pytest.mark.parametrize("oid", ["1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.11"])
def test_a_test_identity_does_not_enter_a_production_base(oid):
    body = ruth_with(active=matricule("2770763220829", "10", oid))
    assert_tells(read(body), Outcome.OTHER, "identité de test")


@pytest.mark.parametrize("missing", ["CR", "TIQ", "LibelleCR", "Sexe", "LieuNaissance", "Prenom"])
def test_optional_parts_may_be_missing(missing):
    body = re.sub(rf"<{missing}>.*</{missing}>", "", answers.RUTH.decode()).encode()
    expected = Outcome.UNREADABLE if missing == "CR" else Outcome.FOUND
    assert read(body).outcome is expected


def test_elements_may_come_in_any_order_and_with_unknown_neighbours():
    text = answers.RUTH.decode()
    parts = dict(re.findall(r"<(CR|INSACTIF|TIQ)>(.*?)</\1>", text))
    moved = (
        f"<RESULTAT xmlns='http://www.cnamts.fr/INSiResultat'><Nouveau/><INDIVIDU>"
        f"<TIQ>{parts['TIQ']}</TIQ><INSACTIF>{parts['INSACTIF']}</INSACTIF></INDIVIDU>"
        f"<CR>{parts['CR']}</CR></RESULTAT>"
    )
    assert read(enveloped(moved)).identity == read(answers.RUTH).identity


def test_any_prefix_may_be_used():
    text = answers.RUTH.decode().replace('xmlns="http', 'xmlns:ns2="http')
    text = re.sub(r"<(/?)(?=[A-Z])", r"<\1ns2:", text)
    assert read(text.encode()).identity == read(answers.RUTH).identity


# Answers that must not become an identity


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("277076322082", "10"),
        ("27707632208299", "10"),
        ("A770763220829", "10"),
        ("2770763220829", ""),
        ("2770763220829", "1"),
        ("2770763220829", "1A"),
        ("", ""),
        ("٢770763220829", "10"),
    ],
)
def test_a_matricule_of_another_shape_is_not_used(number, key):
    assert_tells(read(ruth_with(active=matricule(number, key))), Outcome.UNREADABLE, "forme prévue")


@pytest.mark.parametrize(
    ("oid", "outcome"),
    [
        ("", Outcome.UNREADABLE),
        ("INS-NIR", Outcome.UNREADABLE),
        ("1.2.250.1.213.1.4.8 bis", Outcome.UNREADABLE),
        ("1.2.250.1.213.1.4.5", Outcome.OTHER),
        ("1.2.250.1.213.1.4.13", Outcome.OTHER),
    ],
)
def test_an_unknown_oid_is_not_used(oid, outcome):
    assert_tells(read(ruth_with(active=matricule("2770763220829", "10", oid))), outcome, "OID")


@pytest.mark.parametrize(
    "doubled", ["INDIVIDU", "CR", "CodeCR", "INSACTIF", "NumIdentifiant", "OID", "NomNaissance"]
)
def test_what_is_there_twice_is_not_chosen_from(doubled):
    body = re.sub(rf"(<{doubled}>.*</{doubled}>)", r"\1\1", answers.RUTH.decode()).encode()
    assert_tells(read(body), Outcome.UNREADABLE, "Elle n'est pas utilisée")


def test_00_without_a_person_is_no_identity():
    assert_tells(read(result("00", "OK")), Outcome.UNREADABLE, "exactement une")


def test_an_answer_in_another_namespace_is_no_answer():
    body = answers.RUTH.replace(b"INSiResultat", b"INSiAutre")
    assert_tells(read(body), Outcome.UNREADABLE, "pas un résultat d'INSi")


def test_a_result_under_an_error_status_is_not_believed():
    assert_tells(read(answers.RUTH, status=500), Outcome.UNREADABLE, "HTTP 500")


def test_a_broken_line_of_history_leaves_the_identity_and_is_told():
    reading = read(ruth_with(history="<INSHISTO><OID>abc</OID></INSHISTO>"))
    assert reading.outcome is Outcome.FOUND
    assert reading.identity.former == ()
    assert "historique" in reading.detail


# Faults


SHAPES = pytest.mark.parametrize("shape", [answers.fault_a, answers.fault_b, answers.fault_c])


@SHAPES
@pytest.mark.parametrize(
    ("family", "code", "words"),
    [
        ("siram_10", "insi_19", "nom de naissance, qui est obligatoire"),
        ("siram_40", "insi_102", "pas en conclure que la personne y est inconnue"),
        ("siram_40", "insi_111", "indisponibles"),
        ("siram_100", "desir_550", "numéro d'autorisation"),
        ("siram_100", "desir_560", "INSI-MANU"),
        ("siram_10", "insi_999", "incomplète ou mal formée"),
        ("siram_40", "insi_999", "ne dit rien de la personne"),
        ("siram_100", "desir_999", "refuse l'accès"),
        ("siram_777", "autre_1", "erreur inconnue"),
    ],
)
def test_a_fault_is_read_in_every_shape_and_told_in_french(shape, family, code, words):
    reading = read(shape(family, code, "Une erreur est survenue"), status=500)
    assert (reading.outcome, reading.code) == (Outcome.FAULT, code)
    assert reading.label == "Une erreur est survenue"
    assert reading.fault.family == family
    assert words in reading.detail
    assert "Rien n'a été modifié" in reading.detail


@SHAPES
def test_a_fault_without_detail_code_keeps_its_subcode(shape):
    reading = read(shape("siram_40", "", "Indisponible"), status=500)
    assert reading.code == "siram_40"


def test_a_bare_fault_is_still_a_fault():
    body = enveloped("<soap:Fault><soap:Code><soap:Value>soap:Receiver</soap:Value></soap:Code>")
    reading = read(body.replace(b"</env:Body>", b"</soap:Fault></env:Body>"), status=500)
    assert (reading.outcome, reading.code) == (Outcome.FAULT, "Receiver")


# What is not an answer at all


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 200, "vide"),
        (b"", 503, "HTTP 503"),
        (b"", 302, "autre adresse"),
        (b"<!DOCTYPE html><html><body>Portail</body></html>", 200, "page web"),
        (b"<HTML><p>Proxy", 407, "page web"),
        (answers.RUTH[:-40], 200, "bien formé"),
        (b'{"erreur": 1}', 200, "bien formé"),
        (b"\xff\xfe<\x00a\x00", 200, "illisibles"),
        (answers.RUTH.replace(b"NESSI", b"N\xe9SSI"), 200, "illisibles"),
        (b"<a>" * 30_000, 200, "bien formé|trop"),
        (b"<a>" * 60 + b"</a>" * 60, 200, "niveaux"),
        (b"<a>" * 250 + b"</a>" * 250, 200, "niveaux"),
        (b"<a>" + b"<b/>" * 50_000 + b"</a>", 200, "trop d'éléments"),
        (b"<a/>", 200, "pas un résultat"),
        (enveloped(""), 200, "exactement une réponse"),
        (enveloped("<a/><a/>"), 200, "exactement une réponse"),
    ],
    ids=range(16),
)
def test_what_is_no_answer_is_told_and_nothing_is_raised(body, status, words):
    assert_tells(read(body, status=status), Outcome.UNREADABLE, words)


@pytest.mark.parametrize(
    "start",
    [
        b'<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">',
    ],
)
def test_entities_are_refused_whatever_the_encoding(start):
    body = answers.RUTH.split(b"\n", 1)[1]
    for encoding in ("utf-8", "utf-16", "utf-7"):
        head = f'<?xml version="1.0" encoding="{encoding}"?>'
        text = head + start.decode() + body.decode().replace("NESSI", "&x;")
        assert_tells(read(text.encode(encoding)), Outcome.UNREADABLE, ".")


def test_latin_1_is_read_when_it_is_declared():
    text = answers.NOBODY.decode().replace("identite trouvee", "identité trouvée")
    body = text.replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert read(body).label == "Aucune identité trouvée"


# Verification: format non publié


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("00", Outcome.FOUND),
        ("01", Outcome.DISCORDANT),
        ("02", Outcome.DISCORDANT),
        ("77", Outcome.OTHER),
        ("", Outcome.UNREADABLE),
    ],
)
def test_a_verification_says_right_or_not_and_gives_no_identity(code, outcome):
    reading = read(answers.verified(code, "Libellé"), kind=CallKind.VERIFICATION)
    assert (reading.outcome, reading.identity) == (outcome, None)


def test_a_verification_with_two_codes_says_nothing():
    body = answers.verified("00", "OK").replace(b"<v:LibelleCR>", b"<v:CodeCR>00</v:CodeCR><v:A>")
    body = body.replace(b"</v:LibelleCR>", b"</v:A>")
    assert read(body, kind=CallKind.VERIFICATION).outcome is Outcome.UNREADABLE


# Replaying a saved answer


def test_a_saved_answer_makes_the_exchange_that_it_would_have_made():
    exchange = replayed(TRAITS, answers.TEST_2_04)
    assert exchange.result == "OK - Code CR 00"
    assert len(exchange.identity.former) == 2
    assert exchange.answer == answers.TEST_2_04.decode()
    assert exchange.request == ""


def test_a_saved_result_may_stand_without_its_envelope():
    bare = re.search(rb"<RESULTAT.*</RESULTAT>", answers.NOBODY)[0]
    assert replayed(TRAITS, bare).outcome is Outcome.NOBODY


def test_a_saved_file_that_is_nothing_is_told():
    exchange = replayed(TRAITS, b"\x00\xff garbage")
    assert exchange.outcome is Outcome.UNREADABLE
    assert "\x00" not in exchange.answer
