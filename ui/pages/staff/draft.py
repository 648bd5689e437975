"""An enquiry, pasted or as a file, becomes the draft of a reply; :mod:`ui.pages.staff.letter` is the work on that."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import Route

from assistant import Assistant, Settings
from assistant.api.refusals import Refusal
from assistant.api.workers import Workers
from assistant.drafting import EnquiryError, compose_draft
from assistant.drafting.edited import editable
from assistant.drafting.editing import LONGEST, check_edited
from assistant.messages import text
from ui.backend import Backend
from ui.pages.staff.desk import Desk, Visit
from ui.pages.staff.letter import Letters, gone
from ui.pages.staff.letter_file import ENDINGS, Unreadable, read_letter, shown_name
from ui.pages.staff.posted import LARGEST_FILE
from ui.pages.staff.shelf import Held, Shelf
from ui.render import clean

log = logging.getLogger(__name__)
_READING_SECONDS = 20.0


@dataclass(frozen=True)
class Threads:
    """The threads of the staff: a letter takes longer than an answer, and a file may be made to take long."""

    drafting: Workers
    reading: Workers


class Trouble(Exception):
    """Why there is no draft: a sentence for the page, and the status that goes with it."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


@dataclass(frozen=True)
class Enquiries:
    """The page that takes an enquiry, in one language."""

    desk: Desk
    backend: Backend
    settings: Settings
    shelf: Shelf
    threads: Threads

    async def blank(self, visit: Visit) -> Response:
        """The empty form."""
        return self.form(visit)

    def form(self, visit: Visit, enquiry: str = "", trouble: str = "", status: int = 200, smooth: bool = False) -> Response:
        """The form, with what was written and what was wrong with it."""
        values = {"enquiry": enquiry, "trouble": trouble, "ready": self.backend.ready, "smooth": smooth}
        values |= {"has_model": bool(self.settings.model), "endings": ",".join(ENDINGS), "megabytes": LARGEST_FILE // 1024**2}
        return self.desk.page(visit, "staff_draft.html.j2", "staff_draft", path="staff/draft", status=status, **values)

    async def drafted(self, visit: Visit) -> Response:
        """The draft of a reply to what was posted, or the form again."""
        enquiry, smooth = clean(visit.form.get("enquiry", "")), bool(visit.form.get("smooth"))
        try:
            assistant = self.backend.opened()
            if assistant is None:
                raise Trouble(self._words("not_ready"), 503)
            enquiry, source = await self._received(visit, enquiry)
            held = await self._composed(assistant, enquiry, source, smooth)
        except Trouble as trouble:
            return self.form(visit, enquiry[: 2 * LONGEST], trouble.sentence, trouble.status, smooth)
        return self.desk.redirect(self.desk.shell.address(f"staff/draft/{self.shelf.put(visit.visitor.name, held)}"))

    async def _received(self, visit: Visit, enquiry: str) -> tuple[str, str]:
        """The enquiry and the name of the file that it came in. Raises :class:`Trouble`."""
        upload = visit.upload
        if upload is None:
            return enquiry, ""
        told, name = self.desk.shell.words("staff_draft")["file"], shown_name(upload)
        if enquiry.strip():
            raise Trouble(told["both"], 422)
        try:
            return clean(await self.threads.reading.run(lambda: read_letter(upload), _READING_SECONDS)), name
        except Unreadable as error:
            raise Trouble(told[error.reason].format(name=name), 422) from error
        except Refusal as error:
            raise Trouble(told["slow"].format(name=name), 504) from error
        except Exception as error:
            log.exception("a file could not be read")
            raise Trouble(told["broken"].format(name=name), 422) from error

    async def _composed(self, assistant: Assistant, enquiry: str, source: str, smooth: bool) -> Held:
        """The draft. Raises :class:`Trouble`."""

        def compose() -> Held:
            draft = compose_draft(assistant, enquiry, smooth=smooth)
            letter = editable(draft)
            return Held(draft, letter, check_edited(draft, letter, assistant.corpus), source=source)

        try:
            return await self.threads.drafting.run(compose, self.settings.request_timeout)
        except EnquiryError as error:
            raise Trouble(text(f"draft.refused_{error.reason}", self.desk.shell.language, **error.values), 422) from error
        except Refusal as error:
            raise Trouble(self._words("too_slow"), 504) from error
        except Exception as error:
            log.exception("a reply could not be drafted")
            raise Trouble(self._words("failed"), 503) from error

    def _words(self, key: str) -> str:
        return str(self.desk.shell.words("staff_draft")[key])


def routes(desk: Desk, backend: Backend, settings: Settings, shelf: Shelf, threads: Threads) -> list[Route]:
    """``/staff/draft`` and what is below it."""
    enquiries = Enquiries(desk, backend, settings, shelf, threads)

    def missing(visit: Visit) -> Response:
        held = shelf.is_held(str(visit.request.path_params["name"]))
        return enquiries.form(visit, trouble=gone(desk, held=held), status=404)

    letters = Letters(desk, backend, settings, shelf, threads.drafting, missing)
    return [
        desk.route("/draft", enquiries.blank),
        desk.route("/draft", enquiries.drafted, "POST", files=True),
        desk.route("/draft/{name}", letters.letter),
        desk.route("/draft/{name}", letters.changed, "POST"),
    ]
