"""Evaluate a snapshot: one answer per rule, held to the engine's own promise, turned into rulings.

An engine that answers more or less than it was asked has broken its promise; then nothing it said counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checker.application.agree import DISAGREED
from checker.application.compilation_units import CompiledUnit
from checker.application.fingerprint import RuleScope
from checker.application.foreign_rules import judge_foreign
from checker.application.guard import ReadGuard
from checker.application.judge import ANSWER_KEYS, judge_rule
from checker.domain.json_value import Json
from checker.domain.outcome import Outcome, Ruling
from checker.domain.report import Unread
from checker.domain.rule import Contract, Rule
from checker.errors import EngineFailureError
from checker.formats.canonical import canonical_bytes
from checker.ports.engine import NOT_COMPARED, EngineAnswer, Failed, PolicyEngine

WRONG_ANSWERS = "engine-answered-otherwise"
ENGINE_FAILURE = "engine-failure"
UNREPLAYABLE = (
    "timeout",
    "cancelled",
    "memory",
    "panic",
    "child_",
    WRONG_ANSWERS,
    ENGINE_FAILURE,
    DISAGREED,
    NOT_COMPARED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The rulings over one input, what was unreadable, and whether the same run must give the same bytes again.

    `input_bytes` are exactly what the engine was given.
    """

    input_bytes: bytes = field(repr=False)
    rulings: tuple[Ruling, ...]
    unread: tuple[Unread, ...]
    replayable: bool


def evaluate_snapshot(
    units: Sequence[CompiledUnit], *, document: dict[str, Json], engine: PolicyEngine, scope: RuleScope
) -> Evaluation:
    """Every rule of every unit, judged over one input document."""
    guard = ReadGuard(document)
    data = canonical_bytes(document)
    rulings: list[Ruling] = []
    for unit in units:
        answers = _answers(unit, data, engine)
        rulings += [
            _ruling(unit.contract, rule, answers[rule.package], guard=guard, scope=scope) for rule in unit.rules
        ]
    rulings.sort(key=lambda ruling: ruling.rule.code)
    undecided = [ruling.rule for ruling in rulings if ruling.outcome is Outcome.NOT_EVALUATED]
    codes = [ruling.error.code for ruling in rulings if ruling.error]
    return Evaluation(
        input_bytes=data,
        rulings=tuple(rulings),
        unread=guard.unread_of(undecided),
        replayable=not any(code.startswith(UNREPLAYABLE) for code in codes),
    )


def _ruling(contract: Contract, rule: Rule, answer: EngineAnswer, *, guard: ReadGuard, scope: RuleScope) -> Ruling:
    if contract is Contract.CONFTEST:
        return judge_foreign(rule, answer, scope=scope)
    return judge_rule(rule, answer, guard=guard, scope=scope)


def _answers(unit: CompiledUnit, data: bytes, engine: PolicyEngine) -> Mapping[str, EngineAnswer]:
    """The answer for each rule package of a unit, by package."""
    packages = sorted({rule.package for rule in unit.rules})
    asked = [f"data.{package}" for package in packages]
    keys: tuple[str, ...] = ANSWER_KEYS
    if unit.contract is Contract.CONFTEST:
        keys = tuple(sorted({rule.code.removeprefix(f"{rule.package}.") for rule in unit.rules}))
    try:
        answers = engine.evaluate(unit.policy, entrypoints=asked, document=data, keys=keys)
    except EngineFailureError:
        return dict.fromkeys(packages, Failed(code=ENGINE_FAILURE))
    if set(answers) != set(asked):
        return dict.fromkeys(packages, Failed(code=WRONG_ANSWERS))
    return {package: answers[f"data.{package}"] for package in packages}
