"""Whether a push ruleset keeps pushes off the workflow files: one that does is enough, disproving takes all of them."""

import pytest

from checker.domain import push_rulesets
from checker.domain.json_value import Json
from checker.domain.proof_steps import ProofSteps
from checker.domain.push_rulesets import derive_workflow_paths_restricted
from tests.settings_builders import Object, cut, definition, hidden, ruleset, seen


def pushes(ruleset_id: str, *paths: str, **changed: Json) -> Object:
    restricting = seen(definition(details={"paths": [*paths]}))
    return {**ruleset(ruleset_id), "target": "push", "definition": restricting, **changed}


def answer(section: Json) -> tuple[Json, Json, Json]:
    found = derive_workflow_paths_restricted(section).to_json()
    assert isinstance(found, dict)
    return found["status"], found.get("value"), found["because"]


@pytest.mark.parametrize("path", [".github/workflows/*", ".github/**/*", ".github/workflows/**/*"])
def test_a_push_ruleset_over_all_workflow_files_restricts_them(path: str) -> None:
    assert answer(seen([pushes("7", path)])) == ("collected", True, ["ruleset:7"])


@pytest.mark.parametrize("path", [".github/workflows/release.yml", ".github/*", "docs/**/*", "*.yml"])
def test_a_push_ruleset_over_a_part_of_them_does_not(path: str) -> None:
    assert answer(seen([pushes("7", path)])) == ("collected", False, ["ruleset:7"])


def test_without_a_push_ruleset_nothing_is_restricted() -> None:
    assert answer(seen([])) == ("collected", False, [])


@pytest.mark.parametrize("changed", [{"target": "branch"}, {"enforcement": "evaluate"}, {"enforcement": "disabled"}])
def test_only_push_rulesets_that_are_enforced_count(changed: dict[str, Json]) -> None:
    assert answer(seen([pushes("7", ".github/**/*", **changed)])) == ("collected", False, [])


def test_what_was_not_read_leaves_it_open_unless_another_restricts_them() -> None:
    unread = pushes("8", definition=hidden())
    assert answer(seen([pushes("7"), unread])) == ("denied", None, ["ruleset:8"])
    assert answer(seen([pushes("7", ".github/**/*"), unread])) == ("collected", True, ["ruleset:7"])


def test_an_audit_without_details_leaves_it_open() -> None:
    older = {name: value for name, value in definition().items() if name != "details"}
    assert answer(seen([pushes("7", definition=seen(older))])) == ("not_requested", None, ["ruleset:7"])


def test_a_list_that_was_cut_proves_but_never_disproves() -> None:
    assert answer(cut([pushes("7", ".github/**/*")])) == ("collected", True, ["ruleset:7"])
    assert answer(cut([pushes("7")])) == ("incomplete", None, ["ref_rules"])
    assert answer(hidden()) == ("denied", None, ["ref_rules"])


def test_paths_that_take_too_many_steps_leave_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_rulesets, "ProofSteps", lambda: ProofSteps(0))
    assert answer(seen([pushes("7", ".github/**/*")])) == ("error", None, [])
