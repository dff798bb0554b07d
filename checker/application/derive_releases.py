"""Derive releases: what is released under the manifest's tag, held against the manifest and every other release tag."""

from collections.abc import Mapping, Sequence

from checker.domain.json_shape import field_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.manifest import Manifest
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.proof_steps import TOO_MANY_STEPS, ProofSteps, StepsSpentError
from checker.domain.reading import read_observation
from checker.domain.ref_pattern import covers, is_pattern, written_part
from checker.domain.release_refs import TAGS, RefKind, ReleaseRef, release_refs_of
from checker.formats.versions import PEP_440, is_same_version, order_key

_NAMING = ("tags", "releases")
_NO_MANIFEST = "there is no manifest to compare with"


def derive_releases(repository: dict[str, Json], *, manifest: Manifest | None) -> dict[str, Json]:
    """The repository's sections with how its releases and its tags stand to the manifest.

    Added are `of_manifest` (is it the release of the manifest's tag), `missing` (artifacts it lacks) and `as_declared`
    (has a file the bytes the manifest declares), and the section `release_version`.

    Raises:
        InputRefusedError: a section has another form than its schema says.
    """
    return {
        **repository,
        "releases": _with_manifest(repository["releases"], manifest),
        "release_version": _version(repository, manifest).to_json(),
    }


def _with_manifest(section: Json, manifest: Manifest | None) -> Json:
    seen = read_observation(section, name="releases")
    if seen.status is not Status.COLLECTED:
        return section
    declared = {item.name: f"sha256:{item.sha256}" for item in manifest.artifacts} if manifest else None
    wanted = manifest.source.ref if manifest else ""
    releases: list[Json] = [_compared(release, declared, wanted) for release in objects_of(seen.value, "releases")]
    return collected(releases, evidence=seen.evidence).to_json()


def _compared(release: dict[str, Json], declared: Mapping[str, str] | None, wanted: str) -> dict[str, Json]:
    is_it = TAGS + text_of(field_of(release, "tag"), "tag") == wanted
    assets = read_observation(field_of(release, "assets"), name="assets")
    if declared is None:
        of_manifest, missing = (unread(Status.NOT_REQUESTED, why=_NO_MANIFEST) for _ in range(2))
    elif assets.status is not Status.COLLECTED:
        of_manifest = collected(is_it)
        missing = unread(assets.status, why="its files could not be read", needs=assets.detail.needs)
    else:
        names = {text_of(field_of(asset, "name"), "name") for asset in objects_of(assets.value, "assets")}
        of_manifest = collected(is_it)
        missing = collected([*sorted(declared.keys() - names)] if is_it else [], evidence=assets.evidence)
    if assets.status is Status.COLLECTED:
        files: list[Json] = [_with_declared(asset, declared) for asset in objects_of(assets.value, "assets")]
        assets = collected(files, evidence=assets.evidence)
    return {
        **release,
        "assets": assets.to_json(),
        "of_manifest": of_manifest.to_json(),
        "missing": missing.to_json(),
    }


def _with_declared(asset: dict[str, Json], declared: Mapping[str, str] | None) -> dict[str, Json]:
    """The file, and whether the manifest declares these bytes under this name."""
    name = text_of(field_of(asset, "name"), "name")
    digest = read_observation(field_of(asset, "digest"), name="digest")
    if declared is None:
        found = unread(Status.NOT_REQUESTED, why=_NO_MANIFEST)
    elif name not in declared:
        found = collected(value=False)
    elif digest.status is not Status.COLLECTED:
        found = unread(digest.status, why="its digest could not be read", needs=digest.detail.needs)
    else:
        found = collected(text_of(digest.value, "digest") == declared[name], evidence=digest.evidence)
    return {**asset, "as_declared": found.to_json()}


def _version(repository: dict[str, Json], manifest: Manifest | None) -> Observation:
    """How the manifest's version stands to those of all release tags."""
    if manifest is None:
        return unread(Status.NOT_REQUESTED, why=_NO_MANIFEST)
    refs, tags, releases = (read_observation(repository[name], name=name) for name in ("release_refs", *_NAMING))
    for seen in (refs, tags, releases):
        if seen.status is not Status.COLLECTED:
            return unread(seen.status, why=f"the tags could not be read: {seen.detail.why}", needs=seen.detail.needs)
    patterns = [ref for ref in release_refs_of(refs) if ref.kind is RefKind.TAG]
    released = [text_of(field_of(release, "tag"), "tag") for release in objects_of(releases.value, "releases")]
    names = [text_of(field_of(tag, "name"), "name") for tag in objects_of(tags.value, "tags")]
    own = manifest.source.ref.removeprefix(TAGS)
    try:
        written = written_versions({*names, *released, own}, patterns)
    except StepsSpentError:
        return unread(Status.ERROR, why="there are too many tags to compare with the release patterns")
    compared = _placed(manifest, own=own, written=written)
    if compared is None:
        return unread(Status.UNSUPPORTED, why="a release tag or the version of the manifest has no order")
    compared["unique"] = compared["unique"] is True and released.count(own) <= 1
    return collected(compared, evidence=(*tags.evidence, *releases.evidence))


def _placed(manifest: Manifest, *, own: str, written: dict[str, str]) -> dict[str, Json] | None:
    """Where the manifest's version stands among those that tags write; None where one of them has no order."""
    form = next((one.registry for one in manifest.targets if one.registry in PEP_440), "npm")
    wanted = order_key(manifest.version, registry=form)
    keys = {name: order_key(text, registry=form) for name, text in written.items()}
    if wanted is None or None in keys.values():
        return None
    others = [key for name, key in keys.items() if name != own]
    return {
        "tag": own,
        "named_by_tag": manifest.source.ref.startswith(TAGS) and keys.get(own) == wanted,
        "unique": wanted not in others,
        "newest": all(key < wanted for key in others),
    }


def derive_version_of_tag(manifest: Manifest, *, tags: Sequence[str]) -> Observation:
    """Whether the tag the manifest is built from names its version, as the project's release tags (`tags`) are written.

    Where the project declares none, a tag is the version itself, with or without a `v` before it. A tag that is none of
    the declared ones names no version. Built from something else than a tag, the manifest has nothing to compare with.
    """
    own = manifest.source.ref.removeprefix(TAGS)
    if own == manifest.source.ref:
        why = f"the manifest is built from {manifest.source.ref}, which is no tag"
        return unread(Status.NOT_REQUESTED, why=why, needs="nothing: build the manifest from the release tag")
    patterns = [
        ReleaseRef(ref=TAGS + name, name=name, kind=RefKind.TAG, default=False, pattern=is_pattern(name))
        for name in tags or ("*",)
    ]
    try:
        written = written_versions({own}, patterns)
    except StepsSpentError:
        return unread(Status.ERROR, why=TOO_MANY_STEPS)
    return collected(own in written and is_same_version(written[own], manifest.version))


def written_versions(names: set[str], patterns: list[ReleaseRef]) -> dict[str, str]:
    """Each release tag with the version it writes: what follows the part that its pattern spells out.

    Raises:
        StepsSpentError: there are too many to compare.
    """
    steps = ProofSteps()
    found = {}
    for name in sorted(names):
        own = [ref.name for ref in patterns if covers(ref.ref, TAGS + name, steps=steps)]
        if own:
            written = max((written_part(pattern) for pattern in own if pattern != name), key=len, default="")
            found[name] = name.removeprefix(written or "v")
    return found
