"""What the shipped rules decide of answers that GitHub really gave; of what nobody recorded they decide nothing.

The recordings are of many repositories; they are judged as if one had given them, at a moment shortly after. Every rule
of the library is run. The expectations are written by hand from the recorded bodies.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from checker.application.import_audit import ImportedAudits, import_audits
from checker.application.read_documents import GivenDocuments, NamedBytes
from checker.bootstrap import CleanRelease
from checker.domain.outcome import Outcome, Ruling
from checker.formats.canonical import canonical_bytes
from checker.formats.published import CARRIED
from tests.recorded_answers import GETS, WITHOUT_REQUEST, Recorded, body, capture_of

pytestmark = pytest.mark.engine

ANSWERED = "Mon, 02 Mar 2026 11:30:00 GMT"
JUDGED = "2026-03-02T12:00:00Z"
PASSED, FAILED, UNDECIDED = Outcome.PASSED, Outcome.FAILED, Outcome.NOT_EVALUATED
PROJECT = """\
schema: clean-release/project/v1
project: recorded
repository: github.com/octo/recorded
namespace: demo
release:
  branches: [main]
  tags: ["v*"]
  environments: [octokit-environment]
  publish_tokens: [PYPI_API_TOKEN]
  checks: [build]
policy:
  bundles: ["builtin:release-policy"]
  collections: {collections}
"""
AS_ONE = (
    (re.compile(r"/repos/[^/]+/[^/?]+|/repositories/\d+"), "/repos/octo/recorded"),
    (re.compile(r"/orgs/[^/]+"), "/orgs/octo"),
    (re.compile(r"/environments/(production|zero)/"), "/environments/octokit-environment/"),
    (re.compile(r"/branches/master/"), "/branches/main/"),
)

SETTINGS_ON = (
    "branch-protection.hub4j-testGetProtection-6.json",
    "branches.list.hub4j.json",
    "environments.list.octokitrb-2023-can_admins_bypass.json",
    "environment-secrets.list.octokitrb.json",
    "repo-secrets.list.octokitrb.json",
    "dependabot-secrets.list.octokitrb.json",
    "org-secrets.list.octokitrb.json",
    "deploy-keys.list.hub4j-GHDeployKeyTest.json",
    "hooks.list.octokitrb.json",
    "releases.list.octokitrb.json",
    "tags.list.hub4j.json",
    "collaborators.list.hub4j.json",
    "vulnerability-alerts.204.octokitrb.json",
    "automated-security-fixes.enabled.octokitrb.json",
    "code-scanning-default-setup.octokitrb-2024.json",
    "codeowners-errors.hub4j.json",
    "workflows.list.hub4j.json",
)
SETTINGS_OFF = (
    "branch-protection.404-branch-not-protected.octokitrb.json",
    "branches.list.hub4j.json",
    "environments.list.octokitrb-2023-can_admins_bypass.json",
    "environment-secrets.list-empty.octokitrb.json",
    "repo-secrets.list-empty.octokitrb.json",
    "deploy-keys.list-empty.octokitrb.json",
    "hook.404.hub4j.json",
    "releases.list.hub4j.json",
    "vulnerability-alerts.404-disabled.octokitrb.json",
    "automated-security-fixes.disabled.octokitrb.json",
    "collaborator-permission.403.hub4j.json",
    "repo-variable.404.hub4j.json",
    "release.latest-404.hub4j.json",
)
ALWAYS = {
    "manifest.audits_fresh": PASSED,  # half an hour old
    "manifest.waivers_kept": PASSED,  # no waiver is in force
    "publisher.environment_bound": PASSED,  # the project declares no target, so there is no publisher
    "publisher.of_candidate": PASSED,
    "publisher.workflow_bound": PASSED,
}
OF_ENVIRONMENTS = {
    "environment.admins_cannot_bypass": PASSED,  # can_admins_bypass: false
    "environment.exists": PASSED,
    "environment.refs_restricted": FAILED,  # deployment_branch_policy: null
    "environment.reviewers": FAILED,  # protection_rules: []
    "environment.self_review_prevented": FAILED,
    "publisher.environment_guarded": PASSED,  # again: no publisher
    "publisher.no_arbitrary_ref": PASSED,
}
ON = {
    **ALWAYS,
    **OF_ENVIRONMENTS,
    "branch.admins_included": FAILED,  # enforce_admins.enabled: false
    "branch.codeowners_sound": FAILED,  # errors: a line with an owner nobody knows
    "branch.deletion_blocked": PASSED,  # allow_deletions.enabled: false
    "branch.force_push_blocked": PASSED,  # allow_force_pushes.enabled: false
    "branch.release_protected": PASSED,
    "environment.reviewers_can_write": PASSED,  # protection_rules: [], so nobody reviews who may not write
    "hygiene.dependency_alerts": PASSED,  # 204, and enabled: true
    "organization.repository_webhooks": PASSED,  # []
    "secret.age": FAILED,  # of 2023
    "secret.deploy_keys_read": FAILED,  # one of two with read_only: false
    "secret.environment_only": PASSED,  # no secret has the name of the token
}
OFF = {
    **ALWAYS,
    **OF_ENVIRONMENTS,
    "manifest.release_notes": PASSED,  # no release at all
    "hygiene.dependency_alerts": FAILED,  # 404 whose message says so, and enabled: false
    "secret.deploy_keys_read": PASSED,  # []
    "tag.assets_match": PASSED,  # no release at all
    "tag.release_files": PASSED,
    "tag.release_immutable": PASSED,
}
DENIED = {
    "branch.admins_included": ["refs/heads/main"],
    "environment.reviewers": ["octokit-environment"],
    "secret.deploy_keys_read": ["deploy key 76924278"],
}


def as_one(item: Recorded) -> Recorded:
    """The answer as the one repository would have given it a moment ago."""
    url = item["url"]
    for pattern, instead in AS_ONE:
        url = pattern.sub(instead, url)
    return {**item, "url": url, "date": ANSWERED}


@cache
def collections() -> tuple[str, ...]:
    """Every collection of the library, so that every rule is run."""
    ledger = json.loads((CARRIED / "ledger.json").read_bytes())
    found = {name for rule in ledger["rules"] for name in rule["metadata"]["custom"]["collections"]}
    assert "release-gate" in found
    return tuple(sorted(found))


def judged(folder: Path, found: ImportedAudits) -> Mapping[str, Ruling]:
    """Every rule of the library, judging these audits."""
    written = PROJECT.format(collections=json.dumps(collections()))
    (folder / "clean-release.yaml").write_text(written, encoding="utf-8")
    audits = tuple(
        NamedBytes(name=f"{number}.json", data=canonical_bytes(audit.document))
        for number, audit in enumerate(found.audits)
    )
    report = CleanRelease(directory=folder).check(given=GivenDocuments(audits=audits), evaluated_at=JUDGED).report
    return {ruling.rule.code: ruling for ruling in report.rulings}


def recorded(files: Sequence[str]) -> ImportedAudits:
    by_name = {item["file"]: item for item in GETS}
    return import_audits(capture_of(*(as_one(by_name[file]) for file in files)), version="0")


def decided(rulings: Mapping[str, Ruling]) -> dict[str, Outcome]:
    """What was decided; that a rule does not apply follows from the project and is left out."""
    aside = {UNDECIDED, Outcome.NOT_APPLICABLE}
    return {code: ruling.outcome for code, ruling in rulings.items() if ruling.outcome not in aside}


@pytest.mark.parametrize(("files", "expected"), [(SETTINGS_ON, ON), (SETTINGS_OFF, OFF)], ids=["on", "off"])
def test_recorded_settings_are_decided_as_they_read(
    tmp_path: Path, files: Sequence[str], expected: Mapping[str, Outcome]
) -> None:
    rulings = judged(tmp_path, recorded(files))

    assert len(rulings) > 150
    assert decided(rulings) == expected
    for code, subjects in DENIED.items():
        if expected.get(code) is FAILED:
            assert [violation.subject for violation in rulings[code].violations] == subjects


def test_recorded_rulesets_without_their_bypass_list_open_no_rule_about_refs(tmp_path: Path) -> None:
    answers = {item["file"]: body(item["file"]) for item in WITHOUT_REQUEST if item["kind"] == "exported"}
    rulings = judged(tmp_path, import_audits(answers, version="0", repository="octo/recorded"))

    about_refs = {code: ruling.outcome for code, ruling in rulings.items() if code.startswith(("branch.", "tag."))}
    assert len(about_refs) > 40
    assert about_refs.pop("branch.commit_patterns") is Outcome.NOT_APPLICABLE  # the project declares none
    assert {code: outcome for code, outcome in about_refs.items() if outcome is not UNDECIDED} == {}
