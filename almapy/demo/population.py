"""People drawn at random: homes, telephones, names, proofs of identity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from almapy.demo.chance import Urn, day_between, happens, years_after, years_before
from almapy.demo.person import Home, Person, Proof, Register
from almapy.demo.sources import Country, Sources
from almapy.patients.age import full_years
from almapy.patients.model import Sex
from almapy.text import fold

# The numbers that Arcep keeps for fiction: a region's prefix, and the one of mobiles.
_HOME_PREFIX = "03 53 01"
_MOBILE_PREFIX = "06 39 98"
_MAIL_DOMAINS = ("example.fr", "exemple.test")

_PRACTICE_YEARS = 13.0
_SPECIAL_YEARS = 8.0
_MOBILE_FROM = 12
_ADULT = 18
_LAST_WORKING_YEAR = 63
_DIES_FROM = 72
_FIRST_DAYS = 12

_MORE = (
    "Bâtiment A",
    "Bâtiment B",
    "1er étage",
    "2e étage gauche",
    "3e étage droite",
    "Résidence Les Acacias",
    "Résidence du Parc",
    "Appartement 12",
    "Fond de cour",
)
_COMMENTS = (
    "Appeler plutôt le soir.",
    "Malentendant, parler distinctement.",
    "Préfère les rendez-vous du matin.",
    "Travaille de nuit, ne pas appeler avant 14 h.",
    "Vient toujours accompagné.",
    "Lunettes oubliées au cabinet le mois dernier.",
    "Attestation de mutuelle à redemander.",
    "Courriers à envoyer par la poste.",
)

_ADULT_PROOFS = Urn.of(
    [
        (32, Proof.QUALIFIED_BY_CARD),
        (9, Proof.QUALIFIED_BY_PASSPORT),
        (11, Proof.QUALIFIED_BY_APP),
        (6, Proof.RETRIEVED),
        (5, Proof.RETRIEVED_WITH_CARD),
        (16, Proof.VALIDATED_BY_CARD),
        (6, Proof.VALIDATED_BY_PASSPORT),
        (7, Proof.NOTHING),
        (6, Proof.WEAK_CARD),
        (2, Proof.WEAK_LICENCE),
    ]
)
_FOREIGN_PROOFS = Urn.of(
    [
        (35, Proof.QUALIFIED_BY_PERMIT),
        (18, Proof.QUALIFIED_BY_PASSPORT),
        (10, Proof.RETRIEVED),
        (12, Proof.VALIDATED_BY_PERMIT),
        (10, Proof.VALIDATED_BY_PASSPORT),
        (10, Proof.NOTHING),
        (5, Proof.WEAK_CARD),
    ]
)
_CHILD_PROOFS = Urn.of(
    [
        (24, Proof.QUALIFIED_BY_FAMILY_BOOK),
        (10, Proof.QUALIFIED_BY_BIRTH_ACT),
        (14, Proof.QUALIFIED_BY_CARD),
        (10, Proof.RETRIEVED),
        (22, Proof.VALIDATED_BY_FAMILY_BOOK),
        (20, Proof.NOTHING),
    ]
)


@dataclass(frozen=True, slots=True)
class Stay:
    """The days between which the practice knew a household; ``moved`` when they left."""

    since: date
    until: date
    moved: bool = False


@dataclass(slots=True)
class Population:
    """Makes the people of the practice as of one day."""

    sources: Sources
    register: Register
    today: date

    @property
    def yesterday(self) -> date:
        """Return the last day on which anything may have happened."""
        return self.today - timedelta(days=1)

    def stay(self, rng: Random) -> Stay:
        """Draw since when a household comes to the practice, and whether it has left."""
        since = day_between(rng, years_before(self.today, _PRACTICE_YEARS), self.yesterday)
        if happens(rng, 97):
            return Stay(since, self.yesterday)
        return Stay(since, day_between(rng, since, self.yesterday), moved=True)

    def home(self, rng: Random) -> Home:
        """Draw an address around the practice, half of the time with a telephone."""
        postal_code, town = self.sources.towns.draw(rng)
        return Home(
            address=f"{rng.randint(1, 98)} {rng.choice(self.sources.streets)}",
            postal_code=postal_code,
            town=town,
            more=rng.choice(_MORE) if happens(rng, 18) else "",
            phone=phone_number(rng, _HOME_PREFIX) if happens(rng, 55) else "",
        )

    def origin(self, rng: Random) -> Country | None:
        """Draw the country that a household came from; mostly none."""
        return self.sources.countries.draw(rng) if happens(rng, 13) else None

    def adult(
        self,
        rng: Random,
        key: str,
        sex: Sex,
        born: date,
        *,
        home: Home,
        stay: Stay,
        origin: Country | None = None,
    ) -> Person:
        """Draw a grown-up and take them into the register."""
        abroad = origin is not None and born >= origin.since
        person = Person(
            key=key,
            sex=sex,
            birth_name=rng.choice(origin.surnames if origin else self.sources.surnames),
            first_names=self._first_names(rng, sex, born.year, origin),
            born=born,
            place=origin.place if origin and abroad else self.sources.birth_place(rng, born),
            since=max(stay.since, born),
            until=stay.until,
            home=home,
        )
        self._enter(rng, person)
        person.proof = (_FOREIGN_PROOFS if abroad else _ADULT_PROOFS).draw(rng)
        person.insured_nir = person.nir if happens(rng, 95) else ""
        person.mandatory_cover = bool(person.insured_nir)
        person.complementary_cover = happens(rng, 88)
        self._reach(rng, person)
        self._close(rng, person, stay)
        return person

    def child(
        self, rng: Random, key: str, sex: Sex, surname: str, born: date, *, parent: Person
    ) -> Person:
        """Draw a child who lives with ``parent`` and is insured under the parent's number."""
        person = Person(
            key=key,
            sex=sex,
            birth_name=surname,
            first_names=self._first_names(rng, sex, born.year, None),
            born=born,
            place=self.sources.birth_place(rng, born),
            since=max(parent.since, born),
            until=self.yesterday if parent.died else parent.until,
            home=parent.home,
            mobile=parent.mobile,
        )
        self._enter(rng, person)
        age = full_years(born, self.today)
        newborn = born > self.today - timedelta(days=_FIRST_DAYS)
        person.proof = Proof.NOTHING if newborn else _CHILD_PROOFS.draw(rng)
        person.insured_nir = parent.insured_nir if age < _ADULT else person.nir
        person.mandatory_cover = bool(person.insured_nir)
        person.complementary_cover = parent.complementary_cover
        person.archived = parent.archived
        person.comment = parent.comment if parent.archived else ""
        if age >= _MOBILE_FROM and happens(rng, 50 if age < _ADULT else 90):
            person.mobile = phone_number(rng, _MOBILE_PREFIX)
        return person

    def adopt(
        self, rng: Random, person: Person, *, parent: Person | None = None, month: int | None = None
    ) -> Person:
        """Complete somebody made by hand with number, address, telephone and days of presence.

        ``parent``: whose address and insurance they share; ``month``: what their number says
        instead of the month of birth.
        """
        self.register.admit(person)
        person.nir = self.register.number(person, rng.randint(1, 900), month=month)
        if parent is not None:
            person.home, person.mobile = parent.home, person.mobile or parent.mobile
            person.insured_nir = parent.nir
        elif person.mandatory_cover:
            person.insured_nir = person.nir
        person.home = person.home or self.home(rng)
        person.since = max(person.since, person.born, years_before(self.today, _SPECIAL_YEARS))
        person.until = min(person.until, person.died or self.yesterday, self.yesterday)
        return person

    def _enter(self, rng: Random, person: Person) -> None:
        """Settle somebody drawn: another first name is tried before another birth date."""
        for _ in range(3):
            if self.register.admit(person):
                break
            other = self.sources.first_name(rng, person.sex, person.born.year)
            person.first_names = (other, *person.first_names[1:])
        else:
            while not self.register.admit(person):
                person.born -= timedelta(days=1)
        person.nir = self.register.number(person, rng.randint(1, 990))

    def _first_names(
        self, rng: Random, sex: Sex, year: int, origin: Country | None
    ) -> tuple[str, ...]:
        if origin is not None and happens(rng, 85):
            return (rng.choice(origin.first_names[sex]),)
        count = rng.choice((1, 2, 2, 3))
        # Second names come from the generation of the grandparents.
        names = [self.sources.first_name(rng, sex, year)]
        names += (self.sources.first_name(rng, sex, year - 45) for _ in range(count - 1))
        return tuple(dict.fromkeys(names))

    def _reach(self, rng: Random, person: Person) -> None:
        """Give telephones and an address for mail, fewer to the old."""
        age = full_years(person.born, self.today)
        if happens(rng, 96 if age < _DIES_FROM else 70):
            person.mobile = phone_number(rng, _MOBILE_PREFIX)
        if age < _LAST_WORKING_YEAR and happens(rng, 7):
            person.phone_work = phone_number(rng, _HOME_PREFIX)
        if happens(rng, 62 if age < _DIES_FROM else 25):
            person.email = mail_address(rng, person)
        if happens(rng, 6):
            person.comment = rng.choice(_COMMENTS)
        if happens(rng, 8):
            person.paper_number = f"P{rng.randint(1, 4999):04d}"
        if happens(rng, 20):
            person.former_number = str(rng.randint(100, 9999))

    def _close(self, rng: Random, person: Person, stay: Stay) -> None:
        """Mark who has left the practice or has died."""
        if stay.moved:
            person.archived = True
            person.comment = "A déménagé, dossier transmis au nouveau médecin traitant."
            return
        age = full_years(person.born, self.today)
        if happens(rng, 9 if age >= _DIES_FROM else 0.3):
            grown = max(person.since, years_after(person.born, _ADULT))
            person.died = day_between(rng, grown, self.yesterday)
            person.until = person.died


def phone_number(rng: Random, prefix: str) -> str:
    """Return a number of a range kept for fiction, grouped by two as it is typed."""
    first, second = divmod(rng.randrange(10_000), 100)
    return f"{prefix} {first:02d} {second:02d}"


def mobile_number(rng: Random) -> str:
    """Return a mobile number that belongs to nobody."""
    return phone_number(rng, _MOBILE_PREFIX)


def mail_address(rng: Random, person: Person) -> str:
    """Return an address in a domain that delivers to nobody."""
    first, last = (fold(name).replace(" ", "-") for name in reversed(person.strict_names))
    return f"{first}.{last}@{rng.choice(_MAIL_DOMAINS)}"
