"""A server that is killed at a request with a key: whoever asks again is answered at once, and nothing is doubled."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from http.client import HTTPException

import pytest

from checker.adapters.server_state.place import state_path
from checker.adapters.store import store_path
from checker.domain.namespace import Namespace
from checker.domain.principal import Role
from tests.dying_server import PLACES
from tests.integration.compliance_project import NAME, ComplianceProject
from tests.integration.served_project import REGISTRATION
from tests.many_runs import SERVER_SETTINGS
from tests.served_process import API, Answer, ServedProcess, served, token_of

pytestmark = [pytest.mark.unmeasured, pytest.mark.engine]
CANDIDATES = f"{API}/candidates"
KEY = {"Idempotency_Key": "0b8f8d0c"}


@pytest.fixture
def token(compliance: ComplianceProject) -> str:
    (compliance.anchor.parent / "server.yaml").write_text(SERVER_SETTINGS, encoding="utf-8")
    return token_of("release-bot", Role.OPERATOR, Role.READER)


def killed(compliance: ComplianceProject, place: str, path: str, token: str, body: object) -> None:
    """Ask a server that dies of it."""
    with served(compliance.tree, program=("-m", "tests.dying_server", place)) as server:
        with pytest.raises((HTTPException, OSError)):
            server.call("POST", path, token, body, **KEY)
        assert server.process.wait(timeout=60) == -9


def asked(server: ServedProcess, path: str, token: str, body: object) -> Answer:
    return server.call("POST", path, token, body, **KEY)


def actions(compliance: ComplianceProject) -> Sequence[str]:
    """The kinds of events that are kept."""
    with closing(sqlite3.connect(store_path(compliance.tree, Namespace.REAL))) as connection:
        select = "SELECT json_extract(data, '$.kind') FROM documents WHERE type = 'lifecycle-event' ORDER BY seq"
        return [kind for (kind,) in connection.execute(select)]


@pytest.mark.parametrize("place", PLACES)
def test_a_registration_is_done_once_wherever_its_server_was_killed(
    compliance: ComplianceProject, token: str, place: str
) -> None:
    compliance("store", "init")
    killed(compliance, place, CANDIDATES, token, REGISTRATION)
    assert actions(compliance) == (["registered"] if place in {"done", "answering"} else [])

    with served(compliance.tree) as server:
        again = asked(server, CANDIDATES, token, REGISTRATION)
        third = asked(server, CANDIDATES, token, REGISTRATION)
        shown = server.call("GET", f"{CANDIDATES}/{NAME}", token)
        server.stop()

    assert (again.status, again.body) == (201, shown.body)
    assert again.headers["location"] == f"{CANDIDATES}/{NAME}?project=widget"
    assert ("idempotency-replayed" in again.headers) == (place in {"done", "answering"})
    assert (third.status, third.body, third.headers["idempotency-replayed"]) == (201, again.body, "true")
    assert actions(compliance) == ["registered"]


@pytest.mark.parametrize("place", ["acting", "done"])
def test_a_run_is_asked_for_once_and_its_task_is_there(compliance: ComplianceProject, token: str, place: str) -> None:
    compliance.to_manifest()
    path = f"{CANDIDATES}/{NAME}/compliance-runs"
    killed(compliance, place, path, token, {})

    with served(compliance.tree) as server:
        again = asked(server, path, token, {})
        server.stop()

    assert (again.status, again.json["run_id"], again.json["task_id"]) == (202, "run-001", 1)
    assert [kind for kind in actions(compliance) if kind == "requested"] == ["requested"]


def test_another_request_with_the_key_of_a_killed_one_is_refused(compliance: ComplianceProject, token: str) -> None:
    compliance("store", "init")
    killed(compliance, "done", CANDIDATES, token, REGISTRATION)

    with served(compliance.tree) as server:
        other = asked(server, CANDIDATES, token, REGISTRATION | {"version": "1.3.0"})
        server.stop()

    assert (other.status, other.json["code"]) == (409, "idempotency-conflict")
    assert actions(compliance) == ["registered"]


def test_a_key_is_kept_by_the_store_as_well(compliance: ComplianceProject, token: str) -> None:
    """Whatever the server's own state forgets, an event that a key asked for is not added a second time."""
    state = state_path(os.environ)
    with served(compliance.tree) as server:
        first = asked(server, CANDIDATES, token, REGISTRATION)
        with closing(sqlite3.connect(state, isolation_level=None)) as connection:
            connection.execute("DELETE FROM answers")
        again = asked(server, CANDIDATES, token, REGISTRATION)
        server.stop()

    assert (first.status, again.status, again.body) == (201, 201, first.body)
    assert again.headers["idempotency-replayed"] == "true"
    assert actions(compliance) == ["registered"]
