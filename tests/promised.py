"""How many examples the promised properties draw: 10,000 each where it counts, fewer while somebody is writing code.

Three properties are promised by name: a malformed document is refused, a hole never opens a rule that failed, and an
added violation never opens the gate. All others draw as many as the profile says.
"""

import os

from hypothesis import settings

PROMISED = 10_000 if os.environ.get("HYPOTHESIS_PROFILE") in {"ci", "nightly"} else 200

promised = settings(max_examples=PROMISED, deadline=None)
