"""P02 and P03: evaluating never needs the network, and nothing a policy says opens a connection."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.project_case import DATA, EVALUATED_AT
from tests.attacks.run_cases import cases_of

ROOT = Path(__file__).parents[2]
NO_NETWORK = cases_of("P", how="no-network")
TRACED = cases_of("P", how="traced")
SETTING_UP = {
    "lock": ["lock", "--project", "{project}", "--anchor", "{anchor}"],
    "check": ["check", "{project}", "--anchor", "{anchor}", "--evaluated-at", EVALUATED_AT],
}


def command(words: list[str], place: Path) -> list[str]:
    """A command line of a case, run by this Python."""
    places = {"{project}": place / "project", "{anchor}": DATA / "anchor.yaml", "{bundle}": place / "bundle"}
    filled = [str(places.get(word, word)) for word in words]
    return [sys.executable, "-m", "checker", *filled]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the passing project in it."""
    shutil.copytree(DATA / "passing", tmp_path / "project")
    return tmp_path


@pytest.mark.parametrize(("folder", "name", "fields"), NO_NETWORK, ids=[name for _, name, _ in NO_NETWORK])
def test_without_a_route_nothing_calls(folder: str, name: str, fields: Mapping[str, Any], place: Path) -> None:
    expect = fields["expect"]
    if "bundle" in fields:
        write_bundle(place / "bundle", fields["bundle"])
    words = [*[SETTING_UP[before] for before in fields.get("after", ())], fields["run"]]
    result = place / "heard.json"
    helper = Path(__file__).parent / "network_of_its_own.py"
    done = subprocess.run(
        [
            *["unshare", "--net", sys.executable, str(helper), str(result)],
            json.dumps([command(one, place) for one in words]),
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    heard = json.loads(result.read_text(encoding="utf-8"))
    *before, last = heard["ended"]
    assert heard["connections"] == expect["connections"] == 0, name
    assert [ended["code"] for ended in before] == [0] * len(before), before
    assert (last["code"], expect["exit"] == 0) == (expect["exit"], folder.endswith("__pass")), last
    assert last["err"].startswith(f"error[{expect['error']}]" if "error" in expect else "")
    assert all(part in last["err"] for part in expect.get("says", ()))


def write_bundle(folder: Path, files: Mapping[str, str]) -> None:
    """A bundle of foreign policies."""
    manifest = {"revision": "1", "roots": ["main"], "metadata": {"clean-release": {"name": folder.name, "revision": 1}}}
    for name, text in {".manifest": json.dumps(manifest), **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("fields", [fields for _, _, fields in TRACED], ids=lambda fields: fields["name"])
def test_a_whole_evaluation_opens_no_socket_to_any_network(fields: Mapping[str, Any], place: Path) -> None:
    strace = shutil.which("strace")
    assert strace is not None, "strace is missing; make system-packages installs it"
    trace = place / "trace"
    watch = [strace, "-f", "-qq", "-e", "trace=execve,socket,connect", "-o", str(trace)]
    arguments = command(fields["run"], place)
    done = subprocess.run([*watch, *arguments], check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == fields["expect"]["exit"], done.stderr
    seen = trace.read_text(encoding="utf-8").splitlines()
    assert any("execve(" in line for line in seen), "strace saw nothing: the rest would prove nothing"
    assert [line for line in seen if any(part in line for part in fields["expect"]["no_call"])] == []
