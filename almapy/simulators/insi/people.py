"""The fictitious people that the simulated INSi knows (INS notes §4.8).

PATB-QUATRE and INSFAMILLEHUIT are left out: nothing tells their matricules. The two LEONARDO
DE VINCI stand behind the « 02 » of the notes; what tells them apart is this simulator's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

NIR = "1.2.250.1.213.1.4.8"
NIA = "1.2.250.1.213.1.4.9"
TEST_NIR = "1.2.250.1.213.1.4.10"


@dataclass(frozen=True, slots=True)
class Matricule:
    """A number and its key, as they leave: the key may be wrong (TEST_2.08)."""

    number: str
    key: str
    oid: str = NIR
    starts_on: str = ""
    ends_on: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One person; ``dates_first`` puts the dates where the schema does not want them (TEST_2.04).

    ``insured`` is the number (13 characters) of the person who insures this one, own or other.
    """

    birth_name: str
    first_names: str
    sex: str
    birth_date: str
    birth_place_code: str
    active: Matricule
    former: tuple[Matricule, ...] = ()
    dates_first: bool = False
    insured: str = ""
    rank: str = "1"

    @property
    def insured_by(self) -> str:
        """Return the number of the insured: the person's own unless another is told."""
        return self.insured or self.active.number


@dataclass(frozen=True, slots=True)
class Question:
    """The traits of a search or a verification; an empty place was not asked."""

    birth_name: str = field(repr=False)
    first_name: str = field(repr=False)
    sex: str = field(repr=False)
    birth_date: str = field(repr=False)
    birth_place_code: str = field(default="", repr=False)

    def fits(self, person: Person) -> bool:
        """Tell whether the person is one of those asked for; the place only narrows."""
        return (
            self.birth_name == person.birth_name
            and self.sex == person.sex
            and self.birth_date == person.birth_date
            and self.birth_place_code in {"", person.birth_place_code}
            and starts(person.first_names, self.first_name)
        )


@dataclass(frozen=True, slots=True)
class CardQuestion:
    """What a carte Vitale says of one beneficiary; numbers have 13 characters."""

    own_number: str = field(repr=False)
    insured_number: str = field(repr=False)
    birth_name: str = field(repr=False)
    birth_date: str = field(repr=False)
    rank: str = ""

    def fits(self, person: Person) -> bool:
        """Tell whether the person is that beneficiary; empty values were not asked."""
        if self.own_number:
            right = self.own_number == person.active.number
        else:
            right = self.insured_number == person.insured_by
        return (
            right
            and self.birth_name in {"", person.birth_name}
            and self.birth_date in {"", person.birth_date}
            and self.rank in {"", person.rank}
        )


def starts(whole: str, asked: str) -> bool:
    """Tell whether ``asked`` is the whole list of given names or its beginning (§3.3).

    « JEAN-CHRISTOPHE » is the beginning of « JEAN CHRISTOPHE PIERRE ».
    """
    words, first = (text.replace("-", " ").replace("'", " ").split() for text in (whole, asked))
    return bool(first) and words[: len(first)] == first


RUTH = Person(
    "NESSI", "RUTH ISABELLE", "F", "1977-07-14", "63220", Matricule("2770763220829", "10")
)
ZOE = Person("ADRUN", "ZOE", "F", "1975-12-31", "63220", Matricule("2751263220749", "74"))
TOUSSAINT = Person(
    "ADRTROIS", "TOUSSAINT", "M", "1960-01-01", "2B020", Matricule("160012B020777", "13")
)
DOMINIQUE = Person(
    "ADRTROIS",
    "DOMINIQUE",
    "F",
    "1997-02-26",
    "2A020",
    Matricule("297022A020778", "78"),
    insured=TOUSSAINT.active.number,
)
CORSE = Person(
    "CORSE",
    "ANTHONY",
    "M",
    "1980-03-02",
    "2B020",
    Matricule("180032B020401", "23"),
    former=(Matricule("180032B020401", "23", starts_on="2010-01-01", ends_on="2018-12-31"),),
)
GATIEN = Person(
    "HERMANN",
    "GATIEN",
    "M",
    "1981-03-24",
    "63220",
    Matricule("1810363220456", "60", starts_on="2019-03-01"),
    former=(
        Matricule("1810363220456", "60", starts_on="2019-03-01"),
        Matricule("2810363220456", "10", starts_on="1981-03-24", ends_on="2019-02-28"),
    ),
)
PIERRE_ALAIN = Person(
    "ECETINSI",
    "PIERRE-ALAIN MURIEL FLORIANT",
    "M",
    "2009-07-14",
    "63220",
    Matricule("1090763220834", "89"),
    former=(
        # TEST_2.04: the beginning comes after the end.
        Matricule("2090763220834", "39", starts_on="2019-03-01", ends_on="2019-02-28"),
        Matricule("2090663220123", "55", starts_on="2009-07-14", ends_on="2015-06-30"),
    ),
    dates_first=True,
)
PROVISIONAL = Person(
    "PROVISOIRE", "MATRICULE", "M", "2009-07-01", "63220", Matricule("1090763220888", "35", NIA)
)
CATARINA = Person(
    "TCHITCHI", "CATARINA BELLA", "F", "1936-06-21", "63220", Matricule("2360663220836", "56")
)
MICHELANGELO = Person(
    "NESSI",
    "MICHELANGELO ANTHONY",
    "M",
    "2010-08-07",
    "63220",
    Matricule("1100863220830", "60"),
    insured=RUTH.active.number,
)
D_ARTAGNAN = Person(
    "D'ARTAGNAN DE L'HERAULT",
    "PIERRE-ALAIN MURIEL FLORIANT",
    "M",
    "2001-06-17",
    "63220",
    Matricule("1010663220754", "60"),
)
DOMINIQUE_PAT = Person(
    "PAT-TROIS",
    "DOMINIQUE MARIE-LOUISE",
    "F",
    "1979-03-28",
    "51215",
    Matricule("2790351215189", "89", TEST_NIR),
)
LEONARDO = Person(
    "DE VINCI", "LEONARDO ANTOINE", "M", "2014-02-01", "63220", Matricule("1140263220101", "12")
)
OTHER_LEONARDO = Person(
    "DE VINCI", "LEONARDO LOUIS", "M", "2014-02-01", "75112", Matricule("1140275112102", "17")
)
EVERYBODY = (
    RUTH,
    ZOE,
    TOUSSAINT,
    DOMINIQUE,
    CORSE,
    GATIEN,
    PIERRE_ALAIN,
    PROVISIONAL,
    CATARINA,
    MICHELANGELO,
    D_ARTAGNAN,
    DOMINIQUE_PAT,
    LEONARDO,
    OTHER_LEONARDO,
)
UNAVAILABLE_FOR = (Question("DE VINCI", "RUTH", "F", "1976-07-14"),)
"""Searches answered by the fault insi_102 although nobody is behind them (§4.8)."""
