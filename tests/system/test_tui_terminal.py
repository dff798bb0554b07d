"""The screens in a real terminal (tmux): they start, hear keys, change their size, leave the terminal as it was."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.domain.json_value import Json
from checker.formats.canonical import canonical_bytes
from tests.git_repositories import commit, git, write

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
PROJECT = """\
schema: clean-release/project/v1
project: widget
repository: github.com/octo/widget
namespace: demo
release: {targets: [{registry: pypi, project: widget}]}
policy: {bundles: ["builtin:release-policy"], include: [branch.no_bypass]}
"""
WHEEL: dict[str, Json] = {"name": "widget-1.2.0-py3-none-any.whl", "kind": "wheel", "sha256": "0" * 64, "size": 5}
SECONDS = 60


class Tmux:
    """A terminal of its own, with nothing of this user's configuration."""

    def __init__(self, folder: Path) -> None:
        self._socket = str(folder / "tmux")
        self._shell = folder / "shell.sh"

    def __call__(self, *words: str) -> str:
        line = ["tmux", "-S", self._socket, "-f", "/dev/null", *words]
        return subprocess.run(line, check=True, capture_output=True, text=True).stdout

    def start(self, command: str, *, folder: Path, size: tuple[int, int] = (80, 24)) -> None:
        """Run a command, say how it ended, and wait."""
        self._shell.write_text(f'cd "{folder}"\n{command}\necho "ended with $?"\nexec sleep 600\n')
        width, height = map(str, size)
        self("new-session", "-d", "-x", width, "-y", height, f"sh {self._shell}")

    def press(self, *keys: str) -> None:
        """Press keys, by the names that tmux has for them."""
        self("send-keys", *keys)

    def until(self, *texts: str) -> str:
        """What is on the screen as soon as all of this is."""
        shown = ""
        for _ in range(SECONDS * 10):
            shown = self("capture-pane", "-p")
            if all(text in shown for text in texts):
                return shown
            time.sleep(0.1)
        pytest.fail(f"never showed {texts}:\n{shown}")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Tmux]:
    if shutil.which("tmux") is None:
        pytest.fail("tmux is missing; `make system` installs it")
    tmux = Tmux(tmp_path)
    yield tmux
    subprocess.run(["tmux", "-S", str(tmp_path / "tmux"), "kill-server"], check=False, capture_output=True)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demonstration with a candidate whose files are known."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    tree = tmp_path / "widget"
    tree.mkdir()
    git(tree, "init", "--quiet", "--initial-branch=main")
    write(tree / "clean-release.yaml", PROJECT)
    write(tree / ".gitignore", "/.clean-release/\n")
    document: dict[str, Json] = {
        "schema": "clean-release/artifacts/v1",
        "project": "widget",
        "version": "1.2.0",
        "artifacts": [WHEEL],
    }
    write(tree / "artifacts.json", canonical_bytes(document).decode())
    commit(tree, "Release")
    git(tree, "remote", "add", "origin", "https://github.com/octo/widget")
    git(tree, "tag", "v1.2.0-rc1")
    by = ("--candidate-id", "rc1", "--actor", "release-bot", "--project", str(tree))
    source = ("--version", "1.2.0", "--source-snapshot", "v1.2.0-rc1")
    run("candidate", "register", *by, *source)
    run("candidate", "import-artifacts", *by, "--input", str(tree / "artifacts.json"))
    return tree


def run(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "checker", *words], cwd=ROOT, check=True, capture_output=True)


def tui(project: Path, *words: str, before: str = "") -> str:
    """The command, in a shell that exports the size of a terminal, as some do."""
    environment = f'COLUMNS=80 LINES=24 PYTHONPATH="{ROOT}" {before}'
    return f'{environment} "{sys.executable}" -m checker tui --project "{project}" {" ".join(words)}'


def test_the_screens_start_hear_keys_change_size_and_end(terminal: Tmux, project: Path) -> None:
    terminal.start(tui(project, "--actor", "release-bot"), folder=project)

    terminal.until("widget | demo | rc1 PREPARED | next: F6 build manifest", "[DEMO] nothing here opens a real gate")
    terminal.press("F6")
    terminal.until("MANIFEST_BUILT", "built man-001")
    terminal.press("F8")
    terminal.until("approve of rc1 has to wait: it is MANIFEST_BUILT")
    terminal("resize-window", "-x", "40", "-y", "12")
    terminal.until("F5  F6  (F7)  (F8)  (F9)")
    terminal("resize-window", "-x", "80", "-y", "24")
    terminal.until("F5 run check  F6 build manifest  (F7 go on)")
    terminal.press("?")
    terminal.until("Keys that act; each asks before anything is signed or undone")
    terminal.press("Escape")  # and something else right behind it would be another key
    terminal.until("F5 run check  F6 build manifest  (F7 go on)")
    terminal.press("q")
    ended = terminal.until("ended with 0")
    assert "F5" not in ended

    run("trail", "verify", "--project", str(project))


def test_an_interrupt_ends_with_130_and_gives_the_terminal_back(terminal: Tmux, project: Path) -> None:
    terminal.start(tui(project), folder=project)
    terminal.until("next: F6 build manifest", "nobody is named who acts")
    terminal.press("C-c")
    terminal.until("interrupted; nothing was half-written", "ended with 130")


@pytest.mark.parametrize("redirected", ["</dev/null", "| cat", "2>error.txt"])
def test_a_stream_that_is_no_terminal_ends_at_once_with_what_to_use(
    terminal: Tmux, project: Path, redirected: str
) -> None:
    terminal.start(f"{tui(project)} {redirected}; cat error.txt 2>/dev/null", folder=project, size=(200, 24))

    shown = terminal.until("the screens need a terminal", "ended with")
    assert "clean-release release status" in shown


def test_colours_are_left_out_where_nobody_wants_them(terminal: Tmux, project: Path) -> None:
    terminal.start(tui(project, before="NO_COLOR=1"), folder=project)
    terminal.until("next: F6 build manifest")
    escaped = terminal("capture-pane", "-p", "-e")
    assert "\x1b[3" not in escaped.replace("\x1b[39m", "")
    terminal.press("q")
    terminal.until("ended with 0")
