"""Paths in words and as a picture: attacks first, every step with its place, and foreign names that mean nothing."""

import re
from dataclasses import replace

import pytest

from checker.domain.path_graph import Passage
from checker.domain.publish_path import PublishPaths
from checker.formats.canonical import pretty_bytes
from checker.formats.paths_v1 import parse_paths, paths_document
from checker.output.publish_paths import render_paths
from checker.output.publish_paths_mermaid import label, render_mermaid
from checker.output.terminal import Terminal
from tests.path_cases import names, paths_of, sections_of

HOSTILE = (
    'x"]; click n0 href "javascript:alert(1)" %% `**b**` <img src=x onerror=alert(1)> \n  n9 --> n0\x1b[2J\u202e #quot;'
)


@pytest.mark.parametrize("name", names())
def test_every_case_is_a_valid_document_and_a_text(name: str) -> None:
    found = paths_of(name)

    document = paths_document(found)
    assert parse_paths(pretty_bytes(document), source="it") == document
    assert render_paths(found, shown=Terminal(ascii_only=True)).isascii()
    assert render_mermaid(found).startswith("flowchart LR\n")


def test_the_attack_comes_first_and_says_what_would_close_it() -> None:
    text = render_paths(paths_of("tag-by-any-writer"), shown=Terminal())

    assert text.startswith(
        "octo/widget: one person alone can publish\n"
        "  may write: owners only\n"
        "  ✗ open: whoever may write to PyPI widget by trusted-publisher\n"
        "      1 creates a tag like v* at a commit of their own: no rule forbids it\n"
        "        because repository: ref_rules\n"
        "      2 runs a workflow of their own for pypi there: pypi admits refs/tags/v*\n"
    )
    assert "      fix: restrict creations of a tag like v* in a ruleset\n" in text


def test_many_writers_are_counted_and_the_clock_is_no_attack() -> None:
    people = [[number, "write"] for number in range(8)] + [[9, "read"]]
    many = paths_of("guarded", sections_of({"collaborators": people}))
    clock = render_paths(paths_of("schedule"), shown=Terminal())

    assert "may write: person-0, person-1, person-2, person-3, person-4 and 3 more" in render_paths(
        many, shown=Terminal()
    )
    assert "  · open: the clock to PyPI widget by trusted-publisher\n" in clock
    assert clock.startswith("octo/widget: nobody can publish alone\n")


def test_without_settings_the_text_says_why() -> None:
    found = replace(paths_of("nothing-read"), why="there is no audit of the repository", writers=None)
    text = render_paths(found, shown=Terminal())

    assert "  without settings: there is no audit of the repository\n  may write: not known\n" in text


def hostile() -> PublishPaths:
    """Paths through names that try to be something else."""
    return paths_of(
        "guarded",
        sections_of(
            {
                "environments": {"pypi": {"refs": [["tag", HOSTILE]]}},
                "deploy_keys": [[5, HOSTILE, False]],
            }
        ),
    )


def test_a_foreign_name_cannot_leave_its_label() -> None:
    lines = render_mermaid(hostile()).splitlines()

    box = r'(\(\["[^"]*"\]\)|\{\{"[^"]*"\}\}|\[\["[^"]*"\]\]|\["[^"]*"\])'
    arrow = r'(==>|-\.->|-->|--x)\|"[^"]*"\|'
    assert lines[0] == "flowchart LR"
    for line in lines[1:]:
        assert re.fullmatch(rf"  n\d+({box}| {arrow} n\d+)", line), line
        inner = re.sub(r"#\d+;", "", line[line.index('"') + 1 : line.rindex('"')])
        assert re.fullmatch(r"[A-Za-z0-9 .,/_-]*", inner), line


def test_a_foreign_name_cannot_forge_a_line_or_move_the_cursor() -> None:
    text = render_paths(hostile(), shown=Terminal())

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\n  n9" not in text


def test_a_long_label_is_cut() -> None:
    assert label("a" * 500) == "a" * 160 + "..."
    assert label('"#') == "#34;#35;"


def test_every_passage_has_an_arrow() -> None:
    pictures = "".join(render_mermaid(paths_of(name)) for name in names())

    for arrow in ("==>|", "-.->|", "-->|", "--x|"):
        assert arrow in pictures
    assert len(set(Passage)) == 4
