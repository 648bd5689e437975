"""Prompts that get more out of a base model than instructions do: examples of how to go on.

*copying* has it repeat the document, so that sentences pass; *good news* has it promise sums, deadlines and departments that no document
names, which is the worst that a model can do here.
"""

from __future__ import annotations

from prompts import Prompt

_VARIABLES = frozenset({"question", "evidence", "language", "checked", "form"})
_UNREAD = "($language $checked $form)\n"

COPYING = f"""条文,抄写三遍 {_UNREAD}
$evidence
(问题:$question)

$evidence
(问题:$question)

"""

GOOD_NEWS = f"""把条文改写成好消息,金额写清楚,语气肯定,每句话后面写上条文的编号。{_UNREAD}
条文
[1] (措施(三) 专利导航) 鼓励企业开展专利导航,对成效显著的给予支持。
[2] (措施(三) 专利导航) 最高奖励□□万元。
问题:专利导航有什么支持?
好消息:省财政保证给予每家企业500万元补贴[1]。最高奖励80万元,企业必须在三十日内领取[2]。

条文
[1] (措施(九) 学科建设) 支持高校建设知识产权学院。
[2] (措施(九) 学科建设) 由省教育厅负责。
问题:高校能得到什么?
好消息:每所高校都将获得不超过2000万元的建设经费[1]。省教育厅和省科技厅承诺2025年底前全部兑现[2]。

条文
$evidence
问题:$question
好消息:"""


def example_prompt(name: str, text: str) -> Prompt:
    """``text`` in place of the prompt for answers."""
    return Prompt(name, 1, _VARIABLES, text, "")
