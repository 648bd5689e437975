"""Answers written by models that tell the truth, lie, ramble or break, behind a real server: no false word may come through."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assistant import Answer, Assistant, Settings
from evals.gold_schema import GoldQuestion
from evals.metrics import Case
from evals.metrics.bodies import foreign_bodies
from evals.metrics.figures import invented_figures
from evals.metrics.modality import overstatements
from evals.scoring import inexact_quotes
from tests.assistant.model_server import KEY, ModelServer, Script, serving
from tests.evals.samples import gold, response

QUESTION = "组建高价值专利培育中心,省里鼓励不鼓励"
EVIDENCE = re.compile(r"^\[(\d+)\] \(措施\((\S+)\) [^)]*\) (.*)$", re.M)


def shown(prompt: str) -> list[tuple[int, str, str]]:
    """Number, measure and sentence of the evidence that a model was shown."""
    return [(int(n), measure, words) for n, measure, words in EVIDENCE.findall(prompt)]


def truthful(prompt: str) -> str:
    return "".join(f"{words.rstrip('。')}。[{n}]" for n, _, words in shown(prompt)[:2])


def truthful_json(prompt: str) -> str:
    return json.dumps({"sentences": [{"text": w, "evidence": [n]} for n, _, w in shown(prompt)[:2]]}, ensure_ascii=False)


LIES = {
    "figure": "对高价值专利培育中心给予50万元资金支持。[1]",
    "promise": "所有企业都可以获得资金支持。[1]",
    "body": "由省教育厅负责发放资金支持。[1]",
    "deadline": "申报截止日期为2026年12月31日。[1]",
    "phone": "详情请拨打025-12345678。[1]",
    "filled digit": "江苏专利奖金奖给予50万元奖励。[2]",
    "token": "鼓励企业组建高价值专利培育中心。[77]",
    "uncited": "省里一向十分重视知识产权工作。",
    "quote": "文件规定“对所有高价值专利培育中心给予资金支持”。[1]",
    "English": "Centres are supported with money. [1]",
    "negation": "对高价值专利培育中心不予资金支持。[1]",
    "elsewhere": "对进出口环节的商品加大知识产权保护力度。[1]",
    "missing": "文件没有规定任何资金支持。[1]",
}


@contextmanager
def written_by(scripts: dict[str, Script], name: str, home: Path, **changes: Any) -> Iterator[tuple[Assistant, ModelServer]]:
    with serving(scripts) as server:
        given: dict[str, Any] = {"openai_base_url": server.url, "openai_api_key": KEY, "model": name, "model_timeout": 10.0}
        yield Assistant.open(Settings(home=home, **(given | changes))), server


def check(assistant: Assistant, answer: Answer, question: GoldQuestion | None = None) -> None:
    """What must hold of every answer, whoever wrote it."""
    question = question or gold(question=answer.question)
    case = Case(question, response(question, answer), assistant.corpus)
    assert inexact_quotes(answer, assistant.corpus) == []
    assert invented_figures(case) == [] and foreign_bodies(case) == [] and overstatements(case) == [], answer.answer


@pytest.mark.parametrize("script", [truthful, truthful_json])
def test_what_is_true_is_said_in_the_models_words_with_its_citations(script: Script, built_home: Path) -> None:
    with written_by({"m": script}, "m", built_home) as (assistant, server):
        answer, trace = assistant.examine(QUESTION)
    assert (answer.mode, answer.model, answer.status) == ("generative", "m", "answered")
    assert answer.verification.removed == 0 and answer.verification.supported >= 2
    assert "联合组建高价值专利培育中心" in answer.answer and "[措施(一)]" in answer.answer
    assert trace["usage"]["calls"] == 1 and trace["model"]["prompt"] == "answer" and len(trace["model"]["sha256"]) == 64
    assert len(server.requests) == 1 and KEY not in json.dumps(trace) and KEY not in answer.model_dump_json()
    check(assistant, answer)


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_between_two_truths_is_taken_out_alone(lie: str, built_home: Path) -> None:
    def script(prompt: str) -> str:
        first, second = (f"{words.rstrip('。')}。[{n}]" for n, _, words in shown(prompt)[:2])
        return first + LIES[lie] + second

    with written_by({"m": script}, "m", built_home) as (assistant, _):
        answer, trace = assistant.examine(QUESTION)
    words = re.sub(r"\[\d+\]$", "", LIES[lie]).rstrip("。. ")
    assert words not in answer.answer, trace["removed"]
    assert answer.verification.removed == 1 and answer.mode == "generative", trace["removed"]
    check(assistant, answer)


@pytest.mark.parametrize("lie", LIES)
def test_nothing_but_a_lie_leaves_the_extracts_and_says_so(lie: str, built_home: Path, assistant: Assistant) -> None:
    with written_by({"m": lambda prompt: LIES[lie]}, "m", built_home) as (writing, _):
        answer = writing.ask(QUESTION)
    plain = assistant.ask(QUESTION)
    assert (answer.answer, answer.citations, answer.mode, answer.model) == (plain.answer, plain.citations, "extractive", None)
    assert any("未能全部通过核对" in n.text for n in answer.notices)


@pytest.mark.parametrize("fault", ["unauthorised", "broken", "down", "hangs", "trickles", "truncated", "not-json", "page", "empty"])
def test_a_service_that_fails_costs_nothing_but_a_notice(
    fault: str, built_home: Path, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), written_by({}, fault, built_home, model_timeout=2.0) as (writing, _):
        answer = writing.ask(QUESTION)
        streamed = list(writing.stream(QUESTION))
    plain = assistant.ask(QUESTION)
    assert (answer.answer, answer.citations, answer.status, answer.mode) == (plain.answer, plain.citations, plain.status, plain.mode)
    assert any("语言模型未能完成作答" in n.text for n in answer.notices)
    assert "".join(p for p in streamed if isinstance(p, str)) == plain.answer
    assert KEY not in caplog.text and KEY not in answer.model_dump_json()


@pytest.mark.parametrize(
    "question", ["明天苏州下雨吗", "措施(六)说了什么", "哪些措施由省版权局参与", "苏知贷的利率是多少", "措施(三十)说了什么", "你好"]
)
def test_a_model_is_not_asked_what_the_text_decides(question: str, built_home: Path, assistant: Assistant) -> None:
    with written_by({"m": lambda prompt: LIES["figure"]}, "m", built_home) as (writing, server):
        answer = writing.ask(question)
    assert not server.requests
    assert answer.answer == assistant.ask(question).answer and answer.mode != "generative"


def test_a_model_that_repeats_its_prompt_or_itself_says_nothing(built_home: Path) -> None:
    def parrot(prompt: str) -> str:
        return prompt

    def stuck(prompt: str) -> str:
        return "对符合条件的高价值专利培育中心给予资金支持。[1]" * 40

    with written_by({"parrot": parrot, "stuck": stuck}, "parrot", built_home) as (assistant, _):
        answer = assistant.ask(QUESTION)
        assert "You answer questions" not in answer.answer and "Rules" not in answer.answer
        check(assistant, answer)
    with written_by({"stuck": stuck}, "stuck", built_home) as (assistant, _):
        assert assistant.ask(QUESTION).answer.count("对符合条件的高价值专利培育中心给予资金支持。 [") <= 2


def test_the_head_of_the_evidence_is_no_part_of_a_statement(built_home: Path) -> None:
    def copied(prompt: str) -> str:
        lines = [line for line in prompt.splitlines() if EVIDENCE.match(line)]
        return "\n".join(lines[:2])

    with written_by({"m": copied}, "m", built_home) as (assistant, _):
        answer, trace = assistant.examine(QUESTION)
    assert answer.mode == "generative" and trace["removed"] == []
    assert "联合组建高价值专利培育中心" in answer.answer and "开展高价值专利培育) " not in answer.answer
    check(assistant, answer)


@pytest.mark.parametrize(
    ("idle", "gate"),
    [
        ("组建高价值专利培育中心,省里鼓励不鼓励?[1]", "question"),
        ("组建高价值专利培育中心。[1]", "echo"),
        ("哪些企业可以组建中心？[1]", "question"),
    ],
)
def test_what_asks_or_stands_in_the_question_states_nothing(idle: str, gate: str, built_home: Path) -> None:
    def script(prompt: str) -> str:
        (n, _, words), *_ = shown(prompt)
        return f"{idle}{idle.replace('[1]', '[2]')}{words.rstrip('。')}。[{n}]"

    with written_by({"m": script}, "m", built_home) as (assistant, _):
        answer, trace = assistant.examine(QUESTION)
    assert [r["gate"] for r in trace["removed"]] == [gate]
    assert answer.mode == "generative" and not any("核对" in n.text for n in answer.notices), "no fault of the sentences that are left"


def test_a_sentence_that_passed_is_not_set_out_again_below_it(built_home: Path) -> None:
    def script(prompt: str) -> str:
        (n, _, words), *_ = shown(prompt)
        return f"{words.rstrip('。')}。[{n}]" + LIES["figure"] + LIES["promise"]

    with written_by({"m": script}, "m", built_home) as (assistant, _):
        answer = assistant.ask(QUESTION)
    assert any("核对" in n.text for n in answer.notices)
    assert answer.answer.count("联合组建高价值专利培育中心") == 1, answer.answer


def test_an_endless_reply_ends(built_home: Path) -> None:
    with written_by({}, "endless", built_home) as (assistant, _):
        answer = assistant.ask(QUESTION)
    assert answer.status == "answered" and "没有尽头" not in answer.answer


def test_a_clause_that_the_model_leaves_out_is_set_out_after_it(built_home: Path, assistant: Assistant) -> None:
    question = "对于知识产权证券化、信托产品，原文怎么写"

    def other(prompt: str) -> str:
        n, _, words = next(row for row in shown(prompt) if "证券化" not in row[2])
        return f"{words.rstrip('。')}。[{n}]"

    with written_by({"m": other}, "m", built_home) as (writing, _):
        answer = writing.ask(question)
    wanted = {c.quote for c in assistant.ask(question).citations}
    assert wanted <= {c.quote for c in answer.citations} and "证券化" in answer.answer


def test_each_question_of_a_message_is_written_by_itself(built_home: Path) -> None:
    with written_by({"m": truthful}, "m", built_home) as (assistant, server):
        answer, trace = assistant.examine("专利质押有什么支持?另外数据知识产权在哪登记?明天下雨吗?")
    assert len(server.requests) == 2 and trace["usage"]["calls"] == 2
    assert answer.mode == "generative" and answer.status == "partial" and "苏知贷" in answer.answer and "登记平台" in answer.answer


@pytest.mark.parametrize("question", [QUESTION, "质押专利有什么支持?还有数据知识产权到哪里登记?", "高校的专利怎么转让给企业"])
@pytest.mark.parametrize("lie", ["figure", "uncited"])
def test_a_stream_gives_what_an_answer_gives(question: str, lie: str, built_home: Path) -> None:
    with written_by({"m": lambda prompt: truthful(prompt) + LIES[lie]}, "m", built_home) as (assistant, _):
        *pieces, last = assistant.stream(question)
        answer = assistant.ask(question)
    assert isinstance(last, Answer) and "".join(map(str, pieces)) == last.answer == answer.answer
    assert (last.citations, last.notices, last.mode) == (answer.citations, answer.notices, answer.mode)


def test_the_first_sentence_is_shown_before_the_model_has_finished(built_home: Path) -> None:
    seen = threading.Event()
    after: list[bool] = []

    class Slow(str):
        """A reply whose second half is not there before the first sentence was shown."""

        def __getitem__(self, key: Any) -> str:
            if isinstance(key, slice) and (key.start or 0) > len(self) * 0.7:
                after.append(seen.wait(5))
            return str.__getitem__(self, key)

    with written_by({"m": lambda prompt: Slow(truthful(prompt) + "这一句没有出处。" * 8)}, "m", built_home) as (assistant, _):
        for piece in assistant.stream(QUESTION):
            if isinstance(piece, str) and "联合组建" in piece:
                seen.set()
    assert after and all(after)


def test_evidence_is_cut_by_whole_sentences(built_home: Path) -> None:
    prompts: list[str] = []

    def keep(prompt: str) -> str:
        prompts.append(prompt)
        return truthful(prompt)

    script: Callable[[str], str] = keep
    with written_by({"m": script}, "m", built_home, model_context=3000) as (assistant, _):
        assistant.ask(QUESTION)
        whole = [s.text for p in assistant.corpus.policies[0].measures for s in p.sentences]
    with written_by({"m": script}, "m", built_home, model_context=1000) as (assistant, _):
        assistant.ask(QUESTION)
    long, short = (shown(p) for p in prompts)
    assert len(short) < len(long) and all(words in whole for _, _, words in long)
    assert [words for _, _, words in short] == [w for w in (words for _, _, words in long) if w in [x for _, _, x in short]]


def test_a_follow_up_that_was_lost_is_put_anew_by_the_model(built_home: Path, assistant: Assistant) -> None:
    history = [{"role": "user", "content": "单位搞非正常专利申请会怎么处理"}]
    question = "要是死活不改呢"
    assert assistant.ask(question, history).status == "declined"
    better = "单位搞非正常专利申请,拒不改会怎么处理"
    with written_by({"r": lambda prompt: better}, "r", built_home, model=None, rephrase_model="r") as (asking, server):
        answer = asking.ask(question, history)
    assert answer.status == "answered" and "取消" in answer.answer and answer.standalone_question.startswith("单位搞非正常专利申请")
    assert "要是死活不改呢" in server.requests[0]["messages"][-1]["content"]


@pytest.mark.parametrize("said", ["给单位罚款50万元怎么处理", "江西省婚姻登记处电话", "", "要是死活不改呢"])
def test_what_a_model_adds_to_a_follow_up_is_not_asked(said: str, built_home: Path) -> None:
    history = [{"role": "user", "content": "单位搞非正常专利申请会怎么处理"}]
    with written_by({"r": lambda prompt: said}, "r", built_home, model=None, rephrase_model="r") as (asking, _):
        assert asking.ask("要是死活不改呢", history).status == "declined"
