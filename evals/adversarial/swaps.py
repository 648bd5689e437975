"""A wrong number, a wrong body, the measure beside, a measure that does not exist: all to be denied."""

from __future__ import annotations

from collections.abc import Iterator

from corpus import Document, Figure, Provision, Sentence, read_figures
from evals.adversarial.making import Making, clause_around, heading_sentence, responsibility
from evals.gold_schema import Fact, GoldQuestion

_HAN = "零一二三四五六七八九"
_DENIED = {"verdict": ["no"]}


def number_swap(policy: Document) -> list[GoldQuestion]:
    """Every legible figure of the text replaced by two others, and every count of the document (measures, parts, measures of a part,
    bodies in charge) one too high and one too low. The answer denies it and says the true one."""
    made = Making("number_swap", policy.id)
    for provision, sentence, figure in _legible(policy):
        start, end = clause_around(sentence, figure.start, figure.end)
        before, after = sentence.text[start : figure.start], sentence.text[figure.end : end]
        for wrong in _others(figure.text):
            made.add(
                f"{provision.label}里写的是“{before}{wrong}{after}”,对吗?",
                evidence=[(provision.id, sentence.text)],
                facts=[Fact(text=[figure.text])],
                must_cite=[provision.id],
                note=f"the text says {figure.text}",
                **_DENIED,
            )
    _counts(policy, made)
    return made.made


def _counts(policy: Document, made: Making) -> None:
    measures = policy.measures
    for wrong in () if not measures else (len(measures) + 1, len(measures) - 1):
        made.add(
            f"这份文件一共有{wrong}条措施,是不是?",
            evidence=[(measures[0].id, heading_sentence(measures[0]))],
            facts=[Fact(text=[f"{len(measures)}条", f"{len(measures)}项"], proof="measures")],
            **_DENIED,
        )
    for number, part in enumerate(policy.parts):
        count = len(policy.children(part.id))
        wrong = count + (1 if number % 2 else -1)
        made.add(
            f"{part.label}有{wrong}条措施,对吗?",
            evidence=[(part.id, heading_sentence(part))],
            facts=[Fact(text=[f"{count}条", f"{count}项"], proof="children")],
            **_DENIED,
        )
    for number, measure in enumerate(measures):
        count = len(measure.departments)
        if not count:
            continue
        wrong = max(1, count + (1 if number % 2 else -1)) if count > 1 else 2
        made.add(
            f"{measure.label}列了{wrong}家责任单位,没错吧?",
            evidence=[(measure.id, responsibility(measure))],
            facts=[Fact(text=[f"{count}个", f"{count}家"], proof="departments")],
            must_cite=[measure.id],
            **_DENIED,
        )


def _legible(policy: Document) -> Iterator[tuple[Provision, Sentence, Figure]]:
    """Figures that stand in a body sentence, are readable in full, and stand in no title or number of another document."""
    for provision, sentence in policy.walk():
        if sentence.kind != "body":
            continue
        named = [i for i, _ in enumerate(sentence.text) if sentence.text[:i].count("《") > sentence.text[:i].count("》")]
        for figure in read_figures(sentence.text):
            if figure.kind != "number" and not figure.lost and figure.start not in named:
                yield provision, sentence, figure


def _others(figure: str) -> tuple[str, ...]:
    """``figure`` with its last digit (not a zero at the end of an amount) changed, in two ways; nothing where it has none (十)."""
    places = [i for i, c in enumerate(figure) if c in _HAN or c in "0123456789"]
    if not places:
        return ()
    place = next((i for i in reversed(places) if figure[i] not in "0零"), places[-1])
    digits = _HAN if figure[place] in _HAN else "0123456789"
    value = digits.index(figure[place])
    one, two = (digits[(value + step - 1) % 9 + 1] for step in (2, 5))
    return figure[:place] + one + figure[place + 1 :], figure[:place] + two + figure[place + 1 :]


_IN_CHARGE = ("{unit}由{body}负责吗?", "{unit}的责任单位里有{body},对吧?", "听说{unit}归{body}管,是不是?", "{body}是不是{unit}的牵头部门?")


def department_swap(policy: Document) -> list[GoldQuestion]:
    """For every measure a body that is in charge of others and not of it. The answer denies it and names who is."""
    made = Making("department_swap", policy.id)
    bodies = list(dict.fromkeys(d for m in policy.measures for d in m.departments))
    for number, measure in enumerate(m for m in policy.measures if m.departments):
        others = [b for b in bodies if b not in measure.departments]
        if not others:
            continue
        made.add(
            _IN_CHARGE[number % len(_IN_CHARGE)].format(unit=measure.label, body=others[number % len(others)]),
            evidence=[(measure.id, responsibility(measure))],
            facts=[Fact(text=[measure.departments[0]], proof="department")],
            must_cite=[measure.id],
            **_DENIED,
        )
    return made.made


_SAYS = ("{unit}讲的是“{title}”,对吗?", "“{title}”就是{unit},没错吧?", "{unit}的标题是不是“{title}”?")


def neighbouring_measure(policy: Document) -> list[GoldQuestion]:
    """The heading of each measure ascribed to the one beside it. The answer denies it, and says what that one is headed or where the
    heading stands."""
    made = Making("neighbouring_measure", policy.id)
    measures = policy.measures
    neighbours = zip(measures, [*measures[1:], *measures[:1]], strict=True) if len(measures) > 1 else ()
    for number, (right, beside) in enumerate(neighbours):
        made.add(
            _SAYS[number % len(_SAYS)].format(unit=beside.label, title=right.title),
            evidence=[(p.id, heading_sentence(p)) for p in (right, beside)],
            facts=[Fact(text=[beside.title, right.label])],
            may_cite=[right.id, beside.id],
            **_DENIED,
        )
    return made.made


_ASKED = (
    "措施({han})说了什么?",
    "第{n}条由谁负责?",
    "第{han}项措施给多少资金支持?",
    "What does measure {n} say?",
    "请引用措施({han})的原文。",
)


def no_such_measure(policy: Document) -> list[GoldQuestion]:
    """Measures beyond the last one. The answer says that there is none, and cites nothing as support."""
    made = Making("no_such_measure", policy.id)
    last = len(policy.measures)
    if not last:
        return []
    for number, n in enumerate(
        (last + 1, last + 2, last + 3, last + 7, last + 9, 40, 55, 68, 77, 99, last + 4, last + 5, last + 11, 88, 66)
    ):
        made.add(
            _ASKED[number % len(_ASKED)].format(n=n, han=_han(n)),
            answerable=False,
            status=["declined"],
            reason=["no_such_provision"],
            must_not_cite=["*"],
            facts=[],
        )
    return made.made


def _han(n: int) -> str:
    tens, ones = divmod(n, 10)
    return f"{_HAN[tens] if tens > 1 else ''}{'十' if tens else ''}{_HAN[ones] if ones else ''}"
