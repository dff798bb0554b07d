"""Starts what a unit of systemd starts, as the unit says, where no systemd runs: in namespaces of its own.

Started by `unshare --mount --net`; the argument is JSON: the `unit` with its `settings`, `places` (what lies where the
unit says it does), the `credential` that its EnvironmentFile holds, and `out`, where the answers are written. The file
system is read-only but for ReadWritePaths, /tmp is its own, no new privileges are had and no capability. What only
systemd itself does, its user among it, is not done here.
"""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.github_simulator import made
from tests.github_simulator.server import GitHubSimulator
from tests.served_process import API, SECONDS, Answer, answered

ROOT = Path(__file__).parents[2]
TOP = ("/srv", "/opt", "/var/lib")
"""Folders that every Linux has, to which what the unit names is added in here; Python itself may lie in one."""
ALWAYS_WRITABLE = ("/dev", "/proc", "/sys", "/tmp", "/var/tmp")  # noqa: S108 - as systemd.exec(5) says of strict
CONFINED = ("setpriv", "--no-new-privs", "--bounding-set", "-all", "--inh-caps", "-all")
HERE = 8080
NAME = "2026.03.09-rc1"


def main() -> int:
    """Confine, serve, ask, stop."""
    told = json.loads(sys.argv[1])
    settings = told["settings"]
    run("mount", "--make-rprivate", "/")
    run("ip", "link", "set", "lo", "up")
    lay_out(told["places"])
    confine(settings["ReadWritePaths"].split())
    simulator = GitHubSimulator()
    simulator.load(made.repository("octo/widget"))
    environment = {"PATH": "/usr/bin:/bin", **told["credential"], "CLEAN_RELEASE_GITHUB_API": simulator.url}
    name, _, value = settings["Environment"].partition("=")
    environment[name] = value
    begin = shlex.split(settings["ExecStart"])
    token = printed([begin[0], "token", "create", *told["token"]], environment)
    elsewhere = subprocess.run([*CONFINED, "touch", "/etc/of-nobody"], check=False, capture_output=True, text=True)
    result: dict[str, Any] = {"elsewhere": elsewhere.stderr}
    with started(begin, environment, settings) as process:
        result["line"] = process.stdout.readline() if process.stdout else ""
        result["answers"] = drive(token) if result["line"] else []
        process.send_signal(signal.SIGTERM)
        result["log"] = process.communicate(timeout=float(settings["TimeoutStopSec"]))[1]
        result["code"] = process.returncode
    simulator.stop()
    Path("/srv/out/result.json").write_text(json.dumps(result), encoding="utf-8")
    return 0


def run(*words: str) -> None:
    """One command that must work."""
    subprocess.run(words, check=True)


def printed(words: list[str], environment: Mapping[str, str]) -> str:
    """What a command prints."""
    done = subprocess.run(words, check=False, capture_output=True, text=True, env=dict(environment))
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def lay_out(places: Mapping[str, str]) -> None:
    """Put everything where the unit says that it lies."""
    kept = "/srv/checkout"
    held = {name: os.open(path, os.O_PATH) for name, path in places.items()}
    held[kept] = os.open(ROOT, os.O_PATH)
    there = (path for folder in TOP for path in Path(folder).iterdir() if path.is_dir() and not path.is_symlink())
    held = {**{str(path): os.open(path, os.O_PATH) for path in there}, **held}
    for folder in TOP:
        run("mount", "-t", "tmpfs", "none", folder)
    for name, number in held.items():
        Path(name).mkdir(parents=True)
        run("mount", "--no-canonicalize", "--rbind", f"/proc/{os.getpid()}/fd/{number}", name)
    run("mount", "-t", "tmpfs", "none", "/tmp")  # noqa: S108 - PrivateTmp
    if not ROOT.is_dir():
        ROOT.mkdir(parents=True)
        run("mount", "--rbind", kept, str(ROOT))


def confine(writable: list[str]) -> None:
    """Make everything read-only but what the unit names (ProtectSystem=strict); `/srv/out` is the test's own."""
    mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    for place in dict.fromkeys(line.split()[4] for line in mounts):
        if place in {*writable, "/srv/out"} or any(f"{place}/".startswith(f"{one}/") for one in ALWAYS_WRITABLE):
            continue
        subprocess.run(["mount", "-o", "remount,bind,ro", place], check=False, capture_output=True)


@contextmanager
def started(
    begin: list[str], environment: Mapping[str, str], settings: Mapping[str, str]
) -> Iterator["subprocess.Popen[str]"]:
    """The process of ExecStart."""
    process = subprocess.Popen(
        [*CONFINED, *begin],
        cwd=settings["WorkingDirectory"],
        env=dict(environment),
        umask=int(settings["UMask"], 8),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def call(method: str, path: str, token: str, body: object = None) -> Answer:
    """One request, as the proxy makes it."""
    connection = HTTPConnection("127.0.0.1", HERE, timeout=SECONDS)
    return answered(connection, method, f"{API}/{path}?project=widget", token, body, X_Forwarded_For="192.0.2.1")


def drive(token: str) -> list[tuple[int, object]]:
    """Everything that writes: a candidate up to its run, which a worker works at."""
    source = {"candidate_id": NAME, "version": "1.2.0", "source_snapshot": "v1.2.0-rc1"}
    artifacts = json.loads(Path("/srv/widget/artifacts.json").read_text(encoding="utf-8"))
    steps = [
        call("POST", "candidates", token, source),
        call("POST", f"candidates/{NAME}/artifacts/import", token, artifacts),
        call("POST", f"candidates/{NAME}/manifest", token, {}),
        call("POST", f"candidates/{NAME}/compliance-runs", token, {}),
    ]
    last = time.monotonic() + SECONDS
    while time.monotonic() < last:
        steps.append(call("GET", "compliance-runs/run-001", token))
        if steps[-1].status != 200 or steps[-1].json["status"] not in {"pending", "running"}:
            break
        steps.pop()
        time.sleep(0.1)
    return [(one.status, one.json) for one in steps]


if __name__ == "__main__":
    raise SystemExit(main())
