"""A server over documents that are hostile themselves, whose assistant answers with hostile text; a page that is watched."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.conftest import Server, Start, Tab
from tests.ui.hostile.detector import payloads, watched

if TYPE_CHECKING:
    from playwright.sync_api import Page

ANSWERER = """
import time, zlib
import numpy as np
import assistant.embeddings
from assistant import Answer, Assistant, Citation, Notice
from assistant.cli import main
from tests.ui.hostile.detector import batches

def cited(said, n, document, provision):
    return Citation(n=n, document=document, document_number=said, provision=provision, label=said, title=said, quote=said, start=0, end=1,
                    role=("support", "signpost")[n % 2], kind=("provision", "note")[n % 3 == 1])

def stored(assistant):
    for d in assistant.corpus.documents:
        if d.record.kind not in ("note", "policy") or not d.id.startswith(("js-ip-2023", "note-")):
            for p in d.provisions:
                yield Citation(n=0, document=d.id, provision=p.id, label=p.label or d.title, title=p.title, quote=d.text[p.start:p.end],
                               start=p.start, end=p.end)

def stream(self, question, history=()):
    number = sum(turn.role == "user" for turn in history)
    told = (batches() + [[]])[number]
    whole = "\\n\\n".join([*told, *(f"[{said}] **{said}** | {said}" for said in told)]) or "documents"
    yield whole[: len(whole) // 2]
    time.sleep(0.3)
    yield whole[len(whole) // 2 :]
    time.sleep(0.3)
    odd = [cited(said, n, ("js-ip-2023", said, said)[n % 3], said) for n, said in enumerate(told, start=1)]
    found = odd or [c.model_copy(update={"n": n}) for n, c in enumerate(stored(self), start=1)]
    yield Answer(question=question, standalone_question=whole, status="answered", answer=whole, model=whole, index=whole,
                 citations=tuple(found), notices=tuple(Notice(kind="other", text=said) for said in told),
                 suggestions=tuple(" ".join(told[k::4]) for k in range(4) if told[k::4]))

class Quick:
    # Nothing is searched for here, so any vectors will do: those of the model take a minute for all these documents.
    def passage(self, texts):
        rows = np.stack([np.random.default_rng(zlib.crc32(t.encode())).standard_normal(384) for t in texts]).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)
    query = passage

assistant.embeddings._load_engine = lambda threads: Quick()
Assistant.stream = stream
main(["serve", "--port", "0"])
"""


def in_a_document(payload: str) -> str:
    """A document in which ``payload`` is the title, a heading, the text of a clause and the name of whom is in charge."""
    line = " ".join(payload.split())
    parts = (
        f"# {line}",
        line,
        f"一、{line}",
        f"(一){line}。{payload}",
        f"二、支持{line}。（{line}、省财政厅负责）",
        f"| {line} | b |\n|---|---|\n| c | {line} |",
    )
    return "\n\n".join(parts)


@pytest.fixture(scope="package")
def hostile_documents(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A home folder with a document for every second payload, in each form that the payloads come in, and the ids of these documents."""
    from corpus.ingest import Ingested, ingest

    home, folder = tmp_path_factory.mktemp("hostile") / "home", tmp_path_factory.mktemp("texts")
    shutil.copytree(built_home, home)
    chosen = [p for p in payloads()[::2] if all(c >= " " or c in "\n\t" for c in p)]
    for n, payload in enumerate(chosen):
        name = "".join(c if c.isprintable() and c != "/" else "_" for c in payload)[:60].strip()
        (folder / f"{name} {n}.{('md', 'txt')[n % 2]}").write_text(in_a_document(payload), encoding="utf-8")
    taken = [found for found in ingest([folder], home / "documents") if isinstance(found, Ingested)]
    assert len(taken) == len(chosen) > 50
    return home, [found.id for found in taken]


@pytest.fixture(scope="package")
def hostile_server(start_server: Start, hostile_documents: tuple[Path, list[str]]) -> Server:
    """A server that tells nothing but payloads."""
    return start_server(program=ANSWERER, home=hostile_documents[0])


@pytest.fixture
def watched_tab(new_tab: Callable[..., Tab], hostile_server: Server) -> Callable[..., Tab]:
    """Opens a tab of that server which is watched."""

    def make(width: int = 1280, locale: str = "zh-CN") -> Tab:
        tab = new_tab(hostile_server.address, width=width, locale=locale)
        watched(tab.page)
        return tab

    return make


REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (404|422) .*")


@pytest.fixture
def asking_tab(watched_tab: Callable[..., Tab]) -> Iterator[Tab]:
    """Such a tab, on the self-check, in which scripts ask for much that has to be refused: a browser tells of each refusal."""
    tab = watched_tab()
    tab.page.goto(tab.address + "check")
    yield tab
    tab.said[:] = [told for told in tab.complaints if not REFUSED.fullmatch(told)]


@pytest.fixture
def watched_page(asking_tab: Tab) -> Page:
    """Its page, on which the answers to other addresses can be judged."""
    return asking_tab.page
