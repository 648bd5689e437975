"""What an answerer works with: the document asked about, the corpus beside it, and the language to answer in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.messages import Language, text
from corpus import Corpus, Document, Provision
from corpus.glossary import load_gloss_set

if TYPE_CHECKING:
    from corpus.records import Commitment, ProvisionGloss


@dataclass(frozen=True)
class Context:
    """``document`` is the one that numbers and parts refer to when the question names no other."""

    corpus: Corpus
    document: Document
    language: Language

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        return self.corpus.commitments

    def name(self, department: str) -> str:
        """A body's name in the language of the answer: English is given beside the Chinese name."""
        if self.language == "en":
            record = next((d for d in self.corpus.departments if d.name == department), None)
            if record is not None:
                return f"{record.name_en} ({department})"
        return department

    def names(self, departments: Iterable[str]) -> list[str]:
        """:meth:`name` of each."""
        return [self.name(d) for d in departments]

    def gloss(self, provision: Provision) -> ProvisionGloss | None:
        """Our own English title and gist of a provision, or None; only for the very copy of the text that they were written from."""
        glosses = load_gloss_set(provision.document)
        document = self.corpus.document(provision.document)
        if glosses is None or document is None or document.record.sha256 != glosses.text_sha256:
            return None
        return next((g for g in glosses.provisions if g.provision == provision.id), None)

    def title(self, provision: Provision) -> str:
        """A provision's heading in the language of the answer."""
        gloss = self.gloss(provision) if self.language == "en" else None
        return gloss.title_en if gloss else provision.title

    def names_of(self, note: str) -> tuple[str, ...]:
        """The names under which a document may speak of the instrument of a background note."""
        return next(((i.name, *i.aliases) for i in self.corpus.instruments if note == f"note-{i.id}"), ())

    def examples(self) -> list[str]:
        """Questions that this very document answers, for people who do not know where to begin: of the policy that comes with the package
        those written for it, of any other document its first units and its dates."""
        if self.corpus.is_shipped(self.document.id):
            return [line for line in text("answer.examples", self.language).split("\n") if line.strip()]
        units = [p for p in self.document.provisions if p.number is not None and p.id == str(p.number)][:2]
        title = self.document.title.strip("《》")
        found = [text("answer.example_unit", self.language, title=title, label=p.label) for p in units]
        dated = self.corpus.validity(self.document).in_force is not None
        return [*found, *([text("answer.example_dates", self.language, title=title)] if dated else [])]
