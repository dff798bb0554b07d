"""Files are held to the manifest of a report; a report without one vouches for nothing."""

from checker.application.match_artifacts import match_artifacts
from checker.formats.report_v1 import read_report, report_bytes
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_store import MemoryStore
from tests.report_builders import a_report, a_rule, passed


def test_a_report_without_a_manifest_vouches_for_no_file() -> None:
    report = read_report(report_bytes(a_report(passed(a_rule(), "main"), manifest_digest="", manifest_version="")))

    assert match_artifacts((), report=report, store=MemoryStore(clock=FixedClock())) == (
        "the report judged no manifest, so it vouches for no file",
    )
