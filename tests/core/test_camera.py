"""The webcam: bounded, let go whatever happens, and never the master of the program."""

import threading
from pathlib import Path

import pytest

from almapy.adapters.camera import OpenCvCamera
from almapy.adapters.live_codes import codes_of_frame
from almapy.camera.faults import (
    CameraAbsent,
    CameraBusy,
    CameraGone,
    CameraMute,
    CameraNotInstalled,
    NoCodeSeen,
)
from almapy.camera.ports import CodeForm, SeenCode
from almapy.camera.scan import ScanTimes
from almapy.camera.service import CameraService
from almapy.diagnose import camera_check, cps_library_check
from tests.core.camera_helper import HangingCamera, PictureCamera, frame_of

SHORT = ScanTimes(code=0.3, opening=20, frame=20, release=20)
IMPATIENT = ScanTimes(opening=0.2, frame=0.2, release=0.1)
BOTH = (CodeForm.QR, CodeForm.DATAMATRIX)
CONTENT = b"SIMULATEUR-APCV:\x00\xff 1"


def service(camera, times=SHORT):
    return CameraService(camera, codes_of_frame, times=times)


def test_a_code_held_before_the_camera_is_read_byte_for_byte_and_the_camera_let_go():
    camera = PictureCamera(frame_of(), frame_of(), frame_of(CONTENT))
    seen = service(camera, ScanTimes()).scan(2, BOTH).run()
    assert seen == SeenCode(CONTENT, CodeForm.QR)
    assert (camera.number, camera.opened, camera.closed) == (2, 1, 1)


def test_the_code_of_a_box_is_read_by_the_same_port():
    camera = PictureCamera(frame_of(b"]d2010340093005620", "DataMatrix"))
    seen = service(camera, ScanTimes()).scan(0, (CodeForm.DATAMATRIX,)).run()
    assert seen.form is CodeForm.DATAMATRIX


def test_a_form_nobody_asked_for_is_not_given():
    camera = PictureCamera(frame_of(CONTENT))
    with pytest.raises(NoCodeSeen):
        service(camera).scan(0, (CodeForm.DATAMATRIX,)).run()
    assert camera.closed == 1


def test_nothing_shown_is_given_up_and_the_camera_let_go():
    camera = PictureCamera()
    scan = service(camera).scan(0, BOTH)
    with pytest.raises(NoCodeSeen):
        scan.run()
    assert camera.closed == 1
    assert scan.frame is None
    assert not scan.holds_camera


def test_an_absent_camera_is_told_with_its_number():
    with pytest.raises(CameraAbsent) as told:
        service(PictureCamera(absent=True)).scan(3, BOTH).run()
    assert "caméra\u00a04 ne" in told.value.message
    assert told.value.retryable


def test_a_camera_pulled_out_is_told():
    camera = PictureCamera(gone_after=3)
    with pytest.raises(CameraGone):
        service(camera, ScanTimes()).scan(0, BOTH).run()
    assert camera.closed == 1


@pytest.mark.parametrize("where", ["open", "read"])
def test_a_camera_that_hangs_never_holds_the_program_and_is_let_go_later(where):
    camera = HangingCamera(at=where)
    cameras = service(camera, IMPATIENT)
    scan = cameras.scan(0, BOTH)
    with pytest.raises(CameraMute):
        scan.run()
    assert scan.holds_camera
    with pytest.raises(CameraBusy):
        cameras.scan(0, BOTH).run()
    camera.go_on.set()
    assert camera.released.wait(5)
    assert scan.released(5)
    camera.frames = [frame_of(CONTENT)]
    again = CameraService(camera, codes_of_frame).scan(0, BOTH)
    assert again.run().content == CONTENT


def test_a_driver_that_raises_anything_is_a_camera_that_does_not_answer():
    class Broken(PictureCamera):
        def read(self):
            raise MemoryError

    camera = Broken()
    with pytest.raises(CameraMute):
        service(camera).scan(0, BOTH).run()
    assert camera.closed == 1


def test_giving_up_ends_the_search_and_lets_the_camera_go():
    camera = PictureCamera()
    scan = service(camera, ScanTimes()).scan(0, BOTH)
    found = []
    worker = threading.Thread(target=lambda: found.append(scan.run()))
    worker.start()
    assert camera.filming.wait(5)
    assert scan.seconds_left > 0
    scan.give_up()
    worker.join(5)
    assert found == [None]
    assert camera.released.wait(5)


def test_a_search_given_up_before_it_began_opens_nothing():
    camera = PictureCamera()
    scan = service(camera).scan(0, BOTH)
    scan.give_up()
    assert scan.run() is None
    assert camera.opened == 0


def test_a_new_search_takes_the_camera_from_the_former_one():
    camera = PictureCamera()
    cameras = service(camera, ScanTimes())
    first = cameras.scan(0, BOTH)
    ended = []
    worker = threading.Thread(target=lambda: ended.append(first.run()))
    worker.start()
    assert camera.filming.wait(5)
    second = cameras.scan(0, BOTH)
    camera.frames = [frame_of(CONTENT)]
    assert second.run().content == CONTENT
    worker.join(5)
    assert ended == [None]
    assert camera.closed == 2


def test_closing_the_program_lets_every_camera_go():
    camera = PictureCamera()
    cameras = service(camera, ScanTimes())
    worker = threading.Thread(target=cameras.scan(0, BOTH).run)
    worker.start()
    assert camera.filming.wait(5)
    cameras.close()
    worker.join(5)
    assert camera.released.is_set()


def test_a_post_without_camera_says_so():
    """No machine has a hundredth camera: the true library is asked."""
    camera = OpenCvCamera(99)
    with pytest.raises(CameraAbsent):
        camera.open()
    camera.close()


def test_a_film_is_read_by_the_true_library(tmp_path: Path, monkeypatch):
    """OpenCV films a file as it films a camera: its frames come out as the program wants them."""
    import cv2
    import numpy as np

    from almapy.adapters import camera as adapter

    shown = frame_of(CONTENT)
    film = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 10, (640, 480))
    picture = np.frombuffer(shown.pixels, np.uint8).reshape(480, 640, 3)
    for _ in range(3):
        writer.write(picture)
    writer.release()
    monkeypatch.setattr(adapter, "_PATIENCE", 0.05)
    camera = OpenCvCamera(str(film))
    camera.open()
    frame = camera.read()
    assert (frame.width, frame.height) == (640, 480)
    assert codes_of_frame(frame) == [SeenCode(CONTENT, CodeForm.QR)]
    camera.read()
    camera.read()
    with pytest.raises(CameraGone):
        camera.read()
    camera.close()


def test_a_missing_library_is_told(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(CameraNotInstalled):
        OpenCvCamera(0).open()


def test_neither_a_frame_nor_a_code_is_shown_by_its_value():
    assert "APCV" not in repr(SeenCode(CONTENT, CodeForm.QR))
    assert "pixels" not in repr(frame_of())


def test_the_diagnosis_takes_one_picture_and_lets_the_camera_go():
    camera = PictureCamera()
    told = camera_check(camera(0))
    assert (told.ok, told.detail) == (True, "une image reçue")
    assert camera.released.wait(5)


def test_the_diagnosis_says_that_there_is_no_camera_without_calling_the_post_broken():
    told = camera_check(PictureCamera(absent=True)(2))
    assert not told.ok
    assert not told.needed
    assert "caméra\u00a03 ne" in told.remedy


def test_the_diagnosis_looks_for_the_library_of_the_cps(tmp_path):
    told = cps_library_check(str(tmp_path / "absente.so"))
    assert not told.ok
    assert told.needed
    assert "Cryptolib" in told.remedy
