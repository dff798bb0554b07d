"""Versions: whether one is new and newer is said only where all published ones were read and can be ordered."""

import pytest

from checker.application.derive_versions import candidate_of, derive_workspace, version_forms
from checker.domain.json_value import Json
from checker.domain.manifest import Manifest, Target
from checker.domain.reading import read_observation
from checker.errors import InputRefusedError
from tests.builders import a_gap, a_manifest, an_observation


def candidate(versions: Json, manifest: Manifest | None) -> Json:
    return candidate_of(read_observation(versions, name="versions"), registry="pypi", manifest=manifest).to_json()


def test_each_registry_of_the_manifest_says_once_what_form_it_demands() -> None:
    targets = (Target(registry="pypi", project="a"), Target(registry="npm", project="b"))
    manifest = a_manifest(version="1.2", targets=(*targets, Target(registry="pypi", project="c")))

    assert [(form["registry"], form["well_formed"]) for form in version_forms(manifest) if isinstance(form, dict)] == [
        ("npm", False),
        ("pypi", True),
    ]


@pytest.mark.parametrize(
    ("version", "published", "already", "newer"),
    [
        ("1.2.3", ["1.2.2", "1.0"], False, True),
        ("1.2.3", ["1.2.3"], True, False),
        ("1.2.3", ["1.10.0"], False, False),
        ("1.2.0", ["1.2"], True, False),
        ("1.2.3", [], False, True),
    ],
)
def test_a_version_is_compared_with_all_that_are_published(
    version: str, published: list[Json], *, already: bool, newer: bool
) -> None:
    found = candidate(an_observation(published), a_manifest(version=version))

    assert isinstance(found, dict)
    assert found["value"] == {"already_published": already, "newer_than_all": newer}


@pytest.mark.parametrize("status", ["denied", "error", "not_found", "incomplete"])
def test_versions_that_were_not_read_leave_it_open_in_the_same_way(status: str) -> None:
    found = candidate(a_gap(status, needs="a token"), a_manifest())

    assert isinstance(found, dict)
    assert "value" not in found
    assert found["status"] == status


def test_versions_that_are_no_list_are_refused() -> None:
    with pytest.raises(InputRefusedError, match="expected a list"):
        candidate(an_observation("1.0"), a_manifest())


@pytest.mark.parametrize(("version", "published"), [("one", ["1.0"]), ("1.0", ["one"])])
def test_a_version_without_an_order_leaves_it_open(version: str, published: list[Json]) -> None:
    found = candidate(an_observation(published), a_manifest(version=version))

    assert isinstance(found, dict)
    assert found["status"] == "unsupported"


def test_without_a_manifest_there_is_nothing_to_compare() -> None:
    found = candidate(an_observation(["1.0"]), None)

    assert isinstance(found, dict)
    assert found["status"] == "not_requested"


def context(*, target: str = "") -> Json:
    part: Json = {"stated": bool(target), "value": target}
    return an_observation({"target": part, "base_tag": part, "mode": part})


def compared(written: Json, *, manifest: Manifest | None, release_context: Json) -> tuple[Json, Json]:
    """What a version that a file states is found to be: the target's, the manifest's."""
    version: Json = {"id": "pyproject.toml", "file": "pyproject.toml", "line": 3, "written": written}
    sections = {"versions": an_observation([version]), "release_context": release_context}
    found: Json = derive_workspace(sections, manifest=manifest)["versions"]
    assert isinstance(found, dict)
    assert isinstance(found["value"], list)
    derived = found["value"][0]
    assert isinstance(derived, dict)
    assert isinstance(written, dict)
    assert derived["states"] == written.get("value", "")
    return derived["as_target"], derived["as_manifest"]


@pytest.mark.parametrize(
    ("written", "target", "same"),
    [
        ("1.2.3", "v1.2.3", True),
        ("1.2.3", "1.2.3", True),
        ("1.2.3rc1", "v1.2.3-rc.1", True),
        ("1.2.4", "v1.2.3", False),
        ("1.2.3 ", "v1.2.3", False),
        ("1.2.3", "widget-1.2.3", False),
        ("widget-1.2.3", "widget-1.2.3", True),
    ],
)
def test_a_version_of_the_checkout_is_compared_with_target_and_manifest(
    written: str, target: str, *, same: bool
) -> None:
    found = compared(
        an_observation(written), manifest=a_manifest(version=target), release_context=context(target=target)
    )
    assert found == (an_observation(same), an_observation(same))


def test_without_a_manifest_or_a_target_nothing_is_compared() -> None:
    as_target, as_manifest = compared(an_observation("1.2.3"), manifest=None, release_context=context())
    for found, why in ((as_target, "no release target was stated"), (as_manifest, "there is no manifest")):
        assert isinstance(found, dict)
        assert isinstance(found["detail"], dict)
        assert (found["status"], found["detail"]["why"]) == ("not_requested", why)


def test_a_version_or_a_context_that_was_not_read_stays_open() -> None:
    as_target, as_manifest = compared(a_gap("error"), manifest=a_manifest(), release_context=a_gap("denied"))
    assert isinstance(as_target, dict)
    assert isinstance(as_manifest, dict)
    assert (as_target["status"], as_manifest["status"]) == ("error", "error")
    as_target, as_manifest = compared(an_observation("1.2.3"), manifest=a_manifest(), release_context=a_gap("denied"))
    assert isinstance(as_target, dict)
    assert as_target["status"] == "denied"
    assert as_manifest == an_observation(value=True)


def test_versions_of_the_checkout_that_were_not_read_stay_as_they_are() -> None:
    sections: dict[str, Json] = {"versions": a_gap("error"), "release_context": context()}
    assert derive_workspace(sections, manifest=a_manifest()) == sections
