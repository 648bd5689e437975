"""Addresses below ``/conversations``: a conversation as a file, its title, its end, and what is thought of its answers.

Whose it is decides :mod:`ui.conversations.owner`; nobody else's is ever found. No other site can make a browser send any of these forms.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast, get_args
from urllib.parse import parse_qs, quote, urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ui.backend import Backend
from ui.conversations.export import FORMATS, Format, export
from ui.conversations.owner import OWNER, Owner
from ui.conversations.registry import Conversations
from ui.pages.shell import Shell
from ui.recording import Opinion, StoreAway, Why
from ui.wording import LANGUAGES, Language, Wording, wording

LARGEST = 32 * 1024
"""Bytes of a form; the longest comment takes less."""
RETRY = 5
"""Seconds after which it is worth while to try again."""
_FIELDS = 8
_NO_STORE = {"Cache-Control": "no-store"}
_NOT_FOUND, _FOREIGN, _TOO_LARGE, _UNREADABLE, _NOT_KEPT = 404, 403, 413, 422, 503


class _Refused(Exception):
    """``why`` picks the sentence that says it; without one the status says enough."""

    def __init__(self, status: int, why: Callable[[Wording], str] | None = None, language: str = "") -> None:
        super().__init__(status)
        self.status = status
        self.why = why
        self.language = language


def conversation_routes(conversations: Conversations, backend: Backend) -> list[Route]:
    """The routes, for all languages: ``language`` among the parameters chooses the words."""

    async def take_along(request: Request) -> Response:
        owner, (name, form) = _owner(request), (request.path_params["name"], request.path_params["form"])
        language = request.query_params.get("language", "")
        with _told(lambda words: words.conversations.not_exported, language):
            session = await asyncio.to_thread(conversations.session, owner, name, sure=True)
        if session is None or form not in FORMATS:
            raise _Refused(_NOT_FOUND)
        words = wording(_language(language))
        file = await asyncio.to_thread(export, session, cast("Format", form), backend.document, words)
        called = quote(f"{session.title or name}.{form}", safe="", errors="replace")
        disposition = f"attachment; filename=\"conversation.{form}\"; filename*=UTF-8''{called}"
        return Response(file.content, media_type=file.media_type, headers={"Content-Disposition": disposition, **_NO_STORE})

    async def rename(request: Request) -> Response:
        owner, form = _owner(request), await _form(request)
        with _told(lambda words: words.conversations.not_renamed, form.get("language", "")):
            done = await asyncio.to_thread(conversations.rename, owner, request.path_params["name"], form.get("title", ""))
        if not done:
            raise _Refused(_NOT_FOUND)
        return _back(form, request.path_params["name"])

    async def delete(request: Request) -> Response:
        owner, form = _owner(request), await _form(request)
        with _told(lambda words: words.conversations.not_deleted, form.get("language", "")):
            done = await asyncio.to_thread(conversations.remove, owner, request.path_params["name"])
        if not done:
            raise _Refused(_NOT_FOUND)
        return _back(form)

    async def delete_all(request: Request) -> Response:
        owner, form = _owner(request), await _form(request)
        with _told(lambda words: words.conversations.not_deleted, form.get("language", "")):
            await asyncio.to_thread(conversations.remove_all, owner)
        return _back(form)

    async def think(request: Request) -> Response:
        owner, opinion = _owner(request), _opinion(await _json(request))
        language = request.query_params.get("language", "")
        with _told(lambda words: words.feedback.failed, language):
            session = await asyncio.to_thread(conversations.session, owner, request.path_params["name"])
            if session is None or session.turn(number := request.path_params["number"]) is None:
                raise _Refused(_NOT_FOUND)
            if not await asyncio.to_thread(conversations.think, session, number, opinion):
                raise _Refused(_NOT_KEPT, lambda words: words.feedback.failed, language)
        return JSONResponse({"kept": True}, headers=_NO_STORE)

    return [
        _route("/conversations/delete", delete_all, "POST"),
        _route("/conversations/{name}.{form}", take_along, "GET"),
        _route("/conversations/{name}/rename", rename, "POST"),
        _route("/conversations/{name}/delete", delete, "POST"),
        _route("/conversations/{name}/turns/{number:int}/opinion", think, "POST"),
    ]


def _route(path: str, page: Callable[[Request], Awaitable[Response]], method: str) -> Route:
    async def answered(request: Request) -> Response:
        try:
            return await page(request)
        except _Refused as refused:
            return _refusal(request, refused)

    return Route(path, answered, methods=[method])


@contextmanager
def _told(why: Callable[[Wording], str], language: str) -> Iterator[None]:
    """What the store cannot do at the moment is told, and not taken to be done."""
    try:
        yield
    except StoreAway:
        raise _Refused(_NOT_KEPT, why, language) from None


def _refusal(request: Request, refused: _Refused) -> Response:
    """A sentence as a page for whoever opened the address or sent the form, as JSON for a script."""
    if refused.why is None:
        return Response(status_code=refused.status, headers=_NO_STORE)
    language = _language(refused.language)
    sentence = refused.why(wording(language))
    headers = {**_NO_STORE, "Retry-After": str(RETRY)}
    if "text/html" in request.headers.get("accept", ""):
        page = Shell(language).page("told.html.j2", "told", path="", status=refused.status, sentence=sentence)
        page.headers.update(headers)
        return page
    return JSONResponse({"kept": False, "error": {"code": "store_away", "message": sentence}}, refused.status, headers=headers)


def _owner(request: Request) -> Owner:
    owner = request.scope.get(OWNER)
    if not isinstance(owner, Owner):
        raise _Refused(_NOT_FOUND)
    return owner


async def _body(request: Request, kind: str) -> str:
    """The body of a request that this very site sent."""
    origin = request.headers.get("origin")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise _Refused(_FOREIGN)
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise _Refused(_FOREIGN)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != kind:
        raise _Refused(_UNREADABLE)
    body = b""
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST:
                raise _Refused(_TOO_LARGE)
    except ClientDisconnect as error:
        raise _Refused(_UNREADABLE) from error
    return body.decode("utf-8", "replace")


async def _form(request: Request) -> dict[str, str]:
    body = await _body(request, "application/x-www-form-urlencoded")
    try:
        fields = parse_qs(body, keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError as error:
        raise _Refused(_UNREADABLE) from error
    return {name: values[-1] for name, values in fields.items()}


async def _json(request: Request) -> Mapping[str, Any]:
    try:
        told = json.loads(await _body(request, "application/json"))
    except (ValueError, RecursionError) as error:
        raise _Refused(_UNREADABLE) from error
    if not isinstance(told, dict):
        raise _Refused(_UNREADABLE)
    return told


def _opinion(told: Mapping[str, Any]) -> Opinion | None:
    """What a browser says is thought of an answer; None where that is taken back."""
    vote, why, comment = told.get("vote"), told.get("why") or None, told.get("comment") or ""
    if vote is None:
        return None
    if vote not in ("up", "down") or why not in (None, *get_args(Why)) or not isinstance(comment, str):
        raise _Refused(_UNREADABLE)
    return Opinion(cast("Any", vote), cast("Any", why), comment)


def _language(given: str) -> Language:
    return next((language for language in LANGUAGES if language == given), LANGUAGES[0])


def _back(form: Mapping[str, str], name: str = "") -> Response:
    home = wording(_language(form.get("language", ""))).page.address
    return RedirectResponse(f"{home}?conversation={name}" if name else home, 303, headers=_NO_STORE)
