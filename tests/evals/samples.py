"""Gold questions and answers made by hand, right ones, to be spoilt by the tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from assistant import Answer, Citation
from corpus import Corpus, Document
from evals.gold_schema import GoldQuestion
from evals.metrics import Case
from evals.responses import Response
from evals.suites import asked_fingerprint

ALLIANCE = "鼓励建设产业知识产权联盟,对已备案且运营情况较好的省级产业知识产权联盟给予资金支持。"
AWARDS = "对获得中国专利奖金奖、银奖、优秀奖的,分别给予□00万元、□0万元、□0万元奖励,"


def record(**changes: Any) -> dict[str, Any]:
    """A sound record as it stands in a gold file, with ``changes``."""
    return {
        "id": "lookup-001",
        "category": "lookup",
        "suite": "core",
        "question": "省级产业知识产权联盟有钱拿吗",
        "history": [],
        "as_of": None,
        "answerable": True,
        "status": ["answered"],
        "must_cite": ["8"],
        "may_cite": [],
        "must_not_cite": ["7", "9"],
        "facts": [{"text": ["给予资金支持"], "vital": True, "proof": "evidence"}],
        "forbidden": ["(?<![□0-9])[0-9]+万"],
        "evidence": [{"document": "js-ip-2023", "provision": "8", "quote": ALLIANCE}],
        "note": "",
        "author": "test",
        "reviewed": True,
    } | changes


def gold(**changes: Any) -> GoldQuestion:
    return GoldQuestion.model_validate(record(**changes))


def citation(policy: Document, provision: str, words: str, role: Any = "support") -> Citation:
    """The citation of ``words`` in a provision of the policy."""
    unit = policy.provision(provision)
    assert unit is not None
    start = unit.start + unit.text.index(words)
    return Citation(
        n=1, role=role, document=policy.id, provision=provision, measure=unit.measure, label=unit.label, title=unit.title,
        quote=words, start=start, end=start + len(words),
    )  # fmt: skip


def answered(policy: Document, **changes: Any) -> Answer:
    """A right answer to :func:`gold`, with ``changes``."""
    right: dict[str, Any] = {
        "id": "lookup-001",
        "question": "省级产业知识产权联盟有钱拿吗",
        "standalone_question": "省级产业知识产权联盟有钱拿吗",
        "status": "answered",
        "answer": "有:对已备案且运营情况较好的省级产业知识产权联盟**给予资金支持**。 [措施(八)]",
        "citations": (citation(policy, "8", ALLIANCE),),
    }
    return Answer(**(right | changes))


def response(question: GoldQuestion, answer: Answer | None, **changes: Any) -> Response:
    """A response with ``answer`` (None: an error) to ``question``."""
    given: dict[str, Any] = {
        "id": question.id,
        "asked": asked_fingerprint(question),
        "day": dt.date(2026, 11, 22),
        "ms": 20.0,
        "answer": answer,
    }
    return Response(**(given | ({} if answer else {"error": "RuntimeError: away"}) | changes))


def case(
    policy: Document, corpus: Corpus, asked: dict[str, Any] | None = None, trace: dict[str, Any] | None = None, **changes: Any
) -> Case:
    """The sound case with changes of its question (``asked``) and of its answer."""
    question = gold(**(asked or {}))
    return Case(question, response(question, answered(policy, **changes), trace=trace), corpus)
