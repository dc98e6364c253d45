"""The third pack: the mail of an ordinary week, in its ordinary proportions."""

import random

from tests.letters import layouts_third_care as care
from tests.letters import layouts_third_letters as letters
from tests.letters import layouts_third_results as results
from tests.letters.maker import OUTSIDE
from tests.letters.maker_second import OtherMaker
from tests.letters.people import TODAY, outsider
from tests.letters.scene import PROVEN, scene
from tests.letters.scene_third import DATE_FORMS, PROOFS, WeekScene
from tests.letters.truth import AUTO, NONE, REVIEW, Letter, Truth

_TWO, _NOBODY, _OUTSIDE = 0.02, 0.05, 0.14  # cumulated: 2 % of two, 12 % of nobody of the base
_YOUNGEST = 30  # days
_ADULT, _OLD, _CHILD = 18, 75, 15


def _anybody(_who):
    return True


def _grown(who):
    return who.age >= _ADULT


def _woman(who):
    return who.sex == "F" and who.age >= _ADULT


def _child(who):
    return who.age < _CHILD


def _old(who):
    return who.age >= _OLD


# name, kind, layout, who fits, how often in its family
LETTERS = (
    ("cardiologist", "courrier", letters.cardiologist, _grown, 4),
    ("dermatologist", "courrier", letters.dermatologist, _anybody, 3),
    ("gynaecologist", "courrier", letters.gynaecologist, _woman, 4),
    ("endoscopy", "courrier", letters.endoscopy, _grown, 3),
    ("rheumatologist", "courrier", letters.rheumatologist, _grown, 3),
    ("ear_nose_throat", "courrier", letters.ear_nose_throat, _anybody, 3),
    ("psychiatrist", "courrier", letters.psychiatrist, _grown, 2),
    ("ophthalmologist", "courrier", letters.ophthalmologist, _grown, 3),
    ("hospital_consultation", "courrier", letters.hospital_consultation, _anybody, 4),
    ("endocrinologist", "courrier", letters.endocrinologist, _grown, 3),
    ("child_specialist", "courrier", letters.child_specialist, _child, 8),
)
BIOLOGY = (
    ("town_laboratory", "biologie", results.town_laboratory, _anybody, 6),
    ("line_laboratory", "biologie", results.line_laboratory, _anybody, 4),
    ("block_laboratory", "biologie", results.block_laboratory, _anybody, 4),
    ("hospital_laboratory", "biologie", results.hospital_laboratory, _anybody, 3),
    ("transmitted", "biologie", results.transmitted, _anybody, 3),
    ("cytology", "anapath", results.cytology, _grown, 3),
)
IMAGING = (
    ("ultrasound", "imagerie", results.ultrasound, _anybody, 4),
    ("scanner", "imagerie", results.scanner, _anybody, 4),
    ("radiography", "imagerie", results.radiography, _anybody, 4),
    ("vessels", "imagerie", results.vessels, _grown, 2),
)
HOSPITAL = (
    ("stay", "hospitalisation", care.stay, _anybody, 4),
    ("day_clinic", "hospitalisation", care.day_clinic, _anybody, 2),
    ("casualty", "urgences", care.casualty, _anybody, 3),
    ("operation", "operatoire", care.operation, _grown, 2),
    ("anaesthesia", "courrier", care.anaesthesia, _anybody, 2),
)
OTHERS = (
    ("physiotherapist", "kine", care.physiotherapist, _anybody, 3),
    ("nurse", "courrier", care.nurse, _grown, 2),
    ("prescription", "ordonnance", care.prescription, _anybody, 3),
    ("certificate", "certificat", care.certificate, _anybody, 2),
    ("pharmacist", "courrier", care.pharmacist, _grown, 2),
    ("agreement", "administratif", care.agreement, _grown, 3),
    ("nursing_home", "courrier", care.nursing_home, _old, 10),
)
FAMILIES = (LETTERS, BIOLOGY, IMAGING, HOSPITAL, OTHERS)
_SHARES = (40, 25, 15, 10, 10)
TWO = (
    ("pair_letter", "courrier", care.pair_letter),
    ("two_sheets", "biologie", care.two_sheets),
)
NOBODY = (("circular", "courrier", care.circular), ("statement", "administratif", care.statement))


class WeekMaker(OtherMaker):
    """Makes the documents of the third pack."""

    mark = "D"

    def letter(self, number):
        """Return the document of that number; always the same one."""
        rng = random.Random(f"week {self._seed} {number}")
        doc_id = f"{self.mark}{number:05d}"
        draw = rng.random()
        if draw < _TWO:
            return self._two(rng, doc_id)
        if draw < _NOBODY:
            return self._nobody(rng, doc_id)
        reason = rng.choice(OUTSIDE) if draw < _OUTSIDE else ""
        return self._one(rng, doc_id, self._whose(rng, reason), reason)

    def _whose(self, rng, reason):
        """Older people receive more mail."""
        while True:
            special = rng.random() < 0.08
            who = rng.choice(self._special if special else self._town.people)
            if reason:
                who = outsider(rng, self._town, reason)
            newborn = (TODAY - who.born).days < _YOUNGEST
            if not newborn and rng.random() < 0.25 + who.age / 100:
                return who

    def _one(self, rng, doc_id, who, reason):
        setting = self._setting(rng, who)
        family = rng.choices(FAMILIES, _SHARES)[0]
        fitting = [one for one in family if one[3](who)]
        name, kind, layout, _, _ = rng.choices(fitting, [one[4] for one in fitting])[0]
        sheet = layout(setting)
        proven = setting.proof in PROVEN and not setting.misspelt and not self._has_double(who)
        truth = Truth(
            doc_id,
            NONE if reason else AUTO if proven else REVIEW,
            () if reason else (who.id,),
            kind,
            setting.day,
            name,
            setting.written_as,
            reason,
            who.tag,
        )
        return Letter(truth, tuple(sheet.pages))

    def _setting(self, rng, who):
        return scene(rng, self._town, who, made=WeekScene, proofs=PROOFS, forms=DATE_FORMS)

    def _two(self, rng, doc_id):
        who = rng.choice(self._related or self._town.people)
        kin = [self._town.by_id(number) for number in who.kin if number != who.id]
        other = rng.choice(kin or self._town.people)
        while other.id == who.id:
            other = rng.choice(self._town.people)
        older, younger = sorted((who, other), key=lambda one: one.born)
        setting = self._setting(rng, younger)  # both are born on the day of the document
        name, kind, layout = rng.choice(TWO)
        sheet = layout(setting, older)
        both, why = (younger.id, older.id), "plusieurs_patients"
        truth = Truth(doc_id, REVIEW, both, kind, setting.day, name, setting.form, why)
        return Letter(truth, tuple(sheet.pages))

    def _nobody(self, rng, doc_id):
        setting = self._setting(rng, outsider(rng, self._town, "inconnu"))
        name, kind, layout = rng.choice(NOBODY)
        sheet = layout(setting)
        truth = Truth(doc_id, NONE, (), kind, setting.day, name, "", "sans_patient")
        return Letter(truth, tuple(sheet.pages))
