"""How many examples the promised properties draw: 10,000 each in CI, ten times as many at night, few in between.

Three properties are promised by name: a malformed document is refused, a hole never opens a rule that failed, and an
added violation never opens the gate. All others draw as many as the profile says.
"""

import os

import pytest
from hypothesis import settings

PROMISED = {"ci": 10_000, "nightly": 100_000}.get(os.environ.get("HYPOTHESIS_PROFILE", "dev"), 200)
PARTS = 8

promised = settings(max_examples=PROMISED, deadline=None)
promised_in_parts = settings(max_examples=PROMISED // PARTS, deadline=None)
"""For a property whose examples take long: each part draws its share, so that no process is left with all of them."""

swept = settings(
    max_examples={"dev": 25, "ci": 40}.get(os.environ.get("HYPOTHESIS_PROFILE", "dev"), 2_000), deadline=None
)
"""For a property each of whose examples is a whole check: a sample always, the long sweep at night."""

each_part = pytest.mark.parametrize("part", range(PARTS))
"""Each part is a test of its own and draws examples of its own."""
