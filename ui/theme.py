"""Colours, type and scripts of the page. Everything is served by ourselves; the fonts are those of the reader's own machine."""

from __future__ import annotations

import json
from pathlib import Path

import gradio as gr

from ui.wording import Wording

STATIC = Path(__file__).parent / "static"
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
    style = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("colours.css", "page.css", "connection.css"))
    script = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in ("page.js", "connection.js"))
    feedback = json.dumps(words.feedback.model_dump(include={"up", "down", "why"}), ensure_ascii=False).replace("<", "\\u003c")
    connection = json.dumps(words.connection.model_dump(exclude={"loading", "no_script"}), ensure_ascii=False).replace("<", "\\u003c")
    given = f'const PAGE_LANGUAGE = "{words.language}"; const PAGE_FEEDBACK = {feedback}; const PAGE_CONNECTION = {connection};'
    return f'<meta name="color-scheme" content="light dark"><style>{style}</style><script>{given}\n{script}</script>'
