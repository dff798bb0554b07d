"""Manifests: what exactly is to be released."""

from fastapi import APIRouter
from starlette.responses import Response

from checker.api.answers import Limit, Read, page_of
from checker.api.deps import known_here
from checker.api.documented import shows
from checker.api.routes.addresses import MANIFESTS, After, ManifestID
from checker.api.schemas.shown import Manifests
from checker.api.schemas.shown_releases import Manifest
from checker.output.candidate_view import manifests_document

router = APIRouter(prefix=MANIFESTS, tags=["candidates"], default_response_class=Response)


@router.get("", operation_id="list_manifests", responses=shows(Manifests, "A page of them."))
def list_manifests(read: Read, after: After = "", limit: Limit = 50) -> Response:
    """The manifests of the project, oldest first."""
    found = [(built.name, (event, built)) for event, built in read.call.hosted.candidates.manifests()]
    page, following = page_of(found, after=after, limit=limit)
    return read.document(manifests_document(page), after=following)


@router.get("/{manifest_id}", operation_id="show_manifest", responses=shows(Manifest, "It, byte for byte."))
def show_manifest(read: Read, manifest_id: ManifestID) -> Response:
    """What one manifest says, byte for byte."""
    with known_here():
        return read.exact(read.call.hosted.candidates.manifest(manifest_id)[1])
