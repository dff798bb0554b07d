"""`python -m tools.schemas [--check]`: write every schema into `policies/schemas/`, or say which file differs."""

import json
from collections.abc import Callable

from tools.generated_files import settle
from tools.schemas import (
    documents,
    lifecycle_event,
    paths,
    release_entry,
    run_stage,
    server,
    statements,
    trail,
    trust,
    waiver,
)
from tools.schemas.blocks import Schema
from tools.tree_digest import ROOT

TARGET = ROOT / "policies" / "schemas"
SCHEMAS: dict[str, Callable[[], Schema]] = {
    "input_v1.json": documents.rule_input,
    "audit_v1.json": documents.audit_v1,
    "manifest_v1.json": documents.manifest_v1,
    "artifacts_v1.json": documents.artifacts_v1,
    "build_run_v1.json": documents.build_run_v1,
    "project_v1.json": documents.project_v1,
    "lock_v1.json": documents.lock_v1,
    "capture_v1.json": documents.capture_v1,
    "anchor_v1.json": trust.anchor_v1,
    "snapshot_v1.json": trust.snapshot_v1,
    "report_v1.json": trust.report_v1,
    "paths_v1.json": paths.paths_v1,
    "lifecycle_event_v1.json": lifecycle_event.lifecycle_event_v1,
    "approval_v1.json": statements.approval_v1,
    "permit_v1.json": statements.permit_v1,
    "revocation_v1.json": statements.revocation_v1,
    "run_stage_v1.json": run_stage.run_stage_v1,
    "release_entry_v1.json": release_entry.release_entry_v1,
    "trail_checkpoint_v1.json": trail.trail_checkpoint_v1,
    "trail_record_v1.json": trail.trail_record_v1,
    "canary_v1.json": release_entry.canary_v1,
    "waiver_v1.json": waiver.waiver_v1,
    "server_v1.json": server.server_v1,
    "gate_latency_v1.json": release_entry.gate_latency_v1,
}


def rendered(make: Callable[[], Schema]) -> str:
    """The bytes of one schema file: stable, readable."""
    return json.dumps(make(), indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the files; with `--check` only compare, and return 1 on a difference."""
    return settle((TARGET / name, rendered(make).encode()) for name, make in SCHEMAS.items())


if __name__ == "__main__":
    raise SystemExit(main())
