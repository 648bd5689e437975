"""A restored text to a document: provisions by whatever numbering it uses, paragraphs where it uses none.

The units that people cite (the *principal* ones) get the plain number as their id: articles where there are any; a (一) numbering that
runs on through the headings above it (then those are parts); otherwise the top level. In a *policy* they are its measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.model import Document, Provision, ProvisionKind, RestoredText, Sentence
from corpus.numbering import MarkerKind, write_marker
from corpus.numerals import to_chinese
from corpus.outline import Line, Node, Outline, read_outline, split_lines
from corpus.records import DocumentRecord
from corpus.sentences import bracketed_heading, heading_end, read_responsibility, sentence, split_sentences

_TRANSMITTED = re.compile(
    r"现(?:将|印发|转发|公布)[^《\n]{0,12}《([^《》\n]+(?:《[^《》\n]*》[^《》\n]*)*)》[^。\n]{0,20}(?:印发|转发|发布|公布)"
)
_CLOSING = re.compile(
    r"(?:本(?:通知|办法|意见|规定|措施|方案|细则|条例|法|政策)[^。\n]{0,12}自[^。\n]{0,60}施行|有效期至|同时废止|此件|附件[:：])"
)
_DATE_LINE = re.compile(r"\s*[\d□〇零一二三四五六七八九十]{4}年[\d□一二三四五六七八九十]{1,3}月[\d□一二三四五六七八九十]{1,3}日\s*")
_SIGNATURE = re.compile(r"[^。,;:，；：、]{3,30}")
_ABOVE: frozenset[MarkerKind] = frozenset(("book", "chapter", "section"))
_ABOVE_NAMES: dict[MarkerKind, str] = {"book": "book", "chapter": "chapter", "section": "section"}


def parse(record: DocumentRecord, restored: RestoredText) -> Document:
    """The document: every provision and every sentence is an exact slice of ``restored.text``; no character outside white space,
    table rules and page furniture belongs to no provision."""
    return _Parser(record, restored).run()


class _Parser:
    def __init__(self, record: DocumentRecord, restored: RestoredText) -> None:
        self.record = record
        self.text = restored.text
        self.restored = restored
        self.found: list[Provision] = []
        self.used: set[str] = set()
        self.again: dict[str, int] = {}

    def run(self) -> Document:
        lines = split_lines(self.text)
        body = self._notice(lines)
        outline = read_outline(body)
        if outline.roots:
            closing = _take_closing(outline)
            self._lead(outline.lead)
            principal = _principal(outline)
            for root in outline.roots:
                self._node(root, None, principal, above=True)
            self._block("closing", "结尾", closing)
        elif outline.lead and _same(outline.lead[0].text, self.record.title):
            self._block("title", "标题", outline.lead[:1])
            self._paragraphs(outline.lead[1:], self.record.title)
        else:
            self._paragraphs(outline.lead)
        return Document(self.record, self.restored, tuple(self.found), tuple(outline.anomalies))

    def _notice(self, lines: list[Line]) -> list[Line]:
        """Adds the transmitting notice, if the text has one, and gives the lines of the document that it transmits."""
        for i, line in enumerate(lines[:40]):
            match = _TRANSMITTED.search(line.text)
            if match is None:
                continue
            title = re.sub(r"\s", "", match[1])
            start = next((k for k in range(i + 1, len(lines)) if re.sub(r"[\s#*]", "", lines[k].text) == title), None)
            if start is None:
                return lines
            self._block("notice", "通知", lines[:start])
            return lines[start:]
        return lines

    def _lead(self, lines: list[Line]) -> None:
        """Title line and preamble before the first numbered unit."""
        if lines and _same(lines[0].text, self.record.title):
            self._block("title", "标题", lines[:1])
            lines = lines[1:]
        self._block("preamble", "前言", lines)

    def _block(self, kind: ProvisionKind, label: str, lines: list[Line]) -> None:
        if lines:
            start, end = lines[0].start, lines[-1].end
            self._add(kind, kind, label, "", start, end, sentences=self._sentences(start, end))

    def _paragraphs(self, lines: list[Line], title: str = "") -> None:
        """Unnumbered text; ``title`` heads the paragraphs until a heading of their own does."""
        number = 0
        for start, end, heading in _paragraphs(lines, self.text):
            if heading:
                title = heading
            else:
                number += 1
                self._add("paragraph", f"p{number}", f"第{number}段", title, start, end, number, sentences=self._sentences(start, end))

    def _node(self, node: Node, parent: Provision | None, principal: MarkerKind, *, above: bool) -> None:
        is_principal = node.kind == principal
        above = above and not is_principal
        identifier, label, kind = self._name(node, parent, is_principal=is_principal, above=above)
        start, end = node.start, node.end
        own_end = node.lines[-1].end if node.children else end
        words = start + (node.marker.end if node.marker.end < len(node.lines[0].text) else 0)
        in_charge = read_responsibility(self.text, start, own_end)
        # An article's first sentence is the rule itself; only a name in 【】 heads it.
        title_end = None if node.kind == "article" else heading_end(self.text, words, own_end, alone=bool(node.children))
        title_end = title_end or bracketed_heading(self.text, words, own_end)
        if title_end and in_charge and title_end > in_charge[0]:
            # 一、甲(省财政厅负责): the clause behind a heading is none of it.
            title_end = in_charge[0] if in_charge[0] > words else None
        title = self.text[words:title_end].strip("。【】[] \u3000") if title_end else ""
        sentences = self._sentences(start, own_end, title_end, in_charge[0] if in_charge else None)
        departments = in_charge[1] if in_charge else ()
        provision = self._add(
            kind, identifier, label, _plain(title), start, end, node.number, parent.id if parent else None, sentences, departments
        )
        for child in node.children:
            self._node(child, provision, principal, above=above)

    def _name(self, node: Node, parent: Provision | None, *, is_principal: bool, above: bool) -> tuple[str, str, ProvisionKind]:
        written = write_marker(node.kind, node.number, node.marker.sub)
        plain = f"{node.number}-{node.marker.sub}" if node.marker.sub else str(node.number)
        if is_principal:
            kind: ProvisionKind = "measure" if self.record.kind == "policy" else "article" if node.kind == "article" else "item"
            label = f"措施{_in_brackets(node)}" if kind == "measure" else written
            return plain, label, kind
        if above:
            name = _ABOVE_NAMES.get(node.kind, "part")
            prefix = f"{parent.id}." if parent and name == "section" else ""
            label = written if node.kind in _ABOVE else f"第{to_chinese(node.number)}部分"
            return f"{prefix}{name}-{plain}", label, name  # type: ignore[return-value]
        base = parent.id if parent else "item"
        label = f"{parent.label}{'第' if parent and parent.kind == 'article' else ''}{written}" if parent else written
        if parent and parent.kind == "article":
            label += "项"
        return f"{base}.{plain}", label, "item"

    def _sentences(self, start: int, end: int, title_end: int | None = None, in_charge: int | None = None) -> tuple[Sentence, ...]:
        stop = end if in_charge is None else in_charge
        found = []
        if title_end is not None:
            found.append(sentence(self.text, start, title_end, "heading"))
            start = title_end
        found += [sentence(self.text, a, b) for a, b in split_sentences(self.text, start, stop)]
        if in_charge is not None:
            found += [sentence(self.text, a, b, "responsibility") for a, b in split_sentences(self.text, in_charge, end)]
        return tuple(found)

    def _add(
        self,
        kind: ProvisionKind,
        identifier: str,
        label: str,
        title: str,
        start: int,
        end: int,
        number: int | None = None,
        parent: str | None = None,
        sentences: tuple[Sentence, ...] = (),
        departments: tuple[str, ...] = (),
    ) -> Provision:
        unique, again = identifier, self.again.get(identifier, 1)
        while unique in self.used:
            again += 1
            unique = f"{identifier}~{again}"
        self.used.add(unique)
        self.again[identifier] = again
        provision = Provision(
            self.record.id, unique, kind, label, title, start, end, self.text[start:end], number, parent, sentences, departments
        )
        self.found.append(provision)
        return provision


def _principal(outline: Outline) -> MarkerKind:
    nodes = list(outline.walk())
    kinds = {n.kind for n in nodes}
    if "article" in kinds:
        return "article"
    for kind in ("paren", "dot", "dun"):
        numbers = [n.number for n in nodes if n.kind == kind]
        parents = {id(n.parent) for n in nodes if n.kind == kind and n.parent is not None}
        if len(parents) >= 2 and numbers == list(range(1, len(numbers) + 1)):
            return kind
    below = [n for n in nodes if n.kind not in _ABOVE]
    return min(below, key=_depth).kind if below else outline.roots[0].kind


def _depth(node: Node) -> int:
    depth, current = 0, node.parent
    while current is not None:
        depth, current = depth + 1, current.parent
    return depth


def _take_closing(outline: Outline) -> list[Line]:
    """Lines behind the last unit's own that close the document: it takes effect, it expires, signature, date, annexes.

    Where all other units of that level are single paragraphs, whatever follows the last one is the closing too.
    """
    last = list(outline.walk())[-1]
    peers = [n for n in outline.walk() if n.kind == last.kind and n is not last]
    single = bool(peers) and all(len(n.lines) == 1 for n in peers)
    for i, line in enumerate(last.lines[1:], start=1):
        if single or _CLOSING.search(line.text) or _DATE_LINE.fullmatch(line.text):
            if i > 1 and not single and _SIGNATURE.fullmatch(last.lines[i - 1].text):
                i -= 1
            closing = last.lines[i:]
            del last.lines[i:]
            return closing
    return []


def _paragraphs(lines: Iterable[Line], text: str) -> list[tuple[int, int, str]]:
    """``(start, end, heading)``: a Markdown heading, or a paragraph with heading ``""``; the rows of a table stay together."""
    found: list[tuple[int, int, str]] = []
    table_open = False
    for line in lines:
        row = line.text.lstrip().startswith("|")
        heading = re.match(r"\s*#{1,6}\s+(.+)", line.text)
        if row and table_open:
            found[-1] = (found[-1][0], line.end, "")
        else:
            found.append((line.start, line.end, _plain(heading[1]) if heading else ""))
        table_open = row
    return found


def _plain(title: str) -> str:
    return re.sub(r"^[#*_\s]+|[*_\s]+$", "", title).replace("\n", "")


def _same(line: str, title: str) -> bool:
    return re.sub(r"[\s#*]", "", line) == re.sub(r"\s", "", title)


def _in_brackets(node: Node) -> str:
    return f"({to_chinese(node.number)})"
