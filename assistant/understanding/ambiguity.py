"""References that may mean more than one unit: 第一条 after a talk about 第二部分, 第二项 with no unit named. They are asked back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understanding.counted import units_of
from assistant.understanding.exchange import Exchange
from assistant.understanding.language_data import content_words
from assistant.understanding.model import Candidate, Understanding
from assistant.understanding.references import strip_refs
from corpus import Document, Provision
from corpus.numerals import CHINESE_DIGITS, to_int

_BARE = re.compile(rf"^(?:那|请问|说说|讲讲|看看)?(?:第\s*[{CHINESE_DIGITS}\d]+\s*条|[(]\s*[{CHINESE_DIGITS}\d]+\s*[)])")
_BELOW = re.compile(rf"^(?:那|请问|说说|讲讲|看看)?第\s*([{CHINESE_DIGITS}]+|\d{{1,2}})\s*(?:款|项|目)(?!措施|奖|业务|任务)(?P<rest>.*)$")


def readings(u: Understanding, said: Sequence[Exchange], document: Document, parts: Sequence[Provision]) -> tuple[Candidate, ...]:
    """What an ambiguous reference of ``u`` may mean; empty when it is not ambiguous.

    第一条 after a part was asked for may be the first of that part or of the document, unless the number is that of a unit of the part:
    then the list just shown is meant. 第二项 or 第二款 alone may be a part of the unit spoken of last, or a unit.
    """
    below = _BELOW.match(u.standalone)
    if below and not u.refs and not content_words(below["rest"]).strip():
        return _below(to_int(below[1]), said, document)
    part = next((p for p in parts if said and said[-1].part and p.number == said[-1].part.number), None)
    if part is None or len(u.refs) != 1 or not _BARE.match(u.standalone) or len(content_words(strip_refs(u.standalone))) > 1:
        return ()
    inside, whole = units_of(document, part), document.provision(u.refs[0].id)
    number = u.refs[0].number
    if not 1 <= number <= len(inside) or any(p.number == number for p in inside) or whole is None:
        return ()
    return (Candidate("in_part", inside[number - 1].id, part.id), Candidate("in_whole", whole.id))


def _below(number: int | None, said: Sequence[Exchange], document: Document) -> tuple[Candidate, ...]:
    if number is None:
        return ()
    last = next((e.focus for e in reversed(said) if e.focus and e.focus.level == "unit"), None)
    holder = document.provision(last.id) if last else None
    found = [Candidate("in_unit", holder.id, holder.id)] if holder else []
    unit = document.provision(str(number))
    return (*found, *((Candidate("in_whole", unit.id),) if unit else ()))
