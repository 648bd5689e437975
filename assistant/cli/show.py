"""An answer on a terminal or in a pipe: the text, what it rests on, what to mind, what to ask next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from assistant.contract import Answer, Citation
    from corpus import Corpus


def show_answer(terminal: Terminal, answer: Answer, in_full: Corpus | None = None) -> None:
    """Print ``answer``; with ``in_full`` also the whole text of every cited provision."""
    terminal.markdown(answer.answer)
    show_sources(terminal, answer)
    if in_full is not None:
        show_in_full(terminal, answer, in_full)


def show_sources(terminal: Terminal, answer: Answer) -> None:
    """Print what stands below the text of ``answer``: citations, notices, suggestions."""
    if answer.citations:
        terminal.out()
        terminal.out(terminal.strong(terminal.say("ask.sources")))
        for citation in answer.citations:
            _show_citation(terminal, citation)
    if answer.notices:
        terminal.out()
        terminal.out(terminal.strong(terminal.say("ask.notices")))
        for notice in answer.notices:
            terminal.out(f"  - {notice.text}")
    if answer.suggestions:
        terminal.out()
        terminal.out(terminal.strong(terminal.say("ask.suggestions")))
        for suggestion in answer.suggestions:
            terminal.out(f"  - {suggestion}")


def _show_citation(terminal: Terminal, citation: Citation) -> None:
    remarks = []
    if citation.role == "signpost":
        remarks.append(terminal.say("ask.signpost"))
    if citation.kind == "note":
        remarks.append(terminal.say("ask.note"))
    where = " · ".join(part for part in (citation.label, citation.title, citation.document_number or citation.document, *remarks) if part)
    terminal.out(f"  [{citation.n}] {where}")
    terminal.out(terminal.dim(f"      “{one_line(citation.quote)}”"))


def show_in_full(terminal: Terminal, answer: Answer, corpus: Corpus) -> None:
    """Print every provision that ``answer`` cites as it stands in its document, each once."""
    terminal.out()
    terminal.out(terminal.strong(terminal.say("ask.in_full")))
    for document_id, provision_id in dict.fromkeys((c.document, c.provision) for c in answer.citations):
        document = corpus.document(document_id)
        provision = document.provision(provision_id) if document else None
        if document and provision:
            terminal.out()
            terminal.out(terminal.dim(f"{document.title} · {provision.label}"))
            terminal.out(provision.text.strip())


def one_line(quote: str) -> str:
    """``quote`` without line breaks, for a list."""
    return " ".join(quote.split())
