"""Offered rules: what the rule packages of compiled bundles declare, from the engine's inspection."""

from collections.abc import Mapping
from typing import cast

from checker.domain.json_value import Json
from checker.domain.rule import Rule
from checker.errors import BundleRefusedError
from checker.formats.rule_metadata import rule_of

RULE_KIND = "rule"
APPLIES = "applies"


def offered_rules(inspection: Mapping[str, Json], *, origin: str) -> tuple[Rule, ...]:
    """Every rule the inspected packages of the bundle `origin` declare, sorted by code.

    Raises:
        BundleRefusedError: a rule package without METADATA, with wrong METADATA.
    """
    rules = [_rule(package, origin) for package in packages_of(inspection) if package["kind"] == RULE_KIND]
    return tuple(sorted(rules, key=lambda rule: rule.code))


def packages_of(inspection: Mapping[str, Json]) -> list[dict[str, Json]]:
    """The packages of an inspection."""
    return [cast("dict[str, Json]", package) for package in cast("list[Json]", inspection.get("packages", []))]


def _rule(package: Mapping[str, Json], origin: str) -> Rule:
    path = str(package["path"]).removeprefix("data.")
    files = _objects(package["files"])
    where = str(files[0]["file"]) if files else path
    annotations = [item for item in _objects(package["annotations"]) if item["scope"] == "package"]
    if len(annotations) != 1:
        raise BundleRefusedError(
            f"{path} has {len(annotations)} METADATA blocks above its package line, expected one",
            hint="begin the file with `# METADATA`; one rule is one file",
        )
    names = {str(rule["name"]) for rule in _objects(package["rules"])}
    has_applies = APPLIES in names
    return rule_of(
        package=path,
        origin=origin,
        annotation=annotations[0],
        has_applies=has_applies,
        applies_reads=_applies_reads(package) if has_applies else (),
        where=where,
    )


def _applies_reads(package: Mapping[str, Json]) -> tuple[str, ...]:
    """What can influence `applies`, through helpers and libraries too."""
    found = {str(read["observation"]) for read in _objects(package["reads"]) if APPLIES in _words(read["serves"])}
    return tuple(sorted(found))


def _words(value: Json) -> list[str]:
    return [str(item) for item in cast("list[Json]", value)]


def _objects(value: Json) -> list[dict[str, Json]]:
    return [cast("dict[str, Json]", item) for item in cast("list[Json]", value)]
