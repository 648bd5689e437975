"""From a question's understanding to the provisions that speak of it, with the sentences that do."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from assistant.answering.relevance import Topic
from assistant.chunks import Chunk, heading_of
from assistant.index import Index, Passage
from assistant.index.fusion import fuse
from assistant.understanding.language_data import content_words
from assistant.understanding.model import Understanding
from assistant.understanding.references import strip_refs
from assistant.understanding.understand import without_figures
from corpus import Corpus, Document, Provision, Sentence
from corpus.glossary import load_glosses

PASSAGES = 200
CONSIDERED = 32
NOTES = 16
COVERAGE_WEIGHT = 1.0
"""How much of a provision's rank is its coverage of the question, beside its best fused score (tuned on questions of our own)."""
_NOT_CITED = frozenset(("title",))
_FORMAL = re.compile(
    r"^\s*附(?:件|表|录)\s*[:：\d]|^[\u4e00-\u9fff]{2,24}(?:政府|办公厅|办公室|委员会|厅|局|委)\s*$|^\d{4}年[\d□]{1,2}月[\d□]{1,2}日\s*$"
)
"""Lists of annexes, signatures and dates below a text: they answer nothing."""


@dataclass(frozen=True)
class FoundSentence:
    """A sentence of a found provision. ``score`` ranks within one search; ``coverage`` is the share of the question it speaks of."""

    sentence: Sentence
    score: float
    coverage: float


@dataclass(frozen=True)
class FoundProvision:
    """A provision with its sentences (bodies only), best first. ``cosine`` is the best of its passages;
    ``subject_coverage`` leaves out the words for a benefit as such.
    """

    document: Document
    provision: Provision
    score: float
    cosine: float
    coverage: float
    title_coverage: float
    subject_coverage: float
    sentences: tuple[FoundSentence, ...]


@dataclass(frozen=True)
class Found:
    """What a search gave: provisions of documents and, apart from them, background notes; best first."""

    provisions: tuple[FoundProvision, ...] = ()
    notes: tuple[FoundProvision, ...] = ()
    passages: tuple[Passage, ...] = ()


def find(u: Understanding, index: Index, corpus: Corpus, *, keep: Callable[[Chunk], bool] | None = None) -> Found:
    """Search for what ``u`` asks; ``keep`` restricts the search (one provision, one document).

    Raises:
        RetrievalError: the index fails.
    """
    passages = index.search(u.searched or u.standalone, PASSAGES, keep=keep, words=" ".join(u.expansions))

    def content(words: str) -> str:
        return content_words(without_figures(strip_refs(words)), index.terms)

    topic = Topic.of(u.searched or u.standalone, corpus.lexicon, index.rarity, content)
    spoken = dict.fromkeys(words for words in (u.subject, u.wanted) if words)
    subjects = tuple(Topic.of(words, corpus.lexicon, index.rarity, content) for words in spoken) or (topic,)
    documents, notes = (
        _group(corpus, [p for p in passages if (p.chunk.kind == "note") is note], topic, subjects, NOTES if note else CONSIDERED)
        for note in (False, True)
    )
    return Found(documents, notes, tuple(passages))


_Scored = tuple[float, Passage]


def _group(corpus: Corpus, passages: Sequence[Passage], topic: Topic, subjects: Sequence[Topic], most: int) -> tuple[FoundProvision, ...]:
    """Provisions of ``passages``, best first. The scores are fused anew among these: background must not decide how documents rank."""
    if not passages:
        return ()
    cosines, words = (np.array([getattr(p, name) for p in passages], dtype=np.float32) for name in ("cosine", "lexical"))
    groups: dict[tuple[str, str], list[_Scored]] = {}
    for passage, fused in zip(passages, fuse(cosines, words).tolist(), strict=True):
        key = (passage.chunk.document, _whole(corpus, passage.chunk.document, passage.chunk.provision))
        groups.setdefault(key, []).append((fused, passage))
    # Coverage is looked up for the best by fused score only: what lies far behind in meaning and words is not lifted by it.
    near = sorted(groups.items(), key=lambda item: -max(score for score, _ in item[1]))[:most]
    inside: dict[str, Topic] = {}
    found = []
    for (document, provision), group in near:
        if document not in inside:
            held = corpus.document(document)
            inside[document] = topic.without(held.title) if held else topic
        if (f := _provision(corpus, document, provision, group, inside[document], subjects)) is not None:
            found.append(f)
    return tuple(sorted(found, key=lambda f: -f.score))


def _whole(corpus: Corpus, document_id: str, provision_id: str) -> str:
    """The unit that an item is read in: the one above it, where that opens the row (应当符合下列条件:) and the item has no heading of its
    own. One item of several conditions alone would be half a rule."""
    document = corpus.document(document_id)
    provision = document.provision(provision_id) if document and "." in provision_id else None
    if document is None or provision is None or provision.title or provision.parent is None:
        return provision_id
    above = document.provision(provision.parent)
    opens = above is not None and above.sentences and above.sentences[-1].text.rstrip().endswith((":", "：", ":"))
    return above.id if above is not None and opens else provision_id


def _provision(
    corpus: Corpus, document_id: str, provision_id: str, group: Sequence[_Scored], topic: Topic, subjects: Sequence[Topic]
) -> FoundProvision | None:
    document = corpus.document(document_id)
    provision = document.provision(provision_id) if document else None
    if document is None or provision is None or not any(s.kind == "body" for s in provision.sentences) or provision.kind in _NOT_CITED:
        return None  # a heading alone answers nothing
    heading = heading_of(document, provision)
    whole = " ".join((document.title, heading, provision.text, _aids(document_id).get(provision_id, "")))
    subject_coverage = max(s.coverage(whole) for s in subjects)
    coverage = topic.coverage(whole)
    by_start: dict[int, float] = {}
    for score, p in group:
        if p.chunk.role != "gloss":
            by_start[p.chunk.start] = max(score, by_start.get(p.chunk.start, 0.0))
    bodies = [_with_what_follows(document, provision, s) for s in provision.sentences if s.kind == "body" and not _FORMAL.match(s.text)]
    if not bodies:
        return None
    sentences = sorted(
        (
            FoundSentence(s, by_start.get(s.start, 0.0) + COVERAGE_WEIGHT * c, c)
            for s, c in ((s, topic.coverage(s.text)) for s in bodies)
        ),
        key=lambda f: -f.score,
    )  # fmt: skip
    return FoundProvision(
        document,
        provision,
        max(score for score, _ in group) + COVERAGE_WEIGHT * (coverage + subject_coverage) / 2,
        max(p.cosine for _, p in group),
        coverage,
        topic.coverage(heading) if heading else 0.0,
        subject_coverage,
        tuple(sentences),
    )


@cache
def _aids(document_id: str) -> dict[str, str]:
    """By provision, our own titles and gists, which help to find it."""
    return {g.provision: f"{g.title_en} {g.gist_en} {g.gist_zh}" for g in load_glosses(document_id)}


def _with_what_follows(document: Document, provision: Provision, s: Sentence) -> Sentence:
    """A sentence that ends in a colon together with the units below, which it introduces (按照面积给予补助:(1)…;(2)…)."""
    if s.text.endswith((":", "\uff1a")) and s is provision.sentences[-1] and provision.end > s.end:
        return Sentence(s.start, provision.end, document.text[s.start : provision.end])
    return s
