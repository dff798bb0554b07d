"""What was judged lately, for machines: reports and snapshots by name, without what they say."""

from collections.abc import Sequence

from checker.application.list_reports import ReportPage
from checker.domain.digest import Digest
from checker.domain.json_value import Json

SCHEMA = "clean-release/report-list/v1"
SNAPSHOTS_SCHEMA = "clean-release/snapshots/v1"


def reports_document(page: ReportPage) -> dict[str, Json]:
    """A page of reports as one document."""
    reports: list[Json] = [
        {
            "digest": item.digest,
            "recorded_at": item.recorded_at,
            "seq": item.seq,
            "project": item.project,
            "verdict": str(item.verdict or ""),
            "gating": item.is_gating,
            "evaluated_at": item.evaluated_at,
            "failed": list(item.failed),
            "not_evaluated": item.not_evaluated,
            "problem": item.problem,
        }
        for item in page.reports
    ]
    return {"schema": SCHEMA, "reports": reports, "next_before": page.next_before}


def snapshots_document(digests: Sequence[Digest]) -> dict[str, Json]:
    """Snapshots as one document, newest first."""
    return {"schema": SNAPSHOTS_SCHEMA, "snapshots": list[Json](digests)}
