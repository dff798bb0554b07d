"""Offered rules: what the rule packages of compiled bundles declare, from the engine's inspection."""

from collections.abc import Mapping, Sequence

from checker.domain.json_shape import field_of, objects_of, texts_of
from checker.domain.json_value import Json
from checker.domain.rule import Rule
from checker.domain.snapshot import OfferedCollection
from checker.errors import BundleRefusedError, Place
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


def offered_collections(rules: Sequence[Rule]) -> tuple[OfferedCollection, ...]:
    """The collections these rules are offered in, each bundle's apart, sorted by name."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        for name in rule.collections:
            found.setdefault(f"{rule.origin}/{name}", []).append(rule.code)
    return tuple(OfferedCollection(name=name, rules=tuple(sorted(found[name]))) for name in sorted(found))


def packages_of(inspection: Mapping[str, Json]) -> list[dict[str, Json]]:
    """The packages of an inspection.

    Raises:
        InputRefusedError: the engine inspected nothing; without packages nothing would be checked and all would pass.
    """
    return objects_of(field_of(inspection, "packages"), "packages")


def names_in(package: Mapping[str, Json]) -> set[str]:
    """The names a package defines."""
    return {str(rule["name"]) for rule in objects_of(package["rules"], "rules")}


def _rule(package: Mapping[str, Json], origin: str) -> Rule:
    path = str(package["path"]).removeprefix("data.")
    files = objects_of(package["files"], "files")
    where = str(files[0]["file"]) if files else path
    annotations = [item for item in objects_of(package["annotations"], "annotations") if item["scope"] == "package"]
    if len(annotations) != 1:
        raise BundleRefusedError(
            f"{path} has {len(annotations)} METADATA blocks above its package line, expected one",
            hint="begin the file with `# METADATA`; one rule is one file",
            where=Place(source=where, line=1),
        )
    has_applies = APPLIES in names_in(package)
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
    reads = objects_of(package["reads"], "reads")
    found = {str(read["observation"]) for read in reads if APPLIES in texts_of(read["serves"], "serves")}
    return tuple(sorted(found))
