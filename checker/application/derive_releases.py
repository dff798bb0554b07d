"""Derive releases: what is released under the manifest's tag, held against the manifest and every other release tag."""

from collections.abc import Mapping
from dataclasses import dataclass

from checker.application.tag_versions import Judged, commits_of, is_candidates, is_released, written_versions
from checker.domain.json_shape import field_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.manifest import Manifest
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.proof_steps import StepsSpentError
from checker.domain.reading import read_observation
from checker.domain.release_refs import TAGS, RefKind, release_refs_of
from checker.formats.versions import PEP_440, order_key

_NAMING = ("tags", "releases")
_NO_MANIFEST = "there is no manifest to compare with"


def derive_releases(
    repository: dict[str, Json], *, manifest: Manifest | None, judged: Judged = Judged.FILES
) -> dict[str, Json]:
    """The repository's sections with how its releases and its tags stand to the manifest, which is `judged`.

    Added are `of_manifest` (is it the release of the manifest's tag), `missing` (artifacts it lacks) and `as_declared`
    (has a file the bytes the manifest declares), and the section `release_version`.

    Raises:
        InputRefusedError: a section has another form than its schema says.
    """
    return {
        **repository,
        "releases": _with_manifest(repository["releases"], manifest),
        "release_version": _version(repository, manifest, judged).to_json(),
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
        "has_notes": read_observation(release.get("has_notes"), name="the notes of a release").to_json(),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tags:
    """The manifest's own tag, the version each release tag writes, and the commit each tag stands on."""

    own: str
    written: Mapping[str, str]
    commits: Mapping[str, str]


def _version(repository: dict[str, Json], manifest: Manifest | None, judged: Judged) -> Observation:
    """How the manifest's version stands to those of all release tags."""
    if manifest is None:
        return unread(Status.NOT_REQUESTED, why=_NO_MANIFEST)
    refs, tags, releases = (read_observation(repository[name], name=name) for name in ("release_refs", *_NAMING))
    for seen in (refs, tags, releases):
        if seen.status is not Status.COLLECTED:
            return unread(seen.status, why=f"the tags could not be read: {seen.detail.why}", needs=seen.detail.needs)
    patterns = [ref for ref in release_refs_of(refs) if ref.kind is RefKind.TAG]
    released = [text_of(field_of(release, "tag"), "tag") for release in objects_of(releases.value, "releases")]
    commits = commits_of(tags)
    own = manifest.source.ref.removeprefix(TAGS)
    try:
        written = written_versions({*commits, *released, own}, patterns)
    except StepsSpentError:
        return unread(Status.ERROR, why="there are too many tags to compare with the release patterns")
    compared = _placed(manifest, _Tags(own=own, written=written, commits=commits), judged)
    if compared is None:
        return unread(Status.UNSUPPORTED, why="a release tag or the version of the manifest has no order")
    compared["unique"] = compared["unique"] is True and released.count(own) <= 1
    return collected(compared, evidence=(*tags.evidence, *releases.evidence))


def _placed(manifest: Manifest, tags: _Tags, judged: Judged) -> dict[str, Json] | None:
    """Where the manifest's version stands among those that tags write; None where one of them has no order.

    Beside the tag of a candidate, the release tag on the same commit is no other release.
    """
    form = next((one.registry for one in manifest.targets if one.registry in PEP_440), "npm")
    wanted = order_key(manifest.version, registry=form)
    keys = {name: order_key(text, registry=form) for name, text in tags.written.items()}
    if wanted is None or None in keys.values():
        return None
    is_candidate = judged is not Judged.FILES and is_candidates(tags.written.get(tags.own, ""), manifest.version)
    same = {name for name in keys if is_candidate and tags.commits.get(name) == manifest.source.commit}
    others = [
        key for name, key in keys.items() if name not in {tags.own, *(one for one in same if keys[one] == wanted)}
    ]
    is_named = keys.get(tags.own) == wanted
    if is_candidate:
        is_named = judged is Judged.CANDIDATE or is_released(manifest, tags.written, tags.commits)
    return {
        "tag": tags.own,
        "named_by_tag": manifest.source.ref.startswith(TAGS) and is_named,
        "unique": wanted not in others,
        "newest": all(key < wanted for key in others),
    }
