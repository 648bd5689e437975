"""A policy assistant that can be checked: every statement carries the clause that says so.

::

    from assistant import Assistant
    answer = Assistant.open().ask("专利质押融资有什么支持?")
    print(answer.answer)                      # Markdown with marks such as [措施(六)]
    print(answer.citations[0].quote)          # the exact words
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.contract import Answer, Citation, HistoryTurn, Notice, Verification
    from assistant.doctor import without_secrets
    from assistant.drafting import Draft, compose_draft
    from assistant.eligibility import Assessment, Fact, PointTable, Profile, assess, point_table
    from assistant.eligibility.reading import read_facts
    from assistant.endpoint import ChatModel, Completion
    from assistant.errors import AssistantError, ModelError, RetrievalError, SettingsError, StoreError
    from assistant.index import build_index, open_index
    from assistant.privacy import conceal
    from assistant.retrieval import PolicyRetriever
    from assistant.settings import Settings, load_settings
    from assistant.store import Exchange, Store, expire

_HOMES = {
    "assistant.assistant": ("Assistant",),
    "assistant.contract": ("Answer", "Citation", "HistoryTurn", "Notice", "Verification"),
    "assistant.doctor": ("without_secrets",),
    "assistant.drafting": ("Draft", "compose_draft"),
    "assistant.eligibility": ("Assessment", "Fact", "PointTable", "Profile", "assess", "point_table"),
    "assistant.eligibility.reading": ("read_facts",),
    "assistant.endpoint": ("ChatModel", "Completion"),
    "assistant.errors": ("AssistantError", "ModelError", "RetrievalError", "SettingsError", "StoreError"),
    "assistant.index": ("build_index", "open_index"),
    "assistant.privacy": ("conceal",),
    "assistant.retrieval": ("PolicyRetriever",),
    "assistant.settings": ("Settings", "load_settings"),
    "assistant.store": ("Exchange", "Store", "expire"),
}

__all__ = [
    "Answer", "Assessment", "Assistant", "AssistantError", "ChatModel", "Citation", "Completion", "Draft", "Exchange", "Fact",
    "HistoryTurn", "ModelError", "Notice", "PointTable", "PolicyRetriever", "Profile", "RetrievalError", "Settings", "SettingsError",
    "Store", "StoreError", "Verification", "assess", "build_index", "compose_draft", "conceal", "expire", "load_settings", "open_index",
    "point_table",
    "read_facts", "without_secrets",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Names are imported when they are used: a command must not wait for what it does not need."""
    for module, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
