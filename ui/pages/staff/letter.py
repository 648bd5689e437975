"""The work on a draft: the letter with the evidence of each sentence, editing, checking again, the checklist, Word.

What was written and ticked is kept with the draft whenever the page sends it: with every button, and by its script a moment after a change.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from assistant import Settings
from assistant.api.refusals import Refusal
from assistant.api.workers import Workers
from assistant.drafting.editing import LONGEST, Checked, check_edited, edited
from assistant.drafting.word import MEDIA_TYPE, as_word
from ui.backend import Backend
from ui.pages.staff.desk import Desk, Visit
from ui.pages.staff.shelf import Held, Shelf
from ui.render import clean

if TYPE_CHECKING:
    from assistant import Assistant

log = logging.getLogger(__name__)
TROUBLED = ("failed", "uncited")


@dataclass(frozen=True)
class Letters:
    """The pages of the drafts, in one language; ``missing`` is shown for one that is gone or somebody else's."""

    desk: Desk
    backend: Backend
    settings: Settings
    shelf: Shelf
    workers: Workers
    missing: Callable[[Visit], Response]

    async def letter(self, visit: Visit) -> Response:
        """The letter as it stands."""
        held = self.shelf.get(visit.visitor.name, _name(visit))
        return self.missing(visit) if held is None else self._shown(visit, held)

    async def changed(self, visit: Visit) -> Response:
        """Keep what was written and ticked; then, as the button says, check it again or give it as a Word document."""
        name, owner, do = _name(visit), visit.visitor.name, visit.form.get("do", "check")
        held, assistant = self.shelf.get(owner, name), self.backend.opened()
        if held is None or assistant is None:
            return self.missing(visit)
        written, ticked = clean(visit.form.get("letter", "")), _ticked(visit, held)
        if len(written) > LONGEST:
            return self._shown(visit, held, written[: 2 * LONGEST], self._words("letter_long"), 422)
        self.shelf.keep(owner, name, written, ticked)
        here = self.desk.shell.address(f"staff/draft/{name}")
        if do == "keep":
            return Response(status_code=204, headers={"Cache-Control": "no-store"})
        if do == "save":
            return self.desk.redirect(f"{here}#edit")
        if not written.strip():
            return self._shown(visit, held, written, self._words("letter_empty"), 422)
        try:
            checked, document = await self.workers.run(lambda: _worked(assistant, held, written, do, ticked), self.settings.request_timeout)
        except Refusal:
            return self._shown(visit, held, written, self._words("too_slow"), 504)
        except Exception:
            log.exception("a letter could not be checked")
            return self._shown(visit, held, written, self._words("failed"), 503)
        self.shelf.change(owner, name, written, checked)
        if document is None:
            return self.desk.redirect(f"{here}#checked")
        headers = {"Content-Disposition": 'attachment; filename="reply.docx"', "Cache-Control": "no-store"}
        return Response(document, media_type=MEDIA_TYPE, headers=headers)

    def _shown(self, visit: Visit, held: Held, written: str | None = None, trouble: str = "", status: int = 200) -> Response:
        name = _name(visit)
        values = {
            "held": held,
            "written": held.in_box if written is None else written,
            "trouble": trouble,
            "paragraphs": [list(run) for _, run in groupby(enumerate(held.checked, start=1), key=lambda pair: pair[1].paragraph)],
            "troubled": [(n, c) for n, c in enumerate(held.checked, start=1) if c.state in TROUBLED],
            "notes": {c.n: c for c in held.draft.citations},
            "why": lambda checked: why(self.desk.shell.words("staff_draft"), checked),
            "here": self.desk.shell.address(f"staff/draft/{name}"),
        }
        return self.desk.page(visit, "staff_letter.html.j2", "staff_draft", path=f"staff/draft/{name}", status=status, **values)

    def _words(self, key: str) -> str:
        return str(self.desk.shell.words("staff_draft")[key])


def gone(desk: Desk, *, held: bool) -> str:
    """What is said of a draft that is not there; one that is ``held`` is somebody else's, which staff may know of each other."""
    return str(desk.shell.words("staff_draft")["of_others" if held else "gone"])


def why(words: dict[str, Any], checked: Checked) -> str:
    """What is wrong with a sentence, in a sentence."""
    told: dict[str, str] = words["why"]
    if checked.state == "uncited":
        return told["uncited"].format(word=checked.word)
    sentence = told.get(checked.gate, told["other"])
    return sentence.format(word=words["quoted"].format(word=checked.word) if checked.word else "")


def _name(visit: Visit) -> str:
    return str(visit.request.path_params["name"])


def _ticked(visit: Visit, held: Held) -> frozenset[int]:
    """The items of the checklist that were ticked; whatever is no item is left out."""
    known = {str(n): n for n in range(len(held.draft.checklist))}
    return frozenset(known[value] for value in visit.posted.fields.get("tick", ()) if value in known)


def _worked(assistant: Assistant, held: Held, written: str, do: str, ticked: frozenset[int]) -> tuple[tuple[Checked, ...], bytes | None]:
    """The verdicts on an edited letter, and the Word document where one is wanted, with the checklist where that is."""
    checked = check_edited(held.draft, written, assistant.corpus)
    if do not in ("word", "word_list"):
        return checked, None
    return checked, as_word(edited(held.draft, checked), ticked if do == "word_list" else None)
