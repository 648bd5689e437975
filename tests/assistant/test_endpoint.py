"""The embedding service, against a real HTTP server on the loopback interface that is good or bad by the model's name."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.embeddings import open_embeddings
from assistant.endpoint import RETRIES, EndpointEmbeddings, count_tokens, cut_to_tokens
from assistant.endpoint.tokens import PATTERN, VOCABULARY, encoding
from assistant.errors import ModelError, ModelOutputInvalid, ModelTimeout, SettingsError
from assistant.index import open_index
from assistant.settings import Settings
from tests.assistant.index.sample import sample_corpus

KEY = "sk-secret-of-the-tests"


class Service(ThreadingHTTPServer):
    """Remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Replies)
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Replies(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(asked)
        self.server.keys.append(self.headers["Authorization"])
        model, texts = asked["model"], asked["input"]
        if model == "slow":
            time.sleep(3)
        if model == "refuses":
            self._send(401, json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}}))
        elif model == "flaky" and len(self.server.requests) <= RETRIES:
            self._send(503, "try again")
        elif model == "broken":
            self._send(500, f"secret {KEY}")
        elif model == "page":
            self._send(200, "<html>hello</html>", "text/html")
        elif model == "not-json":
            self._send(200, "{")
        else:
            rows = [{"object": "embedding", "index": i, "embedding": _row(model, text)} for i, text in enumerate(texts)]
            self._send(
                200, json.dumps({"object": "list", "model": model, "data": rows[: -1 if model == "forgets" else None], "usage": USAGE})
            )

    def _send(self, status: int, body: str, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


USAGE = {"prompt_tokens": 1, "total_tokens": 1}


def _row(model: str, text: str) -> list[float]:
    if model == "zero":
        return [0.0] * 64
    counts = [0.0] * 64
    for character in text:
        counts[ord(character) % 64] += 5.0
    return counts[: 63 if model == "ragged" and len(text) % 2 else 64]


@pytest.fixture
def service() -> Iterator[Service]:
    server = Service()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def settings(service: Service, model: str = "good", **more: Any) -> Settings:
    return Settings(embedding_model=model, openai_base_url=service.url, openai_api_key=KEY, **more)


def test_texts_become_rows_of_length_one_in_order(service: Service) -> None:
    embeddings = EndpointEmbeddings(settings(service))
    rows = embeddings.vectors(["专利", "商标", "专利"])
    assert rows.shape == (3, 64)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1])
    assert np.array_equal(rows[0], rows[2])
    assert service.requests[0]["input"] == ["专利", "商标", "专利"]
    assert service.keys == [f"Bearer {KEY}"]
    assert embeddings.query_vector("专利") == pytest.approx(rows[0])


def test_the_model_id_names_model_and_host_and_no_key(service: Service) -> None:
    model_id = EndpointEmbeddings(settings(service)).model_id
    assert model_id == f"endpoint/good@127.0.0.1:{service.server_address[1]}"
    with_login = Settings(embedding_model="m", openai_base_url="http://user:pass@host/v1")
    assert EndpointEmbeddings(with_login).model_id == "endpoint/m@host"


def test_a_service_that_recovers_is_asked_again(service: Service) -> None:
    assert len(EndpointEmbeddings(settings(service, "flaky")).vectors(["专利"])) == 1
    assert len(service.requests) == RETRIES + 1


def test_a_service_that_stays_broken_is_given_up_and_the_key_is_not_told(service: Service) -> None:
    with pytest.raises(ModelError, match="status 500") as caught:
        EndpointEmbeddings(settings(service, "broken")).vectors(["专利"])
    assert len(service.requests) == RETRIES + 1
    assert KEY not in str(caught.value)
    assert caught.value.__suppress_context__
    assert caught.value.__cause__ is None


def test_a_refused_key_is_an_error_that_does_not_repeat_it(service: Service) -> None:
    with pytest.raises(ModelError, match="status 401") as caught:
        EndpointEmbeddings(settings(service, "refuses")).query_vector("专利")
    assert KEY not in str(caught.value)
    assert "***" in str(caught.value)
    assert len(service.requests) == 1


def test_a_service_that_does_not_answer_is_a_timeout(service: Service) -> None:
    start = time.perf_counter()
    with pytest.raises(ModelTimeout, match=r"within 0.1 s"):
        EndpointEmbeddings(settings(service, "slow", embedding_timeout=0.1)).query_vector("专利")
    assert time.perf_counter() - start < 10


def test_a_service_that_is_away_is_named() -> None:
    away = Settings(embedding_model="m", openai_base_url="http://127.0.0.1:9/v1", openai_api_key=KEY)
    with pytest.raises(ModelError, match=r"127.0.0.1:9 cannot be reached; check OPENAI_BASE_URL"):
        EndpointEmbeddings(away).query_vector("专利")


@pytest.mark.parametrize("model", ["page", "not-json", "forgets", "zero", "ragged"])
def test_a_reply_that_is_not_one_vector_for_each_text_is_refused(service: Service, model: str) -> None:
    with pytest.raises(ModelOutputInvalid, match=r"127.0.0.1"):
        EndpointEmbeddings(settings(service, model)).vectors(["专利", "商标注册"[:3]])


def test_long_texts_are_cut_before_they_are_sent(service: Service) -> None:
    EndpointEmbeddings(settings(service, embedding_tokens=64)).vectors(["专利质押贷款" * 100, "短"])
    long, short = service.requests[0]["input"]
    assert short == "短"
    assert ("专利质押贷款" * 100).startswith(long)
    assert 10 < len(long) < 100


def test_cutting_needs_no_network_and_never_splits_a_character(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the vocabulary was asked for over the network")

    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr("requests.get", refused)
    text = "专利😀질문𠮷" * 30
    for limit in (64, 65, 66, 67):
        cut = cut_to_tokens(text, limit)
        assert text.startswith(cut)
        assert 0 < len(cut) < len(text)
    assert cut_to_tokens("专利", 64) == "专利"


def test_no_key_and_no_address_is_a_setting_to_mend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        open_embeddings(Settings(embedding_model="m"))


def test_an_address_alone_is_enough(service: Service) -> None:
    assert len(EndpointEmbeddings(Settings(embedding_model="good", openai_base_url=service.url)).vectors(["专利"])) == 1


def test_an_index_is_built_and_searched_with_the_service(service: Service, tmp_path: Path) -> None:
    own = settings(service, home=tmp_path)
    index = open_index(own, sample_corpus())
    assert index.manifest.embedding.startswith("endpoint/good@")
    assert index.manifest.dimension == 64
    assert index.search("本办法由省知识产权局负责解释。", 1)[0].chunk.text == "本办法由省知识产权局负责解释。"
    sent = len(service.requests)
    assert open_index(own, sample_corpus()).generation == index.generation
    assert len(service.requests) == sent


def test_the_key_is_not_shown_with_the_settings(service: Service) -> None:
    assert KEY not in repr(settings(service))
    assert KEY not in str(settings(service).model_dump())


def test_text_is_parted_and_encoded_as_tiktoken_does(monkeypatch: pytest.MonkeyPatch) -> None:
    from tiktoken_ext import openai_public

    ranks = encoding()._mergeable_ranks
    monkeypatch.setattr(openai_public, "load_tiktoken_bpe", lambda *_, **__: ranks)
    theirs = openai_public.cl100k_base()
    assert theirs["pat_str"] == PATTERN
    assert len(ranks) == 100_256
    assert count_tokens("专利权质押 patent pledge 2023") == 12


def test_a_damaged_vocabulary_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cut = tmp_path / "cl100k_base.tiktoken"
    cut.write_bytes(VOCABULARY.read_bytes()[:-5])
    monkeypatch.setattr("assistant.endpoint.tokens.VOCABULARY", cut)
    with pytest.raises(ValueError, match="install the package anew"):
        encoding.__wrapped__()
