"""Every form in which a refused publish is logged is read, and nothing is read into a log that is not there."""

from pathlib import Path

import pytest

from checker.adapters.secrets.known_forms import KnownForms
from checker.domain.limits import MACHINE_WRITTEN
from checker.domain.publish_log import DeclaredTemplate, LoggedClaims, Problem, PublishLog
from checker.errors import InputRefusedError
from checker.formats.publish_log import read_publish_log

DATA = Path(__file__).parents[2] / "data"
LOGS = DATA / "publisher" / "logs"


def read(name: str) -> PublishLog:
    return read_publish_log((LOGS / f"{name}.txt").read_bytes(), source=name, secrets=KnownForms().find)


def text(written: str) -> PublishLog:
    return read_publish_log(written.encode(), source="log", secrets=KnownForms().find)


@pytest.mark.parametrize(
    ("name", "problem", "line"),
    [
        ("action", Problem.INVALID_PUBLISHER, 5),
        ("annotation", Problem.INVALID_PUBLISHER, 4),
        ("uv-2025", Problem.INVALID_PUBLISHER, 3),
        ("uv-2026", Problem.INVALID_PUBLISHER, 3),
        ("pending", Problem.INVALID_PENDING_PUBLISHER, 2),
        ("empty-password", Problem.EMPTY_TOKEN, 4),
        ("forbidden", Problem.FORBIDDEN, 2),
        ("attestation", Problem.ATTESTATION_MISMATCH, 3),
        ("no-permission", Problem.NO_IDENTITY_TOKEN, 2),
        ("new-project", Problem.NEW_PROJECT, 2),
        ("ref-not-allowed", Problem.REF_NOT_ALLOWED, 1),
    ],
)
def test_a_log_names_its_problem_once(name: str, problem: Problem, line: int) -> None:
    (found,) = read(name).problems

    assert (found.problem, found.line) == (problem, line)


@pytest.mark.parametrize(
    ("name", "environment", "workflow"),
    [
        ("action", "release", "release.yml"),
        ("annotation", "", "release.yml"),
        ("uv-2025", "release", "pypi_release.yml"),
        ("uv-2026", "pypi", "release.yml"),
        ("pending", None, "release.yml"),
    ],
)
def test_the_claims_of_every_publisher_are_read(name: str, environment: str | None, workflow: str) -> None:
    (claims,) = read(name).claims

    assert claims.values["repository"] == "octo/widget"
    assert f"/{workflow}@" in str(claims.values["job_workflow_ref"])
    assert claims.environment == environment


def test_an_attestation_mismatch_names_both_files() -> None:
    (found,) = read("attestation").problems

    assert found.parts == {
        "signed": "release.yml",
        "registered": "publish-pypi.yml",
        "repository": "octo/widget",
    }


def test_an_attestation_mismatch_in_other_words_names_what_it_can() -> None:
    (found,) = text("Build Config URI (?) does not match expected Trusted Publisher (unknown)").problems

    assert (found.problem, found.parts) == (Problem.ATTESTATION_MISMATCH, {})


def test_a_claim_that_is_missing_is_known_to_be() -> None:
    (claims,) = text("* `repository`: `o/r`\n* `environment`: `MISSING`\n* `other`: `x`\n").claims

    assert claims.values == {"repository": "o/r", "environment": None}
    assert claims.environment == ""


def test_uv_prints_an_environment_that_is_none() -> None:
    (claims,) = text('GitHubTokenClaims {\n  repository: "o/r",\n  environment: None,\n}').claims

    assert (claims.environment, claims.line) == ("", 1)


def test_two_tokens_are_two_lists() -> None:
    one, other = text("* `repository`: `o/r`\n* `ref`: `a`\n\n* `repository`: `o/s`\n").claims

    assert (one, other.line) == (LoggedClaims(values={"repository": "o/r", "ref": "a"}, line=1), 4)


def test_the_same_claims_printed_again_are_one_token_and_tokens_are_bounded() -> None:
    again = "* `repository`: `o/r`\n* `ref`: `a`\n\n"
    many = "".join(f"* `repository`: `o/r{number}`\n" for number in range(50))

    assert len(text(again * 3).claims) == 1
    assert len(text(many).claims) == 20


def test_colours_do_not_hide_a_problem() -> None:
    assert [one.problem for one in text("\x1b[31m`invalid-token`\x1b[0m: x").problems] == [Problem.INVALID_TOKEN]


def test_the_claims_of_a_real_run_are_read_with_the_mapping_beside_them() -> None:
    found = read_publish_log(
        (DATA / "seed-audits" / "trusted-publisher-claims.json").read_bytes(),
        source="claims",
        secrets=KnownForms().find,
    )

    (claims,) = found.claims
    assert claims.values["repository_owner_id"] == "4082754"
    assert claims.environment == "pypi-release"
    assert found.template == DeclaredTemplate(
        owner="yeemio", repository="owlclaw", workflow=".github/workflows/release.yml", environment="pypi-release"
    )


@pytest.mark.parametrize("document", ['{"claims": 1}', '{"other": {}}', "{", '{"claims": {}, "claims": {}}'])
def test_a_document_without_claims_says_nothing(document: str) -> None:
    assert text(document) == PublishLog()


def test_the_registrys_answer_alone_names_its_problem() -> None:
    found = text('{"message": "Token request failed", "errors": [{"code": "invalid-pending-publisher"}]}')

    assert [one.problem for one in found.problems] == [Problem.INVALID_PENDING_PUBLISHER]


def test_a_document_may_have_claims_alone() -> None:
    assert text('{"claims": {"repository": "o/r", "repository_owner_id": 7, "else": "x"}}') == PublishLog(
        claims=(LoggedClaims(values={"repository": "o/r", "repository_owner_id": "7"}),)
    )


def test_a_log_is_bounded() -> None:
    with pytest.raises(InputRefusedError):
        read_publish_log(b" " * (MACHINE_WRITTEN.bytes + 1), source="log", secrets=KnownForms().find)


def test_nothing_is_read_into_other_text() -> None:
    assert text("all is well, 403 tests passed\n\xff") == PublishLog()
