"""Every shipped rule keeps the contract: the checks find nothing, tests reach every row, and each has its page."""

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest

from checker.adapters.bundles.local_bundles import LocalBundles
from checker.adapters.bundles.release_policy import build_release_policy
from checker.adapters.engine_embedded.engine import EmbeddedEngine
from checker.application.check_rules import RuleChecks
from checker.application.explain_rule import UNKNOWN, explain_rule
from checker.application.list_rules import OpenedBundle, RuleReader, list_rules
from checker.application.offered_rules import packages_of
from checker.application.run_policy_tests import PolicyTests
from checker.bootstrap import CleanRelease
from checker.bootstrap.carried import carried_checks
from checker.domain.rule import Rule
from checker.errors import BundleRefusedError
from checker.formats.published import schema_bytes
from embedded_opa import DEFAULT_BUILTINS, Engine
from tests.architecture.source_tree import ROOT
from tools.rule_pages import PAGES, differing, page_of, pages

if TYPE_CHECKING:
    from checker.domain.json_value import Json

POLICIES = ROOT / "policies"
BUILTINS = sorted(DEFAULT_BUILTINS)
JUDGE_ONE_THING_TOGETHER = {
    "BR-29": {"branch.rulesets_cover", "branch.rulesets_whole"},
    "BR-31": {"branch.merge_queue", "branch.merge_queue_limits"},
    "BR-33": {"branch.commit_metadata", "branch.commit_patterns"},
    "BR-09": {"branch.codeowners_sound", "branch.workflows_owned"},
    "TG-04": {"tag.immutable", "tag.release_immutable"},
    "MF-03": {"manifest.version_new", "manifest.version_well_formed"},
    "MF-04": {"manifest.version_of_tag", "manifest.versions_agree"},
    "MF-18": {"manifest.changelog_entry", "manifest.release_notes"},
    "MF-05": {"manifest.from_release_ref", "manifest.targets_declared"},
    "SE-05": {"secret.environment_used", "secret.used"},
    "WF-12": {"workflow.no_piped_script", "workflow.tools_pinned"},
    "WF-03": {"workflow.job_permissions_least", "workflow.permissions_read"},
    "HY-01": {"hygiene.private_reporting", "hygiene.security_policy"},
    "HY-02": {"hygiene.dependency_alerts", "hygiene.dependency_review", "hygiene.dependency_updates"},
    "HY-03": {"hygiene.no_open_advisories", "hygiene.no_open_alerts"},
    "HY-04": {"hygiene.scanned_commit", "hygiene.scanning_configured"},
    "OR-05": {"organization.members_active", "organization.outsiders_read", "organization.owners_bounded"},
    "OR-06": {"organization.access_by_team", "organization.admin_not_alone", "organization.admins_bounded"},
    "OR-07": {"organization.repository_webhooks", "organization.webhooks_sealed"},
    "TG-01": {"tag.creation_limited", "tag.no_bypass", "tag.protected"},
    "WS-11": {"workspace.channels_aligned", "workspace.tap_aligned"},
}
"""Catalogue entries that take two rules: a version must be well formed, and be new; a tag protected for all."""
LEAST_RULES = 24

pytestmark = pytest.mark.engine


@cache
def shipped() -> OpenedBundle:
    reader = RuleReader(
        bundles=LocalBundles(base=ROOT),
        trusted_engine=EmbeddedEngine(),
        untrusted_engine=EmbeddedEngine,
        input_schema=schema_bytes("input_v1"),
        builtins=BUILTINS,
        pins={},
    )
    return reader.open(POLICIES.name)


def rules() -> tuple[Rule, ...]:
    return list_rules([shipped()])


@cache
def found_by_tests() -> PolicyTests:
    return CleanRelease().policies.test(str(POLICIES))


def folder_of(rule: Rule) -> str:
    return f"rules/{rule.code.replace('.', '/')}"


def test_the_first_set_of_rules_is_there() -> None:
    assert len(rules()) >= LEAST_RULES


def test_no_check_finds_anything_in_any_rule_or_library() -> None:
    checks = RuleChecks(load=carried_checks, builtins=BUILTINS)

    assert checks.breaches(shipped().inspection, engine=shipped().engine) == ()


def test_the_checks_do_find_what_is_wrong() -> None:
    packages: list[Json] = [{**package, "kind": "other"} for package in packages_of(shipped().inspection)]
    wrong: dict[str, Json] = {"packages": packages}

    assert RuleChecks(load=carried_checks, builtins=BUILTINS).breaches(wrong, engine=EmbeddedEngine())


def test_no_code_is_used_twice() -> None:
    assert [code for code, times in Counter(rule.code for rule in rules()).items() if times > 1] == []


def test_a_catalogue_id_is_shared_only_where_it_takes_several_rules() -> None:
    shared: dict[str, set[str]] = {}
    for rule in rules():
        shared.setdefault(rule.catalogue, set()).add(rule.code)

    assert {name: codes for name, codes in shared.items() if len(codes) > 1} == JUDGE_ONE_THING_TOGETHER


def test_every_rule_has_a_file_of_tests_that_were_run() -> None:
    names = {package.name for package in found_by_tests().packages}

    assert [rule.code for rule in rules() if rule.code not in names] == []
    assert [rule.code for rule in rules() if not list((POLICIES / folder_of(rule)).glob("*_test.rego"))] == []


def test_every_policy_test_passes() -> None:
    found = found_by_tests()

    assert [f"{case.package}.{case.name}" for case in found.cases if case.outcome != "passed"] == []
    assert found.passed


def test_tests_reach_every_row_of_every_rule_library_and_check() -> None:
    coverage = {file.file: file.not_covered for file in found_by_tests().coverage}

    assert {name: rows for name, rows in coverage.items() if rows} == {}
    assert {f"{folder_of(rule)}/{rule.code.rpartition('.')[2]}.rego" for rule in rules()} <= coverage.keys()


def test_every_rule_has_its_page_and_every_page_is_what_its_rule_says() -> None:
    assert [rule.code for rule in rules() if not (PAGES / page_of(rule.code)).is_file()] == []
    assert differing(pages()) == []


def test_every_policy_is_laid_out_as_opa_does() -> None:
    engine = Engine()
    modules = sorted(POLICIES.rglob("*.rego"))

    assert modules
    assert [path.name for path in modules if engine.format(path.read_text("utf-8")) != path.read_text("utf-8")] == []


def test_a_bundle_with_a_rule_that_has_no_page_is_not_built() -> None:
    every = {page_of(rule.code) for rule in rules()}
    build_release_policy(POLICIES, pages=every)

    for missing in sorted(every):
        with pytest.raises(BundleRefusedError, match="has no page"):
            build_release_policy(POLICIES, pages=every - {missing})


def test_every_permission_a_rule_needs_is_known() -> None:
    readings = [one for rule in rules() for one in explain_rule(rule).readings]

    assert readings
    assert [one.path for one in readings if one.permission == UNKNOWN] == []
