"""The page of the policy reader as a program gets it: what each address shows, and what hostile ones do not."""

from __future__ import annotations

import html
import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import cast
from urllib.parse import quote

import pytest
import yaml
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant import Assistant, Settings
from corpus.library import ingest
from tests.conftest import ROOT
from ui.backend import Backend
from ui.pages import site_routes
from ui.pages.policy import warm
from ui.pages.reading.view import _plain
from ui.pages.shell import HERE
from ui.protection import Protection

HOSTILE = '"><script>alert(1)</script>${7*7}{{7*7}}\u202e<img src=x onerror=alert(1)>'


def client_of(backend: Backend) -> TestClient:
    return TestClient(Protection(Starlette(routes=site_routes(backend))), raise_server_exceptions=True)


@pytest.fixture(scope="module")
def client(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A server over the policy and a few documents that were taken in."""
    home = tmp_path_factory.mktemp("policy") / "home"
    shutil.copytree(built_home, home)
    settings = Settings(home=home, record=False)
    data = ROOT / "tests" / "data"
    assert list(
        ingest([data / "kite-rules.txt", data / "documents" / "damaged.txt", data / "documents" / "notice.txt"], settings.documents_dir)
    )
    backend = Backend(settings)
    backend.start(progress=lambda done, total: None, settled=lambda: None)
    backend.assistant()
    return client_of(backend)


def flat(texts: object, path: str = "") -> dict[str, object]:
    if not isinstance(texts, dict):
        return {path: texts}
    return {key: value for name, inner in texts.items() for key, value in flat(inner, f"{path}.{name}").items()}


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    zh, en = (flat(yaml.safe_load((HERE / "texts" / f"policy.{x}.yaml").read_text(encoding="utf-8"))) for x in ("zh", "en"))
    assert zh.keys() == en.keys()
    for key, sentence in zh.items():
        assert set(re.findall(r"\$[a-z_]+", str(sentence))) == set(re.findall(r"\$[a-z_]+", str(en[key]))), key


def test_the_page_says_what_the_document_is_and_how_long_it_holds(client: TestClient) -> None:
    page = client.get("/policy").text
    assert '<html lang="zh-CN">' in page
    for words in ("江苏省人民政府", "本文本未载明", "现行有效", "46 处缺损", "22 处可确定复原", "苏政发〔2017〕"):
        assert words in page
    assert page.count("<h1") == 1
    levels = [int(n) for n in re.findall(r"<h([1-6])", page)]
    assert all(b - a <= 1 for a, b in pairwise(levels))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]+)"', page):
        assert target in ids


def test_the_english_page_has_our_words_beside_the_chinese_text(client: TestClient) -> None:
    page = client.get("/en/policy?measure=6").text
    assert '<html lang="en">' in page
    assert "Stronger financial support for intellectual property" in page
    assert "ours, not official" in page
    assert 'lang="zh-CN">(六)' in page
    assert 'href="/policy?measure=6"' in page


def test_a_measure_and_a_sentence_can_be_addressed(client: TestClient) -> None:
    page = client.get("/policy?measure=6&sentence=2").text
    assert re.search(r'<span id="m6s2" class="sentence addressed" aria-current="true">.*?鼓励', page)
    assert 'rel="prev" href="/policy?measure=5#m5"' in page
    assert 'rel="next" href="/policy?measure=7#m7"' in page
    assert 'href="/policy?measure=6&amp;sentence=3#m6s3"' in page
    copied = html.unescape(next(c for c in re.findall(r'data-copy="([^"]+)"', page) if "第2句" in c))
    assert copied.startswith("鼓励社会资本发起设立知识产权投资基金")
    assert "《关于高标准推进知识产权强省建设的若干政策措施》措施(六)第2句（江苏省人民政府）" in copied


def test_what_is_copied_says_what_this_copy_does_not_show(client: TestClient) -> None:
    copies = [html.unescape(c) for c in re.findall(r'data-copy="([^"]+)"', client.get("/policy").text)]
    for copy in copies:
        assert ("无法辨认" in copy) == ("□" in copy.split("（□")[0])
    assert any("“贷”" in c and "系据上下文推定" in c for c in copies)


def test_a_search_shows_the_measures_with_their_hits(client: TestClient) -> None:
    page = client.get("/policy", params={"q": "质押"}).text
    assert "共 1 条，检索词出现 2 处。" in page
    marks = re.findall(r"<mark>(.*?)</mark>", page)
    assert [re.sub("<[^>]+>", "", mark) for mark in marks] == ["质押", "质押"]
    assert re.findall(r'<article id="([^"]+)"', page) == ["m6"]


def test_filters_are_combined_and_counted_without_a_script(client: TestClient) -> None:
    page = client.get("/policy", params={"department": "省财政厅", "support": "funding", "strength": "5"}).text
    assert re.findall(r'<article id="m(\d+)"', page) == ["1", "4", "7", "8", "15"]
    assert '<option value="省财政厅" selected>省财政厅 (5)</option>' in page
    without = re.search(r'href="([^"]+)" title="去掉这一项"><span class="key">支持方式', page)
    assert without is not None
    assert "support" not in without[1] and f"department={quote('省财政厅')}" in without[1]


def test_collective_words_that_may_include_what_is_asked_for_are_listed_apart(client: TestClient) -> None:
    page = client.get("/policy?beneficiary=enterprise").text
    line = re.search(r'<p class="wider">(.*?)</p>', page)
    assert line is not None
    assert "创新主体" in line[1] and 'href="/policy?measure=3#m3"' in line[1]
    assert 'id="m3"' not in page


def test_nothing_found_is_said_with_words_of_the_document(client: TestClient) -> None:
    page = client.get("/policy", params={"q": "贷款 3000万"}).text
    assert "没有找到符合条件的条文" in page
    assert f"/policy?q={quote('质押融资')}" in page
    assert "按数字检索可能查不到" in page
    assert "<article" not in page


def test_the_text_as_received_has_its_damage_marked(client: TestClient) -> None:
    page = client.get("/policy?text=received").text
    assert ">?ldquo;</a>苏知<" in page
    assert 'class="damaged inferred"' in page
    assert "一字未改" in page
    assert "data-copy" not in page


def test_background_is_labelled_and_never_the_policys_words(client: TestClient) -> None:
    page = client.get("/policy?measure=6").text
    box = re.search(r'<details class="more background" id="m6-background">(.*?)</details>', page, re.S)
    assert box is not None
    assert box[1].startswith("<summary>背景资料")
    assert "不是政策原文" in box[1] and "苏知贷" in box[1]
    note = client.get("/policy?document=note-suzhidai").text
    assert "不是政策原文" in note and 'href="/policy?measure=6#m6"' in note
    assert "现行有效" not in note and 'class="word ' not in note.split("</head>")[1]


def test_the_glance_links_each_cell_to_its_measure(client: TestClient) -> None:
    page = client.get("/policy?view=glance").text
    assert page.count('<th scope="row">') == 42
    assert '<a class="dot first" href="/policy?measure=6#m6"' in page
    assert 'href="/policy?measure=7&amp;sentence=3#m7s3"' in page


@pytest.mark.parametrize("document", ["kite-rules", "damaged", "notice"])
def test_other_documents_are_shown_by_the_same_page(client: TestClient, document: str) -> None:
    page = client.get("/policy", params={"document": document})
    assert page.status_code == 200
    assert f'name="document" value="{document}"' in page.text
    assert f'/policy?document={document}&amp;measure=2#m2"' in page.text
    assert "若干政策措施</a></li>" in page.text
    for name in ("q", "view"):
        assert client.get("/policy", params={"document": document, name: "glance"}).status_code == 200


def test_what_there_is_not_is_said_and_the_policy_is_shown(client: TestClient) -> None:
    for address, words in (
        ("/policy?document=nope&measure=99", "没有这份文件"),
        ("/policy?sentence=2", "没有指明是哪一条"),
        ("/policy?measure=99&sentence=2", "没有所指的条文"),
        ("/policy?document=nope", "没有这份文件"),
        ("/policy?measure=99", "没有所指的条文"),
        ("/policy?measure=6&sentence=99", "没有所指的句子"),
        ("/policy?measure=6&sentence=-1", "没有所指的句子"),
        ("/policy?measure=6&sentence=²", "没有所指的句子"),
    ):
        response = client.get(address)
        assert response.status_code == 404
        assert words in response.text and 'id="m21"' in response.text
        assert response.text.count('class="trouble"') == 1
    response = client.get("/policy?strength=9&q=" + "长" * 300)
    assert response.status_code == 200
    assert "已忽略" in response.text and "检索词过长" in response.text


@pytest.mark.parametrize(
    "name", ["document", "measure", "sentence", "q", "department", "support", "beneficiary", "strength", "text", "view"]
)
def test_hostile_parameters_do_nothing(client: TestClient, name: str) -> None:
    for prefix in ("", "/en"):
        for extra in ({}, {"measure": "6"}):
            page = client.get(f"{prefix}/policy", params={**extra, name: HOSTILE}).text
            assert "alert(1)</script>" not in page
            assert "<img" not in page
            assert "\u202e" not in page
            assert "49" not in re.sub(r"\d{4,}|document", "", page.split("<main")[1].split("<aside")[0])


def test_a_warm_page_is_there_at_once_and_what_cannot_be_warmed_is_left(built_home: Path, caplog: pytest.LogCaptureFixture) -> None:
    backend = Backend(Settings(home=built_home, record=False))
    warm(backend)
    backend.start(progress=lambda done, total: None, settled=lambda: None)
    backend.assistant()
    _plain.cache_clear()
    warm(backend)
    made = _plain.cache_info().misses
    assert made > 20
    client_of(backend).get("/policy"), client_of(backend).get("/en/policy")
    assert _plain.cache_info().misses == made
    assert not caplog.records
    backend._assistant = cast(Assistant, object())
    warm(backend)
    assert {r.message for r in caplog.records} == {"the policy page could not be made ready"}


def test_while_the_assistant_is_being_opened_the_page_waits(tmp_path: Path) -> None:
    backend = Backend(Settings(home=tmp_path, record=False))
    response = client_of(backend).get("/policy?measure=6")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == response.headers["Refresh"]
    assert "正在准备" in response.text
    backend._settled.set()
    failed = client_of(backend).get("/en/policy")
    assert "cannot be opened" in failed.text
    assert "Refresh" not in failed.headers
