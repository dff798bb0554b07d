"""What the adapter of git says of a work tree, taken apart for a test."""

import os
from collections.abc import Mapping
from pathlib import Path

from checker.adapters.workspace.checkout_git import checkout_git
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status


def asked(tree: Path, what: str, *arguments: str, environment: Mapping[str, str] = os.environ) -> Observation:
    with checkout_git(tree, environment=environment) as view:
        found: Observation = getattr(view, what)(*arguments)
        return found


def value(tree: Path, what: str, *arguments: str) -> dict[str, Json]:
    found = asked(tree, what, *arguments)
    assert found.status is Status.COLLECTED, found
    assert isinstance(found.value, dict)
    return found.value


def changes(tree: Path) -> list[Json]:
    found = value(tree, "work_tree")
    first = found["first_changes"]
    assert isinstance(first, list)
    assert found["changes"] == len({str(one["path"]) for one in first if isinstance(one, dict)})
    return first
