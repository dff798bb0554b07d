"""The unit that the page shows: systemd reads it without a word, and what it starts can do all that it is for.

NOTE: no systemd is running where tests run, so its parts are done here by hand (`unit_of_its_own.py`). Not tested are
its user, its restarts and its order at boot.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.git_repositories import write
from tests.github_simulator.server import TOKEN
from tests.integration.compliance_project import ANCHOR, PROJECT, ComplianceProject
from tests.nginx import PAGE

ROOT = Path(__file__).parents[2]
UNIT = re.compile(r"^```ini\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PROGRAM = "/opt/clean-release/bin/clean-release"
OWN = {"User=clean-release": "User=root", "/srv/widget": "/srv", PROGRAM: "/bin/true"}
"""What `systemd-analyze` looks for on this machine, and something that is there instead."""


def shown() -> str:
    (text,) = UNIT.findall(PAGE.read_text(encoding="utf-8"))
    return str(text)


def settings_of(unit: str) -> dict[str, str]:
    """Each setting of the service; the page has none twice."""
    lines = [line.partition("=") for line in unit.partition("[Service]")[2].partition("[Install]")[0].splitlines()]
    named = [(name, value) for name, _, value in lines if name]
    assert len(dict(named)) == len(named)
    return dict(named)


def verified(unit: str, folder: Path) -> str:
    """What systemd has to say of a unit."""
    for here, there in OWN.items():
        unit = unit.replace(here, there)
    path = folder / "clean-release.service"
    path.write_text(unit, encoding="utf-8")
    words = ["systemd-analyze", "verify", "--man=no", str(path)]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if path.name in line]
    return "\n".join(said) or ("" if done.returncode == 0 else done.stderr)


def test_systemd_reads_the_unit_without_a_word(tmp_path: Path) -> None:
    assert verified(shown(), tmp_path) == ""


@pytest.mark.parametrize(
    ("good", "bad"), [("ProtectSystem=strict", "ProtectSystem=strictly"), ("ReadWritePaths=", "ReadWritePlaces=")]
)
def test_systemd_would_say_what_is_wrong_in_it(tmp_path: Path, good: str, bad: str) -> None:
    assert bad.strip("=").rpartition("=")[2] in verified(shown().replace(good, bad), tmp_path)


def test_it_stops_before_systemd_ends_it() -> None:
    page, settings = PAGE.read_text(encoding="utf-8"), settings_of(shown())
    assert float(settings["TimeoutStopSec"]) > 20.0, "what --stop-within says where nothing is said"
    assert "which is less than `TimeoutStopSec`" in page


@pytest.fixture
def places(compliance: ComplianceProject, tmp_path: Path) -> dict[str, str]:
    """Two projects, a home with the anchor in it, and this installation."""
    gadget = tmp_path / "gadget"
    shutil.copytree(compliance.tree, gadget, symlinks=True)
    write(gadget / "clean-release.yaml", PROJECT.replace("project: widget", "project: gadget", 1))
    assert compliance("lock", "--project", gadget).code == 0
    home, out = tmp_path / "home-of-it", tmp_path / "out"
    for folder in (out, home / ".config" / "clean-release"):
        folder.mkdir(parents=True, mode=0o700)
    write(home / ".config" / "clean-release" / "anchor.yaml", ANCHOR)
    for folder in home, *home.rglob("*"):
        folder.chmod(0o700 if folder.is_dir() else 0o600)
    return {
        "/srv/widget": str(compliance.tree),
        "/srv/gadget": str(gadget),
        "/srv/out": str(out),
        "/var/lib/clean-release": str(home),
        "/opt/clean-release": str(Path(sys.prefix)),
    }


def run_as_told(unit: str, places: dict[str, str]) -> dict[str, Any]:
    """Start what the unit says, use it, stop it."""
    settings = settings_of(unit)
    whose = ["--principal", "release-bot", "--project", "widget", "--role", "operator", "--expires-in", "1h"]
    told = {"settings": settings, "places": places, "credential": {"GH_TOKEN": TOKEN}, "token": whose}
    done = subprocess.run(
        ["unshare", "--mount", "--net", sys.executable, "-m", "tests.system.unit_of_its_own", json.dumps(told)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads((Path(places["/srv/out"]) / "result.json").read_text(encoding="utf-8"))
    return result


@pytest.mark.engine
def test_what_it_starts_writes_its_stores_and_nothing_else(
    compliance: ComplianceProject, places: dict[str, str]
) -> None:
    ended = run_as_told(shown(), places)
    assert "Read-only file system" in ended["elsewhere"]
    assert ended["line"] == "serving gadget, widget at http://127.0.0.1:8080\n", ended["log"]
    assert [status for status, _ in ended["answers"]] == [201, 200, 201, 202, 200], ended["answers"]
    assert ended["answers"][-1][1]["status"] == "passed", ended["answers"]
    assert (ended["code"], "Traceback" in ended["log"]) == (0, False), ended["log"]
    assert json.loads(ended["log"].splitlines()[0])["client"] == "192.0.2.1"
    assert compliance.json("compliance", "status", "--run-id", "run-001")["status"] == "passed"


@pytest.mark.engine
def test_without_its_folders_it_could_not(places: dict[str, str]) -> None:
    """So the test above sees that they are named."""
    unit = shown().replace("ReadWritePaths=/srv/widget ", "ReadWritePaths=")
    ended = run_as_told(unit, places)
    assert 200 not in [status for status, _ in ended["answers"]]
    assert "Traceback" not in ended["log"]
