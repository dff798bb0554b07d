"""The rules about what is released keep the prover's laws, and everything they read was seen to decide."""

import json
from pathlib import Path

import pytest

from checker.bootstrap import CleanRelease
from checker.bootstrap.proving import ProofsAsked
from checker.domain.proof import Standing
from tests.architecture.source_tree import ROOT
from tests.release_documents import BASES, a_document

PROVEN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("history.checks_kept", ("good",)),
    ("history.provenance_whole", ("good",)),
    ("manifest.audits_fresh", ("good", "stale")),
    ("manifest.builder_allowed", ("good",)),
    ("manifest.changelog_entry", ("changelog",)),
    ("manifest.evidence_fresh", ("good",)),
    ("manifest.evidence_present", ("good", "unbilled")),
    ("manifest.kinds_allowed", ("good",)),
    ("manifest.kinds_present", ("good",)),
    ("manifest.licences_allowed", ("good",)),
    ("manifest.real_candidate", ("good",)),
    ("manifest.schedule", ("good",)),
    ("manifest.source_allowed", ("good", "elsewhere")),
    ("manifest.tests_passed", ("good",)),
    ("manifest.vulnerabilities_handled", ("good",)),
    ("manifest.waivers_kept", ("waiver",)),
    ("publisher.declared", ("good",)),
    ("publisher.environment_bound", ("good",)),
    ("publisher.environment_guarded", ("good", "open")),
    ("publisher.no_arbitrary_ref", ("good", "dispatched", "open")),
    ("publisher.of_candidate", ("good",)),
    ("publisher.workflow_bound", ("good",)),
    ("workflow.as_reviewed", ("workflow",)),
    ("tag.provenance_matches", ("good",)),
    ("tag.sbom_per_asset", ("good", "unbilled")),
    ("tag.signatures_verified", ("good",)),
    ("workspace.build_run", ("good", "undeclared")),
    ("workspace.channels_aligned", ("good",)),
    ("workspace.signed", ("good",)),
)

pytestmark = [pytest.mark.engine, pytest.mark.unmeasured]


@pytest.mark.parametrize(("rule", "bases"), PROVEN, ids=[rule for rule, _ in PROVEN])
def test_a_rule_is_proven(tmp_path: Path, rule: str, bases: tuple[str, ...]) -> None:
    for name in bases:
        (tmp_path / f"{name}.json").write_text(json.dumps(a_document(*BASES[name])))
    documents = tuple(str(tmp_path / f"{name}.json") for name in bases)
    asked = ProofsAsked(name=rule, documents=documents, bundle=str(ROOT / "policies"), walks=20)

    (proof,) = CleanRelease(directory=tmp_path).policies.prove(asked)

    assert [
        (law.law, law.missing, law.example)
        for law in proof.laws
        if law.standing is not Standing.HOLDS and law.law != "4"
    ] == []
    assert proof.is_proven
