"""What ``evals gold check`` proves about the gold: nothing in it rests on memory or on the answerer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from corpus import Corpus, Document, Provision
from evals.facts import holds, plain
from evals.gold_schema import BUILT, POLICY, WRITTEN, Fact, GoldQuestion

FLOORS = {"core": 14, "independent": 14, "adversarial": 10}
"""Fewest questions in each category of a suite."""
TIMES = 6
"""Fewest questions about each measure."""
FEW = 4
"""A question with more provisions to cite is about a list, not about each of them."""
ALIKE = 0.9
"""Two questions of a category that share so much of their wording are one."""


def check_gold(questions: Sequence[GoldQuestion], corpus: Corpus) -> list[str]:
    """Everything that is wrong, one line each; empty when the gold is sound."""
    talks = [q for q in questions if q.suite in ("dialogue", "letters")]
    # What the carried ones are made from is checked.
    questions = [q for q in questions if q.suite not in ("carried", "dialogue", "letters")]
    policy = corpus.document(POLICY)
    assert policy is not None, f"the package ships {POLICY}"
    problems = [f"{q.id}: {problem}" for q in questions for problem in _one(q, policy, corpus)]
    problems += [f"{q.id}: {problem}" for q in talks for problem in _talk(q, policy, corpus)]
    return [*problems, *_ids([*questions, *talks]), *_floors(questions), *_duplicates(questions), *_measures(questions, policy)]


def _one(question: GoldQuestion, policy: Document, corpus: Corpus) -> Iterator[str]:
    if not question.id.startswith(question.category + "-"):
        yield f"the id does not begin with {question.category}-"
    if not question.reviewed:
        yield "not reviewed"
    for provision in {*question.must_cite, *question.may_cite, *question.must_not_cite} - {"*"}:
        if policy.provision(provision) is None:
            yield f"{POLICY} has no provision {provision}"
    for provision in sorted(set(question.must_cite) & set(question.must_not_cite)):
        yield f"{provision} must and must not be cited"
    if question.answerable != bool({"answered", "partial"} & set(question.status)):
        yield "only an answerable question may be answered, and it must be"
    if question.reason and "declined" not in question.status:
        yield "a reason to decline, but declining is not acceptable"
    if question.answerable and not question.evidence:
        yield "answerable without evidence"
    yield from _evidence(question, corpus)
    yield from _forbidden(question)
    for fact in question.vital:
        if why := _unproven(fact, question, policy):
            yield f"fact {'/'.join(fact.text)}: {why}"


def _talk(question: GoldQuestion, policy: Document, corpus: Corpus) -> Iterator[str]:
    """What is wrong with a turn of a conversation, or a letter."""
    named = {*question.must_cite, *question.cite_any, *question.must_not_cite, *(str(n) for ask in question.asks for n in ask.cite)}
    for provision in sorted(n for n in named if policy.provision(n) is None):
        yield f"{POLICY} has no provision {provision}"
    for pattern in (*question.says, *(p for ask in question.asks for p in (ask.words, *ask.must))):
        try:
            re.compile(pattern)
        except re.error as error:
            yield f"{pattern!r} is no regular expression: {error}"
        if " " in pattern:
            yield f"{pattern!r} has a space, and plain text has none"
    yield from (problem for problem in _evidence(question, corpus) if "no evidence is from there" not in problem)
    yield from _forbidden(question)


def _evidence(question: GoldQuestion, corpus: Corpus) -> Iterator[str]:
    for evidence in question.evidence:
        document = corpus.document(evidence.document)
        provision = document.provision(evidence.provision) if document else None
        if provision is None:
            yield f"evidence: there is no {evidence.document} {evidence.provision}"
        elif evidence.quote not in provision.text:
            yield f"evidence: {evidence.provision} does not hold {evidence.quote!r} word for word"
    borne = {evidence.provision for evidence in question.evidence}
    for missing in [provision for provision in question.must_cite if provision not in borne]:
        yield f"{missing} must be cited, but no evidence is from there"


def _forbidden(question: GoldQuestion) -> Iterator[str]:
    """Expressions that can never match, or that an answer with the right words would."""
    for pattern in question.forbidden:
        if " " in pattern:
            yield f"forbidden: {pattern!r} has a space, and plain text has none"
        for evidence in question.evidence:
            if re.search(pattern, plain(evidence.quote), re.IGNORECASE):
                yield f"forbidden: {pattern!r} matches the evidence from {evidence.provision}"


def _unproven(fact: Fact, question: GoldQuestion, policy: Document) -> str | None:
    """Why ``fact`` is not known, or None when it is."""
    if fact.proof == "question":
        if "answered" in question.status:
            return "a word for what is missing belongs to an answer that declines something"
        return None if any(plain(text) in plain(question.question) for text in fact.text) else "stands nowhere in the question"
    if fact.proof == "evidence":
        quotes = [evidence.quote for evidence in question.evidence]
        return None if holds(fact.text, quotes) else "stands in no quote of the evidence"
    cited = [p for p in map(policy.provision, question.must_cite) if p]
    if fact.proof in _NAMES:
        known = [name for p in cited for name in _NAMES[fact.proof](p)]
    else:
        known = [f"{count}{unit}" for count in _counts(fact.proof, question, cited, policy) for unit in _UNITS]
    return None if holds(fact.text, known) else f"is no {fact.proof} of {', '.join(p.id for p in cited) or 'the document'}"


_UNITS = ("条", "个", "项", "部分", "个部分", "家", "")
_NAMES: dict[str, Callable[[Provision], Iterable[str]]] = {
    "heading": lambda p: [p.title],
    "label": lambda p: [p.label],
    "department": lambda p: p.departments,
}


def _counts(proof: str, question: GoldQuestion, cited: Sequence[Provision], policy: Document) -> list[int]:
    """The numbers that a fact with this proof may state."""
    match proof:
        case "cited":
            return [len(cited)]
        case "departments":
            return [len(cited[0].departments)] if len(cited) == 1 else []
        case "quotes":
            return [len(question.evidence)]
        case "children":
            return [len(policy.children(e.provision)) for e in question.evidence if e.provision.startswith("part-")]
        case "measures":
            return [len(policy.measures)]
        case _:
            return [len(policy.parts)]


def _ids(questions: Sequence[GoldQuestion]) -> list[str]:
    return [f"{name}: {count} questions have this id" for name, count in Counter(q.id for q in questions).items() if count > 1]


def _floors(questions: Sequence[GoldQuestion]) -> list[str]:
    counts = Counter((q.suite, q.category) for q in questions)
    there = {q.suite for q in questions} | {"core"}
    return [
        f"{suite}/{name}: {counts[suite, name]} questions, at least {floor} are needed"  # type: ignore[index]
        for suite, floor in FLOORS.items()
        if suite in there
        for name in (BUILT if suite == "adversarial" else WRITTEN)
        if counts[suite, name] < floor  # type: ignore[index]
    ]


def _duplicates(questions: Sequence[GoldQuestion]) -> list[str]:
    """Pairs with nearly the same wording and the same conversation before, in one category; among what is written, since rules repeat
    their frames on purpose."""
    written = [q for q in questions if q.suite != "adversarial"]
    pairs = ((a, b) for a, b in combinations(written, 2) if a.category == b.category and a.history == b.history and a.as_of == b.as_of)
    return [f"{b.id}: nearly the same question as {a.id}" for a, b in pairs if alike(a.question, b.question) >= ALIKE]


def alike(one: str, other: str) -> float:
    """How much two questions share, 0 to 1: difflib's ratio over their plain text."""
    return SequenceMatcher(None, plain(one), plain(other), autojunk=False).ratio()


def _measures(questions: Sequence[GoldQuestion], policy: Document) -> list[str]:
    asked = Counter(provision for q in questions if len(q.must_cite) <= FEW and q.suite == "core" for provision in q.must_cite)
    return [f"{m.label}: asked about {asked[m.id]} times, at least {TIMES} are needed" for m in policy.measures if asked[m.id] < TIMES]
