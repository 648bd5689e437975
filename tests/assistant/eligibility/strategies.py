"""Facts and profiles of every kind, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from assistant.eligibility import Fact, Profile
from corpus.points import load_attributes

FACTS = st.sampled_from([Fact(a.id, v.id, state) for a in load_attributes() for v in a.values for state in ("yes", "no")])  # type: ignore[arg-type]
PROFILES = st.lists(FACTS, max_size=12, unique_by=lambda f: (f.attribute, f.value)).map(lambda facts: Profile(tuple(facts)))
