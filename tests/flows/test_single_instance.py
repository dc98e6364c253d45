"""One window for one data folder."""

from ui.single_instance import SingleInstance


def test_a_second_start_brings_the_first_window_forward(qtbot, tmp_path):
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.take()
    first.listen()
    assert not second.take()
    with qtbot.waitSignal(first.wanted):
        assert second.call_first()
    first.release()
    assert second.take()
    second.release()
    first.deleteLater()


def test_another_folder_is_another_window(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
    assert one.take()
    assert other.take()
    one.release()
    other.release()


def test_a_first_window_that_does_not_answer_is_said_so(tmp_path):
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.take()
    assert not second.take()
    assert not second.call_first()
    first.release()
