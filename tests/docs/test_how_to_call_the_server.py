"""The how-to on calling the server from a workflow: its step is run against a real server and a real issuer."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from checker.adapters.clock import SystemClock
from checker.domain.job_token import JobTrust
from checker.formats.server_v1 import parse_server
from tests.architecture.source_tree import ROOT
from tests.audited_workflows import audited
from tests.done_once import done_once  # noqa: F401 - a fixture
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.github_simulator.server import Made
from tests.integration.compliance_project import NAME, ComplianceProject, compliance  # noqa: F401 - a fixture
from tests.integration.conftest import command  # noqa: F401 - a fixture
from tests.job_issuer import JobIssuer, claims_at, signed
from tests.loopback import LoopbackServer
from tools.shown_commands import blocks

pytestmark = pytest.mark.system

PAGE = ROOT / "docs" / "how-to" / "let-a-workflow-call-the-server.md"
SERVED = "serving widget at "


def shown(info: str) -> str:
    (found,) = [block.body for block in blocks(PAGE.read_text(encoding="utf-8")) if info in block.info]
    return found


def trust() -> JobTrust:
    found = parse_server(shown("settings=server").encode(), source="server.yaml").jobs
    assert found
    return found


class JobTokens(LoopbackServer):
    """Where a job asks for its token: each is a new one, signed by the issuer, for the audience that is asked for."""

    def __init__(self, issuer: JobIssuer) -> None:
        self.given = 0
        self.job = {"job_workflow_ref": trust().entries[0].workflow_ref, "event_name": "workflow_dispatch"}
        world = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                assert self.headers["Authorization"] == "bearer of-the-job"
                world.given += 1
                (audience,) = parse_qs(urlsplit(self.path).query)["audience"]
                claims = claims_at(
                    SystemClock().now(), issuer=issuer.url, aud=audience, jti=f"token-{world.given}", **world.job
                )
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps({"count": 1, "value": signed(claims)}).encode())

            def log_message(self, format: str, *_: object) -> None:  # noqa: A002, V105 - the library calls it so
                """Say nothing."""

        super().__init__(Handler)


@contextmanager
def server(tree: Path) -> Iterator[str]:
    """A server over a project, in a process of its own, as the page starts it; its address."""
    words = [sys.executable, "-m", "checker", "serve", str(tree), "--listen", "127.0.0.1:0", "--workers", "1"]
    with (
        (tree.parent / "log").open("w") as log,
        subprocess.Popen(words, cwd=tree, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        assert process.stdout
        line = process.stdout.readline()
        assert SERVED in line, (tree.parent / "log").read_text()
        try:
            yield line.partition(SERVED)[2].strip()
        finally:
            process.terminate()


def run_step(address: str, tokens: JobTokens) -> "subprocess.CompletedProcess[str]":
    """Run the step of the page as a runner would, with the environment of its job."""
    job = yaml.safe_load(shown("workflow=compliance"))["jobs"]["judge"]
    assert job["permissions"] == {"id-token": "write"}
    given = {
        **job["env"],
        "SERVER": address,
        "CANDIDATE": NAME,
        "EVERY": "0.2",
        "ACTIONS_ID_TOKEN_REQUEST_URL": f"{tokens.url}/token?api-version=2.0",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "of-the-job",
        "GITHUB_RUN_ID": "42",
        "GITHUB_RUN_ATTEMPT": "1",
    }
    (step,) = job["steps"]
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(words, env={**os.environ, **given}, capture_output=True, text=True, check=False, timeout=60)


def settle(issuer: JobIssuer) -> None:
    """The settings of the page, with the issuer of the test."""
    path = Path(os.environ["XDG_CONFIG_HOME"]) / "clean-release" / "server.yaml"
    path.write_text(shown("settings=server").replace(trust().issuer, issuer.url), encoding="utf-8")


@pytest.fixture
def issuer(compliance: ComplianceProject) -> Iterator[JobIssuer]:  # noqa: F811 - pytest passes it
    compliance.to_manifest()
    serving = JobIssuer()
    settle(serving)
    yield serving
    serving.stop()


@pytest.fixture
def tokens(issuer: JobIssuer) -> Iterator[JobTokens]:
    giving = JobTokens(issuer)
    yield giving
    giving.stop()


def runs(compliance: ComplianceProject) -> list[str]:  # noqa: F811 - pytest passes it
    """Every run that was ever asked for."""
    shown = json.loads(compliance("trail", "show", "--limit", "0", "--json").out)["entries"]
    return [entry["run"] for entry in shown if entry["action"] == "request-run"]


BYPASSED = [{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}]
VERDICTS: dict[str, tuple[int, dict[str, Any]]] = {
    "passed": (0, {}),
    "blocked": (1, {"repos/octo/widget/rulesets/101": {"bypass_actors": BYPASSED}}),
    "undecided": (1, {"repos/octo/widget/rulesets": None}),
}
"""What a run comes to, with which code the step of the page ends then, and what the provider holds for it."""


@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_verdict_of_the_run_decides_the_job(
    compliance: ComplianceProject,  # noqa: F811 - pytest passes it
    tokens: JobTokens,
    verdict: str,
) -> None:
    code, held = VERDICTS[verdict]
    for path, changes in held.items():
        usual = compliance.github.answers[path]
        compliance.github.put(
            path, Made(status=403) if changes is None else replace(usual, body={**usual.body, **changes})
        )
    with server(compliance.tree) as address:
        ended = run_step(address, tokens)

    assert compliance.json("compliance", "status", "--run-id", "run-001")["status"] == verdict
    assert (ended.stdout, ended.returncode) == (f"run-001 of {NAME}: {verdict}\n", code), ended.stderr


def test_a_step_that_is_repeated_tells_of_the_same_run(
    compliance: ComplianceProject,  # noqa: F811 - pytest passes it
    tokens: JobTokens,
) -> None:
    with server(compliance.tree) as address:
        ended = run_step(address, tokens)
        again = run_step(address, tokens)

    run = compliance.json("compliance", "status", "--run-id", "run-001")
    assert (run["status"], run["requested_by"]) == ("passed", "release-bot")
    assert (again.stdout, again.returncode) == (ended.stdout, ended.returncode), "the same key asks for the same run"
    assert runs(compliance) == ["run-001"]
    assert tokens.given >= 4
    assert all(line.startswith("::add-mask::") for line in ended.stderr.splitlines() if "eyJ" in line)


OTHERS = [
    ("repository_id", "1002"),
    ("repository_owner_id", "18"),
    ("job_workflow_ref", "example-org/widget/.github/workflows/compliance.yml@refs/heads/topic"),
    ("environment", "staging"),
    ("event_name", "pull_request"),
]


@pytest.mark.parametrize(("claim", "value"), OTHERS)
def test_a_job_of_another_repository_workflow_or_environment_is_refused(
    compliance: ComplianceProject,  # noqa: F811 - pytest passes it
    tokens: JobTokens,
    claim: str,
    value: str,
) -> None:
    tokens.job[claim] = value
    with server(compliance.tree) as address:
        ended = run_step(address, tokens)

    assert ended.returncode != 0
    assert "403" in ended.stderr
    assert ended.stdout == ""
    assert runs(compliance) == []


def test_its_workflow_holds_nothing_that_an_auditor_minds(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "compliance.yml").write_text(shown("workflow=compliance"), encoding="utf-8")

    assert audited(tmp_path) == []
