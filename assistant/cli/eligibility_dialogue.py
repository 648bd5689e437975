"""``assistant eligibility --ask``: question after question in the terminal, each the one from which most is learnt."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from assistant.eligibility.asking import Question
    from assistant.eligibility.assessment import Assessment
    from assistant.eligibility.profile import Profile
    from assistant.eligibility.table import PointTable

_QUIT = ("q", "quit", "/quit")


def hold_dialogue(terminal: Terminal, profile: Profile, table: PointTable) -> Profile:
    """The profile after the questions: until none is left, or the user leaves (q, Ctrl-D, Ctrl-C)."""
    from assistant.eligibility.assessment import assess
    from assistant.eligibility.rendering import question_lines

    while True:
        assessment = assess(profile, table)
        terminal.err(_counts(terminal, assessment))
        if assessment.question is None:
            terminal.err(terminal.say("eligibility.nothing_left"))
            return profile
        for line in question_lines(assessment, terminal.lang):
            terminal.err(line)
        answered = _answered(terminal, profile, assessment.question)
        if answered is None:
            return profile
        profile = answered


def _answered(terminal: Terminal, profile: Profile, question: Question) -> Profile | None:
    """The profile with the answer to ``question``; asked for again until it is understood. None when the user leaves."""
    from assistant.eligibility.reading import read_answer, read_facts

    while (line := _read(terminal)) is not None and line.lower() not in _QUIT:
        read = read_answer(line, question.attribute, question.options)
        if read.kind == "leave":
            return None
        if read.kind == "unknown":
            return profile.declining(question.attribute.id)
        facts = read_facts(line) if read.kind == "other" else read.facts
        if facts:
            return profile.with_facts(facts)
        terminal.err(terminal.say("eligibility.not_understood"))
    return None


def _counts(terminal: Terminal, assessment: Assessment) -> str:
    from assistant.eligibility.sections import group_of

    found = Counter(group_of(v) for v in assessment.verdicts)
    shown = {name: found[name] for name in ("eligible", "possible", "services", "directions", "not_met")}
    return terminal.strong(terminal.say("eligibility.counts", **shown))


def _read(terminal: Terminal) -> str | None:
    try:
        if sys.stdin.isatty():
            return input(terminal.say("eligibility.prompt")).strip()
        line = sys.stdin.readline()
        return line.strip() if line else None
    except (EOFError, KeyboardInterrupt):
        terminal.err("")
        return None
