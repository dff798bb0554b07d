"""No command loads the library of a surface that it does not show: screens, a server, pages.

Every command says its help, and the commands of a release are run over a project; each by itself would be a process, so
all are called in one, and whatever is loaded is there for the next to be blamed with: the first is named.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.cli.commands import command_names, command_of
from tests.architecture.source_tree import ROOT

DEMO = ROOT / "docs" / "examples" / "demo"
OF_SURFACES = ("fastapi", "jinja2", "pydantic", "starlette", "textual", "uvicorn")
HELD = ("--project", "demo")
NOBODY = ("--candidate-id", "rc1", *HELD)
RUN: dict[tuple[str, ...], int] = {
    (): 2,
    ("check", "demo", "--anchor", "demo/anchor.yaml"): 3,
    ("explain", "branch.no_bypass"): 0,
    ("doctor", *HELD): 1,
    ("lock", "--check", *HELD): 1,
    ("policy", "list", *HELD): 0,
    ("snapshot", "list", *HELD): 0,
    ("report", "list", *HELD): 0,
    ("report", "show", "latest", *HELD): 0,
    ("report", "show", "latest", "--format", "markdown", *HELD): 0,
    ("report", "fixes", "latest", *HELD): 0,
    ("trail", "verify", *HELD): 0,
    ("trail", "show", *HELD): 0,
    ("manifest", "list", *HELD): 0,
    ("release", "status", *NOBODY): 3,
    ("compliance", "status", *NOBODY): 3,
    ("waiver", "list", *HELD): 0,
    ("metrics", *HELD): 0,
    ("worker", "--once", "--actor", "release-bot", *HELD): 0,
    ("serve", "--host", "nowhere"): 2,
    ("tui", *HELD): 2,
    ("help", "verdicts"): 0,
}
"""What is run, and the exit code of its end: the project has no anchor and no candidate."""

CALL_AND_BLAME = """
import contextlib, io, json, os, sys
from checker.cli.app import run
calls, libraries = json.load(sys.stdin)
found = []
for words in calls:
    sys.argv = ["clean-release", *words]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = run()
        except SystemExit as ended:
            code = ended.code
    found.append([words, code, [name for name in libraries if name in sys.modules], said.getvalue()[:500]])
json.dump(found, sys.stdout)
"""


def called(calls: list[tuple[str, ...]], folder: Path) -> list[tuple[list[str], int, list[str], str]]:
    """Each call with its exit code, the libraries that were loaded by then, and how it began to speak."""
    command = [sys.executable, "-c", CALL_AND_BLAME]
    asked = json.dumps([calls, OF_SURFACES])
    done = subprocess.run(command, input=asked, cwd=folder, capture_output=True, text=True, check=True)
    return [tuple(one) for one in json.loads(done.stdout)]


def paths(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words of every command below these."""
    yield words
    for name in getattr(command_of(words), "commands", {}):
        yield from paths((*words, name))


def test_no_help_loads_the_library_of_a_surface(tmp_path: Path) -> None:
    helps = [(*words, "--help") for name in command_names() for words in paths((name,))]
    found = called(helps, tmp_path)

    assert len(found) > 80
    assert {code for _, code, _, _ in found} == {0}
    assert [(words, loaded) for words, _, loaded, _ in found if loaded] == []


@pytest.mark.engine
def test_no_command_loads_the_library_of_a_surface_that_it_does_not_show(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path / "demo")
    found = called(list(RUN), tmp_path)

    assert [(tuple(words), code, said) for words, code, _, said in found if code != RUN[tuple(words)]] == []
    assert [(words, loaded) for words, _, loaded, _ in found if loaded] == []


@pytest.mark.engine
def test_a_page_loads_the_library_of_pages_and_no_other(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path / "demo")
    judge, page = ("check", "demo", "--anchor", "demo/anchor.yaml"), ("report", "show", "latest", "--format", "html")
    found = called([judge, (*page, *HELD)], tmp_path)

    assert [loaded for _, _, loaded, _ in found] == [[], ["jinja2"]]
