"""The shipped rules, compiled once by the real engine, to be asked about many documents."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from checker.adapters.bundles.local_bundles import LocalBundles
from checker.adapters.bundles.release_policy import shipped_pins
from checker.adapters.engine_embedded.engine import EmbeddedEngine
from checker.application.check_rules import RuleChecks
from checker.application.compilation_units import CompiledUnit, compile_snapshot
from checker.application.decide_trust import TrustBasis
from checker.application.evaluate_snapshot import Evaluation, evaluate_snapshot
from checker.application.fingerprint import RuleScope
from checker.application.resolve_bundle import resolve_bundle
from checker.application.take_snapshot import SnapshotRequest, take_snapshot
from checker.bootstrap.carried import carried_checks
from checker.bootstrap.services import INPUT_SCHEMA
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.domain.project import Project
from checker.domain.snapshot import Snapshot
from checker.formats.project_v1 import parse_project
from checker.formats.published import schema_bytes
from embedded_opa import DEFAULT_BUILTINS

PASSING = Path(__file__).parent / "attacks" / "data" / "passing"
INPUTS = Path(__file__).parent / "data" / "inputs"
MOMENT = "2026-02-01T12:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedPolicy:
    """The rules and the engine that judges by them."""

    snapshot: Snapshot
    units: tuple[CompiledUnit, ...] = field(repr=False)
    engine: EmbeddedEngine = field(repr=False)

    def judge(self, document: dict[str, Json], *, only: Collection[str] | None = None) -> Evaluation:
        """What the rules, or only those of these codes, say of a composed input."""
        units = self.units
        if only is not None:
            kept = tuple(rule for rule in units[0].rules if rule.code in only)
            units = (replace(units[0], rules=kept),)
        scope = RuleScope(namespace=Namespace.DEMO, repository_id=0, slug="acme/acme")
        return evaluate_snapshot(units, document=document, engine=self.engine, scope=scope)


def passing_project() -> Project:
    """The project of which every rule passes, those about its checkout too."""
    project = parse_project((PASSING / "clean-release.yaml").read_bytes(), source="clean-release.yaml")
    selection = replace(project.selection, collections=(*project.selection.collections, "workspace"))
    release = replace(project.release, required_credentials=("PYPI_API_TOKEN",), formulas=("acme",))
    return replace(project, selection=selection, release=release)


def input_document(name: str) -> dict[str, Json]:
    """A composed input: `good`, `weak`, `bare`, `private` or `reader`."""
    document: dict[str, Json] = json.loads((INPUTS / f"{name}.json").read_bytes())
    return document


@cache
def shipped_policy() -> ShippedPolicy:
    """All shipped rules with the facts of the passing project; compiled once per process."""
    return policy_for(passing_project())


def policy_for(project: Project) -> ShippedPolicy:
    """The shipped rules that a project selects, with its facts."""
    engine, schema = EmbeddedEngine(), schema_bytes(INPUT_SCHEMA)
    fetched = LocalBundles(base=PASSING).fetch("builtin:release-policy")
    resolved = resolve_bundle(fetched, basis=TrustBasis(anchor=None, now=MOMENT, pins=shipped_pins()))
    builtins = sorted(DEFAULT_BUILTINS)
    request = SnapshotRequest(
        bundles=(resolved,),
        selection=project.selection,
        release=project.release,
        anchor=None,
        input_schema=schema,
        builtins=builtins,
        checks=RuleChecks(load=carried_checks, builtins=builtins),
        checked=frozenset(shipped_pins().values()),
    )
    snapshot = take_snapshot(request, engine=engine)
    return ShippedPolicy(
        snapshot=snapshot, units=compile_snapshot(snapshot, input_schema=schema, engine=engine), engine=engine
    )
