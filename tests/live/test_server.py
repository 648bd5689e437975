"""The server of a local model: what it answers, what it refuses, who may ask, and that it ends when it should."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import openai
import pytest

from assistant.endpoint import ChatModel
from assistant.errors import ModelError
from assistant.local_model import LocalModel
from assistant.settings import Settings
from tests.cli import command, environment

pytestmark = pytest.mark.live

POLICY = "江苏省人民政府印发知识产权强省建设的若干政策措施,鼓励企业开展专利权质押融资,支持"


@pytest.fixture
def chat(served: Settings) -> ChatModel:
    return ChatModel(served, served.model, variable="ASSISTANT_MODEL", longest=48)


def client(settings: Settings) -> openai.OpenAI:
    key = settings.openai_api_key
    return openai.OpenAI(base_url=settings.openai_base_url, api_key=key.get_secret_value() if key else "", max_retries=0)


def test_it_answers(chat: ChatModel) -> None:
    completion = chat.complete("The capital of France is")
    assert completion.text.strip()
    assert 5 < completion.prompt_tokens < 50
    assert 0 < completion.completion_tokens <= 48


def test_it_reads_and_writes_chinese(served: Settings) -> None:
    written = client(served).completions.create(model="any", prompt=POLICY, max_tokens=32, temperature=0).choices[0].text
    assert sum("\u4e00" <= c <= "\u9fff" for c in written) > 10


def test_with_a_seed_the_same_prompt_gets_the_same_reply(served: Settings) -> None:
    free = served.model_copy(update={"temperature": 1.0})
    chat = ChatModel(free, free.model, variable="ASSISTANT_MODEL", longest=24)
    assert chat.complete(POLICY).text == chat.complete(POLICY).text


def test_it_streams(served: Settings) -> None:
    stream = client(served).chat.completions.create(
        model=served.model or "", messages=[{"role": "user", "content": POLICY}], max_tokens=24, temperature=0, stream=True
    )
    pieces = [chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices]
    assert len([piece for piece in pieces if piece]) > 5
    assert "".join(pieces).strip()


def test_it_keeps_to_a_json_schema(served: Settings) -> None:
    """A base model that is asked for structured output gives it: the server allows no other."""
    schema = {"type": "object", "properties": {"text": {"type": "string", "maxLength": 20}}, "required": ["text"]}
    written = client(served).chat.completions.create(
        model="any",
        messages=[{"role": "user", "content": POLICY}],
        max_tokens=100,
        temperature=0,
        response_format={"type": "json_schema", "json_schema": {"name": "reply", "schema": schema}},  # type: ignore[typeddict-item]
    )
    assert (written.choices[0].message.content or "").startswith("{")


def test_a_template_frames_the_messages(weights: Path) -> None:
    with LocalModel.start(weights, context=512, template="The capital of France is") as model:
        settings = model.settings(Settings())
        written = ChatModel(settings, settings.model, variable="ASSISTANT_MODEL", longest=8).complete("1 + 1 =").text
    assert "France" in written


def test_a_prompt_beyond_the_context_is_refused_at_once(chat: ChatModel) -> None:
    started = time.monotonic()
    with pytest.raises(ModelError, match=r"status 400.*exceeds the available context size \(4096 tokens\)"):
        chat.complete(POLICY * 400)
    assert time.monotonic() - started < 5


def test_it_asks_for_the_key_and_never_tells_it(local_model: LocalModel, served: Settings) -> None:
    assert served.openai_api_key is not None
    key = served.openai_api_key.get_secret_value()
    assert len(key) >= 32
    asked = {"prompt": "x", "max_tokens": 1}
    assert httpx.post(f"{local_model.address}/completions", json=asked).status_code == 401
    assert httpx.post(f"{local_model.address}/completions", json=asked, headers={"Authorization": "Bearer x"}).status_code == 401
    arguments = Path(f"/proc/{local_model.process_id}/cmdline")
    if arguments.exists():
        assert key.encode() not in arguments.read_bytes()
        assert key.encode() not in Path(f"/proc/{local_model.process_id}/environ").read_bytes()
    wrong = served.model_copy(update={"openai_api_key": None})
    with pytest.raises(ModelError, match="status 401"):
        ChatModel(wrong, "any", variable="ASSISTANT_MODEL").complete("x")


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="left out: this system does not list its sockets")
def test_it_listens_on_the_loopback_interface_alone(local_model: LocalModel) -> None:
    port = urlsplit(local_model.address).port
    rows = [row.split() for name in ("tcp", "tcp6") for row in Path("/proc/net", name).read_text().splitlines()[1:]]
    listening = [row[1].partition(":")[0] for row in rows if row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port]
    assert listening == ["0100007F"]


def test_it_serves_nothing_but_the_model(local_model: LocalModel, served: Settings) -> None:
    assert served.openai_api_key is not None
    headers = {"Authorization": f"Bearer {served.openai_api_key.get_secret_value()}"}
    origin = local_model.address.removesuffix("/v1")
    for path in ("/", "/slots", "/metrics"):
        assert httpx.get(origin + path, headers=headers).status_code in (404, 501)


def test_a_proxy_for_everything_else_is_not_asked(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "intranet.example")
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with LocalModel.start(weights, context=512) as model:
        settings = model.settings(Settings())
        assert ChatModel(settings, settings.model, variable="ASSISTANT_MODEL", longest=4).complete("Hello").text
    assert os.environ["no_proxy"] == "intranet.example,127.0.0.1"


def test_how_fast_it_is(local_model: LocalModel, served: Settings, measured: Callable[[str, str], None]) -> None:
    assert served.openai_api_key is not None
    headers = {"Authorization": f"Bearer {served.openai_api_key.get_secret_value()}"}
    asked = {"prompt": "".join(f"第{n}条 {POLICY}" for n in range(35)), "max_tokens": 64, "temperature": 0}
    timings = httpx.post(f"{local_model.address}/completions", json=asked, headers=headers, timeout=60).json()["timings"]
    measured("tokens read and written a second", f"{timings['prompt_per_second']:.0f}, {timings['predicted_per_second']:.0f}")
    assert timings["prompt_n"] > 800


def test_closing_ends_the_process(weights: Path) -> None:
    with LocalModel.start(weights, context=512) as model:
        assert model.running
    assert not model.running
    with pytest.raises(httpx.ConnectError):
        httpx.get(model.address)


KEEPING = """
import os, signal, sys, time
from pathlib import Path
from assistant.local_model import LocalModel
model = LocalModel.start(Path(sys.argv[1]), context=512)
print(model.process_id, flush=True)
time.sleep(120)
"""


@pytest.mark.skipif(os.name == "nt", reason="left out: signals of POSIX")
@pytest.mark.parametrize("number", ["SIGKILL", "SIGTERM", "SIGHUP"])
def test_it_ends_with_the_program_that_started_it_however_that_ends(weights: Path, tmp_path: Path, number: str) -> None:
    program = subprocess.Popen([sys.executable, "-c", KEEPING, str(weights)], stdout=subprocess.PIPE, env=environment(tmp_path))
    assert program.stdout is not None
    with program, program.stdout as lines:
        server = int(lines.readline())
        assert alive(server)
        program.send_signal(getattr(signal, number))
        program.wait(10)
    assert eventually(lambda: not alive(server))


@pytest.mark.skipif(os.name == "nt", reason="left out: signals of POSIX")
@pytest.mark.parametrize(("number", "code"), [("SIGTERM", 0), ("SIGINT", 0)])
def test_serving_with_it_ends_both_when_told_to(weights: Path, built_home: Path, number: str, code: int) -> None:
    arguments = command("serve", "--port", "0", "--local-model", str(weights))
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment(built_home), start_new_session=True
    ) as program:
        assert program.stdout is not None
        lines = iter(program.stdout.readline, "")
        said = []
        for line in lines:
            said.append(line)
            if "Ready" in line:
                break
        text = "".join(said)
        assert f"Loading the model {weights.name} (241 MB): 0 s" in text
        assert f"The model {weights.stem} is ready after" in text
        assert "Ready" in text
        servers = children(program.pid)
        assert len(servers) == 1
        # As the terminal does it: to the whole group.
        os.killpg(program.pid, getattr(signal, number))
        assert program.wait(15) == code, program.stdout.read()
    assert eventually(lambda: not alive(servers[0]))


@pytest.mark.skipif(os.name == "nt", reason="left out: signals of POSIX")
def test_being_told_to_end_while_it_loads_ends_both(weights: Path, built_home: Path) -> None:
    arguments = command("serve", "--port", "0", "--local-model", str(weights))
    with subprocess.Popen(
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment(built_home), start_new_session=True
    ) as program:
        assert program.stderr is not None
        assert "Loading" in program.stderr.readline()
        servers = children(program.pid)
        program.terminate()
        assert program.wait(10) == 143
    assert servers
    assert eventually(lambda: not any(map(alive, servers)))


def alive(process: int) -> bool:
    """Whether the process is there and not merely waiting to be taken note of."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


def children(process: int) -> list[int]:
    """The processes that ``process`` has started."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True).stdout.split()
    return [int(pid) for pid in listed]


def eventually(holds: Callable[[], bool], seconds: float = 15) -> bool:
    """Whether ``holds`` becomes true within ``seconds``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False
