"""The self-check at ``/check``: what somebody says of themselves, ticked or in their own words, held against every point of the policy.

Only the parsed text is needed, so that the page works while the index is still being opened. What is posted is answered and forgotten.
"""

from __future__ import annotations

import logging
from functools import cache
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.eligibility.assessment import Assessment
from assistant.eligibility.requests import LONGEST, Check, check
from assistant.messages import text
from ui.backend import Backend
from ui.pages.check_form import REST, Form, Situation, situation_of
from ui.pages.check_result import fields_of, result_of, rows_of
from ui.pages.check_state import link_of, packed
from ui.pages.shell import STATIC, Shell

log = logging.getLogger(__name__)

LARGEST = 400_000
"""Bytes of a posted form; a full one has less than a tenth."""
_MOST_FIELDS = 500
_ABOUT_THE_FORM = ("too_long", "malformed")
"""What has to be put right in the form first; no result stands below it that would draw the eye away."""


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
            return await run_in_threadpool(_shown, shell, unread, None, status=413 if large else 422)
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
    if form is None:
        return _shown(shell, Situation(), None, status=200)
    situation = situation_of(form)
    try:
        checked: Check | None = check(backend.corpus(), situation.profile)
        if form.one("do") == "word" and not situation.trouble and checked and checked.assessment:
            return _word(shell, checked.assessment)
        if situation.trouble in _ABOUT_THE_FORM:
            checked = None
        return _shown(shell, situation, checked, status=422 if situation.trouble else 200)
    except Exception:
        log.exception("the self-check failed")
        return _shown(shell, situation, None, status=503, failed=True)


def _word(shell: Shell, assessment: Assessment) -> Response:
    from assistant.eligibility.word import as_word
    from assistant.word import MEDIA_TYPE

    name = {"Content-Disposition": 'attachment; filename="self-check.docx"', "Cache-Control": "no-store"}
    return Response(as_word(assessment, shell.language), media_type=MEDIA_TYPE, headers=name)


def _shown(shell: Shell, situation: Situation, checked: Check | None, *, status: int, failed: bool = False) -> Response:
    """The page: the form as ``situation`` fills it, and below it what came of it."""
    assessment, profile = checked.assessment if checked else None, situation.profile
    fields = fields_of(profile, shell.language)
    unmodelled = checked is not None and assessment is None
    return shell.page(
        "check.html.j2",
        "check",
        status=status,
        sheet=_asset("check.css"),
        script=_asset("check.js"),
        here=shell.address("check"),
        policy=shell.address("policy"),
        situation=situation,
        fields=fields,
        rows=rows_of(profile, shell.language),
        declined=[f for f in fields if f.id in profile.declined],
        state=packed(situation.held),
        link=link_of(profile),
        result=result_of(assessment, shell.language) if assessment else None,
        unmodelled=text("eligibility.not_modelled", shell.language, document=checked.document.title) if checked and unmodelled else "",
        failed=failed,
        rest=REST,
        longest=LONGEST,
    )


@cache
def _asset(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
