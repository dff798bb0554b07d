"""The page about the screens is true: its commands are typed, its keys are pressed, and what it shows is shown."""

import asyncio
import re
import shlex
from collections.abc import Iterator

import pytest

from checker.bootstrap import CleanRelease
from checker.tui.app import ReleaseApp
from checker.tui.project import ProjectTuiServices
from tests.docs.test_how_tos import HOW_TO
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.integration.conftest import command  # noqa: F401 - a fixture
from tests.integration.registry_asking import registry  # noqa: F401 - a fixture
from tests.integration.released_project import ReleasedProject, released  # noqa: F401 - a fixture
from tests.tui_screens import OFTEN, pressed, settled, until
from tools.shown_commands import Block, blocks

PAGE = HOW_TO / "drive-a-release-from-the-terminal.md"
_KEYS = re.compile(r"\bkeys=(\S+)")


def typed(page: str) -> Iterator[tuple[list[str], list[Block]]]:
    """Every command of the page, each with the keys that are pressed after it."""
    found: list[tuple[list[str], list[Block]]] = []
    for block in blocks(page):
        if block.language == "console":
            lines = (line for line in block.body.splitlines() if line.startswith("$ "))
            found += ((shlex.split(line)[2:], []) for line in lines)
        elif _KEYS.search(block.info):
            found[-1][1].append(block)
    return iter(found)


async def press(project: ReleasedProject, words: list[str], shown: list[Block]) -> None:
    """The screens, driven as the blocks say."""
    assert words[:2] == ["tui", "--actor"]
    services = ProjectTuiServices(facade=CleanRelease(directory=project.tree), actor=words[2])
    async with ReleaseApp(services, poll=OFTEN).run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        for block in shown:
            keys = _KEYS.search(block.info)
            assert keys is not None
            for key in keys[1].split(","):
                await pressed(pilot, key)
            await until(pilot, *block.body.splitlines())


@pytest.mark.engine
def test_a_release_is_driven_from_the_terminal(released: ReleasedProject) -> None:  # noqa: F811 - pytest passes it
    seen = 0
    for words, shown in typed(PAGE.read_text(encoding="utf-8")):
        if words[0] == "tui":
            asyncio.run(press(released, words, shown))
            seen += len(shown)
        else:
            released.done(*words)

    assert seen == 10
    assert [one["channel"] for one in released.status()["permits"]] == ["prod"]
