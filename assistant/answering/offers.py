"""Questions to go on with: about the provision that an answer rests on, each with an answer of its own."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.context import Context
from assistant.answering.model import Quote
from assistant.answering.wording import name_of, number_of
from assistant.messages import text
from assistant.understanding.model import Understanding
from corpus import Document, Provision

MOST = 2


def offers(context: Context, u: Understanding, quotes: Sequence[Quote], most: int = MOST) -> tuple[str, ...]:
    """What a reader of the first of ``quotes`` may want next: who is in charge, its full text, the unit beside it. Left out is what ``u``
    asks, what the answer quotes already, and what the text does not have; where nothing is left, what people ask of the document."""
    if not quotes:
        return ()
    document, provision = quotes[0].document, quotes[0].provision
    said = [q for q in quotes if q.provision is provision]
    found = []
    if provision.departments and "who" not in u.kinds and not _holds(said, provision, "responsibility"):
        found.append(text("answer.suggest_who", context.language, label=_label(context, document, provision)))
    if not _holds(said, provision, "body"):
        found.append(text("answer.suggest_whole", context.language, label=_label(context, document, provision)))
    beside = _beside(document, provision)
    if beside is not None:
        found.append(text("answer.suggest_unit", context.language, label=_label(context, document, beside)))
    return tuple((found or context.examples())[:most])


def _holds(quotes: Sequence[Quote], provision: Provision, kind: str) -> bool:
    """Whether all sentences of one kind are quoted; a provision with none of its own, such as a part, has nothing more to show."""
    sentences = [s for s in provision.sentences if s.kind == kind]
    return all(any(q.start <= s.start and s.end <= q.end + 1 for q in quotes) for s in sentences)


def _beside(document: Document, provision: Provision) -> Provision | None:
    """The unit of the same kind that follows, the one before where it is the last; None where units are not numbered."""
    if provision.number is None:
        return None
    # What is cited by its plain number is counted through the whole document, anything else within what it stands in.
    through = provision.id == str(provision.number)
    alike = [p for p in document.provisions if p.kind == provision.kind]
    near = {p.number: p for p in alike if (p.id == str(p.number) if through else p.parent == provision.parent)}
    return near.get(provision.number + 1) or near.get(provision.number - 1)


def _label(context: Context, document: Document, provision: Provision) -> str:
    """What the provision is called so that the question is understood by itself: in the language of the answer, with a document's title
    where it is not the main one."""
    main = (context.corpus.policies or context.corpus.documents)[0].id
    return number_of(provision, context.language) if document.id == main else name_of(document, provision, main)
