"""A question inside a conversation made to stand by itself.

Pure: what was said before comes as :class:`Exchange` values, in order; the result says what is asked now. A question that stands by itself
is left alone, so a new subject never drags an old measure along.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assistant.understanding import substitution
from assistant.understanding.exchange import Exchange, Resolved
from assistant.understanding.language_data import asked_kinds, content_words, is_benefit, subject_words
from assistant.understanding.model import ProvisionRef, Understanding
from assistant.understanding.normalise import language_of
from assistant.understanding.understand import topic_beside_document
from assistant.understanding.vocabulary import Vocabulary
from corpus.numerals import to_int
from corpus.records import read_yaml

_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "前者": 1,
    "former": 1,
    "后者": 2,
    "latter": 2,
}
_DOCUMENT = re.compile(r"政策|文件|通知|措施|一共|总共|全部|所有|policy|document|measures|\ball\b", re.I)
_IN_CHARGE = re.compile(r"部门|单位|厅局|负责|牵头|主管|参与|落实|配合|承担|管")
_FIGURES = frozenset(("amount", "limit", "rate", "figure", "quantity", "fee"))
_SHORT = 14
"""Topic characters from which a question is taken to stand by itself."""
_FILLER = re.compile(
    r"^(?:是|我(?:说|问|指|要)的是|应该是|就是|那个|the |i mean )+|(?:的那个|那个|的|呢|吧|啊|one)?(?<![?。!.])[?。!.]*$", re.I
)


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    raw = read_yaml(Path(__file__).with_name("followup.yaml"))
    return tuple(re.compile(p, re.I) for p in raw[name])


def _match(name: str, question: str) -> re.Match[str] | None:
    return next((m for p in _patterns(name) if (m := p.search(question))), None)


def may_lean(u: Understanding, vocabulary: Vocabulary) -> bool:
    """Whether ``u``'s question may need the conversation to be understood; cheap, and true more often than it does."""
    if u.problem or u.route == "greeting":
        return False
    names = ("next", "previous", "ellipsis", "correction", "return", "question_number", "of_list", "more", "pointing")
    if any(_match(n, u.standalone) for n in names):
        return True
    return len(topic_beside_document(u.standalone, u.language, vocabulary)) <= 6


def resolve(u: Understanding, said: Sequence[Exchange], vocabulary: Vocabulary) -> Resolved | None:
    """What ``u`` asks after ``said``, or None when it stands by itself (or nothing said before helps)."""
    if not said:
        return None
    for reading in (_reply, _corrected, _returned, _of_list, _stepped, _more, _elliptic):
        found = reading(u, said, vocabulary)
        if found is not None:
            return found
    return _pointed(u, said, vocabulary) if _incomplete(u, vocabulary) else None


def _last(said: Sequence[Exchange]) -> Exchange | None:
    """The last exchange that said something."""
    return next((e for e in reversed(said) if e.focus or (e.answered and e.content)), None)


def _topic(said: Sequence[Exchange], vocabulary: Vocabulary) -> str:
    """What the conversation is about, as long as it stays with one unit."""
    last = _last(said)
    if last is None:
        return ""
    for e in reversed(said):
        if e.focus != last.focus:
            break
        topic = substitution.topic_of(e.asked, vocabulary)
        if pieces := [p for p in e.content.split() if any(t in p for t in topic)]:
            return (" " if pieces[0].isascii() else "").join(substitution.whole_name(p, e.asked, vocabulary) for p in pieces)
    return ""


def _reply(u: Understanding, said: Sequence[Exchange], vocabulary: Vocabulary) -> Resolved | None:
    """The choice among readings that the last answer asked back about."""
    offered = said[-1].offered
    if not offered:
        return None
    m = _match("of_list", u.standalone)
    if m and (place := _place(m["n"], len(offered))) is not None:
        return Resolved(offered[place][1])
    words = _FILLER.sub("", u.standalone).strip()
    chosen = [q for d, q in offered if words and (words in d or words.replace("整个", "全") in d)]
    return Resolved(chosen[0]) if len(chosen) == 1 else None


def _corrected(u: Understanding, said: Sequence[Exchange], vocabulary: Vocabulary) -> Resolved | None:
    m, last = _match("correction", u.standalone), said[-1]
    if m is None:
        return None
    subject = m["subject"].strip()
    old = (m.groupdict().get("old") or "").strip()
    if old and old in last.asked:
        return Resolved(last.asked.replace(old, subject))
    return Resolved(_asked_of(subject, said, vocabulary))


def _asked_of(subject: str, said: Sequence[Exchange], vocabulary: Vocabulary) -> str:
    """The last question asked of ``subject``; ``subject`` itself when it asks something (我问的是版权有什么支持)."""
    last = _last(said) or said[-1]
    if substitution.asks(subject):
        return subject
    return substitution.with_subject(last.asked, subject, vocabulary)


def _returned(u: Understanding, said: Sequence[Exchange], vocabulary: Vocabulary) -> Resolved | None:
    numbered = _match("question_number", u.standalone)
    if numbered:
        exchange = _question_at(said, numbered["n"])
        return _back_to(exchange, numbered["rest"], vocabulary) if exchange else None
    m = _match("return", u.standalone)
    if m is None:
        return None
    exchange = _spoken_of(said, m["subject"])
    if exchange is None:
        return None
    return _back_to(exchange, (m.groupdict().get("rest") or ""), vocabulary)


def _question_at(said: Sequence[Exchange], written: str) -> Exchange | None:
    """The question with that number: among those of the last message that held several, else among the messages."""
    several = [m for m in dict.fromkeys(e.message for e in said) if sum(e.message == m for e in said) > 1]
    row = [e for e in said if e.message == several[-1]] if several else list({e.message: e for e in reversed(said)}.values())[::-1]
    place = _place(written, len(row))
    return row[place] if place is not None else None


def _spoken_of(said: Sequence[Exchange], subject: str) -> Exchange | None:
    """The exchange that shares most with ``subject``; the later one of two alike, and none that shares less than a word."""
    wanted = {subject[i : i + 2].lower() for i in range(len(subject) - 1)} or {subject}
    number = to_int(re.sub(r"[第条()措施]", "", subject) or "-")

    def shared(e: Exchange) -> float:
        if number is not None and any(r.number == number for r in e.units[:1]):
            return 1.0
        return sum(p in f"{e.question} {e.asked}".lower() for p in wanted) / len(wanted)

    best = max(said, key=lambda e: (shared(e), e.message))
    return best if shared(best) >= 0.34 else None


def _back_to(e: Exchange, rest: str, vocabulary: Vocabulary) -> Resolved:
    rest = rest.strip(" ,。?!的呢")
    language = language_of(rest) if rest else "zh"
    if not rest or not (substitution.asks(rest) or "哪" in rest):
        return Resolved(substitution.with_subject(e.asked, rest, vocabulary) if rest else e.asked)
    focus = e.focus
    if focus is None:
        return Resolved(f"{rest} {e.content}".strip())
    figures = any(k.name in _FIGURES and k.asked_in(rest, language) for k in asked_kinds())
    return Resolved(_about(focus, rest, subject_words(e.content) if figures else ""))


def _of_list(u: Understanding, said: Sequence[Exchange], vocabulary: Vocabulary) -> Resolved | None:
    m = _match("of_list", u.standalone)
    listing = next((e for e in reversed(said[-3:]) if len(e.listed) > 1), None)
    if m is None or listing is None:
        return None
    place = _place(m["n"], len(listing.listed))
    rest = m["rest"].strip(" ,。?!")
    if place is None or len(content_words(rest).replace(" ", "")) > 6:
        return None
    return Resolved(_about(listing.listed[place], "" if rest in ("呢", "吧") else rest))


def _place(written: str, size: int) -> int | None:
    """The index that 第二/第2/last says in a row of ``size``, or None when there is none."""
    low = written.lower()
    number = size if low in ("最后", "last") else _ORDINALS.get(low) or (2 if low == "两" else to_int(written))
    return number - 1 if number is not None and 1 <= number <= size else None


def _stepped(u: Understanding, said: Sequence[Exchange], vocabulary: Vocabulary) -> Resolved | None:
    focus = next((e.focus for e in reversed(said) if e.focus), None)
    for name, step in (("next", 1), ("previous", -1)):
        for pattern in _patterns(name):
            if focus is not None and not u.refs and pattern.search(u.standalone):
                number = focus.number + step
                if focus.level == "part":
                    written = f"第{number}部分" if u.language == "zh" else f"part {number}"
                else:
                    written = f"第{number}条" if u.language == "zh" else f"measure {number}"
                return Resolved(pattern.sub(written, u.standalone, count=1))
    return None


def _more(u: Understanding, said: Sequence[Exchange], vocabulary: Vocabulary) -> Resolved | None:
    last = _last(said)
    if last is None or not _match("more", u.standalone):
        return None
    asked = last.asked if last.content else last.heading
    about = [e for e in said if e is last or asked in (e.asked, e.heading) or (last.content and e.content == last.content)]
    units = dict.fromkeys(r for e in about for r in (*e.units, *e.listed) if r.level == "unit")
    return Resolved(asked, tuple(units)) if asked else None


def _elliptic(u: Understanding, said: Sequence[Exchange], vocabulary: Vocabulary) -> Resolved | None:
    m, last = _match("ellipsis", u.standalone), _last(said)
    if m is None or last is None:
        return None
    subject = re.sub(r"^(?:那么?|还有|至于|关于)", "", m["subject"].strip())
    if substitution.asks(subject) and not substitution.topic_of(subject, vocabulary):
        return None  # 那电话呢: of what was spoken of
    if not subject or subject in ("你", "我", "这", "那", "他们", "我们") or (u.language == "en" and substitution.asks(subject)):
        return None
    return Resolved(subject if substitution.asks(subject) else substitution.with_subject(last.asked, subject, vocabulary))


def _incomplete(u: Understanding, vocabulary: Vocabulary) -> bool:
    """Whether the question lacks a subject of its own."""
    if u.refs:
        return False
    topic = topic_beside_document(vocabulary.without_departments(u.standalone, u.departments), u.language, vocabulary)
    if "who" in u.kinds:
        topic = _IN_CHARGE.sub("", topic)
    if _match("pointing", u.standalone) and len(topic) <= (6 if u.language == "zh" else _SHORT):
        return not u.instruments and not (u.document_facts and re.search(r"政策|文件|通知|policy|document", u.standalone))
    if u.instruments or u.departments:
        return False
    # 由哪些部门负责 alone may ask for all bodies of the document; after a talk about a unit it asks for those of the unit.
    who = "who" in u.kinds and not _DOCUMENT.search(u.standalone)
    # One character left (给多少, 收费不) names nothing; nor do words for a benefit as such (有什么支持).
    topic = "" if len(topic) < 2 or is_benefit(topic) else topic
    return not topic and bool(u.kinds) and (who or not u.document_facts)


def _pointed(u: Understanding, said: Sequence[Exchange], vocabulary: Vocabulary) -> Resolved | None:
    last = _last(said)
    if last is None:
        return None
    rest = u.standalone
    if last.body and (pronoun := _match("body", rest)):
        return Resolved(f"{rest[: pronoun.start()]}{last.body}{rest[pronoun.end() :]}")
    for pattern in _patterns("pointing"):
        rest = pattern.sub("", rest, count=1)
    rest = rest.lstrip(",。?!? ")
    focus = last.focus
    if focus is None:
        return Resolved(f"{last.asked} {u.standalone}".strip())
    # A figure is asked of what was spoken of, not of the whole unit: which prize, which loan.
    return Resolved(_about(focus, rest, _topic(said, vocabulary) if _FIGURES & set(u.kinds) else ""))


def _about(focus: ProvisionRef, rest: str, topic: str = "") -> str:
    topic = topic.replace(" ", "") if not topic.isascii() else topic
    if topic and (topic in rest or len(topic) > 24):
        topic = ""
    if rest and language_of(rest) == "en":
        written = (
            f"{'part' if focus.level == 'part' else 'measure'} {focus.number}"
            if focus.written.startswith(("措施", "第"))
            else focus.written
        )
        return f"{written}: {topic} {rest}".replace(":  ", ": ")
    return f"{focus.written}{topic}{rest}"
