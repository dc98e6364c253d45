"""The base of the second generator: invented people, and the columns of ``patients.csv``."""

import csv
import random
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from types import ModuleType

from tests.letters import names

_COLUMNS = (
    "id dossier nom_naissance nom_utilise prenom1 prenoms prenom_utilise sexe date_naissance "
    "lieu_naissance lieu_insee ins ins_oid tel adresse cp ville decede tag"
)
COLUMNS = _COLUMNS.split(" ")
OID = "1.2.250.1.213.1.4.8"
TODAY = date(2026, 3, 10)
_FIRST_ORDER = 900  # order numbers of the matricule that no commune reached


@dataclass(frozen=True)
class Somebody:
    """One invented person, names as they are printed, with accents and capitals."""

    id: int
    birth_name: str
    first_names: tuple[str, ...]
    sex: str
    born: date
    place: str  # INSEE code, blank, name
    address: str
    town: str  # postal code, blank, name
    used_name: str = ""
    used_first: str = ""
    order: int = 0
    tag: str = ""
    kin: tuple[int, ...] = field(default=())

    @property
    def name(self):
        return self.used_name or self.birth_name

    @property
    def first(self):
        return self.used_first or self.first_names[0]

    @property
    def nir(self):
        return nir_of(self)

    @property
    def age(self):
        return (TODAY - self.born).days // 365

    @property
    def civility(self):
        if self.age < 15:
            return "l'enfant"
        return "Madame" if self.sex == "F" else "Monsieur"


def nir_of(one):
    """Return the 15 characters; their key is right."""
    body = (
        f"{2 if one.sex == 'F' else 1}{one.born:%y%m}{one.place[:5]}{_FIRST_ORDER + one.order:03d}"
    )
    number = int(body.replace("2A", "19").replace("2B", "18"))
    return f"{body}{97 - number % 97:02d}"


def plain(text):
    """Return the name in the letters of the national identity: A–Z, blank, hyphen, apostrophe."""
    text = text.replace("œ", "oe").replace("Œ", "OE")
    bare = unicodedata.normalize("NFD", text)
    return "".join(c for c in bare if not unicodedata.combining(c)).upper()


def _somebody(
    rng, number, *, sex="", born=None, name="", first="", home=None, place="", pools=names
):
    sex = sex or rng.choice("FM")
    count = rng.choice((1, 1, 2, 3))
    firsts = [first or pools.first_name(rng, sex)]
    while len(firsts) < count:
        another = pools.first_name(rng, sex)
        if another not in firsts:
            firsts.append(another)
    address, town = home or _home(rng, pools)
    one = Somebody(
        number,
        name or pools.surname(rng),
        tuple(firsts),
        sex,
        born or _birthday(rng),
        place or rng.choice(pools.BIRTH_TOWNS),
        address,
        town,
        order=rng.randrange(99),
    )
    if sex == "F" and one.age > 25 and rng.random() < 0.5:
        other = pools.surname(rng)
        joined = f"{other}-{one.birth_name}" if rng.random() < 0.12 else other
        one = replace(one, used_name=joined)
    if rng.random() < 0.04 and len(one.first_names) > 1:
        one = replace(one, used_first=one.first_names[1])
    return one


def _birthday(rng):
    years = min(102.0, max(0.1, rng.gauss(46, 25)))
    return TODAY - timedelta(days=round(years * 365.25))


def _home(rng, pools):
    kind, street = rng.choice(pools.STREETS).split("|")
    return f"{rng.randint(1, 140)} {kind} {street}", rng.choice(pools.TOWNS)


def _household(rng, number, pools):
    """A couple and their children at one address; now and then twins, or a son named as he is."""
    home, name = _home(rng, pools), pools.surname(rng)
    made = partial(_somebody, rng, home=home, pools=pools)
    grown = rng.randint(27, 60)

    def born(age):
        return TODAY - timedelta(days=round((age + rng.random()) * 365.25))

    father = made(number, sex="M", born=born(grown), name=name)
    mother = made(number + 1, sex="F", born=born(grown - 1))
    mother = replace(mother, used_name=name)
    people = [father, mother]
    youngest = max(1, grown - 40)
    for child in range(rng.randint(1, 3)):
        age = rng.randint(youngest, max(youngest, grown - 25))
        one = made(number + 2 + child, born=born(age), name=name)
        people.append(replace(one, used_name="", tag="famille"))
    if rng.random() < 0.3:
        first = people[-1]
        twin = made(first.id + 1, born=first.born, name=name, place=first.place)
        while twin.first_names[0] == first.first_names[0]:
            twin = made(twin.id, born=first.born, name=name, place=first.place)
        order = (first.order + 1) % 99
        twin = replace(twin, used_name="", used_first="", tag="jumeaux", order=order)
        people[-1] = replace(first, tag="jumeaux", used_first="")
        people.append(twin)
    elif rng.random() < 0.2:
        age = rng.randint(youngest, max(youngest, grown - 25))
        first = father.first_names[0]
        son = made(people[-1].id + 1, sex="M", born=born(age), name=name, first=first)
        people[0] = replace(father, tag="pere_fils", used_first="")
        people.append(replace(son, tag="pere_fils", used_first=""))
    everyone = tuple(one.id for one in people)
    return [replace(one, kin=everyone) for one in people]


@dataclass(frozen=True)
class Doctor:
    """A professional who writes, signs or is written to."""

    first: str
    name: str
    speciality: str = "Médecine générale"
    sex: str = "M"

    @property
    def title(self):
        return f"{self.first} {self.name}"


@dataclass(frozen=True)
class Village:
    """Everybody the documents may be about or name."""

    people: tuple[Somebody, ...]
    practice: tuple[Doctor, ...]
    doctors: tuple[Doctor, ...]
    pools: ModuleType = names

    def by_id(self, number):
        return self.people[number - 1]


def village(count, seed, pools=names):
    """Return ``count`` people with families, homonyms, and doctors who bear their names."""
    rng = random.Random(f"village {seed} {count}")
    people = []
    while len(people) < count:
        number = len(people) + 1
        kind = rng.random()
        if kind < 0.3 and count - len(people) > 7:
            people += _household(rng, number, pools)
        elif kind < 0.33 and people:
            like = rng.choice(people)
            twin = _somebody(rng, number, sex=like.sex, first=like.first_names[0], pools=pools)
            people.append(
                replace(twin, birth_name=like.birth_name, used_name=like.used_name, tag="homonyme")
            )
        else:
            people.append(_somebody(rng, number, pools=pools))
    practice = tuple(_doctor(rng, "Médecine générale", pools) for _ in range(3))
    namesake = _somebody(rng, count, sex=practice[0].sex, first=practice[0].first, pools=pools)
    people[-1] = replace(namesake, birth_name=practice[0].name, used_name="", tag="nom_du_medecin")
    doctors = [_doctor(rng, rng.choice(pools.SPECIALITIES), pools) for _ in range(60)]
    for place in range(0, len(doctors), 4):
        borne = rng.choice(people)
        doctors[place] = replace(doctors[place], first=borne.first, name=borne.name, sex=borne.sex)
    return Village(tuple(people), practice, tuple(doctors), pools)


def _doctor(rng, speciality, pools):
    sex = rng.choice("FM")
    return Doctor(pools.first_name(rng, sex), pools.surname(rng), speciality, sex)


def outsider(rng, town, reason):
    """Return somebody the base does not hold: a stranger, a homonym, a relative of a patient."""
    one = _somebody(rng, 0, pools=town.pools)
    like = rng.choice(town.people)
    if reason == "homonyme_dehors":
        return replace(
            one,
            birth_name=like.birth_name,
            used_name=like.used_name,
            first_names=like.first_names,
            used_first=like.used_first,
            sex=like.sex,
            born=like.born + timedelta(days=rng.choice((-1, 1)) * rng.randint(400, 9000)),
            kin=(like.id,),
        )
    if reason == "famille_dehors":
        home = {"address": like.address, "town": like.town}
        return replace(one, birth_name=like.name, used_name="", kin=(like.id,), **home)
    return one


def write_csv(path, people):
    """Write the base as the command line takes it."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(row_of(one) for one in people)


def row_of(one):
    """Return one line of ``patients.csv``."""
    code, _, place = one.place.partition(" ")
    postal, _, town = one.town.partition(" ")
    firsts = " ".join(one.first_names)
    return (
        one.id,
        4000 + one.id,
        plain(one.birth_name),
        plain(one.used_name),
        plain(one.first_names[0]),
        plain(firsts),
        plain(one.used_first),
        one.sex,
        one.born.isoformat(),
        place,
        code,
        one.nir,
        OID,
        f"06 39 98 {one.id // 100 % 100:02d} {one.id % 100:02d}",
        one.address,
        postal,
        town,
        "",
        one.tag,
    )
