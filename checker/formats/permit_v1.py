"""`permit/v1`: the terms of a permit as canonical bytes, and back."""

from typing import Any

from checker.domain.digest import Digest
from checker.domain.json_value import Json
from checker.domain.manifest import Target
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace
from checker.domain.permit import PermitKind
from checker.domain.permit_terms import PermitBinding, PermittedFile, PermitTerms, WorkflowRun
from checker.formats.text_safety import refuse_unsafe_identifier

NAME = "permit"
SCHEMA = "clean-release/permit/v1"


def permit_document(terms: PermitTerms) -> dict[str, Json]:
    """The document that is signed."""
    binding, workflow = terms.binding, terms.binding.workflow
    return {
        "schema": SCHEMA,
        "namespace": str(binding.namespace),
        "project": terms.project,
        "repository": terms.repository,
        "candidate": terms.candidate,
        "kind": str(terms.kind),
        "verifier": terms.verifier,
        "host": binding.host,
        "repository_id": binding.repository_id,
        "owner_id": binding.owner_id,
        "version": terms.version,
        "commit": binding.commit,
        "ref": binding.ref,
        "workflow": {
            "ref": workflow.ref,
            "sha": workflow.sha,
            "run_id": workflow.run_id,
            "run_attempt": workflow.run_attempt,
        },
        "environment": binding.environment,
        "channel": binding.channel,
        "target": {"registry": terms.target.registry, "project": terms.target.project},
        "artifacts": [
            {"name": one.name, "sha256": one.sha256, "size": one.size}
            for one in sorted(terms.files, key=lambda one: one.name)
        ],
        "manifest": terms.manifest,
        "report": terms.report,
        "verdict": terms.verdict,
        "approvals": list[Json](sorted(terms.approvals)),
        "single_person": terms.single_person,
        "snapshot": terms.snapshot,
        "trail": {"seq": terms.trail_seq, "hash": terms.trail_hash},
        "reason": terms.reason,
        "issued": terms.issued,
        "expires": terms.expires,
    }


def terms_of(document: dict[str, Any], *, source: str) -> PermitTerms:
    """The terms of a document that is valid by its schema.

    Raises:
        InputRefusedError: a time that does not exist, or a name that deceives whoever reads it.
    """
    for moment in (document["issued"], document["expires"]):
        parse_moment(moment)
    for item in document["artifacts"]:
        refuse_unsafe_identifier(item["name"], what="artifact name", where=source)
    binding = PermitBinding(
        namespace=Namespace(document["namespace"]),
        host=document["host"],
        repository_id=document["repository_id"],
        owner_id=document["owner_id"],
        commit=document["commit"],
        ref=document["ref"],
        workflow=WorkflowRun(**document["workflow"]),
        environment=document["environment"],
        channel=document["channel"],
    )
    return PermitTerms(
        kind=PermitKind(document["kind"]),
        project=document["project"],
        repository=document["repository"],
        candidate=document["candidate"],
        version=document["version"],
        verifier=document["verifier"],
        binding=binding,
        target=Target(**document["target"]),
        files=tuple(PermittedFile(**item) for item in document["artifacts"]),
        manifest=Digest(document["manifest"]),
        report=document["report"],
        verdict=document["verdict"],
        approvals=tuple(Digest(one) for one in document["approvals"]),
        single_person=document["single_person"],
        snapshot=document["snapshot"],
        trail_seq=document["trail"]["seq"],
        trail_hash=Digest(document["trail"]["hash"]),
        reason=document["reason"],
        issued=document["issued"],
        expires=document["expires"],
    )
