"""The list of rules there are to select from, for people and for machines."""

from collections.abc import Sequence

from checker.domain.json_value import Json
from checker.domain.rule import Rule
from checker.output.terminal import Terminal, Tone

SCHEMA = "clean-release/rule-list/v1"
_HEAD = ("code", "id", "severity", "enforcement", "title", "collections")


def render_list(rules: Sequence[Rule], *, shown: Terminal) -> str:
    """One line per rule under a heading, and how many there are."""
    rows = [[shown.safe(word) for word in _row(rule)] for rule in rules]
    widths = [max(len(row[column]) for row in [list(_HEAD), *rows]) for column in range(len(_HEAD))]

    def line(row: Sequence[str]) -> str:
        return "  ".join(f"{word:<{width}}" for word, width in zip(row, widths, strict=True)).rstrip()

    plural = "rule" if len(rules) == 1 else "rules"
    return "\n".join([shown.toned(line(_HEAD), Tone.STRONG), *map(line, rows), "", f"{len(rules)} {plural}"]) + "\n"


def list_document(rules: Sequence[Rule]) -> dict[str, Json]:
    """The list as one document."""
    listed: list[Json] = [
        {
            "code": rule.code,
            "catalogue": rule.catalogue,
            "severity": str(rule.severity),
            "enforcement": str(rule.enforcement),
            "title": rule.title,
            "collections": list[Json](rule.collections),
            "contract": str(rule.contract),
            "bundle": rule.origin,
        }
        for rule in rules
    ]
    return {"schema": SCHEMA, "rules": listed}


def _row(rule: Rule) -> tuple[str, ...]:
    return (
        rule.code,
        rule.catalogue,
        str(rule.severity),
        str(rule.enforcement),
        rule.title,
        ", ".join(rule.collections),
    )
