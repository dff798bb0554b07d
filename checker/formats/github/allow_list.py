"""What survives of an answer: the fields named here, and nothing else.

Every body passes through `filtered` before a normaliser sees it, so what is not listed cannot reach a document, a log
or the store: values of variables, `temp_clone_token`, secrets and tokens in webhook configurations, e-mail addresses,
bodies of releases. The texts of workflow files and of CODEOWNERS pass, under names of our own: they are looked at here,
and only the facts of them enter a document. A pattern passes unless it spells an address out. Key material becomes its
fingerprint, custom properties their names, a webhook's address its scheme and host; of a webhook secret, and of the
body of a release, only is kept whether there is one; of the patched versions of an advisory, whether any is named.
"""

import base64
import binascii
import hashlib
from urllib.parse import urlsplit

from checker.domain.json_value import Json
from checker.formats.github.free_text import pattern_without_addresses, without_addresses

_KEPT_WORDS = """
__typename access_level active actor_id actor_type admin advanced_security after_sha allow_deletions allow_force_pushes
allow_fork_syncing allow_forking allowed_actions allows_public_repositories app app_id app_slug approval_policy apps
archived artifacts assets block_creations branch_policies branchProtectionRules bypass_actors bypass_mode
bypass_pull_request_allowances can_admins_bypass can_approve_pull_request_reviews category
check_response_timeout_minutes check_runs checks commit commit_id commit_sha conclusion conditions
configuration context contexts created_at custom_branch_policies
custom_deployment_protection_rules data databaseId default_branch default_repository_permission
default_workflow_permissions days dependabot_security_updates deployment_branch_policy digest dismiss_stale_reviews
dismiss_stale_reviews_on_push dismissal_restrictions do_not_enforce_on_create draft enabled enabled_repositories
enforce_admins enforced_repositories enforcement environments errors event events exclude expired full_name ghsa_id
github_owned_allowed grouping_strategy hasNextPage head_branch head_sha id immutable include include_claim_keys
installations integration_id kind labels languages level line lock_branch login maintain max_entries_to_build
max_entries_to_merge merge_method min_entries_to_merge min_entries_to_merge_wait_minutes negate operator
members_can_change_repo_visibility members_can_create_public_repositories members_can_delete_repositories
members_can_fork_private_repositories merge_commit_sha merged_at name names nodes number os owner pageInfo parameters
path patterns_allowed paused permission permissions prerelease prevent_self_review private property_name protected
protected_branches protection_rules pull push pushed_at read_only reason ref ref_name refName repository
repository_selection require_approval_for_fork_pr_workflows require_code_owner_review require_code_owner_reviews
require_last_push_approval required_approving_review_count required_conversation_resolution
required_deployment_environments required_deployments required_linear_history required_pull_request_reviews
required_review_thread_resolution required_signatures required_status_checks restricted_file_paths
restricted_to_workflows restrictions result reviewer reviewers role_name rule rules ruleset_id ruleset_source_type
rulesets run_workflows_from_fork_pull_requests runner_groups runners secret_scanning secret_scanning_push_protection
secret_scanning_validity_checks secret_type secrets security_advisory security_and_analysis security_severity_level
send_secrets_and_variables send_write_tokens_to_workflows severity sha sha_pinning_required size size_in_bytes slug
source source_type state status strict strict_required_status_checks_policy suspended_at tag_name target teams tool
total_count totalCount triage two_factor_requirement_enabled type updated_at use_default user users variables
verification verified verified_allowed viewerCanAdminister visibility vulnerabilities wait_timer
web_commit_signoff_required workflow_runs workflows
"""
_KEPT_OF_GRAPHQL = """
allowedActor branchPattern bypassPullRequestAllowances byteSize checkRuns checkSuites checkedCommit codeownersFile
commitOid endCursor entryMode entryObject entryOid folderObject gitOid isBinary isTruncated nameWithOwner rawName
requiredApprovingReviewCount runConclusion runStatus tagRefs taggedObject treeEntries workflowFolder workflowSource
workflowText authoredBy broughtBy commitSignature committedBy committedViaWeb comparison declaredBase headOid headTarget
isMerged isValid lastRelease latestReviews madeCommit mayPush mergedAs mergedBy openedBy parentCommits pullCommits
rangeCommits releaseTag reviewedBy reviewedCommit submittedAt wasSignedByGitHub alertsEnabled appliedRules branchRefs
bypassForcePushAllowances bypassList classicRule deployKey openAlerts organizationAdmin ownRulesets releasedFrom
repositoryRoleDatabaseId restrictsReviewDismissals ruleList ruleset againstHead comparedWith hasSecurityPolicy licence
ownedCommit ownedFolder ownersFile ownersFirst ownersSecond ownersText ownersThird prefix providerFolder releaseRefs
rootFolder
"""
KEPT = frozenset((_KEPT_WORDS + _KEPT_OF_GRAPHQL).split())
"""Fields whose values are kept as they are, wherever they occur."""

_FREE_TEXT = frozenset({"message", "title", "display_title"})
_PATTERN = "pattern"
_NOTES = "body"
_PATCHED = "patched_versions"
_CONFIG = "config"
_KEY = "key"
_PERMISSIONS = "permissions"
_PROPERTIES = "custom_properties"
_LEVELS = frozenset({"read", "write", "admin"})
_PEM_PARTS = 2


def filtered(body: Json) -> Json:
    """The body with only what the allow-list keeps."""
    if isinstance(body, list):
        return [filtered(item) for item in body]
    if not isinstance(body, dict):
        return body
    kept: dict[str, Json] = {name: filtered(value) for name, value in body.items() if name in KEPT}
    for name in _FREE_TEXT & body.keys():
        text = body[name]
        kept[name] = without_addresses(text) if isinstance(text, str) else None
    if isinstance(key := body.get(_KEY), str):
        kept["fingerprint"] = fingerprint_of(key)
    if isinstance(config := body.get(_CONFIG), dict):
        kept[_CONFIG] = _webhook_config(config)
    if isinstance(granted := body.get(_PERMISSIONS), dict):
        kept[_PERMISSIONS] = _levels(granted)
    if isinstance(error := body.get("error"), str):
        kept["has_error"] = error != ""
    return {**kept, **_property_names(body.get(_PROPERTIES)), **_of_texts(body)}


def _of_texts(body: dict[str, Json]) -> dict[str, Json]:
    """What is kept of a pattern, and of notes and of patched versions: whether there are any."""
    kept: dict[str, Json] = {}
    if isinstance(pattern := body.get(_PATTERN), str):
        kept[_PATTERN] = pattern_without_addresses(pattern)
    if _NOTES in body and "tag_name" in body:
        kept["has_notes"] = _says_something(body[_NOTES])
    if _PATCHED in body:
        kept["is_patched"] = _says_something(body[_PATCHED])
    return kept


def _says_something(text: Json) -> bool:
    return isinstance(text, str) and text.strip() != ""


def _property_names(given: Json) -> dict[str, Json]:
    """The names of custom properties that have a value, which may be anything."""
    if not isinstance(given, dict):
        return {}
    return {"property_names": [*sorted(name for name, value in given.items() if value is not None)]}


def _levels(granted: dict[str, Json]) -> dict[str, Json]:
    """Permissions under whatever name, as long as their values can be nothing but levels."""
    return {name: level for name, level in granted.items() if isinstance(level, bool) or level in _LEVELS}


def fingerprint_of(key: str) -> str:
    """The fingerprint of an SSH public key as `ssh-keygen -l` shows it, or of the text when it is no such key.

    Source: OpenSSH, `SHA256:` and the unpadded base64 of the SHA-256 of the key blob.
    """
    parts = key.split()
    try:
        blob = base64.b64decode(parts[1], validate=True) if len(parts) >= _PEM_PARTS else key.encode()
    except binascii.Error:
        blob = key.encode()
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def _webhook_config(config: dict[str, Json]) -> dict[str, Json]:
    kept: dict[str, Json] = {"has_secret": bool(config.get("secret"))}
    if isinstance(url := config.get("url"), str):
        kept["address"] = address_of(url)
    if "insecure_ssl" in config:
        kept["tls_verified"] = str(config["insecure_ssl"]) == "0"
    return kept


def address_of(url: str) -> str:
    """Scheme and host of a URL; user, password, path and query are where secrets hide."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}{port}" if parts.scheme and parts.hostname else ""
