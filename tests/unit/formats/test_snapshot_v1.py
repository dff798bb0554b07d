"""A snapshot is named by everything that judges, and what was stored is hashed again before it judges."""

from dataclasses import replace
from typing import Any

import pytest

from checker.domain.digest import digest_of
from checker.domain.rule import Enforcement, Severity
from checker.domain.snapshot import BundleFile, OfferedCollection, Snapshot, Weakening
from checker.domain.trust import TrustDecision, TrustMethod
from checker.errors import BundleRefusedError, InputRefusedError, TrustError
from checker.formats.bundle_tree import tree_digest
from checker.formats.published import document_schema
from checker.formats.snapshot_v1 import content_bytes, read_snapshot, seal_snapshot, snapshot_bytes, snapshot_document
from tests.report_builders import a_foreign_rule, a_rule, a_snapshot

ONE, TWO = a_rule("branch.one", identity=["actor"], effective_on="2026-03-01T00:00:00Z"), a_rule("branch.two")
RICH = a_snapshot(
    TWO,
    replace(ONE, severity=Severity.LOW, enforcement=Enforcement.WARN, has_applies=True, applies_reads=("manifest",)),
    a_foreign_rule(),
    collections=(OfferedCollection(name="minimal", rules=("a.one",)), OfferedCollection(name="strict", rules=())),
    weakenings=(Weakening(rule="branch.one", what="warns", allowed_by="anchor"), Weakening(rule="a", what="b")),
)


def resealed(snapshot: Snapshot, **changes: Any) -> Snapshot:  # noqa: ANN401 - any part of a snapshot
    return replace(snapshot, digest=digest_of(snapshot_bytes(replace(snapshot, **changes))), **changes)


def with_first_bundle(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of a bundle
    first, *rest = RICH.bundles
    return {"bundles": (replace(first, bundle=replace(first.bundle, **changes)), *rest)}


def test_a_snapshot_is_valid_against_its_published_schema() -> None:
    document_schema("snapshot_v1").refuse_unless_valid(snapshot_document(RICH), source="snapshot")

    assert RICH.digest == digest_of(snapshot_bytes(RICH))


def test_a_stored_snapshot_comes_back_whole() -> None:
    read = read_snapshot(data=snapshot_bytes(RICH), content=content_bytes(RICH))

    assert read.digest == RICH.digest
    assert read.rules == tuple(sorted(RICH.rules, key=lambda rule: rule.code))
    assert {item.bundle.name: set(item.bundle.files) for item in read.bundles} == {
        item.bundle.name: set(item.bundle.files) for item in RICH.bundles
    }
    assert {item.source for item in read.bundles} == {item.source for item in RICH.bundles}
    assert snapshot_bytes(read) == snapshot_bytes(RICH)
    assert content_bytes(read) == content_bytes(RICH)


def test_the_order_of_parts_does_not_matter() -> None:
    turned = seal_snapshot(
        bundles=RICH.bundles[::-1],
        rules=RICH.rules[::-1],
        collections=RICH.collections[::-1],
        parameters=dict(reversed(RICH.parameters.items())),
        project_facts=RICH.project_facts,
        builtins=RICH.builtins[::-1] * 2,
        input_schema=RICH.input_schema,
        selection=RICH.selection,
        weakenings=RICH.weakenings[::-1],
    )

    assert turned.digest == RICH.digest


@pytest.mark.parametrize(
    "change",
    [
        {"rules": RICH.rules[1:]},
        {"collections": RICH.collections[1:]},
        {"collections": (replace(RICH.collections[0], rules=()), *RICH.collections[1:])},
        {"rules": (replace(RICH.rules[0], severity=Severity.LOW), *RICH.rules[1:])},
        {"rules": (replace(RICH.rules[0], enforcement=Enforcement.INFORM), *RICH.rules[1:])},
        {"rules": (replace(RICH.rules[0], has_applies=True), *RICH.rules[1:])},
        {"rules": (replace(RICH.rules[0], applies_reads=("x",)), *RICH.rules[1:])},
        {"rules": (replace(RICH.rules[0], origin="other"), *RICH.rules[1:])},
        {"rules": (replace(RICH.rules[0], metadata={"title": "t", "description": "d", "custom": {}}), *RICH.rules[1:])},
        {"parameters": {"branch.approvals": {"least": 2}}},
        {"parameters": {}},
        {"project_facts": {"release_branches": []}},
        {"builtins": ("count",)},
        {"input_schema": digest_of(b"other")},
        {"selection": digest_of(b"other selection")},
        {"weakenings": ()},
        {"bundles": RICH.bundles[1:]},
        with_first_bundle(revision=4),
        with_first_bundle(name="renamed"),
        with_first_bundle(archive_sha256="a" * 64),
        with_first_bundle(tree_digest=digest_of(b"other")),
        {"bundles": (replace(RICH.bundles[0], trust=TrustDecision(method=TrustMethod.NONE)), *RICH.bundles[1:])},
    ],
)
def test_everything_that_judges_changes_the_digest(change: dict[str, Any]) -> None:
    assert resealed(RICH, **change).digest != RICH.digest


def test_where_a_bundle_came_from_does_not_change_the_digest() -> None:
    """No paths: the same policy has the same name on every machine."""
    elsewhere = tuple(replace(bundle, source="/somewhere/else") for bundle in RICH.bundles)

    assert resealed(RICH, bundles=elsewhere).digest == RICH.digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"package rules.branch.no_bypass", b"package rules.branch.yes_bypass"),
        (b"/wD+", b"/wD/"),
        (b'"path":"data/blob.bin"', b'"path":"data/blob.bim"'),
        (b'"name":"foreign"', b'"name":"foreigm"'),
        (b'"blobs":', b'"blobz":'),
        (b'"base64":', b'"bas364":'),
        (b'"bundles":[', b'"bundles":[7,'),
        (b"snapshot-content/v1", b"snapshot-content/v2"),
        (b"/wD+", b"?wD+"),
        (b'"roots":["rules"]', b'"roots":7'),
    ],
)
def test_content_that_was_changed_is_refused(old: bytes, new: bytes) -> None:
    content = content_bytes(RICH)
    assert old in content

    with pytest.raises((InputRefusedError, TrustError)) as refusal:
        read_snapshot(data=snapshot_bytes(RICH), content=content.replace(old, new))

    assert refusal.value.hint or refusal.value.where


@pytest.mark.parametrize("content", [b"", b"[]", b"7", b"{}", b'{"schema":"clean-release/snapshot-content/v1"}'])
def test_what_is_no_content_is_refused(content: bytes) -> None:
    with pytest.raises(InputRefusedError):
        read_snapshot(data=snapshot_bytes(RICH), content=content)


def test_a_file_slipped_into_the_content_is_refused() -> None:
    first, *rest = RICH.bundles
    files = (*first.bundle.files, BundleFile(path="rules/extra.rego", data=b"package rules.extra\n"))
    assert tree_digest(files) != first.bundle.tree_digest
    slipped = replace(RICH, bundles=(replace(first, bundle=replace(first.bundle, files=files)), *rest))

    with pytest.raises(TrustError, match=f"the stored snapshot {RICH.digest} holds what has the digest"):
        read_snapshot(data=snapshot_bytes(RICH), content=content_bytes(slipped))


def test_a_document_whose_metadata_was_changed_beside_its_digest_is_refused() -> None:
    data = snapshot_bytes(RICH).replace(b"lets someone bypass it", b"lets everyone bypass it")

    with pytest.raises(TrustError, match="holds what has the digest"):
        read_snapshot(data=data, content=content_bytes(RICH))


def test_a_document_with_metadata_no_rule_can_have_is_refused() -> None:
    data = snapshot_bytes(RICH).replace(b'"catalogue":"BR-19","collections"', b'"katalogue":"BR-19","collections"')

    with pytest.raises(BundleRefusedError):
        read_snapshot(data=data, content=content_bytes(RICH))


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"schema":"clean-release/snapshot/v1"}'])
def test_what_is_no_snapshot_is_refused(data: bytes) -> None:
    with pytest.raises(InputRefusedError):
        read_snapshot(data=data, content=content_bytes(RICH))
