"""A stream is told no longer than its token counts, however much there is to tell, and in its own namespace."""

import asyncio
from collections.abc import Callable, MutableMapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from checker.api.routes import progress
from checker.application.follow_run import FollowedRun, RunStep
from checker.bootstrap.compliance import Compliance, WhichRun
from checker.domain.identity import Method
from checker.domain.namespace import Namespace
from checker.domain.run import RunStarted, RunStatus

if TYPE_CHECKING:
    from tests.integration.served_project import ServedProject

BUSY_AFTER = 5
SECONDS = 20
HAPPENED = RunStarted(run=1)
EVENTS = "/api/clean-release/compliance-runs/run-001/events"


@pytest.fixture(autouse=True)
def busy_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run in which something happens whenever anybody looks."""

    def follow(_: Compliance, which: WhichRun, *, after: int = 0) -> FollowedRun:
        step = RunStep(number=after + 1, at="", happened=HAPPENED, status=RunStatus.RUNNING, next_stage=None)
        return FollowedRun(name=which.run, steps=(step,), has_ended=False)

    monkeypatch.setattr(Compliance, "follow", follow)
    monkeypatch.setattr(progress._Listener, "version", lambda _: None)
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LOOKS", 0.001)
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_PROOFS", 0.01)


async def followed(served: "ServedProject", then: Callable[[], object], bearer: str = "release-bot") -> int:
    """Listen until the stream ends, and let something happen after a few steps; the status, 0 where it never ends."""
    told: list[MutableMapping[str, Any]] = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": EVENTS,
        "raw_path": EVENTS.encode(),
        "query_string": b"",
        "headers": [(b"authorization", f"Bearer {bearer}".encode())],
        "client": ("127.0.0.1", 1),
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 80),
    }

    async def receive() -> MutableMapping[str, Any]:
        if not told:
            return {"type": "http.request", "body": b"", "more_body": False}
        return await asyncio.Future()

    async def send(message: MutableMapping[str, Any]) -> None:
        told.append(message)
        if len(told) == BUSY_AFTER:
            then()

    try:
        async with asyncio.timeout(SECONDS):
            await served.client.app(scope, receive, send)  # type: ignore[arg-type, misc, unused-ignore] # an ASGI app
    except TimeoutError:
        return 0
    return int(told[0]["status"])


def test_a_stream_that_is_never_silent_ends_when_its_token_is_revoked(served: "ServedProject") -> None:
    status = asyncio.run(followed(served, lambda: served.callers.principals.pop("release-bot")))
    assert status == 200


def test_the_stream_of_a_job_ends_with_the_jobs_token(served: "ServedProject") -> None:
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    bot = served.callers.principals["release-bot"]
    served.callers.principals["release-bot"] = replace(bot, method=Method.OIDC, until=moment)
    assert asyncio.run(followed(served, lambda: None)) == 200


def test_streams_of_one_name_in_two_namespaces_are_counted_apart(served: "ServedProject") -> None:
    known = served.callers.principals
    known["demo-bot"] = replace(known["release-bot"], namespace=Namespace.DEMO)

    async def both() -> tuple[int, list[int]]:
        demo = [asyncio.create_task(followed(served, lambda: None, bearer="demo-bot")) for _ in range(4)]
        await asyncio.sleep(0.5)
        real = await followed(served, lambda: known.pop("release-bot"))
        known.pop("demo-bot")
        return real, await asyncio.gather(*demo)

    assert asyncio.run(both()) == (200, [200] * 4)
