"""What boxes want of a camera: many pixels, autofocus, another one; and the box of a demo."""

import itertools
import sys
import threading
from datetime import date
from types import SimpleNamespace

import pytest

from almapy.adapters.boxes import BoxFrameReader
from almapy.adapters.camera import OpenCvCamera
from almapy.adapters.live_codes import codes_of_frame
from almapy.camera.faults import CameraGone
from almapy.camera.ports import CodeForm
from almapy.camera.scan import ScanTimes
from almapy.camera.service import CameraService
from almapy.demo.box_camera import BoxCamera
from almapy.demo.boxes import CARTON, GARDASIL, BoxBoard, demo_boxes
from almapy.gs1.box import read_box
from almapy.gs1.faults import BoxRefused
from tests.core.camera_helper import HangingCamera, PictureCamera, frame_of

TODAY = date(2026, 11, 22)
BOTH = (CodeForm.QR, CodeForm.DATAMATRIX)


class Capture:
    """What OpenCV gives for a camera: it takes what it is able to."""

    def __init__(self, *, rate=30.0, focuses=True, backend="V4L2"):
        self.rate, self.focuses, self.backend = rate, focuses, backend
        self.asked = []

    def set(self, name, value):
        self.asked.append((name, value))
        return self.focuses if name == "AUTOFOCUS" else True

    def get(self, _name):
        return self.rate

    def isOpened(self):
        return True

    def getBackendName(self):
        return self.backend

    def release(self):
        self.asked.append("released")


@pytest.fixture
def opencv(monkeypatch):
    """Put a camera in the place of those of the post."""

    def make(capture):
        named = {
            f"CAP_PROP_{name}": name
            for name in ("FOURCC", "FRAME_WIDTH", "FRAME_HEIGHT", "BUFFERSIZE", "AUTOFOCUS", "FPS")
        }
        cv2 = SimpleNamespace(
            **named,
            CAP_ANY=0,
            CAP_DSHOW=700,
            VideoCapture=lambda _number, _way: capture,
            VideoWriter=SimpleNamespace(fourcc=lambda *letters: "".join(letters)),
            setNumThreads=lambda _count: None,
            utils=SimpleNamespace(
                logging=SimpleNamespace(LOG_LEVEL_SILENT=0, setLogLevel=lambda _level: None)
            ),
        )
        monkeypatch.setitem(sys.modules, "cv2", cv2)
        camera = OpenCvCamera(0)
        camera.open()
        return camera

    return make


def test_the_largest_picture_is_asked_with_autofocus(opencv):
    capture = Capture()
    camera = opencv(capture)
    assert capture.asked[:3] == [("FOURCC", "MJPG"), ("FRAME_WIDTH", 1920), ("FRAME_HEIGHT", 1080)]
    assert ("AUTOFOCUS", 1) in capture.asked
    assert ("FRAME_WIDTH", 1280) not in capture.asked
    assert camera.has_autofocus is True


def test_a_camera_that_would_be_slow_films_smaller(opencv):
    capture = Capture(rate=5.0)
    opencv(capture)
    assert ("FRAME_HEIGHT", 720) in capture.asked


@pytest.mark.parametrize(
    ("backend", "focuses", "told"),
    [("V4L2", False, False), ("DSHOW", True, True), ("MSMF", False, None)],
)
def test_autofocus_is_told_where_the_driver_answers(opencv, backend, focuses, told):
    assert OpenCvCamera(0).has_autofocus is None
    assert opencv(Capture(focuses=focuses, backend=backend)).has_autofocus is told


def test_a_search_tells_whether_its_camera_focuses():
    camera = PictureCamera()
    camera.has_autofocus = False
    scan = CameraService(camera, codes_of_frame).scan(0, BOTH)
    assert scan.has_autofocus is None
    worker = threading.Thread(target=scan.run)
    worker.start()
    assert camera.filming.wait(5)
    assert scan.has_autofocus is False
    assert scan.seconds_looked > 0
    scan.give_up()
    worker.join(5)


def test_a_search_may_have_a_reader_a_time_and_a_camera_of_its_own():
    usual, other = PictureCamera(), PictureCamera(frame_of(b"autre"))
    cameras = CameraService(usual, lambda _frame: [])
    scan = cameras.scan(1, BOTH, read=codes_of_frame, times=ScanTimes(code=60.0), source_of=other)
    assert scan.run().content == b"autre"
    assert (other.number, usual.opened) == (1, 0)


def test_the_cameras_that_open_are_found_and_let_go():
    cameras = {0: PictureCamera(absent=True), 2: PictureCamera()}
    service = CameraService(lambda number: cameras.get(number, cameras[0])(number), codes_of_frame)
    assert service.present() == (2,)
    assert cameras[2].released.is_set()


def test_a_camera_that_films_is_not_opened_a_second_time():
    camera = PictureCamera()
    service = CameraService(camera, codes_of_frame)
    scan = service.scan(1, BOTH)
    worker = threading.Thread(target=scan.run)
    worker.start()
    assert camera.filming.wait(5)
    assert service.present([1]) == (1,)
    assert camera.opened == 1
    scan.give_up()
    worker.join(5)


def test_a_driver_that_hangs_or_breaks_is_no_camera(monkeypatch):
    from almapy.camera import service as module

    monkeypatch.setattr(module, "PATIENCE", 0.05)
    hanging = HangingCamera()
    assert CameraService(hanging, codes_of_frame).present([0]) == ()
    hanging.go_on.set()
    assert hanging.released.wait(5)

    def broken(number):
        camera = PictureCamera()
        camera.open = lambda: 1 / 0
        return camera(number)

    assert CameraService(broken, codes_of_frame).present([0]) == ()


def test_a_simulated_post_has_one_camera_and_opens_none():
    camera = PictureCamera()
    assert CameraService(camera, codes_of_frame, simulated=True).present() == (0,)
    assert camera.opened == 0


def test_every_box_of_a_demo_is_drawn_with_a_code_that_reads_back(monkeypatch):
    from almapy.demo import box_camera

    monkeypatch.setattr(box_camera, "_PAUSE", 0)
    board = BoxBoard(lambda: TODAY)
    seconds = itertools.count(0, 0.05)
    camera, read = BoxCamera(board, lambda: next(seconds)), BoxFrameReader()
    camera.open()
    found = {}
    for box in demo_boxes(TODAY):
        board.show(box.key)
        for _ in range(15):
            frame = camera.read()
        codes = read(frame)
        try:
            found[box.key] = read_box(codes[0].content, TODAY)
        except BoxRefused as refused:
            found[box.key] = refused.reason.value
    assert found.pop(CARTON) == "grouping_pack"
    assert (found[GARDASIL].lot, found[GARDASIL].expiry_raw) == ("3006440", "231231")
    assert [key for key, code in found.items() if code.is_expired(TODAY)] == [GARDASIL]
    camera.close()
    with pytest.raises(CameraGone):
        camera.read()


def test_an_empty_hand_shows_nothing(monkeypatch):
    from almapy.demo import box_camera

    monkeypatch.setattr(box_camera, "_PAUSE", 0)
    board = BoxBoard(lambda: TODAY, first="")
    seconds = itertools.count(0, 0.5)
    camera = BoxCamera(board, lambda: next(seconds))
    camera.open()
    assert {camera.read().pixels for _ in range(4)} == {camera.read().pixels}
    assert board.shown() == ""
    assert [one.key for one in board.choices()] == [one.key for one in demo_boxes(TODAY)]
