"""Drawing curves: one of 1 000 values, and a list of small ones, against bare drawing."""

from datetime import UTC, date, datetime, timedelta

from tests.bench import screen
from tests.bench.figures import Figure, against, in_turns, percentile

TITLE = "Courbes"
VALUES = 1_000
LINES = 200
ROUNDS = 30
GOAL_MS = 50
SIZE = (900, 480)


def run(_asked):
    """Give the figures; needs no base."""
    application = screen.application()
    from ui.theme import ColorMode, Theme

    theme = Theme()
    theme.apply(application, ColorMode.LIGHT)
    yield from _trend(application, theme)
    yield _sparklines()


def _trend(application, theme):
    import pyqtgraph

    from almapy.trends.model import Band, Mark, Point, Series, Trend
    from ui.charts.trend_view import TrendView

    start = datetime(2016, 1, 1, tzinfo=UTC)
    points = tuple(
        Point(start + timedelta(days=3 * day), 120 + (day * 37) % 23) for day in range(VALUES)
    )
    trend = Trend(
        "Tension artérielle",
        (Series("Systolique", "mmHg", points, decimals=0),),
        (Band(90, 140, "Systolique usuelle"),),
        tuple(Mark(f"Traitement {number}", date(2017 + number, 1, 1)) for number in range(5)),
        "bench",
    )
    xs = [point.at.timestamp() for point in points]
    ys = [point.value for point in points]
    view, bare = TrendView(theme), pyqtgraph.PlotWidget()
    for widget in (view, bare):
        widget.resize(*SIZE)
        widget.show()
    view.show_trend(trend)
    application.processEvents()

    def shown(_round):
        view.show_trend(trend)
        view.grab()

    def bare_shown(_round):
        bare.clear()
        bare.plot(xs, ys, antialias=True)
        bare.grab()

    taken = in_turns(ROUNDS, shown, bare_shown)
    yield against(f"une courbe de {VALUES} valeurs, contre pyqtgraph nu", taken, goal=8)
    painted = in_turns(ROUNDS, lambda _round: view.grab(), lambda _round: bare.grab())
    middle = percentile(painted[0], 50) * 1000
    yield Figure("la repeindre", middle, "ms", goal=GOAL_MS, on_measure=True)


def _sparklines():
    from PySide6.QtCore import QPointF, QRectF, Qt
    from PySide6.QtGui import QImage, QPainter, QPalette, QPen

    from ui.charts.sparkline import paint_spark, spark_of

    points = [(date(2026, 1, 1) + timedelta(days=day), 50 + (day * 7) % 9) for day in range(20)]
    spark, palette = spark_of(points), QPalette()
    image = QImage(100, 24, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    line = [QPointF(4 + day * 4.8, 12 + (day * 7) % 9) for day in range(20)]

    def sparks(_round):
        painter = QPainter(image)
        for _ in range(LINES):
            paint_spark(painter, QRectF(0, 0, 100, 24), spark, palette)
        painter.end()

    def bare_lines(_round):
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(Qt.GlobalColor.darkCyan, 1.4))
        for _ in range(LINES):
            painter.drawPolyline(line)
            painter.drawEllipse(line[-1], 2.4, 2.4)
        painter.end()

    return against(
        f"{LINES} petites courbes d'une liste, contre QPainter nu",
        in_turns(ROUNDS, sparks, bare_lines),
        goal=6,
    )
