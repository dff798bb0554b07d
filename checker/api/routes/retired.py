"""Addresses that are no more: they say what took their place, and nothing else."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from checker.api.documented import refuses
from checker.api.problems import server_error
from checker.api.routes.addresses import CANDIDATES, RETIRED, RUNS

router = APIRouter(tags=["retired"], default_response_class=Response, deprecated=True)
_INSTEAD = f"POST {CANDIDATES}/{{candidate_id}}/compliance-runs asks for a run, GET {RUNS}/{{run_id}} shows it"
_GONE = {**refuses(), 410: {**refuses()["default"], "description": "What took its place."}}


Rest = Annotated[str, Path(pattern=r"^[A-Za-z0-9._/-]+$", description="Whatever was there.")]


@router.get(RETIRED, operation_id="list_checks", status_code=410, responses=_GONE)
@router.post(RETIRED, operation_id="start_check", status_code=410, responses=_GONE)
async def checks() -> Response:
    """Gone; the answer names what took its place."""
    raise server_error("gone", _INSTEAD)


@router.get(RETIRED + "/{rest:path}", operation_id="show_check", status_code=410, responses=_GONE)
@router.post(RETIRED + "/{rest:path}", operation_id="change_check", status_code=410, responses=_GONE)
async def check(rest: Rest) -> Response:  # noqa: ARG001 - the address has it
    """Gone; the answer names what took its place."""
    raise server_error("gone", _INSTEAD)
