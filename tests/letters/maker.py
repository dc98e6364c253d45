"""Documents with their truth, each one depending on its seed and number only."""

import random

from tests.letters import layouts_forms as forms
from tests.letters import layouts_prose as prose
from tests.letters.people import outsider
from tests.letters.scene import PROVEN, scene
from tests.letters.truth import AUTO, NONE, REVIEW, Letter, Truth

_CHILD = 12
LAYOUTS = (
    ("consultation", "courrier", prose.consultation),
    ("consultation", "courrier", prose.consultation),
    ("block_right", "courrier", prose.block_right),
    ("subject_line", "courrier", prose.subject_line),
    ("mri_foot", "imagerie", prose.mri_foot),
    ("certificate", "certificat", prose.certificate),
    ("discharge", "hospitalisation", forms.discharge),
    ("laboratory", "biologie", forms.laboratory),
    ("laboratory", "biologie", forms.laboratory),
    ("imaging", "imagerie", forms.imaging),
    ("emergency", "urgences", forms.emergency),
    ("prescription", "ordonnance", forms.prescription),
    ("physiotherapy", "kine", forms.physiotherapy),
    ("insurance", "administratif", forms.insurance),
    ("screening", "courrier", forms.screening),
    ("surgery", "operatoire", forms.surgery),
    ("pathology", "anapath", forms.pathology),
)
OUTSIDE = ("inconnu", "homonyme_dehors", "famille_dehors")
_SPECIAL = frozenset({"jumeaux", "pere_fils", "homonyme", "nom_du_medecin"})


class Maker:
    """Makes the documents of one village; ``mark`` begins their identifiers."""

    mark = "B"

    def __init__(self, town, seed):
        self._town = town
        self._seed = seed
        self._special = [one for one in town.people if one.tag in _SPECIAL] or list(town.people)
        self._related = [one for one in town.people if len(one.kin) > 1]

    def letter(self, number):
        """Return the document of that number; always the same one."""
        rng = random.Random(f"letter {self._seed} {number}")
        doc_id = f"{self.mark}{number:05d}"
        draw = rng.random()
        if draw < 0.03:
            return self._two(rng, doc_id)
        if draw < 0.06:
            return self._nobody(rng, doc_id)
        reason = rng.choice(OUTSIDE) if draw < 0.17 else ""
        people = self._special if rng.random() < 0.15 else self._town.people
        who = outsider(rng, self._town, reason) if reason else rng.choice(people)
        return self._one(rng, doc_id, who, reason)

    def _one(self, rng, doc_id, who, reason):
        setting = scene(rng, self._town, who)
        name, kind, layout = rng.choice(LAYOUTS)
        if who.age < _CHILD and rng.random() < 0.4:
            name, kind, layout = "child_letter", "courrier", prose.child_letter
        sheet = layout(setting)
        proven = setting.proof in PROVEN and not setting.misspelt
        expected = NONE if reason else AUTO if proven else REVIEW
        written = f"{setting.proof}{' misspelt' if setting.misspelt else ''}"
        truth = Truth(
            doc_id,
            expected,
            () if reason else (who.id,),
            kind,
            setting.day,
            name,
            written,
            reason,
            who.tag,
        )
        return Letter(truth, tuple(sheet.pages))

    def _two(self, rng, doc_id):
        who = rng.choice(self._related or self._town.people)
        kin = [self._town.by_id(number) for number in who.kin if number != who.id]
        among = kin if kin and rng.random() < 0.7 else self._town.people
        other = rng.choice(among)
        while other.id == who.id:
            other = rng.choice(among)
        setting = scene(rng, self._town, who)
        sheet = prose.several(setting, other)
        both = (who.id, other.id)
        truth = Truth(
            doc_id, REVIEW, both, "courrier", setting.day, "several", "date", "plusieurs_patients"
        )
        return Letter(truth, tuple(sheet.pages))

    def _nobody(self, rng, doc_id):
        setting = scene(rng, self._town, outsider(rng, self._town, "inconnu"))
        sheet = prose.nobody(setting)
        truth = Truth(doc_id, NONE, (), "courrier", setting.day, "nobody", "", "sans_patient")
        return Letter(truth, tuple(sheet.pages))
