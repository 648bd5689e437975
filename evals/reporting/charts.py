"""Figures as drawings: values in, an SVG element out. Colours and sizes of type are the page's (``page.css``); nothing is fetched.

A drawing for a wide page and one for a phone are both made (:func:`both`), so that its letters never shrink; the page shows one of them.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from evals.gold_schema import SUITES
from evals.metrics.cost import percentile

WIDE, NARROW = 760, 350
SERIES = ("all", *SUITES)
"""Lines of the trend, by the name of the group."""
LETTER = 8.2
"""Width of a letter at most, on average over a label."""
Point = tuple[float, float]

_LINE = Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="{}"/>')
_TEXT = Markup('<text x="{:.1f}" y="{:.1f}" class="{}">{}</text>')
_PATH = Markup('<path d="{}" class="{}"/>')
_DOT = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" class="{}"/>')
_BOX = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}"/>')
_NONE = Markup('<p class="none">{}</p>')
_SVG = Markup(
    '<svg viewBox="0 0 {w} {h}" class="chart {size}" role="img" aria-labelledby="{id}-t {id}-d">'
    '<title id="{id}-t">{title}</title><desc id="{id}-d">{said}</desc>{parts}</svg>'
)
_RATE = Markup(
    '<svg class="bar" aria-hidden="true"><rect y="5" width="100%" height="8" rx="1" class="track"/>'
    '<rect y="5" width="{:.2f}%" height="8" rx="1" class="{}"/>{}{}</svg>'
)
_WHISKER = Markup(
    '<line x1="{0:.2f}%" x2="{1:.2f}%" y1="9" y2="9" class="whisker"/><line x1="{0:.2f}%" x2="{0:.2f}%" y1="6" y2="12" class="whisker"/>'
    '<line x1="{1:.2f}%" x2="{1:.2f}%" y1="6" y2="12" class="whisker"/>'
)
_MARK = Markup('<line x1="{0:.2f}%" x2="{0:.2f}%" y1="0" y2="18" class="{1}"/>')
_CHANGE = Markup('<svg class="bar" aria-hidden="true">{}{}<circle cx="{:.2f}%" cy="9" r="3.5" class="dot"/></svg>')


@dataclass(frozen=True)
class _Frame:
    """The plot inside a drawing, and the values at its edges: left and right, bottom and top."""

    width: int
    height: int
    x: Point
    y: Point
    left: float = 44
    right: float = 22
    top: float = 22
    bottom: float = 46

    def across(self, value: float) -> float:
        low, high = self.x
        return self.left + (value - low) / (high - low) * (self.width - self.left - self.right)

    def up(self, value: float) -> float:
        low, high = self.y
        return self.height - self.bottom - (value - low) / (high - low) * (self.height - self.top - self.bottom)

    def axes(self, x: Sequence[tuple[float, str]], y: Sequence[tuple[float, str]], x_name: str, y_name: str) -> list[Markup]:
        """Ticks with their words, lines across for the upright axis, and what the axes are."""
        floor, end = self.height - self.bottom, self.width - self.right
        parts = [_LINE.format(self.left, self.up(v), end, self.up(v), "grid") for v, _ in y]
        parts += [_TEXT.format(self.left - 7, self.up(v) + 4, "tick end", label) for v, label in y]
        parts += [_LINE.format(self.across(v), floor, self.across(v), floor + 5, "axis") for v, _ in x]
        parts += [_TEXT.format(self.across(v), floor + 19, "tick middle", label) for v, label in x]
        parts += [_LINE.format(self.left, floor, end, floor, "axis"), _TEXT.format(4, 11, "name", y_name)]
        return [*parts, _TEXT.format((self.left + end) / 2, self.height - 5, "name middle", x_name)]

    def drawing(self, name: str, title: str, said: str, parts: Sequence[Markup]) -> Markup:
        size = "wide" if self.width == WIDE else "narrow"
        return _SVG.format(
            w=self.width, h=self.height, size=size, id=f"{name}-{size}", title=title, said=said, parts=Markup("").join(parts)
        )


def both(draw: Callable[[int], Markup]) -> Markup:
    """A drawing for a wide page and one for a phone; where there is nothing to draw, what it says of that, once."""
    wide, narrow = draw(WIDE), draw(NARROW)
    return wide if wide == narrow else wide + narrow


def rate_bar(rate: float, interval: Point, floor: float | None = None) -> Markup:
    """A share from 0 to 1 with its interval, and a mark where the floor is. The figures stand beside it in words."""
    kept = floor is None or rate >= floor
    mark = Markup("") if floor is None else _MARK.format(100 * floor, "floor")
    return _RATE.format(100 * rate, "fill" if kept else "fill bad", _WHISKER.format(100 * interval[0], 100 * interval[1]), mark)


def change_bar(change: float, interval: Point, reach: float) -> Markup:
    """A change with its interval to the left and right of no change; ``reach`` is the change at the edges."""
    low, at, high = (50 + 46 * max(-1.0, min(1.0, value / reach)) if reach else 50.0 for value in (interval[0], change, interval[1]))
    return _CHANGE.format(_MARK.format(50, "zero"), _WHISKER.format(low, high), at)


def risk_coverage(points: Sequence[Point], width: int = WIDE) -> Markup:
    """The share of wrong answers (upwards) among the surest ones that make up a share of all questions (to the right)."""
    if not points:
        return _NONE.format("No answer was given, so there is no risk to draw.")
    reached, risk = points[-1]
    y = _ticks(0.0, max(0.02, *(r for _, r in points)))
    frame = _Frame(width, 300, (0.0, 1.0), (0.0, y[-1]))
    steps = "".join(f"V{frame.up(r):.1f}H{frame.across(c):.1f}" for c, r in points)
    start, floor = f"M{frame.across(0):.1f} {frame.up(points[0][1]):.1f}", f"V{frame.up(0):.1f}H{frame.across(0):.1f}Z"
    x = [(v / 100, f"{v}%") for v in (0, 20, 40, 60, 80, 100)]
    parts = frame.axes(x, [(v, _share(v)) for v in y], "questions answered, surest first", "wrong among the answers")
    parts += [_PATH.format(start + steps + floor, "area"), _PATH.format(start + steps, "curve")]
    parts.append(_LINE.format(frame.across(0), frame.up(risk), frame.across(reached), frame.up(risk), "even"))
    parts.append(_DOT.format(frame.across(reached), frame.up(risk), 4, "dot"))
    told = f"{'' if width == NARROW else 'all answers: '}{_share(reached, 1)} answered, {_share(risk, 1)} wrong"
    parts.append(_TEXT.format(max(frame.across(reached), LETTER * len(told)), frame.up(risk) - 11, "tick end halo", told))
    first = f"{_share(points[0][0], 1)} of the questions at a risk of {_share(points[0][1], 1)}"
    said = f"The surest answers cover {first}; all answers cover {_share(reached, 1)} at {_share(risk, 1)}."
    return frame.drawing("risk", "Risk against coverage", said, parts)


def latencies(values: Sequence[float], width: int = WIDE) -> Markup:
    """How many answers took how many milliseconds, with median and 95th percentile; logarithmic where the times differ much."""
    if not values:
        return _NONE.format("No answer was given, so no time was measured.")
    above = [v for v in values if v >= 0.001] or [1.0]
    low, high = min(above), max(above)
    log = high / low > 20
    bins = 30 if width == WIDE else 18
    first, last = (math.log10(low), math.log10(high)) if log else (0.0, high)

    def place(value: float) -> float:
        return math.log10(max(value, low)) if log else value

    counts = [0] * bins
    for value in values:
        counts[min(bins - 1, int((place(value) - first) / (last - first) * bins))] += 1
    y = _ticks(0, max(counts))
    frame = _Frame(width, 280, (first, last), (0.0, y[-1]), top=50)
    ticks = _decades(low, high, width) if log else _ticks(0, high)
    parts = frame.axes(
        [(place(v), f"{v:,g}") for v in ticks if v <= high and (v >= low or not log)],
        [(v, f"{v:g}") for v in y],
        f"milliseconds to the answer{', logarithmic' if log else ''}",
        "answers",
    )
    step = (frame.across(last) - frame.across(first)) / bins
    for number, count in enumerate(counts):
        parts.append(
            _BOX.format(frame.left + number * step + 0.5, frame.up(count), max(0.5, step - 1), frame.up(0) - frame.up(count), "fill")
        )
    marks = [(label, percentile(values, share) or 0.0) for label, share in (("p50", 0.5), ("p95", 0.95))]
    for row, (label, value) in enumerate(marks):
        at, height = frame.across(place(value)), 16.0 + 16 * row
        told = f"{label} {_ms(value)}"
        side = "end" if at + 5 + LETTER * len(told) > width else ""
        parts.append(_LINE.format(at, height - 9, at, frame.up(0), "quantile"))
        parts.append(_TEXT.format(at + (-5 if side else 5), height, f"mark halo {side}".strip(), told))
    said = (
        f"{len(values):,} answers, from {_ms(min(values))} to {_ms(high)}; "
        + ", ".join(f"{label} {_ms(value)}" for label, value in marks)
        + "."
    )
    return frame.drawing("times", "Time to the answer", said, parts)


def trend(nights: Sequence[dict[str, Any]], width: int = WIDE) -> Markup:
    """Accuracy of the suites night by night, and above it whether the gate was kept. A night has ``started``, ``kept`` and ``accuracy``."""
    dated = sorted(((at, night) for night in nights if (at := moment(night.get("started"))) is not None), key=lambda pair: pair[0])
    lines = {
        name: [(t.timestamp(), v) for t, n in dated if isinstance(v := n.get("accuracy", {}).get(name), int | float)] for name in SERIES
    }
    lines = {name: points for name, points in lines.items() if points}
    if "all" in lines:  # a night that asked some suites only says nothing of all
        whole = [(t, n["accuracy"]) for t, n in dated if all(name in n.get("accuracy", {}) for name in lines)]
        lines["all"] = [(t.timestamp(), accuracy["all"]) for t, accuracy in whole] or lines["all"][-1:]
    if not lines:
        return _NONE.format("There is no history yet.")
    times = [t.timestamp() for t, _ in dated]
    pad = (times[-1] - times[0]) * 0.02 or 43_200
    least = min(v for points in lines.values() for _, v in points)
    y = _ticks(max(0.0, math.floor(10 * least - 0.2) / 10), 1.0)
    frame = _Frame(width, 340, (times[0] - pad, times[-1] + pad), (y[0], y[-1]), right=158 if width == WIDE else 106, top=52)
    shown = (
        dated if len(dated) < 3 else [dated[round(i * (len(dated) - 1) / n)] for n in (5 if width == WIDE else 2,) for i in range(n + 1)]
    )
    days = {f"{t.day} {t:%b}": t.timestamp() for t, _ in shown}
    spaced = [(at, day) for day, at in days.items() if at == times[-1] or frame.across(times[-1]) - frame.across(at) > 48]
    parts = frame.axes(spaced, [(v, _share(v)) for v in y], "night", "accuracy")
    parts.append(_TEXT.format(frame.left - 7, 36, "tick end", "gate"))
    size = max(1.2, min(4.0, (frame.across(times[-1]) - frame.across(times[0])) / len(times) / 2.6))
    for second, (_, night) in zip(times, dated, strict=True):
        parts.append((_kept if night.get("kept") else _broken)(frame.across(second), 32, size))
    rows = 1 if width == WIDE else 2
    labels = _apart({name: frame.up(points[-1][1]) for name, points in lines.items()}, 17 * rows, frame.height - 17 * rows)
    for name, points in lines.items():
        path = "M" + "L".join(f"{frame.across(t):.1f} {frame.up(v):.1f}" for t, v in points)
        end = frame.across(points[-1][0])
        parts += [_PATH.format(path, f"line {name}"), _DOT.format(end, frame.up(points[-1][1]), 3.2, f"end-{name}")]
        words = (f"{name} {_share(points[-1][1], 1)}",) if rows == 1 else (name, _share(points[-1][1], 1))
        for row, word in enumerate(words):
            parts.append(_TEXT.format(frame.width - frame.right + 10, labels[name] + 4 + 15 * row, f"mark of-{name}", word))
    kept = sum(bool(night.get("kept")) for _, night in dated)
    last = ", ".join(f"{name} {_share(points[-1][1], 1)}" for name, points in lines.items())
    return frame.drawing("trend", "Accuracy over the nights", f"{len(dated)} nights; the gate was kept in {kept}. The last: {last}.", parts)


def moment(written: object) -> dt.datetime | None:
    """The moment that ISO 8601 names, in UTC; None where it names none."""
    try:
        at = dt.datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return at.astimezone(dt.UTC) if at.tzinfo else at.replace(tzinfo=dt.UTC)


def _kept(x: float, y: float, size: float) -> Markup:
    return _DOT.format(x, y, size, "good")


def _broken(x: float, y: float, size: float) -> Markup:
    s = size
    return _PATH.format(f"M{x - s:.1f} {y - s:.1f}L{x + s:.1f} {y + s:.1f}M{x - s:.1f} {y + s:.1f}L{x + s:.1f} {y - s:.1f}", "broken")


def _apart(wanted: dict[str, float], least: float, most: float) -> dict[str, float]:
    """Heights for labels as near as may be to those ``wanted``, none nearer than ``least`` to the next, none beyond ``most``."""
    placed: dict[str, float] = {}
    before = -math.inf
    for name, height in sorted(wanted.items(), key=lambda pair: pair[1]):
        placed[name] = before = max(height, before + least)
    for name in reversed(placed):
        placed[name] = most = min(placed[name], most)
        most -= least
    return placed


def _ticks(low: float, high: float) -> list[float]:
    """Four to eight round values from ``low`` or below to ``high`` or above."""
    span = (high - low) or 1.0
    power = 10.0 ** math.floor(math.log10(span / 4))
    step = next((factor * power for factor in (1, 2, 5, 10) if span / (factor * power) <= 6), 10 * power)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]


def _decades(low: float, high: float, width: int) -> list[float]:
    """1, 2 and 5 of every power of ten (1 alone where the room is short)."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    factors = (1, 2, 5) if len(powers) * 3 <= width / 50 else (1, 3) if len(powers) * 2 <= width / 50 else (1,)
    return [factor * 10.0**power for power in powers for factor in factors]


def _share(value: float, digits: int = 0) -> str:
    """A share in per cent; with a digit more where the whole number would lie."""
    return f"{100 * value:.{digits}f}%" if digits or abs(100 * value - round(100 * value)) < 1e-6 else f"{100 * value:.1f}%"


def _ms(value: float) -> str:
    return f"{value:,.0f} ms" if value >= 100 else f"{value:,.1f} ms"
