"""Select rules: from what bundles offer to what a project asks for, refusing every name that does not exist.

A misspelt rule in an include or exclude list silently changes what a gate means, so nothing unknown is ever skipped.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from checker.domain.json_value import Json
from checker.domain.project import Selection
from checker.domain.rule import Contract, Rule
from checker.domain.snapshot import Weakening
from checker.domain.trust import Anchor
from checker.domain.weakening import is_weaker, override_weakens
from checker.errors import InputRefusedError, Place, SelectionError
from checker.formats.canonical import canonical_bytes
from checker.formats.json_pointer import pointer_of
from checker.formats.json_schema import DocumentSchema
from checker.formats.project_v1 import FILE_NAME

DEFAULT_COLLECTION = "release-gate"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedRules:
    """The rules that will judge, their parameters, and where the project asks for less than the policy."""

    rules: tuple[Rule, ...]
    parameters: dict[str, dict[str, Json]]
    weakenings: tuple[Weakening, ...]


def select_rules(offered: Sequence[Rule], *, selection: Selection, anchor: Anchor | None) -> SelectedRules:
    """The rules a project asks for.

    Raises:
        SelectionError: an unknown rule, collection or parameter; a value against the parameter's schema or below the
            anchor's floor; a weakening the anchor does not allow; nothing left to judge.
    """
    by_code = {rule.code: rule for rule in offered}
    if not by_code:
        raise SelectionError("the bundles hold no rules", hint="name a bundle with rules under policy.bundles")
    chosen = _chosen(by_code, selection)
    excluded = _expand(selection.exclude, by_code, "exclude") & chosen
    kept = sorted(chosen - excluded)
    if not kept:
        raise SelectionError("the selection leaves no rule to judge", hint="exclude fewer rules or name a collection")
    _refuse_unknown(selection.overrides, by_code, "rules")
    _refuse_unknown(selection.parameters, by_code, "parameters")
    for code, given in selection.parameters.items():
        _refuse_unknown_parameters(by_code[code], given)
    weakenings = [Weakening(rule=code, what="excluded") for code in sorted(excluded)]
    rules, parameters = [], {}
    for code in kept:
        rule, found = _overridden(by_code[code], selection)
        values, weaker = _parameters(by_code[code], selection.parameters.get(code, {}), anchor)
        rules.append(rule)
        weakenings += found + weaker
        if values:
            parameters[code] = values
    return SelectedRules(rules=tuple(rules), parameters=parameters, weakenings=_allowed(weakenings, anchor))


def _chosen(by_code: Mapping[str, Rule], selection: Selection) -> set[str]:
    foreign = {code for code, rule in by_code.items() if rule.contract is Contract.CONFTEST}
    known = {name for rule in by_code.values() for name in rule.collections}
    wanted = selection.collections
    if not wanted and not selection.include and DEFAULT_COLLECTION in known:
        wanted = (DEFAULT_COLLECTION,)
    for number, name in enumerate(wanted):
        if name not in known:
            hint = _nearest(name, known, "collections")
            raise SelectionError(f"unknown collection {name!r}", hint=hint, where=_at("collections", number))
    chosen = {code for code, rule in by_code.items() if set(rule.collections) & set(wanted)}
    return chosen | foreign | _expand(selection.include, by_code, "include")


def _expand(names: Iterable[str], by_code: Mapping[str, Rule], where: str) -> set[str]:
    """Codes, and `group.*` for all rules of a group."""
    found: set[str] = set()
    for number, name in enumerate(names):
        group = name.removesuffix("*")
        matches = {code for code in by_code if code.startswith(group)} if name.endswith(".*") else {name} & set(by_code)
        if not matches:
            groups = {f"{code.rpartition('.')[0]}.*" for code in by_code}
            hint = _nearest(name, groups if name.endswith(".*") else by_code, "rules")
            raise SelectionError(f"unknown rule {name!r} in policy.{where}", hint=hint, where=_at(where, number))
        found |= matches
    return found


def _refuse_unknown(names: Iterable[str], by_code: Mapping[str, Rule], where: str) -> None:
    for name in names:
        if name not in by_code:
            hint = _nearest(name, by_code, "rules")
            raise SelectionError(f"unknown rule {name!r} in policy.{where}", hint=hint, where=_at(where, name))


def _at(*steps: str | int) -> Place:
    """A place under `policy` in the project file; whoever has its bytes adds the line."""
    return Place(source=FILE_NAME, pointer=pointer_of(("policy", *steps)))


def _nearest(name: str, known: Iterable[str], what: str) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f"did you mean {close[0]}?" if close else f"see `clean-release policy list` for the {what}"


def _overridden(rule: Rule, selection: Selection) -> tuple[Rule, list[Weakening]]:
    override = selection.overrides.get(rule.code)
    if override is None:
        return rule, []
    found = [Weakening(rule=rule.code, what=what) for what in override_weakens(rule, override)]
    changed = replace(
        rule,
        severity=override.severity or rule.severity,
        enforcement=override.enforcement or rule.enforcement,
    )
    return changed, found


def _refuse_unknown_parameters(rule: Rule, given: Mapping[str, Json]) -> None:
    declared = [parameter.name for parameter in rule.parameters]
    for name in given:
        if name not in declared:
            hint = _nearest(name, declared, "parameters")
            where = _at("parameters", rule.code, name)
            raise SelectionError(f"rule {rule.code} has no parameter {name!r}", hint=hint, where=where)


def _parameters(
    rule: Rule, given: Mapping[str, Json], anchor: Anchor | None
) -> tuple[dict[str, Json], list[Weakening]]:
    declared = {parameter.name: parameter for parameter in rule.parameters}
    values: dict[str, Json] = {}
    weaker: list[Weakening] = []
    for name, parameter in declared.items():
        value = given.get(name, parameter.default)
        try:
            DocumentSchema(dict(parameter.schema)).refuse_unless_valid(value, source=f"parameter {name} of {rule.code}")
        except InputRefusedError as error:
            where = _at("parameters", rule.code, name) if name in given else None
            hint = error.hint or f"write for example {name}: {canonical_bytes(parameter.default).decode()}, its default"
            raise SelectionError(str(error), hint=hint, where=where) from error
        if is_weaker(parameter, value, than=parameter.default):
            weaker.append(Weakening(rule=rule.code, what=f"parameter {name} is weaker than its default"))
        values[name] = value
    if odd := floor_of_nothing(rule, anchor):
        raise SelectionError(
            f"the anchor sets a floor for {odd} of {rule.code}, which is no parameter of that rule",
            hint=_nearest(odd, declared, "parameters"),
        )
    if low := below_floor(rule, values, anchor):
        raise SelectionError(
            f"parameter {low} of {rule.code} is below the floor the anchor sets",
            hint="raise it, or leave it out",
            where=_at("parameters", rule.code, low) if low in given else None,
        )
    return values, weaker


def floor_of_nothing(rule: Rule, anchor: Anchor | None) -> str:
    """The name of a parameter that the anchor sets a floor for and the rule does not declare, or nothing."""
    declared = {parameter.name for parameter in rule.parameters}
    floors = (floor for floor in (anchor.parameter_floors if anchor else ()) if floor.rule == rule.code)
    return next((floor.parameter for floor in floors if floor.parameter not in declared), "")


def below_floor(rule: Rule, values: Mapping[str, Json], anchor: Anchor | None) -> str:
    """The name of a parameter that is weaker than the anchor's floor for it, or nothing."""
    floors = {
        floor.parameter: floor.value for floor in (anchor.parameter_floors if anchor else ()) if floor.rule == rule.code
    }
    for parameter in rule.parameters:
        if parameter.name in floors and is_weaker(parameter, values.get(parameter.name), than=floors[parameter.name]):
            return parameter.name
    return ""


def _allowed(weakenings: Sequence[Weakening], anchor: Anchor | None) -> tuple[Weakening, ...]:
    if anchor is None:
        return tuple(weakenings)
    out = []
    for weakening in weakenings:
        if weakening.rule not in anchor.may_weaken:
            raise SelectionError(
                f"the project weakens {weakening.rule} ({weakening.what}), which the anchor does not allow",
                hint="name the rule under may_weaken in the anchor, or take the weakening out of the project file",
            )
        out.append(replace(weakening, allowed_by="anchor"))
    return tuple(out)
