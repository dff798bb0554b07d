"""What every command of this process would do again: compile a policy, read the ledger, scan the same workflows.

It is half the time of a check and half the time of an audit, and two thousand tests run one. Equal requests have equal
answers, so a test loses nothing; whatever differs by one byte (a rule, a fact of the project, a limit, a workflow) is
compiled and scanned as ever.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import embedded_opa
from checker.adapters.workspace import zizmor
from checker.domain.workflow_scan import WorkflowScan
from checker.ports.workspace import WorkflowFile

KEPT = 32
"""Compiled policies a process keeps; each takes a few megabytes."""

INSTALLED = zizmor.zizmor_program() or Path("zizmor")

_scan = zizmor.Zizmor.scan
_scanned: dict[object, WorkflowScan] = {}


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


def _scan_once(asked: zizmor.Zizmor, files: Sequence[WorkflowFile]) -> WorkflowScan:
    """What zizmor found; a scan that failed, and one by a program of a test, is never remembered."""
    if asked != zizmor.Zizmor(program=INSTALLED):
        return _scan(asked, files)
    key = tuple((file.path, file.data) for file in files)
    if key not in _scanned:
        found = _scan(asked, files)
        if found.problem:
            return found
        _scanned[key] = found
    return _scanned[key]


@pytest.fixture(autouse=True)
def done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands of this process share what they would do again."""
    monkeypatch.setattr(embedded_opa, "Engine", _engine)
    monkeypatch.setattr(zizmor.Zizmor, "scan", _scan_once)
