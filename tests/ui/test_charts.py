"""Curves in time: read by keyboard, zoomed, said in words, and taken out as pictures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem

from almapy.trends.model import Band, Mark, Point, Series, Trend
from ui.charts.canvas import Canvas
from ui.charts.sparkline import SPARK_ROLE, Sparkline, SparklineDelegate, spark_of
from ui.charts.strip import mark_words
from ui.charts.trend_view import TrendView
from ui.theme import DARK, LIGHT, ColorMode, Theme

START = datetime(2024, 3, 14, 9, tzinfo=UTC)
PRESSURE = Series(
    "Systolique",
    "mmHg",
    (
        Point(START, 152, 94),
        Point(START + timedelta(days=200), 141, 86, "au domicile"),
        Point(START + timedelta(days=420), 132, 81),
    ),
    "Diastolique",
    0,
)
TREND = Trend(
    "Tension artérielle",
    (PRESSURE,),
    (Band(90, 140, "Systolique usuelle"),),
    (Mark("Ramipril 5 mg", date(2024, 5, 1)),),
    "pressure",
)


@pytest.fixture
def theme():
    return Theme()


@pytest.fixture
def view(qtbot, theme):
    shown = TrendView(theme)
    qtbot.addWidget(shown)
    shown.resize(900, 480)
    shown.show_trend(TREND)
    shown.show()
    qtbot.waitExposed(shown)
    QApplication.processEvents()
    return shown


def press(view, *keys):
    for key in keys:
        QTest.keyClick(view.canvas, key)


def test_the_arrows_read_the_values_aloud_and_in_words(view):
    press(view, Qt.Key.Key_Left)
    assert view.reading.text() == "08/05/2025\u00a0: 132/81\u00a0mmHg"
    press(view, Qt.Key.Key_Left)
    assert view.reading.text() == "30/09/2024\u00a0: 141/86\u00a0mmHg – au domicile"
    assert view.canvas.accessibleDescription() == view.reading.text()
    press(view, Qt.Key.Key_Home)
    assert view.reading.text().startswith("14/03/2024")
    press(view, Qt.Key.Key_Right, Qt.Key.Key_End)
    assert view.reading.text().startswith("08/05/2025")


def test_the_mouse_reads_the_nearest_value(view):
    frame = view.canvas.frame()
    view.canvas._read_near(frame.right() - frame.width() * 0.04, frame.center().y())
    assert view.reading.text().startswith("08/05/2025")
    QTest.mouseMove(view.canvas.viewport(), QPoint(2, 2))


def test_plus_zooms_and_zero_or_escape_shows_all_again(view):
    whole = view.canvas.visible_range()
    press(view, Qt.Key.Key_Plus)
    assert view.canvas.is_zoomed
    press(view, Qt.Key.Key_Escape)
    assert view.canvas.visible_range() == pytest.approx(whole)
    press(view, Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus)
    assert view.canvas.is_zoomed
    press(view, Qt.Key.Key_0)
    assert not view.canvas.is_zoomed


def test_the_same_curve_again_keeps_the_zoom_and_another_one_does_not(view):
    press(view, Qt.Key.Key_Plus)
    kept = view.canvas.visible_range()
    view.show_trend(TREND)
    assert view.canvas.visible_range() == pytest.approx(kept)
    view.show_trend(Trend("Pouls", (PRESSURE,), key="other"))
    assert not view.canvas.is_zoomed


def test_the_words_of_the_curve_name_its_unit_its_values_and_its_keys(view):
    name = view.canvas.accessibleName()
    assert name.startswith("Tension artérielle (mmHg). 3 valeurs, dernière 132/81\u00a0mmHg")
    assert "← et →" in name
    assert "Systolique" in view.legend.text()
    assert "▲" in view.legend.text()


def test_treatments_are_bars_with_their_names_and_dates(view):
    assert view.strip.isVisible()
    assert view.strip.accessibleDescription() == "Ramipril 5 mg, depuis le 01/05/2024"
    stopped = Mark("Ramipril 5 mg", date(2024, 5, 1), date(2025, 1, 2))
    assert mark_words(stopped) == "Ramipril 5 mg, du 01/05/2024 au 02/01/2025"


def test_nothing_and_a_single_value_are_said_in_words(view):
    view.show_trend(Trend("Poids", (Series("Poids", "kg", ()),)))
    assert view.reading.text() == "Aucune valeur dans ce dossier"
    view.show_trend(Trend("Poids", (Series("Poids", "kg", (Point(START, 56.5),)),)))
    assert view.reading.text() == (
        "Une seule valeur\u00a0: 14/03/2024\u00a0: 56,5\u00a0kg. La courbe commence à la deuxième"
    )
    press(view, Qt.Key.Key_Left)
    assert view.reading.text() == "14/03/2024\u00a0: 56,5\u00a0kg"


def test_axes_are_written_in_french(view):
    bottom = view.canvas.getPlotItem().getAxis("bottom")
    low, high = view.canvas.visible_range()
    (spacing, values), *_ = bottom.tickValues(low, high, 700)
    assert "07/2024" in bottom.tickStrings(values, 1, spacing)
    (spacing, values), *_ = bottom.tickValues(low, low + 5 * 86_400, 900)
    assert all(len(text) == 10 for text in bottom.tickStrings(values, 1, spacing))
    (spacing, values), *_ = bottom.tickValues(0, high, 900)
    assert "2000" in bottom.tickStrings(values, 1, spacing)
    left = view.canvas.getPlotItem().getAxis("left")
    assert left.tickStrings([36.5, 37], 1, 0.5) == ["36,5", "37"]


def test_the_curve_follows_the_dark_theme_and_its_picture_stays_light(view, theme, qapp):
    theme.apply(qapp, ColorMode.DARK)
    assert view.canvas.scheme is DARK
    image = view.picture(date(2026, 11, 21))
    assert image.pixelColor(2, 2).name().upper() == LIGHT.base
    assert view.canvas.scheme is DARK
    theme.apply(qapp, ColorMode.LIGHT)
    assert view.canvas.scheme is LIGHT


def test_a_picture_with_the_name_is_taller_than_one_without(view):
    bare, named = (view.picture(date(2026, 11, 21), name) for name in ("", "Ruth DE VINCI"))
    assert isinstance(bare, QImage)
    assert named.height() > bare.height()
    assert bare.width() > view.drawing.width() * 1.9


def test_a_thousand_values_are_drawn_with_thin_segments(view):
    points = tuple(Point(START + timedelta(days=day), 60 + day % 7) for day in range(1000))
    view.show_trend(Trend("Poids", (Series("Poids", "kg", points),)))
    items = view.canvas.getPlotItem().listDataItems()
    curves = [item.curve for item in items if hasattr(item, "curve")]
    assert [curve.opts["segmentedLineMode"] for curve in curves] == ["on"]
    assert view.grab().width() == view.width()
    assert isinstance(view.canvas, Canvas)


def test_a_sparkline_says_what_it_shows(qtbot):
    line = Sparkline()
    qtbot.addWidget(line)
    assert line.accessibleName() == "Aucune valeur"
    days = [date(2026, 1, day) for day in (5, 1, 2, 3, 4)]
    line.set_points(list(zip(days, (56, 54, 58, 55, 57), strict=True)), band=Band(50, 60, "Usuel"))
    assert line.accessibleName() == "5 valeurs, de 54 à 58, dernière 56"
    assert line.grab().width() == line.sizeHint().width()


def test_a_sparkline_grows_with_the_text(qtbot):
    line = Sparkline()
    qtbot.addWidget(line)
    before = line.sizeHint()
    font = line.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    line.setFont(font)
    assert line.sizeHint().width() > before.width() * 1.7


def test_a_list_paints_a_curve_beside_its_text(qtbot):
    view = QListWidget()
    qtbot.addWidget(view)
    view.setItemDelegate(SparklineDelegate(view))
    plain, drawn = QListWidgetItem("Poids\n56 kg"), QListWidgetItem("Poids\n56 kg")
    drawn.setData(SPARK_ROLE, spark_of([(START, 54), (START + timedelta(days=3), 56)]))
    view.addItem(plain)
    view.addItem(drawn)
    view.resize(400, 200)
    view.show()
    picture = view.viewport().grab().toImage()
    rows = [view.visualItemRect(item) for item in (plain, drawn)]
    assert picture.copy(rows[0].translated(0, 0)) != picture.copy(rows[1])
