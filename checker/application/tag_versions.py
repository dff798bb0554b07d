"""Tag versions: which version a tag names, as the project writes its release tags (ADR 30).

The version is what a pattern does not spell out: `1.2.0` of `v1.2.0-py` for `v*-py`. What reads as a part of a version
belongs to it, as in `v1.*` and `v*rc1`. A candidate of 1.2.0 is tagged `v1.2.0-rc1`: that names the version while a
candidate is judged, and for a publish only beside the release tag on the same commit.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from checker.domain.json_shape import field_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.manifest import Manifest
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.proof_steps import TOO_MANY_STEPS, ProofSteps, StepsSpentError
from checker.domain.reading import read_observation
from checker.domain.ref_pattern import covers, is_pattern, written_end, written_part
from checker.domain.release_refs import TAGS, RefKind, ReleaseRef
from checker.formats.versions import is_same_version, order_key

_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*\.$")
_OF_CANDIDATE = re.compile(r"(.+)-rc[0-9]+", re.DOTALL)


class Judged(StrEnum):
    """What a version is looked at for."""

    FILES = "files"
    CANDIDATE = "candidate"
    PUBLISH = "publish"


def derive_version_of_tag(
    manifest: Manifest, *, tags: Sequence[str], judged: Judged = Judged.FILES, known: Json = None
) -> Observation:
    """Whether the tag the manifest is built from names its version, as the project's release tags (`tags`) are written.

    Where the project declares none, a tag is the version itself, with or without a `v` before it. A tag that is none of
    the declared ones names no version. Built from something else than a tag, the manifest has nothing to compare with.

    Args:
        manifest: the manifest.
        tags: names and patterns of the project's release tags.
        judged: what it is looked at for.
        known: the repository's tags as an audit holds them, which a publish of a candidate needs.
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
        written = written_versions({own}, patterns).get(own)
        if written is None or judged is Judged.FILES or not is_candidates(written, manifest.version):
            return collected(written is not None and is_same_version(written, manifest.version))
        return collected(value=True) if judged is Judged.CANDIDATE else _released(manifest, patterns, known)
    except StepsSpentError:
        return unread(Status.ERROR, why=TOO_MANY_STEPS)


def is_candidates(written: str, version: str) -> bool:
    """Whether a tag writes a candidate of the version: `1.2.0-rc1` for 1.2.0."""
    found = _OF_CANDIDATE.fullmatch(written)
    return found is not None and is_same_version(found[1], version)


def commits_of(tags: Observation) -> dict[str, str]:
    """The commit each tag stands on, by its name."""
    listed = objects_of(tags.value, "tags")
    return {text_of(field_of(tag, "name"), "name"): text_of(field_of(tag, "commit"), "commit") for tag in listed}


def is_released(manifest: Manifest, written: Mapping[str, str], commits: Mapping[str, str]) -> bool:
    """Whether a tag of the manifest's version stands on its commit."""
    return any(
        commits.get(name) == manifest.source.commit and is_same_version(version, manifest.version)
        for name, version in written.items()
    )


def written_versions(names: Iterable[str], patterns: Sequence[ReleaseRef]) -> dict[str, str]:
    """Each release tag with the version it writes: what its pattern does not spell out.

    Raises:
        StepsSpentError: there are too many to compare.
    """
    steps = ProofSteps()
    found = {}
    for name in sorted(names):
        own = [ref.name for ref in patterns if covers(ref.ref, TAGS + name, steps=steps)]
        if own:
            spelled = (_spelled_out(pattern) for pattern in own if pattern != name)
            before, after = max(spelled, key=lambda parts: len(parts[0]) + len(parts[1]), default=("", ""))
            found[name] = name.removeprefix(before or "v").removesuffix(after)
    return found


def _released(manifest: Manifest, patterns: Sequence[ReleaseRef], known: Json) -> Observation:
    """Whether the release tag is there as well, for a manifest that is built from the tag of a candidate."""
    seen = read_observation(known, name="tags")
    if seen.status is not Status.COLLECTED:
        why = "whether the tag of the version stands on the candidate's commit could not be read"
        return unread(seen.status, why=why, needs=seen.detail.needs)
    commits = commits_of(seen)
    found = is_released(manifest, written_versions(commits, patterns), commits)
    return collected(found, evidence=seen.evidence)


def _spelled_out(pattern: str) -> tuple[str, str]:
    """What a pattern spells out before and after the version, without what reads as a part of a version."""
    before, after = written_part(pattern), written_end(pattern)
    numbers = _NUMBERS.search(before)
    is_version = order_key(f"0{after}", registry="pypi") is not None
    return before[: numbers.start()] if numbers else before, "" if is_version else after
