"""Manifests and imported artifacts: read strictly, named by their canonical digest."""

import json
from typing import Any

import pytest

from checker.domain.manifest import Artifact, EvidenceReference, Target
from checker.errors import InputRefusedError
from checker.formats.canonical import canonical_digest
from checker.formats.manifest_v1 import parse_artifacts, parse_manifest
from tests.project_builders import artifacts_bytes, manifest_bytes

EVIDENCE = {"kind": "sbom", "sha256": "2" * 64, "subject": "widget-2.0.0.tar.gz"}


def manifest(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of a manifest
    return {**json.loads(manifest_bytes()), **changes}


def parsed(document: dict[str, Any]) -> Any:  # noqa: ANN401 - a manifest with its document
    return parse_manifest(json.dumps(document, indent=1).encode(), source="manifest.json")


def test_a_manifest_says_what_is_released_from_where_and_where_to() -> None:
    found, document = parsed(manifest(evidence=[EVIDENCE]))

    assert (found.project, found.version) == ("widget", "2.0.0")
    assert (found.source.repository, found.source.ref) == ("example-org/widget", "refs/tags/v2.0.0")
    assert [artifact.name for artifact in found.artifacts] == [
        "widget-2.0.0-py3-none-any.whl",
        "widget-2.0.0.tar.gz",
    ]
    assert found.targets == (Target(registry="pypi", project="widget"),)
    assert found.evidence == (EvidenceReference(**EVIDENCE),)
    assert document == manifest(evidence=[EVIDENCE])


def test_spelling_does_not_change_the_digest_and_content_does() -> None:
    found, document = parsed(manifest())

    assert found.digest == canonical_digest(document) == parse_manifest(manifest_bytes(), source="it")[0].digest
    assert parsed(manifest(version="2.0.1"))[0].digest != found.digest


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"artifacts": []}, "artifacts"),
        ({"owner": "x"}, 'unknown field "owner"'),
        ({"schema": "clean-release/manifest/v2"}, "clean-release/manifest/v1"),
        ({"version": "1\u202e2"}, "version"),
        ({"project": ""}, "project"),
    ],
)
def test_what_is_against_the_schema_or_cannot_be_seen_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InputRefusedError, match=r"^manifest\.json") as refusal:
        parsed(manifest(**changes))
    assert said in str(refusal.value)


@pytest.mark.parametrize("field", sorted(json.loads(manifest_bytes())))
def test_every_field_must_be_there(field: str) -> None:
    document = manifest()
    del document[field]

    with pytest.raises(InputRefusedError):
        parsed(document)


def test_a_name_that_shows_as_another_is_refused() -> None:
    document = manifest()
    document["artifacts"][0]["name"] = "widget\u200b.whl"

    with pytest.raises(InputRefusedError, match="artifact name"):
        parsed(document)


def test_imported_artifacts_are_of_one_release() -> None:
    found, document = parse_artifacts(artifacts_bytes(), source="artifacts.json")

    assert (found.project, found.version) == ("widget", "2.0.0")
    assert found.artifacts[0] == Artifact(**document["artifacts"][0])  # type: ignore[arg-type,index]
    assert found.digest == canonical_digest(document)


def test_malformed_artifacts_are_refused() -> None:
    with pytest.raises(InputRefusedError, match=r"^artifacts\.json"):
        parse_artifacts(manifest_bytes(), source="artifacts.json")
