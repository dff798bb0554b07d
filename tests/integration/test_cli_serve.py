"""`clean-release serve`: what it refuses to begin, what it says, and that runs are worked at by children of its own."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from checker.api.listening import listener_at
from checker.domain.principal import Role
from checker.errors import ConflictError
from tests.git_repositories import write
from tests.integration.compliance_project import NAME, PROJECT, ComplianceProject
from tests.served_process import API, ServedProcess, served, token_of
from tests.until import SECONDS, until

pytestmark = pytest.mark.unmeasured

OPERATOR = (Role.OPERATOR,)


def test_a_run_that_was_asked_for_over_http_is_worked_at_by_a_child(compliance: ComplianceProject) -> None:
    compliance.to_manifest()
    token = token_of("release-bot", *OPERATOR)
    with served(compliance.tree) as server:
        assert server.line.startswith("serving widget at http://127.0.0.1:")
        assert server.call("GET", "/ready").status == 200
        asked = server.call("POST", f"{API}/candidates/{NAME}/compliance-runs", token, {})
        assert (asked.status, asked.json["run_id"], asked.json["task"]["state"]) == (202, "run-001", "queued")
        run = f"{API}/compliance-runs/run-001"
        until(lambda: server.call("GET", run, token).json["status"] == "passed")
        assert server.call("GET", run, token).json["task"]["state"] == "done"
        ended, said = server.stop()
    assert ended == 0
    assert f"run-001 of {NAME}: passed" in said
    assert token not in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_server_that_is_stopped_leaves_no_run_that_somebody_has(
    compliance: ComplianceProject, number: signal.Signals, code: int
) -> None:
    compliance.to_manifest()
    token = token_of("release-bot", *OPERATOR)
    with served(compliance.tree) as server:
        compliance.github.forget()
        compliance.github.latency = 2.0
        server.call("POST", f"{API}/candidates/{NAME}/compliance-runs", token, {})
        until(lambda: compliance.github.seen)
        ended, _ = server.stop(number)
    assert ended == code
    compliance.github.latency = 0.0
    left = compliance.json("compliance", "status", "--run-id", "run-001")
    assert (left["status"], left["task"]["state"]) == ("running", "queued")
    with served(compliance.tree) as server:
        run = f"{API}/compliance-runs/run-001"
        until(lambda: server.call("GET", run, token).json["status"] == "passed")


def test_a_child_that_is_killed_is_followed_by_another(compliance: ComplianceProject) -> None:
    compliance.to_manifest()
    token = token_of("release-bot", *OPERATOR)
    with served(compliance.tree, options=["--workers", "1"]) as server:
        compliance.github.forget()
        compliance.github.latency = 1.0
        server.call("POST", f"{API}/candidates/{NAME}/compliance-runs", token, {})
        until(lambda: compliance.github.seen)
        child = children_of(server.process.pid)
        assert len(child) == 1
        subprocess.run(["kill", "-TERM", *map(str, child)], check=True)
        compliance.github.latency = 0.0
        run = f"{API}/compliance-runs/run-001"
        until(lambda: server.call("GET", run, token).json["status"] == "passed")
        _, said = server.stop()
    assert "a worker for widget (real) ended with 130" in said


def children_of(number: int) -> list[int]:
    """The processes that this one started."""
    found: list[int] = []
    for task in Path(f"/proc/{number}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread may end while it is looked at
            found += map(int, (task / "children").read_text().split())
    return found


def test_not_ready_before_there_is_a_verified_snapshot(compliance: ComplianceProject) -> None:
    import shutil  # noqa: PLC0415 - here alone

    shutil.rmtree(compliance.tree / ".clean-release")
    with served(compliance.tree) as server:
        early = server.call("GET", "/ready")
        assert (early.status, early.json["code"], server.call("GET", "/live").status) == (503, "not-ready", 200)
        assert compliance("lock").code == 0
        until(lambda: server.call("GET", "/ready").status == 200)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--listen", "0.0.0.0:0"], "tokens would cross the network"),
        (["--listen", "[::]:0"], "tokens would cross the network"),
        (["--listen", "example.org:80"], "is no address"),
        (["--listen", "127.0.0.1:99999"], "is no address"),
        (["--tls-cert", "cert.pem"], "belong together"),
        (["--log-format", "xml"], "xml"),
        (["--trusted-proxy", "192.0.2.1"], "--trusted-proxy was given without --behind-proxy"),
        (["--behind-proxy", "--trusted-proxy", "proxy.example"], "is no proxy"),
        (["--behind-proxy", "--trusted-proxy", "192.0.2.1/28"], "is no proxy"),
        (["--behind-proxy", "--trusted-proxy", "0.0.0.0/0"], "is no proxy"),
        ([".", "../twin"], "are both the project widget"),
    ],
)
def test_what_does_not_fit_is_a_wrong_command_line(compliance: ComplianceProject, words: list[str], said: str) -> None:
    (compliance.tree.parent / "twin").mkdir()
    write(compliance.tree.parent / "twin" / "clean-release.yaml", PROJECT)
    refused = compliance.command.refused("serve", *words)
    assert (refused.code, said in refused.err) == (2, True), refused.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["../empty"], "clean-release.yaml"),
        (["../unlocked"], "has no clean-release.lock"),
        (
            ["--tls-cert", "cert.pem", "--tls-key", "key.pem"],
            "--tls-cert cert.pem cannot be read: No such file or directory, and --tls-key key.pem cannot be read: No",
        ),
        (["--tls-cert", ".", "--tls-key", "clean-release.lock"], "--tls-cert . cannot be read: Is a directory"),
        (["--tls-cert", "clean-release.yaml", "--tls-key", "key.pem"], ": --tls-key key.pem cannot be read: No"),
        (["--tls-cert", "clean-release.yaml", "--tls-key", "clean-release.lock"], "holds no certificate"),
    ],
)
def test_what_is_not_there_or_cannot_be_read_is_refused(
    compliance: ComplianceProject, words: list[str], said: str
) -> None:
    for name in ("empty", "unlocked"):
        (compliance.tree.parent / name).mkdir()
    write(compliance.tree.parent / "unlocked" / "clean-release.yaml", PROJECT)
    refused = compliance.command.refused("serve", *words)
    assert (refused.code, said in refused.err) == (3, True), refused.err


def test_an_address_that_somebody_has_is_refused(compliance: ComplianceProject) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = compliance.command.refused("serve", "--listen", f"127.0.0.1:{port}")
    said = f"127.0.0.1:{port} cannot be listened on: another process does, expected a free port"
    assert (refused.code, said in refused.err, "name another port with --listen" in refused.err) == (2, True, True)


@pytest.mark.enable_socket
def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(ConflictError, match="it is no address of this machine"):
        listener_at("192.0.2.1", 8080)


@pytest.mark.parametrize(("number", "said"), [(errno.EACCES, "a port from 1024 on"), (errno.ENOBUFS, "No buffer")])
def test_a_port_that_this_user_may_not_have_is_refused(monkeypatch: pytest.MonkeyPatch, number: int, said: str) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(socket, "create_server", refused)
    with pytest.raises(ConflictError, match=said):
        listener_at("127.0.0.1", 80)


@pytest.mark.enable_socket
def test_what_is_accepted_sends_at_once() -> None:
    with listener_at("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_without_the_extra_it_says_what_to_install(compliance: ComplianceProject, tmp_path: Path) -> None:
    write(tmp_path / "hidden" / "uvicorn.py", "raise ModuleNotFoundError(name='uvicorn')\n")
    code = f"import sys; sys.path.insert(0, {str(tmp_path / 'hidden')!r}); from checker.__main__ import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", code, "serve"], cwd=compliance.tree, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, "pip install 'clean-release[server]'" in ended.stderr) == (3, True)


def test_the_log_has_one_line_for_each_request_and_no_secret(compliance: ComplianceProject) -> None:
    token = token_of("release-bot", *OPERATOR)
    secret = "ghp_" + "a1B2" * 9
    with served(compliance.tree, options=["--log-format", "json"]) as server:
        server.call("GET", f"{API}/candidates?project={secret}", token)
        server.call("GET", f"{API}/candidates?token={secret}", token)
        server.call("GET", f"{API}/candidates/%1b[31m", token)
        server.call("GET", f"{API}/candidates", "wrong-token-altogether")
        _, said = server.stop()
    lines = [json.loads(line) for line in said.splitlines()]
    requests = [line for line in lines if "target" in line]
    assert [line["status"] for line in requests] == [404, 422, 404, 401]
    assert requests[0]["target"] == f"{API}/candidates?project=***"
    for hidden in (secret, token, "wrong-token-altogether", "\x1b"):
        assert hidden not in said


def call_until_closed(server: ServedProcess, data: bytes) -> bytes:
    """What comes back on a bare connection until the server closes it."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS) as raw:
        parts = []
        with suppress(ConnectionError):  # what it did not read is reset
            raw.sendall(data)
            while part := raw.recv(65536):
                parts.append(part)
    return b"".join(parts)


def test_what_is_no_request_is_refused_and_nobody_else_notices(compliance: ComplianceProject) -> None:
    with served(compliance.tree) as server:
        refused = call_until_closed(server, b"this is no request\r\n\r\n")
        assert refused.startswith(b"HTTP/1.1 400")
        assert b'"code": "invalid-request"' in refused
        large = b"GET /live HTTP/1.1\r\nHost: x\r\nX-Large: " + b"a" * 3_000_000 + b"\r\n\r\n"
        assert b" 200 " not in call_until_closed(server, large)
        assert server.call("GET", "/live").status == 200


def clients_told(log: str) -> list[str]:
    """Whom the log names for each request, in their order."""
    return [line["client"] for line in map(json.loads, log.splitlines()) if "client" in line]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "127.0.0.1"),
        (["--behind-proxy"], "192.0.2.66"),
        (["--behind-proxy", "--trusted-proxy", "127.0.0.1", "--trusted-proxy", "192.0.2.64/28"], "198.51.100.9"),
        (["--behind-proxy", "--trusted-proxy", "203.0.113.1"], "127.0.0.1"),
    ],
)
def test_where_a_request_comes_from_is_what_a_trusted_proxy_says(
    compliance: ComplianceProject, options: list[str], told: str
) -> None:
    with served(compliance.tree, options=["--log-format", "json", *options]) as server:
        server.call("GET", "/live", X_Forwarded_For="203.0.113.5, 198.51.100.9, 192.0.2.66")
        _, said = server.stop()
    assert clients_told(said) == [told]


def test_who_guesses_behind_a_proxy_locks_out_their_own_address_alone(compliance: ComplianceProject) -> None:
    token = token_of("release-bot", *OPERATOR)
    candidates = f"{API}/candidates"
    with served(compliance.tree, options=["--behind-proxy"]) as server:
        guesses = [server.call("GET", candidates, "wrong", X_Forwarded_For="192.0.2.66") for _ in range(11)]
        assert [one.status for one in guesses] == [401] * 10 + [429]
        assert server.call("GET", candidates, "wrong", X_Forwarded_For="198.51.100.9").status == 401
        for whence in ("192.0.2.66", "198.51.100.9"):
            assert server.call("GET", candidates, token, X_Forwarded_For=whence).status == 200
