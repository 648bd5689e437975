"""Drafting: an enquiry, the letter that answers it with the evidence of each sentence, editing, checking again, Word."""

from __future__ import annotations

import logging
from itertools import groupby
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from assistant import Settings
from assistant.api.refusals import Refusal
from assistant.api.workers import Workers
from assistant.drafting import EnquiryError, compose_draft
from assistant.drafting.editing import LONGEST, Checked, check_edited, editable, edited
from assistant.drafting.word import MEDIA_TYPE, as_word
from assistant.messages import text
from ui.backend import Backend
from ui.pages.staff.desk import Desk, Visit
from ui.pages.staff.shelf import Held, Shelf
from ui.render import clean

if TYPE_CHECKING:
    from assistant import Assistant

log = logging.getLogger(__name__)
TROUBLED = ("failed", "uncited")


def routes(desk: Desk, backend: Backend, settings: Settings, shelf: Shelf, workers: Workers) -> list[Route]:
    """``/staff/draft`` and what is below it."""

    async def blank(visit: Visit) -> Response:
        return form(visit)

    def form(visit: Visit, enquiry: str = "", trouble: str = "", status: int = 200, smooth: bool = False) -> Response:
        values = {"enquiry": enquiry, "trouble": trouble, "ready": backend.ready, "smooth": smooth, "has_model": bool(settings.model)}
        return desk.page(visit, "staff_draft.html.j2", "staff_draft", path="staff/draft", status=status, **values)

    async def drafted(visit: Visit) -> Response:
        words, language = desk.shell.words("staff_draft"), desk.shell.language
        enquiry, smooth = clean(visit.form.get("enquiry", "")), bool(visit.form.get("smooth"))
        assistant = backend.opened()
        if assistant is None:
            return form(visit, enquiry, words["not_ready"], 503, smooth)

        def compose() -> Held:
            draft = compose_draft(assistant, enquiry, smooth=smooth)
            letter = editable(draft)
            return Held(draft, letter, check_edited(draft, letter, assistant.corpus))

        try:
            held = await workers.run(compose, settings.request_timeout)
        except EnquiryError as error:
            return form(visit, enquiry[: 2 * LONGEST], text(f"draft.refused_{error.reason}", language, **error.values), 422, smooth)
        except Refusal:
            return form(visit, enquiry, words["too_slow"], 504, smooth)
        except Exception:
            log.exception("a reply could not be drafted")
            return form(visit, enquiry, words["failed"], 503, smooth)
        return desk.redirect(desk.shell.address(f"staff/draft/{shelf.put(visit.visitor.name, held)}"))

    async def letter(visit: Visit) -> Response:
        held = shelf.get(visit.visitor.name, visit.request.path_params["name"])
        if held is None:
            return form(visit, trouble=desk.shell.words("staff_draft")["gone"], status=404)
        return shown(visit, held)

    def shown(visit: Visit, held: Held, written: str | None = None, trouble: str = "", status: int = 200) -> Response:
        name = visit.request.path_params["name"]
        values = {
            "held": held,
            "written": held.letter if written is None else written,
            "trouble": trouble,
            "paragraphs": [list(run) for _, run in groupby(enumerate(held.checked, start=1), key=lambda pair: pair[1].paragraph)],
            "troubled": [(n, c) for n, c in enumerate(held.checked, start=1) if c.state in TROUBLED],
            "notes": {c.n: c for c in held.draft.citations},
            "why": lambda checked: why(desk.shell.words("staff_draft"), checked),
            "here": desk.shell.address(f"staff/draft/{name}"),
        }
        return desk.page(visit, "staff_letter.html.j2", "staff_draft", path=f"staff/draft/{name}", status=status, **values)

    async def changed(visit: Visit) -> Response:
        name, words = visit.request.path_params["name"], desk.shell.words("staff_draft")
        held, assistant = shelf.get(visit.visitor.name, name), backend.opened()
        if held is None or assistant is None:
            return form(visit, trouble=words["gone"], status=404)
        written = clean(visit.form.get("letter", ""))
        if not written.strip() or len(written) > LONGEST:
            return shown(visit, held, written[: 2 * LONGEST], words["letter_empty" if not written.strip() else "letter_long"], 422)
        try:
            checked, document = await workers.run(lambda: _worked(assistant, held, written, visit.form.get("do")), settings.request_timeout)
        except Refusal:
            return shown(visit, held, written, words["too_slow"], 504)
        except Exception:
            log.exception("a letter could not be checked")
            return shown(visit, held, written, words["failed"], 503)
        shelf.change(visit.visitor.name, name, written, checked)
        if document is None:
            return desk.redirect(desk.shell.address(f"staff/draft/{name}") + "#checked")
        headers = {"Content-Disposition": 'attachment; filename="reply.docx"', "Cache-Control": "no-store"}
        return Response(document, media_type=MEDIA_TYPE, headers=headers)

    return [
        desk.route("/draft", blank),
        desk.route("/draft", drafted, "POST"),
        desk.route("/draft/{name}", letter),
        desk.route("/draft/{name}", changed, "POST"),
    ]


def _worked(assistant: Assistant, held: Held, written: str, do: str | None) -> tuple[tuple[Checked, ...], bytes | None]:
    """The verdicts on an edited letter, and the Word document where one is wanted."""
    checked = check_edited(held.draft, written, assistant.corpus)
    return checked, as_word(edited(held.draft, checked)) if do == "word" else None


def why(words: dict[str, Any], checked: Checked) -> str:
    """What is wrong with a sentence, in a sentence."""
    told: dict[str, str] = words["why"]
    if checked.state == "uncited":
        return told["uncited"].format(word=checked.word)
    sentence = told.get(checked.gate, told["other"])
    return sentence.format(word=words["quoted"].format(word=checked.word) if checked.word else "")
