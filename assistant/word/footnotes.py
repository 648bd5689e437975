"""Footnotes of Word in a document of python-docx, which has no interface for them: the part ``footnotes.xml`` with its two separators,
the styles, the settings that name the separators, and a reference for each note (ECMA-376 part 1, 17.11).

A note that is referred to again gets a cross-reference (``NOTEREF``) to a bookmark around its first reference, as Word does it itself.
"""

from __future__ import annotations

from typing import Any

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))
_BEFORE_IN_SETTINGS = ("endnotePr", "compat", "docVars", "rsids")
"""Elements that may follow ``footnotePr``, in the order of the schema; the first that is there."""
_BOOKMARKS = 1000
"""Bookmarks are numbered from here, apart from any of the template."""


class Footnotes:
    """The notes of ``document`` (of python-docx). :meth:`refer` while its body is written, :meth:`close` before it is saved."""

    def __init__(self, document: Any) -> None:
        from lxml import etree

        self._document = document
        self._root = etree.Element(f"{{{_W}}}footnotes", nsmap={"w": _W})
        self._known: set[int] = set()
        for number, kind in _SEPARATORS:
            note = self._element(self._root, "footnote", type=kind, id=number)
            paragraph = self._element(note, "p")
            self._element(self._element(paragraph, "r"), kind)
        self._add_styles()

    def refer(self, paragraph: Any, number: int, words: str) -> None:
        """A reference to note ``number`` at the end of ``paragraph``; the first one brings the note with its ``words``.

        Notes are first referred to in the order of their numbers, which Word counts by itself.
        """
        if number in self._known:
            self._refer_again(paragraph, number)
            return
        self._known.add(number)
        self._add_note(number, words)
        name, mark = f"_RefNote{number}", str(_BOOKMARKS + number)
        self._element(paragraph._p, "bookmarkStart", id=mark, name=name)
        run = paragraph.add_run()
        self.mark(run)
        self._element(run._r, "footnoteReference", id=number)
        self._element(paragraph._p, "bookmarkEnd", id=mark)

    def mark(self, run: Any) -> None:
        """Set ``run`` as references are set."""
        run.style = self._document.styles["footnote reference"]

    def close(self) -> None:
        """Put the notes into the package and name the separators in its settings."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from lxml import etree

        part = self._document.part
        blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part.relate_to(Part(PackURI("/word/footnotes.xml"), _CONTENT, blob, part.package), _RELATION)
        settings = self._document.settings.element
        named = etree.Element(f"{{{_W}}}footnotePr")
        for number, _ in _SEPARATORS:
            self._element(named, "footnote", id=number)
        after = next((found for tag in _BEFORE_IN_SETTINGS if (found := settings.find(f"{{{_W}}}{tag}")) is not None), None)
        if after is None:
            settings.append(named)
        else:
            after.addprevious(named)

    def _refer_again(self, paragraph: Any, number: int) -> None:
        field = self._element(paragraph._p, "fldSimple", instr=f" NOTEREF _RefNote{number} \\f \\h ")
        run = self._element(field, "r")
        self._element(self._element(run, "rPr"), "rStyle", val=self._document.styles["footnote reference"].style_id)
        self._element(run, "t").text = str(number)

    def _add_note(self, number: int, words: str) -> None:
        styles = self._document.styles
        note = self._element(self._root, "footnote", id=number)
        paragraph = self._element(note, "p")
        self._element(self._element(paragraph, "pPr"), "pStyle", val=styles["footnote text"].style_id)
        run = self._element(paragraph, "r")
        self._element(self._element(run, "rPr"), "rStyle", val=styles["footnote reference"].style_id)
        self._element(run, "footnoteRef")
        text = self._element(self._element(paragraph, "r"), "t")
        text.text = f" {words}"
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _add_styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Pt

        styles = self._document.styles
        reference = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
        reference.font.superscript = True
        note = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        note.base_style = styles["Normal"]
        note.font.size = Pt(9)
        note.paragraph_format.line_spacing = 1.0
        note.paragraph_format.space_after = Pt(0)

    @staticmethod
    def _element(parent: Any, tag: str, /, **attributes: object) -> Any:
        from lxml import etree

        return etree.SubElement(parent, f"{{{_W}}}{tag}", {f"{{{_W}}}{key}": str(value) for key, value in attributes.items()})
