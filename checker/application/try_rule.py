"""Try a rule: what one rule decides of one document, subject by subject, exactly as a check would decide it.

No snapshot is kept and no report is made, so nothing that is tried can open a gate. What the contract forbids in the
rule is told beside what it decides, because its author wants to see both; with a breach the trial is not a pass.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from checker.application.check_rules import Breach, RuleChecks
from checker.application.compilation_units import compile_snapshot
from checker.application.evaluate_snapshot import Evaluation, evaluate_snapshot
from checker.application.list_rules import OpenedBundle
from checker.application.offered_rules import packages_of
from checker.application.select_rules import select_rules
from checker.application.trial_input import TrialInput
from checker.domain.digest import digest_of
from checker.domain.json_value import Json
from checker.domain.outcome import Outcome, Ruling
from checker.domain.project import Selection
from checker.domain.report import Unread
from checker.domain.rule import Contract, Rule
from checker.domain.snapshot import ResolvedBundle, Snapshot, Weakening
from checker.domain.trust import TrustDecision, TrustMethod
from checker.formats.host_modules import project_facts
from checker.formats.selection_digest import selection_digest
from checker.formats.snapshot_v1 import seal_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTrial:
    """What is tried: one rule of an opened bundle on one input.

    `parameters` replace the rule's defaults, and `facts` the project facts of the input's project.
    """

    opened: OpenedBundle
    rule: Rule
    given: TrialInput
    checks: RuleChecks
    input_schema: bytes = field(repr=False)
    builtins: tuple[str, ...] = field(repr=False)
    parameters: Mapping[str, Json] = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedRule:
    """What the rule decided, with which parameters and as of when; `breaches` are where it breaks the contract."""

    ruling: Ruling
    parameters: Mapping[str, Json]
    weakenings: tuple[Weakening, ...]
    evaluated_at: str
    unread: tuple[Unread, ...]
    breaches: tuple[Breach, ...]

    @property
    def passed(self) -> bool:
        """Whether the rule lets a gate open here and keeps the contract."""
        return self.ruling.opens and not self.breaches

    @property
    def denied(self) -> bool:
        """Whether the rule denies a subject."""
        return self.ruling.outcome is Outcome.FAILED


def try_rule(trial: RuleTrial) -> TriedRule:
    """What the rule decides of the input.

    Raises:
        SelectionError: an unknown parameter, or a value against its schema.
        BundleRefusedError: with these parameters the rule does not compile.
    """
    snapshot = _snapshot(trial)
    evaluation = _evaluation(trial, snapshot)(trial.given.document)
    return TriedRule(
        ruling=evaluation.rulings[0],
        parameters=snapshot.parameters.get(trial.rule.code, {}),
        weakenings=snapshot.weakenings,
        evaluated_at=trial.given.evaluated_at,
        unread=evaluation.unread,
        breaches=_breaches(trial),
    )


def judge_of(trial: RuleTrial) -> Callable[[dict[str, Json]], Ruling]:
    """What the rule decides of any document, compiled once; raises as `try_rule` does."""
    evaluate = _evaluation(trial, _snapshot(trial))
    return lambda document: evaluate(document).rulings[0]


def _evaluation(trial: RuleTrial, snapshot: Snapshot) -> Callable[[dict[str, Json]], Evaluation]:
    engine, scope = trial.opened.engine, trial.given.scope
    units = compile_snapshot(snapshot, input_schema=trial.input_schema, engine=engine)
    return lambda document: evaluate_snapshot(units, document=document, engine=engine, scope=scope)


def _snapshot(trial: RuleTrial) -> Snapshot:
    """A snapshot of this one rule that nobody vouches for and nobody keeps."""
    opened, code = trial.opened, trial.rule.code
    given = {code: dict(trial.parameters)} if trial.parameters else {}
    selection = Selection(bundles=(opened.source,), include=(code,), parameters=given, contract=opened.contract)
    selected = select_rules([trial.rule], selection=selection, anchor=None)
    resolved = ResolvedBundle(
        source=opened.source,
        bundle=opened.bundle,
        contract=opened.contract,
        trust=TrustDecision(method=TrustMethod.NONE),
    )
    return seal_snapshot(
        bundles=(resolved,),
        rules=selected.rules,
        collections=(),
        parameters=selected.parameters,
        project_facts={**project_facts(trial.given.release), **trial.facts},
        builtins=trial.builtins,
        input_schema=digest_of(trial.input_schema),
        weakenings=selected.weakenings,
        selection=selection_digest(selection, trial.given.release),
    )


def _breaches(trial: RuleTrial) -> tuple[Breach, ...]:
    """Where the rule, or a library beside it, breaks the contract.

    A shipped bundle was held to it when it was built.
    """
    opened = trial.opened
    if opened.is_shipped or opened.contract is Contract.CONFTEST:
        return ()
    others = {f"data.{rule.package}" for rule in opened.rules} - {f"data.{trial.rule.package}"}
    own: list[Json] = [package for package in packages_of(opened.inspection) if package["path"] not in others]
    return trial.checks.breaches({"packages": own}, engine=opened.engine)
