"""Word documents (docx) as this program writes them: the page and fonts of an official letter, footnotes of Word's own, tables."""

from assistant.word.footnotes import Footnotes
from assistant.word.page import MEDIA_TYPE, body_points, legal, new_document, saved
from assistant.word.tables import add_table

__all__ = ["MEDIA_TYPE", "Footnotes", "add_table", "body_points", "legal", "new_document", "saved"]
