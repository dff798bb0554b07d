"""The METADATA of every shipped rule says everything that a reader, a report and a project need of it."""

import re
import shlex
from collections.abc import Callable

import pytest

from checker.domain.json_shape import object_of
from checker.domain.json_value import Json
from checker.domain.rule import Rule
from checker.formats.canonical import canonical_bytes
from checker.formats.json_schema import DocumentSchema
from tests.integration.test_rules_hold_the_contract import rules

pytestmark = pytest.mark.engine

KEYS = {
    "catalogue",
    "severity",
    "enforcement",
    "collections",
    "reads",
    "handles",
    "identity",
    "controls",
    "references",
    "message",
    "fix",
    "parameters",
}
"""What a rule writes down even where it is empty: an empty list was thought about, a missing one was not."""
PROGRAMS = {"gh", "git", "clean-release"}
PLACEHOLDERS = {"{subject}", "{repository}", "{branch}"}
SENTENCE = re.compile(r"[^.!?]+[.!?](?:\s|$)")
MOST_SENTENCES = 2


def custom(rule: Rule) -> dict[str, Json]:
    return object_of(rule.metadata["custom"], "custom")


def sentences(text: str) -> int:
    return len(SENTENCE.findall(text.replace("e.g.", "")))


def commands(rule: Rule) -> list[list[str]]:
    """The commands of a fix, each as its words."""
    words = shlex.split(rule.fix.command)
    found: list[list[str]] = [[]]
    for word in words:
        if word == "&&":
            found.append([])
        else:
            found[-1].append(word)
    return [command for command in found if command]


def names_a_place(rule: Rule) -> bool:
    """A command, or a way to click, that is more than a word."""
    return bool(rule.fix.command) or len(rule.fix.click.split()) > MOST_SENTENCES


CLAIMS: dict[str, Callable[[Rule], bool]] = {
    "every key is there": lambda rule: custom(rule).keys() >= KEYS,
    "the title is one claim": lambda rule: bool(rule.title) and not rule.title.endswith("."),
    "why it matters is one sentence or two": lambda rule: 1 <= sentences(rule.description) <= MOST_SENTENCES,
    "why is no repetition of what": lambda rule: rule.description.rstrip(".") != rule.title,
    "the fix is a command or a way to click": names_a_place,
    "the command is of a program that is known": lambda rule: all(words[0] in PROGRAMS for words in commands(rule)),
    "placeholders are those that are filled in": lambda rule: (
        {*re.findall(r"\{[^}]*\}", f"{rule.message} {rule.fix.command} {rule.fix.click}")} <= PLACEHOLDERS
    ),
    "something is referred to, over https": lambda rule: (
        bool(rule.references) and all(one.startswith("https://") for one in rule.references)
    ),
    "what only informs is in no gate": lambda rule: (
        rule.enforcement != "inform" or not {"release-gate", "minimal", "strict"} & {*rule.collections}
    ),
}


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
def test_metadata_of_every_rule(claim: Callable[[Rule], bool]) -> None:
    assert [rule.code for rule in rules() if not claim(rule)] == []


def test_the_default_of_every_parameter_is_one_that_its_schema_allows() -> None:
    every = [(rule.code, one) for rule in rules() for one in rule.parameters]
    assert len(every) > 40
    wrapped = [
        (code, one, DocumentSchema(canonical_bytes({"type": "object", "properties": {"x": dict(one.schema)}})))
        for code, one in every
    ]
    assert [f"{code}: {one.name}" for code, one, schema in wrapped if not schema.accepts({"x": one.default})] == []
    assert [f"{code}: {one.name}" for code, one in every if not one.schema.get("type")] == []


def test_titles_and_messages_belong_to_one_rule() -> None:
    titles = [rule.title for rule in rules()]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []
