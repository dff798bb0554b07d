"""Compilation units: what is compiled together, and who may write where."""

from dataclasses import replace

import pytest

from checker.application.compilation_units import (
    compile_snapshot,
    refuse_host_places,
    refuse_shared_packages,
)
from checker.domain.project import ReleaseFacts
from checker.domain.rule import Contract
from checker.domain.snapshot import Bundle, ResolvedBundle, Snapshot
from checker.errors import BundleRefusedError
from checker.formats.host_modules import project_facts
from checker.formats.published import schema_bytes
from checker.ports.engine import Defined, EngineAnswer
from tests.builders import a_bundle, a_resolved, a_rule, a_snapshot
from tests.policy_builders import BUILTINS, ENGINE, a_policy

GUARDED = a_rule("branch.guarded")
DENY = a_rule("main.deny", package="main", origin="theirs", contract=Contract.CONFTEST)
THEIRS = a_bundle({"main.rego": 'package main\n\ndeny contains "no" if not data.lib.ours\n'}, name="theirs")


def snapshot_of(*bundles: ResolvedBundle, **changes: object) -> Snapshot:
    parts: dict[str, object] = {
        "bundles": bundles,
        "rules": (GUARDED,),
        "builtins": BUILTINS,
        "project_facts": project_facts(ReleaseFacts(branches=("main",))),
        **changes,
    }
    return a_snapshot(**parts)


def ours(files: dict[str, str] | None = None, *, name: str = "acme") -> ResolvedBundle:
    return a_resolved(a_bundle({**a_policy(), **(files or {})}, name=name))


def said(snapshot: Snapshot, package: str, *, unit: int = 0) -> EngineAnswer:
    units = compile_snapshot(snapshot, input_schema=schema_bytes("input_v1"), engine=ENGINE)
    entrypoint = f"data.{package}"
    return ENGINE.evaluate(units[unit].policy, entrypoints=[entrypoint], document=b"{}")[entrypoint]


def test_rules_see_libraries_data_and_the_facts_of_the_project() -> None:
    library = 'package lib.all\n\nseen := {"limit": data.limits.most, "branches": data.project.release_branches}\n'
    bundle = ours({"lib/all.rego": library, "limits/data.json": '{"most": 3}'})

    assert said(snapshot_of(bundle), "lib.all") == Defined({"seen": {"limit": 3, "branches": ["main"]}})


def test_rules_see_their_parameters() -> None:
    library = "package lib.all\n\nseen := data.parameters.branch.guarded.minimum\n"
    snapshot = snapshot_of(ours({"lib/all.rego": library}), parameters={"branch.guarded": {"minimum": 2}})

    assert said(snapshot, "lib.all") == Defined({"seen": 2})


def test_only_the_rules_that_were_selected_are_compiled() -> None:
    broken = {"rules/branch/broken/broken.rego": "package rules.branch.broken\n\nx := data.project.misspelt\n"}

    assert len(compile_snapshot(snapshot_of(ours(broken)), input_schema=schema_bytes("input_v1"), engine=ENGINE)) == 1


@pytest.mark.parametrize(
    "wrong", [":= data.parameters.branch.guarded.minimun", 'if data.parameters.branch.guarded.minimum == "2"']
)
def test_a_misspelt_or_mistyped_parameter_does_not_compile(wrong: str) -> None:
    library = f"package lib.all\n\nseen {wrong}\n"
    snapshot = snapshot_of(ours({"lib/all.rego": library}), parameters={"branch.guarded": {"minimum": 2}})

    with pytest.raises(BundleRefusedError, match="does not compile"):
        said(snapshot, "lib.all")


def test_data_of_several_bundles_is_merged_where_it_does_not_meet() -> None:
    library = {"lib/all.rego": "package lib.all\n\nseen := {data.limits.most, data.limits.least}\n"}
    first = ours({"limits/data.json": '{"most": 3}', **library})
    second = a_resolved(a_bundle({"lib/x.rego": "package lib.x\n", "limits/data.json": '{"least": 1}'}, name="b"))

    assert said(snapshot_of(first, second), "lib.all") == Defined({"seen": [1, 3]})


def test_data_that_two_bundles_decide_is_refused() -> None:
    first = ours({"limits/data.json": '{"most": 3}'})
    second = a_resolved(a_bundle({"lib/x.rego": "package lib.x\n", "limits/data.json": '{"most": 4}'}, name="b"))

    with pytest.raises(BundleRefusedError, match="two data files decide most"):
        said(snapshot_of(first, second), "lib.all")


@pytest.mark.parametrize(("name", "file"), [("host", "project.rego"), ("acme", "lib/refs.rego")])
def test_no_bundle_replaces_a_module_of_the_host_or_of_another_bundle(name: str, file: str) -> None:
    """Attack: a bundle is named like the place the project facts are filed under."""
    other = a_resolved(a_bundle({file: "package lib.other\n"}, name=name))
    mine = ours({"lib/refs.rego": "package lib.refs\n"})
    with pytest.raises(BundleRefusedError, match=f"bundle {name} brings {name}/{file}, which is there already"):
        compile_snapshot(snapshot_of(mine, other), input_schema=schema_bytes("input_v1"), engine=ENGINE)


def test_a_foreign_bundle_is_compiled_alone_and_sees_nobody_else() -> None:
    foreign = a_resolved(THEIRS, contract=Contract.CONFTEST)
    snapshot = snapshot_of(ours({"lib/x.rego": "package lib\n\nours := true\n"}), foreign, rules=(GUARDED, DENY))

    assert said(snapshot, "main", unit=1) == Defined({"deny": ["no"]})


def test_each_foreign_bundle_has_its_own_rules() -> None:
    other = replace(THEIRS, name="others")
    rules = (DENY, replace(DENY, code="main.deny_more", origin="others"))
    resolved = tuple(a_resolved(bundle, contract=Contract.CONFTEST) for bundle in (THEIRS, other))

    units = compile_snapshot(snapshot_of(*resolved, rules=rules), input_schema=b"{}", engine=ENGINE)

    assert [[rule.code for rule in unit.rules] for unit in units] == [["main.deny"], ["main.deny_more"]]


@pytest.mark.parametrize("package", ["project", "parameters.branch", "project.release"])
def test_a_package_in_a_place_of_the_host_is_refused(package: str) -> None:
    with pytest.raises(BundleRefusedError, match=f"bundle acme writes to {package}, which only the host may do"):
        refuse_host_places(a_bundle(), {"packages": [{"path": f"data.{package}"}]})


def test_data_in_a_place_of_the_host_is_refused() -> None:
    bundle: Bundle = a_bundle({"project/data.json": '{"release_branches": ["x"]}'})
    with pytest.raises(BundleRefusedError, match="writes to project"):
        refuse_host_places(bundle, {"packages": [{"path": "data.rules.project"}]})


def test_packages_and_data_elsewhere_are_fine() -> None:
    bundle: Bundle = a_bundle({"limits/data.json": '{"project": 1}'})
    refuse_host_places(bundle, {"packages": [{"path": "data.rules.project"}, {"path": "data.projects"}]})


def test_one_rule_comes_from_one_bundle() -> None:
    refuse_shared_packages([GUARDED, a_rule("branch.other")])
    with pytest.raises(BundleRefusedError, match=r"rule branch\.guarded comes from bundle acme and from bundle other"):
        refuse_shared_packages([GUARDED, replace(GUARDED, origin="other")])
