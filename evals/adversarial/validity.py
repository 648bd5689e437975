"""What is no longer, or not yet, in force, asked about as if it were."""

from __future__ import annotations

import datetime as dt
import re
from typing import cast

from corpus import Document
from evals.adversarial.making import Making
from evals.gold_schema import Fact, GoldQuestion
from evals.verdict import Verdict

_OLD = ("《{title}》现在还有效吗?", "我们还能按《{title}》申请资金吗?", "办事是不是仍以《{title}》为准?", "《{title}》没有被废止,对吧?")
_TODAY = "这份文件现在有效吗?"
_MAY_I = "今天还能按这份文件办事吗?"
_TITLE = re.compile(r"《([^《》]+)》")
_YEAR = re.compile(r"(\d{4})年")


def repealed(policy: Document) -> list[GoldQuestion]:
    """Each document that the policy repeals, asked about as if in force; and the policy itself in the years around its term.

    The years are those in which no lost digit can matter: before the year it takes force, after the year it expires, and between.
    """
    made = Making("repealed", policy.id)
    for title, provision, sentence in _repealed(policy):
        for frame in _OLD:
            made.add(
                frame.format(title=title),
                verdict=["no"],
                evidence=[(provision, sentence)],
                facts=[Fact(text=["废止"])],
                must_cite=[provision],
            )
    dates = policy.record.dates
    begins, ends = (int(m[1]) if (m := _YEAR.search(dates.get(name, ""))) else None for name in ("in_force", "expires"))
    if begins and ends:
        asked = {begins - 6: "no", begins - 1: "no", begins + 2: "yes", ends - 1: "yes", ends + 1: "no", ends + 5: "no"}
        for year, verdict in asked.items():
            where = [(p.id, s.text) for p, s in policy.walk() if dates["expires"] in s.text][:1]
            for question in (_TODAY, _MAY_I):
                made.add(
                    question,
                    as_of=dt.date(year, 6, 15),
                    verdict=[cast(Verdict, verdict)],
                    evidence=where,
                    must_cite=[where[0][0]],
                )
    return made.made


def _repealed(policy: Document) -> list[tuple[str, str, str]]:
    """Title, provision and sentence of what the policy repeals."""
    found = []
    for old in policy.record.supersedes:
        name = _TITLE.search(old)
        title = name[1] if name else old
        found += [(title, p.id, s.text) for p, s in policy.walk() if title in s.text and "废止" in s.text][:1]
    return found
