"""Candidates: register one, name its files, build its manifest, and read where it stands."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from checker.api.answers import Limit, Read, done, page_of
from checker.api.deps import GivenOnce, closed_body, known_here
from checker.api.routes.addresses import CANDIDATES, After, CandidateID
from checker.api.schemas.asked import Registration
from checker.application.register_candidate import CandidateAsked
from checker.output.candidate_view import candidate_document, candidates_document

router = APIRouter(prefix=CANDIDATES, tags=["candidates"])


@router.post("", operation_id="register_candidate", status_code=201)
def register_candidate(once: GivenOnce, body: Annotated[Registration, Depends(closed_body(Registration))]) -> Response:
    """Register a candidate at the commit its ref leads to now; nothing is built or judged."""
    call = once.call
    asked = CandidateAsked(name=body.candidate_id, version=body.version, source=body.source_snapshot)

    def do() -> Response:
        document = candidate_document(call.hosted.candidates.register(asked, actor=call.actor))
        return done(document, call, status=201, location=f"{CANDIDATES}/{asked.name}")

    return once.answer(do)


@router.get("", operation_id="list_candidates")
def list_candidates(read: Read, after: After = "", limit: Limit = 50) -> Response:
    """The candidates of the project, in the order they were registered."""
    found = [(one.name, one) for one in read.call.hosted.candidates.all()]
    page, following = page_of(found, after=after, limit=limit)
    return read.document(candidates_document(page), after=following)


@router.get("/{candidate_id}", operation_id="show_candidate")
def show_candidate(read: Read, candidate_id: CandidateID) -> Response:
    """Where one candidate stands, and what comes next."""
    with known_here():
        return read.document(candidate_document(read.call.hosted.candidates.one(candidate_id)))
