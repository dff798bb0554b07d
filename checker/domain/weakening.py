"""Weakenings: where a project asks for less than the policy.

The project file is part of the tree that is judged, so whoever may change that tree may change it. It can strengthen
the policy freely; anything weaker is named here, shown in the report, and needs the anchor's leave to gate.
"""

from checker.domain.json_value import Json
from checker.domain.project import RuleOverride
from checker.domain.rule import ENFORCEMENT_STRENGTH, WORST_FIRST, Parameter, Rule, Weaker


def is_weaker(parameter: Parameter, value: Json, *, than: Json) -> bool:
    """Whether a parameter's value demands less than another one, by the direction the rule declares."""
    if value == than and type(value) is type(than):
        return False
    if parameter.weaker is Weaker.NEVER:
        return False
    if isinstance(value, list) and isinstance(than, list):
        return _list_is_weaker(parameter.weaker, value, than)
    if isinstance(value, int | float) and isinstance(than, int | float):
        return _number_is_weaker(parameter.weaker, value, than)
    return True


def _list_is_weaker(direction: Weaker, value: list[Json], than: list[Json]) -> bool:
    if direction is Weaker.FEWER:
        return any(item not in value for item in than)
    if direction is Weaker.MORE:
        return any(item not in than for item in value)
    return True


def _number_is_weaker(direction: Weaker, value: float, than: float) -> bool:
    if direction is Weaker.LOWER:
        return value < than
    if direction is Weaker.HIGHER:
        return value > than
    return True


def override_weakens(rule: Rule, override: RuleOverride) -> tuple[str, ...]:
    """In words, each way an override asks for less than the rule declares."""
    found = []
    wanted = override.enforcement
    if wanted is not None and ENFORCEMENT_STRENGTH[wanted] < ENFORCEMENT_STRENGTH[rule.enforcement]:
        found.append(f"enforcement {rule.enforcement} lowered to {wanted}")
    level = override.severity
    if level is not None and WORST_FIRST.index(level) > WORST_FIRST.index(rule.severity):
        found.append(f"severity {rule.severity} lowered to {level}")
    return tuple(found)
