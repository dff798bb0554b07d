"""A refused publish is explained by the field that does not match, the exact value, and the exact fix."""

from dataclasses import replace
from pathlib import Path

import pytest

from checker.adapters.secrets.known_forms import KnownForms
from checker.application.explain_publish import Explanation, explain_publish
from checker.domain.claim_comparison import Difference
from checker.domain.publish_log import Problem
from checker.domain.publisher import Publisher, PublishingRegistry
from checker.errors import InputRefusedError
from checker.formats.publish_log import read_publish_log

DATA = Path(__file__).parents[2] / "data"
DECLARED = Publisher(
    registry=PublishingRegistry.TESTPYPI,
    project="widget",
    owner="octo",
    repository="widget",
    workflow="release.yml",
    environment="pypi",
    owner_id=7,
)


def explain(log: str, *publishers: Publisher) -> tuple[Explanation, ...]:
    return explain_publish(
        read_publish_log(log.encode(), source="log", secrets=KnownForms().find), publishers, source="log"
    )


def explained(name: str, *publishers: Publisher) -> Explanation:
    (found,) = explain((DATA / "publisher" / "logs" / f"{name}.txt").read_text(encoding="utf-8"), *publishers)
    return found


def test_the_field_that_differs_is_named_with_its_exact_value_and_where_to_register_it() -> None:
    found = explained("action", DECLARED)

    assert found.is_known
    assert found.cause == "the declared publisher differs from the token in environment"
    assert found.differences == (Difference(field="environment", declared="pypi", expected="release"),)
    assert found.fixes == (
        "register at TestPyPI: owner octo, repository widget, workflow release.yml, environment release",
    )


def test_where_nothing_differs_the_registry_has_not_got_what_is_declared() -> None:
    found = explained("action", replace(DECLARED, environment="release"))

    assert found.differences == ()
    assert found.cause == "the declared publisher matches the token, so the registry has not got it as declared"


def test_without_a_declaration_what_would_match_is_said() -> None:
    found = explained("uv-2025")

    assert len(found.fixes) == 1
    assert found.fixes[0].startswith("register at each registry it publishes to, PyPI and TestPyPI apart: owner octo,")
    assert found.fixes[0].endswith("repository widget, workflow pypi_release.yml, environment release")


def test_a_job_without_environment_needs_a_publisher_without_one() -> None:
    found = explained("annotation", DECLARED)

    assert found.differences == (Difference(field="environment", declared="pypi", expected=""),)
    assert found.fixes[0].endswith("environment (leave empty)")
    assert any("any branch may publish" in note for note in found.notes)


def test_an_environment_that_was_not_printed_is_not_compared() -> None:
    (found,) = explain(
        "* `repository`: `octo/widget`\n* `job_workflow_ref`: `octo/widget/.github/workflows/release.yml@x`\n", DECLARED
    )

    assert found.differences == ()
    assert found.notes == ("the environment is not printed and was not compared",)
    assert found.fixes[0].endswith("environment the job's environment, or empty")


def test_the_real_case_is_explained() -> None:
    data = (DATA / "seed-audits" / "trusted-publisher-claims.json").read_bytes()

    (found,) = explain_publish(read_publish_log(data, source="claims", secrets=KnownForms().find), (), source="claims")

    assert found.differences == (
        Difference(field="workflow", declared=".github/workflows/release.yml", expected="release.yml"),
    )
    assert found.fixes[0].endswith("owner yeemio, repository owlclaw, workflow release.yml, environment pypi-release")
    assert "refs/heads/codex-gpt-work" in found.notes[1]


@pytest.mark.parametrize(
    ("name", "problem", "cause", "fix"),
    [
        ("pending", Problem.INVALID_PENDING_PUBLISHER, "its project exists already", "delete the pending publisher"),
        ("empty-password", Problem.EMPTY_TOKEN, "an empty password", "id-token: write"),
        ("no-permission", Problem.NO_IDENTITY_TOKEN, "may not ask", "id-token: write"),
        ("new-project", Problem.NEW_PROJECT, "does not exist", "the same"),
        ("attestation", Problem.ATTESTATION_MISMATCH, "signed as release.yml", "attestations: false"),
        ("ref-not-allowed", Problem.REF_NOT_ALLOWED, "does not admit the tag v1.2.3", "deployment tag rule for v1.2.3"),
    ],
)
def test_each_failure_has_its_cause_and_its_fix(name: str, problem: Problem, cause: str, fix: str) -> None:
    found = explained(name, DECLARED)

    assert (found.problem, found.is_known) == (problem, True)
    assert cause in found.cause
    assert fix in found.fixes[0]


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("The job_workflow_ref claim does not match, expecting one of [], got ''", "another repository"),
        ("Publishing from a workflow invoked via 'pull_request_target' is not supported.", "pull_request_target"),
        ("Missing claim 'jti'", "lacks a claim"),
        ("Check failed for required claim 'sub'", "subject of the token is customised"),
    ],
)
def test_the_registrys_own_words_are_explained(said: str, cause: str) -> None:
    (found,) = explain(f"* `invalid-publisher`: valid token, but no corresponding publisher ({said})\n", DECLARED)

    assert (found.is_known, cause in found.cause) == (True, True), found


@pytest.mark.parametrize("code", ["invalid-token", "invalid-payload", "invalid-reuse-token", "not-enabled"])
def test_every_code_of_the_registry_is_explained(code: str) -> None:
    (found,) = explain(f'{{"code":"{code}"}} refused'.replace("{", "x{", 1), DECLARED)

    assert (found.problem, found.is_known, bool(found.fixes)) == (code, True, True)


def test_what_the_log_does_not_say_stays_unknown() -> None:
    assert not explained("forbidden", DECLARED).is_known
    (no_claims,) = explain("* `invalid-publisher`: valid token\n", DECLARED)
    assert not no_claims.is_known
    (half,) = explain("* `invalid-publisher`: valid token\n* `repository`: `octo/widget`\n", DECLARED)
    assert (half.is_known, half.fixes, half.differences) == (False, (), ())


def test_a_log_that_says_nothing_is_refused() -> None:
    with pytest.raises(InputRefusedError):
        explain("all is well\n", DECLARED)
