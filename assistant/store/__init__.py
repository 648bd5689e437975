"""The store: questions with their answers, and what people thought of them, in SQLite or any database that SQLAlchemy speaks to.

``Store.open(settings)`` → ``record``, ``feedback``, ``exchanges``. Only this package knows the database.
"""

from assistant.store.model import COMMENT_CHARS, TITLE_CHARS, Conversation, Exchange, Feedback, Vote, Why
from assistant.store.store import Store

__all__ = ["COMMENT_CHARS", "TITLE_CHARS", "Conversation", "Exchange", "Feedback", "Store", "Vote", "Why"]
