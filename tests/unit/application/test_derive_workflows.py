"""Workflow files of a release against those of the default branch: equal, other, or not known, never guessed."""

from typing import Any

import pytest

from checker.application.derive_workflows import derive_workflows, reviewed_files
from checker.domain.json_value import Json
from tests.builders import a_gap, an_observation

PATH = ".github/workflows/release.yml"
SAME, OTHER = "a" * 64, "b" * 64
REPOSITORY = an_observation({"default_branch": "main"})


def of_default(branch: str = "main", sha256: str = SAME) -> Json:
    return an_observation({"branch": branch, "commit": "c" * 40, "files": [{"path": PATH, "sha256": sha256}]})


def compared(default: Json, *, repository: Json = REPOSITORY, path: str = PATH, sha256: str = SAME) -> dict[str, Any]:
    reviewed = reviewed_files({"default_workflows": default}, repository=repository)
    section: Any = derive_workflows(
        an_observation({"files": [{"path": path, "sha256": sha256, "facts": a_gap("error")}]}), reviewed=reviewed
    )
    (file,) = section["value"]["files"]
    return dict(file["as_default"])


def test_the_same_bytes_are_the_same_file() -> None:
    assert compared(of_default())["value"] is True


def test_other_bytes_and_a_file_of_the_release_alone_are_not() -> None:
    assert compared(of_default(sha256=OTHER))["value"] is False
    assert compared(of_default(), path=".github/workflows/new.yml")["value"] is False


def test_a_file_that_could_not_be_read_is_not_compared() -> None:
    assert compared(of_default(), sha256="")["status"] == "error"


def test_files_of_another_branch_than_the_provider_names_prove_nothing() -> None:
    found = compared(of_default(branch="trunk"))
    assert found["status"] == "error"
    assert found["detail"]["why"] == "the files are those of trunk, the default branch is main"


@pytest.mark.parametrize(
    ("default", "repository", "status"),
    [(a_gap("not_requested"), REPOSITORY, "not_requested"), (of_default(), a_gap("denied"), "denied")],
)
def test_what_could_not_be_read_stays_open(default: Json, repository: Json, status: str) -> None:
    assert compared(default, repository=repository)["status"] == status


def test_a_section_that_was_not_read_stays_as_it_is() -> None:
    reviewed = reviewed_files({"default_workflows": of_default()}, repository=REPOSITORY)
    assert derive_workflows(a_gap("denied"), reviewed=reviewed) == a_gap("denied")


def test_a_file_is_there_or_not_or_nobody_knows() -> None:
    reviewed = reviewed_files({"default_workflows": of_default()}, repository=REPOSITORY)
    assert reviewed.has(PATH).value is True
    assert reviewed.has("other.yml").value is False
    unknown = reviewed_files({"default_workflows": a_gap("denied")}, repository=REPOSITORY)
    assert unknown.has(PATH).status == "denied"


def jobs(*told: Json) -> list[Json]:
    reviewed = reviewed_files({"default_workflows": of_default()}, repository=REPOSITORY)
    file: Json = {"path": PATH, "sha256": SAME, "facts": an_observation({"name": "release", "jobs": [*told]})}
    section: Any = derive_workflows(an_observation({"files": [file]}), reviewed=reviewed)
    found: list[Json] = section["value"]["files"][0]["facts"]["value"]["jobs"]
    return found


def test_what_an_older_audit_does_not_say_of_a_job_was_not_requested() -> None:
    (older,) = jobs({"id": "publish"})
    assert older["piped_scripts"]["status"] == "not_requested"  # type: ignore[index,call-overload]  # an object


def test_what_an_audit_says_of_a_job_stays_as_it_is() -> None:
    job: Json = {"id": "publish", "piped_scripts": an_observation([{"line": 7}])}
    assert jobs(job) == [job]
