"""Every sentence that the page shows, one file per language in ``ui/texts``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
TEXTS = Path(__file__).parent / "texts"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PageText(_Section):
    """Header, headings and the notice about the copy at hand."""

    title: str
    line: str
    other_language: str
    other_language_address: str
    address: str
    in_force: str
    expires: str
    damage: str
    damage_counts: str
    damage_legend: str
    more_damaged: str


class ExampleText(_Section):
    """Questions that one kind of visitor asks."""

    who: str
    questions: tuple[str, str, str, str]


class ChatText(_Section):
    """The conversation and the line below it."""

    label: str
    welcome: str
    placeholder: str
    clear: str
    thinking: str
    ahead: str
    earlier: str
    again: str
    stopped: str
    unkept: str
    empty_question: str
    long_question: str
    understood: str
    who: str
    examples: tuple[ExampleText, ...]
    notices: dict[str, str]


class ReasonText(_Section):
    """Why an answer did not help, one choice for each reason that the store knows."""

    wrong: str
    incomplete: str
    not_found: str
    unclear: str
    other: str


class FeedbackText(_Section):
    """What stands on and beside the thumbs below an answer, and in the form that asks for reasons."""

    up: str
    down: str
    why: str
    comment: str
    send: str
    cancel: str
    thanks: str
    reasons: ReasonText
    failed: str


class ConversationText(_Section):
    """The list of conversations, and what is done with one; what is said of a link to one that is not here."""

    not_here: str
    no_such: str
    heading: str
    none: str
    kept_for_visitors: str
    kept_for_staff: str
    deleted: str
    unread: str
    away: str
    not_deleted: str
    not_renamed: str
    not_exported: str
    menu: str
    name: str
    rename: str
    export: str
    word: str
    markdown: str
    json_: str = Field(alias="json")
    delete: str
    delete_sure: str
    delete_all: str
    delete_all_sure: str
    delete_yes: str
    about: str
    colon: str


class NameText(_Section):
    """What screen readers call that which Gradio names in English or not at all."""

    conversation: str
    user: str
    bot: str
    send: str
    stop: str


class SourceText(_Section):
    """The panel of cited provisions."""

    language: Language
    heading: str
    reader: str
    reader_address: str
    empty: str
    none: str
    turn: str
    signpost: str
    note: str
    departments: str
    unknown: str
    legend_lost: str
    legend_inferred: str
    lost: str
    inferred: str
    copy_all: str
    copied: str
    copy_sources: str
    copy_quote: str
    copy_note: str
    copy_cited: str
    copy_sources_alone: str
    enumeration: str
    earlier: str
    loading: str
    unloadable: str
    binding: str
    binding_quoted: str
    beside: str
    previous: str
    next: str
    not_cited: str
    fold: str
    back: str


class PreparingText(_Section):
    """What is said while the index is being made ready."""

    opening: str
    progress: str


class ConnectionText(_Section):
    """What is said while the page loads, and of its connection to the server."""

    loading: str
    no_script: str
    lost: str
    back: str
    back_unsent: str
    again: str
    slow: str
    stop: str
    queued: str
    full: str
    often: str
    large: str
    failed: str


class PrivacyText(_Section):
    """The line at the composer: what is kept, for whom, how long."""

    address: str
    kept: str
    kept_for_good: str
    not_kept: str
    sent: str
    more: str


class ErrorText(_Section):
    """One calm sentence for each way in which no answer can be given."""

    crowded: str
    internal: str
    index: str
    model: str
    settings: str


class ServerText(_Section):
    """Lines that ``serve`` prints to the terminal."""

    address: str
    moved: str
    open_api: str
    opening: str
    progress: str
    ready: str
    stopped: str
    no_port: str


class Wording(_Section):
    """All sentences of one language. ``language`` is the code for the page's ``lang`` attribute."""

    language: str
    page: PageText
    chat: ChatText
    feedback: FeedbackText
    conversations: ConversationText
    names: NameText
    sources: SourceText
    preparing: PreparingText
    connection: ConnectionText
    privacy: PrivacyText
    errors: ErrorText
    server: ServerText


@cache
def wording(language: Language = "zh") -> Wording:
    """The sentences in ``language``.

    Raises:
        ValidationError: a sentence is missing or unknown.
    """
    import yaml

    raw = yaml.safe_load((TEXTS / f"{language}.yaml").read_text(encoding="utf-8"))
    return Wording.model_validate(raw)


def fill(sentence: str, /, **values: object) -> str:
    """``sentence`` with its ``$name`` places filled. Raises KeyError when one is not given."""
    return Template(sentence).substitute(values)
