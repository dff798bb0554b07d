"""What is published, held against manifest and publishers: only what was read whole is said to be equal."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.derive_registry import derive_registry
from checker.domain.json_value import Json
from checker.domain.manifest import Artifact, Manifest, Target
from checker.domain.provenance import attested_of
from checker.domain.publisher import Publisher, PublishingRegistry
from checker.errors import InputRefusedError
from tests.builders import a_gap, a_manifest, an_observation

WHEEL = Artifact(name="widget-1.2.3-py3-none-any.whl", kind="wheel", sha256="a" * 64, size=1)
SDIST = Artifact(name="widget-1.2.3.tar.gz", kind="sdist", sha256="b" * 64, size=1)
OTHER = Artifact(name="notes.pdf", kind="document", sha256="c" * 64, size=1)
MANIFEST = a_manifest(
    version="1.2.3", artifacts=(WHEEL, SDIST, OTHER), targets=(Target(registry="pypi", project="widget"),)
)
OWN = Publisher(
    registry=PublishingRegistry.PYPI, project="Widget", owner="octo", repository="widget", workflow="release.yml"
)
ATTESTED: dict[str, Json] = {
    "predicate": "p",
    "holds": True,
    "why": "",
    "kind": "GitHub",
    "repository": "Octo/widget",
    "workflow": "release.yml",
    "environment": "",
}


def file_of(artifact: Artifact, **changes: Json) -> dict[str, Json]:
    known: dict[str, Json] = {
        "name": artifact.name,
        "sha256": an_observation(artifact.sha256),
        "yanked": False,
        "provenance": an_observation([]),
    }
    return {**known, **changes}


def publication(*files: dict[str, Json], **changes: Json) -> dict[str, Json]:
    known: dict[str, Json] = {
        "registry": "pypi",
        "project": "widget",
        "version": "1.2.3",
        "address": "",
        "name": an_observation("owned"),
        "files": an_observation(list(files)),
    }
    return {**known, **changes}


def sections_with(**known: Json) -> dict[str, Json]:
    return {
        name: known.get(name, a_gap("denied")) for name in ("published", "publication", "attested_releases", "taps")
    }


def derived(item: dict[str, Json], manifest: Manifest | None = MANIFEST, *publishers: Publisher) -> dict[str, Any]:
    sections = sections_with(publication=an_observation([item]))
    target = Target(registry=str(item["registry"]), project=str(item["project"]))
    of_it = replace(manifest, targets=(target,)) if manifest else None
    found: Any = derive_registry(sections, manifest=of_it, publishers=publishers)
    (only,) = found["publication"]["value"]
    return dict(only)


@pytest.mark.parametrize(
    ("files", "state"),
    [
        ((), "none"),
        ((WHEEL,), "partial"),
        ((SDIST, WHEEL), "complete"),
        ((WHEEL, OTHER), "different"),
        ((Artifact(name=WHEEL.name, kind="wheel", sha256="d" * 64, size=1),), "different"),
        ((Artifact(name="widget-1.2.3-cp311.whl", kind="wheel", sha256=WHEEL.sha256, size=1),), "different"),
    ],
)
def test_published_files_are_those_of_the_manifest_or_a_part_of_them_or_others(
    files: tuple[Artifact, ...], state: str
) -> None:
    assert derived(publication(*map(file_of, files)))["state"]["value"] == state


@pytest.mark.parametrize(
    ("item", "manifest", "status"),
    [
        (publication(), None, "not_requested"),
        (publication(version="1.2.4"), MANIFEST, "not_requested"),
        (publication(files=a_gap("denied")), MANIFEST, "denied"),
        (publication(files=a_gap("incomplete")), MANIFEST, "incomplete"),
        (publication(registry="github"), MANIFEST, "unsupported"),
        (publication(file_of(WHEEL, sha256=a_gap("error")), file_of(SDIST)), MANIFEST, "error"),
    ],
)
def test_what_was_not_read_whole_leaves_the_state_open(
    item: dict[str, Json], manifest: Manifest | None, status: str
) -> None:
    state = derived(item, manifest)["state"]

    assert (state["status"], "value" in state) == (status, False)


def test_a_version_in_another_spelling_is_the_manifests() -> None:
    assert derived(publication(version="1.2.3.0"))["state"]["value"] == "none"


@pytest.mark.parametrize(
    ("changes", "declared"),
    [
        ({}, True),
        ({"holds": False, "why": ""}, False),
        ({"kind": "GitLab"}, False),
        ({"repository": "octo/other"}, False),
        ({"workflow": "Release.yml"}, False),
    ],
)
def test_only_what_holds_and_is_by_a_declared_publisher_is_declared(
    changes: dict[str, Json], *, declared: bool
) -> None:
    file = file_of(WHEEL, provenance=an_observation([{**ATTESTED, **changes}]))

    found = derived(publication(file), MANIFEST, OWN)

    assert found["files"]["value"][0]["declared"]["value"] is declared


def test_a_file_to_which_nothing_attests_or_another_publisher_too_is_not_declared() -> None:
    both = file_of(WHEEL, provenance=an_observation([ATTESTED, {**ATTESTED, "workflow": "other.yml"}]))

    found = derived(publication(both, file_of(SDIST)), MANIFEST, OWN)

    assert [file["declared"]["value"] for file in found["files"]["value"]] == [False, False]


def test_provenance_that_was_not_read_leaves_it_open() -> None:
    file = file_of(WHEEL, provenance=a_gap("error"))

    (found,) = derived(publication(file), MANIFEST, OWN)["files"]["value"]
    assert (found["provenance"], found["declared"]["status"]) == (file["provenance"], "error")


def test_a_pending_publisher_counts_for_its_own_project_and_registry() -> None:
    def pending(**changes: Any) -> Publisher:  # noqa: ANN401 - any field
        known = {"registry": OWN.registry, "project": OWN.project, "owner": "o", "repository": "r", "workflow": "w"}
        return Publisher(**{**known, "pending": True, **changes})

    assert derived(publication(), MANIFEST, pending())["pending"] is True
    assert derived(publication(), MANIFEST, pending(pending=False))["pending"] is False
    assert derived(publication(), MANIFEST, pending(project="other"))["pending"] is False
    assert derived(publication(), MANIFEST, pending(registry=PublishingRegistry.TESTPYPI))["pending"] is False


def test_a_registry_that_was_not_read_stays_as_it_is() -> None:
    sections = sections_with(publication=a_gap("error"))
    assert derive_registry(sections, manifest=a_manifest()) == sections


def test_a_project_that_is_listed_twice_is_refused() -> None:
    listing: Json = {"registry": "pypi", "project": "widget", "versions": a_gap()}
    sections = sections_with(published=an_observation([listing, listing]))
    with pytest.raises(InputRefusedError, match="lists pypi/widget twice"):
        derive_registry(sections, manifest=a_manifest())


def test_each_published_project_is_held_against_the_manifests_version() -> None:
    listing: Json = {"registry": "pypi", "project": "widget", "versions": an_observation(["1.2.2"])}
    sections = sections_with(published=an_observation([listing]))

    found: Any = derive_registry(sections, manifest=MANIFEST)["published"]

    assert found["value"][0]["candidate"]["value"] == {"already_published": False, "newer_than_all": True}


def aligned(stated: Json, manifest: Manifest | None = MANIFEST) -> dict[str, Any]:
    formula: Json = {"formula": "widget", "commit": "a" * 40, "stated": stated}
    sections = sections_with(taps=an_observation([formula]))
    found: Any = derive_registry(sections, manifest=manifest)["taps"]
    return dict(found["value"][0]["state"])


@pytest.mark.parametrize(
    ("version", "digests", "state"),
    [
        ("1.2.3", ["a" * 64], "aligned"),
        ("1.2.3", ["a" * 64, "b" * 64], "aligned"),
        ("1.2.3", ["a" * 64, "d" * 64], "different"),
        ("1.2.3", [], "different"),
        ("1.2.2", ["a" * 64], "behind"),
    ],
)
def test_a_formula_is_aligned_when_it_installs_nothing_but_archives_of_this_version(
    version: str, digests: list[str], state: str
) -> None:
    archives: Json = [{"name": "widget.tar.gz", "sha256": digest} for digest in digests]
    assert aligned(an_observation({"version": version, "archives": archives}))["value"] == state


def test_a_formula_that_was_not_read_or_has_nothing_to_compare_with_has_no_state() -> None:
    assert aligned(a_gap("denied"))["status"] == "denied"
    assert aligned(an_observation({"version": "1", "archives": []}), None)["status"] == "not_requested"


def test_an_attestation_without_a_reason_still_does_not_hold() -> None:
    assert attested_of({**ATTESTED, "holds": False}).why == "it does not hold"
    assert attested_of(ATTESTED).to_json() == ATTESTED


def test_a_listing_without_a_target_of_the_manifest_is_unread() -> None:
    sections = sections_with(publication=an_observation([publication()]))
    other = Target(registry="npm", project="widget")
    found: Any = derive_registry(sections, manifest=replace(MANIFEST, targets=(*MANIFEST.targets, other)))

    assert found["publication"]["status"] == "incomplete"
    assert found["publication"]["detail"]["why"] == "the audit does not list npm widget, a target of the manifest"
    assert "value" not in found["publication"]


def earlier(*releases: tuple[str, Json]) -> dict[str, Any]:
    """Releases of one file each, by the moment they were published, as they are derived; `OWN` is declared."""
    listed: Json = [
        {"version": at, "published_at": at, "files": [{"name": at, "provenance": provenance}]}
        for at, provenance in releases
    ]
    project: Json = {"registry": "pypi", "project": "widget", "releases": an_observation(listed)}
    sections = sections_with(attested_releases=an_observation([project]))
    found: Any = derive_registry(sections, manifest=MANIFEST, publishers=(OWN,))["attested_releases"]
    (only,) = found["value"]
    return dict(only)


@pytest.mark.parametrize(
    ("changes", "own"),
    [
        ({}, True),
        ({"workflow": "another-name-then.yml"}, True),
        ({"repository": "octo/other"}, False),
        ({"kind": "GitLab"}, False),
        ({"holds": False, "why": ""}, False),
    ],
)
def test_what_the_repository_of_a_declared_publisher_attests_to_is_the_projects_own(
    changes: dict[str, Json], *, own: bool
) -> None:
    found = earlier(("2026-01-01T10:00:00Z", an_observation([{**ATTESTED, **changes}])))

    assert found["id"] == "pypi/widget"
    assert found["releases"]["value"][0]["files"][0]["own"]["value"] is own


def test_what_nothing_attests_to_is_not_the_projects_own_and_what_was_not_read_stays_open() -> None:
    found = earlier(("2026-01-01T10:00:00Z", an_observation([])), ("2026-01-02T10:00:00Z", a_gap("error")))

    bare, unknown = (release["files"][0]["own"] for release in found["releases"]["value"])
    assert (bare["value"], unknown["status"]) == (False, "error")


def test_how_many_releases_are_newer_is_counted_by_their_moments() -> None:
    moments = ["2026-01-01T10:00:00Z", "2026-01-01T10:00:00.5Z", "2025-12-31T23:00:00Z", "2026-01-01T10:00:00Z"]

    found = earlier(*((at, an_observation([])) for at in moments))

    assert [release["newer"] for release in found["releases"]["value"]] == [1, 0, 3, 1]


def test_releases_that_were_not_read_stay_as_they_are() -> None:
    project: dict[str, Json] = {"registry": "pypi", "project": "widget", "releases": a_gap("unsupported")}
    found: Any = derive_registry(sections_with(attested_releases=an_observation([project])), manifest=MANIFEST)

    assert found["attested_releases"]["value"] == [{**project, "id": "pypi/widget"}]
