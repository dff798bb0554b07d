"""What holds of every output, whatever foreign text it shows: each reader takes that text for text."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from jsonschema_rs import Draft7Validator
from markdown_it import MarkdownIt
from markdown_it.token import Token

_SCHEMA = Path(__file__).parent / "data" / "sarif" / "sarif-schema-2.1.0.json"
SARIF = Draft7Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))
"""The schema of OASIS."""

_JUNIT: dict[str, tuple[frozenset[str], frozenset[str], frozenset[str]]] = {
    "testsuites": (frozenset(), frozenset({"name", "time", "tests", "failures", "errors"}), frozenset({"testsuite"})),
    "testsuite": (
        frozenset({"name", "tests", "failures", "errors"}),
        frozenset({"time", "skipped", "timestamp"}),
        frozenset({"properties", "testcase"}),
    ),
    "properties": (frozenset(), frozenset(), frozenset({"property"})),
    "property": (frozenset({"name", "value"}), frozenset(), frozenset()),
    "testcase": (frozenset({"name"}), frozenset({"classname", "time"}), frozenset({"failure", "error", "skipped"})),
    **dict.fromkeys(("failure", "error", "skipped"), (frozenset(), frozenset({"type", "message"}), frozenset())),
}
"""What `junit-10.xsd` of Jenkins' xunit-plugin demands, allows, and lets an element hold, as far as we write it."""

_ISSUE = {"description", "check_name", "fingerprint", "severity", "location"}
_SEVERITIES = {"info", "minor", "major", "critical", "blocker"}
"""docs.gitlab.com, "Code Quality report format"."""

_COMMAND = re.compile(r"::(error|warning|notice) title=[^:,\r\n]*::[^\r\n]*")
_TREATED_AS_TEXT = {"text", "code_inline", "softbreak", "strong_open", "strong_close"}


def run_of_log(log: str) -> dict[str, Any]:
    """The one run of a SARIF log that is valid and within GitHub's limits, no message of which begins a link."""
    document = json.loads(log)
    SARIF.validate(document)
    (run,) = document["runs"]
    assert isinstance(run, dict)
    rules, results = run["tool"]["driver"]["rules"], run["results"]
    assert len({rule["id"] for rule in rules}) == len(rules) <= 25_000
    assert len(results) <= 25_000
    assert all(len(rule["properties"]["tags"]) <= 10 for rule in rules)
    assert all(len(rule["name"]) <= 255 and len(rule["fullDescription"]["text"]) <= 1024 for rule in rules)
    assert all(len(result["locations"]) == 1 for result in results)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    for message in [*notified(run), *(result["message"]["text"] for result in results)]:
        bare = message.replace("\\\\", "").replace("\\[", "").replace("\\]", "")
        assert "[" not in bare
        assert "]" not in bare
        assert message.replace("\n", "").isprintable()
    return run


def notified(run: dict[str, Any]) -> list[str]:
    """The notifications of a run."""
    return [said["message"]["text"] for said in run["invocations"][0]["toolExecutionNotifications"]]


def cases_of(document: str) -> list[ET.Element]:
    """The cases of a JUnit document that keeps to the schema of Jenkins, counts right, and is all visible ASCII."""
    assert document.replace("\n", "").isascii()
    assert document.replace("\n", "").isprintable()
    root = ET.fromstring(document.encode())  # noqa: S314 - what we wrote ourselves
    assert root.tag == "testsuites"
    for element in root.iter():
        needed, allowed, children = _JUNIT[element.tag]
        assert needed <= set(element.attrib) <= needed | allowed
        assert {child.tag for child in element} <= children
        assert all(len(value) <= 1_100 for value in element.attrib.values())
    (suite,) = root
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.attrib["timestamp"])
    cases = suite.findall("testcase")
    assert all(len(case) <= 1 for case in cases)
    counted = {"tests": len(cases)} | {
        plural: sum(case.find(ended) is not None for case in cases)
        for plural, ended in {"failures": "failure", "errors": "error", "skipped": "skipped"}.items()
    }
    assert {name: int(suite.attrib[name]) for name in counted} == counted
    return cases


def issues_of(document: str) -> list[dict[str, Any]]:
    """The issues of a code quality report that GitLab takes whole: every key, a severity it knows, no name twice."""
    issues = json.loads(document)
    assert isinstance(issues, list)
    for issue in issues:
        assert set(issue) == _ISSUE
        assert issue["severity"] in _SEVERITIES
        assert issue["location"] == {"path": "clean-release.yaml", "lines": {"begin": 1}}
        assert issue["description"]
        assert issue["description"].isprintable()
        assert len(issue["description"]) <= 1_001
        assert re.fullmatch("[0-9a-f]{64}", issue["fingerprint"])
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    return issues


def commands_of(annotations: str) -> list[str]:
    """The workflow commands before the last line, which names the report; nothing else is a line, or escapes one."""
    *commands, last = annotations.removesuffix("\n").split("\n")
    assert re.fullmatch("report sha256:[0-9a-f]{64}", last)
    for command in commands:
        assert _COMMAND.fullmatch(command)
        assert re.search(r"%(?!25|0D|0A|3A|2C)", command) is None
    return commands


def blocks_of(markdown: str) -> list[str]:
    """The kinds of the blocks of a page, in order; nothing within them is markup, a mention or a link."""
    tokens = list(_tokens(MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(markdown)))
    assert {token.type for token in tokens if not token.block} <= _TREATED_AS_TEXT
    plain = "".join(token.content for token in tokens if token.type == "text")
    assert re.search(r"[@#<>\[\]&\\]|www\.|://", plain) is None
    return [token.type for token in tokens if token.block]


def _tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type != "inline":
            yield token
        yield from _tokens(token.children or [])
