"""An article as HTML. What does not depend on the request is made once and kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from assistant.answering.wording import number_of
from corpus import LOST, Document
from corpus.glossary import load_gloss_set, load_instruments
from corpus.records import Instrument, ProvisionGloss
from ui.pages.reading.about import Reason, reasons
from ui.pages.reading.background import Named, named_in
from ui.pages.reading.binding import Word, words_of
from ui.pages.reading.facets import facets
from ui.pages.reading.finding import hit_places, kind_hits
from ui.pages.reading.flow import Article, Heading, Line, anchor_of, articles
from ui.pages.reading.lines import Texts, note_places, received, restored, word_tip
from ui.pages.reading.state import Asked
from ui.pages.reading.tables import grid_of
from ui.pages.shell import Shell
from ui.render import clean
from ui.wording import fill


@dataclass(frozen=True)
class Entry:
    """A commitment word as it is explained below an article."""

    word: str
    strength: int
    tip: str


def heading_html(shell: Shell, document: Document, heading: Heading, asked: Asked) -> Markup:
    """The heading of a part."""
    return _html(document, heading.line, asked, (), (), {}, shell.words("policy"), shell)


def article_html(shell: Shell, document: Document, article: Article, asked: Asked) -> Markup:
    """``article`` as ``asked`` wants it."""
    addressed = asked.measure is not None and any(line.provision.id == asked.measure for line in article.lines)
    if not addressed and not asked.narrowed:
        return _plain(shell, document, article.id, asked.plain())
    return _article(shell, document, article, asked, addressed=addressed)


@lru_cache(maxsize=8192)
def _plain(shell: Shell, document: Document, article_id: str, asked: Asked) -> Markup:
    return _article(shell, document, _by_id(document)[article_id], asked, addressed=False)


@lru_cache(maxsize=16)
def _by_id(document: Document) -> dict[str, Article]:
    return {a.id: a for a in articles(document)}


def _article(shell: Shell, document: Document, article: Article, asked: Asked, *, addressed: bool) -> Markup:
    t = shell.words("policy")
    anchor = anchor_of(article.id)
    why = reasons(document, article, certain=asked.text == "received")
    notes = note_places(why, anchor)
    words = words_of(document).get(article.id, ()) if asked.text == "restored" else ()
    named = named_in(document).get(article.id, ()) if asked.text == "restored" else ()
    english = shell.language == "en"

    def html(line: Line) -> Markup:
        return _html(document, line, asked, named, words, notes, t, shell)

    counted = article.provision.kind not in ("notice", "title")
    paragraphs = []
    seen: set[str] = set()
    for paragraph in article.paragraphs:
        provision = paragraph.provision
        own = [line for p in article.paragraphs if p.provision is provision for line in p.lines]
        lines = [
            {
                "anchor": line.anchor,
                "number": line.number if counted and len(own) > 1 and line.sentence.kind == "body" else 0,
                "href": asked.address(provision.id, line.number),
                "html": html(line),
                "table": asked.text == "restored" and grid_of(line.sentence.text, 0) is not None,
                "addressed": asked.sentence is not None and (provision.id, line.number) == (asked.measure, asked.sentence),
            }
            for line in paragraph.lines
        ]
        first = provision.id not in seen and provision is not article.provision
        seen.add(provision.id)
        paragraphs.append(
            {
                "anchor": anchor_of(provision.id) if first else "",
                "depth": paragraph.depth,
                "charge": paragraph.lines[0].sentence.kind == "responsibility",
                "addressed": addressed and asked.measure == provision.id and provision is not article.provision,
                "lines": lines,
                "table": len(lines) == 1 and lines[0]["table"],
            }
        )
    gloss = _gloss(document, article.id)
    return shell.part(
        "policy_article.html.j2",
        "policy",
        article=article,
        anchor=anchor,
        label=number_of(article.provision, shell.language) if article.numbered else _plain_label(article, t),
        heading=html(article.heading) if article.heading else None,
        title="" if article.provision.title == document.title else article.provision.title,
        subtitle=gloss.title_en if gloss and english else "",
        gist=(gloss.gist_en if english else gloss.gist_zh) if gloss else "",
        permalink=asked.address(article.id),
        paragraphs=paragraphs,
        departments=[
            {"name": facets(document)["department"][n], "href": asked.address(chosen={"department": n})}
            for n in article.departments
            if n in facets(document)["department"]
        ],
        reasons=[_reason(reason, t) for reason in why],
        words=entries(words, t, shell),
        instruments=_instruments(document, article, english=english) if asked.text == "restored" else [],
        addressed=addressed,
        sentence=asked.sentence if addressed else None,
        beside=_beside(document, article, asked, shell) if addressed else {},
        copies=_copies(document, article, asked, t, why, addressed=addressed),
        restored=asked.text == "restored",
    )


def _html(
    document: Document,
    line: Line,
    asked: Asked,
    named: tuple[Named, ...],
    words: tuple[Word, ...],
    notes: dict[int, str],
    t: Texts,
    shell: Shell,
) -> Markup:
    hits = [*hit_places(line, asked), *kind_hits(line, asked)] if asked.narrowed else []
    if asked.text == "received":
        return received(document, line, hits, notes, t)
    there = line.sentence
    names = [n for n in named if there.start <= n.start < there.end]
    binding = [w for w in words if there.start <= w.start < there.end]
    return restored(document, line, hits, names, binding, notes, t, shell.language)


def _plain_label(article: Article, t: Texts) -> str:
    return str(t["kinds"].get(article.provision.kind) or article.provision.label)


def entries(words: tuple[Word, ...], t: Texts, shell: Shell) -> list[Entry]:
    """The commitment words of an article, each once with what it binds to: those that count first, the strongest of them on top."""
    counting = {w.commitment.word: w for w in words if w.under is None}
    ordered = sorted(counting.values(), key=lambda w: -w.commitment.strength)
    found = [Entry(w.commitment.word, w.commitment.strength, word_tip(w, t, shell.language)) for w in ordered]
    under = {(w.commitment.word, w.under) for w in words if w.under is not None}
    found += [Entry(word, 0, fill(t["under_tip"], word=word, under=by)) for word, by in sorted(under)]
    return found


def _reason(reason: Reason, t: Texts) -> dict[str, str]:
    shown = "".join(f"“{c}”" for c in reason.shown if c != LOST)
    count = sum(len(r.lost or r.inferred) or 1 for r in reason.repairs)
    return {"text": fill(t["reason"][reason.kind], n=count, shown=shown), "evidence": reason.evidence, "kind": reason.kind}


def _instruments(document: Document, article: Article, *, english: bool) -> list[dict[str, Any]]:
    found = dict.fromkeys(n.instrument for n in named_in(document).get(article.id, ()))
    return [{"record": i, "name": i.name, "english": i.name_en if english else None} for i in found]


def _copies(
    document: Document, article: Article, asked: Asked, t: Texts, why: tuple[Reason, ...], *, addressed: bool
) -> list[dict[str, str]]:
    """What the copy buttons put on the clipboard: the words, where they stand, and what of them is in doubt."""
    if asked.text != "restored" or article.provision.kind == "note":
        return []
    whole = document.text[article.provision.start : article.provision.end]
    found = [{"label": t["copy"], "text": cited(document, t, whole, article.provision.label, why), "href": asked.address(article.id)}]
    if addressed and asked.sentence is not None:
        line = next(x for x in article.lines if (x.provision.id, x.number) == (asked.measure, asked.sentence))
        where = line.provision.label + fill(t["cite_sentence"], n=line.number)
        text = cited(document, t, line.sentence.text, where, why)
        found.insert(0, {"label": t["copy_sentence"], "text": text, "href": asked.address(asked.measure, asked.sentence)})
    return found


def cited(document: Document, t: Texts, quote: str, label: str, why: tuple[Reason, ...]) -> str:
    """``quote`` with where it stands (``label``) and what of it is in doubt, as plain text for the clipboard."""
    issuer = document.record.issuer or ""
    about = "，".join(x for x in (issuer, document.record.document_number) if x)
    lines = [quote, fill(t["cite"], title=document.title, label=label, about=f"（{about}）" if about else "")]
    if LOST in quote:
        lines.append(t["cite_lost"])
    inferred = [c for r in why if r.kind == "inferred" for c in r.shown if c in quote]
    if inferred:
        lines.append(fill(t["cite_inferred"], shown="".join(f"“{c}”" for c in dict.fromkeys(inferred))))
    return clean("\n".join(lines))


def _beside(document: Document, article: Article, asked: Asked, shell: Shell) -> dict[str, dict[str, str]]:
    """The articles before and after."""
    row = [a for a in articles(document) if a.numbered] if article.numbered else list(articles(document))
    at = next(n for n, a in enumerate(row) if a.id == article.id)
    found = {}
    for name, n in (("previous", at - 1), ("next", at + 1)):
        if 0 <= n < len(row):
            found[name] = {"href": asked.address(row[n].id), "label": name_of(document, row[n], shell)}
    return found


def name_of(document: Document, item: Article | Heading, shell: Shell) -> str:
    """What an article or a heading is called in a list: its number and title; in English by ours where there is one."""
    provision = item.provision
    if shell.language == "en":
        gloss = _gloss(document, provision.id)
        label = number_of(provision, "en") if provision.number is not None else _kind(provision.kind, shell) or provision.label
        return f"{label} · {gloss.title_en}" if gloss else f"{label} {provision.title}".strip()
    line = item.line if isinstance(item, Heading) else item.heading
    if line is not None:
        return line.sentence.text.rstrip("。 \n")
    return _kind(provision.kind, shell) or provision.label


def _kind(kind: str, shell: Shell) -> str:
    return str(shell.words("policy")["kinds"].get(kind, ""))


@lru_cache(maxsize=16)
def _glosses(document: Document) -> dict[str, ProvisionGloss]:
    held = load_gloss_set(document.id)
    if held is None or held.text_sha256 != document.record.sha256:
        return {}
    return {g.provision: g for g in held.provisions}


def _gloss(document: Document, provision_id: str) -> ProvisionGloss | None:
    return _glosses(document).get(provision_id)


def note_of(document: Document) -> Instrument | None:
    """The instrument that a background note is about; None for other documents."""
    if document.record.kind != "note":
        return None
    return next((i for i in load_instruments() if f"note-{i.id}" == document.id), None)
