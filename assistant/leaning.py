"""A question that names too little to be found by itself (要是不改呢, 评审找哪个部门), asked of the unit spoken of before it.

The last resort, after the question has been understood by itself and in its conversation and nothing was found for it. A change of subject
must not drag an old unit along: the unit is taken only where it speaks of what the question says, or the question says nothing of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import penalties
from assistant.answering.relevance import pairs
from assistant.answering.signals import evidence_kinds
from assistant.pipeline import Turn, answer_turn
from assistant.understanding.exchange import Exchange
from assistant.understanding.language_data import content_words, function_characters
from assistant.understanding.understand import topic_beside_document
from assistant.understanding.vocabulary import home_places
from corpus import Provision

_LITTLE = 3
"""So few characters of a topic may be about anything."""
_SHORT = 2
"""Up to so many characters are looked for one by one in the unit (不改: 拒不整改的), longer words by their pairs."""
_HELD = 0.5
_BREACH = re.compile(r"[没不未罚]|处分|违反|违规|违法")
"""Words of a breach and what follows, which name no rule."""


def of_the_same(turn: Turn, said: Sequence[Exchange]) -> Turn | None:
    """``turn`` asked of the unit that the last of ``said`` was about; None when it was understood, or does not lean on it."""
    assert turn.draft is not None, "an answered turn"
    u = turn.u
    last = said[-1] if said else None
    if last is None or not last.units or u.refs or u.departments:
        return None
    # 没留会怎么罚 names no rule: that of the one spoken of is meant, whatever else speaks of fines.
    topic = _BREACH.sub("", topic_beside_document(u.standalone, u.language, turn.engine.vocabulary))
    bare = penalties.asked(u) and len(topic) <= _LITTLE
    if not bare and turn.draft.reason not in ("out_of_scope", "no_evidence"):
        return None
    focus = last.units[0]
    document = turn.engine.corpus.document(last.document) or turn.context.document
    if not bare and not _leans(turn, document.provision(focus.id)):
        return None
    again = answer_turn(Turn(turn.engine, f"{focus.written}{u.standalone}"))
    if again.draft is None or (again.draft.status == "declined" and again.draft.reason not in ("not_stated", "illegible")):
        return None
    return replace(again, question=turn.question, understanding=replace(again.u, question=u.question), history=turn.history)


def _leans(turn: Turn, provision: Provision | None) -> bool:
    u, vocabulary = turn.u, turn.engine.vocabulary
    topic = topic_beside_document(u.standalone, u.language, vocabulary)
    if ("who" in u.kinds or evidence_kinds(u.kinds)) and len(topic) <= _LITTLE:
        return True
    if provision is None or u.language == "en":
        return False
    places = "|".join(home_places())
    words = re.sub(places, "", content_words(u.standalone, vocabulary.pairs)).replace(" ", "")  # a place is no topic
    if len(words) <= _SHORT:
        own = [c for c in words if c not in function_characters()]
        return not own or sum(c in provision.text for c in own) >= _HELD * len(own)
    found = pairs(words)
    return sum(p in provision.text for p in found) >= _HELD * len(found)
