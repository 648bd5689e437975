"""``分别给予…``: the amount that belongs to the award asked for, shown as far as it can be read."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.context import Context
from assistant.answering.model import Claim, Quote
from assistant.answering.wording import number_of, plain
from assistant.finding import FoundProvision, FoundSentence
from assistant.messages import text
from assistant.understanding.model import Understanding
from corpus import LOST
from corpus.numerals import to_chinese
from corpus.respective import Pair, read_pairs


def answer(context: Context, u: Understanding, best: FoundProvision, sentences: Sequence[FoundSentence]) -> list[Claim]:
    """A claim for each pair that the question asks for, then the sentence quoted; empty when the sentences pair nothing asked.

    A pair counts when the question names its grade (金奖). Where several lists have that grade, those of the list whose name the
    question says, the one nearest before the grade; all of them when it says none.
    """
    found: list[tuple[Quote, Pair]] = []
    for f in sentences:
        quote = Quote(best.document, best.provision, f.sentence.start, f.sentence.end)
        found += [(quote, p) for p in read_pairs(f.sentence.text) if p.grade in u.standalone]
    nearest = max((_named_at(p, u.standalone) for _, p in found), default=(-1, 0))
    found = [(q, p) for q, p in found if _named_at(p, u.standalone) == nearest]
    if not found:
        return []
    style = "item" if len(found) > 1 else "paragraph"
    claims = [_pair_claim(context, quote, p, style) for quote, p in found]
    for quote in dict.fromkeys(q for q, _ in found):
        words = plain(quote.text)
        values = {"label": number_of(best.provision, context.language), "words": words}
        key = "answer.states_plain"
        if best.provision.title:
            key, values = "answer.states", values | {"title": context.title(best.provision)}
        claims.append(Claim(text(key, context.language, **values), (quote,), (words,)))
    return claims


def _pair_claim(context: Context, quote: Quote, p: Pair, style: str) -> Claim:
    scope = "" if p.item.startswith(p.group) else p.group
    values: dict[str, object] = {"scope": scope, "item": p.item, "amount": p.figure.text}
    if not p.figure.lost:
        return Claim(text("answer.pair", context.language, **values), (quote,), (p.item, p.figure.text), style=style)  # type: ignore[arg-type]
    digits = sum(c.isdigit() or c == LOST for c in p.figure.text)
    values["digits"] = to_chinese(digits).replace("二", "两") if context.language == "zh" else digits
    line = text("answer.pair_lost", context.language, **values)
    computed = frozenset({f"count:{digits}位", f"number:{digits}"})
    return Claim(line, (quote,), (p.item, p.figure.text), computed, style)  # type: ignore[arg-type]


def _named_at(pair: Pair, question: str) -> tuple[int, int]:
    """How near before the grade the question says the name of the pair's list: where it ends and how long it is; (-1, 0) when it does
    not. The name without 中国 or 江苏 is enough."""
    grade_at = question.rfind(pair.grade)
    names = {pair.group, pair.group.removeprefix("中国"), pair.group.removeprefix("江苏")}
    ends = ((question.rfind(n, 0, grade_at) + len(n), len(n)) for n in names if len(n) >= 3 and question.rfind(n, 0, grade_at) >= 0)
    return max(ends, default=(-1, 0))
