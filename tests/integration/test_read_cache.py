"""The memory of reads: many who ask at once cost one read, and from memory the answers are the same to the byte."""

import asyncio
from collections.abc import MutableMapping
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from checker.api import cached_reads
from checker.api.app import create_app
from checker.api.cached_reads import ReadCache
from tests.integration.compliance_project import NAME
from tests.integration.served_project import API, BOT, REGISTRATION, ServedProject

READ = f"{API}/candidates"


class Behind:
    """The application behind the memory: it is asked, and answers when it is let."""

    def __init__(self, *, etag: bytes = b'"one"') -> None:
        self.asked = 0
        self.go_on = asyncio.Event()
        self.headers = [(b"etag", etag)] if etag else []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        self.asked += 1
        number = self.asked
        await self.go_on.wait()
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"read %d" % number})


class Clock:
    """Seconds, as the memory counts them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(cached_reads, "time", SimpleNamespace(monotonic=lambda: self.now))


async def body_of(cache: ReadCache, authorization: str = BOT["Authorization"]) -> bytes:
    told: list[MutableMapping[str, Any]] = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": READ,
        "query_string": b"",
        "headers": [(b"authorization", authorization.encode())],
        "client": ("127.0.0.1", 1),
    }

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        told.append(message)

    await cache(scope, receive, send)
    return bytes(told[1]["body"])


async def until(is_so: Any) -> None:  # noqa: ANN401 - any claim
    async with asyncio.timeout(30):
        while not is_so():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.001)


def test_what_many_ask_for_at_once_is_read_once(served: ServedProject, monkeypatch: pytest.MonkeyPatch) -> None:
    Clock(monkeypatch)

    async def asked() -> tuple[list[bytes], int]:
        behind = Behind()
        cache = ReadCache(behind, serving=served.serving)
        together = [asyncio.create_task(body_of(cache)) for _ in range(20)]
        await until(lambda: behind.asked)
        await asyncio.sleep(0.2)
        behind.go_on.set()
        return await asyncio.gather(*together), behind.asked

    assert asyncio.run(asked()) == ([b"read 1"] * 20, 1)


def test_who_waited_for_what_is_not_kept_reads_alone(served: ServedProject, monkeypatch: pytest.MonkeyPatch) -> None:
    Clock(monkeypatch)

    async def asked() -> tuple[list[bytes], int]:
        behind = Behind(etag=b"")
        cache = ReadCache(behind, serving=served.serving)
        together = [asyncio.create_task(body_of(cache)) for _ in range(5)]
        await until(lambda: behind.asked)
        behind.go_on.set()
        return await asyncio.gather(*together), behind.asked

    bodies, count = asyncio.run(asked())
    assert (len(set(bodies)), count) == (5, 5)


def test_one_renews_an_answer_while_the_others_still_get_it(
    served: ServedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)

    async def asked() -> list[bytes]:
        behind = Behind()
        behind.go_on.set()
        cache = ReadCache(behind, serving=served.serving)
        seen = [await body_of(cache)]
        clock.now += 0.4
        seen.append(await body_of(cache))
        clock.now += 0.2
        behind.go_on.clear()
        renewing = asyncio.create_task(body_of(cache))
        await until(lambda: behind.asked == 2)
        seen.append(await body_of(cache))
        behind.go_on.set()
        seen += [await renewing, await body_of(cache)]
        assert behind.asked == 2
        return seen

    assert asyncio.run(asked()) == [b"read 1", b"read 1", b"read 1", b"read 2", b"read 2"]


def test_a_change_while_somebody_reads_is_not_answered_with_what_was_read_before_it(
    served: ServedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    Clock(monkeypatch)

    async def asked() -> list[bytes]:
        behind = Behind()
        cache = ReadCache(behind, serving=served.serving)
        first = asyncio.create_task(body_of(cache))
        await until(lambda: behind.asked)
        await asyncio.to_thread(served.client.post, READ, json=REGISTRATION)
        late = asyncio.create_task(body_of(cache))
        await asyncio.sleep(0.05)
        behind.go_on.set()
        return [await first, await late]

    assert asyncio.run(asked()) == [b"read 1", b"read 2"]


def test_whoever_is_left_waiting_by_a_read_that_failed_reads_themselves(
    served: ServedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    Clock(monkeypatch)

    async def asked() -> bytes:
        behind = Behind()
        cache = ReadCache(behind, serving=served.serving)
        gone = asyncio.create_task(body_of(cache))
        await until(lambda: behind.asked)
        waiting = asyncio.create_task(body_of(cache))
        await asyncio.sleep(0.05)
        gone.cancel()
        behind.go_on.set()
        return await waiting

    assert asyncio.run(asked()) == b"read 2"


def test_from_memory_every_answer_and_every_refusal_is_the_same_to_the_byte(served: ServedProject) -> None:
    served.client.post(READ, json=REGISTRATION)
    etag = served.sent(f"{READ}/{NAME}")[1]["etag"]
    stranger, nobody = {"Authorization": "Bearer stranger"}, {"Authorization": "Bearer nobody"}
    served.callers.knows("stranger", projects=())
    served.callers.knows("reader", projects=("widget",))
    asked: list[tuple[str, str, dict[str, str]]] = [
        (f"{READ}/{NAME}", "", BOT),
        (f"{READ}/{NAME}", "project=widget", BOT),
        (f"{READ}/{NAME}", "", {**BOT, "If-None-Match": etag}),
        (f"{READ}/{NAME}", "", {"Authorization": "Bearer reader"}),
        (f"{READ}/{NAME}", "", stranger),
        (f"{READ}/{NAME}", "", nobody),
        (f"{READ}/{NAME}", "", {}),
        (f"{READ}/{NAME}", "project=other", BOT),
        (f"{READ}/{NAME}", "project=widget&project=other", BOT),
        (f"{READ}/{NAME}", "unknown=1", BOT),
        (f"{READ}/nothing", "", BOT),
        (f"{READ}//{NAME}", "", BOT),
    ]

    warm = [served.sent(path, query=query, headers=headers) for path, query, headers in asked * 2]
    cold = []
    for path, query, headers in asked:
        served.client.app = create_app(served.serving)
        cold.append(served.sent(path, query=query, headers=headers))

    assert warm == cold * 2
    assert [status for status, _, _ in cold] == [200, 200, 304, 200, 404, 401, 401, 404, 422, 422, 404, 404]
