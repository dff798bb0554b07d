"""Derive channels: what each place that users get a release from shows of the version that is released.

`nothing` of it yet, `this` very version with the manifest's bytes, or `other`: another version, or other bytes. What a
formula of a tap states is for `workspace.tap_aligned`; here a declared formula that nobody read is named as such.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from checker.domain.json_shape import field_of, flag_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.manifest import Manifest
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.reading import read_observation, worst_of
from checker.domain.release_refs import TAGS

_SHOWN = {"none": "nothing", "complete": "this", "partial": "other", "different": "other"}
_FORMULA = " (formula)"
_FORMULA_NEEDS = "nothing: run audit workspace in the checkout, or audit registry with --tap"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulasSeen:
    """Where formulas are read: the versions stated in the checkout, and the tap; `declared` are the project's own."""

    versions: Json
    taps: Json
    declared: Sequence[str] = ()


def derive_channels(
    publication: Json, *, releases: Json, formulas: FormulasSeen, manifest: Manifest | None
) -> Observation:
    """Every channel: each publication with its derived state, the release of the tag, and each formula.

    Raises:
        InputRefusedError: a section has another form than its schema says.
    """
    if manifest is None:
        return unread(
            Status.NOT_REQUESTED, why="there is no manifest to compare with", needs="nothing: give --manifest"
        )
    seen = read_observation(publication, name="registry.publication")
    if seen.status is not Status.COLLECTED:
        return unread(seen.status, why="what is published could not be read", needs=seen.detail.needs)
    channels = {
        **{name: ("registry", shows) for name, shows in _publications(seen.value)},
        **{name: ("release", shows) for name, shows in _release(releases, manifest)},
        **{name: ("formula", shows) for name, shows in _formulas(formulas)},
    }
    return collected(
        [{"id": name, "kind": kind, "shows": shows.to_json()} for name, (kind, shows) in sorted(channels.items())]
    )


def _publications(value: Json) -> Iterator[tuple[str, Observation]]:
    for item in objects_of(value, "publication"):
        state = read_observation(field_of(item, "state"), name="state")
        shown = collected(_SHOWN[text_of(state.value, "state")]) if state.status is Status.COLLECTED else state
        yield text_of(field_of(item, "id"), "id"), shown


def _release(releases: Json, manifest: Manifest) -> Iterator[tuple[str, Observation]]:
    """The release of the manifest's tag; a manifest of a branch has none."""
    if not manifest.source.ref.startswith(TAGS):
        return
    tag = manifest.source.ref.removeprefix(TAGS)
    seen = read_observation(releases, name="repository.releases")
    if seen.status is not Status.COLLECTED:
        yield f"release {tag}", unread(seen.status, why="the releases could not be read", needs=seen.detail.needs)
        return
    of_tag = [one for one in objects_of(seen.value, "releases") if field_of(one, "tag") == tag]
    digests = {item.name: f"sha256:{item.sha256}" for item in manifest.artifacts}
    yield f"release {tag}", _assets(of_tag, digests) if of_tag else collected("nothing")


def _assets(releases: list[dict[str, Json]], digests: Mapping[str, str]) -> Observation:
    """Whether every asset that is named like an artifact is that artifact."""
    unknown: list[tuple[str, Observation]] = []
    for release in releases:
        assets = read_observation(field_of(release, "assets"), name="assets")
        if assets.status is not Status.COLLECTED:
            unknown.append(("assets", assets))
            continue
        for asset in objects_of(assets.value, "assets"):
            name = text_of(field_of(asset, "name"), "name")
            digest = read_observation(field_of(asset, "digest"), name="digest")
            if name not in digests:
                continue
            if digest.status is not Status.COLLECTED:
                unknown.append((name, digest))
            elif text_of(digest.value, "digest") != digests[name]:
                return collected("other")
    # what a channel shows has no place for `because`; the reasons are in its detail
    return replace(worst_of(unknown), because=None) if unknown else collected("this")


def _formulas(formulas: FormulasSeen) -> Iterator[tuple[str, Observation]]:
    """Each formula of the checkout, and each declared one that was read neither there nor in a tap."""
    read = _in_tap(formulas.taps)
    for name, shows in _in_checkout(formulas.versions):
        read.add(PurePosixPath(name.removesuffix(_FORMULA)).stem)
        yield name, shows
    for name in formulas.declared:
        if name not in read:
            why = f"the formula {name} was read neither in the checkout nor in a tap"
            yield f"{name}{_FORMULA}", unread(Status.NOT_REQUESTED, why=why, needs=_FORMULA_NEEDS)


def _in_tap(taps: Json) -> set[str]:
    """The formulas of which it is known what they state in the tap."""
    seen = read_observation(taps, name="registry.taps")
    if seen.status is not Status.COLLECTED:
        return set()
    return {
        text_of(field_of(item, "formula"), "formula")
        for item in objects_of(seen.value, "taps")
        if read_observation(field_of(item, "stated"), name="stated").status is Status.COLLECTED
    }


def _in_checkout(versions: Json) -> Iterator[tuple[str, Observation]]:
    seen = read_observation(versions, name="workspace.versions")
    if seen.status is not Status.COLLECTED:
        return
    for item in objects_of(seen.value, "versions"):
        name = text_of(field_of(item, "id"), "id")
        if name.endswith(_FORMULA):
            same = read_observation(field_of(item, "as_manifest"), name="as_manifest")
            is_read = same.status is Status.COLLECTED
            yield name, collected("this" if flag_of(same.value, "as_manifest") else "other") if is_read else same
