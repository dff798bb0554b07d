"""The screens over a real project: looking changes no byte, and keys do what commands do."""

import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from checker.bootstrap import CleanRelease
from checker.cli.tui_run import INSTEAD
from checker.domain.namespace import Namespace
from checker.tui.app import ReleaseApp
from checker.tui.project import ProjectTuiServices
from checker.tui.start import Ended, ended
from tests.integration.compliance_project import ComplianceProject
from tests.integration.conftest import CommandLine
from tests.integration.released_project import BOT, BYPASS, NAME, SLUG, ReleasedProject
from tests.tui_screens import OFTEN, driven, pressed, settled, typed, until


def services_of(tree: Path, *, actor: str = "", **more: Any) -> ProjectTuiServices:  # noqa: ANN401 - any field
    return ProjectTuiServices(facade=CleanRelease(directory=tree), actor=actor, **more)


def drive(services: ProjectTuiServices, go: Callable[[Pilot[int]], Awaitable[None]]) -> ReleaseApp:
    return driven(services, go, size=(100, 40), poll=OFTEN)


def kept(tree: Path) -> dict[str, bytes]:
    """Every file of the folder that is no part of its repository's own."""
    files = (path for path in tree.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {str(path.relative_to(tree)): path.read_bytes() for path in files}


async def browse(pilot: Pilot[int]) -> None:
    for key in ("v", "slash", "x", "enter", "escape", "escape", "u", "escape", "m", "escape", "h", "enter", "escape"):
        await pressed(pilot, key)
    await pressed(pilot, "escape", "question_mark", "escape", "f8", "f9")


@pytest.mark.parametrize("actor", ["", "second"])
def test_looking_changes_no_byte_of_a_store(released: ReleasedProject, actor: str) -> None:
    released.to_manifest()
    released.to_report()
    before, head = kept(released.tree), released.done("trail", "verify")

    async def look(pilot: Pilot[int]) -> None:
        assert "CHECK_PASSED" in await settled(pilot)
        await browse(pilot)
        await typed(pilot, "escape", "q")

    drive(services_of(released.tree, actor=actor), look)

    assert kept(released.tree) == before
    assert released.done("trail", "verify") == head


def test_where_there_is_no_store_none_is_made(compliance: ComplianceProject) -> None:
    for path in sorted((compliance.tree / ".clean-release").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    before = kept(compliance.tree)

    async def look(pilot: Pilot[int]) -> None:
        assert "no candidate" in await settled(pilot)
        await browse(pilot)

    drive(services_of(compliance.tree, actor="release-bot"), look)
    assert kept(compliance.tree) == before


def test_a_release_is_driven_by_keys_as_by_commands(released: ReleasedProject) -> None:
    released.done("candidate", "register", *BOT, "--version", "1.2.0", "--source-snapshot", "v1.2.0-rc1")
    released.done("candidate", "import-artifacts", *BOT, "--input", "artifacts.json")

    async def build_and_check(pilot: Pilot[int]) -> None:
        assert "next: F6 build manifest" in await settled(pilot)
        await pressed(pilot, "f5")
        assert "has to wait: it is PREPARED" in await settled(pilot)
        await pressed(pilot, "f6")
        await until(pilot, "built man-001")
        await pressed(pilot, "f5")
        await until(pilot, "run-001 is passed, rpt-001")
        await until(pilot, "next: F8 approve")

    async def approve_and_publish(pilot: Pilot[int]) -> None:
        await pressed(pilot, "f8")
        await until(pilot, "Sign this approval")
        await pressed(pilot, "y")
        await until(pilot, "is APPROVED")
        await pressed(pilot, "f9", *"prod", "enter")
        await until(pilot, "sign this permit if it still passes?")
        await pressed(pilot, "y")
        await until(pilot, f"wrote {NAME}.prod.permit.json")

    drive(services_of(released.tree, actor="release-bot"), build_and_check)
    drive(services_of(released.tree, actor="release-owner", candidate=NAME), approve_and_publish)

    assert released.status()["state"] == "APPROVED"
    assert [one["channel"] for one in released.status()["permits"]] == ["prod"]
    assert released("permit", "show", f"{NAME}.prod.permit.json").code == 0


def test_whoever_imported_it_is_not_offered_to_approve_it(released: ReleasedProject) -> None:
    released.to_manifest()
    released.to_report()

    async def refused(pilot: Pilot[int]) -> None:
        screen = await until(pilot, "next: F8 approve")
        assert "wrote, pushed or imported it" in " ".join(screen.split())
        await pressed(pilot, "f8")
        assert "Sign this approval" not in await settled(pilot)

    drive(services_of(released.tree, actor="release-bot"), refused)


def test_a_publish_that_finds_other_settings_voids_the_approval_and_says_so(released: ReleasedProject) -> None:
    released.to_approval()
    path = f"repos/{SLUG}/rulesets/101"
    released.github.put(path, {**released.github.answers[path].body, "bypass_actors": BYPASS})

    async def publish(pilot: Pilot[int]) -> None:
        await pressed(pilot, "f9", *"prod", "enter")
        await until(pilot, "sign this permit if it still passes?")
        await pressed(pilot, "y")
        await until(pilot, "the approval is void")

    drive(services_of(released.tree, actor="release-owner"), publish)
    assert released.status()["permits"] == []


def test_a_run_that_failed_is_gone_on_with(released: ReleasedProject) -> None:
    released.to_manifest()
    token = os.environ["GH_TOKEN"]
    released.patch.delenv("GH_TOKEN")

    async def run(pilot: Pilot[int]) -> None:
        await pressed(pilot, "f5")
        await until(pilot, "run-001 is failed (provider-unreadable)")

    async def resume(pilot: Pilot[int]) -> None:
        assert "AUDIT failed (provider-unreadable)" in await settled(pilot)
        await pressed(pilot, "f7")
        await until(pilot, "run-001 is passed, rpt-001")

    drive(services_of(released.tree, actor="release-owner"), run)
    released.patch.setenv("GH_TOKEN", token)
    drive(services_of(released.tree, actor="release-owner"), resume)


def test_a_run_that_was_left_can_be_gone_on_with_at_once(released: ReleasedProject) -> None:
    released.to_manifest()
    released.github.latency = 1.0

    async def leave(pilot: Pilot[int]) -> None:
        await typed(pilot, "f5")
        await until(pilot, "AUDIT at work")
        await typed(pilot, "ctrl+c")

    app = drive(services_of(released.tree, actor="release-owner"), leave)
    released.github.latency = 0.0
    found = ended(app, app.return_value)

    assert found.code == 130
    assert found.farewell[0].startswith("run-001 was left before")
    words = found.farewell[-1].removeprefix("go on with: clean-release ").split()
    assert "run-001: passed" in released.done(*words)


class Terminal:
    """A stream that says it is one."""

    def __init__(self, stream: Any, *, is_one: bool) -> None:  # noqa: ANN401 - any stream
        self._stream, self._is_one = stream, is_one

    def isatty(self) -> bool:
        return self._is_one

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute
        return getattr(self._stream, name)


@pytest.fixture
def terminal(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs `tui` where some of the streams are terminals."""

    def run(*none: str, term: str = "xterm", words: tuple[str, ...] = ()) -> Any:  # noqa: ANN401 - how it ended
        for name in ("stdin", "stdout", "stderr"):
            monkeypatch.setattr(sys, name, Terminal(getattr(sys, name), is_one=name not in none))
        monkeypatch.setenv("TERM", term)
        return command.refused("tui", *words)

    return run


@pytest.mark.parametrize(("stream", "name"), [("stdin", "input"), ("stdout", "output"), ("stderr", "error")])
def test_without_a_terminal_the_commands_to_use_are_said(terminal: Callable[..., Any], stream: str, name: str) -> None:
    found = terminal(stream)

    assert found.code == 2
    assert f"the screens need a terminal, and standard {name} is none" in found.err
    assert INSTEAD in found.err


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_terminal_that_places_no_text_is_none(terminal: Callable[..., Any], term: str) -> None:
    found = terminal(term=term)

    assert (found.code, INSTEAD in found.err) == (2, True)


def test_a_missing_extra_says_how_to_install_it(terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.cli.tui_run.LIBRARY", "no_such_library")
    found = terminal()

    assert found.code == 3
    assert "pip install 'clean-release[tui]'" in found.err


def test_without_a_project_or_with_an_odd_name_no_screen_is_opened(
    terminal: Callable[..., Any], tmp_path: Path
) -> None:
    assert terminal(words=("--project", str(tmp_path))).code == 3
    assert terminal(words=("--actor", "a/b")).code == 2
    assert terminal(words=("--namespace", "elsewhere")).code == 2


def test_a_candidate_that_is_not_there_opens_no_screen(
    terminal: Callable[..., Any], compliance: ComplianceProject
) -> None:
    found = terminal(words=("--candidate-id", "nobody", "--project", str(compliance.tree)))

    assert (found.code, "there is no candidate 'nobody'" in found.err) == (3, True)


def test_the_command_shows_the_screens_and_says_how_they_ended(
    compliance: ComplianceProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = []

    def run_screens(services: ProjectTuiServices) -> Ended:
        shown.append(services)
        return Ended(code=130, farewell=("run-001 was left", "go on with: \x1b[2J"))

    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Terminal(getattr(sys, name), is_one=True))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("checker.tui.start.run_screens", run_screens)
    found = compliance.command("tui", "--actor", "ann")

    assert found.code == 130
    assert "run-001 was left\ngo on with: \\x1b[2J\n" in found.err
    assert [(one.actor, one.namespace) for one in shown] == [("ann", Namespace.REAL)]
