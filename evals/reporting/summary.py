"""A run in words: one line for a chat, and a sentence for a check."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

LONGEST = 400
NAMED = 3
"""Broken checks that the line names."""
_SHARE = re.compile(r"[01]\.\d{3}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def one_line(data: dict[str, Any]) -> str:
    """What :func:`evals.reporting.data.report_data` gave, in one line of at most :data:`LONGEST` characters."""
    run, every = data["run"], data["groups"][-1]
    low, high = every["interval"]
    told = f"{'PASS' if data['kept'] else 'FAIL'} {run['config']} {str(run['started'])[:10]}: "
    told += f"accuracy {every['rate']:.3f} ({every['passed']}/{every['n']}; {low:.3f}–{high:.3f})"
    told += "".join(f", {group['suite']} {group['rate']:.3f}" for group in data["groups"][:-1] if group["category"] == "all")
    broken = [_short(check) for check in data["checks"] if not check["kept"]]
    if broken:
        told += "; broke: " + ", ".join(broken[:NAMED]) + (f", +{len(broken) - NAMED}" if len(broken) > NAMED else "")
    if comparison := data["comparison"]:
        counts = comparison["counts"]
        told += f"; +{counts['won']}/−{counts['lost']} against {(data['baseline'] or {}).get('run') or 'the baseline'}"
    told = " ".join(told.split())
    return told if len(told) <= LONGEST else told[: LONGEST - 1] + "…"


def _short(check: dict[str, Any]) -> str:
    """A broken check in a few words."""
    if check["kind"] == "canary":
        return f"canary {check['name']}"
    if check["kind"] == "regression" and check["name"] == "baseline":
        return "no baseline" if check["seen"] == "none" else "too few questions compared"
    return f"{check['name']} {check['seen'].partition(' (')[0][:40]}"


def sentence(check: dict[str, Any], data: dict[str, Any]) -> str:
    """A check that was not kept, told to somebody who does not know the rules; it follows the name of the check."""
    seen, allowed, interval = shown(check, data)
    match check["kind"]:
        case _ if seen == "no such figure":
            return "is not measured any more, so this rule guards nothing."
        case _ if seen == "no questions":
            return f"was not asked a single question; required: {allowed}."
        case "hard" if check["name"] == "off-topic answered":
            return f"{seen} of {check['n']} questions on other topics were answered; allowed: {allowed}."
        case "hard":
            broke = count(len(check["ids"]) + len(check["unnamed"]), "answer")
            return f"is {seen} over {check['n']:,} answers; required: {allowed}. {broke} broke it."
        case "limit":
            return f"is {seen}{interval} over {check['n']:,} questions; allowed: {allowed}."
        case "floor":
            return f"reaches {seen} over {count(check['n'], 'answer')}{interval}; required: {allowed}."
        case "canary":
            return f"must always pass, and does not: {seen}."
        case "regression" if check["name"] == "baseline":
            told = "is missing, so nothing can be compared" if seen == "none" else f"covers too little: {seen}"
            return f"{told}; required: {allowed}."
        case _:
            return f"fell: {seen}; allowed: {allowed}."


def shown(check: dict[str, Any], data: dict[str, Any]) -> tuple[str, str, str]:
    """What a check saw, what it allows, and its interval in brackets (empty where there is none); shares in per cent."""
    plain = any(figure["name"] == check["name"] and not figure["percent"] for figure in data["figures"])
    seen, allowed = check["seen"], check["allowed"]
    if _SHARE.fullmatch(seen) and not plain:
        seen, allowed = percent(float(seen)), _NUMBER.sub(lambda found: f"{100 * float(found.group()):g}%", allowed)
    interval = check["interval"]
    return seen, allowed, f" ({between(interval)})" if interval and not plain else ""


def bound(check: dict[str, Any]) -> float | None:
    """The number that a floor asks for; None where the check tells none."""
    numbers = _NUMBER.findall(check["allowed"])
    return float(numbers[-1]) if check["kind"] == "floor" and numbers else None


def percent(share: float | None) -> str:
    """A share in per cent, to a tenth; never 100 for what is less, nor 0 for what is more."""
    if share is None:
        return "–"
    tenths = round(share * 1000)
    if tenths == 1000 and share < 1 - 1e-9:
        tenths = 999
    if tenths == 0 and share > 1e-9:
        tenths = 1
    return f"{tenths // 10}%" if tenths in (0, 1000) else f"{tenths / 10:.1f}%"


def between(interval: Sequence[float]) -> str:
    """``82.9–87.1%``."""
    low, high = (percent(end) for end in interval)
    return f"{low.removesuffix('%')}–{high}"


def count(n: int, noun: str) -> str:
    """``1 answer``, ``2 answers``, ``1,075 questions``."""
    return f"{n:,} {noun if n == 1 else noun + 's'}"
