"""Compare two manifests: what the second releases that the first does not, and the other way round."""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.domain.manifest import Artifact, EvidenceReference, Manifest, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestChange:
    """One thing that differs; empty where a manifest does not have it."""

    what: str
    before: str
    after: str


def compare_manifests(before: Manifest, after: Manifest) -> tuple[ManifestChange, ...]:
    """Everything that differs, in the order of the document; nothing where both say the same."""
    first, second = _told(before), _told(after)
    names = dict.fromkeys((*first, *second))
    return tuple(
        ManifestChange(what=name, before=first.get(name, ""), after=second.get(name, ""))
        for name in names
        if first.get(name) != second.get(name)
    )


def _told(manifest: Manifest) -> dict[str, str]:
    return dict(_facts(manifest))


def _facts(manifest: Manifest) -> Iterator[tuple[str, str]]:
    yield "project", manifest.project
    yield "version", manifest.version
    yield "source.host", manifest.source.host
    yield "source.repository", manifest.source.repository
    yield "source.commit", manifest.source.commit
    yield "source.ref", manifest.source.ref
    yield from ((f"artifacts {one.name}", _file(one)) for one in manifest.artifacts)
    yield from ((f"targets {_target(one)}", "named") for one in manifest.targets)
    yield from ((f"evidence {_reference(one)}", "named") for one in manifest.evidence)


def _file(artifact: Artifact) -> str:
    return f"{artifact.kind}, {artifact.size} bytes, sha256 {artifact.sha256}"


def _target(target: Target) -> str:
    return f"{target.registry} {target.project}"


def _reference(reference: EvidenceReference) -> str:
    return f"{reference.kind} {reference.sha256} {reference.subject}".rstrip()
