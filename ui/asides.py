"""What stands around the words of an answer: above them how the question was understood, below them what a reader should not miss.

Written as elements, because Markdown has none for these; the text inside is escaped and holds no empty line, which would end the block.
"""

from __future__ import annotations

from assistant.understanding.restated import restated
from ui.conversation import Turn
from ui.render import clean, escape
from ui.wording import Wording

_ORDER = ("illegible", "not_stated", "inferred", "validity", "modality", "background", "other")
"""What weighs most comes first."""


def understood(turn: Turn, words: Wording, before: tuple[str, ...] = ()) -> str:
    """The question as it was understood after the questions ``before``, as a line above the answer; nothing where that says no more than
    what was typed."""
    if turn.answer is None or turn.answer.status == "error" or turn.answer.reason in ("empty_question", "too_long"):
        return ""
    line = restated(turn.question, turn.answer.standalone_question, before)
    if not line:
        return ""
    return f'<p class="understood"><span>{escape(words.chat.understood)}</span> {_one_line(line)}</p>\n\n'


def notices(turn: Turn, words: Wording) -> str:
    """The notices of an answer, those of one kind together under its name; the kind also decides the sign and the colour."""
    given = turn.answer.notices if turn.answer else ()
    kinds = sorted(dict.fromkeys(n.kind for n in given), key=_ORDER.index)
    blocks = []
    for kind in kinds:
        lines = "".join(f"<p>{_one_line(n.text)}</p>" for n in given if n.kind == kind)
        blocks.append(f'<div class="notice {kind}"><b>{escape(words.chat.notices[kind])}</b><div>{lines}</div></div>')
    return f'\n\n<div class="notices">{"".join(blocks)}</div>' if blocks else ""


def _one_line(text: str) -> str:
    return escape(" ".join(clean(text).split()))
