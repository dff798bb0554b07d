"""Which version a tag names, as the project writes its tags; and when the tag of a candidate names it."""

from dataclasses import replace

import pytest

from checker.application import tag_versions as module
from checker.application.tag_versions import Judged, derive_version_of_tag, is_candidates
from checker.domain.json_value import Json
from checker.domain.manifest import Manifest
from checker.domain.proof_steps import ProofSteps
from tests.builders import a_manifest
from tests.settings_builders import hidden, seen


def manifest(version: str = "1.4.0", *, ref: str = "refs/tags/v1.4.0") -> Manifest:
    base = a_manifest()
    return replace(base, version=version, source=replace(base.source, ref=ref))


OWN, OTHER = a_manifest().source.commit, "0" * 40


@pytest.mark.parametrize(
    ("version", "tag", "tags", "named"),
    [
        ("1.4.0", "v1.4.0", (), True),
        ("1.4.0", "1.4.0", (), True),
        ("1.4.0rc1", "v1.4.0-rc.1", (), True),
        ("1.4.1", "v1.4.0", (), False),
        ("1.4.0", "v1.4.0", ("v*",), True),
        ("1.4.0", "v1.4.0", ("v1.4.0",), True),
        ("1.4.0", "acme-1.4.0", ("acme-*", "v*"), True),
        ("1.4.1", "acme-1.4.0", ("acme-*",), False),
        ("1.4.0", "acme-1.4.0", ("v*",), False),
        ("1.4.0", "acme-1.4.0", (), False),
        # what goes on after the last wildcard
        ("1.4.0", "v1.4.0-py", ("v*-py",), True),
        ("1.4.1", "v1.4.0-py", ("v*-py",), False),
        ("1.4.0", "v1.4.0-py", ("v*",), False),
        ("1.4.0", "v1.4.0-py", ("v*", "v*-py"), True),
        ("1.4.0", "1.4.0/py", ("*/py",), True),
        ("1.4.0", "v1.4.0-py", ("v[0-9]*-py",), True),
        ("1.4.0", "v1.4.0_py", ("v?.?.?_py",), True),
        # what reads as a part of a version belongs to it
        ("1.4.0", "v1.4.0", ("v1.*",), True),
        ("1.4.0", "pkg/v1.4.0", ("pkg/v1.4.*",), True),
        ("4.0", "v1.4.0", ("v1.*",), False),
        ("1.4.0", "1.4.0", ("1.*",), True),
        ("1.4.0rc1", "v1.4.0rc1", ("v*rc1",), True),
        ("1.4.0", "v1.4.0rc1", ("v*rc1",), False),
        ("1.4.0", "v1.4.0-rc1", ("v*-rc1",), False),
        ("1.4.0", "v1.4.0", ("v*.0",), True),
        ("1.4", "v1.4.1", ("v*.1",), False),
        ("1.4.0", "v1.4.0+cpu", ("v*+cpu",), False),
        # a text with a space in it is no version
        ("1 2", "v1 2", (), False),
        ("1.4.0", "v1.4.0 ", (), False),
        # the tag of a candidate, while no candidate is judged
        ("1.4.0", "v1.4.0-rc1", ("v*",), False),
    ],
)
def test_a_tag_names_the_version_as_the_project_writes_its_tags(
    version: str, tag: str, tags: tuple[str, ...], *, named: bool
) -> None:
    found = derive_version_of_tag(manifest(version, ref=f"refs/tags/{tag}"), tags=tags)
    assert (found.status, found.value) == ("collected", named)


def test_what_is_built_from_no_tag_has_no_tag_to_compare_with() -> None:
    found = derive_version_of_tag(manifest(ref="refs/heads/main"), tags=("v*",))
    assert (found.status, found.detail.why) == (
        "not_requested",
        "the manifest is built from refs/heads/main, which is no tag",
    )


@pytest.mark.parametrize("judged", Judged)
def test_a_tag_that_too_many_patterns_stand_for_is_not_compared(
    monkeypatch: pytest.MonkeyPatch, judged: Judged
) -> None:
    monkeypatch.setattr(module, "ProofSteps", lambda: ProofSteps(0))
    assert derive_version_of_tag(manifest(), tags=("v*",), judged=judged).status == "error"


@pytest.mark.parametrize(
    ("written", "version", "is_one"),
    [
        ("1.4.0-rc1", "1.4.0", True),
        ("1.4.0-rc12", "1.4", True),
        ("1.4.0a1-rc1", "1.4.0a1", True),
        ("1.4.0-rc", "1.4.0", False),
        ("1.4.0-rc1", "1.4.1", False),
        ("1.4.0rc1", "1.4.0", False),
        ("1.4.0-rc1.2", "1.4.0", False),
        ("1.4.0-rc1\n", "1.4.0", False),
        ("1.4.0-beta1", "1.4.0", False),
        ("-rc1", "", False),
        ("1 2-rc1", "1 2", False),
    ],
)
def test_a_candidate_is_written_as_its_version_with_rc_and_a_number(
    written: str, version: str, *, is_one: bool
) -> None:
    assert is_candidates(written, version) is is_one


def of_candidate(version: str = "1.4.0", *, judged: Judged, known: Json = None) -> tuple[str, Json]:
    found = derive_version_of_tag(
        manifest(version, ref="refs/tags/v1.4.0-rc1"), tags=("v*",), judged=judged, known=known
    )
    return str(found.status), found.value


def test_the_tag_of_a_candidate_names_its_version_while_a_candidate_is_judged() -> None:
    assert of_candidate(judged=Judged.CANDIDATE) == ("collected", True)
    assert of_candidate("1.4.1", judged=Judged.CANDIDATE) == ("collected", False)
    assert of_candidate("1.4.0rc1", judged=Judged.CANDIDATE) == ("collected", True)
    outside = derive_version_of_tag(manifest(ref="refs/tags/x1.4.0-rc1"), tags=("v*",), judged=Judged.CANDIDATE)
    assert outside.value is False


@pytest.mark.parametrize(
    ("tags", "named"),
    [
        ([("v1.4.0-rc1", OWN), ("v1.4.0", OWN)], True),
        ([("v1.4.0-rc1", OWN)], False),
        ([("v1.4.0-rc1", OWN), ("v1.4.0", OTHER)], False),
        ([("v1.4.0-rc1", OWN), ("v1.4.1", OWN)], False),
        ([("v1.4.0-rc1", OWN), ("other-1.4.0", OWN)], False),
    ],
)
def test_a_candidates_tag_publishes_its_version_only_beside_the_release_tag_on_its_commit(
    tags: list[tuple[str, str]], *, named: bool
) -> None:
    known = seen([{"name": name, "commit": commit} for name, commit in tags])
    assert of_candidate(judged=Judged.PUBLISH, known=known) == ("collected", named)


def test_tags_that_were_not_read_leave_the_publish_of_a_candidate_open() -> None:
    assert of_candidate(judged=Judged.PUBLISH, known=hidden()) == ("denied", None)
    assert of_candidate(judged=Judged.PUBLISH) == ("not_requested", None)
    assert of_candidate("1.4.0rc1", judged=Judged.PUBLISH, known=hidden()) == ("collected", True)
