"""The page about calling a server is true: every command of it, typed against a real one, prints what is shown."""

import os
from pathlib import Path

import pytest

from checker.domain.principal import Role
from tests.docs.test_how_tos import HOW_TO
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.integration.conftest import command  # noqa: F401 - a fixture
from tests.integration.registry_asking import registry  # noqa: F401 - a fixture
from tests.integration.released_project import ReleasedProject, released  # noqa: F401 - a fixture
from tests.served_process import served, token_of
from tools.shown_commands import ShownCommand, agrees, run, steps

HERE = "127.0.0.1:8080"
PAGE = HOW_TO / "call-the-server.md"


@pytest.mark.engine
@pytest.mark.slow
def test_a_client_can_rely_on_what_the_page_says(
    released: ReleasedProject,  # noqa: F811 - pytest passes it
    tmp_path: Path,
) -> None:
    assert PAGE.name == "call-the-server.md"
    token = token_of("release-bot", Role.OPERATOR)
    (released.tree / "bot.header").write_text(f"Authorization: Bearer {token}\n", encoding="utf-8")
    with served(released.tree) as server:
        for step in steps(PAGE.read_text(encoding="utf-8")):
            assert isinstance(step, ShownCommand)
            line = step.command.replace(HERE, f"127.0.0.1:{server.port}")
            ended = run(line, released.tree, dict(os.environ), tmp_path / "programs")
            assert agrees(step.output, ended.stdout), f"{step.command}\n--- printed\n{ended.stdout}"
            assert ended.returncode == step.exit_code
