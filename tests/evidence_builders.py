"""Evidence about widget 2.0.0 of the complete example: statements, bills of materials, test reports and build runs."""

import json
from typing import Any

from checker.formats.dsse_v1 import SignedBytes, render_envelope
from checker.formats.in_toto_types import IN_TOTO
from checker.formats.manifest_v1 import parse_manifest
from tests.fakes.memory_keys import MemorySigner
from tests.project_builders import manifest_bytes

BUILDER = MemorySigner("builder")
MANIFEST = parse_manifest(manifest_bytes(), source="manifest.json")[0]
WHEEL, SDIST = MANIFEST.artifacts
COMMIT = MANIFEST.source.commit
MADE_AT = "2026-03-02T11:00:00Z"
REPOSITORY = "https://github.com/example-org/widget"


def subjects(*artifacts: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - anything with a name and a sha256
    """The subjects of a statement; both artifacts unless others are given."""
    return [{"name": one.name, "digest": {"sha256": one.sha256}} for one in artifacts or MANIFEST.artifacts]


def provenance_v1(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of a predicate
    """The predicate of a build by a hosted runner; `changes` replace top-level parts."""
    return {
        "buildDefinition": {
            "buildType": "https://actions.github.io/buildtypes/workflow/v1",
            "externalParameters": {
                "workflow": {
                    "ref": "refs/tags/v2.0.0",
                    "repository": REPOSITORY,
                    "path": ".github/workflows/release.yml",
                }
            },
            "resolvedDependencies": [
                {"uri": f"git+{REPOSITORY}@refs/tags/v2.0.0", "digest": {"gitCommit": COMMIT}},
                {"uri": "https://example.org/tool.tar.gz"},
            ],
        },
        "runDetails": {
            "builder": {"id": "https://github.com/actions/runner/github-hosted"},
            "metadata": {"invocationId": f"{REPOSITORY}/actions/runs/4242/attempts/1", "finishedOn": MADE_AT},
        },
        **changes,
    }


def provenance_v02() -> dict[str, Any]:
    """The same build in the words of version 0.2."""
    return {
        "builder": {"id": "https://github.com/example/generator@refs/tags/v2"},
        "buildType": "https://example.org/generic@v1",
        "invocation": {
            "configSource": {
                "uri": f"git+{REPOSITORY}@refs/tags/v2.0.0",
                "digest": {"sha1": COMMIT},
                "entryPoint": ".github/workflows/release.yml",
            }
        },
        "metadata": {"buildInvocationID": "4242-1", "buildFinishedOn": MADE_AT},
        "materials": [{"uri": f"git+{REPOSITORY}@refs/tags/v2.0.0", "digest": {"sha1": COMMIT}}],
    }


def statement(
    predicate: Any = None,  # noqa: ANN401 - any JSON
    *,
    predicate_type: str = "https://slsa.dev/provenance/v1",
    about: Any = None,  # noqa: ANN401 - any JSON
    **changes: Any,  # noqa: ANN401 - any field
) -> bytes:
    """An in-toto statement about both artifacts."""
    document = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": subjects() if about is None else about,
        "predicateType": predicate_type,
        "predicate": provenance_v1() if predicate is None else predicate,
        **changes,
    }
    return json.dumps(document).encode()


def signed(payload: bytes, *, by: tuple[MemorySigner, ...] = (BUILDER,), payload_type: str = IN_TOTO) -> bytes:
    """The envelope of a payload."""
    bare = SignedBytes(payload=payload, payload_type=payload_type)
    signatures: dict[str, bytes] = {one.identity.fingerprint: one.sign(bare.to_sign()) for one in by}
    return render_envelope(SignedBytes(payload=payload, payload_type=payload_type, signatures=signatures))


def bom(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """A valid bill of materials of the wheel."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": MADE_AT,
            "component": {
                "type": "application",
                "name": "widget",
                "hashes": [{"alg": "SHA-256", "content": WHEEL.sha256}],
            },
        },
        "components": [
            {
                "type": "library",
                "name": "left",
                "bom-ref": "left",
                "licenses": [{"license": {"id": "MIT"}}],
                "components": [{"type": "library", "name": "inner", "licenses": [{"expression": "MIT OR Apache-2.0"}]}],
            },
            {"type": "library", "name": "right", "licenses": [{"license": {"name": "House licence"}}]},
            {"type": "library", "name": "bare"},
        ],
        **changes,
    }


def bom_bytes(**changes: Any) -> bytes:  # noqa: ANN401 - any field
    """The same as bytes."""
    return json.dumps(bom(**changes)).encode()


def scan(*vulnerabilities: dict[str, Any]) -> bytes:
    """A scan of the wheel that found these."""
    document = bom(vulnerabilities=list(vulnerabilities))
    document["metadata"]["tools"] = {"components": [{"type": "application", "name": "trivy"}]}
    del document["components"]
    return json.dumps(document).encode()


def build_run(**changes: Any) -> bytes:  # noqa: ANN401 - any field
    """The run that built widget 2.0.0."""
    document = {
        "schema": "clean-release/build-run/v1",
        "host": "github.com",
        "repository": "example-org/widget",
        "run_id": 4242,
        "attempt": 1,
        "workflow": ".github/workflows/release.yml",
        "event": "push",
        "conclusion": "success",
        "tag": "v2.0.0",
        "version": "2.0.0",
        "commit": COMMIT,
        "finished_at": MADE_AT,
        "artifacts": [{"name": WHEEL.name, "sha256": WHEEL.sha256}],
        **changes,
    }
    return json.dumps(document).encode()


JUNIT = b"""<?xml version="1.0" encoding="utf-8"?>
<testsuites>
 <testsuite name="unit" tests="3" failures="0" errors="0" skipped="1" time="1.5" timestamp="2026-03-02T12:00:00+01:00">
  <testcase classname="tests.test_a" name="test_one" time="0.1"/>
  <testcase classname="tests.test_a" name="test_two"><system-out>words</system-out></testcase>
  <testcase classname="tests.test_b" name="test_three"><skipped message="later"/></testcase>
 </testsuite>
</testsuites>
"""
