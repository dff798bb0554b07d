"""The reference is true: examples are valid, refusals are worded as shown, and every code there is has its line."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.application.add_evidence import read_evidence
from checker.cli import exit_codes
from checker.domain.json_shape import object_of
from checker.domain.limits import HAND_WRITTEN
from checker.formats.anchor_v1 import parse_anchor
from checker.formats.audit_v1 import parse_audit
from checker.formats.build_run_v1 import read_build_run
from checker.formats.canonical import canonical_bytes
from checker.formats.capture_v1 import parse_index
from checker.formats.lifecycle_event_v1 import parse_event
from checker.formats.lock_v1 import parse_lock, render_lock
from checker.formats.manifest_v1 import parse_artifacts, parse_manifest
from checker.formats.paths_v1 import parse_paths
from checker.formats.permit_v1 import terms_of
from checker.formats.project_v1 import parse_project
from checker.formats.release_entry_v1 import parse_entry
from checker.formats.report_v1 import read_report
from checker.formats.run_stage_v1 import parse_stage
from checker.formats.server_v1 import parse_server
from checker.formats.snapshot_v1 import read_snapshot
from checker.formats.statement import read_statement
from checker.formats.strict_json import read_json
from checker.formats.strict_yaml import read_yaml
from checker.formats.trail_checkpoint_v1 import parse_checkpoint
from checker.formats.trail_record_v1 import parse_record
from checker.formats.waiver_v1 import parse_waiver
from tests.architecture.source_tree import ROOT
from tests.docs.follow_page import follow
from tools.error_reference import IN_REPORTS
from tools.schema_fields import fields
from tools.schema_reference import PAGES, rows_of
from tools.shown_commands import blocks

REFERENCE = ROOT / "docs" / "reference"
RELEASED = "5f2d8e0c9b1a4736d5e8f7a6b5c4d3e2f1a0b9c8"


def example(page: str, name: str) -> bytes:
    text = (REFERENCE / page).read_text(encoding="utf-8")
    [found] = [block.body for block in blocks(text) if f"example={name}" in block.info.split()]
    return found.encode()


def the_snapshot(data: bytes) -> str:
    """Every digest in the document follows from the content shown beside it."""
    content = read_json(example("snapshot.md", "content"), source="content")
    document = canonical_bytes(read_json(data, source="snapshot"))
    return read_snapshot(data=document, content=canonical_bytes(content)).digest


PARSERS: dict[str, Callable[[bytes], object]] = {
    "anchor": lambda data: parse_anchor(data, source="example.yaml"),
    "approval": lambda data: read_statement(
        canonical_bytes(read_json(data, source="it")), name="approval", source="it"
    ),
    "artifacts": lambda data: parse_artifacts(data, source="example.json"),
    "audit": lambda data: parse_audit(data, source="example.json"),
    "build_run": lambda data: read_build_run(object_of(read_json(data, source="it"), "it"), source="example.json"),
    "canary": lambda data: read_evidence(data, source="example.json", commit=RELEASED, at="2026-03-02T12:00:00Z"),
    "capture": parse_index,
    "gate_latency": lambda data: read_evidence(data, source="example.json", commit=RELEASED, at="2026-03-02T12:00:00Z"),
    "lifecycle_event": lambda data: parse_event(data, source="example.json"),
    "lock": lambda data: parse_lock(data, source="example.json"),
    "manifest": lambda data: parse_manifest(data, source="example.json"),
    "paths": lambda data: parse_paths(data, source="example.json"),
    "permit": lambda data: terms_of(
        read_statement(canonical_bytes(read_json(data, source="it")), name="permit", source="it"), source="it"
    ),
    "project": lambda data: parse_project(data, source="example.yaml"),
    "release_entry": lambda data: parse_entry(data, source="example.json"),
    "report": lambda data: read_report(canonical_bytes(read_json(data, source="example.json"))),
    "revocation": lambda data: read_statement(
        canonical_bytes(read_json(data, source="it")), name="revocation", source="it"
    ),
    "run_stage": lambda data: parse_stage(data, source="example.json"),
    "server": lambda data: parse_server(data, source="example.yaml"),
    "snapshot": the_snapshot,
    "waiver": lambda data: parse_waiver(data.strip(), source="example.json"),
    "trail_checkpoint": lambda data: parse_checkpoint(data.strip(), source="example.json"),
    "trail_record": lambda data: parse_record(data.strip(), source="example.json"),
}


def schema(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "policies" / "schemas" / f"{name}_v1.json").read_text(encoding="utf-8"))
    return read


def test_every_published_schema_has_a_page() -> None:
    published = {path.stem.removesuffix("_v1") for path in (ROOT / "policies" / "schemas").glob("*.json")}

    # What rules see is described where rules are written: by the pages of the rules and by the audit.
    assert published - {"input"} == set(PAGES) == set(PARSERS)


@pytest.mark.parametrize(("name", "page"), PAGES.items())
def test_an_example_is_valid_by_its_schema_and_its_reader(name: str, page: str) -> None:
    import jsonschema  # noqa: PLC0415  # two seconds, which collecting need not pay

    data = example(page, name)

    document = read_yaml(data, source="example", limits=HAND_WRITTEN)
    jsonschema.Draft202012Validator(schema(name)).validate(document)
    assert PARSERS[name](data)


def test_the_snapshot_has_the_name_that_the_page_says() -> None:
    name = the_snapshot(example("snapshot.md", "snapshot"))

    assert f"Its name is `{name}`" in (REFERENCE / "snapshot.md").read_text(encoding="utf-8")


def test_the_lock_shown_is_what_the_writer_would_write() -> None:
    data = example("lock.md", "lock")

    assert render_lock(parse_lock(data, source="lock")) == canonical_bytes(read_json(data, source="lock"))


def test_a_field_without_a_meaning_and_a_meaning_without_a_field_are_refused() -> None:
    found = list(fields({"type": "object", "properties": {"a": {"type": "string"}}}))

    assert list(rows_of(found, {"a": "One."}, name="x")) == ["| `a` | no | text | One. |"]
    with pytest.raises(SystemExit, match="says nothing about a"):
        list(rows_of(found, {}, name="x"))
    with pytest.raises(SystemExit, match="there is no field b"):
        list(rows_of(found, {"a": "One.", "b": "Two."}, name="x"))


def test_the_refusal_shown_is_the_one_that_is_given(tmp_path: Path) -> None:
    (tmp_path / "reader").mkdir()

    assert follow(REFERENCE / "error-codes.md", tmp_path / "reader")


def test_every_code_that_the_host_puts_into_a_report_is_explained() -> None:
    sources = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "checker" / "application").glob("*.py"))
    )
    used = set(re.findall(r'(?:RuleError|_Broken)\(\s*code="([a-z-]+)"', sources))
    used |= set(re.findall(r'^(?:WRONG_ANSWERS|ENGINE_FAILURE) = "([a-z-]+)"', sources, re.MULTILINE))

    assert used == set(IN_REPORTS)


def test_every_exit_code_has_its_line_and_no_other() -> None:
    page = (REFERENCE / "exit-codes.md").read_text(encoding="utf-8")

    shown = {int(code): name for code, name in re.findall(r"^\| (\d+) \| ([a-z-]+) \|", page, re.MULTILINE)}
    constants = {value: name for name, value in vars(exit_codes).items() if isinstance(value, int)}
    assert shown == {value: name.lower().replace("_", "-") for value, name in constants.items()}
