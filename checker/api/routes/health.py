"""Whether the server runs, and whether it can judge. Nobody proves who they are here, and nothing is named."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from checker.api.deps import refuse_strays, serving_of
from checker.api.documented import gives
from checker.api.problems import server_error
from checker.api.schemas.shown_releases import Live, Ready
from checker.formats.canonical import pretty_bytes

router = APIRouter(tags=["health"], default_response_class=Response)


@router.get("/live", operation_id="live", responses=gives(Live, "It does."))
async def live(request: Request) -> Response:
    """Whether the server answers."""
    refuse_strays(request)
    return Response(pretty_bytes({"live": True}), media_type="application/json")


@router.get("/ready", operation_id="ready", responses=gives(Ready, "They have."))
def ready(request: Request) -> Response:
    """Whether every project has a verified snapshot to judge with."""
    refuse_strays(request)
    if not serving_of(request).is_ready():
        raise server_error("not-ready", "a project has no verified snapshot to judge with")
    return Response(pretty_bytes({"ready": True}), media_type="application/json")
