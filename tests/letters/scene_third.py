"""How the senders of an ordinary week write people and days."""

from tests.letters.people import Doctor
from tests.letters.scene_second import OtherScene

PROOFS = ("date",) * 25 + ("date_nir",) * 6 + ("nir",) + ("bare",) * 2 + ("short",) + ("initial",)
DATE_FORMS = ("slash",) * 12 + ("words",) * 3 + ("dots", "dash", "unpadded", "blanks")
_WAYS = ("used",) * 6 + ("née",) * 5 + ("aside",) * 3 + ("épouse",) * 2 + ("birth",) * 2
_ORDERS = ("last",) * 5 + ("first",) * 4 + ("split",)


class WeekScene(OtherScene):
    """The circumstances of one document of the week."""

    def __post_init__(self):
        super().__post_init__()
        self.way = self.pick(*_WAYS) if self.who.used_name else "one"
        self.order = self.pick(*_ORDERS)
        self.married_word = self.pick("épouse", "ép.", "Ep.", "épouse")
        self.maiden_word = self.pick("née", "née", "Née", "NEE") if self.shouted else "née"
        if self.who.sex == "M":
            self.maiden_word = "né"

    @property
    def family(self):
        """The family names as this sender joins them."""
        return {
            "one": self.birth_name,
            "used": self.name,
            "née": f"{self.name} {self.maiden_word} {self.birth_name}",
            "aside": f"{self.name} ({self.maiden_word} {self.birth_name})",
            "épouse": f"{self.birth_name} {self.married_word} {self.name}",
            "birth": self.birth_name,
        }[self.way]

    @property
    def short_family(self):
        """The one family name by which this sender calls the patient."""
        return self.birth_name if self.way in {"birth", "épouse"} else self.name

    @property
    def named(self):
        """Family and first name, in the order of this sender."""
        if self.order == "first":
            return self.in_prose
        if self.order == "split" and self.way in {"née", "aside"}:
            return f"{self.name} {self.first} {self.maiden_word} {self.birth_name}"
        return f"{self.family} {self.first}"

    @property
    def filed(self):
        """The name as a form prints it: family name first."""
        return f"{self.family} {self.first}"

    @property
    def title(self):
        """The courtesy before the name, none before a child."""
        if self.who.age < 15:
            return self.pick("l'enfant", "le jeune" if self.who.sex == "M" else "la jeune")
        if self.who.sex == "F":
            return self.pick("Madame", "Madame", "Mme", "Mme")
        return self.pick("Monsieur", "Monsieur", "M.", "Mr")

    @property
    def opening(self):
        """The courtesy at the head of a line."""
        title = self.title
        return f"{title[0].upper()}{title[1:]}"

    @property
    def said_born(self):
        """The birth date in a sentence, else the age."""
        if not self.born:
            return self.pick(self.age, f"âgé{self.e} de {self.age}")
        return self.pick(
            f"né{self.e} le {self.born}",
            f"né{self.e} le {self.born}",
            f"né{self.e} le {self.born} ({self.age})",
            f"{self.age}, né{self.e} le {self.born}",
            f"({self.born})",
            f"{self.age} ({self.born})",
        )

    @property
    def bracketed(self):
        """The birth date behind the name, in brackets."""
        if not self.born:
            return f"({self.age})"
        return self.pick(f"({self.born})", f"(né{self.e} le {self.born})", f"(DN {self.born})")

    def fields(self):
        """Labels and values of a block of identity."""
        one = self.pick("together", "apart")
        pairs = []
        if one == "together":
            label = self.pick("Nom-Prénom", "Nom Prénom", "NOM, Prénom", "Patient", "Identité")
            pairs.append((label, self.filed))
        else:
            pairs += self._apart()
        if self.born:
            label = self.pick("Date de naissance", "Né(e) le", "DN", "Date nais.", "D.D.N.")
            pairs.append((label, self.pick(self.born, f"{self.born} ({self.age})")))
        else:
            pairs.append(("Âge", self.age))
        if self.maybe(0.6):
            pairs.append(("Sexe", self.who.sex))
        if self.nir:
            label = self.pick("INS", "N° Sécu", "INS (NIR)", "N° SS", "Matricule INS")
            pairs.append((label, self.nir))
        return pairs

    def _apart(self):
        names = [(self.pick("Nom", "NOM"), self.family)]
        if self.way in {"née", "aside", "épouse"}:
            names = [("Nom", self.name), (self.pick("Nom de jeune fille", "Née"), self.birth_name)]
            if self.maybe(0.5):
                birth = self.pick("Nom de naissance", "Nom naissance")
                names = [(birth, self.birth_name), (self.pick("Nom usuel", "Usage"), self.name)]
        return [*names, (self.pick("Prénom", "Prénom(s)", "1er prénom"), self.first)]

    @property
    def home(self):
        """The two lines of the address of the patient."""
        return self.who.address, self.who.town

    def colleague(self, speciality):
        """Somebody of that speciality writes this document."""
        one = self.sender
        self.sender = Doctor(one.first, one.name, speciality, one.sex)
        return self.sender

    @property
    def city(self):
        return self.place.partition(" ")[2]
