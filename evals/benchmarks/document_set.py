"""Documents with questions on them: a folder ``documents/`` and ``questions.jsonl``, read where they stand."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class DocumentSetError(Exception):
    """The folder holds no set that can be read; the message names the file and the line."""


class DocumentQuestion(BaseModel):
    """A question, the document that answers it, and the stretches of it that do."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    id: str = Field(min_length=1)
    document: str = Field(min_length=1)
    """Name of a file, from the folder of documents on."""
    question: str = Field(min_length=1)
    clauses: list[str] = Field(min_length=1)
    """In the document's words; each is to be cited."""
    kind: str = "all"


@dataclass(frozen=True)
class DocumentSet:
    """A folder of documents and the questions on them."""

    folder: Path
    questions: tuple[DocumentQuestion, ...]

    @property
    def name(self) -> str:
        return self.folder.resolve().name

    @property
    def documents(self) -> Path:
        return self.folder / "documents"

    def fingerprint(self) -> str:
        """Changes with any file of the documents, by name and content."""
        digest = hashlib.sha256()
        for path in sorted(p for p in self.documents.rglob("*") if p.is_file()):
            digest.update(f"{path.relative_to(self.documents).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return digest.hexdigest()[:16]


def load_document_set(folder: Path, questions: int | None = None) -> DocumentSet:
    """The set in ``folder``; only so many ``questions``, taken at even distances from all, where a number is given.

    Raises:
        DocumentSetError: a file is missing or malformed, a question names a file that is not there, or an id comes twice.
    """
    path = folder / "questions.jsonl"
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentSetError(f"{path} cannot be read: {error}") from error
    read: dict[str, DocumentQuestion] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        question = _question(line, f"{path}:{number}")
        if question.id in read:
            raise DocumentSetError(f"{path}:{number}: there are two questions {question.id}")
        if not (folder / "documents" / question.document).is_file():
            raise DocumentSetError(f"{path}:{number}: there is no document {question.document}")
        read[question.id] = question
    if not read:
        raise DocumentSetError(f"{path} holds no question")
    every = list(read.values())
    wanted = len(every) if questions is None else min(questions, len(every))
    return DocumentSet(folder, tuple(every[i * len(every) // wanted] for i in range(wanted)))


def _question(line: str, at: str) -> DocumentQuestion:
    try:
        return DocumentQuestion.model_validate(json.loads(line))
    except ValidationError as error:
        found = error.errors()[0]
        raise DocumentSetError(f"{at}: {'.'.join(map(str, found['loc']))}: {found['msg']}") from error
    except ValueError as error:
        raise DocumentSetError(f"{at} is not JSON: {error}") from error
