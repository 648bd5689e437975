"""What is said when nothing is answered: one sentence on why, and what can be asked instead."""

from __future__ import annotations

import re

from assistant.answering.context import Context
from assistant.answering.model import Claim, Draft, Quote
from assistant.answering.wording import name_of, plain
from assistant.contract import Reason
from assistant.finding import Found
from assistant.messages import text
from assistant.scope import Scope
from assistant.understanding.language_data import AskedKind
from assistant.understanding.model import Understanding
from corpus import Document

_DELEGATES = re.compile(r"(?:制定|出台|另行)[^。]{0,12}(?:配套政策|实施细则|具体办法|实施办法|规定)")


def declined_before_search(context: Context, u: Understanding, limit: int) -> Draft:
    """A greeting, an empty question, one too long to read."""
    lang = context.language
    examples = tuple(context.examples()[:4])
    if u.problem == "too_long":
        claim = Claim(text("answer.too_long", lang, limit=limit), computed=frozenset({f"count:{limit}个", f"number:{limit}"}), style="lead")
        return Draft("declined", (claim,), "structured", reason="too_long", suggestions=examples)
    if u.problem == "empty_question":
        return Draft(
            "declined", (Claim(text("answer.empty", lang), style="lead"),), "structured", reason="empty_question", suggestions=examples
        )
    line = text("answer.greeting", lang, title=context.document.title, example=examples[0])
    return Draft("clarify", (Claim(line, style="lead"),), "structured", suggestions=examples)


def nothing_found(context: Context, u: Understanding, found: Found, scope: Scope) -> Draft:
    """The question is about something else, or about another place, or nothing found speaks of it enough."""
    lang = context.language
    examples = tuple(context.examples()[:4])
    if scope.verdict == "other_place":
        return _refusal(_said(context, u, "other_place", place=scope.place), "out_of_scope", examples)
    if scope.verdict == "outside" or not found.provisions:
        if u.documents:  # of a document that is held and named, only that it does not say this
            return _refusal(_said(context, u, "no_evidence"), "no_evidence", examples)
        alone = {"example": examples[0]} if len(context.corpus.records) == 1 else {}
        return _refusal(_said(context, u, "out_of_scope", **alone), "out_of_scope", examples)
    best = found.provisions[0]
    claims = [_said(context, u, "unknown_name", name=scope.name) if scope.name else _said(context, u, "no_evidence")]
    if best.provision.title:
        first = best.provision.sentences[0]
        line = text("answer.perhaps", lang, label=best.provision.label, title=best.provision.title)
        claims.append(Claim(line, (Quote(best.document, best.provision, first.start, first.end, signpost=True),)))
    return Draft("declined", tuple(claims), "extractive", reason="no_evidence", suggestions=examples)


def no_more(context: Context, u: Understanding) -> Draft:
    """Nothing beyond the units already spoken of speaks of what was asked."""
    return Draft("declined", (_said(context, u, "no_more"),), "structured", reason="no_evidence", suggestions=tuple(context.examples()[:3]))


def silent(context: Context, kind: AskedKind) -> Draft:
    """The document holds the kind of thing asked for nowhere at all: that is said, with where such details are left to."""
    lang = context.language
    missing = kind.missing_en if lang == "en" else kind.missing_zh
    claims = [Claim(text("answer.silent", lang, title=context.document.title, missing=missing), style="lead")]
    claims += delegation(context, context.document)
    return Draft("declined", tuple(claims), "structured", reason="not_stated", suggestions=tuple(context.examples()[:3]))


def delegation(context: Context, document: Document) -> list[Claim]:
    """The sentence by which a document leaves details to rules still to be made, if it has one."""
    for provision, sentence in document.walk():
        if _DELEGATES.search(sentence.text):
            words = plain(sentence.text)
            line = text("answer.delegated", context.language, label=name_of(document, provision, context.document.id), words=words)
            return [Claim(line, (Quote(document, provision, sentence.start, sentence.end, signpost=True),), (words,))]
    return []


def _said(context: Context, u: Understanding, key: str, **values: str) -> Claim:
    """The sentence of a refusal: of the document that is named, else of all that are held; a single one is called by its title."""
    held = len(context.corpus.records)
    if u.documents or held == 1:
        form = "_named" if u.documents else ""
        return Claim(text(f"answer.{key}{form}", context.language, title=context.document.title, **values), style="lead")
    computed = frozenset({f"count:{held}份", f"number:{held}"})
    return Claim(text(f"answer.{key}_many", context.language, count=held, **values), computed=computed, style="lead")


def _refusal(claim: Claim, reason: Reason, examples: tuple[str, ...]) -> Draft:
    return Draft("declined", (claim,), "extractive", reason=reason, suggestions=examples)
