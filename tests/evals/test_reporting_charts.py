"""Drawings: sound XML for no, one and many points, nothing outside the frame, and the figures in words for those who do not see them."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from evals.reporting.charts import LETTER, NARROW, WIDE, both, change_bar, latencies, moment, rate_bar, risk_coverage, trend

WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])


def drawn(svg: Markup) -> etree._Element:
    """The drawing, when every place in it lies inside."""
    root = etree.fromstring(str(svg))
    _, _, width, height = map(float, root.get("viewBox").split())
    for element in root.iter():
        for name in ("x", "x1", "x2", "cx"):
            assert -0.5 <= float(element.get(name, 0)) <= width + 0.5, etree.tostring(element)
        for name in ("y", "y1", "y2", "cy"):
            assert -0.5 <= float(element.get(name, 0)) <= height + 0.5, etree.tostring(element)
    for text in root.iter("text"):
        x, wide = float(text.get("x")), LETTER * len(text.text or "")
        shift = {"end": 1.0, "middle": 0.5}.get(next((c for c in text.get("class").split() if c in ("end", "middle")), ""), 0.0)
        assert x - shift * wide >= -3 and x + (1 - shift) * wide <= width + 3, etree.tostring(text)
    return root


def night(day: int, kept: bool = True, **accuracy: float) -> dict[str, Any]:
    return {"run": f"r{day}", "started": f"2026-10-{day:02}T01:30:00+00:00", "kept": kept, "accuracy": accuracy}


def test_nothing_to_draw_is_said_once() -> None:
    for none in (both(lambda w: risk_coverage([], w)), both(lambda w: latencies([], w)), both(lambda w: trend([], w))):
        assert none.count("<p") == 1 and "<svg" not in none


@WIDTHS
def test_one_value_is_enough(width: int) -> None:
    for svg in (
        risk_coverage([(1.0, 0.0)], width),
        latencies([12.5], width),
        latencies([0.0], width),
        trend([night(1, all=1.0, core=1.0)], width),
    ):
        drawn(svg)


@WIDTHS
def test_many_values_stay_inside_the_frame(width: int) -> None:
    drawn(risk_coverage([(n / 2000, (n % 7) / 7) for n in range(1, 1001)], width))
    drawn(latencies([1.37**n for n in range(40)] * 50, width))
    drawn(trend([night(n % 28 + 1, n % 2 > 0, all=0.9, core=0.95, independent=0.9, adversarial=0.05) for n in range(60)], width))


@given(st.lists(st.floats(min_value=0, max_value=1e7), min_size=1, max_size=40))
def test_any_times_can_be_drawn_and_every_answer_is_counted(values: list[float]) -> None:
    boxes = drawn(latencies(values)).findall("rect")
    assert len(boxes) == 30
    heights = [float(box.get("height")) for box in boxes]
    assert max(heights) > 0 and all(map(math.isfinite, heights))


@given(st.lists(st.tuples(st.floats(min_value=0.001, max_value=1), st.floats(min_value=0, max_value=1)), min_size=1, max_size=40))
def test_any_risk_can_be_drawn(points: list[tuple[float, float]]) -> None:
    drawn(risk_coverage(sorted(points)))


@WIDTHS
def test_who_does_not_see_a_drawing_is_told_the_same(width: int) -> None:
    for svg, told in (
        (risk_coverage([(0.5, 0.0), (0.8, 0.25)], width), "80.0% at 25.0%"),
        (latencies([10.0] * 19 + [500.0], width), "p50 10.0 ms, p95 10.0 ms"),
        (trend([night(1, core=0.5), night(2, False, core=0.75)], width), "2 nights; the gate was kept in 1. The last: core 75.0%."),
    ):
        root = drawn(svg)
        title, said = root.find("title"), root.find("desc")
        assert root.get("role") == "img" and title is not None and said is not None
        assert root.get("aria-labelledby").split() == [title.get("id"), said.get("id")]
        assert told in said.text


@WIDTHS
def test_labels_of_the_trend_do_not_lie_on_each_other(width: int) -> None:
    for rate in (0.9, 0.0):
        svg = trend([night(1, all=rate, core=rate, independent=rate, adversarial=rate)], width)
        heights = sorted(float(y) for y in re.findall(r'y="([\d.]+)" class="mark of-', svg))
        assert len(heights) == (4 if width == WIDE else 8)
        assert min(b - a for a, b in pairwise(heights)) > 14
        drawn(svg)


def test_a_night_that_asked_some_suites_says_nothing_of_all() -> None:
    nights = [night(1, all=0.8, core=0.9, adversarial=0.7), night(2, all=0.99, core=0.99), night(3, all=0.8, core=0.9, adversarial=0.7)]
    root = drawn(trend(nights))
    steps = {path.get("class"): path.get("d").count("L") for path in root.findall("path") if path.get("class", "").startswith("line ")}
    assert steps == {"line all": 1, "line core": 2, "line adversarial": 1}


def test_kept_and_broken_differ_in_shape_not_in_colour_alone() -> None:
    root = drawn(trend([night(1, True, core=0.9), night(2, False, core=0.9)]))
    assert len(root.findall("circle[@class='good']")) == 1 and len(root.findall("path[@class='broken']")) == 1


def test_a_night_whose_date_cannot_be_read_is_left_out() -> None:
    assert "<p" in trend([night(1, core=0.9) | {"started": "yesterday"}])
    assert moment("2026-11-22T01:30:00Z") == moment("2026-11-22T09:30:00+08:00")


def test_words_in_a_drawing_are_escaped() -> None:
    root = drawn(trend([night(1, core=0.9) | {"run": "<b>"}]))
    assert root.find(".//b") is None


def test_a_bar_shows_the_rate_the_interval_and_the_floor() -> None:
    root = etree.fromstring(str(rate_bar(0.5, (0.25, 0.75), 0.9)))
    assert [r.get("width") for r in root.findall("rect")] == ["100%", "50.00%"]
    assert root.findall("rect")[1].get("class") == "fill bad"
    assert root.find("line[@class='floor']").get("x1") == "90.00%"
    assert [line.get("x1") for line in root.findall("line[@class='whisker']")] == ["25.00%", "25.00%", "75.00%"]
    assert etree.fromstring(str(rate_bar(0.5, (0.25, 0.75)))).find("line[@class='floor']") is None


def test_a_change_stands_left_or_right_of_none() -> None:
    def at(*change: Any) -> float:
        circle = etree.fromstring(str(change_bar(*change))).find("circle")
        return float(circle.get("cx").rstrip("%"))

    assert at(-0.1, (-0.2, -0.05), 0.2) < 50 < at(0.1, (0.05, 0.2), 0.2)
    assert at(0.0, (0.0, 0.0), 0.0) == 50
