"""Gold questions asked twice, with a model and without, under several prompts; and what is wrong with the answers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant import Answer, Assistant
from assistant.endpoint import ChatModel
from assistant.settings import Settings
from evals.gold_schema import WRITTEN, GoldQuestion
from evals.metrics.blocks import Block, blocks_of
from evals.metrics.bodies import foreign_bodies
from evals.metrics.case import Case
from evals.metrics.figures import invented_figures
from evals.metrics.modality import overstatements
from evals.metrics.quotes import exactness, labelled
from evals.systems import ask
from prompts import load_prompt
from tests.live.prompts import COPYING, GOOD_NEWS, example_prompt

_MEASURE = re.compile(r"措施[(（][一二三四五六七八九十]+[)）]")
_HALF = str.maketrans("（）", "()")
LONGEST = 100
"""Tokens of a reply: some three sentences."""
CONTEXT = 1100
"""Tokens of a prompt, as the settings count them."""
BORNE = 0.6
"""Share of a statement's pairs of characters that stand in what it cites."""
ROOM = {"copying": 450}
"""The same where it differs: whoever copies is given a sentence or two."""
ROTATION = ("own", "good news", "copying", "json", "good news")
"""The prompt for each question in its turn: the product's own with plain text or JSON asked for, or examples."""


@dataclass(frozen=True)
class Pair:
    """One question, its answer in extracts, and the answer that a model had a part in (or had none in: ``prompt`` is empty)."""

    prompt: str
    extracts: Case
    written: Case

    @property
    def answer(self) -> Answer:
        assert self.written.answer is not None, f"no answer: {self.written.response}"
        return self.written.answer

    @property
    def plain(self) -> Answer:
        assert self.extracts.answer is not None, f"no answer: {self.extracts.response}"
        return self.extracts.answer

    @property
    def trace(self) -> dict[str, object]:
        return self.written.response.trace or {}

    @property
    def name(self) -> str:
        question = self.written.question
        return f"{question.id} “{question.question}” ({self.prompt or 'no model'})"


def sample(questions: Iterable[GoldQuestion], each: int) -> list[GoldQuestion]:
    """``each`` questions of every category that people wrote, the same every time and nobody's choice."""
    drawn = sorted(questions, key=lambda q: hashlib.sha256(q.id.encode()).hexdigest())
    return [q for category in WRITTEN for q in [q for q in drawn if q.category == category][:each]]


def with_model(assistant: Assistant, settings: Settings, prompt: str) -> Assistant:
    """``assistant`` with the model of ``settings`` under one of the prompts of :data:`ROTATION`."""
    settings = settings.model_copy(update={"structured": prompt == "json", "temperature": 0.8})
    engine = assistant._engine
    assert engine.writer is not None, "a model is configured"
    own = load_prompt("answer")
    wording = {"good news": example_prompt("good-news", GOOD_NEWS), "copying": example_prompt("copying", COPYING)}.get(prompt, own)
    model = ChatModel(settings, settings.model, variable="ASSISTANT_MODEL", longest=LONGEST)
    return Assistant(
        replace(engine, settings=settings, writer=replace(engine.writer, model=model, context=ROOM.get(prompt, CONTEXT), prompt=wording))
    )


def ask_pairs(questions: Iterable[GoldQuestion], extracts: Assistant, models: dict[str, Assistant]) -> Iterator[Pair]:
    """Every question asked both ways; those that a model has a part in under one prompt after the other."""
    turn = 0
    for question in questions:
        plain = Case(question, ask(extracts, question), extracts.corpus)
        prompt = ROTATION[turn % len(ROTATION)]
        response = ask(models[prompt], question)
        asked = bool(response.usage.calls)
        turn += asked
        yield Pair(prompt if asked else "", plain, Case(question, response, extracts.corpus))


Find = Callable[[Case], list[str]]
FAULTS: dict[str, Find] = {
    "a quote is not exact": lambda case: ["quote"] if (exactness(case) or 1) < 1 else [],
    "a citation is mislabelled": lambda case: ["label"] if (labelled(case) or 1) < 1 else [],
    "a figure is invented": invented_figures,
    "a promise is overstated": overstatements,
    "a body is foreign": foreign_bodies,
}
"""What is wrong with an answer whoever wrote it, as the evals judge it."""


def faults(case: Case) -> list[str]:
    """What is wrong with the answer, a line each."""
    return [f"{name}: {found}" for name, find in FAULTS.items() if (found := find(case))]


def new_faults(pair: Pair) -> list[str]:
    """What is wrong with the answer and was not with the extracts."""
    known = faults(pair.extracts)
    return [f"{pair.name}: {fault}\n{pair.answer.answer}" for fault in faults(pair.written) if fault not in known]


def unmarked(pair: Pair) -> list[str]:
    """Lines of the answer that the extracts do not have and that no mark of a citation stands in."""
    return [f"{pair.name}: {block.text}" for block in _new(pair) if not block.marked]


def misnamed(pair: Pair) -> list[str]:
    """Lines of the answer that the extracts do not have and that name a measure which none of their marks names."""
    return [
        f"{pair.name}: {block.text} ({', '.join(c.label for c in block.citations)})"
        for block in _new(pair)
        if {m[0].translate(_HALF) for m in _MEASURE.finditer(block.text)} - {c.label for c in block.citations}
    ]


def of_its_own(pair: Pair) -> list[str]:
    """Lines of the answer that the extracts do not have and of whose pairs of characters few stand in the provisions that they cite.

    The model can do little but repeat: what it says in other words it has made up."""
    found = []
    for block in _new(pair):
        document = {c.document: pair.written.document(c.document) for c in block.citations}
        cited = [p.text for c in block.citations if (d := document[c.document]) and (p := d.provision(c.provision))]
        known = {two for text in cited for two in _bigrams(text)}
        said = _bigrams(block.text)
        if len(said) > 4 and sum(b in known for b in said) < BORNE * len(said):
            found.append(f"{pair.name}: {block.text} ({', '.join(c.label for c in block.citations)})")
    return found


def echoes(pair: Pair) -> list[str]:
    """Lines of the answer that the extracts do not have and that only say the question again."""
    question = _letters(pair.written.question.question) + _letters(pair.answer.standalone_question)
    return [f"{pair.name}: {block.text}" for block in _new(pair) if _letters(block.text).removeprefix("问题") in question]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _bigrams(text: str) -> list[str]:
    """Pairs of Chinese characters that stand beside each other."""
    return [a + b for run in re.findall(r"[\u4e00-\u9fff]+", text) for a, b in pairwise(run)]


def _new(pair: Pair) -> list[Block]:
    old = {block.text for block in blocks_of(pair.plain)}
    return [block for block in blocks_of(pair.answer) if block.text not in old]
