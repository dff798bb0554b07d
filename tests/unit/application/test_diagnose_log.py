"""A log is diagnosed as a whole: what trusted publishing says, and every known symptom."""

import pytest

from checker.application.diagnose_log import DiagnosedLog, diagnose_log
from checker.domain.publish_log import Problem
from checker.errors import InputRefusedError
from checker.formats.log_symptoms import carried_symptoms
from tests.fakes.marked_forms import MarkedForms
from tests.github_simulator.secret import SECRET


def diagnosed(text: str) -> DiagnosedLog:
    return diagnose_log(
        text.encode(), source="job.log", symptoms=carried_symptoms(), publishers=(), secrets=MarkedForms()
    )


def test_the_three_failures_of_a_real_release_are_told_apart() -> None:
    """An upload with an empty token, one that no publisher matched, and a branch that nothing protected."""
    empty = diagnosed("TWINE_PASSWORD: \nHTTPError: 403 Forbidden from the index\n")
    assert [one.problem for one in empty.explained] == [Problem.EMPTY_TOKEN]
    refused = diagnosed(
        "* `invalid-publisher`: valid token, but no corresponding publisher\n"
        "* `sub`: `repo:octo/widget:environment:pypi`\n* `repository`: `octo/widget`\n* `repository_owner`: `octo`\n"
        "* `job_workflow_ref`: `octo/widget/.github/workflows/release.yml@refs/heads/work`\n"
    )
    assert [(one.problem, one.is_known) for one in refused.explained] == [(Problem.INVALID_PUBLISHER, True)]
    unprotected = diagnosed("gh: Branch not protected (HTTP 404)\n")
    assert [one.symptom for one in unprotected.symptoms] == ["branch-not-protected"]
    assert all(one.is_known for one in (empty, refused, unprotected))


def test_several_failures_are_all_told() -> None:
    found = diagnosed("fatal: tag 'v1' already exists\nnpm ERR! code EOTP\nNo space left on device\n")
    assert [(one.symptom, one.line) for one in found.symptoms] == [
        ("tag-exists", 1),
        ("npm-one-time-password", 2),
        ("disk-full", 3),
    ]


def test_a_refusal_without_a_reason_stays_open_unless_a_symptom_explains_that_line() -> None:
    assert not diagnosed("HTTPError: 403 Forbidden from the index\n").is_known
    text = "HTTPError: 403 Forbidden: The user 'a' isn't allowed to upload to project 'widget'.\n"
    explained = diagnosed(text)
    assert (explained.is_known, explained.explained) == (True, ())
    assert [one.symptom for one in explained.symptoms] == ["pypi-no-permission"]


@pytest.mark.parametrize("text", ["", "all is well\n", "\x00\xff"])
def test_a_log_without_a_known_failure_is_no_answer(text: str) -> None:
    with pytest.raises(InputRefusedError, match="nothing in the log is a known failure"):
        diagnosed(text)


def test_nothing_of_a_secret_is_taken_from_a_log() -> None:
    found = diagnosed(
        f"error: `invalid-publisher`: valid token {SECRET}-one, but no corresponding publisher\n"
        f"* `sub`: `repo:octo/widget:ref:refs/heads/{SECRET}-two`\n* `ref`: `{SECRET}-three`\n"
        f"fatal: tag '{SECRET}-four' already exists\n"
    )

    assert found.explained
    assert [one.symptom for one in found.symptoms] == ["tag-exists"]
    assert SECRET not in repr(found)
    assert "fatal: tag '***" in found.symptoms[0].seen
