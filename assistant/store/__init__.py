"""The store: questions with their answers, and what people thought of them, in SQLite or any database that SQLAlchemy speaks to.

``Store.open(settings)`` → ``record``, ``record_turn``, ``feedback``, ``exchanges``, ``conversations``, ``expire``.
Only this package knows the database.
"""

from assistant.store.model import COMMENT_CHARS, TITLE_CHARS, Conversation, Counts, Exchange, Feedback, Kept, Said, Status, Vote, Why
from assistant.store.place import place as store_place
from assistant.store.store import Store, expire

__all__ = [
    "COMMENT_CHARS",
    "TITLE_CHARS",
    "Conversation",
    "Counts",
    "Exchange",
    "Feedback",
    "Kept",
    "Said",
    "Status",
    "Store",
    "Vote",
    "Why",
    "expire",
    "store_place",
]
