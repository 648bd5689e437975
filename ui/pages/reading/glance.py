"""The document at a glance: which article concerns which body, and which kind of support stands in which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from corpus import Document
from ui.pages.reading.facets import Value, facets, kind, kind_places
from ui.pages.reading.flow import Article, Heading, body, flow


@dataclass(frozen=True)
class Cell:
    """Where a row and a column meet. ``place`` is the sentence to look at; ``first`` whether the body is listed first."""

    column: Value
    there: bool
    first: bool = False
    place: tuple[str, int] | None = None


@dataclass(frozen=True)
class Row:
    """An article with a cell for each column."""

    article: Article
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Group:
    """The rows under one heading; None where there is none."""

    heading: Heading | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """Articles against the values of one facet."""

    columns: tuple[Value, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Glance:
    """Both tables; one without columns is not shown."""

    departments: Table
    supports: Table

    @property
    def empty(self) -> bool:
        return not (self.departments.columns or self.supports.columns)


@lru_cache(maxsize=16)
def glance(document: Document) -> Glance:
    """``document`` at a glance."""
    return Glance(_departments(document), _supports(document))


def _departments(document: Document) -> Table:
    columns = tuple(facets(document)["department"].values())

    def cell(article: Article, column: Value) -> Cell:
        bodies = article.departments
        return Cell(column, column.name in bodies, bool(bodies) and bodies[0] == column.name)

    return _table(document, columns, cell)


def _supports(document: Document) -> Table:
    columns = tuple(facets(document)["support"].values())

    def cell(article: Article, column: Value) -> Cell:
        record = kind("support", column.name)
        lines = [line for line in body(article) if record is not None and kind_places(line.sentence.text, record)]
        places = [(line.provision.id, line.number) for line in sorted(lines, key=lambda line: line.number == 0)]
        return Cell(column, bool(places), place=places[0] if places else None)

    return _table(document, columns, cell)


def _table(document: Document, columns: tuple[Value, ...], cell: Callable[[Article, Value], Cell]) -> Table:
    groups: list[tuple[Heading | None, list[Row]]] = [(None, [])]
    for item in flow(document):
        if isinstance(item, Heading):
            groups.append((item, []))
        elif item.numbered:
            groups[-1][1].append(Row(item, tuple(cell(item, column) for column in columns)))
    return Table(columns, tuple(Group(heading, tuple(rows)) for heading, rows in groups if rows))
