"""What somebody says of themselves, read into facts; replies to questions of the assistant; credit codes.

Deterministic and careful: a fact is read only where the speaker says it of themselves, with a frame that shows it. What is asked, wished,
supposed or said of others gives none; what could be meant in two ways gives none either.
"""

from __future__ import annotations

from assistant.eligibility.reading.answers import Answered, read_answer
from assistant.eligibility.reading.codes import find_credit_codes
from assistant.eligibility.reading.facts import read_facts

__all__ = ["Answered", "find_credit_codes", "read_answer", "read_facts"]
