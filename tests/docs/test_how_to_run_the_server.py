"""The page about the server is true: a real one, real tokens, and a release from registration to permit over HTTP."""

import json
import os
import signal
from pathlib import Path

import pytest

from tests.docs.test_how_to_release import upload
from tests.docs.test_how_tos import HOW_TO
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.integration.conftest import command  # noqa: F401 - a fixture
from tests.integration.registry_asking import registry  # noqa: F401 - a fixture
from tests.integration.released_project import OWNER, ReleasedProject, released  # noqa: F401 - a fixture
from tests.served_process import API, served
from tools.shown_commands import ShownCommand, run, steps

HERE = "127.0.0.1:8080"


def shown() -> list[ShownCommand]:
    page = (HOW_TO / "run-the-server.md").read_text(encoding="utf-8")
    return [step for step in steps(page) if isinstance(step, ShownCommand)]


@pytest.mark.engine
@pytest.mark.slow
def test_a_release_goes_from_registration_to_permit_over_http(
    released: ReleasedProject,  # noqa: F811 - pytest passes it
    tmp_path: Path,
) -> None:
    """Every command of the page, as a reader types it."""
    commands = [step.command for step in shown()]
    begin = next(number for number, one in enumerate(commands) if one.startswith("clean-release serve"))
    assert commands[begin] == f"clean-release serve . --listen {HERE}"

    def typed(line: str) -> str:
        ended = run(line, released.tree, dict(os.environ), tmp_path / "programs")
        assert ended.returncode == 0, f"{line}\n{ended.stdout}"
        return ended.stdout

    for line in commands[:begin]:
        typed(line)
    said = {}
    with served(released.tree) as server:
        for line in commands[begin + 1 :]:
            said[line] = typed(line.replace(HERE, f"127.0.0.1:{server.port}"))
        code, log = server.stop(signal.SIGTERM)

    assert (code, "Traceback" in log) == (0, False)
    events = next(text for line, text in said.items() if "/events" in line)
    assert [json.loads(line[6:])["status"] for line in events.splitlines() if line.startswith("data: ")][-1] == "passed"
    assert released.verify("permit.json").code == 0
    assert released.status()["state"] == "APPROVED"
    upload(released)
    released.done("release", "confirm", *OWNER)
    assert released.status()["state"] == "PUBLISHED"
    token = (released.tree / "bot.header").read_text().removeprefix("Authorization: Bearer ").strip()
    assert token not in log
    assert (released.tree / "before-upgrade.sqlite").is_file()
    acted = {
        event["actor"] for event in json.loads(released.done("trail", "show", "--limit", "0", "--json"))["entries"]
    }
    assert {"release-bot", "release-owner", "server"} <= acted
    assert all(f"{API}/" in line for line in commands if "candidates" in line)
