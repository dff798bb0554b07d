"""Who calls the server, over REST with the real proof: one answer for every failure, and no second effect."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from checker.api.app import create_app
from checker.bootstrap.calling import Calling, opened_calling, opened_tokens
from checker.bootstrap.serving import Serving
from checker.domain.access_token import spell_token
from checker.domain.namespace import Namespace
from checker.domain.principal import Role
from tests.bundle_server import Answer
from tests.fakes.fixed_clock import FixedClock
from tests.integration.compliance_project import NAME, ComplianceProject
from tests.integration.served_project import API, REGISTRATION
from tests.job_issuer import AUDIENCE, DISCOVERY, ENTRY, JobIssuer, claims_at, signed

CANDIDATES = f"{API}/candidates"
REFUSED = {"code": "unauthenticated", "detail": "the call does not prove who calls"}


@dataclass
class Server:
    """The application over the project and this user's own state, started anew as often as wanted."""

    stack: ExitStack
    project: ComplianceProject
    clock: FixedClock

    def start(self) -> TestClient:
        self.calling: Calling = self.stack.enter_context(opened_calling(clock=self.clock))
        serving = Serving.over([self.project.tree], callers=self.calling)
        return TestClient(create_app(serving), raise_server_exceptions=False)

    def token(self, *roles: Role, namespace: Namespace = Namespace.REAL, project: str = "widget") -> dict[str, str]:
        issued = self.calling.create_token(
            label="release-bot", namespace=namespace, projects=[project], roles=roles, life=timedelta(days=1)
        )
        return {"Authorization": f"Bearer {issued.text}"}


@pytest.fixture
def server(compliance: ComplianceProject) -> Iterator[Server]:
    with ExitStack() as stack:
        yield Server(stack=stack, project=compliance, clock=FixedClock())


def test_every_call_that_proves_nobody_is_answered_byte_for_byte_the_same(server: Server) -> None:
    client = server.start()
    over, revoked = server.token(Role.OPERATOR), server.token(Role.OPERATOR)
    number = server.calling.tokens()[0].number
    server.calling.revoke_token(number)
    guessed = spell_token(bytes.fromhex(number), bytes(32))
    server.clock.advance(24 * 3600)
    shown = [over, revoked, {"Authorization": f"Bearer {guessed}"}, {"Authorization": "Bearer x"}, {}]

    answers = [client.get(CANDIDATES, headers=headers) for headers in shown]

    assert {(answer.status_code, answer.content) for answer in answers} == {(401, answers[0].content)}
    assert REFUSED.items() <= answers[0].json().items()
    assert all(answer.headers["www-authenticate"].startswith("Bearer ") for answer in answers)


def test_two_proofs_are_none(server: Server) -> None:
    client = server.start()
    (good,) = server.token(Role.READER).values()
    other = ("Authorization", "Bearer x")

    for headers in ([("Authorization", good), other], [other, ("Authorization", good)]):
        assert client.get(CANDIDATES, headers=headers).status_code == 401
    assert client.get(CANDIDATES, headers={"Authorization": good}).status_code == 200


def test_who_guesses_is_told_when_to_come_back(server: Server) -> None:
    client = server.start()
    for _ in range(10):
        client.get(CANDIDATES, headers={"Authorization": "Bearer x"})

    answer = client.get(CANDIDATES, headers={"Authorization": "Bearer x"})

    assert client.get(CANDIDATES, headers=server.token(Role.READER)).status_code == 200
    assert client.get(CANDIDATES).status_code == 401, "nothing was tried"
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-requests")
    assert answer.headers["retry-after"] == "300"


def test_a_token_that_somebody_revokes_is_refused_though_it_was_just_answered(server: Server) -> None:
    client = server.start()
    token = server.token(Role.READER)
    assert {client.get(CANDIDATES, headers=token).status_code for _ in range(5)} == {200}
    with opened_tokens() as command_line:
        command_line.revoke_token(server.calling.tokens()[0].number)

    assert client.get(CANDIDATES, headers=token).status_code == 401


def test_a_token_of_one_namespace_or_project_sees_nothing_of_another(server: Server) -> None:
    client = server.start()
    real = server.token(*Role)
    assert client.post(CANDIDATES, json=REGISTRATION, headers=real).status_code == 201
    assert client.get(f"{CANDIDATES}/{NAME}", headers=real).status_code == 200

    demo, other = server.token(*Role, namespace=Namespace.DEMO), server.token(*Role, project="gadget")
    missing = client.get(f"{CANDIDATES}/nothing", headers=real)
    for headers, query in ((demo, ""), (other, ""), (other, "?project=widget")):
        answer = client.get(f"{CANDIDATES}/{NAME}{query}", headers=headers)
        assert (answer.status_code, answer.content) == (404, missing.content)


def test_a_request_with_a_key_is_done_once_over_a_restart(server: Server) -> None:
    client = server.start()
    headers = {**server.token(Role.OPERATOR), "Idempotency-Key": "a-key"}
    first = client.post(CANDIDATES, json=REGISTRATION, headers=headers)

    again = server.start().post(CANDIDATES, json=REGISTRATION, headers=headers)
    other = client.post(CANDIDATES, json={**REGISTRATION, "version": "1.2.1"}, headers=headers)

    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert other.json()["code"] == "idempotency-conflict"


def test_a_refused_request_leaves_its_key_free(server: Server) -> None:
    client = server.start()
    headers = {**server.token(Role.OPERATOR), "Idempotency-Key": "a-key"}
    wrong = {**REGISTRATION, "source_snapshot": "no-such-tag"}

    assert client.post(CANDIDATES, json=wrong, headers=headers).status_code >= 400
    assert client.post(CANDIDATES, json=REGISTRATION, headers=headers).status_code == 201


@pytest.fixture
def issuer(server: Server) -> Iterator[JobIssuer]:
    serving = JobIssuer()
    job = {
        "repository_id": ENTRY.repository_id,
        "repository_owner_id": ENTRY.owner_id,
        "job_workflow_ref": ENTRY.workflow_ref,
        "environment": ENTRY.environment,
        "principal": ENTRY.label,
        "namespace": "real",
        "projects": ["widget"],
        "roles": ["operator"],
    }
    oidc = {"issuer": serving.url, "audience": AUDIENCE, "jobs": [job]}
    path = Path(os.environ["XDG_CONFIG_HOME"]) / "clean-release" / "server.yaml"
    assert path.parent == server.project.anchor.parent
    path.write_text(json.dumps({"schema": "clean-release/server/v1", "oidc": oidc}), encoding="utf-8")
    yield serving
    serving.stop()


def test_a_job_calls_once_with_each_token_and_acts_as_its_principal(server: Server, issuer: JobIssuer) -> None:
    client = server.start()
    shown = {"Authorization": f"Bearer {signed(claims_at(issuer=issuer.url))}"}

    made = client.post(CANDIDATES, json=REGISTRATION, headers=shown)
    again = client.get(f"{CANDIDATES}/{NAME}", headers=shown)

    assert (made.status_code, made.json()["registered_by"]) == (201, ENTRY.label)
    assert again.status_code == 401
    assert server.calling.prove_again(shown["Authorization"], address="testclient") is None


def test_a_job_without_an_entry_is_forbidden_and_one_whose_issuer_is_down_waits(
    server: Server, issuer: JobIssuer
) -> None:
    client = server.start()
    stranger = {"Authorization": f"Bearer {signed(claims_at(issuer=issuer.url, environment='staging'))}"}
    assert client.get(CANDIDATES, headers=stranger).status_code == 403
    issuer.answers[DISCOVERY] = Answer(status=500)
    server.clock.advance(3600)

    known = {"Authorization": f"Bearer {signed(claims_at(server.clock.now(), issuer=issuer.url))}"}
    answer = client.get(CANDIDATES, headers=known)

    assert (answer.status_code, answer.json()["code"]) == (503, "issuer-unavailable")


def test_a_job_that_may_only_operate_approves_and_publishes_nothing(server: Server, issuer: JobIssuer) -> None:
    client = server.start()
    for number, (step, body) in enumerate(
        (("approve", {"report_id": "rpt-001"}), ("publish", {"report_id": "rpt-001", "channel": "prod"}))
    ):
        token = signed(claims_at(issuer=issuer.url, jti=f"token-{number}"))
        path = f"{CANDIDATES}/{NAME}/{step}"
        answer = client.post(path, json=body, headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
