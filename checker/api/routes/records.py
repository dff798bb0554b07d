"""Records: what was judged and with what, what two persons accept, and everything that happened."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends
from starlette.responses import Response

from checker.api.answers import Limit, Read, page_of
from checker.api.deps import known_here
from checker.api.documented import shows
from checker.api.routes.addresses import (
    REPORTS,
    SNAPSHOTS,
    TRAIL,
    WAIVERS,
    After,
    AfterEntry,
    DigestID,
    ReportID,
    Wanted,
    WantedAction,
)
from checker.api.schemas.shown import Report, Reports
from checker.api.schemas.shown_releases import Snapshot, Snapshots, Trail, Waivers
from checker.application.list_reports import ReportPage
from checker.application.read_timeline import TimelineQuestion
from checker.application.show_run import report_of
from checker.bootstrap.compliance import WhichRun
from checker.domain.digest import Digest
from checker.errors import NotFoundError
from checker.formats.canonical import pretty_bytes
from checker.formats.snapshot_v1 import snapshot_document
from checker.output.report_list import reports_document, snapshots_document
from checker.output.timeline_view import timeline_document
from checker.output.waiver_view import waivers_document

router = APIRouter(tags=["records"], default_response_class=Response)
MOST_SNAPSHOTS = 500
Held = TypeVar("Held")


@router.get(REPORTS, operation_id="list_reports", responses=shows(Reports, "A page of them."))
def list_reports(read: Read, after: AfterEntry = 0, limit: Limit = 20) -> Response:
    """The reports of the project, newest first; `after` is the entry of the trail that the last one has."""
    records, none = read.call.hosted.records, ReportPage(reports=(), next_before=0)
    page = _held(lambda: records.page(limit=limit, before=after), none=none)
    return read.document(reports_document(page), after=str(page.next_before or ""))


@router.get(REPORTS + "/{report_id}", operation_id="show_report", responses=shows(Report, "It, byte for byte."))
def show_report(read: Read, report_id: ReportID) -> Response:
    """A report, byte for byte as it was kept."""
    hosted = read.call.hosted
    with known_here():
        if report_id.startswith("rpt-"):
            return read.exact(report_of(hosted.compliance.show(WhichRun(report=report_id))).data)
        return read.exact(hosted.records.record(report_id).data)


@router.get(WAIVERS, operation_id="list_waivers", responses=shows(Waivers, "A page of them."))
def list_waivers(read: Read, after: After = "", limit: Limit = 50) -> Response:
    """The waivers of the project, in the order they were asked for, each with whether it counts now."""
    found = [(known.name, (known, seen)) for known, seen in read.call.hosted.waiving.all()]
    page, following = page_of(found, after=after, limit=limit)
    return read.document(waivers_document(page), after=following)


def asked_of_trail(
    after: AfterEntry = 0,
    limit: Limit = 50,
    candidate: Wanted = "",
    run: Wanted = "",
    actor: Wanted = "",
    action: WantedAction = "",
) -> TimelineQuestion:
    """Which entries of the trail are asked for."""
    return TimelineQuestion(candidate=candidate, run=run, actor=actor, action=action, limit=limit, after=after)


@router.get(TRAIL, operation_id="list_trail", responses=shows(Trail, "A page of its entries."))
def list_trail(read: Read, asked: Annotated[TimelineQuestion, Depends(asked_of_trail)]) -> Response:
    """What happened, oldest first, as far as the trail holds, and whether it does."""
    with known_here():
        timeline, finding = read.call.hosted.trails.show(asked)
    following = str(timeline.items[-1].seq) if timeline.left_out else ""
    return read.document(timeline_document(timeline, finding), after=following)


@router.get(SNAPSHOTS, operation_id="list_snapshots", responses=shows(Snapshots, "A page of them."))
def list_snapshots(read: Read, after: After = "", limit: Limit = 50) -> Response:
    """The snapshots that are kept, by their digests, newest first."""
    records, none = read.call.hosted.records, tuple[Digest, ...]()
    kept = _held(lambda: records.snapshots(limit=MOST_SNAPSHOTS), none=none)
    found = [(str(digest), digest) for digest in kept]
    page, following = page_of(found, after=after, limit=limit)
    return read.document(snapshots_document(page), after=following)


@router.get(SNAPSHOTS + "/{digest}", operation_id="show_snapshot", responses=shows(Snapshot, "What it holds."))
def show_snapshot(read: Read, digest: DigestID) -> Response:
    """What one snapshot holds: bundles, rules, parameters and weakenings."""
    with known_here():
        return read.exact(pretty_bytes(snapshot_document(read.call.hosted.records.snapshot(digest))))


def _held(read: Callable[[], Held], *, none: Held) -> Held:
    """What a store holds of something, or none of it where nothing was kept in this namespace yet."""
    try:
        return read()
    except NotFoundError:
        return none
