"""Colours, type and scripts of the page. Everything is served by ourselves; the fonts are those of the reader's own machine."""

from __future__ import annotations

import json
from pathlib import Path

import gradio as gr
from pydantic import BaseModel

from ui.wording import Wording

STATIC = Path(__file__).parent / "static"
STYLES = ("colours.css", "page.css", "chat.css", "sources.css", "connection.css")
SCRIPTS = ("clipboard.js", "page.js", "names.js", "sources.js", "chat.js", "connection.js")
FONTS = (
    "system-ui",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "sans-serif",
)
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def theme() -> gr.themes.Base:
    """A theme without web fonts; its colours come from ``static/page.css``."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.slate,
        secondary_hue=gr.themes.colors.slate,
        neutral_hue=gr.themes.colors.slate,
        font=FONTS,
        font_mono=MONO,
    )


def head(words: Wording) -> str:
    """What stands in the page's head: its language for fonts and screen readers, the style sheet, the script with the words that it needs.

    The sheet is put here because Gradio rewrites the selectors of one that is handed to it.
    """
    style = "".join((STATIC / name).read_text(encoding="utf-8") for name in STYLES)
    script = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in SCRIPTS)
    said = {"WORDS": words.feedback, "NAMES": words.names, "CONNECTION": words.connection}
    given = f'const PAGE_LANGUAGE = "{words.language}";' + "".join(f" const PAGE_{n} = {_literal(t)};" for n, t in said.items())
    return f'<meta name="color-scheme" content="light dark"><style>{style}</style><script>{given}\n{script}</script>'


def _literal(words: BaseModel) -> str:
    """``words`` as they may stand in a script of the page."""
    return json.dumps(words.model_dump(), ensure_ascii=False).replace("<", "\\u003c")
