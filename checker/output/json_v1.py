"""The report for machines: one JSON document, `clean-release/report-output/v1`, frozen once released."""

from collections.abc import Mapping

from checker.domain.json_value import Json
from checker.formats.canonical import pretty_bytes

SCHEMA = "clean-release/report-output/v1"


def render_json(document: Mapping[str, Json], *, digest: str, seq: int = 0, recorded_at: str = "") -> str:
    """One document with the report as it was stored, its digest, and where the trail recorded it.

    `report` is the stored document itself: its RFC 8785 bytes have `digest`. `record` is what the report's digest does
    not cover. The bytes are indented; nobody hashes this document as a whole.
    """
    record: dict[str, Json] = {"seq": seq, "recorded_at": recorded_at}
    return pretty_bytes({"schema": SCHEMA, "digest": digest, "record": record, "report": dict(document)}).decode()
