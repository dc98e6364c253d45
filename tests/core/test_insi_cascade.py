"""One given name after the other: what is asked, when it ends, and what is told."""

from dataclasses import replace
from itertools import product

import pytest

from almapy.errors import DomainError
from almapy.identity.oids import INS_NIR
from almapy.insi.advice import advise
from almapy.insi.cascade import cascade, given_names
from almapy.insi.model import CallKind, Exchange, Ins, Outcome, Traits
from almapy.insi.questions import askable, askable_ins, traits_of
from almapy.patients.model import PatientDraft, Sex
from almapy.stop import Stop
from tests.core.test_patients import RUTH

HOUILLES = Traits("HOUILLES", "PIERRE PAUL JACQUES", "M", "1993-01-27")
LEONARDO = Traits("DE VINCI", "LEONARDO", "M", "2014-02-01")


def asked_of(answers, first_names, stop=None):
    """Return the given names asked, and the exchanges, of an INSi that answers by name."""
    asked = []

    def ask(name):
        asked.append(name)
        return Exchange(CallKind.TRAITS, answers.get(name, Outcome.NOBODY))

    return asked, cascade(ask, first_names, stop or Stop())


def test_nobody_under_any_name_ends_with_all_of_them_joined():
    asked, exchanges = asked_of({}, HOUILLES.first_names)
    assert asked == ["PIERRE", "PAUL", "JACQUES", "PIERRE PAUL JACQUES"]
    assert {one.outcome for one in exchanges} == {Outcome.NOBODY}


def test_a_name_that_finds_somebody_ends_the_search():
    asked, exchanges = asked_of({"CATARINA": Outcome.FOUND}, "OLA CATARINA BELLA")
    assert asked == ["OLA", "CATARINA"]
    assert [one.outcome for one in exchanges] == [Outcome.NOBODY, Outcome.FOUND]


def test_one_name_alone_is_one_call():
    assert asked_of({}, "LEONARDO")[0] == ["LEONARDO"]
    assert asked_of({"LEONARDO": Outcome.SEVERAL}, "LEONARDO")[0] == ["LEONARDO"]


def test_several_people_under_one_name_are_narrowed_by_all_the_names():
    asked, exchanges = asked_of(
        {"RUTH": Outcome.SEVERAL, "RUTH ISABELLE ANNE": Outcome.FOUND}, "RUTH ISABELLE ANNE"
    )
    assert asked == ["RUTH", "RUTH ISABELLE ANNE"]
    assert exchanges[-1].outcome is Outcome.FOUND


def test_a_compound_name_is_one_and_a_repeated_one_is_asked_once():
    assert given_names("JEAN-LOUIS  PIERRE JEAN-LOUIS") == ("JEAN-LOUIS", "PIERRE")
    assert asked_of({}, "JEAN JEAN")[0] == ["JEAN"]


TECHNICAL = [one for one in Outcome if one not in {Outcome.NOBODY, Outcome.SEVERAL, Outcome.FOUND}]


@pytest.mark.parametrize("outcome", TECHNICAL)
def test_the_first_error_ends_the_search(outcome):
    asked, exchanges = asked_of({"PAUL": outcome}, HOUILLES.first_names)
    assert asked == ["PIERRE", "PAUL"]
    assert exchanges[-1].outcome is outcome


def test_stop_asked_between_two_calls_makes_no_other():
    stop, asked = Stop(), []

    def ask(name):
        asked.append(name)
        stop.ask()
        return Exchange(CallKind.TRAITS, Outcome.NOBODY)

    exchanges = cascade(ask, HOUILLES.first_names, stop)
    assert asked == ["PIERRE"]
    assert exchanges[-1].outcome is Outcome.CANCELLED
    assert cascade(ask, "PAUL", stop)[0].outcome is Outcome.CANCELLED


def test_stop_asked_during_the_last_single_name_makes_no_joined_call():
    stop, asked = Stop(), []

    def ask(name):
        asked.append(name)
        if name == "JACQUES":
            stop.ask()
        return Exchange(CallKind.TRAITS, Outcome.NOBODY)

    assert cascade(ask, HOUILLES.first_names, stop)[-1].outcome is Outcome.CANCELLED
    assert asked == ["PIERRE", "PAUL", "JACQUES"]


@pytest.mark.parametrize(
    ("outcome", "kind"),
    list(product(Outcome, CallKind)),
)
def test_every_end_is_told_in_three_parts(outcome, kind):
    traits = None if kind is CallKind.CARD else HOUILLES
    advice = advise((Exchange(kind, outcome),), traits)
    assert advice.title
    assert advice.good is (outcome is Outcome.FOUND)
    if outcome is Outcome.FOUND and kind is CallKind.VERIFICATION:
        assert (advice.title, advice.text) == (
            "Vérification terminée",
            "NIR et Traits d'identité corrects",
        )
        return
    assert "Rien n'a" in advice.text
    assert len(advice.text.split(". ")) >= 2


def test_the_kinds_of_call_and_their_results_bear_the_words_of_the_practice():
    assert [kind.label for kind in CallKind] == [
        "Rechercher l'INS avec les traits d'identité",
        "Rechercher l'INS avec la carte Vitale",
        "Vérifier l'INS et les traits d'identité",
    ]
    for kind in CallKind:
        assert Exchange(kind, Outcome.FOUND, "00", "OK").result == "OK - Code CR 00"


FAULTS = ["insi_19", "insi_102", "insi_111", "siram_10", "siram_40", "siram_100"]


@pytest.mark.parametrize("code", [*FAULTS, "desir_550", "DESIR_560", "inconnu_1", ""])
def test_a_fault_never_says_that_the_person_is_unknown(code):
    advice = advise((Exchange(CallKind.TRAITS, Outcome.FAULT, code, "Motif"),), HOUILLES)
    assert not advice.good
    assert "Rien n'a été modifié" in advice.text
    assert "Motif" in advice.text
    assert "trouve personne" not in advice.text
    assert "Aucune identité" not in advice.title


@pytest.mark.parametrize("code", ["siram_40", "insi_102", "insi_111"])
def test_a_service_that_is_down_invites_to_come_back_and_concludes_nothing(code):
    advice = advise((Exchange(CallKind.TRAITS, Outcome.FAULT, code),), HOUILLES)
    assert advice.retry
    assert "rien ne permet de dire que la personne est inconnue" in advice.text


@pytest.mark.parametrize("code", ["siram_100", "desir_550", "desir_560", "siram_10", "insi_19"])
def test_a_refusal_that_somebody_must_mend_invites_to_no_retry(code):
    assert not advise((Exchange(CallKind.TRAITS, Outcome.FAULT, code),), HOUILLES).retry


def test_a_failure_is_told_once_with_what_the_call_knows():
    detail = "Le délai de 15 s est dépassé. Rien n'a été modifié. Recommencez."
    told = advise((Exchange(CallKind.TRAITS, Outcome.TIMED_OUT, detail=detail),), HOUILLES)
    assert told.text == detail
    hint = "L'horloge de ce poste a dix minutes d'écart."
    fault = advise((Exchange(CallKind.TRAITS, Outcome.FAULT, "siram_100", detail=hint),), HOUILLES)
    assert "Rien n'a été modifié" in fault.text
    assert hint in fault.text
    page = advise((Exchange(CallKind.TRAITS, Outcome.UNREADABLE, detail="C'est du HTML."),), None)
    assert page.text.endswith("C'est du HTML.")
    assert "Rien n'a été modifié" in page.text


def test_an_endless_message_of_the_service_is_cut():
    long = Exchange(CallKind.TRAITS, Outcome.FAULT, "siram_40", "x" * 100_000)
    assert len(advise((long,), HOUILLES).text) < 1000


def test_nobody_says_what_to_look_at_in_the_order_of_the_notes():
    text = advise((Exchange(CallKind.TRAITS, Outcome.NOBODY),), askable(traits_of(RUTH))).text
    order = ["nom de naissance", "prénoms", "date de naissance", "lieu de naissance"]
    places = [text.index(word) for word in order]
    assert places == sorted(places)


def test_several_ask_for_the_other_names_then_for_the_place():
    several = (Exchange(CallKind.TRAITS, Outcome.SEVERAL),)
    alone = advise(several, LEONARDO).text
    assert alone.index("autres prénoms") < alone.index("lieu de naissance")
    assert "lieu de naissance" in advise(several, HOUILLES).text
    whole = traits_of(RUTH)
    assert "carte Vitale" in advise(several, whole).text


def test_several_then_nobody_is_not_told_as_nobody():
    calls = (
        Exchange(CallKind.TRAITS, Outcome.SEVERAL),
        Exchange(CallKind.TRAITS, Outcome.NOBODY),
    )
    assert advise(calls, HOUILLES).title == "Aucune identité unique"


def test_a_record_gives_its_traits_in_the_form_of_the_question():
    assert traits_of(RUTH) == Traits("NESSI", "RUTH ISABELLE", "F", "1977-07-14", "63220")


def test_the_first_name_stands_for_a_list_that_is_not_known():
    draft = PatientDraft("NESSI", "RUTH", Sex.FEMALE, RUTH.birth_date)
    assert traits_of(draft).first_names == "RUTH"


def test_an_unknown_birth_place_is_not_sent():
    assert askable(Traits("A", "B", "M", "1977-07-14", "99999")).birth_place_code == ""


def test_a_country_and_corsica_are_sent():
    for code in ("99424", "2B020", "2a004"):
        sent = askable(Traits("A", "B", "M", "1977-07-14", code)).birth_place_code
        assert sent == code.upper()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sex": Sex.UNKNOWN}, "sex"),
        ({"birth_date": None}, "birth_date"),
        ({"birth_name": "X2"}, "birth_name"),
        ({"birth_first_names": "RUTH-"}, "birth_first_names"),
        ({"birth_place_code": "632"}, "birth_place_code"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_field(changes, field):
    with pytest.raises(DomainError) as refused:
        traits_of(replace(RUTH, **changes))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("traits", "field"),
    [
        (Traits("", "B", "M", "1977-07-14"), "birth_name"),
        (Traits("A", "", "M", "1977-07-14"), "birth_first_names"),
        (Traits("A", "B", "", "1977-07-14"), "sex"),
        (Traits("A", "B", "X", "1977-07-14"), "sex"),
        (Traits("A", "B", "M", ""), "birth_date"),
        (Traits("A", "B", "M", "14/07/1977"), "birth_date"),
    ],
)
def test_typed_traits_are_asked_whole_or_not_at_all(traits, field):
    with pytest.raises(DomainError) as refused:
        askable(traits)
    assert refused.value.field == field


def test_typed_traits_take_the_form_that_insi_accepts():
    asked = askable(Traits("d\u2019Artagnan", "Zoé", "F", "1950-00-00"))
    assert (asked.birth_name, asked.first_names) == ("D'ARTAGNAN", "ZOE")
    assert asked.birth_date == "1950-00-00"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("277076322082910", "277076322082910"),
        ("2 77 07 63 220 829 10", "277076322082910"),
        ("2770763220829", "277076322082910"),
        ("181036322045660", "181036322045660"),
        ("180032b02040123", "180032B02040123"),
    ],
)
def test_a_typed_matricule_is_verified_whole(typed, asked):
    assert askable_ins(Ins(typed, INS_NIR)).matricule == asked


@pytest.mark.parametrize(
    ("ins", "field"),
    [
        (Ins("", INS_NIR), "matricule_ins"),
        (Ins("27707632208291", INS_NIR), "matricule_ins"),
        (Ins("NESSI", INS_NIR), "matricule_ins"),
        (Ins("277076322082910", ""), "ins_oid"),
        (Ins("277076322082910", "1.2.250.1.213.1.4.2"), "ins_oid"),
    ],
)
def test_what_is_no_ins_is_not_verified(ins, field):
    with pytest.raises(DomainError) as refused:
        askable_ins(ins)
    assert refused.value.field == field
