"""Pieces of the panel that are fetched: neighbours of a provision, sources of an earlier answer; and what one block holds."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant import Assistant, Settings
from corpus import LOST, Document
from corpus.library import ingest
from tests.conftest import ROOT
from ui.backend import Backend
from ui.conversation import Turn
from ui.fragments import fragment_routes
from ui.marks import write_places
from ui.protection import Protection
from ui.source_block import Place, copied
from ui.sources import panel
from ui.wording import LANGUAGES, Language, wording

ZH, EN = wording("zh").sources, wording("en").sources
HOSTILE = '"><script>alert(1)</script>${7*7}{{7*7}}'


@pytest.fixture(scope="module")
def backend(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Backend:
    """The policy and a set of rules beside it, not opened: the pieces need no index."""
    home = tmp_path_factory.mktemp("fragments") / "home"
    shutil.copytree(built_home, home)
    settings = Settings(home=home, record=False)
    assert list(ingest([ROOT / "tests" / "data" / "kite-rules.txt"], settings.documents_dir))
    return Backend(settings)


@pytest.fixture(scope="module")
def client(backend: Backend) -> TestClient:
    return TestClient(Protection(Starlette(routes=fragment_routes(backend))), raise_server_exceptions=True)


@pytest.fixture(scope="module")
def policy(backend: Backend) -> Document:
    return backend.corpus().policies[0]


@pytest.fixture(scope="module")
def rules(backend: Backend) -> Document:
    return next(d for d in backend.corpus().documents if d.record.kind != "note" and not d.measures)


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def parts_of(markup: str) -> dict[str, str]:
    """The addresses of the neighbours by *prev* and *next*."""
    return {rel: html.unescape(address) for rel, address in re.findall(r'rel="(prev|next)"[^>]*data-part="([^"]+)"', markup)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_neighbours_lead_through_all_measures_one_by_one(client: TestClient, policy: Document, language: Language) -> None:
    words = wording(language).sources
    address, seen = f"{words.reader_address}/provision?document={policy.id}&provision=1", []
    while address:
        response = client.get(address)
        assert response.status_code == 200 and "default-src 'self'" in response.headers["Content-Security-Policy"]
        provision = policy.provision(parse_qs(urlsplit(address).query)["provision"][0])
        assert provision is not None and provision.text in text_of(response.text) and words.not_cited in response.text
        assert all(name in text_of(response.text) for name in provision.departments)
        seen.append(provision.number)
        address = parts_of(response.text).get("next", "")
    assert seen == list(range(1, 22))


def test_a_document_without_measures_has_neighbours_too(client: TestClient, rules: Document) -> None:
    first = client.get("/policy/provision", params={"document": rules.id, "provision": "1"})
    assert first.status_code == 200 and set(parts_of(first.text)) == {"next"}
    second = client.get(parts_of(first.text)["next"])
    assert set(parts_of(second.text)) == {"prev", "next"} and rules.provision("2").text in text_of(second.text)  # type: ignore[union-attr]


ABSENT = ("document=js-ip-2023", "document=js-ip-2023&provision=99", f"document={HOSTILE}&provision=1")


@pytest.mark.parametrize("query", ["", *ABSENT, f"document=js-ip-2023&provision={HOSTILE}", "document=../../../etc/passwd&provision=1"])
def test_a_provision_that_is_not_there_gets_nothing(client: TestClient, query: str) -> None:
    response = client.get(f"/policy/provision?{query}")
    assert response.status_code == 404 and response.text == ""


@pytest.mark.parametrize(
    "query",
    ["", "turn=1", "turn=1&places=x", "turn=x&places=js-ip-2023/6/1300-1310", f"turn={HOSTILE}&places=js-ip-2023/6/1300-1310", "turn=²"],
)
def test_sources_of_nothing_get_nothing(client: TestClient, query: str) -> None:
    response = client.get(f"/policy/cited?{query}")
    assert response.status_code == 404 and response.text == ""


def test_the_sources_of_an_earlier_answer_are_those_that_the_newest_had(client: TestClient, assistant: Assistant) -> None:
    for question in ("专利质押融资有什么支持", "哪些措施由省版权局参与", "专利合作条约是什么"):
        answer = assistant.ask(question)
        fetched = client.get("/policy/cited", params={"turn": 4, "places": write_places(answer.citations)}).text
        whole = panel((Turn(4, question, answer.answer, "done", answer),), assistant.corpus.document, ZH)
        blocks = re.findall(r"<article.*</article>", fetched, re.S)
        assert blocks and blocks[0] in whole
        assert all(c.quote in html.unescape(fetched) for c in answer.citations)


def test_a_block_names_part_bodies_and_the_words_that_bind_those_quoted_first(assistant: Assistant) -> None:
    answer = assistant.ask("专利质押融资有什么支持")
    turn = Turn(1, "问", answer.answer, "done", answer)
    zh, en = (panel((turn,), assistant.corpus.document, words) for words in (ZH, EN))
    assert "二、促进知识产权高效益运用" in zh and "Part 2" in en
    assert "<li>省财政厅</li>" in zh and '<li>Jiangsu Provincial Department of Finance <span lang="zh-CN">省财政厅</span></li>' in en
    summary = re.search(r'<details class="binding"><summary>(.*?)</summary><ul>(.*?)</ul>', zh)
    assert summary and ZH.binding_quoted in summary[1] and "<b>加大</b>" in summary[1] and "<b>鼓励</b>" not in summary[1]
    lines = re.findall(r"<li( class=quoted)?>(.*?)</li>", summary[2])
    assert lines[0][0] and "力度 " in lines[0][1]
    assert any(not quoted and "“鼓励”：" in text for quoted, text in lines)


def test_what_is_copied_has_the_words_the_document_its_number_and_the_place(policy: Document) -> None:
    six, one = policy.provision("6"), policy.provision("1")
    assert six is not None and one is not None
    sentence = six.sentences[1]
    text = copied(Place(policy, six, ((sentence.start, sentence.end),)), ZH)
    quote, where, *doubts = text.split("\n")
    assert quote == sentence.text
    assert where == f"——《{policy.title}》措施(六)第1句（江苏省人民政府，{policy.record.document_number}）".replace("，None", "")
    assert doubts == ["（“立”“贷” 系据上下文推定，请以正式公报为准）"]
    lost = next(s for s in one.sentences if LOST in s.text)
    assert "□ 为本文本中无法辨认的字符" in copied(Place(policy, one, ((lost.start, lost.end),)), ZH)
    both = copied(Place(policy, six, ((sentence.start, sentence.end), (six.sentences[3].start, six.sentences[3].end))), ZH)
    assert "措施(六)第1句、第3句" in both
