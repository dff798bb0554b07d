"""What channels show of a version: nothing, this one with the manifest's bytes, or another; or nobody knows."""

from typing import Any

import pytest

from checker.application.derive_channels import FormulasSeen, derive_channels
from checker.domain.json_value import Json
from checker.domain.manifest import Artifact, Manifest, Source
from checker.domain.observation import Observation
from tests.builders import a_gap, a_manifest, an_observation

WHEEL = Artifact(name="w.whl", kind="wheel", sha256="a" * 64, size=1)
TAGGED = a_manifest(
    source=Source(host="github.com", repository="o/w", commit="a" * 40, ref="refs/tags/v1"), artifacts=(WHEEL,)
)
BRANCH = a_manifest(
    source=Source(host="github.com", repository="o/w", commit="a" * 40, ref="refs/heads/main"), artifacts=(WHEEL,)
)
NO_RELEASES = an_observation([])


def derived(
    publication: Json = None,
    *,
    releases: Json = NO_RELEASES,
    formulas: FormulasSeen = FormulasSeen(versions=a_gap("denied"), taps=a_gap("not_requested")),  # noqa: B008 - frozen
    manifest: Manifest | None = TAGGED,
) -> Observation:
    return derive_channels(publication or an_observation([]), releases=releases, formulas=formulas, manifest=manifest)


def shown(found: Observation) -> dict[str, Any]:
    value: Any = found.value
    return {one["id"]: one["shows"].get("value", one["shows"]["status"]) for one in value}


@pytest.mark.parametrize(
    ("state", "shows"),
    [
        (an_observation("none"), "nothing"),
        (an_observation("complete"), "this"),
        (an_observation("partial"), "other"),
        (an_observation("different"), "other"),
        (a_gap("denied"), "denied"),
    ],
)
def test_a_registry_shows_what_its_files_are(state: Json, shows: str) -> None:
    found = derived(an_observation([{"id": "pypi/w", "state": state}]), manifest=BRANCH)
    assert shown(found) == {"pypi/w": shows}


def release(*assets: tuple[str, Json], tag: str = "v1") -> Json:
    listed: list[Json] = [{"name": name, "digest": digest} for name, digest in assets]
    return {"tag": tag, "assets": an_observation(listed)}


GOOD, BAD = an_observation(f"sha256:{'a' * 64}"), an_observation(f"sha256:{'b' * 64}")


@pytest.mark.parametrize(
    ("releases", "shows"),
    [
        (an_observation([]), "nothing"),
        (an_observation([release(("w.whl", BAD), tag="v2")]), "nothing"),
        (an_observation([release(("w.whl", GOOD))]), "this"),
        (an_observation([release(("notes.txt", BAD))]), "this"),
        (an_observation([release(("w.whl", BAD))]), "other"),
        (an_observation([release(("w.whl", a_gap("unsupported")))]), "unsupported"),
        (an_observation([release(("w.whl", a_gap("unsupported"))), release(("w.whl", BAD))]), "other"),
        (an_observation([{"tag": "v1", "assets": a_gap("denied")}]), "denied"),
        (a_gap("denied"), "denied"),
    ],
)
def test_the_release_of_the_tag_shows_its_assets(releases: Json, shows: str) -> None:
    assert shown(derived(releases=releases)) == {"release v1": shows}


def test_a_manifest_of_a_branch_has_no_release() -> None:
    assert shown(derived(manifest=BRANCH)) == {}


@pytest.mark.parametrize(
    ("same", "shows"),
    [(an_observation(value=True), "this"), (an_observation(value=False), "other"), (a_gap("error"), "error")],
)
def test_a_formula_shows_its_version(same: Json, shows: str) -> None:
    versions = an_observation(
        [{"id": "Formula/w.rb (formula)", "as_manifest": same}, {"id": "a (python)", "as_manifest": a_gap("error")}]
    )
    formulas = FormulasSeen(versions=versions, taps=a_gap("not_requested"), declared=("w",))
    assert shown(derived(formulas=formulas, manifest=BRANCH)) == {"Formula/w.rb (formula)": shows}


def test_a_declared_formula_that_nobody_read_is_named_and_is_not_equal() -> None:
    taps = an_observation(
        [{"formula": "read", "stated": an_observation({})}, {"formula": "dirty", "stated": a_gap("error")}]
    )
    formulas = FormulasSeen(versions=a_gap("not_requested"), taps=taps, declared=("read", "dirty", "gone"))
    value: Any = derived(formulas=formulas, manifest=BRANCH).value

    assert [(one["id"], one["kind"], one["shows"]["status"]) for one in value] == [
        ("dirty (formula)", "formula", "not_requested"),
        ("gone (formula)", "formula", "not_requested"),
    ]
    assert value[0]["shows"]["detail"] == {
        "why": "the formula dirty was read neither in the checkout nor in a tap",
        "needs": "nothing: run audit workspace in the checkout, or audit registry with --tap",
    }


def test_nothing_is_said_without_a_manifest_or_without_the_registry() -> None:
    assert derived(manifest=None).status == "not_requested"
    assert derived(a_gap("denied")).status == "denied"
