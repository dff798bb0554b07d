"""No page shows a command that nobody runs: each is followed by a test, or says beside it why it is not.

The reason stands in a comment on the line above the block: `<!-- not run: it installs -->`.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.cli.commands import command_of
from tests.architecture.source_tree import ROOT
from tools.shown_commands import Block, blocks

GENERATED = {
    "cli.md": "usage and examples, which tests/unit/cli/test_help.py reads as the command line would",
    "help-topics.md": "texts of the command line, held to it by tests/unit/cli/test_help.py",
}
PAGES = [
    page
    for page in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "engine" / "README.md"])
    # Pages of rules are made from METADATA; their commands change settings of a provider.
    if page.name not in GENERATED and page.name != "CHANGELOG.md" and "rules" not in page.parts
]
REASON = re.compile(r"<!-- not run: [a-z].{5,} -->")
SHELLS = {"sh", "bash", "shell", "zsh", "fish"}
COMMAND = re.compile(r"^(?:\$ |clean-release |make |pip |gh )", re.MULTILINE)
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))


def is_shown_only(block: Block) -> bool:
    """Whether a block holds commands and is in no form that a test follows."""
    if "file=" in block.info or "workflow=" in block.info or block.language == "console":
        return False
    return block.language in SHELLS or (block.language in {"", "text"} and bool(COMMAND.search(block.body)))


def unrun(page: Path) -> Iterator[tuple[Block, str]]:
    """The blocks that nobody runs, each with the line above it."""
    lines = page.read_text(encoding="utf-8").splitlines()
    for block in blocks("\n".join(lines) + "\n"):
        if is_shown_only(block):
            yield block, lines[block.line - 2]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_with_commands_is_followed_by_a_test(page: Path) -> None:
    shown = [block for block in blocks(page.read_text(encoding="utf-8")) if block.language == "console"]

    assert not shown or f'"{page.name}"' in TESTS, "name the page in a test of tests/docs that follows it"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_block_that_nobody_runs_says_why(page: Path) -> None:
    assert [f"{page.name}:{block.line}" for block, above in unrun(page) if not REASON.fullmatch(above)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_command_that_nobody_runs_is_one_that_there_is(page: Path) -> None:
    for block, _ in unrun(page):
        for line in re.findall(r"^(?:\S*/)?clean-release (.*)$", block.body, re.MULTILINE):
            words = shlex.split(line, comments=True)
            if words == ["--version"]:
                continue
            names = [word for word in words if re.fullmatch("[a-z][a-z-]*", word)]
            while names and command_of(names) is None:
                names.pop()
            assert names, line
            command_of(names).make_context("shown", words[len(names) :])


def test_a_block_without_a_reason_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "Text\n```sh\nmake demo\n```\n<!-- not run: it installs -->\n```sh\npip install x\n```\n\n"
        "```text\nclean-release check\n```\n```console\n$ true\n```\n```text\na tree\n```\n",
        encoding="utf-8",
    )

    assert [bool(REASON.fullmatch(above)) for _, above in unrun(page)] == [False, True, False]
