"""Through whichever door a message comes, nothing personal of it is kept, logged, sent to a model or given away."""

from __future__ import annotations

import io
import json
import logging
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant import Assistant, Settings, Store, compose_draft
from assistant.endpoint.embeddings import EndpointEmbeddings
from assistant.privacy import ConcealingFormatter
from assistant.privacy.tagger import installed
from assistant.store import Said
from evals.gaps import find_gaps
from tests.assistant.model_server import KEY, ModelServer, serving
from ui.conversation import Turn
from ui.conversations.export import FORMATS, export
from ui.session import Session
from ui.wording import wording

SECRETS = {
    "name": "周晓岚",
    "mobile": "159-1234-0077",
    "spelled": "一三七零零零零八八六六",
    "landline": "025-84561234",
    "identity": "320106198805171235",
    "card": "6222024301234567897",
    "organisation": "91320200MA1MJ7RXXD",
    "email": "liu.m@example.org",
    "wechat": "liumin_88",
    "qq": "28731946",
    "plate": "苏E3K921",
    "passport": "E87654321",
    "address": "平江路88号3幢502室",
}
MESSAGE = (
    f"我叫{SECRETS['name']}，手机{SECRETS['mobile']}或{SECRETS['spelled']}，座机{SECRETS['landline']}，身份证{SECRETS['identity']}，"
    f"卡号{SECRETS['card']}，信用代码{SECRETS['organisation']}，邮箱{SECRETS['email']}，微信号{SECRETS['wechat']}，QQ{SECRETS['qq']}，"
    f"车牌{SECRETS['plate']}，护照{SECRETS['passport']}，家住苏州市姑苏区{SECRETS['address']}。组建高价值专利培育中心,省里鼓励不鼓励？"
)
HISTORY = ({"role": "user", "content": MESSAGE},)


def leaked(*given: object) -> list[str]:
    """Which of the secrets stand in what was given."""
    text = "".join(g.decode("utf-8", "replace") if isinstance(g, bytes) else str(g) for g in given)
    return [kind for kind, secret in SECRETS.items() if secret in text]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged, as the handlers of the program write it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(ConcealingFormatter("%(name)s %(message)s"))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@contextmanager
def with_models(home: Path) -> Iterator[tuple[Assistant, ModelServer]]:
    with serving({"m": lambda prompt: "写不出来。", "r": lambda prompt: "高价值专利培育中心由谁负责"}) as server:
        settings = Settings(home=home, openai_base_url=server.url, openai_api_key=KEY, model="m", rephrase_model="r", model_timeout=10.0)
        yield Assistant.open(settings), server


def test_no_model_is_sent_anything(built_home: Path, log: io.StringIO) -> None:
    with with_models(built_home) as (assistant, server):
        answer, trace = assistant.examine(MESSAGE)
        assistant.ask("那今天天气呢", HISTORY)
        "".join(map(str, assistant.stream(MESSAGE)))
        compose_draft(assistant, MESSAGE, smooth=True)
        assert server.requests
        assert leaked(json.dumps(server.requests, ensure_ascii=False)) == []
    assert leaked(answer.model_dump_json(), json.dumps(trace, ensure_ascii=False), log.getvalue()) == []


def test_no_embedding_service_is_sent_anything(log: io.StringIO) -> None:
    with serving() as server:
        given = EndpointEmbeddings(Settings(embedding_model="good", openai_base_url=server.url, openai_api_key=KEY))
        with pytest.raises(Exception):  # noqa: B017, PT011 - it has no vectors; what it was sent is what matters
            given.query_vector(MESSAGE)
        assert server.requests
        assert leaked(json.dumps(server.requests, ensure_ascii=False), log.getvalue()) == []


def test_what_is_answered_and_traced_holds_nothing(assistant: Assistant, log: io.StringIO) -> None:
    answer, trace = assistant.examine(MESSAGE, HISTORY)
    again = assistant.explain(MESSAGE)
    runnable = assistant.as_runnable().invoke({"question": MESSAGE, "history": HISTORY})
    assert leaked(answer.model_dump_json(), json.dumps([trace, again, runnable], ensure_ascii=False), log.getvalue()) == []
    assert "高价值专利培育中心" in answer.answer


def test_programs_are_given_nothing_back(assistant: Assistant, log: io.StringIO) -> None:
    from tests.api.conftest import HERE, application

    app = application(Settings(home=assistant.settings.home), lambda: assistant)
    with TestClient(app, base_url=HERE) as client:
        asked = client.post("/api/ask", json={"question": MESSAGE, "history": [*HISTORY]})
        drafted = client.post("/api/draft", json={"enquiry": MESSAGE})
        completed = client.post(
            "/v1/chat/completions", json={"model": "policy-assistant", "messages": [{"role": "user", "content": MESSAGE}]}
        )
    assert (asked.status_code, completed.status_code) == (200, 200)
    assert leaked(asked.text, drafted.text, completed.text, log.getvalue()) == []


def test_the_store_and_what_is_read_from_it_hold_nothing(assistant: Assistant, own_home: Path, log: io.StringIO) -> None:
    raw = assistant.ask("措施(六)由谁负责").model_copy(
        update={"question": MESSAGE, "standalone_question": MESSAGE, "answer": f"没有写“{MESSAGE}”"}
    )
    with Store.open(Settings(home=own_home)) as store:
        for answer in (raw, assistant.ask(MESSAGE)):
            name = store.record(answer, "s", "page")
            store.feedback(name, "down", "wrong", MESSAGE)
        store.record_turn(raw, Said("c1", "staff:li", MESSAGE, 1, uuid.uuid4().hex, True), "page")
        store.conversations.rename("c1", "staff:li", MESSAGE[10:])
        told = [repr(store.conversations.of("staff:li")), *map(repr, store.exchanges())]
        gaps = find_gaps(store, assistant.corpus, assistant.index.embed_query)
        on_disk = [path.read_bytes() for path in own_home.rglob("store.db*")]
    assert (
        on_disk
        and leaked(*on_disk, *told, *(json.dumps(gap.to_dict(), ensure_ascii=False, default=str) for gap in gaps), log.getvalue()) == []
    )


@pytest.mark.parametrize("form", FORMATS)
def test_an_exported_conversation_holds_nothing(assistant: Assistant, form: str) -> None:
    answered = assistant.ask(MESSAGE)
    turns = (Turn(1, MESSAGE, answered.answer, "done", answered), Turn(2, MESSAGE, "", "stopped"))
    content = export(Session(title=MESSAGE[:40], turns=turns), form, assistant.corpus.document, wording("zh")).content  # type: ignore[arg-type]
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b"".join(package.read(name) for name in package.namelist())
    assert leaked(content) == []


def test_an_error_that_repeats_the_message_is_logged_without_them(log: io.StringIO) -> None:
    try:
        raise ValueError(MESSAGE)
    except ValueError:
        logging.getLogger("assistant").exception("could not read %s", MESSAGE)
    assert "Traceback" in log.getvalue() and leaked(log.getvalue()) == []


@pytest.mark.skipif(not installed(), reason="needs the extra names")
def test_a_name_that_no_word_announces_is_concealed_too(assistant: Assistant) -> None:
    answer = assistant.ask("王晓芳昨天来过，高价值专利培育中心由谁负责？")
    assert "王晓芳" not in answer.model_dump_json()
