"""The list of pages is one that can be read: each page once, each part told apart, decisions by their numbers."""

import itertools
import re

from tests.architecture.source_tree import ROOT

INDEX = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
HOW_TO = INDEX.split("## How to\n")[1].split("\n## ")[0]
DECISIONS = INDEX.split("## Decisions\n")[1]


def test_each_guide_is_listed_once() -> None:
    listed = re.findall(r"\]\(how-to/([a-z-]+\.md)\)", HOW_TO)

    assert sorted(listed) == sorted(page.name for page in (ROOT / "docs" / "how-to").glob("*.md"))


def test_no_line_is_there_twice() -> None:
    entries = [line for line in INDEX.splitlines() if line.startswith("- ")]
    linked = re.findall(r"\]\((reference/[a-z-]+\.md|explanation/[a-z-]+\.md|adr/[0-9a-z-]+\.md)\)", INDEX)

    assert len(entries) == len(set(entries))
    assert len(linked) == len(set(linked))


def test_every_heading_stands_apart() -> None:
    lines = INDEX.splitlines()

    assert [line for before, line in itertools.pairwise(lines) if line.startswith("## ") and before] == []


def test_decisions_are_in_order_and_those_that_are_missing_are_named() -> None:
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", DECISIONS, re.MULTILINE)]
    kept = sorted(int(page.name[:4]) for page in (ROOT / "docs" / "adr").glob("0*.md"))
    [unused] = re.findall(r"^The numbers (.+) were given to no decision\.$", DECISIONS, re.MULTILINE)

    assert numbers == kept
    assert [int(number) for number in re.findall(r"\d+", unused)] == sorted(set(range(1, max(kept))) - set(kept))
