"""README is true: what it shows is what the demo prints, and what it names is there."""

import re

import pytest

from tests.architecture.source_tree import ROOT
from tools.readme_output import demo_output, shortened
from tools.shown_commands import agrees, blocks

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.engine
def test_the_demo_prints_what_is_shown_and_the_same_report_line() -> None:
    [shown] = [block.body for block in blocks(README) if block.body.startswith("$ make demo\n")]
    printed = demo_output()

    body = shown.removeprefix("$ make demo\n")
    assert body == shortened(printed)
    assert agrees(re.sub(r"^  …$", "…", body, flags=re.MULTILINE), printed)
    assert body.splitlines()[-1] == printed.splitlines()[-1]
    assert re.fullmatch(r"report sha256:[0-9a-f]{64}", body.splitlines()[-1])


def test_every_target_of_make_that_is_named_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for target in re.findall(r"\bmake ([a-z-]+)", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
