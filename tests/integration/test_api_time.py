"""What is told to whoever waited too long for an answer: whether what they asked for may still be done."""

import threading
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from checker.api.app import create_app
from checker.api.guards import Limits
from checker.application import register_candidate
from checker.bootstrap.candidates import Candidates
from tests.integration.served_project import API, REGISTRATION, ServedProject, served

if TYPE_CHECKING:
    from httpx2 import Response

__all__ = ["served"]
pytestmark = pytest.mark.engine
CANDIDATES = f"{API}/candidates"
KEY = {"Idempotency-Key": "0b8f8d0c"}


def code_of(answer: "Response", status: int) -> str:
    assert answer.status_code == status, answer.text
    code: str = answer.json()["code"]
    return code


def test_a_request_that_takes_too_long_is_answered_and_what_it_did_is_found_by_its_key(
    served: ServedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, ended, register = threading.Event(), threading.Event(), register_candidate.register_candidate

    def slow(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - passed on
        assert go_on.wait(timeout=30)
        try:
            return register(*given, **named)
        finally:
            ended.set()

    monkeypatch.setattr(register_candidate, "register_candidate", slow)
    app = create_app(served.serving, Limits(answered_within=2.0))
    with TestClient(app, headers=dict(served.client.headers)) as client:
        late = client.post(CANDIDATES, json=REGISTRATION, headers=KEY)
        assert code_of(late, 503) == "too-slow"
        assert "it may have been done, or be done yet" in late.json()["detail"]
        go_on.set()
        assert ended.wait(timeout=30)
        while (again := client.post(CANDIDATES, json=REGISTRATION, headers=KEY)).status_code == 409:
            assert again.json()["code"] == "request-under-way"

    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")


def test_a_request_that_was_not_begun_in_time_is_never_done(
    served: ServedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, ended, register = threading.Event(), threading.Event(), Candidates.register

    def slow(self: Candidates, asked: Any, *, actor: str) -> Any:  # noqa: ANN401 - passed on
        assert go_on.wait(timeout=30)
        try:
            return register(self, asked, actor=actor)
        finally:
            ended.set()

    monkeypatch.setattr(Candidates, "register", slow)
    app = create_app(served.serving, Limits(answered_within=0.2))
    with TestClient(app, headers=dict(served.client.headers)) as client:
        late = client.post(CANDIDATES, json=REGISTRATION, headers=KEY)
        assert code_of(late, 503) == "too-slow"
        assert "it was not begun, and is not going to be" in late.json()["detail"]
        go_on.set()
        assert ended.wait(timeout=30)
        assert client.get(CANDIDATES).json()["candidates"] == []
        monkeypatch.setattr(Candidates, "register", register)
        while (again := client.post(CANDIDATES, json=REGISTRATION, headers=KEY)).status_code == 409:
            assert again.json()["code"] == "request-under-way"

    assert (again.status_code, "Idempotency-Replayed" in again.headers) == (201, False)


def test_a_read_that_takes_too_long_says_that_it_changes_nothing(
    served: ServedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    monkeypatch.setattr(Candidates, "all", lambda _: go_on.wait(timeout=30) and ())
    app = create_app(served.serving, Limits(answered_within=0.2))
    with TestClient(app, headers=dict(served.client.headers)) as client:
        late = client.get(CANDIDATES)
        go_on.set()

    assert code_of(late, 503) == "too-slow"
    assert late.json()["detail"].endswith("; it changes nothing")
