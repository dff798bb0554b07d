"""`python -m tools.schemas [--check]`: write every schema into `policies/schemas/`, or say which file differs."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from tools.schemas import documents, trust
from tools.schemas.blocks import Schema

TARGET = Path(__file__).resolve().parents[2] / "policies" / "schemas"
SCHEMAS: dict[str, Callable[[], Schema]] = {
    "input_v1.json": documents.rule_input,
    "audit_v1.json": documents.audit_v1,
    "manifest_v1.json": documents.manifest_v1,
    "artifacts_v1.json": documents.artifacts_v1,
    "project_v1.json": documents.project_v1,
    "lock_v1.json": documents.lock_v1,
    "capture_v1.json": documents.capture_v1,
    "anchor_v1.json": trust.anchor_v1,
    "snapshot_v1.json": trust.snapshot_v1,
    "report_v1.json": trust.report_v1,
}


def rendered(make: Callable[[], Schema]) -> str:
    """The bytes of one schema file: stable, readable."""
    return json.dumps(make(), indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the files; with `--check` only compare, and exit 1 on a difference."""
    check = "--check" in sys.argv[1:]
    differing = []
    for name, make in SCHEMAS.items():
        path, wanted = TARGET / name, rendered(make)
        if path.exists() and path.read_text(encoding="utf-8") == wanted:
            continue
        differing.append(name)
        if not check:
            path.write_text(wanted, encoding="utf-8")
    for name in differing:
        sys.stderr.write(f"{name}: {'differs from tools/schemas; run make schemas' if check else 'written'}\n")
    return 1 if check and differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
