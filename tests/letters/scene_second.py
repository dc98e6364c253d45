"""How the senders of the second pack write people and days."""

import unicodedata
from datetime import timedelta

from tests.letters.scene import MONTHS, Scene

PROOFS = ("date",) * 16 + ("date_nir",) * 3 + ("nir",) + ("bare",) * 2 + ("short",) + ("initial",)
DATE_FORMS = (
    ("slash",) * 7
    + ("words",) * 3
    + ("dots",) * 2
    + ("unpadded", "abridged", "capitals", "dash", "blanks", "iso")
)
_WAYS = ("née",) * 4 + ("épouse",) * 3 + ("used",) * 3 + ("birth",) * 2 + ("brackets",)
_ORDERS = ("last", "last", "last", "first", "first", "comma", "split")
_SHORT_MONTHS = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."
_ABRIDGED = _SHORT_MONTHS.split(" ")


def unaccented(text):
    """Return the text as a program without accents prints it."""
    bare = unicodedata.normalize("NFD", text)
    return "".join(one for one in bare if not unicodedata.combining(one))


class OtherScene(Scene):
    """The circumstances of one document; ``way`` is how used and birth name stand together."""

    def __post_init__(self):
        super().__post_init__()
        self.way = self.pick(*_WAYS) if self.who.used_name else "one"
        self.order = self.pick(*_ORDERS)
        self.loses_accents = self.maybe(0.25)
        self.loses_hyphens = self.maybe(0.08)
        self.shouts_first = self.shouted and self.maybe(0.3)
        self.married_word = self.pick("épouse", "épouse", "ép.", "épse")

    @property
    def written_as(self):
        """The forms of this document, for the column « identity » of the truth."""
        said = (self.proof, self.form, self.way, self.order)
        marks = (
            ("accents_lost", self.loses_accents),
            ("hyphens_lost", self.loses_hyphens),
            ("misspelt", self.misspelt),
        )
        return " ".join((*said, *(name for name, is_so in marks if is_so)))

    # ------------------------------------------------------------------ names

    def cased(self, name):
        return self._as_printed(super().cased(name))

    def _as_printed(self, name):
        if self.loses_accents:
            name = unaccented(name)
        return name.replace("-", " ") if self.loses_hyphens else name

    @property
    def first(self):
        name = self.who.first
        if self.proof == "initial":
            return "-".join(f"{part[0]}." for part in name.split("-"))
        return self._as_printed(name.upper() if self.shouts_first else name)

    @property
    def firsts(self):
        """All first names of the civil status, or the one that is used."""
        if self.proof == "initial" or self.who.used_first or self.maybe(0.6):
            return self.first
        said = self.pick(", ", " ").join(self.who.first_names)
        return self._as_printed(said.upper() if self.shouts_first else said)

    @property
    def family(self):
        """The family names as this sender joins them."""
        return {
            "one": self.birth_name,
            "née": f"{self.name} née {self.birth_name}",
            "épouse": f"{self.birth_name} {self.married_word} {self.name}",
            "used": self.name,
            "birth": self.birth_name,
            "brackets": f"{self.birth_name} ({self.name})",
        }[self.way]

    @property
    def short_family(self):
        """The one family name by which this sender calls the patient."""
        return self.birth_name if self.way in {"birth", "épouse", "brackets"} else self.name

    @property
    def named(self):
        """Family and first name, in the order of this sender."""
        if self.order == "split" and self.way == "née":
            return f"{self.name} {self.first} née {self.birth_name}"
        if self.order == "split" and self.way == "épouse":
            return f"{self.birth_name} {self.first} {self.married_word} {self.name}"
        if self.order == "comma":
            return f"{self.family}, {self.first}"
        return self.in_prose if self.order == "first" else f"{self.family} {self.first}"

    @property
    def in_prose(self):
        return f"{self.first} {self.family}"

    @property
    def title(self):
        """The courtesy before the name, none before a child."""
        if self.who.age < 15:
            return self.pick("Enfant", "l'enfant")
        if self.who.sex == "F":
            return self.pick("Mme", "Madame", "Mme")
        return self.pick("M.", "Monsieur", "Mr")

    # ------------------------------------------------------------------ dates

    @property
    def shows_date(self):
        return self.proof in {"date", "date_nir", "short", "initial"}

    def written(self, day, form=""):
        form = form or self.form
        month = MONTHS[day.month - 1]
        if form == "unpadded":
            return f"{day.day}/{day.month}/{day.year}"
        if form == "abridged":
            return f"{day.day} {_ABRIDGED[day.month - 1]} {day.year}"
        if form == "capitals":
            return f"{day.day:02d} {unaccented(month).upper()} {day.year}"
        return day.isoformat() if form == "iso" else super().written(day, form)

    def ago(self, most, least=2):
        lived = max(1, (self.day - self.who.born).days)
        return super().ago(max(least, min(most, lived)), min(least, lived))

    @property
    def birth_place(self):
        return self.who.place.partition(" ")[2]

    # ------------------------------------------------------------------ blocks

    def fields(self):
        """Labels and values of a block of identity."""
        names = [("Nom", self.family)]
        if self.way in {"née", "épouse", "brackets"}:
            used = self.pick("Nom d'usage", "Nom marital", "Nom utilisé", "Nom usuel")
            names = [("Nom de naissance", self.birth_name), (used, self.name)]
            if self.maybe(0.3):
                names.reverse()
        elif self.way == "birth" or (self.way == "one" and self.maybe(0.3)):
            names = [(self.pick("Nom de naissance", "Nom de famille"), self.family)]
        pairs = [*names, (self.pick("Prénom", "Prénom(s)", "Prénoms"), self.firsts)]
        if self.born:
            label = self.pick("Né(e) le", "Date de naissance", "DDN", "Date naiss.", "Naissance")
            place = f" à {self.birth_place}" if self.maybe(0.25) else ""
            pairs.append((label, f"{self.born}{place}"))
        else:
            pairs.append(("Âge", self.age))
        sexes = {"F": ("F", "Féminin"), "M": ("M", "Masculin")}[self.who.sex]
        pairs.append(("Sexe", self.pick(*sexes)))
        if self.nir:
            label = self.pick("INS-NIR", "Matricule INS", "N° de SS", "NIR")
            pairs.append((label, self.nir))
        return pairs

    @property
    def said_born(self):
        """« né(e) le … » in the words of this sender, else the age."""
        if not self.born:
            return self.pick(f"{self.age}", f"âgé{self.e} de {self.age}")
        return self.pick(
            f"né{self.e} le {self.born}",
            f"né{self.e} le {self.born}",
            f"né{self.e} le {self.born} à {self.birth_place}",
            f"{self.age} (né{self.e} le {self.born})",
            f"(DDN : {self.born})",
        )

    # ------------------------------------------------------------------ others

    def spouse(self):
        """Name and birth date of a husband or wife, of the base when the family is there."""
        sex = "M" if self.who.sex == "F" else "F"
        couple = self.who.kin[:2]  # a household begins with its parents
        for one in self.kin:
            if one.sex == sex and one.id in couple and self.who.id in couple:
                return f"{one.name.upper()} {one.first}", one.born
        born = self.who.born + timedelta(days=self.rng.randint(-2500, 2500))
        first = self.town.pools.first_name(self.rng, sex)
        return f"{self.who.name.upper()} {first}", born

    def mother(self):
        """Name and birth date of the mother of a child."""
        for one in self.kin:
            if one.sex == "F" and (self.who.born - one.born).days > 15 * 365:
                return f"{one.first} {one.name.upper()}", one.born
        born = self.who.born - timedelta(days=self.rng.randint(7000, 13000))
        pools = self.town.pools
        name = self.who.name if self.maybe(0.5) else pools.surname(self.rng)
        return f"{pools.first_name(self.rng, 'F')} {name.upper()}", born

    def stranger(self):
        """Somebody whom nobody knows: a nurse, a secretary, a neighbour."""
        pools = self.town.pools
        return f"{pools.first_name(self.rng, self.pick('F', 'M'))} {pools.surname(self.rng)}"

    def street(self):
        return f"{self.rng.randint(1, 90)} {self.pick(*self.town.pools.STREETS).replace('|', ' ')}"

    def phone(self):
        return f"02 61 91 {self.rng.randint(10, 99)} {self.rng.randint(10, 99)}"
