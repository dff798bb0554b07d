"""Candidates: register one, name its files, build its manifest, and read where it stands."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from checker.api.answers import Limit, Read, done, page_of
from checker.api.deps import GivenOnce, body_bytes, closed_body, known_here
from checker.api.documented import gives, shows, takes, takes_artifacts
from checker.api.routes.addresses import CANDIDATES, MANIFESTS, After, CandidateID
from checker.api.routes.standing import unchanged
from checker.api.schemas.asked import ManifestWanted, Registration
from checker.api.schemas.shown import BuiltManifest, Candidate, Candidates
from checker.application.register_candidate import CandidateAsked
from checker.bootstrap.serving import HostedProject
from checker.domain.candidate import Candidate as Registered
from checker.domain.candidate import LifecycleEvent, ManifestBuilt
from checker.output.candidate_view import candidate_document, candidates_document, manifest_line

router = APIRouter(prefix=CANDIDATES, tags=["candidates"], default_response_class=Response)


@router.post(
    "",
    operation_id="register_candidate",
    status_code=201,
    responses=gives(Candidate, "Where it stands.", status=201),
    openapi_extra=takes(Registration),
)
def register_candidate(once: GivenOnce, body: Annotated[Registration, Depends(closed_body(Registration))]) -> Response:
    """Register a candidate at the commit its ref leads to now; nothing is built or judged."""
    call = once.call
    asked = CandidateAsked(name=body.candidate_id, version=body.version, source=body.source_snapshot)

    def do(hosted: HostedProject) -> Response:
        return shown(hosted.candidates.register(asked, actor=call.actor))

    def shown(found: Registered) -> Response:
        return done(candidate_document(found), call, status=201, location=f"{CANDIDATES}/{asked.name}")

    return once.answer(do, lambda opened: shown(opened.candidate(asked.name)))


@router.get("", operation_id="list_candidates", responses=shows(Candidates, "A page of them."))
def list_candidates(read: Read, after: After = "", limit: Limit = 50) -> Response:
    """The candidates of the project, in the order they were registered."""
    found = [(one.name, one) for one in read.call.hosted.candidates.all()]
    page, following = page_of(found, after=after, limit=limit)
    return read.document(candidates_document(page), after=following)


@router.get("/{candidate_id}", operation_id="show_candidate", responses=shows(Candidate, "Where it stands."))
def show_candidate(read: Read, candidate_id: CandidateID) -> Response:
    """Where one candidate stands, and what comes next."""
    with known_here():
        return read.document(candidate_document(read.call.hosted.candidates.one(candidate_id)))


@router.post(
    "/{candidate_id}/artifacts/import",
    operation_id="import_artifacts",
    responses=gives(Candidate, "Where it stands."),
    openapi_extra=takes_artifacts(),
)
def import_artifacts(
    once: GivenOnce, candidate_id: CandidateID, body: Annotated[bytes, Depends(body_bytes)]
) -> Response:
    """Name the files that were built for a candidate, by a list `artifacts/v1`; nothing is judged."""
    call = once.call

    def do(hosted: HostedProject) -> Response:
        return shown(hosted.candidates.import_list(candidate_id, body, source="the body", actor=call.actor))

    def shown(found: Registered) -> Response:
        return done(candidate_document(found), call)

    return once.answer(do, lambda opened: shown(opened.candidate(candidate_id)), admit=unchanged(once, candidate_id))


@router.post(
    "/{candidate_id}/manifest",
    operation_id="build_manifest",
    status_code=201,
    responses=gives(BuiltManifest, "The manifest by its names.", status=201),
    openapi_extra=takes(ManifestWanted, required=False),
)
def build_manifest(
    once: GivenOnce,
    candidate_id: CandidateID,
    _: Annotated[ManifestWanted, Depends(closed_body(ManifestWanted))],
) -> Response:
    """Build the next manifest of a candidate, and keep it for good; nothing is judged."""
    call = once.call

    def do(hosted: HostedProject) -> Response:
        return shown(*hosted.candidates.build_manifest(candidate_id, actor=call.actor))

    def shown(event: LifecycleEvent, built: ManifestBuilt) -> Response:
        return done(manifest_line(event, built), call, status=201, location=f"{MANIFESTS}/{built.name}")

    return once.answer(do, lambda opened: shown(*opened.manifests[-1]), admit=unchanged(once, candidate_id))
