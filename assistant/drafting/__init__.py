"""From an enquiry, however rambling, to the draft of a reply that a person checks, completes and signs.

The enquiry is masked, read for what it asks, each question is answered by the assistant, and what it says is set as a letter: every
sentence that states something of a document carries a note, every sentence is verified once more, and what a person must look at is listed.
"""

from assistant.drafting.draft import compose as compose_draft
from assistant.drafting.model import ChecklistItem, Draft, DraftQuestion, DraftSentence, EnquiryError

__all__ = ["ChecklistItem", "Draft", "DraftQuestion", "DraftSentence", "EnquiryError", "compose_draft"]
