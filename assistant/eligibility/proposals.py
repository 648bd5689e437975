"""Clauses of a document that nobody has modelled yet, read by rule: what binds, for whom, with what left open.

They serve two ends: an honest, weaker answer for documents without points (:func:`clauses_for`), and a draft of points that a person goes
through (:func:`draft_points`). Nothing of it is ever called eligible.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from assistant.eligibility.conditions import Known, judge
from assistant.eligibility.profile import Profile
from corpus import Document, Provision, read_commitments, read_figures
from corpus.glossary import load_beneficiaries, load_commitments, load_supports
from corpus.points import Condition, Nature
from corpus.records import Commitment, WordKind, read_yaml

Fit = Literal["named", "anybody"]
_CLAUSE = re.compile(r"[^,;。，；]+[,;。，；]?")
_LEADS_ON = re.compile(r"^\s*(?:对|获得|获|被|经|凡|在|于|为|通过|首次|新|除)|(?:的|者|后|时|之日起)[,，]?$")
_MOST = 40
_TITLE = 22


@dataclass(frozen=True)
class Clause:
    """A stretch of a document with one word that binds it: ``document.text[start:end]``. ``kinds`` are the kinds of people it names."""

    document: Document
    provision: Provision
    start: int
    end: int
    commitment: Commitment
    kinds: tuple[str, ...]

    @property
    def quote(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def nature(self) -> Nature:
        """What it is by the kind of its word; a penalty wherever a word of one stands in it (可以处……罚款)."""
        words = {c.word: c.kind for c in load_commitments()}
        kinds = {words[m.name] for m in read_commitments(self.quote, load_commitments())}
        return _data()["nature"]["penalty" if "penalty" in kinds else self.commitment.kind]  # type: ignore[no-any-return]

    @cached_property
    def who(self) -> Condition | None:
        """Whom it names; None where it names nobody."""
        found = tuple(Condition.model_validate({**_data()["who"][k], "quote": _word_of(k, self.quote)}) for k in self.kinds)
        return found[0] if len(found) == 1 else Condition(any_of=found) if found else None

    @property
    def open(self) -> tuple[str, ...]:
        """Words by which it requires something that it does not say; of one inside another the longer."""
        found = [w for w in _data()["open"] if w in self.quote]
        return tuple(w for w in found if not any(w != o and w in o for o in found))

    @property
    def what(self) -> tuple[str, ...]:
        """Kinds of benefits that it names, as ids; one for its nature where it names none."""
        found = dict.fromkeys(_data()["benefits"][s.id] for s in load_supports() if _word(s, self.quote))
        return tuple(found) or (_data()["what"][self.nature],)

    @property
    def amounts(self) -> tuple[str, ...]:
        """Sums and shares in it, as they stand."""
        return tuple(dict.fromkeys(f.text for f in read_figures(self.quote) if f.kind in ("money", "percent")))


def read_clauses(document: Document) -> tuple[Clause, ...]:
    """All stretches of the numbered units of ``document`` that some word binds, in its order."""
    units = [p for p in document.provisions if p.id == str(p.number)]
    return tuple(clause for unit in units for clause in _of_unit(document, unit))


def clauses_for(profile: Profile, document: Document) -> tuple[tuple[Clause, Fit], ...]:
    """Clauses that give, support or encourage something and are for somebody with ``profile``, or for anybody; those that name the kind
    of organisation first, then by how much they bind. Duties and penalties come last."""
    known = Known(profile)
    fitting: list[tuple[Clause, Fit]] = []
    for clause in read_clauses(document):
        outcome = judge(clause.who, known) if clause.who else None
        if outcome in (None, "met"):
            fitting.append((clause, "named" if outcome else "anybody"))
    order = ("entitlement", "support", "direction", "duty", "penalty")
    fitting.sort(key=lambda c: (c[0].nature in order[3:], c[1] != "named", -c[0].commitment.strength))
    return tuple(fitting[:_MOST])


def _of_unit(document: Document, unit: Provision) -> Iterator[Clause]:
    inside = [p for p in document.provisions if unit.start <= p.start and p.end <= unit.end]
    for sentence in (s for p in inside for s in p.sentences if s.kind == "body"):
        text = document.text[sentence.start : sentence.end]
        for start, end, commitment in _bound(text):
            quote = text[start:end]
            yield Clause(document, unit, sentence.start + start, sentence.start + end, commitment, _kinds(quote))


def _bound(text: str) -> Iterator[tuple[int, int, Commitment]]:
    """Stretches of a sentence, each with the first word that binds it. A clause without one goes with the next where it leads on to it
    (对……的,), else with the one before."""
    words = {c.word: c for c in load_commitments()}
    start, word, end = 0, None, 0
    for m in _CLAUSE.finditer(text):
        leads_on = _LEADS_ON.search(m[0].strip(",;。，； ")) is not None
        condition = leads_on and m[0].rstrip(",;。，； ").endswith(("的", "者"))
        own = None if condition else next((words[n.name] for n in read_commitments(m[0], load_commitments())), None)
        if word is not None and (own is not None or leads_on):
            yield _trimmed(text, start, end, word)
            start, word = m.start(), None
        word = word or own
        end = m.end()
    if word is not None:
        yield _trimmed(text, start, end, word)


def _trimmed(text: str, start: int, end: int, word: Commitment) -> tuple[int, int, Commitment]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip(" ,，;；\n")), word


def _kinds(quote: str) -> tuple[str, ...]:
    return tuple(b.id for b in load_beneficiaries() if b.id in _data()["who"] and _word_of(b.id, quote))


def _word_of(kind: str, quote: str) -> str:
    return next((w for b in load_beneficiaries() if b.id == kind for w in [_word(b, quote)] if w), "")


def _word(kind: WordKind, quote: str) -> str:
    bare = quote
    for longer in kind.unless_in:
        bare = bare.replace(longer, "")
    return next((w for w in sorted(kind.words, key=len, reverse=True) if w in bare), "")


@cache
def _data() -> Any:
    return read_yaml(Path(__file__).with_name("proposals.yaml"))


def draft_points(document: Document, titles: Mapping[tuple[int, int], str] | None = None) -> str:
    """The points of ``document`` as a rule reads them, as YAML in the form of ``corpus/records/points``: for a person to go through, who
    adds the conditions that no rule reads. ``titles`` are plain titles by the slice that they are for; else the unit's own title stands.

    Raises:
        ValueError: no numbered unit of the document binds anybody to anything.
    """
    import yaml

    rows: list[dict[str, Any]] = []
    numbers: Counter[str] = Counter()
    for clause in read_clauses(document):
        if clause.provision.text.count(clause.quote) != 1:
            continue  # the same words twice in one unit: nobody could tell which
        numbers[clause.provision.id] += 1
        rows.append(_row(f"{clause.provision.id}.{numbers[clause.provision.id]}", clause, (titles or {}).get((clause.start, clause.end))))
    if not rows:
        raise ValueError("nothing in its numbered units binds anybody to anything")
    drafted = {"document": document.id, "text_sha256": document.record.sha256 or "", "source": "ours", "points": rows}
    return yaml.safe_dump(drafted, allow_unicode=True, sort_keys=False, width=140)


def _row(number: str, clause: Clause, title: str | None) -> dict[str, Any]:
    plain = title or clause.provision.title or clause.quote[:_TITLE]
    row: dict[str, Any] = {"id": number, "nature": clause.nature, "title_zh": plain, "title_en": plain, "quote": clause.quote}
    if clause.who is not None:
        row["who"] = clause.who.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    if clause.open:
        row["conditions"] = [{"open": word, "quote": word} for word in clause.open]
    row |= {"what": list(clause.what), "word": clause.commitment.word}
    if len(clause.amounts) == 1:
        row["amount"] = {"text": clause.amounts[0], "quote": clause.quote}
    return row
