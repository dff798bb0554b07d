"""What every command run in this process would do again: the same policy compiled, the same ledger read.

Half the time of a check is spent on it, and a thousand tests run one. Equal requests give equal policies, so a test
loses nothing; whatever differs by one byte (a rule, a fact of the project, a limit) is compiled as ever.
"""

from functools import cache, lru_cache
from hashlib import sha256
from typing import Any

import pytest

import embedded_opa
from checker.bootstrap import services

KEPT = 32
"""Compiled policies a process keeps; each takes a few megabytes."""


class RememberingEngine(embedded_opa.Engine):
    """The engine in this process, which compiles equal requests once."""

    def __init__(self) -> None:
        self._policies: dict[str, embedded_opa.Policy] = {}

    def compile(self, **asked: Any) -> embedded_opa.Policy:  # noqa: ANN401 - whatever the engine takes
        modules = sorted(asked["modules"].items())
        others = sorted((name, value) for name, value in asked.items() if name != "modules")
        key = sha256(repr((modules, others)).encode()).hexdigest()
        policy = self._policies.pop(key, None)
        if policy is None or not policy.is_open:
            policy = super().compile(**asked)
        self._policies[key] = policy
        while len(self._policies) > KEPT:
            self._policies.pop(next(iter(self._policies)))
        return policy


@cache
def _engine() -> RememberingEngine:
    return RememberingEngine()


_rules_of = lru_cache(maxsize=4)(services.carried_rules)


@pytest.fixture(autouse=True)
def compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands of this process share what they compile."""
    monkeypatch.setattr(embedded_opa, "Engine", _engine)
    monkeypatch.setattr(services, "carried_rules", _rules_of)
