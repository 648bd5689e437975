"""One message to the questions in it: 专利质押有什么支持?由谁负责?另外,商业秘密有立法吗? holds three.

Pure and linear in the length of the message. What only thanks, greets or asks for assent (对吗?) is no question of its own; what only
tells something goes with the question after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.understanding.instructions import without_instructions
from assistant.understanding.language_data import content_words, without_benefits
from assistant.understanding.normalise import clean, has_words, language_of
from corpus.records import read_yaml

MOST = 5
"""So many questions of one message are answered."""
LETTER = 150
"""From this many characters on a message is read as a letter in which only some sentences ask."""
_LONGEST = 400
_LEAST_ASKING = 4
_SHORT = 12
_END = re.compile(r"[?!。;]+[”\"')]*|\n+")
_TITLE = re.compile(r"《[^《》\n]{1,120}》")
_NUMBERED = re.compile(
    r"(?:^|(?<=[\n?!。;:,\s]))(?:问题)?\s*(?:[(](\d{1,2}|[一二三四五六七八九十])[)]|(\d{1,2}|[一二三四五六七八九十])\s*[.、)](?!\d)|第([一二三四五])(?:个问题|,|:|、)|([一二三四五])(?:问|是(?=[^,。?]{4})))\s*[:]?"
)
_RESPECTIVE = re.compile(
    r"^(?P<things>[\u3400-\u9fff、]{4,40}?)(?:分别|各自?)(?P<asked>(?:是|在|出自|属于|写在|见)?(?:哪一?(?:条|项|个?部分)|第几(?:条|项|部分)).*)$"
)
_ELLIPSIS = re.compile(r"呢[?。!]*$")
_ANNOUNCED = re.compile(
    r"^(?:我|您好|你好|请问)?[,。]?(?:想|要)?(?:问|请教|咨询|打听)(?:一下|您|你)?(?:[一两二三四五几]|\d)(?:件|个|点|样)(?:事情?|问题)?[:,。]?"
    r"|^我们?[\u3400-\u9fff]{0,10}(?:要|想|得)[\u3400-\u9fff]{0,6}:"
    r"|^[\u3400-\u9fff]{0,12}(?:请教|请问|咨询|想问|来问|打听|问)(?:一下|一句|个事)?:"
)
_ASKS_EN = re.compile(r"(?:what|who|which|when|where|how|is|are|can|does|do)\b", re.I)
_AND_ASKS = re.compile(r",\s*(?:and\s+)?(?=(?:what|who|which|when|where|how|is|are|can|does|do)\b)", re.I)
_ORDER = "一二三四五六七八九十"


@dataclass(frozen=True)
class _Rules:
    connector: re.Pattern[str]
    opening: re.Pattern[str]
    tail: re.Pattern[str]
    polite: re.Pattern[str]
    asking: re.Pattern[str]
    wording: re.Pattern[str]
    bound: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw = read_yaml(Path(__file__).parent / "splitting.yaml")

    def either(name: str) -> str:
        return "|".join(f"(?:{p})" for p in (*raw[name]["zh"], *raw[name]["en"]))

    flags = re.IGNORECASE
    return _Rules(
        re.compile(rf"(?<=[,。!;]|\s)\s*(?:(?:{either('connectors')}))[,:]?\s*", flags),
        re.compile(rf"(?:{either('connectors')})[,:]?\s*", flags),
        re.compile(rf"(?:{either('tails')})", flags),
        re.compile(rf"(?:{either('polite')})", flags),
        re.compile(either("asking"), flags),
        re.compile(either("wording"), flags),
        re.compile(rf"(?:{either('bound')})", flags),
    )


def split_questions(message: str) -> tuple[str, ...]:
    """The questions of ``message`` as typed (before cleaning), cleaned, in order; all of them, however many.

    One question comes back as the whole cleaned message; none of several loses words that it needs. A message of :data:`LETTER`
    characters or more gives the sentences that ask. Empty when there is no word in the message.
    """
    whole = clean(message)
    if not has_words(whole):
        return ()
    asked = without_announcement(without_instructions(whole))
    message, whole = (message, whole) if asked == whole else (asked, asked)
    pieces = [p for line in _lines(message) for p in _sentences(line)]
    letter = len(whole) > LETTER
    questions = _gather(pieces, letter=letter)
    if len(questions) < 2 and not letter:
        return (whole,)
    return tuple(q[-_LONGEST:].rstrip(" ,;。") for q in questions) or (whole[:LETTER],)


def without_announcement(message: str) -> str:
    """``message`` without the words that only say that a question comes (问三件:, 协会秘书请教:)."""
    announced = _ANNOUNCED.match(message)
    return message[announced.end() :] if announced and has_words(message[announced.end() :]) else message


def is_asking(piece: str) -> bool:
    """Whether ``piece`` asks something."""
    return piece.rstrip().endswith("?") or bool(_rules().asking.search(piece))


def is_tail(piece: str) -> bool:
    """Whether ``piece`` asks nothing beyond what was asked before it (对吗, 一共几条, 请全部列出来)."""
    return _rules().tail.fullmatch(_bare(piece)) is not None


def _lines(message: str) -> list[str]:
    """The lines of ``message``, cleaned; a numbered list is cut before each of its numbers, which are dropped."""
    lines = [clean(_with_commas(line)) for line in message.splitlines() if line.strip()]
    joined = "\n".join(lines)
    marks, expected = [], 1
    for m in _NUMBERED.finditer(joined):
        number = next(g for g in m.groups() if g)
        if (int(number) if number.isdigit() else _ORDER.index(number) + 1) == expected:
            marks.append(m)
            expected += 1
    if len(marks) < 2:
        return lines
    cuts = [m.span() for m in marks]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(joined)]
    found = [[p for p in joined[a:b].splitlines() if p.strip()] for a, b in zip(starts, ends, strict=True)]
    # What is numbered is asked, with or without a word that asks (3.办公室电话).
    return [*found[0], *(p if is_asking(p) or len(lines) > 1 else f"{p.rstrip(' ;,')}?" for item in found[1:] for p in item)]


def _with_commas(line: str) -> str:
    """``line`` with commas for the spaces between pieces that each ask (给不给钱 给的话几万 哪些单位管), which cleaning would close up."""
    pieces = line.split()
    asking = sum(len(p) >= _LEAST_ASKING and bool(_rules().wording.search(p)) for p in pieces)
    return ",".join(pieces) if asking > 1 and language_of(line) == "zh" and asking == len(pieces) else line


def _sentences(line: str) -> list[str]:
    found, at = [], 0
    titles = [m.span() for m in _TITLE.finditer(line)]
    for m in _END.finditer(line):
        if any(start < m.start() < end for start, end in titles):
            continue  # a title may ask (《企业怎么办？操作办法》)
        found.append(line[at : m.end()])
        at = m.end()
    found.append(line[at:])
    return [clause for sentence in found if has_words(sentence) for clause in _clauses(sentence.strip())]


def _clauses(sentence: str) -> list[str]:
    """``sentence`` cut before words that begin another question, where both sides ask. The words go, but for 还有, which may lean on
    what was asked before."""
    found, at = [], 0
    for m in _rules().connector.finditer(sentence):
        # No more of either side is looked at than a question may have: there may be as many such words as the message has room for.
        before = sentence[max(at, m.start() - _LONGEST) : m.start()].strip(" ,")
        after = sentence[m.end() : m.end() + _LONGEST]
        if is_asking(before) and ("问" in m[0] or is_asking(after)) and _says_something(before) and has_words(after):
            found.append(sentence[at : m.start()].strip(" ,"))
            if not is_asking(after):
                sentence = f"{sentence}?"  # 顺便问下明天天气
            at = m.start() if "还有" in m[0] else m.end()
    clauses = (part for clause in (*found, sentence[at:].strip(" ,")) for part in _at_commas(clause))
    return [each for clause in clauses for each in _each(clause)]


def _each(clause: str) -> list[str]:
    """A question where each of several things stands (专利池和开放许可分别在哪条), asked of each."""
    m = _RESPECTIVE.match(clause)
    if m is None:
        return [clause]
    things = [t for t in re.split(r"以及|[和与及、跟]", m["things"]) if t]
    return [f"{thing}{m['asked']}" for thing in things] if len(things) > 1 and min(map(len, things)) > 1 else [clause]


def _at_commas(clause: str) -> list[str]:
    """``clause`` cut at the commas where the words before and the words after each ask with a word of their own (利率多少,由谁负责)."""
    rules = _rules()
    if language_of(clause) == "en":
        return _AND_ASKS.split(clause) if _ASKS_EN.match(clause) else [clause]
    found = [""]
    for part in re.split(r"[,、]", clause) if _asks_at_each_pause(clause) else clause.split(","):
        own = rules.wording.search(part) and not rules.bound.match(part) and not rules.tail.fullmatch(_bare(part))
        if _ELLIPSIS.search(found[-1]) and len(found[-1]) <= _SHORT and not _says_topic(part):
            found[-1] = f"{found[-1].rstrip('呢')}{part}"  # 那旅游厕所呢,要建多少
        elif own and rules.wording.search(found[-1]):
            found.append(part)
        else:
            found[-1] = f"{found[-1]},{part}" if found[-1] else part
    return found


def _asks_at_each_pause(clause: str) -> bool:
    """Whether what stands between the pause marks (、) are questions (聚焦哪些产业、专利池图个什么、收不收费), not things in a row."""
    pieces = clause.split("、")
    asking = all(len(p) >= _LEAST_ASKING and _rules().wording.search(p) for p in pieces)
    return len(pieces) > 1 and asking and all(content_words(without_benefits(p)) for p in pieces)


def _says_topic(part: str) -> bool:
    """Whether a clause names something of its own beside what it asks for."""
    return len(content_words(without_benefits(part)).replace(" ", "")) > 2


def _says_something(piece: str) -> bool:
    return not _rules().polite.fullmatch(_bare(piece))


def _bare(piece: str) -> str:
    return piece.strip(" ,.!?;:。、~…“”\"'")


def _gather(pieces: list[str], *, letter: bool) -> list[str]:
    """The questions among ``pieces``: tails joined to what they follow, statements put before the question that they lead to."""
    rules, questions, told = _rules(), list[str](), list[str]()
    # In a letter much sounds like a question (几家企业, 什么时候都): where there are question marks, they tell.
    marked = letter and any(p.rstrip().endswith("?") for p in pieces)
    for piece in pieces:
        bare = _bare(piece)
        if rules.polite.fullmatch(bare):
            continue
        if rules.tail.fullmatch(bare) and (questions or told):
            if told:
                questions.append("".join([*told, piece]))
                told = []
            elif not letter and not _ELLIPSIS.search(questions[-1]):
                questions[-1] += piece
            continue
        if not (piece.rstrip().endswith("?") if marked else is_asking(piece)):
            told.append(piece)
            continue
        if questions and not told and (opening := rules.opening.match(piece)) and "还有" not in opening[0]:
            piece = piece[opening.end() :] or piece
        questions.append(_with_lead(piece, told, letter=letter, first=not questions))
        told = []
    if told and questions and not letter:
        questions[-1] += "".join(told)
    return questions


def _with_lead(piece: str, told: list[str], *, letter: bool, first: bool) -> str:
    """A question with what was told before it: in a short message all of it; in a letter the sentence just before, and only when the
    question names nothing by itself."""
    if not told:
        return piece
    if not letter:
        return "".join([*told, piece])
    names_nothing = len(content_words(piece).replace(" ", "")) < (4 if language_of(piece) == "zh" else 8)
    return told[-1] + piece if first and names_nothing else piece
