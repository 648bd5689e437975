"""A question inside a conversation made to stand by itself."""

from __future__ import annotations

import re

from assistant.understanding.model import ProvisionRef, Understanding
from assistant.understanding.understand import topic_beside_document
from assistant.understanding.vocabulary import Vocabulary

_STEP = (
    (re.compile(r"(?:下一?[条项个]|后一?[条项]|接下来那?[条项]|the next (?:one|measure)|next (?:one|measure))", re.I), 1),
    (re.compile(r"(?:上一?[条项个]|前一?[条项](?!措施)|the previous (?:one|measure)|previous (?:one|measure))", re.I), -1),
)
_POINTING = re.compile(
    r"(?:这|那|该|此)(?:一)?(?:条|项|个|笔|款|种|类)(?:措施|政策|规定|内容|奖|钱)?|上面|上述|刚才|前面|(?:^|[,。??!\s])(?:它|其)|"
    r"\b(?:it|this|that|they|those|these)\b",
    re.I,
)
_ELLIPSIS = re.compile(r"^(?:那么?|还有)?(?P<subject>[^,。??!]{1,12})呢[??。!]*$|^(?:and|what about|how about) (?P<en>.{1,40}?)\?*$", re.I)


def depends_on_history(u: Understanding, vocabulary: Vocabulary) -> bool:
    """Whether the question cannot be understood without what was said before."""
    if u.problem or u.refs or u.route == "greeting":
        return False
    if any(p.search(u.question) for p, _ in _STEP) or _ELLIPSIS.match(u.question):
        return True
    if u.instruments or u.departments:
        return False
    topic = topic_beside_document(u.question, u.language, vocabulary)
    if _POINTING.search(u.question) and len(topic) <= 6:
        return not (u.document_facts and re.search(r"政策|文件|通知", u.question))
    return not topic and not u.document_facts and bool(u.kinds)


def stand_alone(u: Understanding, focus: ProvisionRef | None, label: str, last: str) -> str:
    """``u``'s question as one that stands by itself.

    ``focus`` is the unit that was spoken of last (``label`` is how it is written), ``last`` the last question that was
    answered, standing by itself. A step (下一条) counts from the focus; an ellipsis (那高校呢) asks the last question of another subject;
    anything else is asked of the focus.
    """
    for pattern, step in _STEP:
        if focus is not None and pattern.search(u.question):
            return pattern.sub(f"第{focus.number + step}条", u.question, count=1)
    ellipsis = _ELLIPSIS.match(u.question)
    if ellipsis and last:
        return _with_subject(last, (ellipsis["subject"] or ellipsis["en"] or "").strip())
    if focus is not None:
        rest = _POINTING.sub("", u.question, count=1).lstrip(",。?!? ")
        return f"{label}{rest}" if u.language == "zh" else f"{label}: {rest}"
    return f"{last} {u.question}".strip() if last else u.question


def _with_subject(last: str, subject: str) -> str:
    """``last`` asked of another ``subject``: in place of the like word in it (金奖 → 银奖, 江苏专利奖 → 中国专利奖: as long, with the same
    ending, and most characters in common), else put before it."""
    size = len(subject)
    windows = [last[i : i + size] for i in range(len(last) - size + 1)]
    alike = [
        (sum(a == b for a, b in zip(w, subject, strict=True)), at)
        for at, w in enumerate(windows)
        if w != subject and w[-1:] == subject[-1:] and all("\u3400" <= c <= "\u9fff" for c in w)
    ]
    if size >= 2 and alike:
        at = max(alike)[1]
        return last[:at] + subject + last[at + size :]
    return f"{subject} {last}"
