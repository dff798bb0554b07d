"""What is released under the manifest's tag, held against the manifest, and the version against other release tags."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application import tag_versions as module
from checker.application.derive_releases import derive_releases
from checker.application.tag_versions import Judged
from checker.domain.json_value import Json
from checker.domain.manifest import Artifact, Manifest, Target
from checker.domain.project import ReleaseFacts
from checker.domain.proof_steps import ProofSteps
from checker.domain.release_refs import derive_release_refs
from tests.builders import a_manifest
from tests.settings_builders import hidden, repository, seen

WHEEL, SDIST = (
    Artifact(name=name, kind=kind, sha256=letter * 64, size=1)
    for name, kind, letter in (("a.whl", "wheel", "a"), ("a.tar.gz", "sdist", "b"))
)


def manifest(
    version: str = "1.4.0",
    *,
    ref: str = "refs/tags/v1.4.0",
    registry: str = "pypi",
    artifacts: tuple[Artifact, ...] = (),
) -> Manifest:
    base = a_manifest()
    return replace(
        base,
        version=version,
        source=replace(base.source, ref=ref),
        targets=(Target(registry=registry, project="acme"),),
        artifacts=artifacts,
    )


def asset(name: str, letter: str = "a", **changed: Json) -> dict[str, Json]:
    return {"name": name, "size": 1, "digest": seen(f"sha256:{letter * 64}"), **changed}


def release(tag: str, assets: Json = None, *, number: int = 1) -> dict[str, Json]:
    return {"id": number, "tag": tag, "assets": seen([]) if assets is None else assets}


OWN, OTHER = a_manifest().source.commit, "0" * 40


def derived(
    of: Manifest | None,
    *,
    releases: Json = None,
    tags: tuple[str, ...] = (),
    patterns: tuple[str, ...] = ("v*",),
    judged: Judged = Judged.FILES,
    commit: str = OTHER,
) -> dict[str, Any]:
    refs = derive_release_refs(ReleaseFacts(branches=("main",), tags=patterns), repository=repository())
    sections: dict[str, Json] = {
        "release_refs": refs.to_json(),
        "tags": seen([{"name": name, "commit": commit} for name in tags]),
        "releases": seen([]) if releases is None else releases,
    }
    return derive_releases(sections, manifest=of, judged=judged)


def compared(of: Manifest | None, one: dict[str, Json]) -> dict[str, Any]:
    (found,) = derived(of, releases=seen([one]))["releases"]["value"]
    return dict(found)


def value(observation: dict[str, Any]) -> tuple[str, Json]:
    return observation["status"], observation.get("value")


def declared(found: dict[str, Any]) -> dict[str, tuple[str, Json]]:
    return {one["name"]: value(one["as_declared"]) for one in found["assets"]["value"]}


def test_a_release_of_the_tag_with_the_declared_bytes_is_what_the_manifest_says() -> None:
    found = compared(manifest(artifacts=(WHEEL,)), release("v1.4.0", seen([asset("a.whl")])))

    assert value(found["of_manifest"]) == ("collected", True)
    assert value(found["missing"]) == ("collected", [])
    assert declared(found) == {"a.whl": ("collected", True)}


def test_other_bytes_another_name_and_a_file_that_is_missing_are_told() -> None:
    found = compared(manifest(artifacts=(WHEEL, SDIST)), release("v1.4.0", seen([asset("a.whl", "c"), asset("b")])))

    assert value(found["missing"]) == ("collected", ["a.tar.gz"])
    assert declared(found) == {"a.whl": ("collected", False), "b": ("collected", False)}


def test_a_digest_that_was_not_read_leaves_its_file_open_unless_the_manifest_does_not_name_it() -> None:
    files = seen([asset("a.whl", digest=hidden()), asset("b", digest=hidden())])
    found = compared(manifest(artifacts=(WHEEL,)), release("v1.4.0", files))

    assert declared(found) == {"a.whl": ("denied", None), "b": ("collected", False)}


def test_files_that_were_not_read_leave_open_what_is_missing() -> None:
    found = compared(manifest(artifacts=(WHEEL,)), release("v1.4.0", hidden()))

    assert (value(found["of_manifest"]), value(found["missing"])) == (("collected", True), ("denied", None))


def test_a_release_of_another_tag_is_not_compared() -> None:
    found = compared(manifest(artifacts=(WHEEL,)), release("v1.3.0"))

    assert (value(found["of_manifest"]), value(found["missing"])) == (("collected", False), ("collected", []))


def test_without_a_manifest_nothing_is_compared() -> None:
    found = compared(None, release("v1.4.0", seen([asset("a.whl")])))

    assert {value(found[name]) for name in ("of_manifest", "missing")} == {("not_requested", None)}
    assert declared(found) == {"a.whl": ("not_requested", None)}
    assert value(derived(None)["release_version"]) == ("not_requested", None)


def test_releases_that_were_not_read_stay_as_they_are() -> None:
    found = derived(manifest(), releases=hidden())

    assert found["releases"] == hidden()
    assert value(found["release_version"]) == ("denied", None)


def placed(of: Manifest, *tags: str, **how: Any) -> dict[str, Any]:  # noqa: ANN401 - of any type
    found = derived(of, tags=tags, **how)["release_version"]
    return found["value"] if found["status"] == "collected" else {"status": found["status"]}


def test_a_version_after_all_others_under_its_own_tag_is_new() -> None:
    assert placed(manifest(), "v1.3.0", "v1.4.0", "v1.4.0rc1") == {
        "tag": "v1.4.0",
        "named_by_tag": True,
        "unique": True,
        "newest": True,
    }


def test_numbers_are_ordered_as_numbers() -> None:
    assert placed(manifest("1.10.0", ref="refs/tags/v1.10.0"), "v1.9.0")["newest"] is True
    assert placed(manifest("1.9.0", ref="refs/tags/v1.9.0"), "v1.10.0")["newest"] is False


def test_another_tag_of_the_same_version_makes_it_neither_unique_nor_newest() -> None:
    found = placed(manifest(), "v1.4", "v1.4.0")

    assert (found["unique"], found["newest"]) == (False, False)


def test_two_releases_of_the_tag_make_it_not_unique() -> None:
    twice = seen([release("v1.4.0"), release("v1.4.0", number=2)])

    assert placed(manifest(), releases=twice)["unique"] is False
    assert placed(manifest(), releases=seen([release("v1.4.0")]))["unique"] is True


@pytest.mark.parametrize("ref", ["refs/tags/v1.4.1", "refs/heads/v1.4.0", "refs/tags/1.4.0"])
def test_a_ref_that_does_not_write_the_version_does_not_name_it(ref: str) -> None:
    assert placed(manifest(ref=ref))["named_by_tag"] is False


@pytest.mark.parametrize(
    ("pattern", "tag"), [("release-*", "release-1.4.0"), ("v1.4.0", "v1.4.0"), ("*", "1.4.0"), ("pkg/v*", "pkg/v1.4.0")]
)
def test_the_version_is_what_follows_the_written_part_of_the_pattern(pattern: str, tag: str) -> None:
    assert placed(manifest(ref=f"refs/tags/{tag}"), patterns=(pattern,))["named_by_tag"] is True


def test_tags_that_are_no_release_tags_do_not_count() -> None:
    assert placed(manifest(), "nightly", "2.0.0")["newest"] is True


def test_a_release_tag_without_order_leaves_it_open() -> None:
    assert placed(manifest(), "v-next") == {"status": "unsupported"}
    assert placed(manifest("one")) == {"status": "unsupported"}


def test_rust_and_npm_are_read_as_semver() -> None:
    crate = manifest("1.4.0-rc.1", ref="refs/tags/v1.4.0-rc.1", registry="crates")

    assert placed(crate, "v1.3.0")["newest"] is True
    assert placed(crate, "v1.4.0")["newest"] is False


def test_tags_that_take_too_many_steps_leave_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ProofSteps", lambda: ProofSteps(0))

    assert placed(manifest(), "v1.3.0") == {"status": "error"}


CANDIDATE = manifest(ref="refs/tags/v1.4.0-rc1")


def test_the_tag_of_a_candidate_names_its_version_only_while_a_candidate_is_judged() -> None:
    found = {judged: placed(CANDIDATE, "v1.3.0", judged=judged)["named_by_tag"] for judged in Judged}
    assert found == {Judged.FILES: False, Judged.CANDIDATE: True, Judged.PUBLISH: False}
    assert placed(manifest("1.4.1", ref=CANDIDATE.source.ref), judged=Judged.CANDIDATE)["named_by_tag"] is False


def test_for_a_publish_the_release_tag_stands_on_the_candidates_commit() -> None:
    found = placed(CANDIDATE, "v1.4.0", judged=Judged.PUBLISH, commit=OWN)
    assert (found["named_by_tag"], found["unique"], found["newest"]) == (True, True, True)

    found = placed(CANDIDATE, "v1.4.0", judged=Judged.PUBLISH, commit=OTHER)
    assert (found["named_by_tag"], found["unique"], found["newest"]) == (False, False, False)


def test_an_earlier_candidate_of_the_version_is_no_release_of_it() -> None:
    second = manifest(ref="refs/tags/v1.4.0-rc2")
    found = placed(second, "v1.4.0-rc1", "v1.4.0-rc2", judged=Judged.CANDIDATE)
    assert (found["unique"], found["newest"]) == (True, True)
