"""The report as one HTML file that needs nothing else: no network, no script, no font.

``page.html.j2`` is its text, ``page.css`` its look, :mod:`evals.reporting.charts` draws its figures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals.comparison import ALPHA
from evals.gates import unnamed_told
from evals.gold_schema import CATEGORIES, SUITES
from evals.reporting.charts import both, change_bar, latencies, moment, rate_bar, risk_coverage, trend
from evals.reporting.summary import between, bound, count, percent, sentence, shown
from evals.statistics import wilson

FOLDER = Path(__file__).parent
LONGEST = 20_000
"""Bytes of a trace or an answer that are shown."""
SUITES_ARE = {
    "core": "Written here, from the text of the policy.",
    "independent": "Written by people who had seen the policy alone.",
    "adversarial": "Built by rule to mislead: changed figures, bodies and measures, hidden instructions.",
    "carried": "Questions of these behind and before what people put around them; drawn anew each day.",
    "dialogue": "Turns of whole conversations, each asked with what was really answered before.",
    "letters": "Whole letters, drafted; one passes when it could be sent.",
}
KINDS = {"hard": "hard rule", "limit": "limit", "floor": "floor", "canary": "canary", "regression": "regression"}
ABSTENTION = ("off-topic declined", "not-covered declined", "false refusals", "abstention precision", "abstention recall")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_CHINESE = re.compile("[\u3400-\u9fff]")


def render(data: dict[str, Any]) -> str:
    """What :func:`evals.reporting.data.report_data` gave, as a page. What cannot be seen in a text is shown by its number: ``⟨U+202E⟩``."""
    env = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.filters |= {"percent": percent, "between": between, "points": points, "value": value, "count": count}
    env.filters |= {"cut": cut, "pretty": pretty, "lang": language, "when": when}
    return env.get_template("page.html.j2").render(_page(legible(data)))


def _page(data: dict[str, Any]) -> dict[str, Any]:
    """What the template is filled with."""
    failures = _failures(data)
    breaches = _breaches(data)
    groups = _groups(data)
    figures = {figure["name"]: figure for figure in data["figures"]}
    comparison = _compared(data["comparison"])
    changes = {change["name"]: change for change in comparison["changes"]} if comparison else {}
    config = data["run"]["config"]
    nights = [night for night in data["history"] if night.get("config", config) == config]
    return data | {
        "groups": groups,
        "every": groups[-1],
        "suites": [group for group in groups[:-1] if group["category"] == "all"],
        "suites_are": SUITES_ARE,
        "broken": [_check(check, data) for check in data["checks"] if not check["kept"]],
        "held": [_check(check, data) for check in data["checks"] if check["kept"]],
        "comparison": comparison,
        "metrics": [{**figure, "changed": changes.get(figure["name"])} for figure in data["figures"]],
        "abstention": [_proportion(figures[name]) for name in ABSTENTION if name in figures],
        "refused": [f for f in failures if _refused(f)],
        "aurc": figures.get("AURC", {}).get("value"),
        "charts": {
            "risk": both(lambda width: risk_coverage(data["risk_coverage"], width)),
            "times": both(lambda width: latencies(data["latencies"], width)),
            "trend": both(lambda width: trend(_with_this(nights, data), width)),
        },
        "nights": len(_with_this(nights, data)),
        "other_nights": len(data["history"]) - len(nights),
        "failures": _by_group(failures, groups),
        "breaches": breaches,
        "listed": {anchor("f", f["suite"]) for f in failures} | {anchor("f", f"{f['suite']}/{f['category']}") for f in failures},
        "by_suite": _by_suite(data),
        "anchors": {answer["id"]: answer["anchor"] for answer in reversed([*failures, *breaches])},
        "questions": {failure["id"]: failure["question"] for failure in failures},
        "counts": {state: sum(f["state"] == state for f in failures) for state in ("new", "known", "apart")} | {"all": len(failures)},
    }


def _check(check: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    seen, allowed, _ = shown(check, data)
    words = "" if check["kept"] else sentence(check, data)
    return check | {
        "kind_is": KINDS[check["kind"]],
        "seen": seen,
        "allowed": allowed,
        "sentence": words,
        "unnamed_told": ", ".join(unnamed_told(check["unnamed"])),
        "group": anchor("f", check["name"]),
    }


def _groups(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The groups with the floor that holds for them, the baseline's rate where it is known, and a bar."""
    floors = {check["name"]: bound(check) for check in data["checks"] if check["kind"] == "floor"}
    baseline = data["baseline"] or {}
    night: dict[str, Any] = next((n for n in data["history"] if n["run"] == baseline.get("run")), {})
    before = baseline.get("accuracy") or night.get("accuracy") or {}
    groups = []
    for group in data["groups"]:
        name = group["suite"] if group["category"] == "all" else f"{group['suite']}/{group['category']}"
        floor = floors.get(name)
        bar = rate_bar(group["rate"], group["interval"], floor)
        kept = None if floor is None else group["rate"] >= floor
        groups.append(
            {
                **group,
                "name": name,
                "floor": floor,
                "kept": kept,
                "before": _rate(before.get(name)),
                "bar": bar,
                "anchor": anchor("f", name),
            }
        )
    return groups


def _by_suite(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Each figure with its values in the suites; none where one suite alone was asked."""
    suites = data["by_suite"].values()
    return [
        {"name": f["name"], "of": [{"value": of[f["name"]][0], "n": of[f["name"]][1], "percent": f["percent"]} for of in suites]}
        for f in (data["figures"] if len(suites) > 1 else [])
    ]


def _rate(told: Any) -> float | None:
    """A rate that is told as such or as passed and asked; None where it is not told."""
    if isinstance(told, list | tuple):
        return told[0] / told[1] if told[1] else None
    return told if isinstance(told, int | float) else None


def _compared(comparison: dict[str, Any] | None) -> dict[str, Any] | None:
    """The comparison with a word for each change; those that changed nothing apart."""
    if comparison is None:
        return None
    changes = comparison["changes"]
    reach = max((abs(end) for change in changes for end in (*change["interval"], change["change"])), default=0.0)
    told = [{**change, "word": _word(change), "bar": change_bar(change["change"], change["interval"], reach)} for change in changes]
    moved = [change for change in told if change["word"] != "unchanged"]
    return {**comparison, "changes": told, "moved": moved, "still": [change["name"] for change in told if change["word"] == "unchanged"]}


def _word(change: dict[str, Any]) -> str:
    if change["regression"]:
        return "fell" if change["real"] else "fell far, perhaps by chance"
    if change["interval"][0] > 0 and change["p_adjusted"] < ALPHA:
        return "rose"
    return "within chance" if change["change"] or any(change["interval"]) else "unchanged"


def _proportion(figure: dict[str, Any]) -> dict[str, Any]:
    """A share with the count behind it, its interval and a bar."""
    if figure["value"] is None:
        return figure | {"hits": 0, "interval": None, "bar": ""}
    hits = round(figure["value"] * figure["n"])
    interval = wilson(hits, figure["n"])
    return figure | {
        "hits": hits,
        "interval": (interval.low, interval.high),
        "bar": rate_bar(figure["value"], (interval.low, interval.high)),
    }


def _failures(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The failures, each with an anchor of its own, and whether it is *new*, *known* (it failed in the baseline too) or stands *apart*."""
    comparison = data["comparison"]
    lost = {flip["id"] for flip in comparison["lost"]} if comparison else set()
    apart = set(comparison["left_out"]) if comparison else {failure["id"] for failure in data["failures"]}
    found = []
    for failure in data["failures"]:
        state = "new" if failure["id"] in lost else "apart" if failure["id"] in apart else "known"
        found.append({**failure, "state": state, "anchor": _place(failure)})
    return found


def _breaches(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers that pass and break a rule, with the rules in place of the failures."""
    broken = [check for check in data["checks"] if not check["kept"]]
    return [
        {**answer, "state": "", "anchor": _place(answer), "failures": [f"breaks {c['name']}" for c in broken if answer["id"] in c["ids"]]}
        for answer in data["breaches"]
    ]


def _place(answer: dict[str, Any]) -> str:
    """The anchor of an answer: one for each repeat."""
    return anchor("q", answer["id"] if answer["repeat"] == 1 else f"{answer['id']}-repeat-{answer['repeat']}")


def _refused(failure: dict[str, Any]) -> bool:
    """Whether an answer was expected and none was given."""
    got = failure["got"] or {}
    return got.get("status") in ("declined", "clarify") and not {"declined", "clarify"} & set(failure["expected"]["status"])


def _by_group(failures: Sequence[dict[str, Any]], groups: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Suite by suite and category by category, in their order; groups without a failure are left out."""
    known = {(group["suite"], group["category"]): group for group in groups}
    suites = []
    for suite in SUITES:
        categories = [
            {**known[suite, category], "failures": of}
            for category in CATEGORIES
            if (of := [f for f in failures if f["suite"] == suite and f["category"] == category])
        ]
        if categories:
            suites.append({**known[suite, "all"], "categories": categories, "count": sum(len(c["failures"]) for c in categories)})
    return suites


def _with_this(nights: Sequence[dict[str, Any]], data: dict[str, Any]) -> list[dict[str, Any]]:
    """The nights, and this run where the history does not hold it yet."""
    run = data["run"]
    if any(night["run"] == run["id"] for night in nights):
        return list(nights)
    accuracy = {g["suite"] if g["category"] == "all" else f"{g['suite']}/{g['category']}": g["rate"] for g in data["groups"]}
    return [*nights, {"run": run["id"], "started": run["started"], "kept": data["kept"], "accuracy": accuracy}]


def legible(value: Any) -> Any:
    """``value`` with everything in its texts that is not seen (control characters, direction marks, halves of pairs) written out."""
    if isinstance(value, str):
        return _UNSEEN.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", value.replace("\r\n", "\n"))
    if isinstance(value, dict):
        return {legible(key): legible(item) for key, item in value.items()}
    return [legible(item) for item in value] if isinstance(value, list | tuple) else value


def anchor(kind: str, name: str) -> str:
    """A name for a place on the page: letters, digits, ``-`` and ``_``."""
    return f"{kind}-{re.sub(r'[^A-Za-z0-9_]+', '-', name)}"


def points(change: float) -> str:
    """A change of a share in percentage points, with its sign."""
    return "±0.0" if round(1000 * change) == 0 else f"{100 * change:+.1f}".replace("-", "−")


def value(figure: dict[str, Any]) -> str:
    """A figure as it is read: a share in per cent, another number with the digits that it bears."""
    number = figure["value"]
    if number is None or figure["percent"]:
        return percent(number)
    return f"{number:,.1f}" if abs(number) >= 10 else f"{number:.3f}" if number else "0"


def cut(text: str, where: str = "responses.jsonl") -> str:
    """``text``, or its first :data:`LONGEST` bytes and where the rest stands."""
    written = text.encode("utf-8", "replace")
    if len(written) <= LONGEST:
        return text
    begun = written[:LONGEST].decode("utf-8", "ignore")
    return f"{begun}\n… cut here: {LONGEST // 1000} of {len(written) // 1000} kB are shown; {where} of the run holds all of it."


def pretty(value: Any) -> str:
    """JSON for people."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def language(text: str) -> str:
    """The ``lang`` of a question or an answer."""
    return "zh-CN" if _CHINESE.search(text) else "en"


def when(written: object) -> str:
    """``22 November 2026, 23:48 UTC``; what cannot be read stays as it is."""
    at = moment(written)
    return f"{at.day} {at:%B %Y, %H:%M} UTC" if at else str(written)
