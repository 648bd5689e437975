"""The notice above the conversation: how long the document holds, and how much of this copy is damaged. Counted, never typed in."""

from __future__ import annotations

from collections.abc import Sequence

from corpus import Document
from ui.render import escape
from ui.wording import PageText, fill


def notice(documents: Sequence[Document], words: PageText) -> str:
    """HTML about the first policy among ``documents`` and about damage; empty when there is nothing to say."""
    sources = [d for d in documents if d.record.kind != "note"]
    if not sources:
        return ""
    main = next((d for d in sources if d.record.kind == "policy"), sources[0])
    others = sum(1 for d in sources if d is not main and d.restored.repairs)
    parts = [f'<p class="policy">{_heading(main)}</p>', _dates(main, words), _damage(main, words)]
    if others:
        parts.append(f'<p class="more">{escape(fill(words.more_damaged, n=others))}</p>')
    return "".join(parts)


def _heading(document: Document) -> str:
    about = "　".join(v for v in (document.record.issuer, document.record.document_number) if v)
    return f"<strong>{escape(document.title)}</strong>" + (f" <span>{escape(about)}</span>" if about else "")


def _dates(document: Document, words: PageText) -> str:
    dates = document.record.dates
    lines = [fill(words.in_force, date=dates["in_force"])] if "in_force" in dates else []
    lines += [fill(words.expires, date=dates["expires"])] if "expires" in dates else []
    return "".join(f'<span class="date">{escape(line)}</span>' for line in lines)


def _damage(document: Document, words: PageText) -> str:
    repairs = document.restored.repairs
    if not repairs:
        return ""
    lost, inferred = sum(len(r.lost) for r in repairs), sum(len(r.inferred) for r in repairs)
    certain = sum(1 for r in repairs if r.confidence == "certain")
    return (
        f'<details class="damage"><summary>{escape(fill(words.damage, n=len(repairs), certain=certain))}</summary>'
        f"<p>{escape(fill(words.damage_counts, lost=lost, inferred=inferred))}</p><p>{escape(words.damage_legend)}</p></details>"
    )
