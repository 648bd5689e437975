"""The self-check at ``/check``: what somebody says of themselves, ticked or in their own words, held against every point of the policy.

Only the parsed text is needed, so that the page works while the index is still being opened. What is posted is answered and forgotten.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.backend import Backend
from ui.pages.check_form import REST, Form, Situation, situation_of
from ui.pages.check_state import link_of, packed
from ui.pages.shell import STATIC, Shell

log = logging.getLogger(__name__)

LARGEST = 400_000
"""Bytes of a posted form; a full one has less than a tenth."""
_MOST_FIELDS = 500


class _TooMuch(ValueError):
    """More was posted than the page ever sends."""


def routes(shell: Shell, backend: Backend) -> list[Route]:
    """The page at ``/check``: the form, and posted to, its result; as Word where the button for it was pressed."""

    async def page(request: Request) -> Response:
        try:
            form = Form(await _posted(request)) if request.method == "POST" else None
        except ValueError as error:
            large = isinstance(error, _TooMuch)
            unread = Situation(trouble="too_large" if large else "malformed")
            return await run_in_threadpool(_shown, shell, backend, unread, posted=False, status=413 if large else 422)
        return await run_in_threadpool(_answered, shell, backend, form)

    return [Route(shell.address("check"), page, methods=["GET", "POST"])]


async def _posted(request: Request) -> list[tuple[str, str]]:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            raise _TooMuch
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="replace")


def _answered(shell: Shell, backend: Backend, form: Form | None) -> Response:
    situation = situation_of(form) if form else Situation()
    if form is not None and form.one("do") == "word" and not situation.trouble:
        if (word := _word(shell, backend, situation)) is not None:
            return word
    return _shown(shell, backend, situation, posted=form is not None, status=422 if situation.trouble else 200)


def _word(shell: Shell, backend: Backend, situation: Situation) -> Response | None:
    from assistant.eligibility.requests import check
    from assistant.eligibility.word import as_word
    from assistant.word import MEDIA_TYPE

    assessment = check(backend.corpus(), situation.profile).assessment
    if assessment is None:
        return None
    name = {"Content-Disposition": 'attachment; filename="self-check.docx"', "Cache-Control": "no-store"}
    return Response(as_word(assessment, shell.language), media_type=MEDIA_TYPE, headers=name)


@dataclass(frozen=True)
class _Assets:
    sheet: str
    script: str


def _assets() -> _Assets:
    return _Assets(*((STATIC / name).read_text(encoding="utf-8") for name in ("check.css", "check.js")))


def _shown(shell: Shell, backend: Backend, situation: Situation, *, posted: bool, status: int) -> Response:
    from assistant.eligibility.requests import LONGEST, check
    from ui.pages.check_result import fields_of, result_of, rows_of

    result, failed, unmodelled = None, False, ""
    if posted:
        try:
            checked = check(backend.corpus(), situation.profile)
            if checked.assessment is not None:
                result = result_of(checked.assessment, shell.language)
            else:
                unmodelled = _unmodelled(checked.document.title, shell)
        except Exception:
            log.exception("the self-check failed")
            failed, status = True, 500
    assets, profile = _assets(), situation.profile
    return shell.page(
        "check.html.j2",
        "check",
        status=status,
        sheet=assets.sheet,
        script=assets.script,
        here=shell.address("check"),
        policy=shell.address("policy"),
        situation=situation,
        fields=fields_of(profile, shell.language),
        rows=rows_of(profile, shell.language),
        declined=[f for f in fields_of(profile, shell.language) if f.id in profile.declined],
        state=packed(situation.held),
        link=link_of(profile),
        result=result,
        unmodelled=unmodelled,
        failed=failed,
        rest=REST,
        longest=LONGEST,
    )


def _unmodelled(title: str, shell: Shell) -> str:
    from assistant.messages import text

    return text("eligibility.not_modelled", shell.language, document=title)
