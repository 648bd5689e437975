"""What somebody has and does: honours, rights, results, adverse record, products, income; and what they need."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from assistant.eligibility.reading.clauses import Clause
from assistant.eligibility.reading.lexicon import Token, awards, grades_of, honour, pattern, told
from assistant.eligibility.reading.said import Said

_HELD = ("honours", "rights", "results", "record")
_REASSERTED = re.compile(r"但|而是|只|不过|有|拥有|拿过|获过")
_TIME_LIMITED = re.compile(r"今年|去年|前年|(?:19|20)\d\d|this year|last year")
_OF_WHICH = re.compile(r"(?:等?行为)?的(?!获得者|获奖|得主|产品|奖[^金励]|认[定证])[\u4e00-\u9fff]{2}|[^,。]{0,4}的单位")
_ONCE = re.compile(r"(?:以前|曾经|原来|过去|之前|原先)(?:也|都|还)?是")
_YEAR = re.compile(r"(?:19|20)?\d\d年度?")
_HAS_IN_IT = re.compile(r"通过|入选|已")
_ATTACHED, _ACROSS, _CLAUSES_ON = 8, 32, 4

Stance = Literal["yes", "no", "blocked"]


def read_holdings(clauses: Sequence[Clause], anchored: bool) -> Iterator[Said]:
    """What ``clauses`` say that the speaker has. ``anchored`` where somewhere in the message the speaker is named."""
    for i, clause in enumerate(clauses):
        lapsed = _lapses_next(clause, clauses[i + 1] if i + 1 < len(clauses) else None)
        yield from _graded(clauses, i, anchored, lapsed)
        for k, token in enumerate(clause.tokens):
            for attribute in _HELD:
                if value := token.of(attribute):
                    yield from _held(clause, k, attribute, value, anchored, lapsed)
            if (value := token.of("products")) and _makes(clause, token, anchored):
                yield Said("products", value, "yes", token.start, token.end)
            if token.of("person") == "low_income" and _is_self(clause, token, anchored) and not clause.asks:
                yield Said("person", "low_income", "yes", token.start, token.end)
        yield from _no_award(clause)
        yield from _told(clause, anchored)
        yield from _needed(clause, anchored)


def _no_award(clause: Clause) -> Iterator[Said]:
    """没拿过任何奖: none of the grades of any award."""
    m = pattern("any_award").search(clause.text)
    if m is None or clause.asks or clause.subject == "other" or _TIME_LIMITED.search(clause.text):
        return
    for value in (v for award in awards() for v in grades_of(award)):
        yield Said("honours", value, "no", clause.start + m.start(), clause.start + m.end())


def _held(clause: Clause, k: int, attribute: str, value: str, anchored: bool, lapsed: bool) -> Iterator[Said]:
    token = clause.tokens[k]
    if attribute == "record" and value == "bad_faith_marks" and pattern("suffered").search(clause.text):
        return
    stance = stance_of(clause, k, attribute, anchored)
    if lapsed and attribute == "honours" and stance == "blocked" and _ONCE.search(clause.before(token)) and clause.subject != "other":
        stance = "no"
    if stance != "blocked":
        yield Said(attribute, value, "no" if lapsed else stance, token.start, token.end)


def stance_of(clause: Clause, k: int, attribute: str, anchored: bool) -> Stance:
    """Whether what the word ``k`` of ``clause`` names is said to be had, not to be had, or neither."""
    token = clause.tokens[k]
    before, after = clause.before(token), clause.after(token)
    owns = attribute == "rights" and pattern("own").search(before) is not None
    if clause.is_supposed(token) or (clause.subject_at(token.start) == "other" and not owns) or _is_of_another(clause, token):
        return "blocked"
    if pattern("pending").search(after) or (_OF_WHICH.match(after) and not owns):
        return "blocked"
    if clause.asks and not (owns or _asks_on(clause, token)):
        return "blocked"
    if not _is_self(clause, token, anchored) and not owns:
        return "blocked"
    if owns:
        if pattern("lapsed").search(after):
            return "no"
        return "no" if pattern("denied_after").search(after) else "yes"
    if attribute == "honours" and _ONCE.search(before):
        return "no" if pattern("lapsed").search(after) else "blocked"
    if pattern("wished").search(before) and not _asks_on(clause, token):
        return "blocked"
    if is_denied(clause, token) or pattern("denied_after").search(after):
        if attribute == "record" and pattern("question").search(after):
            return "blocked"
        return "no"
    if pattern("lapsed").search(after[:12]):
        return "no"
    if (
        pattern("has").search(before)
        or _HAS_IN_IT.match(clause.written.text, token.start)
        or pattern("has_after").search(after)
        or pattern("counted").search(before)
        or _follows_one(clause, k)
        or (anchored and not _bare(clause, token).strip(" 的一个件项几") and not re.search(r"[\u4e00-\u9fffa-z]", after))
        or attribute == "results"
    ):
        return "yes"
    return "blocked"


def _bare(clause: Clause, token: Token) -> str:
    """What stands before ``token`` besides a year and the award that it is a grade of."""
    award = next((t for t in clause.tokens if t.of("award") and t.end <= token.start), None)
    return _YEAR.sub("", clause.before(award or token) + (clause.before(token, award.end) if award else ""))


def _is_self(clause: Clause, token: Token, anchored: bool) -> bool:
    """Whether it is the speaker who is spoken of at ``token``: named, or nobody else is and the message is not a question about anybody."""
    who = clause.subject_at(token.start)
    if who is None:
        generic = any(t.of("organisation") and t.end <= token.start for t in clause.tokens) and not anchored
        return not generic and (anchored or not clause.sentence_asks or (bool(pattern("done").search(clause.text)) and not clause.asks))
    return who == "self"


def _is_of_another(clause: Clause, token: Token) -> bool:
    """Whether a noun that is not the speaker's has it: 高校有专利."""
    return bool(re.search(r"(?:一家|有一?个|某)[^,]{0,60}(?:企业|公司|高校|大学)", clause.after(token)))


def _asks_on(clause: Clause, token: Token) -> bool:
    """Whether a question only follows on what is told as past: 我们拿过江苏专利奖银奖能申请什么."""
    before, after = clause.before(token), clause.after(token)
    told = clause.subject_at(token.start) == "self" and pattern("done").search(before) is not None
    return told and not pattern("question").search(before) and bool(re.search(r"[\u4e00-\u9fffa-z]{3}", after))


def is_denied(clause: Clause, token: Token) -> bool:
    """Whether the last denial before ``token`` reaches as far: nothing in between says otherwise."""
    before = clause.before(token)
    denials = [token.start - len(before) + m.end() for m in pattern("denied").finditer(before)]
    if not denials:
        return False
    at = denials[-1]
    between = [t for t in clause.tokens if at <= t.start < token.start]
    since = between[0].end if between else None
    rest = clause.written.text[since : token.start] if since is not None else ""
    return not _REASSERTED.search(rest)


def _follows_one(clause: Clause, k: int) -> bool:
    """Whether the word ``k`` goes on a list, of which an earlier word is said to be had: 有专利和商标."""
    if not k:
        return False
    between = clause.written.text[clause.tokens[k - 1].end : clause.tokens[k].start]
    return bool(pattern("joined").search(between)) and bool(pattern("has").search(clause.before(clause.tokens[k - 1])))


def _graded(clauses: Sequence[Clause], i: int, anchored: bool, lapsed: bool) -> Iterator[Said]:
    """Awards with their grades; of an award that was never won, all grades."""
    clause = clauses[i]
    for k, token in enumerate(clause.tokens):
        if (grade := token.of("grade")) is None:
            continue
        found = _award_of(clauses, i, token)
        if found is None:
            continue
        where, award = found
        value = honour(award.of("award") or "", grade)
        stance = stance_of(clause, k, "honours", anchored)
        state = stance if where is clause or not pattern("wished").search(where.text) else "blocked"
        if state == "yes" and where is not clause and is_denied(where, award):
            state = "blocked"
        if value and state != "blocked":
            start, end = min(award.start, token.start), max(award.end, token.end)
            close = end - start <= _ACROSS
            yield Said("honours", value, "no" if lapsed else state, start if close else token.start, end if close else token.end)
    near = range(i, min(i + _CLAUSES_ON, len(clauses)))
    named = [(n, t) for n in near if clauses[n].sentence == clause.sentence for t in clauses[n].tokens if t.of("grade")]
    of_grades = [found[1] for n, t in named if (found := _award_of(clauses, n, t))]
    for k, token in enumerate(clause.tokens):
        award_id = token.of("award")
        if award_id is None or token in of_grades or _TIME_LIMITED.search(clause.text):
            continue
        if stance_of(clause, k, "honours", anchored) == "no":
            for value in grades_of(award_id):
                yield Said("honours", value, "no", token.start, token.end)


def _award_of(clauses: Sequence[Clause], i: int, grade: Token) -> tuple[Clause, Token] | None:
    """The award that a grade is one of: the last named before it in the sentence, or one directly behind it; with its clause."""
    clause = clauses[i]
    for earlier in [c for c in clauses[max(0, i + 1 - _CLAUSES_ON) : i + 1] if c.sentence == clause.sentence][::-1]:
        named = [t for t in earlier.tokens if t.of("award") and t.end <= grade.start]
        if named:
            return earlier, named[-1]
    named = [t for t in clause.tokens if t.of("award") and grade.end <= t.start <= grade.end + _ATTACHED]
    return (clause, named[0]) if named else None


def _lapses_next(clause: Clause, following: Clause | None) -> bool:
    """Whether the next clause says that it is over: 以前是示范企业，后来被取消了."""
    if following is None or following.sentence != clause.sentence or following.asks:
        return False
    over = pattern("lapsed").search(following.text)
    return over is not None and not any(t.of(a) for a in _HELD for t in following.tokens if t.end <= following.start + over.start())


def _makes(clause: Clause, token: Token, anchored: bool) -> bool:
    before, after = clause.before(token), clause.after(token)
    if clause.is_supposed(token) or clause.subject_at(token.start) == "other" or not _is_self(clause, token, anchored):
        return False
    if (clause.asks and clause.subject_at(token.start) is None) or pattern("wished").search(before) or is_denied(clause, token):
        return False
    return bool(pattern("product_before").search(before) and pattern("product_after").search(after))


def _told(clause: Clause, anchored: bool) -> Iterator[Said]:
    """Troubles that are a need by themselves; what was put right."""
    for attribute, value, state, m in told(clause.text):
        start = clause.start + m.start()
        who = clause.subject_at(start + 1)
        known = who == "self" or (who is None and (anchored or not clause.sentence_asks)) or "我" in m[0]
        if start < clause.supposed and who != "other" and known:
            yield Said(attribute, value, state, start, clause.start + m.end())


def _needed(clause: Clause, anchored: bool) -> Iterator[Said]:
    """What somebody wants, or does not want."""
    for k, token in enumerate(clause.tokens):
        if not (need := token.of("needs")) or clause.is_supposed(token) or clause.subject_at(token.start) == "other":
            continue
        before = clause.before(token)
        generic = clause.subject_at(token.start) is None and any(t.of("organisation") for t in clause.tokens[:k])
        if generic:
            continue
        if pattern("not_desired").search(before):
            yield Said("needs", need, "no", token.start, token.end)
        elif pattern("desired").search(before) and not (clause.asks and clause.subject_at(token.start) is None):
            yield Said("needs", need, "yes", token.start, token.end)
