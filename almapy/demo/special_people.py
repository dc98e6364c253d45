"""Identities that go wrong in real practices: each is met once in every demo practice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from almapy.demo.chance import stream, years_before
from almapy.demo.person import OID_NIA, UNKNOWN_PLACE, Home, Person, Proof
from almapy.demo.population import Population, mobile_number
from almapy.demo.sources import Place
from almapy.patients.model import Sex

_F, _M = Sex.FEMALE, Sex.MALE

# Said in the NIR for somebody whose month of birth is not known (INS notes §1.3).
_MONTH_UNKNOWN = 20
_WITHOUT_TELEPHONE = frozenset({"centenarian", "passing-foreigner", "fictitious"})


@dataclass(frozen=True, slots=True)
class _Cases:
    """Makes the cases as of one day."""

    people: Population

    def all(self) -> Iterator[tuple[Person, int | None]]:
        """Yield each person with the month their number bears, when it is not the real one."""
        for person in (
            *self._homonyms(),
            *self._old_and_dead(),
            *self._passing_and_gone(),
            *self._born_elsewhere(),
            *self._corsican(),
        ):
            yield person, None
        yield from self._lunar()
        for person in (*self._names(), *self._doubts(), *self._sick()):
            yield person, None

    def _place(self, code: str) -> Place:
        return self.people.sources.place(code)

    def _homonyms(self) -> Iterator[Person]:
        for letter, born, proof in (
            ("a", date(1958, 3, 12), Proof.QUALIFIED_BY_CARD),
            ("b", date(1983, 11, 25), Proof.VALIDATED_BY_PASSPORT),
        ):
            yield Person(
                key=f"homonym-date-{letter}",
                sex=_F,
                birth_name="MARTIN",
                first_names=("Marie",),
                born=born,
                place=self._place("67482"),
                proof=proof,
                homonym=True,
            )
        for letter, place in (("a", "67482"), ("b", "68066")):
            yield Person(
                key=f"homonym-place-{letter}",
                sex=_M,
                birth_name="DUBOIS",
                first_names=("Jean",),
                born=date(1961, 5, 4),
                place=self._place(place),
                proof=Proof.QUALIFIED_BY_CARD,
                homonym=True,
            )

    def _old_and_dead(self) -> Iterator[Person]:
        today = self.people.today
        yield Person(
            key="centenarian",
            sex=_F,
            birth_name="GOETZ",
            first_names=("Marguerite", "Louise"),
            used_name="RITTER",
            born=years_before(today, 103.4),
            place=self._place("67462"),
            proof=Proof.VALIDATED_BY_CARD,
            conditions=("hta", "gonarthrose"),
            comment="Sans téléphone\u00a0: passer par l'infirmière.",
        )
        yield Person(
            key="very-old",
            sex=_M,
            birth_name="OBERLÉ",
            first_names=("Émile",),
            born=years_before(today, 96.8),
            place=self._place("67437"),
            proof=Proof.QUALIFIED_BY_CARD,
            conditions=("fibrillation", "prostate"),
        )
        yield Person(
            key="deceased-old",
            sex=_M,
            birth_name="WENDLING",
            first_names=("Marcel", "Joseph"),
            born=date(1936, 2, 29),
            place=self._place("67180"),
            proof=Proof.QUALIFIED_BY_CARD,
            died=today - timedelta(days=790),
            conditions=("insuffisance-cardiaque", "insuffisance-renale"),
        )
        yield Person(
            key="deceased",
            sex=_F,
            birth_name="CHANTELOUVE",
            first_names=("Nathalie",),
            born=date(1969, 6, 18),
            place=self._place("57463"),
            proof=Proof.QUALIFIED_BY_CARD,
            died=today - timedelta(days=140),
            conditions=("cancer-sein",),
        )

    def _passing_and_gone(self) -> Iterator[Person]:
        today = self.people.today
        passed, left = today - timedelta(days=96), today - timedelta(days=900)
        yield Person(
            key="passing",
            sex=_M,
            birth_name="HUET",
            first_names=("Romain",),
            born=date(1987, 9, 8),
            place=self._place("69383"),
            proof=Proof.WEAK_CARD,
            passing=True,
            since=passed,
            until=passed + timedelta(days=4),
            home=Home("8 rue des Acacias", "69003", "LYON"),
            mobile="06 39 98 41 07",
        )
        yield Person(
            key="passing-foreigner",
            sex=_F,
            birth_name="HARTMANN",
            first_names=("Ursula",),
            born=date(1955, 1, 30),
            place=self._place("99109"),
            passing=True,
            since=passed,
            until=passed + timedelta(days=2),
            home=Home("Camping de la Montagne Verte", "67200", "STRASBOURG"),
            mandatory_cover=False,
            complementary_cover=False,
        )
        yield Person(
            key="archived",
            sex=_F,
            birth_name="PRÉVOST",
            first_names=("Caroline", "Anne"),
            born=date(1979, 4, 21),
            place=self._place("44109"),
            proof=Proof.QUALIFIED_BY_CARD,
            archived=True,
            until=left,
            home=Home("17 rue du Verger", "44000", "NANTES"),
            comment="Partie à Nantes, dossier transmis au nouveau médecin traitant.",
        )
        yield Person(
            key="archived-student",
            sex=_M,
            birth_name="RIEHL",
            first_names=("Quentin",),
            born=years_before(today, 25.2),
            place=self._place("68224"),
            archived=True,
            until=left,
            comment="Études à Lyon, ne vient plus.",
        )

    def _born_elsewhere(self) -> Iterator[Person]:
        for key, sex, name, first, born, place, proof in (
            ("abroad-portugal", _F, "FERREIRA DA SILVA", "Maria da Conceição", date(1963, 8, 15),
             "99139", Proof.QUALIFIED_BY_PERMIT),
            ("abroad-algeria", _M, "BEN SAÏD", "Rachid", date(1968, 10, 2), "99352",
             Proof.QUALIFIED_BY_CARD),
            ("abroad-turkey", _F, "ÇELİK", "Gülsüm", date(1981, 2, 3), "99208", Proof.RETRIEVED),
            ("abroad-venezuela", _M, "MENDOZA", "Ramón", date(1990, 7, 5), "99424",
             Proof.VALIDATED_BY_PASSPORT),
            ("abroad-senegal", _F, "N'DIAYE", "Awa", date(1986, 12, 24), "99341",
             Proof.QUALIFIED_BY_PASSPORT),
            ("overseas-reunion", _M, "HOARAU", "Jérôme", date(1974, 3, 19), "97411",
             Proof.QUALIFIED_BY_CARD),
            ("overseas-martinique", _F, "CLAIRVOIE", "Ghislaine", date(1951, 5, 27), "97209",
             Proof.QUALIFIED_BY_CARD),
        ):  # fmt: skip
            yield Person(
                key=key,
                sex=sex,
                birth_name=name,
                first_names=(first,),
                born=born,
                place=self._place(place),
                proof=proof,
            )
        yield Person(
            key="waiting-number",
            sex=_F,
            birth_name="SHEVCHUK",
            first_names=("Olena",),
            born=date(1994, 6, 11),
            place=self._place("99155"),
            proof=Proof.QUALIFIED_BY_PERMIT,
            oid=OID_NIA,
            comment="Numéro d'attente (NIA), immatriculation en cours.",
        )
        yield Person(
            key="unknown-place",
            sex=_M,
            birth_name="ZAMANI",
            first_names=("Farid",),
            born=date(1992, 1, 1),
            place=UNKNOWN_PLACE,
            proof=Proof.VALIDATED_BY_PERMIT,
        )

    def _corsican(self) -> Iterator[Person]:
        for key, sex, name, first, born, place in (
            ("corsica-old", _F, "ROCHEMONT", "Danielle", date(1952, 9, 3), "20004"),
            ("corsica-last-day", _M, "AIGUEBELLE", "Pascal", date(1975, 12, 31), "20033"),
            ("corsica-first-day", _F, "TERREBASSE", "Céline", date(1976, 1, 1), "2A004"),
            ("corsica-new", _M, "HAUTECOMBE", "Anthony", date(1999, 4, 17), "2B033"),
        ):
            yield Person(
                key=key,
                sex=sex,
                birth_name=name,
                first_names=(first,),
                born=born,
                place=self._place(place),
                proof=Proof.QUALIFIED_BY_CARD,
            )

    def _lunar(self) -> Iterator[tuple[Person, int | None]]:
        """Yield incomplete civil status, recorded as the RNIV wants (INS notes §3.4)."""
        for key, sex, name, first, lunar, born, month in (
            ("lunar-nothing-known", _M, "ŞAHİN", "Mehmet", "00/00/1950", date(1950, 12, 31),
             _MONTH_UNKNOWN),
            ("lunar-no-such-day", _F, "YILMAZ", "Fatma", "31/02/1950", date(1950, 2, 1), None),
            ("lunar-day-unknown", _M, "KAYA", "Hasan", "00/07/1948", date(1948, 7, 1), None),
        ):  # fmt: skip
            person = Person(
                key=key,
                sex=sex,
                birth_name=name,
                first_names=(first,),
                born=born,
                place=self._place("99208"),
                lunar_date=lunar,
                proof=Proof.QUALIFIED_BY_PERMIT,
                conditions=("diabete-2",),
            )
            yield person, month

    def _names(self) -> Iterator[Person]:
        for key, sex, name, firsts, born, used_name, used_first in (
            ("name-particles", _M, "D'ALMONT DE L'HERMITAGE", ("Pierre-Yves", "Marie"),
             date(1971, 1, 9), "", ""),
            ("name-double-hyphen", _F, "LE GOFF--PRÉFONTAINE", ("Maëlys",), date(2007, 6, 2), "",
             ""),
            ("name-ligatures", _F, "ŒUVRARD", ("Lætitia", "Cœline"), date(1984, 10, 30), "", ""),
            ("name-foreign-letters", _M, "MÜLLER-GROẞ", ("Jörg",), date(1966, 12, 5), "", ""),
            ("name-long", _F, "DE LA ROCHE-MONTLAURIER DE SAINT-AUBERT",
             ("Marie-Charlotte", "Anne-Sophie", "Bernadette", "Joséphine", "Éléonore"),
             date(1956, 7, 22), "DU VERDIER DE LA CHESNAYE-BELLEFOREST", "MARIE-CHARLOTTE"),
            ("name-used-first-name", _F, "GRANDVAL", ("Joséphine", "Lou"), date(1997, 3, 14), "",
             "LOU"),
        ):  # fmt: skip
            yield Person(
                key=key,
                sex=sex,
                birth_name=name,
                first_names=firsts,
                used_name=used_name,
                used_first_name=used_first,
                born=born,
                place=self._place("67482"),
                proof=Proof.QUALIFIED_BY_CARD,
            )

    def _doubts(self) -> Iterator[Person]:
        for key, sex, name, first, born, proof in (
            ("provisional", _F, "STOFFEL", "Justine", date(1989, 8, 28), Proof.WEAK_CARD),
            ("validated", _M, "BURCKEL", "Hubert", date(1954, 11, 6), Proof.VALIDATED_BY_CARD),
            ("retrieved", _M, "LAMY", "Bastien", date(1993, 2, 12), Proof.RETRIEVED_WITH_CARD),
            ("doubtful", _M, "PICHON", "Dorian", date(1995, 5, 5), Proof.WEAK_LICENCE),
            ("fictitious", _F, "ESSAI", "Formation", date(1980, 1, 1), Proof.NOTHING),
        ):
            yield Person(
                key=key,
                sex=sex,
                birth_name=name,
                first_names=(first,),
                born=born,
                place=self._place("67482"),
                proof=proof,
                doubtful=key == "doubtful",
                fictitious=key == "fictitious",
                mandatory_cover=key != "fictitious",
                complementary_cover=key != "fictitious",
            )

    def _sick(self) -> Iterator[Person]:
        for key, sex, name, first, age, codes in (
            ("pregnant", _F, "MUNSCH", "Pauline", 31.1, ("grossesse",)),
            ("breast-cancer", _F, "LACROIX", "Sylvie", 58.6, ("cancer-sein", "depression")),
            ("heart-failure", _M, "SITTLER", "Roger", 82.3,
             ("insuffisance-cardiaque", "diabete-2", "insuffisance-renale", "hta")),
            ("copd", _M, "BIETH", "Gérard", 71.9, ("bpco", "hta", "prostate")),
        ):  # fmt: skip
            yield Person(
                key=key,
                sex=sex,
                birth_name=name,
                first_names=(first,),
                born=years_before(self.people.today, age),
                place=self._place("67482"),
                proof=Proof.QUALIFIED_BY_CARD,
                conditions=codes,
            )


def demo_patiente(people: Population, seed: int) -> Person:
    """Return DEMO PATIENTE HELENE CLAIRE with the values of the features list."""
    person = Person(
        key="demo-patiente",
        sex=_F,
        birth_name="DEMO",
        first_names=("PATIENTE", "HELENE", "CLAIRE"),
        used_name="DEMO",
        used_first_name="PATIENTE",
        born=date(1932, 7, 14),
        place=Place("42149", "MONTROND LES BAINS"),
        proof=Proof.VALIDATED_BY_CARD,
        home=Home("2 place du Marché", "67200", "STRASBOURG", phone="03 53 01 19 32"),
        mandatory_cover=False,
        complementary_cover=False,
        conditions=("hta", "gonarthrose", "hypothyroidie-f"),
    )
    return people.adopt(stream(seed, person.key), person)


def special_people(people: Population, seed: int) -> Iterator[Person]:
    """Yield the special cases in an order that never changes."""
    for person, month in _Cases(people).all():
        rng = stream(seed, person.key)
        reachable = person.key not in _WITHOUT_TELEPHONE
        if reachable and not person.mobile:
            person.mobile = mobile_number(rng)
        if not (reachable or person.home):
            person.home = replace(people.home(rng), phone="")
        yield people.adopt(rng, person, month=month)
