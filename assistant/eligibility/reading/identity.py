"""What somebody is: kind of organisation, size, place, zone, what kind of person. Only in a frame that says it of the speaker.

The frames: 我们是……, 作为……, we are a …; 我们公司, 我司, our company; 开了一家公司; a clause that is nothing but what
somebody is (苏州一家做芯片的小公司); 在……, based in …; and whom somebody asks for (帮一家大学问).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.eligibility.reading.clauses import Clause
from assistant.eligibility.reading.lexicon import Token, excluded_by, pattern
from assistant.eligibility.reading.placing import BARE_NOUNS, read_place
from assistant.eligibility.reading.said import Said

_LAST_MODIFIER = re.compile(r".*[的里内]")
_PLAIN_NOUNS = ("enterprise", "university", "research_institute", "hospital", "association", "cooperative", "bank", "alliance", "ip_agency",
                "patent_agency", "public_institution", "authority", "investor")  # fmt: skip
_OPENING_NOUNS = (*_PLAIN_NOUNS, "individual", "foreign_patent_agency", "appraisal_body", "park")
_FOUNDED = ("enterprise", "hospital", "cooperative", "ip_agency", "patent_agency", "research_institute")
_AREAS = ("park", "cluster_area", "ftz", "city", "county", "township")
_ELSEWHERE = re.compile(r"\b(?:in|with|at|near|from)\b")
_DIVISION = re.compile(r"[\u4e00-\u9fff]{0,8}(?:中心|处|学院|研究院|实验室|课题组|办公室|部|科)")
_DENIABLE = {"enterprise": ("企业", "公司", "enterprise", "company", "firm", "business")}


def read_identity(clauses: Iterable[Clause]) -> Iterator[Said]:
    """What ``clauses`` say of who the speaker is."""
    for clause in clauses:
        for head, inside, denied in (*_stated(clause), *_owned(clause), *_opened(clause), *_asked_for(clause)):
            yield from _of_noun(clause, head, inside, denied)
        yield from _described(clause)
        yield from _titled(clause)
        yield from read_place(clause)
        for token in clause.tokens:
            if own := token.of("own"):
                yield Said("organisation", own, "yes", token.start, token.end, weak=own == "individual")


def _of_noun(clause: Clause, head: Token, inside: tuple[Token, ...], denied: bool) -> Iterator[Said]:
    """What the noun ``head`` says, and the words ``inside`` that describe it."""
    word = clause.written.text[head.start : head.end]
    organisation, size = head.of("organisation"), head.of("size")
    if size:
        yield Said("size", size, "no" if denied else "yes", head.start, head.end)
    if denied:
        if organisation and not inside and word in _DENIABLE.get(organisation, (word,)):
            yield Said("organisation", organisation, "no", head.start, head.end)
        return
    if organisation:
        yield Said("organisation", organisation, "yes", head.start, head.end)
    if region := head.of("region"):
        yield Said("region", region, "yes", head.start, head.end)
    for attribute, value in () if size else excluded_by(word):
        yield Said(attribute, value, "no", head.start, head.end)
    for i, token in enumerate(inside):
        following = inside[i + 1] if i + 1 < len(inside) else head
        described = clause.written.text[clause.start : token.start]
        if re.search(r"(?:[给跟和与向对去替被卖]|出口|服务|合作)[^的]*$", described):
            continue
        if following is not head and following.start == token.end and following.of("organisation"):
            continue
        for attribute in ("region", "size", "zone", "products", "business"):
            said = token.of(attribute)
            if said and not (attribute == "zone" and i and inside[i - 1].of("region") == "elsewhere"):
                yield Said(attribute, said, "yes", token.start, token.end)
        for attribute, value in excluded_by(clause.written.text[token.start : token.end]):
            yield Said(attribute, value, "no", token.start, token.end)


def _stated(clause: Clause) -> Iterator[tuple[Token, tuple[Token, ...], bool]]:
    """我们是……, 作为……: the last noun says what one is; 不是……."""
    for end, denied in _copulas(clause):
        after = tuple(t for t in clause.tokens if t.start >= end)
        for i, head in reversed(list(enumerate(after))):
            if head.of("organisation") and not clause.is_supposed(head) and _is_head(clause, head, end):
                yield head, after[:i], denied
                break


def _is_head(clause: Clause, head: Token, since: int) -> bool:
    after, between = clause.after(head), clause.before(head, since)
    if not pattern("after_noun").search(after):
        return False
    modifier = _LAST_MODIFIER.match(between)
    rest = between[modifier.end() :] if modifier else between
    if pattern("verb_inside").search(rest) or (not clause.written.is_chinese and _ELSEWHERE.search(rest)):
        return False
    return not (re.search(r"[做搞]$", rest) and after.startswith("的"))


def _copulas(clause: Clause) -> Iterator[tuple[int, bool]]:
    """Where what the speaker is begins, and whether it is denied."""
    text = clause.text
    denials = list(pattern("not_copula").finditer(text))
    for m in denials:
        if _is_about_self(clause, text[: m.start()]):
            yield clause.start + m.end(), True
    for m in pattern("copula").finditer(text):
        if not any(d.start() <= m.start() < d.end() for d in denials) and _is_about_self(clause, text[: m.start()]):
            yield clause.start + m.end(), False


def _is_about_self(clause: Clause, before: str) -> bool:
    """Whether nobody but the speaker is the subject of a clause that begins with ``before``."""
    lead = pattern("before_self").match(before)
    rest = (before[lead.end() :] if lead else before).strip()
    if not rest:
        return clause.named != "other"
    own = pattern("other" if clause.proxy else "self").match(rest)
    return own is not None and pattern("after_self").fullmatch(rest, own.end()) is not None


def _owned(clause: Clause) -> Iterator[tuple[Token, tuple[Token, ...], bool]]:
    """我们公司, 我们小公司, our university; 公司在……; 开了一家公司."""
    if clause.proxy:
        return
    for i, token in enumerate(clause.tokens):
        kind = token.of("organisation")
        if kind is None:
            continue
        first, described = _modifiers(clause, i)
        if _is_owned(clause, token, kind, first):
            yield token, described, False
        elif clause.is_supposed(token):
            continue
        elif kind in _FOUNDED and pattern("founded").search(clause.before(token)) and clause.subject_at(token.start) != "other":
            named = clause.subject_at(token.start) == "self" or "了" in clause.before(token)[-4:]
            if named and not pattern("wished").search(clause.before(token)):
                yield token, described, False
        elif _is_bare_noun(clause, token):
            yield token, (), False


def _is_owned(clause: Clause, token: Token, kind: str, first: int) -> bool:
    """Whether the noun is called the speaker's own; a bank may be one's own (our bank) or be one."""
    before = clause.written.text[clause.start : first]
    if not pattern("own_noun").search(before):
        return False
    if kind == "bank":
        return clause.written.is_chinese and pattern("after_noun").search(clause.after(token)) is not None
    return kind in _PLAIN_NOUNS or clause.written.text.startswith("管委会", token.end - 3)


def _is_bare_noun(clause: Clause, token: Token) -> bool:
    """公司在昆山: the word alone begins a clause that states something."""
    word = clause.written.text[token.start : token.end]
    lead = pattern("before_self").match(clause.text)
    begins = token.start == clause.start + (lead.end() if lead else 0)
    return begins and word in BARE_NOUNS and not clause.asks and pattern("stated").search(clause.after(token)) is not None


def _modifiers(clause: Clause, i: int) -> tuple[int, tuple[Token, ...]]:
    """Where the words that describe the noun ``i`` begin, as far as they stand directly before it; and these words."""
    start, first = clause.tokens[i].start, i
    while first and _describes(clause, clause.tokens[first - 1]) and clause.tokens[first - 1].end >= start - 2:
        first -= 1
        start = clause.tokens[first].start
    return start, clause.tokens[first:i]


def _describes(clause: Clause, token: Token) -> bool:
    return any(token.of(a) for a in ("region", "size", "products")) or bool(excluded_by(clause.written.text[token.start : token.end]))


def _opened(clause: Clause) -> Iterator[tuple[Token, tuple[Token, ...], bool]]:
    """A clause that is nothing but a noun with what describes it: 苏州一家做芯片的小公司."""
    chinese = clause.written.is_chinese
    if clause.asks or clause.named == "other" or (chinese and not pattern("opening").search(clause.text)):
        return
    if (
        pattern("other").search(clause.text)
        or pattern("copula").search(clause.text)
        or pattern("self").search(clause.text.replace("公司", ""))
    ):
        return
    for i, head in reversed(list(enumerate(clause.tokens))):
        kind = head.of("organisation")
        if kind is None or clause.is_supposed(head):
            continue
        if kind not in _OPENING_NOUNS:
            return
        alone = not clause.before(head).strip() and clause.end - clause.start >= len(clause.written.text.rstrip("。!.")) - 1
        telling = head.of("size") or excluded_by(clause.written.text[head.start : head.end])
        if (_is_all(clause, head) if chinese else _is_all_english(clause, head)) and (telling or not alone):
            yield head, clause.tokens[:i] if chinese else clause.tokens[:i] + clause.tokens[i + 1 :], False
        return


def _is_all(clause: Clause, head: Token) -> bool:
    """Whether a clause goes no further than the noun ``head``."""
    kind, after = head.of("organisation"), clause.after(head)
    if kind in _AREAS and re.search(r"在|位于|地[址为是]|注册|落户|入驻", clause.before(head)):
        return False
    ends = re.fullmatch(r"(?:一[个家枚间所])?(?:吧|啊|哈)?[ ]?", after) is not None
    return ends or (kind == "university" and _DIVISION.fullmatch(after) is not None)


def _is_all_english(clause: Clause, head: Token) -> bool:
    after = re.match(r"^ ?$| (?:in|from|based|located|making|with)(?![a-z])", clause.after(head))
    return after is not None and pattern("opening_en").fullmatch(clause.before(head) or " ") is not None


def _asked_for(clause: Clause) -> Iterator[tuple[Token, tuple[Token, ...], bool]]:
    """帮一家大学问: the one asked for."""
    for m in pattern("proxy").finditer(clause.text):
        group = next((g for g, value in m.groupdict().items() if value), None)
        if group is None:
            continue
        start, end = (clause.start + at for at in m.span(group))
        for i, head in reversed(list(enumerate(clause.tokens))):
            if start < head.end <= end and head.of("organisation"):
                if clause.written.text[head.end : end].strip() in ("", "来", "的") or not clause.written.is_chinese:
                    yield head, tuple(t for t in clause.tokens[:i] if t.start >= start), False
                break


def _titled(clause: Clause) -> Iterator[Said]:
    """我们是南京的国家级知识产权优势示范企业: a title that ends with what has it."""
    for end, denied in _copulas(clause):
        for i, token in enumerate(clause.tokens):
            word = clause.written.text[token.start : token.end]
            if denied or token.start < end or not token.of("honours") or not word.endswith(_DENIABLE["enterprise"][0]):
                continue
            yield Said("organisation", "enterprise", "yes", token.start, token.end)
            yield from (
                Said("region", region, "yes", t.start, t.end) for t in clause.tokens[:i] if t.start >= end and (region := t.of("region"))
            )


def _described(clause: Clause) -> Iterator[Said]:
    """我们是大型的, 我是发明人: what is no kind of organisation."""
    for end, denied in _copulas(clause):
        for token in clause.tokens:
            if token.start < end or clause.is_supposed(token) or not pattern("after_noun").search(clause.after(token)):
                continue
            between = clause.before(token, end)
            if pattern("verb_inside").search(between) or "做" in between:
                continue
            for attribute in ("person", "size"):
                if (value := token.of(attribute)) and value != "low_income" and not token.of("organisation"):
                    yield Said(attribute, value, "no" if denied else "yes", token.start, token.end)
                    if not denied:
                        inside = tuple(t for t in clause.tokens if end <= t.start < token.start and t.of("region"))
                        yield from _of_noun(clause, token, inside, False)
    for token in clause.tokens:
        size = token.of("size")
        if size and not token.of("organisation") and re.search(r"规模(?:是|为|属于|算)?$", clause.before(token)) and not clause.asks:
            yield Said("size", size, "yes", token.start, token.end)
