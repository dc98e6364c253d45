"""What one document tells: who, by whom, when, and in which written form."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.letters.people import TODAY, Doctor, Somebody, Village
from tests.letters.sheet import STYLES, Style

_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
MONTHS = _MONTHS.split(" ")
DATE_FORMS = ("slash", "slash", "slash", "dots", "words", "words", "dash", "blanks")
PROOFS = ("date",) * 15 + ("date_nir",) * 3 + ("nir",) + ("bare",) * 2 + ("short",)
PROVEN = frozenset({"date", "date_nir", "nir"})


@dataclass
class Scene:
    """All that a layout may print; ``proof`` is what it says of the identity besides the name."""

    rng: object
    town: Village
    who: Somebody
    sender: Doctor
    to: Doctor
    day: date
    proof: str
    form: str
    style: Style
    misspelt: bool = False

    def __post_init__(self):
        self.hospital = self.rng.choice(self.town.pools.HOSPITALS)
        self.laboratory = self.rng.choice(self.town.pools.LABORATORIES)
        self.place = self.rng.choice(self.town.pools.TOWNS)
        self.shouted = self.rng.random() < 0.6
        self.kin = [self.town.by_id(number) for number in self.who.kin if number != self.who.id]
        self.names_birth = self.who.used_name and self.rng.random() < 0.7
        self._typo = {}

    def pick(self, *choices):
        return self.rng.choice(choices)

    def maybe(self, part):
        return self.rng.random() < part

    # ------------------------------------------------------------------ names

    def cased(self, name):
        """A family name as this sender prints names."""
        if self.misspelt:
            name = self._typo.setdefault(name, _slip(self.rng, name))
        return name.upper() if self.shouted else name

    @property
    def name(self):
        return self.cased(self.who.name)

    @property
    def birth_name(self):
        return self.cased(self.who.birth_name)

    @property
    def first(self):
        return self.who.first

    @property
    def married(self):
        """« NAME née BIRTH NAME », when the sender says both."""
        if not self.names_birth:
            return self.name
        return f"{self.name} né{self.e} {self.birth_name}"

    @property
    def e(self):
        return "e" if self.who.sex == "F" else ""

    @property
    def courtesy(self):
        return "Madame" if self.who.sex == "F" else "Monsieur"

    @property
    def short_courtesy(self):
        if self.who.age < 13:
            return self.pick("l'enfant", "le jeune" if self.who.sex == "M" else "la jeune")
        return "Mme" if self.who.sex == "F" else self.pick("M.", "Mr", "M.")

    def prose(self, *, courtesy=True):
        """The patient in a sentence: courtesy, both names in some order, without date."""
        said = self.pick(f"{self.first} {self.name}", f"{self.name} {self.first}")
        return f"{self.short_courtesy} {said}" if courtesy else said

    # ------------------------------------------------------------------ dates

    def written(self, day, form=""):
        """A day in a form that senders use."""
        return {
            "slash": f"{day:%d/%m/%Y}",
            "dots": f"{day:%d.%m.%Y}",
            "dash": f"{day:%d-%m-%Y}",
            "blanks": f"{day:%d %m %Y}",
            "words": f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}",
            "short": f"{day:%d/%m/%y}",
        }[form or self.form]

    @property
    def today(self):
        return self.written(self.day, self.pick("slash", "words"))

    def ago(self, most, least=2):
        """An earlier day, as a decoy in the text."""
        return self.written(self.day - timedelta(days=self.rng.randint(least, most)), "slash")

    def ahead(self, most):
        return self.written(self.day + timedelta(days=self.rng.randint(7, most)), "slash")

    @property
    def shows_date(self):
        return self.proof in {"date", "date_nir", "short"}

    @property
    def shows_nir(self):
        return self.proof in {"nir", "date_nir"}

    @property
    def born(self):
        """The birth date alone, empty when this document does not give it."""
        if not self.shows_date:
            return ""
        return self.written(self.who.born, "short" if self.proof == "short" else "")

    @property
    def age(self):
        months = (self.day - self.who.born).days // 30
        return f"{months} mois" if months < 24 else f"{months * 30 // 365} ans"

    @property
    def born_words(self):
        """« née le … » when known, else the age."""
        return f"né{self.e} le {self.born}" if self.born else f"âgé{self.e} de {self.age}"

    @property
    def nir(self):
        """The matricule as printed, empty when this document does not give it."""
        return self.spaced(self.who.nir) if self.shows_nir else ""

    def spaced(self, number):
        parts = (number[0], number[1:3], number[3:5], number[5:7], number[7:10], number[10:13])
        return self.pick(
            f"{' '.join(parts)} {number[13:]}",
            f"{' '.join(parts)} / {number[13:]}",
            number,
            f"{number[:13]} {number[13:]}",
        )

    def identity_lines(self):
        """Lines « label : value » of a block of identity."""
        label = self.pick("Né(e) le", "Date de naissance", "DDN", "Naissance")
        lines = []
        if self.names_birth:
            lines += [f"Nom d'usage : {self.name}", f"Nom de naissance : {self.birth_name}"]
        else:
            lines.append(f"Nom : {self.name}")
        lines.append(f"Prénom : {self.first}")
        if self.born:
            lines.append(f"{label} : {self.born} ({self.age})")
        lines.append(f"Sexe : {self.who.sex}")
        if self.nir:
            label = self.pick("Matricule INS", "N° Sécurité sociale", "NIR", "INS")
            lines.append(f"{label} : {self.nir}")
        return lines

    # ------------------------------------------------------------------ others

    def other_doctor(self):
        return self.rng.choice(self.town.doctors)

    def copies(self):
        """Doctors who receive a copy."""
        others = [self.other_doctor() for _ in range(self.rng.randint(0, 3))]
        return [f"Dr {one.title}" for one in others]

    def parent(self):
        """A parent of a child, of the base when its family is there."""
        grown = [one for one in self.kin if (self.who.born - one.born).days > 15 * 365]
        return self.rng.choice(grown) if grown else None

    def close_one(self):
        """Whom one would call: somebody of the family, else an invented name."""
        if self.kin:
            one = self.rng.choice(self.kin)
            return f"{one.name} {one.first}"
        return f"{self.who.name} {self.town.pools.first_name(self.rng, self.pick('F', 'M'))}"


def scene(rng, town, who, *, made=Scene, proofs=PROOFS, forms=DATE_FORMS):
    """Draw the circumstances of one document."""
    latest = (TODAY - max(who.born, TODAY - timedelta(days=900))).days
    return made(
        rng=rng,
        town=town,
        who=who,
        sender=rng.choice(town.doctors),
        to=rng.choice(town.practice),
        day=TODAY - timedelta(days=rng.randint(1, max(2, latest - 1))),
        proof=rng.choice(proofs),
        form=rng.choice(forms),
        style=rng.choice(STYLES),
        misspelt=rng.random() < 0.03,
    )


def _slip(rng, name):
    """One letter wrong, as a hurried hand types it."""
    at = rng.randrange(1, len(name)) if len(name) > 1 else 0
    kind = rng.random()
    if kind < 0.4 and len(name) > 4:
        return name[:at] + name[at + 1 :]
    if kind < 0.7:
        return name[:at] + name[at] + name[at:]
    return name[:at] + rng.choice("aeinrstl") + name[at + 1 :]
