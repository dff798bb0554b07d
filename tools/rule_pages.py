"""Writes one page per rule, and a list of them, from the rules' METADATA and tests. `--check` only compares.

A page whose rule is gone is removed. This reads `policies/` itself and nothing that is built from it, because the build
refuses a rule without a page.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from checker.adapters.bundles.local_bundles import LocalBundles
from checker.adapters.engine_embedded.engine import EmbeddedEngine
from checker.application.explain_rule import RuleExplanation, explain_rule
from checker.application.list_rules import RuleReader, list_rules
from checker.formats.canonical import canonical_bytes
from checker.output.rule_text import WEAKER
from embedded_opa import DEFAULT_BUILTINS
from tools import peers_page
from tools.rule_answers import decisions, evidence
from tools.tree_digest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from checker.domain.rule import Rule

POLICIES = ROOT / "policies"
PAGES = ROOT / "docs" / "reference" / "rules"
INDEX = "README.md"
MADE = "<!-- Made by tools/rule_pages.py from METADATA and tests of the rule; change those. -->"


def pages(policies: Path = POLICIES) -> dict[str, str]:
    """Return the text of every page by its path below the folder of pages."""
    reader = RuleReader(
        bundles=LocalBundles(base=policies.parent),
        trusted_engine=EmbeddedEngine(),
        untrusted_engine=EmbeddedEngine,
        input_schema=(POLICIES / "schemas" / "input_v1.json").read_bytes(),
        builtins=sorted(DEFAULT_BUILTINS),
        pins={},
    )
    rules = list_rules([reader.open(policies.name)])
    made = {
        page_of(rule.code): _page(explain_rule(rule), _text(policies, rule), _text(policies, rule, "_test"))
        for rule in rules
    }
    return {INDEX: _index(rules), **made}


def page_of(code: str) -> str:
    """Return the path of a rule's page below the folder of pages."""
    return f"{code.replace('.', '/')}.md"


def differing(wanted: Mapping[str, str], target: Path = PAGES) -> list[str]:
    """Return the pages that are missing, differ, or belong to no rule."""
    there = {path.relative_to(target).as_posix(): path for path in target.rglob("*.md")}
    changed = [
        name for name, text in wanted.items() if name not in there or there[name].read_text(encoding="utf-8") != text
    ]
    return sorted([*changed, *(there.keys() - wanted.keys())])


def write(wanted: Mapping[str, str], target: Path = PAGES) -> list[str]:
    """Write what differs, remove what belongs to no rule, and return the names of both."""
    changed = differing(wanted, target)
    for name in changed:
        path = target / name
        if name not in wanted:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[name], encoding="utf-8")
    return changed


def main() -> int:
    """Write the pages, and the page about peers; with `--check` only compare, and return 1 on a difference."""
    wanted = pages()
    peers = peers_page.main(sys.argv[1:])
    if "--check" not in sys.argv[1:]:
        for name in write(wanted):
            print(f"docs/reference/rules/{name}: written or removed", file=sys.stderr)
        return 0
    changed = differing(wanted)
    for name in changed:
        print(f"docs/reference/rules/{name}: differs", file=sys.stderr)
    return 1 if changed or peers else 0


def _text(policies: Path, rule: Rule, which: str = "") -> str:
    """Return the text of a rule, or of its tests."""
    name = rule.code.rpartition(".")[2]
    path = policies / "rules" / rule.code.replace(".", "/") / f"{name}{which}.rego"
    if not path.is_file():
        raise SystemExit(f"{path.relative_to(policies.parent)}: is missing; a rule has tests")
    return path.read_text(encoding="utf-8")


def _index(rules: Sequence[Rule]) -> str:
    lines = [MADE, "", "# Rules", "", f"{len(rules)} rules are shipped in the bundle `release-policy`.", ""]
    lines += ["| Rule | Id | Severity | Enforcement | What must hold |", "|---|---|---|---|---|"]
    lines += [
        f"| [{rule.code}]({page_of(rule.code)}) | {rule.catalogue} | {rule.severity} | {rule.enforcement} "
        f"| {_cell(rule.title)} |"
        for rule in rules
    ]
    return "\n".join(lines) + "\n"


def _page(explained: RuleExplanation, text: str, tests: str) -> str:
    rule = explained.rule
    lines = [MADE, "", f"# {rule.code}", "", f"**{rule.title}.** {rule.description}", ""]
    lines += ["| | |", "|---|---|"]
    lines += [f"| {name} | {_cell(value)} |" for name, value in _facts(rule) if value]
    lines += ["", "## How it decides", "", *decisions(tests)]
    lines += [*_readings(explained), *_parameters(rule), *_fix(rule)]
    if example := evidence(tests, text):
        lines += ["", "## Example of evidence", "", *example]
    if rule.references:
        lines += ["", "## Read more", "", *(f"- <{reference}>" for reference in rule.references)]
    return "\n".join(lines) + "\n"


def _facts(rule: Rule) -> Iterator[tuple[str, str]]:
    yield "Id", rule.catalogue
    yield "Severity", rule.severity
    yield "Enforcement", rule.enforcement
    yield "Collections", ", ".join(rule.collections)
    yield "Controls", ", ".join(rule.controls)
    yield "Applies", "not always; the rule says when" if rule.has_applies else "always"
    yield "With nothing to judge", f"passes: {rule.allow_empty}" if rule.allow_empty else "not evaluated"
    yield "Takes effect", rule.effective_on


def _readings(explained: RuleExplanation) -> Iterator[str]:
    yield from ("", "## What must be readable", "", "| Observation | Permission | Without it |", "|---|---|---|")
    for one in explained.readings:
        without = "the rule is not evaluated" if one.required else "only the subject is undecided"
        yield f"| `{one.path}` | {_cell(one.permission)} | {without} |"


def _parameters(rule: Rule) -> Iterator[str]:
    if not rule.parameters:
        return
    yield from ("", "## Parameters", "", "| Name | Default | Values | Weakening |", "|---|---|---|---|")
    for one in rule.parameters:
        default, schema = (canonical_bytes(value).decode() for value in (one.default, one.schema))
        yield f"| `{one.name}` | `{_cell(default)}` | `{_cell(schema)}` | {WEAKER[one.weaker]} |"


def _fix(rule: Rule) -> Iterator[str]:
    yield from ("", "## How to fix it")
    if rule.fix.click:
        yield from ("", rule.fix.click)
    if rule.fix.command:
        yield from ("", "```sh", rule.fix.command, "```")


def _cell(text: str) -> str:
    """Return text as one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
