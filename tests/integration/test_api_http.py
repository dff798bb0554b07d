"""Entity tags, pages, keys that are used once, odd addresses, and bounds before anything is read."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from checker.api.app import create_app
from checker.api.guards import Guard, Limits
from checker.api.problems import ProblemError
from checker.bootstrap.candidates import Candidates
from checker.bootstrap.compliance import Compliance
from checker.bootstrap.serving import Serving
from checker.domain.limits import MACHINE_WRITTEN
from checker.errors import OvertakenError
from tests.integration.compliance_project import NAME
from tests.integration.served_project import API, REGISTRATION

if TYPE_CHECKING:
    from httpx2 import Response

    from tests.integration.served_project import ServedProject

CANDIDATES = f"{API}/candidates"
KEY = {"Idempotency-Key": "0b8f8d0c"}
JSON = {"Content-Type": "application/json"}


def code_of(answer: "Response", status: int) -> str:
    """The code of a problem with this status."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    code: str = answer.json()["code"]
    return code


def test_what_a_client_has_already_is_not_sent_again(served: "ServedProject") -> None:
    served.client.post(CANDIDATES, json=REGISTRATION)
    first = served.client.get(f"{CANDIDATES}/{NAME}")
    etag = first.headers["ETag"]

    again = served.client.get(f"{CANDIDATES}/{NAME}", headers={"If-None-Match": f'"other", W/{etag}'})
    other = served.client.get(f"{CANDIDATES}/{NAME}", headers={"If-None-Match": '"other"'})

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert (other.status_code, other.content) == (200, first.content)


def test_a_change_is_made_only_to_what_its_caller_read(served: "ServedProject") -> None:
    served.client.post(CANDIDATES, json=REGISTRATION)
    etag = served.client.get(f"{CANDIDATES}/{NAME}").headers["ETag"]
    artifacts = (served.project.tree / "artifacts.json").read_bytes()

    def imported(expected: str) -> "Response":
        headers = JSON | {"If-Match": expected}
        return served.client.post(f"{CANDIDATES}/{NAME}/artifacts/import", content=artifacts, headers=headers)

    assert code_of(imported('"another"'), 412) == "precondition-failed"
    assert imported(etag).status_code == 200
    assert code_of(imported(etag), 412) == "precondition-failed"
    assert imported("*").status_code == 200


def test_a_key_gives_the_same_answer_and_nothing_is_done_twice(served: "ServedProject") -> None:
    first = served.client.post(CANDIDATES, json=REGISTRATION, headers=KEY)
    again = served.client.post(CANDIDATES, json=REGISTRATION, headers=KEY)
    other = served.client.post(CANDIDATES, json=REGISTRATION | {"version": "1.3.0"}, headers=KEY)

    assert (first.status_code, "Idempotency-Replayed" in first.headers) == (201, False)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert (again.content, again.headers["Location"]) == (first.content, first.headers["Location"])
    assert code_of(other, 409) == "idempotency-conflict"
    assert len(served.client.get(CANDIDATES).json()["candidates"]) == 1


def test_a_key_of_what_was_refused_may_be_used_again(served: "ServedProject") -> None:
    unknown = REGISTRATION | {"source_snapshot": "v9"}

    assert code_of(served.client.post(CANDIDATES, json=unknown, headers=KEY), 404) == "not-found"
    assert served.client.post(CANDIDATES, json=REGISTRATION, headers=KEY).status_code == 201


def test_of_two_that_come_at_once_with_a_key_one_is_done(
    served: "ServedProject", monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, register = threading.Event(), threading.Event(), Candidates.register

    def slow(self: Candidates, asked: Any, *, actor: str) -> Any:  # noqa: ANN401 - passed on
        begun.set()
        assert go_on.wait(timeout=30)
        return register(self, asked, actor=actor)

    monkeypatch.setattr(Candidates, "register", slow)
    answers: list[Response] = []
    first = threading.Thread(
        target=lambda: answers.append(served.client.post(CANDIDATES, json=REGISTRATION, headers=KEY))
    )
    first.start()
    assert begun.wait(timeout=30)
    second = served.client.post(CANDIDATES, json=REGISTRATION, headers=KEY)
    go_on.set()
    first.join()

    assert code_of(second, 409) == "request-under-way"
    assert [one.status_code for one in answers] == [201]


def test_pages_follow_each_other_and_end(served: "ServedProject") -> None:
    names = [f"rc{number}" for number in range(5)]
    for name in names:
        served.client.post(CANDIDATES, json=REGISTRATION | {"candidate_id": name})

    seen, address = [], f"{CANDIDATES}?project=widget&limit=2"
    while address:
        page = served.client.get(address)
        seen.append([one["candidate_id"] for one in page.json()["candidates"]])
        address = page.links.get("next", {}).get("url", "")

    assert seen == [names[:2], names[2:4], names[4:]]
    assert served.client.get(f"{CANDIDATES}?after=nobody").json()["candidates"] == []
    trail = served.client.get(f"{API}/trail?limit=2&candidate=rc1")
    assert [one["candidate"] for one in trail.json()["entries"]] == ["rc1"]
    assert served.client.get(f"{API}/trail?limit=2").links["next"]["url"] == f"{API}/trail?limit=2&after=2"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "unknown=1", "project=a&project=b", "after=a%00b"]
)
def test_a_query_that_could_be_read_in_two_ways_is_refused(served: "ServedProject", query: str) -> None:
    assert code_of(served.client.get(f"{CANDIDATES}?{query}"), 422) == "invalid-request"


@pytest.mark.parametrize(
    "name",
    ["a%2fb", "a%2Fb", "..", "%2e%2e", "a/../b", "a//b", "a]", "a'b", 'a"b', "a%00", "a;b", "a\\b", "ä", "x" * 200],
)
def test_an_address_that_could_be_read_in_two_ways_leads_nowhere(served: "ServedProject", name: str) -> None:
    served.client.post(CANDIDATES, json=REGISTRATION | {"candidate_id": "a"})
    missing = served.client.get(f"{API}/nothing")

    status, _, body = served.sent(f"{CANDIDATES}/{name}")

    assert (status, body) == (404, missing.content)


def test_another_spelling_of_an_address_is_another_address(served: "ServedProject") -> None:
    for path in (
        f"{API}/candidates/",
        f"/{API}/candidates",
        "/api/clean-release/./candidates",
        "/API/clean-release/candidates",
    ):
        assert served.sent(path)[0] == 404, path


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "input-refused"),
        (b'{"candidate_id": "a", "candidate_id": "b"}', "input-refused"),
        (b'{"candidate_id": NaN}', "input-refused"),
        (b"[" * 100_000, "input-refused"),
        (b'{"a":' * 9 + b"1" + b"}" * 9, "input-refused"),
        (b'"' + b"a" * (65 * 1024) + b'"', "input-refused"),
        (b"[]", "invalid-request"),
        (b'{"candidate_id": 1, "version": "1", "source_snapshot": "v1"}', "invalid-request"),
    ],
)
def test_a_body_is_strict_json_of_known_fields(served: "ServedProject", body: bytes, code: str) -> None:
    assert code_of(served.client.post(CANDIDATES, content=body, headers=JSON), 422) == code


@pytest.mark.parametrize("headers", [{"Content-Type": "text/plain"}, JSON | {"Content-Encoding": "gzip"}])
def test_a_body_is_said_to_be_json(served: "ServedProject", headers: dict[str, str]) -> None:
    answer = served.client.post(CANDIDATES, content=b"{}", headers=headers)

    assert code_of(answer, 415) == "unsupported-media-type"


def test_a_large_body_is_refused_before_it_is_read(served: "ServedProject") -> None:
    read = 0

    def chunks() -> Iterator[bytes]:
        nonlocal read
        for _ in range(64):
            read += 1
            yield b" " * 1024 * 1024

    address = f"{CANDIDATES}/{NAME}/artifacts/import"
    announced = {**JSON, "Content-Length": str(MACHINE_WRITTEN.bytes + 1)}
    assert code_of(served.client.post(address, content=b"{}", headers=announced), 413) == "too-large"
    app = Guard(_reading, Limits())
    client = TestClient(app)
    assert code_of(client.post("/", content=chunks()), 413) == "too-large"


async def _reading(_scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - as any application
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def test_a_body_that_nobody_sends_is_not_waited_for() -> None:
    told: list[Any] = []

    async def receive() -> Any:  # noqa: ANN401 - as a server says it
        await asyncio.sleep(30)

    async def send(message: Any) -> None:  # noqa: ANN401 - as above
        told.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "raw_path": b"/", "headers": []}
    asyncio.run(Guard(_reading, Limits(sent_within=0.01))(scope, receive, send))

    assert told[0]["status"] == 503
    assert b'"code": "too-slow"' in told[1]["body"]


def test_an_answer_that_was_begun_is_broken_off_and_not_mended() -> None:
    async def fails(_scope: Any, _receive: Any, send: Any) -> None:  # noqa: ANN401 - as any application
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("secret of the server")

    async def receive() -> Any:  # noqa: ANN401 - as a server says it
        return {"type": "http.request", "body": b"", "more_body": False}

    told: list[Any] = []

    async def send(message: Any) -> None:  # noqa: ANN401 - as above
        told.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "headers": []}
    with pytest.raises(ProblemError, match="the server failed at this request"):
        asyncio.run(Guard(fails, Limits())(scope, receive, send))
    assert [one["type"] for one in told] == ["http.response.start"]


def test_every_answer_has_the_headers_that_keep_it_to_itself(served: "ServedProject") -> None:
    answers = [served.client.get(path) for path in ("/live", CANDIDATES, "/nothing", f"{CANDIDATES}/{NAME}", "/%00")]
    answers.append(served.client.delete(CANDIDATES))

    for answer in answers:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert not [name for name in answer.headers if name.startswith("access-control")]
    preflight = served.client.options(CANDIDATES, headers={"Origin": "https://example.org"})
    assert code_of(preflight, 405) == "method-not-allowed"
    assert preflight.headers["Allow"] == "GET, POST"


def test_a_failure_of_the_server_says_nothing_of_it(served: "ServedProject", monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Candidates) -> None:
        raise RuntimeError("secret of the server")

    monkeypatch.setattr(Candidates, "all", fails)
    answer = served.client.get(CANDIDATES)

    assert code_of(answer, 500) == "failure"
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_no_refusal_names_a_folder_of_the_server(served: "ServedProject") -> None:
    (served.project.tree / "clean-release.yaml").write_text("schema: what\n", encoding="utf-8")

    answer = served.client.get(CANDIDATES)

    assert answer.status_code == 422
    assert str(served.project.tree) not in answer.text


def test_no_more_than_so_many_are_answered_at_once(served: "ServedProject") -> None:
    answer = TestClient(create_app(served.serving, Limits(at_once=0))).get("/live")

    assert code_of(answer, 503) == "busy"
    assert answer.headers["Retry-After"] == "1"


def test_a_caller_who_asked_for_too_many_runs_waits(served: "ServedProject") -> None:
    served.callers.runs_left = 0
    served.project.to_manifest()

    answer = served.client.post(f"{CANDIDATES}/{NAME}/compliance-runs")

    assert code_of(answer, 429) == "too-many-requests"
    assert answer.headers["Retry-After"] == "60"


def test_a_run_is_counted_once_however_often_it_was_tried(
    served: "ServedProject", monkeypatch: pytest.MonkeyPatch
) -> None:
    served.project.to_manifest()
    run, tries = Compliance.run, []

    def overtaken(self: Compliance, *args: Any, **how: Any) -> Any:  # noqa: ANN401 - as the method
        tries.append(1)
        if len(tries) < 4:
            raise OvertakenError("somebody wrote first")
        return run(self, *args, **how)

    monkeypatch.setattr(Compliance, "run", overtaken)
    left = served.callers.runs_left

    assert served.client.post(f"{CANDIDATES}/{NAME}/compliance-runs").status_code == 202
    assert (len(tries), left - served.callers.runs_left) == (4, 1)


def test_of_many_who_ask_at_once_whether_it_is_ready_one_looks(
    served: "ServedProject", monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []

    def is_ready(_: Serving, folder: Path) -> bool:
        looked.append(folder)
        time.sleep(0.1)
        return True

    monkeypatch.setattr(Serving, "_is_ready", is_ready)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: served.serving.is_ready(), range(8)))

    assert (found, len(looked)) == ([True] * 8, 1)


def test_older_addresses_say_what_took_their_place(served: "ServedProject") -> None:
    for path in ("checks", "checks/7", "checks/7/report"):
        answer = served.client.get(f"{API}/{path}", headers={"Authorization": ""})
        assert code_of(answer, 410) == "gone"
        assert "compliance-runs" in answer.json()["detail"]
    assert code_of(served.client.post(f"{API}/checks", json={}), 410) == "gone"


def test_a_server_is_ready_with_the_verified_snapshot_of_every_project(served: "ServedProject") -> None:
    assert served.client.get("/ready").json() == {"ready": True}
    (served.project.tree / "clean-release.lock").unlink()
    assert served.client.get("/ready").status_code == 200, "it is believed for a while"
    served.serving._found_ready.clear()

    assert code_of(served.client.get("/ready"), 503) == "not-ready"


def test_a_server_without_the_store_of_a_project_is_not_ready(served: "ServedProject") -> None:
    for path in (served.project.tree / ".clean-release").iterdir():
        if path.is_file():
            path.unlink()

    assert code_of(served.client.get("/ready"), 503) == "not-ready"


def test_nothing_that_is_not_documented_is_served(served: "ServedProject") -> None:
    for path in ("/docs", "/redoc", "/openapi.json", "/api", API, "/docs/oauth2-redirect"):
        assert served.client.get(path).status_code == 404, path
