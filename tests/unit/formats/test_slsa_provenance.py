"""SLSA provenance: builder, source and workflow are what the build says it began with, and pins are real pins."""

import copy
from typing import Any

import pytest

from checker.errors import InputRefusedError
from checker.formats.slsa_provenance import V02, V1, Provenance, read_provenance
from tests.evidence_builders import COMMIT, MADE_AT, REPOSITORY, provenance_v02, provenance_v1


def read(predicate: dict[str, Any], predicate_type: str = V1) -> Provenance:
    return read_provenance(predicate, predicate_type=predicate_type, source="it")


def changed(path: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    document = copy.deepcopy(provenance_v1())
    *steps, last = path.split("/")
    place: Any = document
    for step in steps:
        place = place[int(step) if step.isdigit() else step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return document


def test_version_1_is_read_whole() -> None:
    assert read(provenance_v1()) == Provenance(
        builder="https://github.com/actions/runner/github-hosted",
        build_type="https://actions.github.io/buildtypes/workflow/v1",
        host="github.com",
        repository="example-org/widget",
        commit=COMMIT,
        ref="refs/tags/v2.0.0",
        workflow=".github/workflows/release.yml",
        run=f"{REPOSITORY}/actions/runs/4242/attempts/1",
        made_at=MADE_AT,
        materials=((f"git+{REPOSITORY}@refs/tags/v2.0.0", True), ("https://example.org/tool.tar.gz", False)),
    )


def test_version_02_is_read_whole() -> None:
    found = read(provenance_v02(), V02)
    assert (found.host, found.repository, found.commit) == ("github.com", "example-org/widget", COMMIT)
    assert (found.ref, found.workflow) == ("refs/tags/v2.0.0", ".github/workflows/release.yml")
    assert (found.run, found.made_at) == ("4242-1", MADE_AT)
    assert found.materials == ((f"git+{REPOSITORY}@refs/tags/v2.0.0", True),)


def test_what_version_02_leaves_out_is_empty() -> None:
    found = read({"builder": {"id": "b"}, "buildType": "t"}, V02)
    assert found == Provenance(builder="b", build_type="t")


def test_a_source_is_never_taken_from_a_material() -> None:
    found = read(changed("buildDefinition/externalParameters", {}))
    assert (found.repository, found.commit, found.ref, found.workflow) == ("", "", "", "")


def test_a_commit_is_that_of_the_source_and_of_no_other_repository() -> None:
    other = [{"uri": "git+https://github.com/mallory/widget@refs/heads/main", "digest": {"gitCommit": COMMIT}}]
    assert read(changed("buildDefinition/resolvedDependencies", other)).commit == ""


def test_a_name_that_is_no_commit_is_none() -> None:
    dependency = [{"uri": f"git+{REPOSITORY}", "digest": {"gitCommit": "main"}}]
    assert read(changed("buildDefinition/resolvedDependencies", dependency)).commit == ""


def test_two_commits_of_one_source_are_refused() -> None:
    two = [{"uri": f"git+{REPOSITORY}", "digest": {"gitCommit": digit * 40}} for digit in "12"]
    with pytest.raises(InputRefusedError, match="two commits"):
        read(changed("buildDefinition/resolvedDependencies", two))


@pytest.mark.parametrize(
    ("uri", "digest", "pinned"),
    [
        ("pkg:pypi/left@1", {"sha256": "a" * 64}, True),
        ("pkg:pypi/left@1", {"sha512": "a" * 128}, True),
        ("git+https://example.org/a/b", {"sha1": "a" * 40}, True),
        ("pkg:pypi/left@1", {"sha1": "a" * 40}, False),
        ("pkg:pypi/left@1", {"md5": "a" * 32}, False),
        ("pkg:pypi/left@1", {"sha256": "a" * 63}, False),
        ("pkg:pypi/left@1", {"sha256": "z" * 64}, False),
        ("pkg:pypi/left@1", {}, False),
    ],
)
def test_a_material_is_pinned_by_a_whole_strong_digest(uri: str, digest: dict[str, str], pinned: bool) -> None:  # noqa: FBT001
    found = read(changed("buildDefinition/resolvedDependencies", [{"uri": uri, "digest": digest}]))
    assert found.materials == ((uri, pinned),)


@pytest.mark.parametrize(
    "path",
    ["buildDefinition", "runDetails", "buildDefinition/buildType", "runDetails/builder", "runDetails/builder/id"],
)
def test_what_every_provenance_has_must_be_there(path: str) -> None:
    with pytest.raises(InputRefusedError, match="missing"):
        read(changed(path, None))


@pytest.mark.parametrize(
    "path",
    [
        "buildDefinition/externalParameters/workflow/repository",
        "runDetails/builder/id",
        "runDetails/metadata/finishedOn",
        "buildDefinition/resolvedDependencies",
    ],
)
def test_a_mistyped_value_is_refused(path: str) -> None:
    with pytest.raises(InputRefusedError, match="expected"):
        read(changed(path, 7))
