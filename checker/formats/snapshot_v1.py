"""`snapshot/v1`: everything that judges, as a document whose digest names it, and the exact files to judge with.

The document covers the bundles by their tree digests, the rules with their whole METADATA, parameters, project facts,
builtins and the trust decision; no paths, no times. The content beside it carries the files. Reading a stored snapshot
computes every name again from the bytes at hand: one that was changed in the store is refused, not judged with.
"""

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from checker.domain.digest import Digest, digest_of
from checker.domain.json_value import Json
from checker.domain.limits import DocumentLimits
from checker.domain.rule import Contract, Enforcement, Rule, Severity
from checker.domain.snapshot import Bundle, BundleFile, OfferedCollection, ResolvedBundle, Snapshot, Weakening
from checker.domain.trust import TrustDecision, TrustMethod
from checker.errors import InputRefusedError, Place, TrustError
from checker.formats.bundle_tree import tree_digest
from checker.formats.canonical import canonical_bytes, canonical_digest
from checker.formats.published import document_schema
from checker.formats.rule_metadata import rule_of
from checker.formats.strict_json import read_json

SCHEMA = "clean-release/snapshot/v1"
CONTENT_SCHEMA = "clean-release/snapshot-content/v1"

_UNNAMED = Digest("")
_CONTENT_LIMITS = DocumentLimits(bytes=256 * 1024 * 1024)


def seal_snapshot(  # noqa: PLR0913 - these are the parts of a snapshot; a carrier for them would be the snapshot itself
    *,
    bundles: tuple[ResolvedBundle, ...],
    rules: tuple[Rule, ...],
    collections: tuple[OfferedCollection, ...],
    parameters: dict[str, dict[str, Json]],
    project_facts: dict[str, Json],
    builtins: tuple[str, ...],
    input_schema: Digest,
    weakenings: tuple[Weakening, ...],
    selection: Digest,
) -> Snapshot:
    """The snapshot of these parts, named by its digest."""
    unnamed = Snapshot(
        bundles=bundles,
        rules=rules,
        collections=collections,
        parameters=parameters,
        project_facts=project_facts,
        builtins=builtins,
        input_schema=input_schema,
        weakenings=weakenings,
        selection=selection,
        digest=_UNNAMED,
    )
    return replace(unnamed, digest=digest_of(snapshot_bytes(unnamed)))


def snapshot_bytes(snapshot: Snapshot) -> bytes:
    """The canonical bytes of the snapshot's document; their digest is its name."""
    return canonical_bytes(snapshot_document(snapshot))


def snapshot_document(snapshot: Snapshot) -> dict[str, Json]:
    """The document of a snapshot, every list in the host's order."""
    weakenings = sorted(snapshot.weakenings, key=lambda item: (item.rule, item.what, item.allowed_by))
    return {
        "schema": SCHEMA,
        "bundles": [_bundle(item) for item in sorted(snapshot.bundles, key=lambda item: item.bundle.name)],
        "rules": [_rule(rule) for rule in sorted(snapshot.rules, key=lambda rule: rule.code)],
        "collections": [_collection(item) for item in sorted(snapshot.collections, key=lambda item: item.name)],
        "parameters": {code: dict(values) for code, values in snapshot.parameters.items()},
        "project_facts": dict(snapshot.project_facts),
        "builtins": list[Json](sorted(set(snapshot.builtins))),
        "input_schema": snapshot.input_schema,
        "selection": snapshot.selection,
        "weakenings": [{"rule": item.rule, "what": item.what, "allowed_by": item.allowed_by} for item in weakenings],
    }


def _collection(offered: OfferedCollection) -> Json:
    return {"name": offered.name, "rules": list[Json](sorted(set(offered.rules)))}


def _bundle(resolved: ResolvedBundle) -> Json:
    bundle, trust = resolved.bundle, resolved.trust
    return {
        "name": bundle.name,
        "revision": bundle.revision,
        "archive_sha256": bundle.archive_sha256,
        "tree_digest": bundle.tree_digest,
        "contract": str(resolved.contract),
        "trust": {
            "method": str(trust.method),
            "keys": list[Json](sorted(set(trust.keys))),
            "threshold": trust.threshold,
        },
    }


def _rule(rule: Rule) -> Json:
    return {
        "code": rule.code,
        "catalogue": rule.catalogue,
        "title": rule.title,
        "severity": str(rule.severity),
        "enforcement": str(rule.enforcement),
        "contract": str(rule.contract),
        "package": rule.package,
        "origin": rule.origin,
        "has_applies": rule.has_applies,
        "applies_reads": list[Json](sorted(set(rule.applies_reads))),
        "metadata": dict(rule.metadata),
        "metadata_digest": canonical_digest(rule.metadata),
    }


def content_bytes(snapshot: Snapshot) -> bytes:
    """The exact files of a snapshot's bundles, as one canonical document to be stored beside it.

    Identical files are kept once; text as text, so that a person can read a store, anything else in base64.
    """
    blobs: dict[str, Json] = {}
    bundles: list[Json] = []
    for resolved in sorted(snapshot.bundles, key=lambda item: item.bundle.name):
        files: list[Json] = []
        for file in sorted(resolved.bundle.files, key=lambda file: file.path):
            digest = digest_of(file.data)
            blobs[digest] = _blob(file.data)
            files.append({"path": file.path, "digest": digest})
        bundle: dict[str, Json] = {
            "name": resolved.bundle.name,
            "source": resolved.source,
            "roots": list[Json](resolved.bundle.roots),
            "files": files,
        }
        bundles.append(bundle)
    return canonical_bytes({"schema": CONTENT_SCHEMA, "bundles": bundles, "blobs": blobs})


def _blob(data: bytes) -> Json:
    try:
        return {"text": data.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode("ascii")}


def read_snapshot(*, data: bytes, content: bytes, source: str = "snapshot") -> Snapshot:
    """A snapshot from its stored document and content, every digest computed again.

    Raises:
        InputRefusedError: not a `snapshot/v1` document, or content that is not what this version writes.
        TrustError: the files or rules at hand are not those that the document names.
    """
    document: Any = read_json(data, source=source)
    document_schema("snapshot_v1").refuse_unless_valid(document, source=source, data=data)
    snapshot = seal_snapshot(
        bundles=_read_bundles(document, content, source),
        rules=tuple(_read_rule(rule, source) for rule in document["rules"]),
        collections=tuple(
            OfferedCollection(name=item["name"], rules=tuple(item["rules"])) for item in document["collections"]
        ),
        parameters=document["parameters"],
        project_facts=document["project_facts"],
        builtins=tuple(document["builtins"]),
        input_schema=Digest(document["input_schema"]),
        weakenings=tuple(Weakening(**item) for item in document["weakenings"]),
        selection=Digest(document["selection"]),
    )
    if snapshot.digest != digest_of(data):
        raise TrustError(
            f"the stored snapshot {digest_of(data)} holds what has the digest {snapshot.digest}",
            hint="run `clean-release lock` to take it again",
            where=Place(source=source),
        )
    return snapshot


def _read_bundles(document: Mapping[str, Any], content: bytes, source: str) -> tuple[ResolvedBundle, ...]:
    """The bundles the document names, with their files from the content, whose shape only this module writes."""
    where = Place(source=f"{source} content")
    found: Any = read_json(content, source=where.source, limits=_CONTENT_LIMITS)
    try:
        if found["schema"] != CONTENT_SCHEMA:
            raise InputRefusedError(f"the content is marked {found['schema']}, expected {CONTENT_SCHEMA}", where=where)
        kept = {bundle["name"]: bundle for bundle in found["bundles"]}
        return tuple(_read_bundle(named, kept[named["name"]], found["blobs"]) for named in document["bundles"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputRefusedError(
            f"the content is not what was stored: {type(error).__name__} {error}, expected {CONTENT_SCHEMA}",
            hint="run `clean-release lock` to take the snapshot again",
            where=where,
        ) from error


def _read_bundle(named: Mapping[str, Any], kept: Mapping[str, Any], blobs: Mapping[str, Any]) -> ResolvedBundle:
    """One bundle with its files; its tree digest is computed from them, whatever the document says."""
    files = tuple(BundleFile(path=file["path"], data=_read_blob(blobs[file["digest"]])) for file in kept["files"])
    trust = named["trust"]
    return ResolvedBundle(
        source=kept["source"],
        bundle=Bundle(
            name=named["name"],
            revision=named["revision"],
            roots=tuple(kept["roots"]),
            files=files,
            archive_sha256=named["archive_sha256"],
            tree_digest=tree_digest(files),
        ),
        contract=Contract(named["contract"]),
        trust=TrustDecision(
            method=TrustMethod(trust["method"]), keys=tuple(trust["keys"]), threshold=trust["threshold"]
        ),
    )


def _read_blob(blob: Mapping[str, str]) -> bytes:
    return blob["text"].encode() if "text" in blob else base64.b64decode(blob["base64"], validate=True)


def _read_rule(entry: Mapping[str, Any], source: str) -> Rule:
    """The rule as it was sealed: its METADATA, with the severity and enforcement the project gave it."""
    contract = Contract(entry["contract"])
    judged: dict[str, Any] = {
        "severity": Severity(entry["severity"]),
        "enforcement": Enforcement(entry["enforcement"]),
    }
    if contract is Contract.RELEASE_POLICY:
        rule = rule_of(
            package=entry["package"],
            origin=entry["origin"],
            annotation=entry["metadata"],
            has_applies=entry["has_applies"],
            applies_reads=tuple(entry["applies_reads"]),
            where=source,
        )
        return replace(rule, **judged)
    return Rule(
        code=entry["code"],
        package=entry["package"],
        origin=entry["origin"],
        title=entry["title"],
        description=str(entry["metadata"].get("description", "")),
        catalogue=entry["catalogue"],
        contract=contract,
        metadata=entry["metadata"],
        **judged,
    )
