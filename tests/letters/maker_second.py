"""The second pack of documents: other layouts, phrases and names over the same sort of village."""

from datetime import timedelta

from tests.letters import layouts_second_letters as letters
from tests.letters import layouts_second_others as others
from tests.letters import layouts_second_sheets as sheets
from tests.letters.maker import Maker
from tests.letters.people import TODAY, outsider
from tests.letters.scene import PROVEN, scene
from tests.letters.scene_second import DATE_FORMS, PROOFS, OtherScene
from tests.letters.truth import AUTO, NONE, REVIEW, Letter, Truth

_LATEST_BIRTH = TODAY - timedelta(days=30)
_ADULT, _WORKING, _OLD, _CHILD = 18, 65, 70, 15


def _anybody(_who):
    return True


def _grown(who):
    return who.age >= _ADULT


def _old(who):
    return who.age >= _OLD


def _at_work(who):
    return _ADULT <= who.age < _WORKING


def _fertile(who):
    return who.sex == "F" and 19 <= who.age < 44


def _screened(who):
    return who.sex == "F" and 50 <= who.age < 76


def _child(who):
    return who.age < _CHILD


def _young(who):
    return 6 <= who.age < 60


LAYOUTS = (
    ("teleexpertise", "courrier", letters.teleexpertise, _anybody),
    ("dialysis", "courrier", letters.dialysis, _grown),
    ("maternity", "hospitalisation", letters.maternity, _fertile),
    ("ent", "courrier", letters.ent, _anybody),
    ("sleep", "courrier", letters.sleep, _grown),
    ("rehabilitation", "hospitalisation", letters.rehabilitation, _grown),
    ("entitlement", "administratif", letters.entitlement, _grown),
    ("optician", "ordonnance", letters.optician, _anybody),
    ("paediatric_emergency", "urgences", sheets.paediatric_emergency, _child),
    ("occupational", "certificat", sheets.occupational, _at_work),
    ("tumour_board", "courrier", sheets.tumour_board, _grown),
    ("transfer", "courrier", sheets.transfer, _old),
    ("medication_review", "courrier", sheets.medication_review, _old),
    ("rescue", "urgences", sheets.rescue, _grown),
    ("bacteriology", "biologie", sheets.bacteriology, _anybody),
    ("physiotherapy_end", "kine", sheets.physiotherapy_end, _grown),
    ("home_care", "courrier", sheets.home_care, _grown),
    ("sports", "certificat", sheets.sports, _young),
    ("mammography", "imagerie", sheets.mammography, _screened),
    ("device", "courrier", sheets.device, _grown),
)
TWO = (
    ("couple", "courrier", others.couple),
    ("two_pages", "biologie", others.two_pages),
    ("round_list", "courrier", others.round_list),
)
NOBODY = (
    ("meeting", others.meeting),
    ("duty_roster", others.duty_roster),
    ("blank_form", others.blank_form),
)


_WEIGHTS = {_old: 8, _screened: 6, _fertile: 4, _child: 3, _at_work: 2}


class OtherMaker(Maker):
    """Makes the documents of the second pack."""

    mark = "C"

    def __init__(self, town, seed):
        super().__init__(town, seed)
        self._born = {}
        for one in town.people:
            self._born.setdefault(one.born, []).append(one)

    def _one(self, rng, doc_id, who, reason):
        while reason and who.born > _LATEST_BIRTH:
            who = outsider(rng, self._town, reason)
        setting = self._setting(rng, who)
        fitting = [one for one in LAYOUTS if one[3](who)]
        weights = [_WEIGHTS.get(one[3], 1) for one in fitting]
        name, kind, layout, _ = rng.choices(fitting, weights)[0]
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

    def _has_double(self, who):
        """Tell whether another patient shares a family name, a first name and the birth date."""
        names = {who.birth_name, who.used_name} - {""}
        firsts = {who.first, *who.first_names}
        return any(
            names & {one.birth_name, one.used_name} and firsts & {one.first, *one.first_names}
            for one in self._born.get(who.born, ())
            if one.id != who.id
        )

    def _setting(self, rng, who):
        return scene(rng, self._town, who, made=OtherScene, proofs=PROOFS, forms=DATE_FORMS)

    def _two(self, rng, doc_id):
        who = rng.choice(self._related or self._town.people)
        kin = [self._town.by_id(number) for number in who.kin if number != who.id]
        other = rng.choice(kin if kin and rng.random() < 0.7 else self._town.people)
        while other.id == who.id:
            other = rng.choice(self._town.people)
        setting = self._setting(rng, who)
        name, kind, layout = rng.choice(TWO)
        sheet = layout(setting, other)
        both = (who.id, other.id)
        why = "plusieurs_patients"
        truth = Truth(doc_id, REVIEW, both, kind, setting.day, name, setting.form, why)
        return Letter(truth, tuple(sheet.pages))

    def _nobody(self, rng, doc_id):
        setting = self._setting(rng, outsider(rng, self._town, "inconnu"))
        name, layout = rng.choice(NOBODY)
        sheet = layout(setting)
        truth = Truth(doc_id, NONE, (), "courrier", setting.day, name, "", "sans_patient")
        return Letter(truth, tuple(sheet.pages))
