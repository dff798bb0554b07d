"""Compliance runs: ask for one, and read how it gets on and what came of it. Nothing is judged in this process."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from checker.api.answers import Read, done
from checker.api.deps import Around, GivenOnce, closed_body, known_here
from checker.api.documented import gives, shows, takes
from checker.api.routes.addresses import CANDIDATES, RUNS, CandidateID, RunID
from checker.api.routes.standing import unchanged
from checker.api.schemas.asked import RunWanted
from checker.api.schemas.shown import Report, Run, Stages, Violations
from checker.application.open_lifecycle import OpenedLifecycle
from checker.application.show_run import ShownRun, report_of
from checker.bootstrap.compliance import WhichRun
from checker.bootstrap.serving import HostedProject
from checker.output.compliance_view import run_document, stages_document, violations_document

router = APIRouter(tags=["compliance"], default_response_class=Response)


@router.post(
    CANDIDATES + "/{candidate_id}/compliance-runs",
    operation_id="start_compliance_run",
    status_code=202,
    responses=gives(Run, "It waits for a worker.", status=202),
    openapi_extra=takes(RunWanted, required=False),
)
def start_compliance_run(
    once: GivenOnce, candidate_id: CandidateID, body: Annotated[RunWanted, Depends(closed_body(RunWanted))]
) -> Response:
    """Ask for a run of a candidate's latest manifest; a worker does it."""
    call = once.call

    def do(hosted: HostedProject) -> Response:
        return shown(hosted.compliance.run(candidate_id, manifest=body.manifest_id, actor=call.actor, detach=True))

    def again(opened: OpenedLifecycle) -> Response:
        return shown(call.hosted.compliance.show(WhichRun(run=opened.latest_run(candidate_id).name)))

    def shown(run: ShownRun) -> Response:
        return done(run_document(run), call, status=202, location=f"{RUNS}/{run.run.name}")

    return once.answer(
        do,
        again,
        admit=unchanged(once, candidate_id),
        around=Around(
            before=partial(call.serving.callers.count_run, call.principal),
            after=partial(call.serving.queued, call.hosted.place),
        ),
    )


@router.get(RUNS + "/{run_id}", operation_id="show_run", responses=shows(Run, "Where it stands."))
def show_run(read: Read, run_id: RunID) -> Response:
    """Where a run stands, with its task, and what comes next."""
    return read.document(run_document(_named(read, run_id)))


@router.get(RUNS + "/{run_id}/stages", operation_id="list_run_stages", responses=shows(Stages, "Its stages."))
def list_run_stages(read: Read, run_id: RunID) -> Response:
    """The stages of a run that ended, with start, end, outcome and the digest of what each made."""
    return read.document(stages_document(_named(read, run_id)))


@router.get(
    RUNS + "/{run_id}/violations", operation_id="list_run_violations", responses=shows(Violations, "Its violations.")
)
def list_run_violations(read: Read, run_id: RunID) -> Response:
    """The violations in the report of a run, each with its evidence and its fix."""
    shown = _named(read, run_id)
    return read.document(violations_document(report_of(shown), shown))


@router.get(RUNS + "/{run_id}/report", operation_id="show_run_report", responses=shows(Report, "It, byte for byte."))
def show_run_report(read: Read, run_id: RunID) -> Response:
    """The report that a run made, byte for byte."""
    return read.exact(report_of(_named(read, run_id)).data)


def _named(read: Read, run_id: str) -> ShownRun:
    with known_here():
        return read.call.hosted.compliance.show(WhichRun(run=run_id))
