"""Every quote is a slice of the provision that it names, and a claim that states something has one."""

from __future__ import annotations

from assistant.answering.model import Claim
from corpus import Corpus


def check(claim: Claim, corpus: Corpus) -> str | None:
    """The quote that lies outside its provision, or whose provision is not a slice of its document; *no quote* for a composed claim
    that has none and is no frame."""
    for q in claim.quotes:
        if not q.provision.start <= q.start < q.end <= q.provision.end:
            return f"{q.document.id}:{q.provision.id}[{q.start}:{q.end}]"
        if q.document.text[q.provision.start : q.provision.end] != q.provision.text:
            return f"{q.document.id}:{q.provision.id}"
    return None if claim.quotes or claim.style in ("lead", "tail") else "no quote"
