"""Derive versions: how the manifest's version stands to the registries it is released to, and to the checkout's own."""

from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, text_of, texts_of
from checker.domain.json_value import Json
from checker.domain.manifest import Manifest
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.reading import read_observation
from checker.formats.versions import form_of, is_same_version, is_well_formed, order_key


def version_forms(manifest: Manifest) -> list[Json]:
    """For each target registry, the form it demands of a version and whether this one has it."""
    registries = sorted({target.registry for target in manifest.targets})
    return [
        {
            "registry": registry,
            "form": form_of(registry),
            "well_formed": is_well_formed(manifest.version, registry=registry),
        }
        for registry in registries
    ]


def candidate_of(versions: Observation, *, registry: str, manifest: Manifest | None) -> Observation:
    """Whether the manifest's version is published already, and newer than all others."""
    if manifest is None:
        return unread(Status.NOT_REQUESTED, why="there is no manifest to compare with")
    if versions.status is not Status.COLLECTED:
        return unread(versions.status, why="the published versions could not be read", needs=versions.detail.needs)
    wanted = order_key(manifest.version, registry=registry)
    keys = [order_key(version, registry=registry) for version in texts_of(versions.value, "versions")]
    if wanted is None or any(key is None for key in keys):
        return unread(Status.UNSUPPORTED, why=f"a version has no order under {form_of(registry)}")
    return collected(
        {"already_published": wanted in keys, "newer_than_all": all(key < wanted for key in keys)},
        evidence=versions.evidence,
    )


def derive_workspace(sections: dict[str, Json], *, manifest: Manifest | None) -> dict[str, Json]:
    """The sections of a checkout with, for each version it states, whether it is the target's and the manifest's.

    `states` and `target` say both in plain words, for telling people; nothing is decided by them.

    Raises:
        InputRefusedError: a section has another form than its schema says.
    """
    versions = read_observation(sections["versions"], name="workspace.versions")
    if versions.status is not Status.COLLECTED:
        return dict(sections)
    target = _target(read_observation(sections["release_context"], name="workspace.release_context"))
    of_manifest = collected(manifest.version) if manifest else unread(Status.NOT_REQUESTED, why="there is no manifest")
    stated = [_compared(item, target, of_manifest) for item in objects_of(versions.value, "versions")]
    return {**sections, "versions": collected(list(stated), evidence=versions.evidence).to_json()}


def _target(context: Observation) -> Observation:
    """The version that the release target names."""
    if context.status is not Status.COLLECTED:
        return unread(context.status, why="the release target could not be read", needs=context.detail.needs)
    target = object_of(field_of(object_of(context.value, "release_context"), "target"), "target")
    if not flag_of(field_of(target, "stated"), "stated"):
        return unread(Status.NOT_REQUESTED, why="no release target was stated", needs="audit workspace --target")
    return collected(text_of(field_of(target, "value"), "value"))


def _compared(version: dict[str, Json], target: Observation, of_manifest: Observation) -> dict[str, Json]:
    written = read_observation(field_of(version, "written"), name="written")
    return {
        **version,
        "states": text_of(written.value, "written") if written.status is Status.COLLECTED else "",
        "target": text_of(target.value, "target") if target.status is Status.COLLECTED else "",
        "as_target": _same(written, target).to_json(),
        "as_manifest": _same(written, of_manifest).to_json(),
    }


def _same(written: Observation, other: Observation) -> Observation:
    """Whether both are one version; what could not be read of either stays open."""
    for one in (written, other):
        if one.status is not Status.COLLECTED:
            return unread(one.status, why=one.detail.why, needs=one.detail.needs)
    same = is_same_version(text_of(written.value, "written"), text_of(other.value, "version"))
    return collected(same, evidence=written.evidence)
