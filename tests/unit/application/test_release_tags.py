"""Release tags: the newest ones, by the query; who signed them, by REST; and what is open stays open."""

from dataclasses import replace
from typing import Any

import pytest

from checker.formats.github.wanted import wanted_of
from tests.fakes.scripted_provider import ScriptedProvider, answered
from tests.github_simulator.made_lists import released
from tests.github_simulator.secret import SECRET
from tests.unit.application.auditing import BASE, NO_RULE, SLUG, below, collect, provider, section

OWN = "c" * 40
SIGNED = {"sha": OWN, "verification": {"verified": True, "reason": "valid", "signature": SECRET, "payload": SECRET}}


def collected(
    told: dict[str, Any],
    answers: dict[str, Any] | None = None,
    *,
    tags: tuple[str, ...] = (),
    branches: tuple[str, ...] = (),
) -> tuple[ScriptedProvider, dict[str, Any]]:
    asked = provider(answers or {})
    asked.answers = {**asked.answers, "graphql": {"data": {"repository": {**NO_RULE, **told}}}}
    wanted = wanted_of(["repository.release_tags"], branches=branches)
    found = collect(asked, wanted=replace(wanted, release_tags=tags))
    return asked, section(found, "release_tags")


def test_a_tag_that_is_an_object_of_its_own_is_asked_for_its_signature() -> None:
    asked, seen = collected(released("v1.0.0", own=OWN), {f"git/tags/{OWN}": SIGNED})
    assert below(asked) == [f"graphql {SLUG} refs/heads/main released", f"git/tags/{OWN}"]
    ((entry,)) = seen["value"]
    assert (entry["ref"], entry["commit"], entry["annotated"]) == ("refs/tags/v1.0.0", "b" * 40, True)
    assert entry["signature"]["value"] == {"verified": True, "reason": "valid"}
    assert entry["reachable_from"]["value"] == ["main"]
    assert seen["evidence"] == ["e2", "g1"]
    assert SECRET not in str(seen)


def test_a_tag_that_is_none_of_its_own_is_unsigned_without_a_request() -> None:
    asked, seen = collected(released("v1.0.0"))
    assert len(below(asked)) == 1
    ((entry,)) = seen["value"]
    assert (entry["annotated"], entry["signature"]["value"]) == (False, {"verified": False, "reason": "unsigned"})


def test_a_repository_without_tags_has_none() -> None:
    assert collected(released())[1]["value"] == []


@pytest.mark.parametrize(("total", "why"), [(2, "1 of 2 tags"), (700, "1 of 10 tags"), (0, "1 of 0 tags")])
def test_a_list_that_was_cut_is_incomplete(total: int, why: str) -> None:
    told = released("v1.0.0")
    told["releaseRefs"]["totalCount"] = total
    _, seen = collected(told)

    assert (seen["status"], len(seen["partial"])) == ("incomplete", 1)
    assert why in seen["detail"]["why"]


def test_only_tags_that_releases_are_cut_from_count() -> None:
    _, seen = collected(released("v1.0.0", "nightly", "v1.1.0"), tags=("v*",))
    assert [entry["ref"] for entry in seen["value"]] == ["refs/tags/v1.0.0", "refs/tags/v1.1.0"]


@pytest.mark.parametrize(
    ("how", "branches", "expected"),
    [
        ({"status": "IDENTICAL"}, (), ("collected", ["main"])),
        ({"status": "DIVERGED"}, (), ("collected", [])),
        ({"status": "BEHIND"}, ("main",), ("collected", [])),
        ({"status": "BEHIND"}, ("main", "release/*"), ("incomplete", None)),
        ({"status": "AHEAD"}, ("main", "release/*"), ("collected", ["main"])),
        ({"status": "ODD"}, (), ("error", None)),
        ({"branch": None}, (), ("not_requested", None)),
    ],
)
def test_which_branch_has_the_commit_is_known_of_the_one_it_was_compared_with(
    how: dict[str, Any],
    branches: tuple[str, ...],
    expected: Any,  # noqa: ANN401 - JSON
) -> None:
    _, seen = collected(released("v1.0.0", **how), branches=branches)
    ((entry,)) = seen["value"]
    assert (entry["reachable_from"]["status"], entry["reachable_from"].get("value")) == expected


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (
            answered(f"{BASE}/git/tags/{OWN}", {"message": "Resource not accessible by integration"}, status=403),
            "denied",
        ),
        ({"sha": OWN}, "error"),
        (None, "not_found"),
    ],
)
def test_a_signature_that_was_not_read_is_open(answer: Any, status: str) -> None:  # noqa: ANN401 - JSON
    _, seen = collected(released("v1.0.0", own=OWN), {f"git/tags/{OWN}": answer} if answer else {})
    ((entry,)) = seen["value"]
    assert (entry["signature"]["status"], "value" in entry["signature"]) == (status, False)


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({}, "error"),
        ({"releaseRefs": None}, "error"),
        ({"nameWithOwner": "o/another", **released("v1")}, "error"),
        ({"releaseRefs": {"nodes": [{"name": "v1", "againstHead": None, "taggedObject": None}]}}, "error"),
    ],
)
def test_an_answer_that_does_not_say_leaves_the_section_open(told: dict[str, Any], status: str) -> None:
    asked, seen = collected(told)
    assert (seen["status"], [one for one in asked.asked if "git/tags" in one]) == (status, [])


def test_a_name_of_a_tag_that_is_none_is_asked_nowhere() -> None:
    asked, _ = collected(released("v1.0.0", own="../../../x"))
    assert len(below(asked)) == 1
