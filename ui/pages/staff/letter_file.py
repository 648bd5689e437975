"""An enquiry that comes as a file: read by the readers of documents, or refused in one sentence."""

from __future__ import annotations

from pathlib import PurePosixPath

from corpus.convert import ConversionError
from corpus.readers.isolated import read_letter as read_isolated
from ui.pages.staff.posted import Upload
from ui.render import clean

ENDINGS = (".txt", ".md", ".docx", ".pdf")
_LONGEST_NAME = 80
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Unreadable(ValueError):
    """A file that no letter was found in; ``reason`` names the sentence among the texts ``staff_draft.file``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def shown_name(upload: Upload) -> str:
    """The name of a file as it may be shown: no folders, nothing that cannot be seen, not endless."""
    name = " ".join(clean(upload.name).replace("\\", "/").rpartition("/")[2].split())
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME // 2]}…{name[-_LONGEST_NAME // 2 + 1 :]}"


def read_letter(upload: Upload) -> str:
    """The text of a letter. Of the name nothing is used but its ending.

    Raises:
        Unreadable: another kind of file, broken, encrypted, a scan, empty, or more than a letter may cost.
    """
    ending = PurePosixPath(shown_name(upload)).suffix.lower()
    if ending not in ENDINGS and not upload.content.startswith(_OLE):
        raise Unreadable("kind")
    try:
        return read_isolated(upload.content, f"letter{ending}").text.strip()
    except ConversionError as error:
        raise Unreadable(error.reason) from error
