"""The ApCV: an opaque code goes to the connector and nothing of it stays."""

import logging
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.adapters.live_codes import codes_of_frame
from almapy.apcv.faults import (
    ApcvNotInstalled,
    BoxCodeShown,
    CodeTooLong,
    ConnectorMute,
    ContextOver,
    InsCodeShown,
    NobodyTold,
    NoChannel,
    NothingScanned,
)
from almapy.apcv.model import LONGEST_PAYLOAD, ApcvChannel, ApcvWay
from almapy.apcv.payload import require_apcv
from almapy.apcv.service import ApcvService
from almapy.camera.service import CameraService
from almapy.errors import AccessError, ExternalError
from almapy.settings import PostSettings
from almapy.stop import Stop
from almapy.users.model import Actor, Right, Role
from almapy.vitale.reading import Bearer, Origin, VitaleReading
from tests.core.camera_helper import PictureCamera, frame_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = b"SIMULATEUR-APCV:demo"
READING = VitaleReading(
    Origin.APCV,
    (Bearer("NESSI", "RUTH", "19770714", date(1977, 7, 14)),),
    NOW,
    certified=True,
    simulated=True,
    ends_at=NOW + timedelta(minutes=10),
)
DOCTOR = Actor(1, "ruth", "FICTIVE", "", Role.MEDECIN, frozenset({Right.IDENTITY}), "poste")
NOBODY = replace(DOCTOR, rights=frozenset())


class FixedClock:
    def __init__(self):
        self.moment = NOW

    def now(self):
        return self.moment

    def today(self):
        return self.moment.date()


class Connector:
    simulated = True

    def __init__(self, reading=READING, failure=None):
        self.reading, self.failure = reading, failure
        self.payloads = []
        self.hangs = False
        self.go_on = threading.Event()
        self.asked = threading.Event()

    def read_card(self, reader, stop):
        raise AssertionError

    def read_apcv(self, payload, stop):
        self.payloads.append(payload)
        self.asked.set()
        if self.hangs:
            self.go_on.wait(30)
        if self.failure is not None:
            raise self.failure
        return self.reading

    def read_apcv_by_nfc(self, stop):
        return self.read_apcv(b"", stop)


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture
def connector():
    one = Connector()
    yield one
    one.go_on.set()


def service(connector, clock, settings=None, camera=None, **times):
    cameras = CameraService(camera or PictureCamera(), codes_of_frame)
    given = settings or PostSettings(apcv_channel="webcam")
    return ApcvService(connector, cameras, lambda: given, clock, **times)


def test_a_scanned_code_gives_a_reading_as_a_card_does(connector, clock):
    reading = service(connector, clock).read_payload(DOCTOR, SECRET, Stop())
    assert reading == READING
    assert connector.payloads == [SECRET]


@given(st.binary(min_size=1, max_size=LONGEST_PAYLOAD))
def test_not_a_byte_of_a_code_is_changed_on_its_way(content):
    connector = Connector()
    try:
        service(connector, FixedClock()).read_payload(DOCTOR, content, Stop())
    except (InsCodeShown, BoxCodeShown):
        assert connector.payloads == []
    else:
        assert connector.payloads == [content]


@pytest.mark.parametrize("content", [b" x ", b"\r\nx\r\n", b"\x1dx\x1d", b"x\x00"])
def test_spaces_and_ends_of_lines_belong_to_the_code(connector, clock, content):
    service(connector, clock).read_payload(DOCTOR, content, Stop())
    assert connector.payloads == [content]


def test_a_post_without_the_official_component_says_so(clock):
    apcv = service(None, clock)
    assert not apcv.installed
    for read in (
        lambda: apcv.read_payload(DOCTOR, SECRET, Stop()),
        lambda: apcv.read_by_nfc(DOCTOR, Stop()),
        lambda: apcv.require_ready(DOCTOR),
    ):
        with pytest.raises(ApcvNotInstalled):
            read()


def test_what_is_too_long_or_empty_never_leaves(connector, clock):
    apcv = service(connector, clock)
    with pytest.raises(CodeTooLong):
        apcv.read_payload(DOCTOR, b"x" * (LONGEST_PAYLOAD + 1), Stop())
    with pytest.raises(NothingScanned):
        apcv.read_payload(DOCTOR, b"", Stop())
    assert connector.payloads == []


INS = b"IS010000000000000000000000S1277076322082910S21.2.250.1.213.1.4.8\x1dS3RUTH"


@pytest.mark.parametrize(
    "content",
    [
        INS,
        b"]d1" + INS,
        INS.lower(),
        "ISà&ààààààààààààààààààààààS&ééàè".encode(),
        b"IS01",
    ],
)
def test_an_ins_code_is_told_and_never_sent_to_the_connector(connector, clock, content):
    with pytest.raises(InsCodeShown):
        service(connector, clock).read_payload(DOCTOR, content, Stop())
    assert connector.payloads == []


@pytest.mark.parametrize(
    "content",
    [
        b"0103400930056202172312311030064401d21169320711901",
        b"]d20103400930056202211693207",
        b"\x1d010340093005620210ABC",
    ],
)
def test_the_code_of_a_box_is_told_and_never_sent(connector, clock, content):
    with pytest.raises(BoxCodeShown):
        service(connector, clock).read_payload(DOCTOR, content, Stop())
    assert connector.payloads == []


def test_a_link_may_be_an_apcv_since_nobody_publishes_what_one_holds():
    require_apcv(b"https://exemple.test/abc")
    require_apcv(b"0103")


def test_the_refusal_of_the_connector_is_told_in_its_words(connector, clock):
    connector.failure = ExternalError("Code refusé. Rien n'a été modifié. Affichez-en un autre.")
    with pytest.raises(ExternalError, match="Code refusé"):
        service(connector, clock).read_payload(DOCTOR, SECRET, Stop())


def test_an_agreement_that_is_over_gives_nothing(connector, clock):
    connector.reading = replace(READING, ends_at=NOW)
    with pytest.raises(ContextOver):
        service(connector, clock).read_payload(DOCTOR, SECRET, Stop())


def test_an_agreement_without_end_lasts_half_an_hour(connector, clock):
    connector.reading = replace(READING, ends_at=None, origin=Origin.OFFICIAL)
    apcv = service(connector, clock)
    reading = apcv.read_payload(DOCTOR, SECRET, Stop())
    assert reading.origin is Origin.APCV
    assert apcv.seconds_left(reading) == 1800
    clock.moment += timedelta(hours=1)
    assert apcv.seconds_left(reading) == 0


def test_a_card_has_no_end(connector, clock):
    assert service(connector, clock).seconds_left(replace(READING, ends_at=None)) is None


def test_an_answer_without_anybody_is_told(connector, clock):
    connector.reading = replace(READING, bearers=())
    with pytest.raises(NobodyTold):
        service(connector, clock).read_payload(DOCTOR, SECRET, Stop())


def test_a_connector_that_hangs_never_holds_the_program(connector, clock):
    connector.hangs = True
    stop = Stop()
    with pytest.raises(ConnectorMute):
        service(connector, clock, answer_seconds=0.1).read_payload(DOCTOR, SECRET, stop)
    assert stop.asked


def test_waiting_for_a_telephone_can_be_given_up(connector, clock):
    connector.hangs = True
    apcv, stop, ended = service(connector, clock), Stop(), []
    worker = threading.Thread(target=lambda: ended.append(apcv.read_by_nfc(DOCTOR, stop)))
    worker.start()
    assert connector.asked.wait(5)
    stop.ask()
    worker.join(5)
    assert ended == [None]


def test_a_telephone_on_the_nfc_reader_gives_a_reading(connector, clock):
    assert service(connector, clock).read_by_nfc(DOCTOR, Stop()) == READING


def test_the_channel_is_that_of_the_post_and_nonsense_is_none(connector, clock):
    for chosen, channel in (
        ("webcam", ApcvChannel.WEBCAM),
        ("douchette", ApcvChannel.SCANNER),
        ("nfc", ApcvChannel.NFC),
    ):
        apcv = service(connector, clock, PostSettings(apcv_channel=chosen, camera=2))
        assert apcv.require_ready(DOCTOR) == ApcvWay(channel, 2)
    for chosen in ("", "fax"):
        with pytest.raises(NoChannel):
            service(connector, clock, PostSettings(apcv_channel=chosen)).require_ready(DOCTOR)


def test_a_telephone_held_before_the_webcam_is_seen(connector, clock):
    camera = PictureCamera(frame_of(SECRET))
    apcv = service(connector, clock, camera=camera)
    assert apcv.code_scan(DOCTOR, 4).run().content == SECRET
    assert camera.number == 4


def test_who_may_not_see_identities_reads_no_apcv(connector, clock):
    apcv = service(connector, clock)
    for gesture in (
        lambda: apcv.read_payload(NOBODY, SECRET, Stop()),
        lambda: apcv.read_by_nfc(NOBODY, Stop()),
        lambda: apcv.code_scan(NOBODY, 0),
        lambda: apcv.require_ready(NOBODY),
    ):
        with pytest.raises(AccessError):
            gesture()
    assert connector.payloads == []


def test_nothing_of_a_code_reaches_a_log_or_a_message(connector, clock, caplog):
    caplog.set_level(logging.DEBUG)
    connector.failure = ExternalError("Refusé. Rien n'a changé. Recommencez.")
    with pytest.raises(ExternalError) as told:
        service(connector, clock).read_payload(DOCTOR, SECRET, Stop())
    assert "SIMULATEUR" not in caplog.text
    assert "SIMULATEUR" not in repr(told.value)


def test_the_telephone_of_the_demo_is_read_as_a_real_one_would_be(clock):
    from almapy.demo.telephone import TelephoneCamera
    from almapy.demo.vitale import DemoVitale

    cameras = CameraService(lambda _number: TelephoneCamera(clock), codes_of_frame)
    apcv = ApcvService(
        DemoVitale(clock, lambda: ()),
        cameras,
        lambda: PostSettings(apcv_channel="webcam"),
        clock,
    )
    code = apcv.code_scan(DOCTOR, 0).run()
    reading = apcv.read_payload(DOCTOR, code.content, Stop())
    assert reading.simulated
    assert reading.bearers
    clock.moment += timedelta(minutes=6)
    with pytest.raises(ExternalError, match="expiré"):
        apcv.read_payload(DOCTOR, code.content, Stop())
