"""Pieces of the panel of sources that the page asks for when they are wanted: a provision beside a cited one, the sources of an earlier
answer.

They are made from the documents and the address alone: no conversation can be read through them, and any process can answer.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from corpus import Corpus
from ui.backend import Backend
from ui.marks import document_of, read_places
from ui.pages.reading.flow import articles
from ui.render import clean
from ui.source_block import Place, neighbour
from ui.sources import blocks, cited_lines, copy_button
from ui.wording import LANGUAGES, SourceText, wording


def fragment_routes(backend: Backend) -> list[Route]:
    """``…/policy/provision`` and ``…/policy/cited`` in each language."""
    return [route for language in LANGUAGES for route in _routes(backend, wording(language).sources)]


def _routes(backend: Backend, words: SourceText) -> list[Route]:
    async def provision(request: Request) -> Response:
        return await run_in_threadpool(lambda: _provision(request, backend.corpus(), words))

    async def cited(request: Request) -> Response:
        return await run_in_threadpool(lambda: _cited(request, backend.corpus(), words))

    return [Route(f"{words.reader_address}/provision", provision), Route(f"{words.reader_address}/cited", cited)]


def _provision(request: Request, corpus: Corpus, words: SourceText) -> Response:
    """The article ``provision`` of ``document``."""
    asked = request.query_params
    document = document_of(asked.get("document", ""), corpus)
    article = next((a for a in articles(document) if a.id == asked.get("provision")), None) if document else None
    if document is None or article is None:
        return _answer("", 404)
    return _answer(neighbour(Place(document, article.provision), words))


def _cited(request: Request, corpus: Corpus, words: SourceText) -> Response:
    """The sources of the answer with the number ``turn``, whose citations stand at ``places``."""
    turn = request.query_params.get("turn", "")
    if not (turn.isascii() and turn.isdigit() and len(turn) < 9):
        return _answer("", 404)
    try:
        citations = read_places(request.query_params.get("places", ""), corpus)
    except ValueError:
        return _answer("", 404)
    text = clean("\n".join((words.copy_sources, *cited_lines(citations, corpus.document, words))))
    return _answer(blocks(citations, int(turn), corpus.document, words) + copy_button(text, words.copy_sources_alone, words))


def _answer(html: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(html, status_code=status, headers={"Cache-Control": "no-cache"})
