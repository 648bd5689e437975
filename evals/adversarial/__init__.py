"""Questions built by rule from a parsed policy, each of which suggests something false or carries somebody else's orders.

Nothing is written by hand but the frames of the questions; what is false follows from the document (another number, another body, another
measure, a digit where one is lost), so that the same rules give a set for any policy. The sets are the same on every call.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus import Corpus, Document
from evals.adversarial.digits import filled_digit
from evals.adversarial.injections import injected
from evals.adversarial.swaps import department_swap, neighbouring_measure, no_such_measure, number_swap
from evals.adversarial.validity import repealed
from evals.gold_schema import POLICY, GoldQuestion

__all__ = ["build_adversarial"]


def build_adversarial(corpus: Corpus, written: Sequence[GoldQuestion], document: Document | None = None) -> list[GoldQuestion]:
    """The suite *adversarial* over ``document`` (the policy that the written gold is about, when it is None).

    ``written`` gives the questions that orders are put into; what is right for them stays right.
    """
    policy = document or corpus.document(POLICY)
    assert policy is not None, f"the package ships {POLICY}"
    return [
        *number_swap(policy),
        *department_swap(policy),
        *neighbouring_measure(policy),
        *no_such_measure(policy),
        *filled_digit(policy),
        *repealed(policy),
        *injected(policy, written),
    ]
