"""How things are named and quoted in an answer, in the language of the question."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answering.model import Quote
from assistant.contract import Notice
from assistant.messages import Language, text
from corpus import LOST, Document, Provision
from corpus.numbering import read_marker
from corpus.records import Commitment

_ENGLISH = {"measure": "Measure", "part": "Part", "chapter": "Chapter", "article": "Article"}


def mark(quote: Quote, main_document: str) -> str:
    """The inline mark of a quote: ``[措施(六)]``; with the document's title for another document; as background for a note."""
    return f"[{name_of(quote.document, quote.provision, main_document)}]"


def name_of(document: Document, provision: Provision, main_document: str) -> str:
    """The provision as a citation names it, the same in every language so that it can be found in the text."""
    if document.record.kind == "note":
        return f"背景资料:{document.title}"
    if document.id == main_document:
        return provision.label
    return f"《{document.title.strip('《》')}》{provision.label}"


def plain(words: str) -> str:
    """A quoted sentence as it runs inside a sentence of ours: without the number it begins with and without its final stop."""
    marker = read_marker(words)
    return words[marker.end if marker else 0 :].rstrip("。;; \n")


def joined(names: Iterable[str], language: Language) -> str:
    """Names in a row."""
    return ("、" if language == "zh" else ", ").join(names)


def damage_notices(quotes: Iterable[Quote], language: Language) -> tuple[Notice, ...]:
    """A notice for lost and one for inferred characters inside what is quoted; nothing where the copy is whole."""
    lost, inferred = [], []
    for quote in dict.fromkeys(quotes):
        for repair in quote.document.restored.repairs_in(quote.start, quote.end):
            lost += [_around(quote.document.text, i) for i in repair.lost if quote.start <= i < quote.end]
            inferred += [quote.document.text[i] for i in repair.inferred if quote.start <= i < quote.end]
    found = []
    if lost:
        found.append(Notice(kind="illegible", text=text("answer.notice_illegible", language, shown=joined(dict.fromkeys(lost), language))))
    if inferred:
        shown = joined((f"“{c}”" for c in dict.fromkeys(inferred)), language)
        found.append(Notice(kind="inferred", text=text("answer.notice_inferred", language, shown=shown)))
    return tuple(found)


def commitment_notice(commitment: Commitment, language: Language) -> Notice:
    """How far a word of commitment binds."""
    gloss = commitment.gloss_en if language == "en" else commitment.gloss_zh
    return Notice(kind="modality", text=text("answer.notice_commitment", language, word=commitment.word, gloss=gloss))


def _around(whole: str, at: int) -> str:
    """The figure around a lost digit, as far as it is legible."""
    start, end = at, at + 1
    while start > 0 and (whole[start - 1].isdigit() or whole[start - 1] in LOST + "〔〕年月"):
        start -= 1
    while end < len(whole) and (whole[end].isdigit() or whole[end] in LOST + "年月日号万亿元"):
        end += 1
    return whole[start:end].lstrip("年月")


def number_of(provision: Provision, language: Language) -> str:
    """The provision's label in the language of the answer: 措施(六), Measure 6."""
    if language == "en" and provision.kind in _ENGLISH and provision.number is not None:
        return f"{_ENGLISH[provision.kind]} {provision.number}"
    return provision.label
