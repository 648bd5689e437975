"""An assessment as Markdown, and as the few lines that a conversation has room for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from assistant.eligibility import wording
from assistant.eligibility.assessment import Assessment
from assistant.eligibility.matching import Verdict
from assistant.eligibility.sections import GROUPS, Point, Section, clause_of, group_of, paper, question_lines, warning_lines
from assistant.messages import Language, text

__all__ = ["as_markdown", "as_text_short", "question_lines", "short_lines"]

_SIGNS = re.compile(r"([\\`*_<>#~\[\]|])")
_MOST = 8


def as_markdown(assessment: Assessment, language: Language) -> str:
    """The whole of it, as somebody at a counter hands it out."""
    p = paper(assessment, language)
    blocks = [f"# {_escaped(p.title)}", _escaped(p.basis), f"## {_escaped(p.known_heading)}", _bullets(p.known)]
    blocks += [f"> **⚠** {_escaped(warning)}" for warning in p.warnings]
    for section in p.sections:
        blocks += _section(section, language)
    if p.rest:
        blocks += ["---", *map(_escaped, p.rest)]
    if p.question:
        blocks += [f"## {_escaped(p.next_heading)}", _escaped(p.question)]
    return "\n\n".join(blocks) + "\n"


def as_text_short(assessment: Assessment, language: Language, most: int = _MOST) -> str:
    """At most ``most`` points, a line each with the mark of its measure, how many more there are, and the next question."""
    lines = [f"- {line} [{v.point.provision.label}]" if v else line for line, v in short_lines(assessment, language, most)]
    question = question_lines(assessment, language)
    return "\n".join([*lines, "", *question] if question else lines)


def short_lines(assessment: Assessment, language: Language, most: int = _MOST) -> list[tuple[str, Verdict | None]]:
    """What :func:`as_text_short` shows before its question, line by line: those about a point with its verdict, whose quote bears every
    figure of the line; those of the program (what does not fit together, the place, how many more there are) without one. Points that one
    clause makes, such as the grades of an award, are one line and count as one; its verdict is that of the first."""
    shown = _shown(assessment, most)
    lines: list[tuple[str, Verdict | None]] = [(line, None) for line in warning_lines(assessment, language)]
    lines += [(_short(same, language), same[0]) for same in shown]
    told = {v.point.id for same in shown for v in same}
    left = Counter(g for v in assessment.verdicts if v.point.id not in told and (g := group_of(v)) is not None)
    counted = [text(f"eligibility.short.count.{g}", language, count=left[g]) for g in GROUPS if left[g]]
    if counted:
        what = ("、" if language == "zh" else ", ").join(counted)
        lines.append((text("eligibility.short.more", language, what=what), None))
    elif not shown:
        lines.append((text("eligibility.short.nothing", language), None))
    return lines


def _shown(assessment: Assessment, most: int) -> list[list[Verdict]]:
    """Some of each kind that a reader wants: what can be had; what the profile speaks to, by its facts or needs; what names its kind of
    organisation; what may be had; then the rest; with them the penalties that apply, or would take away what is within reach. Points that
    one clause makes are together."""
    warned = [[v] for v in assessment.verdicts if _applies(v)][:most]
    found = [(g, v) for v in assessment.verdicts if (g := group_of(v)) is not None and _is_shown(v, assessment) and not _applies(v)]
    found.sort(key=lambda pair: GROUPS.index(pair[0]))
    runs = [[v for _, v in same] for _, same in groupby(found, key=lambda pair: (pair[0], _state(pair[1]), clause_of(pair[1])))]
    chosen: list[int] = []
    for wanted, share in _SHARES:
        picked = [i for i, run in enumerate(runs) if i not in chosen and any(wanted(v, assessment) for v in run)]
        chosen += picked[: max(0, min(share, most - len(warned) - len(chosen)))]
    near = {i for i in chosen if any(assessment.answers_need(v) or assessment.speaks_to(v) for v in runs[i])}
    shown = [runs[i] for i in sorted(chosen, key=lambda i: (runs[i][0].overall != "eligible", i not in near, i))]
    within_reach = {v.point.id for i in chosen for v in runs[i] if v.overall == "eligible" or assessment.speaks_to(v)}
    return shown + warned + [[v] for v in assessment.warnings if v.overall == "possible" and within_reach.intersection(v.point.record.bars)]


def _may_be_had(v: Verdict, assessment: Assessment) -> bool:
    return v.overall == "possible" and v.point.record.nature == "entitlement"


_SHARES: tuple[tuple[Callable[[Verdict, Assessment], bool], int], ...] = (
    (lambda v, _: v.overall == "eligible", 4),
    (lambda v, assessment: assessment.answers_need(v), 4),
    (lambda v, assessment: assessment.speaks_to(v), 2),
    (_may_be_had, 1),
    (lambda v, assessment: assessment.names(v), 2),
    (_may_be_had, 1),
    (lambda v, assessment: assessment.names(v), 400),
    (lambda _v, _a: True, 400),
)


def _applies(v: Verdict) -> bool:
    return v.point.record.nature == "penalty" and v.overall == "concerns"


def _is_shown(v: Verdict, assessment: Assessment) -> bool:
    """Whether the point is for whoever asks; while that is open, entitlements, and what the profile speaks to."""
    if v.overall != "possible":
        return v.overall in ("eligible", "concerns")
    return v.point.record.nature == "entitlement" or (assessment.speaks_to(v) and v.point.record.nature != "penalty")


def _state(v: Verdict) -> str:
    """What an entitlement hangs on, in the words of the messages."""
    required = wording.requirements_of(v)
    unknown = [r for r in required if r.outcome == "unknown"]
    if unknown:
        return "excluded" if all(r.negated for r in unknown) else "unknown"
    if any(r.outcome == "open" for r in required):
        return "open"
    return "outside_unknown" if v.outside is None else "outside"


def _short(same: Sequence[Verdict], language: Language) -> str:
    first = same[0]
    between = "、" if language == "zh" else ", "
    title, word = between.join(wording.title_of(v, language) for v in same), first.point.record.word
    group, nature = group_of(first), first.point.record.nature
    if group in ("services", "directions"):
        line = text(f"eligibility.short.{group}", language, title=title, word=word)
        return line if first.overall == "concerns" else _hinging(line, same, language)
    if group == "mind":
        return text(f"eligibility.short.{'penalty' if nature == 'penalty' else 'duty'}", language, title=title, word=word)
    amounts = between.join(dict.fromkeys(v.point.record.amount.text for v in same if v.point.record.amount)) if len(same) == 1 else ""
    amount = text("eligibility.short.amount", language, amount=amounts) if amounts else ""
    if group == "eligible":
        return text("eligibility.short.eligible", language, title=title, word=word, amount=amount)
    state = _state(first)
    if state in ("outside", "outside_unknown"):
        return text(f"eligibility.short.{state}", language, title=title, amount=amount)
    wanted = "open" if state == "open" else "unknown"
    words = dict.fromkeys(wording.quoted(r.condition) for v in same for r in wording.requirements_of(v) if r.outcome == wanted)
    return text(f"eligibility.short.{state}", language, title=title, what=between.join(words), amount=amount)


def _hinging(line: str, same: Sequence[Verdict], language: Language) -> str:
    """The line, and on which of the text's words it hangs."""
    left = [r for v in same for r in wording.requirements_of(v) if r.outcome in ("unknown", "open")]
    between = "、" if language == "zh" else ", "
    return text(
        "eligibility.short.perhaps", language, line=line, what=between.join(dict.fromkeys(wording.quoted(r.condition) for r in left))
    )


def _section(section: Section, language: Language) -> Iterator[str]:
    yield f"## {_escaped(section.heading)}"
    if section.points:
        yield _escaped(section.lead)
    for point in section.points:
        yield from _point(point, language)
    if section.brief:
        yield _escaped(section.perhaps)
        yield _bullets(section.brief)


def _point(point: Point, language: Language) -> Iterator[str]:
    yield f"### {_escaped(('、' if language == 'zh' else '; ').join(point.titles))}"
    yield f"> {_escaped(text('eligibility.quoted', language, quote=point.quote, label=point.source))}"
    lines = []
    if point.still:
        what = ("；" if language == "zh" else "; ").join(point.still)
        lines.append(f"- **{_escaped(text('eligibility.still', language, what=what))}**")
    lines += [f"- {_escaped(line)}" for line in point.lines]
    if point.conditions:
        lines.append(f"- {_escaped(point.conditions_heading)}")
        lines += [f"  - {_escaped(line)}" for line in point.conditions]
    yield "\n".join(lines)


def _bullets(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {_escaped(line)}" for line in lines)


def _escaped(words: str) -> str:
    return _SIGNS.sub(r"\\\1", words)
