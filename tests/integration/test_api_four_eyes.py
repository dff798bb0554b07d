"""Four eyes over REST (A19): a role lets nobody approve what is theirs, and a token stands for no key."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from checker.api.app import create_app
from checker.bootstrap.calling import Calling, opened_calling
from checker.bootstrap.serving import Serving
from checker.domain.namespace import Namespace
from checker.domain.principal import Role
from tests.integration.released_project import NAME
from tests.integration.served_project import API

if TYPE_CHECKING:
    from tests.integration.released_project import ReleasedProject

APPROVE = f"{API}/candidates/{NAME}/approve"
REPORT = {"report_id": "rpt-001"}


class Judged:
    """A candidate that the bot built and that was judged, behind a server with this user's own tokens."""

    def __init__(self, project: "ReleasedProject", calling: Calling) -> None:
        project.to_manifest()
        project.to_report()
        self.project = project
        self._calling = calling
        self._client = TestClient(create_app(Serving.over([project.tree], callers=calling)))

    def approves(self, label: str, **said: str) -> tuple[int, str]:
        """The status and the code of the answer to somebody who has every role."""
        issued = self._calling.create_token(
            label=label, namespace=Namespace.REAL, projects=["widget"], roles=tuple(Role), life=timedelta(days=1)
        )
        headers = {"Authorization": f"Bearer {issued.text}"}
        answer = self._client.post(APPROVE, json={**REPORT, **said}, headers=headers)
        return answer.status_code, answer.json().get("code", "")


@pytest.fixture
def judged(released: "ReleasedProject") -> Iterator[Judged]:
    with opened_calling() as calling:
        yield Judged(released, calling)


def test_who_built_it_approves_it_with_no_token_however_many_roles_it_has(judged: Judged) -> None:
    assert [judged.approves("release-bot") for _ in range(2)] == [(403, "not-trusted")] * 2
    assert judged.project.status()["state"] == "CHECK_PASSED"


def test_a_token_of_somebody_without_a_key_on_the_servers_machine_approves_nothing(judged: Judged) -> None:
    status, _ = judged.approves("somebody")

    assert status in {403, 404}
    assert judged.project.status()["state"] == "CHECK_PASSED"


def test_nobody_approves_in_the_name_of_another(judged: Judged) -> None:
    assert judged.approves("release-bot", actor="release-owner") == (422, "invalid-request")
    assert judged.approves("release-bot", approver="release-owner") == (422, "invalid-request")
    assert judged.project.status()["state"] == "CHECK_PASSED"


def test_somebody_else_with_a_key_approves(judged: Judged) -> None:
    status, _ = judged.approves("release-owner")

    assert status == 200
    assert judged.project.status()["state"] == "APPROVED"
