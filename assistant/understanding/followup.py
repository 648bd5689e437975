"""A question inside a conversation made to stand by itself."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.understanding.model import ProvisionRef, Understanding
from assistant.understanding.references import read_refs
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


def stand_alone(u: Understanding, focus: ProvisionRef | None, label: str, topic: str) -> str:
    """``u``'s question as one that stands by itself.

    ``focus`` is the unit that was spoken of last (``label`` is how it is written), ``topic`` what the last question was about. A step
    (下一条) counts from the focus; an ellipsis (那高校呢) takes the topic along; anything else is asked of the focus.
    """
    for pattern, step in _STEP:
        if focus is not None and pattern.search(u.question):
            return pattern.sub(f"第{focus.number + step}条", u.question, count=1)
    ellipsis = _ELLIPSIS.match(u.question)
    if ellipsis and topic:
        subject = ellipsis["subject"] or ellipsis["en"] or ""
        return f"{subject} {topic}".strip()
    if focus is not None:
        rest = _POINTING.sub("", u.question, count=1).lstrip(",。?!? ")
        return f"{label}{rest}" if u.language == "zh" else f"{label}: {rest}"
    return f"{topic} {u.question}".strip() if topic else u.question


def refs_of(text: str) -> tuple[ProvisionRef, ...]:
    """Units written in an earlier answer, for finding what was spoken of."""
    return read_refs(text)


def with_question(u: Understanding, original: str) -> Understanding:
    """``u``, understood from the standalone question, keeping the question as it was asked."""
    return replace(u, question=original)
