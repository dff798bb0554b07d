"""What `clean-release audit permissions` does: list, and add up."""

from collections.abc import Sequence
from pathlib import Path

from checker.application.list_permissions import NeededPermissions, list_permissions
from checker.application.list_rules import find_rules
from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json
from checker.cli.exit_codes import PASSED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.domain.json_value import Json
from checker.formats.canonical import pretty_bytes


def run_permissions(names: Sequence[str], *, project: Path, format_name: str) -> int:
    """Print what each rule needs; for people, all of it together first."""
    refuse_unknown_format(format_name)
    rules = CleanRelease(directory=project).policies.rules()
    if names:
        found = {rule.code: rule for name in names for rule in find_rules(name, rules)}
        rules = tuple(found[code] for code in sorted(found))
    needed = list_permissions(rules)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(_document(needed)))
        return PASSED
    for permission in _all(needed):
        count = sum(permission in one.permissions for one in needed)
        show(f"{permission:<28} {count} rule{'' if count == 1 else 's'}")
    show("")
    for one in needed:
        show(f"{one.rule.code:<36} {', '.join(one.permissions) or 'nothing: no provider is asked'}")
    return PASSED


def _all(needed: Sequence[NeededPermissions]) -> list[str]:
    return sorted({permission for one in needed for permission in one.permissions})


def _document(needed: Sequence[NeededPermissions]) -> dict[str, Json]:
    rules: list[Json] = [
        {
            "rule": one.rule.code,
            "catalogue": one.rule.catalogue,
            "permissions": list(one.permissions),
            "requests": list(one.requests),
        }
        for one in needed
    ]
    return {"schema": "clean-release/permissions/v1", "permissions": list[Json](_all(needed)), "rules": rules}
