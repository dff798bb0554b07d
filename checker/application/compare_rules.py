"""Compare rules: what a bundle asks for that another version of it did not, and the reverse."""

from collections.abc import Iterator, Mapping, Sequence

from checker.application.compilation_units import RULES_FOLDER
from checker.application.list_rules import OpenedBundle
from checker.domain.rule import Rule
from checker.domain.rule_change import Direction, RuleChange, rule_changes
from checker.domain.snapshot import BundleFile
from checker.formats.bundle_packages import DATA, is_module

_ORDER = {direction: place for place, direction in enumerate(Direction)}


def compare_rules(before: OpenedBundle, after: OpenedBundle) -> tuple[RuleChange, ...]:
    """Every difference, what asks for less first, then by rule; none when both judge the same by the same words.

    A rule whose text changed is said to be changed and not more: what that does to verdicts only evaluation shows.
    """
    found = (*_rules(before.rules, after.rules), *_texts(before, after))
    return tuple(sorted(found, key=lambda change: (_ORDER[change.direction], change.code)))


def _rules(first: Sequence[Rule], second: Sequence[Rule]) -> Iterator[RuleChange]:
    before, after = {rule.code: rule for rule in first}, {rule.code: rule for rule in second}
    for code in before.keys() - after.keys():
        yield RuleChange(code=code, direction=Direction.REMOVED, what=f"{before[code].title} is not judged any more")
    for code in after.keys() - before.keys():
        yield RuleChange(code=code, direction=Direction.ADDED, what=after[code].title)
    for code in before.keys() & after.keys():
        yield from rule_changes(before[code], after[code])


def _texts(before: OpenedBundle, after: OpenedBundle) -> Iterator[RuleChange]:
    """Files that decide: the bodies of rules both have, and what rules share."""
    old, new = _deciding(before), _deciding(after)
    both = {rule.code for rule in before.rules} & {rule.code for rule in after.rules}
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) == new.get(path):
            continue
        code = _code_of(path)
        if code and code not in both:
            continue
        if code:
            said = "what it decides by changed"
        else:
            said = "is new" if path not in old else "is gone" if path not in new else "changed, and rules may share it"
        yield RuleChange(code=code or path, direction=Direction.CHANGED, what=said)


def _deciding(opened: OpenedBundle) -> Mapping[str, bytes]:
    return {file.path: _body(file) for file in opened.bundle.files if is_module(file) or _is_data(file)}


def _is_data(file: BundleFile) -> bool:
    return file.path.rpartition("/")[2] == DATA


def _body(file: BundleFile) -> bytes:
    """A module from its package line on: METADATA above it is compared by meaning."""
    start = 0 if file.data.startswith(b"package ") else file.data.find(b"\npackage ")
    return file.data[max(start, 0) :]


def _code_of(path: str) -> str:
    """The rule a file belongs to, or nothing."""
    folder = path.removeprefix(RULES_FOLDER).rpartition("/")[0]
    return folder.replace("/", ".") if path.startswith(RULES_FOLDER) else ""
