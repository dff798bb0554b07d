"""Attestations of npm packages for tests: statements as npm writes them, signed by a sigstore of the test's own."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tests.local_sigstore import Run, a_sigstore
from tests.registry_server import TARBALL

SLSA = "https://slsa.dev/provenance/v1"
PUBLISHED = "https://github.com/npm/attestation/tree/main/specs/publish/v0.1"
SHA512 = hashlib.sha512(TARBALL).hexdigest()


def a_statement(name: str = "pkg:npm/widget@1.2.3", *, sha512: str = SHA512, run: Run = Run()) -> dict[str, Any]:  # noqa: B008 - frozen
    """SLSA provenance of a tarball, as `npm publish --provenance` writes it."""
    repository = f"https://github.com/{run.repository}"
    workflow = {"ref": run.ref, "repository": repository, "path": f".github/workflows/{run.file}"}
    source = {"uri": f"git+{repository}@{run.ref}", "digest": {"gitCommit": run.commit}}
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": name, "digest": {"sha512": sha512}}],
        "predicateType": SLSA,
        "predicate": {
            "buildDefinition": {
                "buildType": "https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1",
                "externalParameters": {"workflow": workflow},
                "resolvedDependencies": [source],
            },
            "runDetails": {"builder": {"id": "https://github.com/actions/runner/github-hosted"}},
        },
    }


def provenance(statement: Mapping[str, Any] | None = None, *, run: Run = Run(), **how: Any) -> dict[str, Any]:  # noqa: ANN401, B008 - frozen
    """The statement of a workflow run, signed."""
    said = statement if statement is not None else a_statement(run=run)
    return {"predicateType": SLSA, "bundle": a_sigstore().bundle(said, run=run, **how)}


def publication(name: str = "pkg:npm/widget@1.2.3", *, sha512: str = SHA512) -> dict[str, Any]:
    """The registry's own statement; who signed it is not looked at."""
    statement = {
        "_type": "https://in-toto.io/Statement/v0.1",
        "subject": [{"name": name, "digest": {"sha512": sha512}}],
        "predicateType": PUBLISHED,
        "predicate": {"name": "widget", "version": "1.2.3", "registry": "https://registry.example.org"},
    }
    payload = base64.b64encode(json.dumps(statement).encode()).decode()
    material = {"publicKey": {"hint": "SHA256:key"}, "tlogEntries": [{"kindVersion": {"kind": "intoto"}}]}
    return {
        "predicateType": PUBLISHED,
        "bundle": {"verificationMaterial": material, "dsseEnvelope": {"payload": payload}},
    }
