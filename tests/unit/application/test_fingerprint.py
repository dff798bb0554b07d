"""Fingerprints and fixes: a violation keeps its name, and a hostile subject stays data."""

from dataclasses import replace

import pytest

from checker.application.fingerprint import fingerprint_of
from checker.domain.namespace import Namespace
from tests.builders import SCOPE, a_rule


def test_the_message_does_not_change_a_fingerprint() -> None:
    first = fingerprint_of(a_rule(message="one"), "main", (), SCOPE)
    assert fingerprint_of(a_rule(message="two"), "main", (), SCOPE) == first


def test_namespace_repository_rule_subject_and_evidence_each_change_it() -> None:
    seen = {
        fingerprint_of(a_rule(), "main", (), SCOPE),
        fingerprint_of(a_rule(), "dev", (), SCOPE),
        fingerprint_of(a_rule("branch.other"), "main", (), SCOPE),
        fingerprint_of(a_rule(), "main", ({"k": 1},), SCOPE),
        fingerprint_of(a_rule(), "main", (), replace(SCOPE, namespace=Namespace.REAL)),
        fingerprint_of(a_rule(), "main", (), replace(SCOPE, repository_id=8)),
        fingerprint_of(a_rule(), "main", (), replace(SCOPE, repository_id=0)),
        fingerprint_of(a_rule(), "main", (), replace(SCOPE, repository_id=0, slug="o/r")),
    }
    assert len(seen) == 8


def test_only_the_declared_identity_counts() -> None:
    rule = a_rule(identity=("setting",))
    first = fingerprint_of(rule, "main", ({"setting": "x", "seen": 1}, "loose"), SCOPE)
    assert fingerprint_of(rule, "main", ({"setting": "x", "seen": 2},), SCOPE) == first
    assert fingerprint_of(rule, "main", ({"setting": "y", "seen": 1},), SCOPE) != first


def test_a_subject_that_looks_like_a_placeholder_stays_a_subject() -> None:
    assert SCOPE.fill("{subject} of {repository}", "{repository}") == "{repository} of octo/widget"


def test_the_branch_is_the_short_name() -> None:
    assert SCOPE.fill("{branch}", "refs/heads/release/1") == "release/1"
    assert SCOPE.fill("{branch}", "refs/tags/v1") == "v1"


def test_a_hostile_branch_cannot_leave_its_word_in_a_command() -> None:
    command = SCOPE.fill_command("gh api 'name={branch}'", "refs/heads/$(reboot)'; rm -rf x")
    assert command == """gh api 'name=$(reboot)'"'"'; rm -rf x'"""


def filled(subject: str, template: str = "gh api -X PUT 'repos/{repository}/environments/{subject}'") -> str:
    return SCOPE.fill_command(template, subject).split()[-1].strip("'").rpartition("/")[2]


@pytest.mark.parametrize(
    ("subject", "segment"),
    [
        ("production?wait=0", "production%3Fwait%3D0"),
        ("production#eu", "production%23eu"),
        ("production/eu", "production%2Feu"),
        ("../../other/repo", "..%2F..%2Fother%2Frepo"),
        ("{branch}", "%7Bbranch%7D"),
        ("100%25", "100%2525"),
        ("prod eu", "prod%20eu"),
    ],
)
def test_a_name_in_the_path_of_a_request_is_one_segment_of_it(subject: str, segment: str) -> None:
    assert filled(subject) == segment


def test_a_branch_in_the_path_is_its_short_name_and_elsewhere_it_stays_as_it_is() -> None:
    template = (
        "gh api -X POST 'repos/{repository}/branches/{branch}/protection/x' -f 'include[]={subject}' -f 'name={branch}'"
    )

    command = SCOPE.fill_command(template, "refs/heads/release/1")

    assert "repos/octo/widget/branches/release%2F1/protection/x" in command
    assert "'include[]=refs/heads/release/1'" in command
    assert "name=release/1" in command


@pytest.mark.parametrize("subject", [".", "..", "refs/heads/.."])
def test_there_is_no_command_whose_path_would_lead_elsewhere(subject: str) -> None:
    assert SCOPE.fill_command("gh api -X PUT 'repos/{repository}/environments/{subject}'", subject) == ""
    assert SCOPE.fill_command("gh api 'repos/{repository}/rulesets' -f 'name={subject}'", subject).endswith(subject)
