"""Am I eligible? Policy points held against what is known of somebody: deterministic, every verdict with its clause.

::

    table = point_table(document)                                   # corpus/records/points
    assessment = assess(Profile.from_json({"organisation": "enterprise"}), table)
    assessment.of("eligible", "possible")                           # verdicts, best first
    assessment.question                                             # what to ask next, or None
"""

from __future__ import annotations

from assistant.eligibility.asking import Question
from assistant.eligibility.assessment import Assessment, assess, assess_all
from assistant.eligibility.matching import ORDER, Overall, Verdict
from assistant.eligibility.profile import Fact, Profile, ProfileError
from assistant.eligibility.report import EligibilityReport, report
from assistant.eligibility.table import PointTable, point_table

__all__ = [
    "ORDER", "Assessment", "EligibilityReport", "Fact", "Overall", "PointTable", "Profile", "ProfileError", "Question", "Verdict",
    "assess", "assess_all", "point_table", "report",
]  # fmt: skip
