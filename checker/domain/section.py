"""Sections: every fact the rules' input has a place for, and the permission that lets it be read.

Permission names are the provider's own (reference: the endpoint table of GitHub's REST documentation).
"""

from checker.domain.json_value import Json
from checker.domain.observation import Status, unread

REPOSITORY = {
    "repository": "Metadata: read",
    "branches": "Contents: read",
    "classic_protection": "Administration: read",
    "ref_rules": "Metadata: read (and write access to each ruleset to see who may bypass it)",
    "environments": "Actions: read",
    "ci_permissions": "Administration: read",
    "ci_oidc": "Actions: read",
    "ci_workflows": "Actions: read",
    "ci_artifacts": "Actions: read",
    "secret_names": "Secrets: read",
    "variable_names": "Variables: read",
    "deploy_keys": "Administration: read",
    "webhooks": "Webhooks: read",
    "access": "Metadata: read (with push access)",
    "releases": "Contents: read",
    "immutable_releases": "Administration: read",
    "tags": "Metadata: read",
    "codeowners": "Contents: read",
    "security_features": "Administration: read",
    "runners": "Administration: read",
    "check_runs": "Checks: read",
    "organization": "Organization administration: read, by an owner",
    "members": "Organization members: read",
    "installations": "Organization administration: read, by an owner",
    "alerts": "Code scanning alerts, Dependabot alerts and Secret scanning alerts: read",
    "analyses": "Code scanning alerts: read",
    "ci_access": "Administration: read",
    "reviews": "Pull requests: read",
    "agent_secret_names": "Agent secrets: read",
    "properties": "Metadata: read",
    "code_security": "Administration: read",
    "organization_settings": "Organization administration: read, by an owner",
    "ci_retention": "Administration: read",
    "codespaces_secret_names": "Codespaces secrets: write",
    "member_activity": "nothing: no interface of GitHub tells when a member was last active; ask its owners",
    "organization_sign_on": "nothing: no interface of GitHub tells whether every member must sign on; ask the owners",
    "advisories": "Repository security advisories: read, by an administrator",
    "direct_access": "Metadata: read (with push access)",
    "repository_files": "Contents: read",
    "reviewer_accounts": "Metadata: read (with push access), and Organization members: read",
    "code_ownership": "Contents: read",
    "release_tags": "Contents: read",
}
UNTOLD = frozenset({"member_activity", "organization_sign_on"})
"""Sections of a repository that no collection fills, for nothing GitHub answers tells them; a document that names them
comes from elsewhere."""
BESIDE = frozenset({"advisories", "direct_access"})
"""Sections that are read where a selected rule or the caller names them, and by the profile `all` (ADR 55)."""
HISTORY = {"release_runs": "Actions: read", "rule_suites": "Administration: read"}
REGISTRY = {
    "published": "nothing: the registry's index is public",
    "publication": "nothing: the registry's index is public; name the version",
    "attested_releases": "nothing: run audit registry, which reads it from the registry's index",
    "taps": "nothing: run audit registry with --tap, the folder of a checkout of the tap",
}
PUBLISHING = {
    "publishers": "nothing: declare publishers in the project file, and give audits of repository and workspace",
    "publishing": "nothing: declare publishers in the project file",
    "channels": "nothing: give audits of registry, repository and workspace",
}
"""Sections of the registry that the host makes of what the project declares and of several audits."""
RECORD = {
    "release_record": "nothing: run clean-release release evidence start, then audit workspace with --target",
    "release_steps": "nothing: record each step with clean-release release step, then run audit workspace",
    "release_blockers": "nothing: run clean-release release evidence start, then audit workspace",
    "smoke_tests": "nothing: run clean-release release smoke, then audit workspace",
    "drills": "nothing: run clean-release release drill, then audit workspace",
    "canary": "nothing: record one with clean-release release evidence add, then run audit workspace",
    "gate_latency": "nothing: record one with clean-release release evidence add, then run audit workspace",
}
"""The sections of a checkout that come from the record of a release beside it."""

SIGNED = {"signed": "nothing: name release_signers in the anchor, and sign the tag with one of their keys"}
"""What the host makes of the signatures of a checkout and the signers of the anchor."""
WORKSPACE = {
    "workflows": "nothing: run clean-release audit workflows -o audits in the checkout",
    "work_tree": "nothing: run audit workspace in a checkout, with git on PATH",
    "upstream": "nothing: run audit workspace in a clone with its history (fetch-depth: 0)",
    "release_tag": "nothing: run audit workspace with --target, in a clone with its tags",
    "signatures": "nothing: run audit workspace with --target, with ssh-keygen on PATH",
    "default_workflows": "nothing: run audit workspace with --default-branch, in a clone that fetched that branch",
    "base_tag": "nothing: run audit workspace with --base-tag, in a clone with its history (fetch-depth: 0)",
    "versions": "nothing: run audit workspace in a checkout",
    "lock_files": "nothing: run audit workspace in a checkout",
    "release_context": "nothing: run audit workspace with --target, --base-tag and --mode",
    **RECORD,
}
EVIDENCE = {
    "imported_artifacts": "nothing: import the candidate's artifacts",
    "audits": "nothing: give the audits that are to be judged",
    "statements": "nothing: give the provenance of the artifacts with --evidence",
    "sboms": "nothing: give the bills of materials (CycloneDX JSON) with --evidence",
    "test_results": "nothing: give the test results (JUnit XML) with --evidence",
    "build_runs": "nothing: give the build run (build-run/v1) with --evidence",
    "vulnerabilities": "nothing: give a scan (CycloneDX JSON with vulnerabilities) with --evidence",
}
ABOUT_A_COMMIT = frozenset({"check_runs", "reviews", "workflows"})
"""The sections whose facts are about one commit, and say nothing of any other."""

PARTIAL = "partial"
_KEY = repr(PARTIAL) + ":"
DERIVED_FROM = {
    "owner": ("repository",),
    "release_refs": ("repository",),
    "effective_protection": ("repository", "classic_protection", "ref_rules"),
    "workflow_paths_restricted": ("ref_rules",),
    "release_version": ("tags", "releases"),
    "baseline_checks": ("repository", "classic_protection", "ref_rules"),
}
"""The sections of a repository that the host joins from others, and that no provider has."""


def not_requested(name: str, needs: str) -> dict[str, Json]:
    """The observation of a section that no document carries."""
    return unread(Status.NOT_REQUESTED, why=f"no document carries {name}", needs=needs).to_json()


def completed(sections: dict[str, Json], known: dict[str, str]) -> dict[str, Json]:
    """All known sections: those given, and `not_requested` with the permission it takes for the rest."""
    return {name: sections[name] if name in sections else not_requested(name, needs) for name, needs in known.items()}


def withheld(sections: dict[str, Json], *, why: str) -> dict[str, Json]:
    """The same sections with every value taken away, because the document as a whole may not be used."""
    return {name: unread(Status.ERROR, why=why).to_json() for name in sections}


def without_partial(part: dict[str, Json]) -> dict[str, Json]:
    """Sections as rules may see them: what was read incompletely is taken out.

    A section that holds nothing of the kind stays the same object; its text tells, in a fraction of the time of a walk.
    """
    seen = {name: item for name, item in part.items() if name != PARTIAL}
    return {name: _stripped(item) if _KEY in repr(item) else item for name, item in seen.items()}


def _stripped(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: _stripped(item) for name, item in value.items() if name != PARTIAL}
    return [_stripped(item) for item in value] if isinstance(value, list) else value
