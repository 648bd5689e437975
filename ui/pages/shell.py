"""What all pages have in common: the frame with its navigation, the style sheet, the language, how a template is filled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from ui.pages.staff.door import SEEN
from ui.wording import LANGUAGES, Language

HERE = Path(__file__).parent
STATIC = HERE.parent / "static"


@dataclass(frozen=True)
class Entry:
    """A page of the navigation: its name in the texts of the frame, and its path below the language."""

    name: str
    path: str


NAVIGATION = (Entry("chat", ""), Entry("check", "check"), Entry("policy", "policy"))
STAFF_NAVIGATION = (Entry("staff_draft", "staff/draft"), Entry("staff_status", "staff/status"), Entry("staff_evals", "staff/evals"))
"""Shown to those alone who may see these pages."""


@dataclass(frozen=True)
class Shell:
    """The frame in one language."""

    language: Language

    def address(self, path: str) -> str:
        """The address of a page in this language, from the root of the server."""
        prefix = "" if self.language == LANGUAGES[0] else f"/{self.language}"
        return f"{prefix}/{path}"

    def other(self, path: str) -> str:
        """The address of the same page in the other language."""
        return Shell(next(language for language in LANGUAGES if language != self.language)).address(path)

    def words(self, page: str) -> dict[str, Any]:
        """The texts of a page."""
        return _texts(page, self.language)

    def part(self, template: str, page: str, **values: Any) -> Markup:
        """``template`` by itself, with the texts of ``page`` as ``t``: a piece of a page that may be kept. Everything put in is escaped."""
        lang = "zh-CN" if self.language == "zh" else "en"
        return Markup(_environment().get_template(template).render(lang=lang, language=self.language, t=self.words(page), **values))  # noqa: S704

    def page(self, template: str, active: str, *, path: str | None = None, status: int = 200, **values: Any) -> HTMLResponse:
        """``template`` inside the frame, with the texts of the page called ``active`` as ``t``. Everything put in is escaped.
        ``path`` is the page's own where the navigation has none for it."""
        frame = self.words("frame")
        staff = SEEN.get()
        if path is None:
            path = next((e.path for e in NAVIGATION if e.name == active), active)
        links, staff_links = (
            [{"label": frame[e.name], "address": self.address(e.path), "here": e.name == active} for e in entries]
            for entries in (NAVIGATION, STAFF_NAVIGATION if staff else ())
        )
        filled = (
            _environment()
            .get_template(template)
            .render(
                lang="zh-CN" if self.language == "zh" else "en",
                language=self.language,
                frame=frame,
                links=links,
                staff_links=staff_links,
                other=self.other(path),
                style=_static("colours.css") + _static("site.css"),
                t=self.words(active),
                address=self.address,
                **values,
            )
        )
        return HTMLResponse(filled, status_code=status, headers={"Cache-Control": "private, no-cache" if staff else "no-cache"})


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


@cache
def _texts(page: str, language: Language) -> dict[str, Any]:
    found = yaml.safe_load((HERE / "texts" / f"{page}.{language}.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict), f"{page}.{language}.yaml is a mapping"
    return found
