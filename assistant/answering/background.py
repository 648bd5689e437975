"""Background on what a question names, labelled as such: notes are never a document's own words."""

from __future__ import annotations

from assistant.answering.context import Context
from assistant.answering.model import Claim, Quote
from assistant.answering.units import fold
from assistant.messages import text
from corpus.notes import note_id

_MOST = 2


def facts_of(context: Context, name: str) -> list[Claim]:
    """The first facts of the note on the instrument called ``name``, with a line that says what they are; empty when there is none."""
    folded = fold(name)
    instrument = next((i for i in context.corpus.instruments if folded in map(fold, (i.name, *i.aliases))), None)
    document = context.corpus.document(note_id(instrument)) if instrument is not None else None
    if document is None:
        return []
    claims = [Claim(text("answer.background_also", context.language, name=document.title), style="lead")]
    for provision in document.provisions[:_MOST]:
        quote = Quote(document, provision, provision.start, provision.end, signpost=True)
        claims.append(Claim(provision.text, (quote,), (provision.text,), style="item"))
    return claims
