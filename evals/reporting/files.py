"""The files of a report: HTML for people, JSON and JUnit XML for programs, one line for a chat."""

from __future__ import annotations

import json
from pathlib import Path

from evals.reporting.html import render
from evals.reporting.junit import junit
from evals.reporting.summary import one_line
from evals.session import Night

HTML, JSON, JUNIT, LINE = "report.html", "report.json", "junit.xml", "summary.txt"


def write_reports(night: Night, folder: Path) -> list[Path]:
    """Write all four into ``folder``, which is made where it is missing; their paths, the page first."""
    texts = {
        HTML: render(night.data),
        JSON: json.dumps(night.data, ensure_ascii=False, indent=1) + "\n",
        JUNIT: junit(night.scored, night.checks, night.comparison, night.quiet),
        LINE: one_line(night.data) + "\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        # A lone surrogate in a trace becomes an escape, which JSON reads back.
        (folder / name).write_text(text, encoding="utf-8", errors="backslashreplace")
    return [folder / name for name in texts]
