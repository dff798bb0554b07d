"""An act whose answer was lost is answered again from its event, and not done again, whatever its server forgot."""

import json
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from checker.api.app import create_app
from checker.bootstrap.serving import Serving
from checker.domain.principal import Role
from tests.fakes.told_callers import ToldCallers
from tests.integration.released_project import BYPASS, NAME, SLUG, ReleasedProject
from tests.integration.served_project import API, REGISTRATION

pytestmark = pytest.mark.engine
CANDIDATE = f"{API}/candidates/{NAME}"
Lost = Callable[[ToldCallers], None]


def forgotten(callers: ToldCallers) -> None:
    """The server knows of no key any more."""
    callers.kept.clear()


def left(callers: ToldCallers) -> None:
    """The server was killed before it kept an answer."""
    callers.kept = {named: (digest, None) for named, (digest, _) in callers.kept.items()}


class Client:
    """A bot that builds and an owner who lets go; each request has its address as its key, and its answer is lost."""

    def __init__(self, project: ReleasedProject, lost: Lost) -> None:
        self.project = project
        self._callers, self._lost = ToldCallers(), lost
        self._bot = self._callers.knows("release-bot", Role.OPERATOR, Role.READER)
        self._owner = self._callers.knows("release-owner", Role.APPROVER, Role.PUBLISHER)
        serving = Serving.over([project.tree], callers=self._callers)
        self._client = TestClient(create_app(serving), raise_server_exceptions=False)

    def count(self) -> int:
        found = self._client.get(f"{API}/trail?limit=200", headers=self._bot)
        return len(found.json()["entries"])

    def done_once(self, path: str, body: object = None, *, code: int = 200) -> tuple[int, str]:
        """Do it, lose the answer, and ask again; the status and the code of the first answer."""
        lets_go = path.rpartition("/")[2] in {"approve", "reject", "publish"}
        headers = (self._owner if lets_go else self._bot) | {"Idempotency-Key": path.replace("/", "-")}
        first = self._client.post(path, json=body, headers=headers)
        assert first.status_code == code, first.text
        events = self.count()
        self._lost(self._callers)
        self._callers.runs_left = 0 if self._lost is left else 1
        again = self._client.post(path, json=body, headers=headers)
        self._callers.runs_left = 1
        assert self.count() == events
        assert (again.status_code, again.json()) == (code, first.json())
        assert again.headers.get("Location") == first.headers.get("Location")
        assert (again.headers.get("Idempotency-Replayed") == "true") == (code < 400)
        return code, first.json().get("code", "")


@pytest.fixture(params=[forgotten, left])
def client(request: pytest.FixtureRequest, released: ReleasedProject) -> Client:
    lost: Lost = request.param
    return Client(released, lost)


def test_each_act_is_done_once_though_its_answer_was_lost(client: Client) -> None:
    client.done_once(f"{API}/candidates", REGISTRATION, code=201)
    client.done_once(f"{CANDIDATE}/artifacts/import", json.loads((client.project.tree / "artifacts.json").read_bytes()))
    client.done_once(f"{CANDIDATE}/manifest", code=201)
    client.done_once(f"{CANDIDATE}/compliance-runs", {"manifest_id": "man-001"}, code=202)
    client.project.done("worker", "--once", "--actor", "release-bot")
    client.done_once(f"{CANDIDATE}/approve", {"report_id": "rpt-001"})
    client.done_once(f"{CANDIDATE}/publish", {"report_id": "rpt-001", "channel": "prod"})


def test_a_rejection_is_done_once(client: Client) -> None:
    client.project.to_manifest()
    client.project.to_report()
    client.done_once(f"{CANDIDATE}/reject", {"reason": "another way"})


def test_an_approval_that_was_voided_is_told_again(client: Client) -> None:
    client.project.to_approval()
    github, path = client.project.github, f"repos/{SLUG}/rulesets/101"
    github.put(path, {**github.answers[path].body, "bypass_actors": BYPASS})

    answer = client.done_once(f"{CANDIDATE}/publish", {"report_id": "rpt-001", "channel": "prod"}, code=409)

    assert answer == (409, "approval-void")
