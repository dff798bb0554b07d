"""P02 and P03: evaluating never needs the network, and nothing a policy says opens a connection."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.project_case import DATA, EVALUATED_AT

ROOT = Path(__file__).parents[2]
SEND = 'http.send({"method": "get", "url": "http://127.0.0.1:9/", "raise_error": false}).status_code == 200'
SENT = f'package main\n\ndeny contains "reached" if {SEND}\n'
FETCHED = 'package main\n\ndeny contains "fetched" if json.match_schema({}, {"$ref": "http://127.0.0.1:9/"})[0]\n'
LOOKED_UP = 'package main\n\ndeny contains "found" if count(net.lookup_ip_addr("localhost")) > 0\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(DATA / "passing", folder)
    return folder


def command(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "checker", name, *arguments]


def check(project: Path, *more: str) -> list[str]:
    return command("check", str(project), "--anchor", str(DATA / "anchor.yaml"), "--evaluated-at", EVALUATED_AT, *more)


def test_without_a_route_everything_works_and_nothing_calls(project: Path, tmp_path: Path) -> None:
    commands = [
        command("lock", "--project", str(project), "--anchor", str(DATA / "anchor.yaml")),
        check(project),
        command("report", "replay", "-p", str(project)),
        *[check(project, "--bundle", str(reaching(tmp_path / name, text))) for name, text in POLICIES.items()],
    ]
    result = tmp_path / "heard.json"
    helper = Path(__file__).parent / "network_of_its_own.py"
    done = subprocess.run(
        ["unshare", "--net", sys.executable, str(helper), str(result), json.dumps(commands)],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    heard = json.loads(result.read_text(encoding="utf-8"))
    assert heard["connections"] == 0
    codes = [ended["code"] for ended in heard["ended"]]
    assert codes == [0, 0, 0, *[3] * len(POLICIES)], heard["ended"]
    for builtin, ended in zip(POLICIES, heard["ended"][3:], strict=True):
        assert "error[bundle-refused]" in ended["err"]
        assert builtin in ended["err"]


POLICIES = {"http.send": SENT, "json.match_schema": FETCHED, "net.lookup_ip_addr": LOOKED_UP}


def reaching(folder: Path, text: str) -> Path:
    """A bundle that reaches for the network."""
    folder.mkdir()
    manifest = {"revision": "1", "roots": ["main"], "metadata": {"clean-release": {"name": folder.name, "revision": 1}}}
    (folder / ".manifest").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "main").mkdir()
    (folder / "main" / "main.rego").write_text(text, encoding="utf-8")
    return folder


def test_a_whole_evaluation_opens_no_socket_to_any_network(project: Path, tmp_path: Path) -> None:
    strace = shutil.which("strace")
    assert strace is not None, "strace is missing; make system-packages installs it"
    for number, arguments in enumerate((check(project), check(project, "--bundle", "builtin:release-policy"))):
        trace = tmp_path / f"trace-{number}"
        watch = [strace, "-f", "-qq", "-e", "trace=execve,socket,connect", "-o", str(trace)]
        done = subprocess.run([*watch, *arguments], check=False, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 3, done.stderr
        seen = trace.read_text(encoding="utf-8").splitlines()
        assert any("execve(" in line for line in seen), "strace saw nothing: the rest would prove nothing"
        assert [line for line in seen if "AF_INET" in line or "AF_PACKET" in line] == []
