"""What unit tests share."""

import pytest

from checker.domain.proof_steps import ProofSteps


@pytest.fixture
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a derivation spend a twentieth of its steps, which is still more than one comparison may take.

    What happens once they are spent is the same; that the whole budget ends is seen where no test takes this fixture.
    """
    monkeypatch.setattr(ProofSteps.__init__, "__defaults__", (50_000,))
