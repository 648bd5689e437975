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
from assistant.drafting.edited import Checked
from assistant.drafting.editing import LONGEST
from assistant.drafting.release import LONGEST_REASON
from ui.backend import Backend
from ui.pages.staff.desk import Desk, Visit
from ui.pages.staff.leaving import AT_ONCE, Done, decisions, work
from ui.pages.staff.shelf import Held, Shelf
from ui.render import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)


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
        """Keep what was written and ticked; then, as the button says, check it again or let it leave in one of its forms."""
        name, owner, do = _name(visit), visit.visitor.name, visit.form.get("do", "check")
        held, assistant = self.shelf.get(owner, name), self.backend.opened()
        if held is None or assistant is None:
            return self.missing(visit)
        written = clean(visit.form["letter"]) if "letter" in visit.form else held.in_box
        ticked = _ticked(visit, held) if "letter" in visit.form else held.ticked
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
        decided = decisions(visit.posted.fields, owner)
        try:
            done = await self.workers.run(lambda: work(assistant, held, written, do, ticked, decided), self.settings.request_timeout)
        except Refusal:
            return self._shown(visit, held, written, self._words("too_slow"), 504)
        except Exception:
            log.exception("a letter could not be checked")
            return self._shown(visit, held, written, self._words("failed"), 503)
        self.shelf.change(owner, name, done.letter, done.checked, done.kept)
        if done.left:
            return self._undecided(visit, done, do, visit.form)
        if done.content is None:
            return self.desk.redirect(f"{here}#checked")
        return Response(done.content, media_type=done.media_type, headers={**done.headers, "Cache-Control": "no-store"})

    def _undecided(self, visit: Visit, done: Done, do: str, form: Mapping[str, str]) -> Response:
        """The sentences that nothing bears: each is taken out, or kept for a reason, before the letter leaves."""
        shown = done.left[:AT_ONCE]
        values = {
            "sentences": list(enumerate(shown)),
            "more": len(done.left) - len(shown),
            "why": lambda checked: why(self.desk.shell.words("staff_draft"), checked),
            "chosen": {c.key: form.get(f"decide-{n}", "") for n, c in enumerate(shown) if form.get(f"key-{n}") == c.key},
            "do": do,
            "longest": LONGEST_REASON,
            "here": self.desk.shell.address(f"staff/draft/{_name(visit)}"),
        }
        return self.desk.page(visit, "staff_leaving.html.j2", "staff_draft", path=f"staff/draft/{_name(visit)}", status=409, **values)

    def _shown(self, visit: Visit, held: Held, written: str | None = None, trouble: str = "", status: int = 200) -> Response:
        name = _name(visit)
        values = {
            "held": held,
            "written": held.in_box if written is None else written,
            "trouble": trouble,
            "paragraphs": [list(run) for _, run in groupby(enumerate(held.checked, start=1), key=lambda pair: pair[1].paragraph)],
            "troubled": [(n, c) for n, c in enumerate(held.checked, start=1) if not c.borne and c.key not in held.kept],
            "open": sum(c.kind == "open" for c in held.checked),
            "beside": sum(bool(c.citations) and c.borne and not c.answers and c.kind != "open" for c in held.checked),
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
    known = {str(n): n for n in range(len(held.lasting))}
    return frozenset(known[value] for value in visit.posted.fields.get("tick", ()) if value in known)
