"""What machines read: one document that names its schema and carries the report as it was stored."""

import json

from checker.domain.digest import digest_of
from checker.formats.canonical import canonical_bytes
from checker.formats.report_v1 import read_report, report_bytes
from checker.output.json_v1 import render_json
from tests.report_builders import a_report


def test_the_output_is_one_document_with_these_fields() -> None:
    stored = read_report(report_bytes(a_report()))

    text = render_json(stored.document, digest=stored.digest, seq=7, recorded_at="2026-02-26T12:00:00Z")

    assert json.loads(text) == {
        "schema": "clean-release/report-output/v1",
        "digest": stored.digest,
        "record": {"seq": 7, "recorded_at": "2026-02-26T12:00:00Z"},
        "report": stored.document,
    }
    assert text.endswith("}\n")


def test_the_canonical_bytes_of_the_report_inside_have_its_digest() -> None:
    stored = read_report(report_bytes(a_report()))

    inside = json.loads(render_json(stored.document, digest=stored.digest))["report"]

    assert digest_of(canonical_bytes(inside)) == stored.digest
