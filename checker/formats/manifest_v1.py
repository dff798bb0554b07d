"""`manifest/v1` and `artifacts/v1`: what is to be released, and what was imported for it."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, cast

from checker.domain.digest import Digest
from checker.domain.json_value import Json
from checker.domain.limits import MACHINE_WRITTEN
from checker.domain.manifest import Artifact, EvidenceReference, ImportedArtifacts, Manifest, Source, Target
from checker.formats.canonical import canonical_bytes, canonical_digest
from checker.formats.published import document_schema
from checker.formats.strict_json import read_json
from checker.formats.text_safety import refuse_unsafe_identifier

SCHEMA = "clean-release/manifest/v1"


def parse_manifest(data: bytes, *, source: str) -> tuple[Manifest, dict[str, Json]]:
    """A manifest and the exact document it was read from.

    Raises:
        InputRefusedError: malformed, against its schema, without artifacts, or with an unsafe name.
    """
    document, digest = _document(data, source=source, schema="manifest_v1")
    origin = document["source"]
    manifest = Manifest(
        project=document["project"],
        version=document["version"],
        source=Source(host=origin["host"], repository=origin["repository"], commit=origin["commit"], ref=origin["ref"]),
        artifacts=_artifacts(document, source),
        targets=tuple(Target(registry=item["registry"], project=item["project"]) for item in document["targets"]),
        evidence=tuple(
            EvidenceReference(kind=item["kind"], sha256=item["sha256"], subject=item["subject"])
            for item in document["evidence"]
        ),
        digest=digest,
    )
    for what, text in _names(manifest):
        refuse_unsafe_identifier(text, what=what, where=source)
    return manifest, document


def manifest_bytes(
    *, project: str, version: str, source: Source, artifacts: Sequence[Artifact], targets: Sequence[Target]
) -> bytes:
    """The canonical bytes of a manifest without evidence, which its own reader accepts.

    Raises:
        InputRefusedError: the reader would refuse it: a file name that is a path, a version that is empty.
    """
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "project": project,
        "version": version,
        "source": {one.name: getattr(source, one.name) for one in fields(source)},
        "artifacts": [
            {"name": item.name, "kind": item.kind, "sha256": item.sha256, "size": item.size} for item in artifacts
        ],
        "targets": [{"registry": target.registry, "project": target.project} for target in targets],
        "evidence": [],
    }
    data = canonical_bytes(document)
    parse_manifest(data, source="the new manifest")
    return data


def _names(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Everything in a manifest that a machine compares and a person reads."""
    yield "project", manifest.project
    yield "version", manifest.version
    yield "host", manifest.source.host
    yield "repository", manifest.source.repository
    yield "ref", manifest.source.ref
    yield from (("target", target.project) for target in manifest.targets)
    yield from (("evidence", name) for item in manifest.evidence for name in (item.kind, item.subject))


def parse_artifacts(data: bytes, *, source: str) -> tuple[ImportedArtifacts, dict[str, Json]]:
    """The artifacts imported for a candidate, and the exact document.

    Raises:
        InputRefusedError: malformed or against its schema.
    """
    document, digest = _document(data, source=source, schema="artifacts_v1")
    for what in ("project", "version"):
        refuse_unsafe_identifier(document[what], what=what, where=source)
    imported = ImportedArtifacts(
        project=document["project"],
        version=document["version"],
        artifacts=_artifacts(document, source),
        digest=digest,
    )
    return imported, document


def _document(data: bytes, *, source: str, schema: str) -> tuple[dict[str, Any], Digest]:
    document = read_json(data, source=source, limits=MACHINE_WRITTEN)
    document_schema(schema).refuse_unless_valid(document, source=source, data=data)
    return cast("dict[str, Any]", document), canonical_digest(document)


def _artifacts(document: dict[str, Any], source: str) -> tuple[Artifact, ...]:
    for item in document["artifacts"]:
        refuse_unsafe_identifier(item["name"], what="artifact name", where=source)
    return tuple(
        Artifact(name=item["name"], kind=item["kind"], sha256=item["sha256"], size=item["size"])
        for item in document["artifacts"]
    )
