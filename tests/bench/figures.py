"""What a benchmark gives: figures beside their reference and their goal, measured in turns."""

import statistics
import time
from dataclasses import dataclass, field
from functools import partial

MILLISECOND = 1000


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    The goal is the highest value allowed of the ratio, or of the measure when `on_measure`;
    without a goal the line informs only.
    """

    what: str
    measured: float
    unit: str = ""
    reference: float | None = None
    goal: float | None = None
    on_measure: bool = False
    details: dict = field(default_factory=dict)

    @property
    def ratio(self):
        return self.measured / self.reference if self.reference else None

    @property
    def kept(self):
        """None when nothing was promised."""
        if self.goal is None:
            return None
        return (self.measured if self.on_measure else self.ratio) <= self.goal

    def as_json(self):
        return {
            "what": self.what,
            "measured": self.measured,
            "unit": self.unit,
            "reference": self.reference,
            "ratio": self.ratio,
            "goal": self.goal,
            "goal_on": "measure" if self.on_measure else "ratio",
            "kept": self.kept,
            **self.details,
        }


def seconds(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def in_turns(rounds, measured, reference):
    """Return the seconds of both works at each round; who goes first changes at each.

    Each work is called with the number of the round.
    """
    taken = ([], [])
    works = (measured, reference)
    for number in range(rounds):
        for side in (0, 1) if number % 2 else (1, 0):
            taken[side].append(seconds(partial(works[side], number)))
    return taken


def against(what, taken, *, unit="ms", scale=MILLISECOND, goal=None):
    """Return the medians of two series of seconds as one line."""
    measured, reference = (statistics.median(series) * scale for series in taken)
    return Figure(what, measured, unit, reference, goal, details={"rounds": len(taken[0])})


def percentile(values, part):
    """Return the smallest value that `part` % of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * part // 100) - 1)]


def table(figures):
    """Return the lines as a person reads them."""
    head = ("", "mesure", "référence", "rapport", "but", "tenu\u00a0?")
    rows = [head, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = []
    for row in rows:
        first = row[0].ljust(widths[0])
        others = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        lines.append("  ".join((first, *others)).rstrip())
    lines.insert(1, "─" * (sum(widths) + 2 * (len(widths) - 1)))
    return "\n".join(lines)


def _cells(figure):
    ratio = figure.ratio
    return (
        figure.what,
        _with_unit(figure.measured, figure.unit),
        "" if figure.reference is None else _with_unit(figure.reference, figure.unit),
        "" if ratio is None else f"×\u00a0{ratio:.2f}".replace(".", ","),
        _goal(figure),
        {None: "", True: "oui", False: "NON"}[figure.kept],
    )


def _goal(figure):
    if figure.goal is None:
        return ""
    if not figure.goal:
        return "0"
    return f"≤\u00a0{_with_unit(figure.goal, figure.unit if figure.on_measure else '')}"


def _with_unit(value, unit):
    return f"{_number(value)}\u00a0{unit}".rstrip()


def _number(value):
    if isinstance(value, int) or value >= 100:
        return f"{value:.0f}"
    return (f"{value:.1f}" if value >= 10 else f"{value:.3g}").replace(".", ",")
