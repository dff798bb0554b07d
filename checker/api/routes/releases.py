"""Releases: approve or reject a candidate, publish it, and read where that stands."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from checker.api.answers import Read, done
from checker.api.deps import GivenOnce, Once, closed_body, known_here
from checker.api.documented import gives, shows, takes
from checker.api.problems import server_error
from checker.api.routes.addresses import CANDIDATES, PERMITS, CandidateID, DigestID
from checker.api.routes.standing import unchanged
from checker.api.schemas.asked import Approval, Publication, Rejection
from checker.api.schemas.shown_releases import Permit, Release
from checker.application.approve_release import ApprovalAsked
from checker.application.open_lifecycle import OpenedLifecycle
from checker.application.publish_release import PublishAsked, Published
from checker.bootstrap.serving import HostedProject
from checker.domain.approval import ApprovalVoided
from checker.domain.digest import digest_of
from checker.domain.permit_terms import NO_RUN, WorkflowRun
from checker.output.release_status import status_document

router = APIRouter(tags=["releases"], default_response_class=Response)
_STANDS = "Where the release stands."


@router.get(CANDIDATES + "/{candidate_id}/release", operation_id="show_release", responses=shows(Release, _STANDS))
def show_release(read: Read, candidate_id: CandidateID) -> Response:
    """Who approved a candidate, what may be uploaded, and what registries show of it."""
    with known_here():
        return read.document(status_document(read.call.hosted.candidates.one(candidate_id)))


@router.post(
    CANDIDATES + "/{candidate_id}/approve",
    operation_id="approve_candidate",
    responses=gives(Release, _STANDS),
    openapi_extra=takes(Approval),
)
def approve_candidate(
    once: GivenOnce, candidate_id: CandidateID, body: Annotated[Approval, Depends(closed_body(Approval))]
) -> Response:
    """Let a candidate go on the report of its current run, signed by the key of whoever calls."""
    call = once.call
    asked = ApprovalAsked(candidate=candidate_id, report=body.report_id, channels=tuple(body.channels))

    def do(hosted: HostedProject) -> Response:
        return done(status_document(hosted.approving.approve(asked, actor=call.actor)), call)

    return once.answer(do, _stands(once, candidate_id), admit=unchanged(once, candidate_id))


@router.post(
    CANDIDATES + "/{candidate_id}/reject",
    operation_id="reject_candidate",
    responses=gives(Release, _STANDS),
    openapi_extra=takes(Rejection),
)
def reject_candidate(
    once: GivenOnce, candidate_id: CandidateID, body: Annotated[Rejection, Depends(closed_body(Rejection))]
) -> Response:
    """Decide that a candidate is not released, and why."""
    call = once.call

    def do(hosted: HostedProject) -> Response:
        rejected = hosted.approving.reject(candidate_id, reason=body.reason, actor=call.actor)
        return done(status_document(rejected), call)

    return once.answer(do, _stands(once, candidate_id), admit=unchanged(once, candidate_id))


@router.post(
    CANDIDATES + "/{candidate_id}/publish",
    operation_id="publish_candidate",
    responses=gives(Release, _STANDS + " `Location` leads to the permit."),
    openapi_extra=takes(Publication),
)
def publish_candidate(
    once: GivenOnce, candidate_id: CandidateID, body: Annotated[Publication, Depends(closed_body(Publication))]
) -> Response:
    """Judge an approved candidate once more and sign a permit for one channel; nothing is uploaded."""
    call, said = once.call, body.workflow
    run = WorkflowRun(ref=said.ref, sha=said.sha, run_id=said.run_id, run_attempt=said.run_attempt) if said else NO_RUN
    asked = PublishAsked(
        candidate=candidate_id,
        report=body.report_id,
        channel=body.channel,
        workflow=run,
        environment=body.environment,
    )

    def do(hosted: HostedProject) -> Response:
        published = hosted.permits.publish(asked, actor=call.actor, progress=hosted.progress)
        refuse_void(published)
        return shown(published.opened, digest_of(published.permit))

    def again(opened: OpenedLifecycle) -> Response:
        happened = opened.candidate(candidate_id).events[-1].happened
        if isinstance(happened, ApprovalVoided):
            raise server_error("approval-void", happened.reason)
        return shown(opened, getattr(happened, "permit", ""))

    def shown(opened: OpenedLifecycle, permit: str) -> Response:
        return done(status_document(opened.candidate(candidate_id)), call, location=f"{PERMITS}/{permit}")

    return once.answer(do, again, admit=unchanged(once, candidate_id), takes_long=True)


@router.get(PERMITS + "/{permit}", operation_id="show_permit", responses=shows(Permit, "It, byte for byte."))
def show_permit(read: Read, permit: DigestID) -> Response:
    """A permit as it was signed, byte for byte; `permit verify` holds a job to it."""
    with known_here():
        return read.exact(read.call.hosted.permits.issued(permit))


def _stands(once: Once, candidate_id: str) -> Callable[[OpenedLifecycle], Response]:
    return lambda opened: done(status_document(opened.candidate(candidate_id)), once.call)


def refuse_void(published: Published) -> None:
    """Say why an approval is void now, where it is.

    Raises:
        ProblemError: it is.
    """
    if published.permit:
        return
    changed = f"{', '.join(published.changed)} changed since; " if published.changed else ""
    raise server_error("approval-void", f"{changed}{'; '.join(published.void_because)}")
