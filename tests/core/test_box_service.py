"""A box before the program: which product it is, what is refused, what is asked once."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from almapy.camera.ports import CodeForm, SeenCode
from almapy.camera.scan import ScanTimes
from almapy.camera.service import CameraService
from almapy.errors import AccessError, DomainError
from almapy.gs1.checks import check_digit
from almapy.gs1.faults import BoxFault, BoxRefused
from almapy.stop import Stop
from almapy.users.model import NewAccount, Role
from almapy.vaccination.boxes import SEARCH, BoxService, choices_of
from tests.conftest import PASSWORD
from tests.core.camera_helper import PictureCamera, frame_of

SEED = b"010340093005620217231231103006440\x1d21169320711901"
SPANISH = "08470006543214"
PAINKILLER = "3400935955838"
GARDASIL = "3400930056202"


def content(gtin, *, lot="A1", expiry="291231", serial="S1"):
    return f"01{gtin}17{expiry}10{lot}\x1d21{serial}".encode()


def cip13_of(cip7):
    body = f"34009{cip7}"
    return body + check_digit(body)


class Medicines:
    """The public base of medicines, with what a test puts in it."""

    def __init__(self, **presentations):
        self.presentations = {
            one.cip13: one
            for one in (
                SimpleNamespace(
                    cip13=PAINKILLER,
                    cis="60234100",
                    label="8 comprimés",
                    speciality="DOLIPRANE 1000 mg",
                ),
                *presentations.values(),
            )
        }

    def presentation(self, cip13):
        return self.presentations.get(cip13)


class Reader:
    """A reader of frames that sees what it is told, with advice."""

    advice = SimpleNamespace(label="Rapprochez la boîte")

    def __init__(self, *contents):
        self.contents = contents

    def __call__(self, _frame):
        return [SeenCode(one, CodeForm.DATAMATRIX) for one in self.contents]


def service(application, *, medicines=None, cameras=None, seen=(), pictures=(), box_camera=None):
    return BoxService(
        application.works,
        application.vaccines,
        medicines or Medicines(),
        cameras or application.cameras,
        reader=lambda: Reader(*seen),
        pictures=lambda _data, _stop: list(pictures),
        box_camera=box_camera,
    )


@pytest.fixture
def boxes(practice):
    return service(practice.application)


def test_the_published_box_is_gardasil_9_and_expired(practice, boxes):
    box = boxes.read(practice.actor, SEED)
    assert (box.vaccine.code, box.product) == ("VAC0523", "GARDASIL 9")
    assert box.code.gtin == "03400930056202"
    assert (box.code.lot, box.code.serial) == ("3006440", "169320711901")
    assert box.code.expiry == date(2023, 12, 31)
    assert box.expired
    assert not box.told


def test_a_box_is_good_until_the_end_of_its_last_day(practice, boxes):
    today = practice.application.clock.today()

    def expiring(day):
        return boxes.read(practice.actor, content(f"0{GARDASIL}", expiry=f"{day:%y%m%d}"))

    assert not expiring(today).expired
    assert expiring(today - timedelta(days=1)).expired


def test_the_national_number_counts_before_the_product_code(practice, boxes):
    both = content(SPANISH) + b"\x1d711" + GARDASIL.encode()
    assert boxes.read(practice.actor, both).product == "GARDASIL 9"


def test_a_new_box_of_a_known_speciality_is_found_by_the_base_of_medicines(practice):
    new = cip13_of("3099999")
    found = SimpleNamespace(cip13=new, cis="65017887", label="1 seringue", speciality="GARDASIL 9")
    boxes = service(practice.application, medicines=Medicines(new=found))
    box = boxes.read(practice.actor, content(f"0{new}"))
    assert box.vaccine.code == "VAC0523"


def test_a_medicine_that_is_no_vaccine_is_named_and_not_taken_for_one(practice, boxes):
    box = boxes.read(practice.actor, content(f"0{PAINKILLER}"))
    assert (box.vaccine, box.is_vaccine, box.product) == (None, False, "DOLIPRANE 1000 mg")
    assert not box.is_unknown


def test_an_unknown_code_keeps_everything_and_is_asked_once_for_the_whole_practice(opened):
    application, doctor = opened.application, opened.actor
    boxes = service(application)
    box = boxes.read(doctor, content(SPANISH, lot="ES7", serial="0042"))
    assert box.is_unknown
    assert (box.code.gtin, box.code.lot, box.code.serial) == (SPANISH, "ES7", "0042")
    grippe = application.vaccines.catalogue().vaccine("VAC0016")
    boxes.remember(doctor, SPANISH, grippe)
    new = NewAccount("rempl", Role.REMPLACANT, "Alix", "FICTIVE", PASSWORD)
    colleague = application.accounts.create(doctor, new).at(application.post)
    told = boxes.read(colleague, content(SPANISH, lot="ES8"))
    assert (told.vaccine, told.product, told.told) == (grippe, grippe.name, True)
    other = application.vaccines.catalogue().vaccine("VAC0043")
    boxes.remember(colleague, SPANISH, other)
    assert boxes.read(doctor, content(SPANISH)).vaccine == other


def test_what_was_told_counts_before_the_base_of_medicines(practice, boxes):
    vaccine = practice.application.vaccines.catalogue().vaccine("VAC0016")
    boxes.remember(practice.actor, f"0{PAINKILLER}", vaccine)
    assert boxes.read(practice.actor, content(f"0{PAINKILLER}")).vaccine == vaccine


def test_who_may_not_write_notes_tells_no_vaccine(practice, boxes):
    new = NewAccount("secretaire", Role.SECRETAIRE, "Alix", "FICTIVE", PASSWORD)
    secretary = practice.application.accounts.create(practice.actor, new).at("poste")
    vaccine = practice.application.vaccines.catalogue().vaccine("VAC0016")
    for refused in (
        lambda: boxes.remember(secretary, SPANISH, vaccine),
        lambda: boxes.read(secretary, SEED),
        lambda: boxes.typed(secretary, SEED.decode()),
        lambda: boxes.picture(secretary, b"", Stop()),
    ):
        with pytest.raises(AccessError):
            refused()


def test_a_grouping_pack_is_refused_with_its_sentence(practice, boxes):
    with pytest.raises(BoxRefused, match="carton de groupage") as refused:
        boxes.read(practice.actor, content("13400930056209"))
    assert refused.value.reason is BoxFault.GROUPING_PACK


def test_a_code_without_separators_gives_its_readings_and_one_is_chosen(practice, boxes):
    with pytest.raises(BoxRefused) as refused:
        boxes.read(practice.actor, b"0103400930056202172912311030064402121693207")
    choices = choices_of(refused.value)
    assert len(choices) > 1
    assert boxes.known(practice.actor, choices[1]).code == choices[1]
    assert choices_of(DomainError("autre")) == ()


def test_a_scanner_on_a_french_keyboard_and_a_hand_type_the_same_box(practice, boxes):
    typed = boxes.typed(practice.actor, "(01)03400930056202(17)231231(10)3006440(21)169320711901")
    assert typed == boxes.read(practice.actor, typed.code.element_string.encode())
    azerty = str.maketrans("1234567890]d", "&é\"'(-è_çà$d")
    keys = ("]d2" + SEED.decode().replace("\x1d", "#")).translate(azerty)
    assert boxes.typed(practice.actor, keys).code.serial == "169320711901"


def test_the_first_box_of_a_picture_counts(practice):
    boxes = service(practice.application, pictures=[content("13400930056209"), SEED])
    assert boxes.picture(practice.actor, b"image", Stop()).product == "GARDASIL 9"


def test_a_picture_without_a_box_says_so(practice, boxes):
    with pytest.raises(DomainError, match="Aucun code de boîte"):
        boxes.picture(practice.actor, b"image", Stop())
    packs = service(practice.application, pictures=[content("13400930056209")])
    with pytest.raises(BoxRefused, match="groupage"):
        packs.picture(practice.actor, b"image", Stop())


def test_the_search_lasts_a_minute_and_films_what_is_simulated(practice):
    camera = PictureCamera(frame_of())
    boxes = service(practice.application, seen=[SEED], box_camera=camera)
    assert boxes.simulated
    scan = boxes.film(3)
    assert scan.run() == SeenCode(SEED, CodeForm.DATAMATRIX)
    assert camera.number == 3
    assert SEARCH.code == 60


def test_a_grouping_pack_before_the_webcam_is_told_and_the_search_goes_on(practice):
    camera = PictureCamera(frame_of())
    cameras = CameraService(camera, list, times=ScanTimes())
    boxes = service(practice.application, cameras=cameras)
    watch = boxes.watch()
    assert watch.advice == "Rapprochez la boîte"
    for seen, codes in (
        (content("13400930056209"), []),
        (b"010340093005620317231231103006440", []),
        (SEED, [SeenCode(SEED, CodeForm.DATAMATRIX)]),
    ):
        watch._read.contents = (seen,)
        assert watch(frame_of()) == codes
    assert watch.refused.reason is BoxFault.CHECK_DIGIT
    assert boxes.film(0, watch).run().content == SEED
