"""How much work one derivation may spend on comparing patterns of refs.

An attacker chooses how many patterns there are and what they look like, so bounding each proof is not enough. Steps
are counted, not timed: the same documents always end at the same place.
"""

MOST_STEPS = 1_000_000
"""Steps of one derivation; a step is a few microseconds."""

TOO_MANY_STEPS = "the patterns of refs take more steps to compare than a derivation may spend"


class StepsSpentError(Exception):
    """No steps are left; what was to be derived is not proven. Never leaves the derivation."""


class ProofSteps:
    """The steps one derivation has left; once they are spent, every further question is refused."""

    def __init__(self, most: int = MOST_STEPS) -> None:
        self.left = most

    def spend(self, steps: int) -> None:
        """Take these steps.

        Raises:
            StepsSpentError: fewer are left.
        """
        self.left = max(self.left - steps, -1)
        if self.left < 0:
            raise StepsSpentError
