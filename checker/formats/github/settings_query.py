"""The parts of the query that take the place of requests where an administrator asks: rulesets, branches, alerts.

To an administrator they say what REST says; to anybody else less, and nothing tells how much, so for others REST is
asked as well. Fields are named in REST's words, so that one hand reads both. Only rulesets of the repository itself are
asked for: who may bypass those of an organization is shown to its owners alone. Nor is a team asked for its id: a
classic token needs another scope for that, and without it would be answered nothing at all. Source: GitHub's GraphQL
schema, `Repository.rulesets`, `Repository.refs`, `Repository.vulnerabilityAlerts`.
"""

from checker.formats.github.query_part import QueryPart
from checker.formats.github.routes import Permission

_PARAMETERS = """\
parameters {
            __typename
            ... on FilePathRestrictionParameters { restricted_file_paths: restrictedFilePaths }
            ... on CommitAuthorEmailPatternParameters { negate operator pattern }
            ... on CommitMessagePatternParameters { negate operator pattern }
            ... on CommitterEmailPatternParameters { negate operator pattern }
            ... on MergeQueueParameters {
              check_response_timeout_minutes: checkResponseTimeoutMinutes
              grouping_strategy: groupingStrategy
              max_entries_to_build: maxEntriesToBuild
              max_entries_to_merge: maxEntriesToMerge
              merge_method: mergeMethod
              min_entries_to_merge: minEntriesToMerge
              min_entries_to_merge_wait_minutes: minEntriesToMergeWaitMinutes
            }
            ... on PullRequestParameters {
              dismiss_stale_reviews_on_push: dismissStaleReviewsOnPush
              require_code_owner_review: requireCodeOwnerReview
              require_last_push_approval: requireLastPushApproval
              required_approving_review_count: requiredApprovingReviewCount
              required_review_thread_resolution: requiredReviewThreadResolution
            }
            ... on RequiredDeploymentsParameters { required_deployment_environments: requiredDeploymentEnvironments }
            ... on RequiredStatusChecksParameters {
              do_not_enforce_on_create: doNotEnforceOnCreate
              strict_required_status_checks_policy: strictRequiredStatusChecksPolicy
              required_status_checks: requiredStatusChecks { context integration_id: integrationId }
            }
            ... on WorkflowsParameters { workflows { path } }
          }"""
RULESETS = QueryPart(
    name="rulesets",
    field="ownRulesets",
    section="ref_rules",
    permission=Permission.ADMINISTRATION,
    shown="rulesets of the repository, to an administrator",
    paged=("ownRulesets",),
    fragment="""\
fragment Rulesets on Repository {
  ownRulesets: rulesets(first: 100, after: $endCursor, includeParents: false) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id: databaseId
      name
      target
      enforcement
      conditions { ref_name: refName { include exclude } }
      ruleList: rules(first: 100) {
        totalCount
        nodes {
          type
          RULE_PARAMETERS
        }
      }
      bypassList: bypassActors(first: 100) {
        totalCount
        nodes {
          bypass_mode: bypassMode
          deployKey
          organizationAdmin
          repositoryRoleDatabaseId
          allowedActor: actor {
            __typename
            ... on App { databaseId }
            ... on User { databaseId }
          }
        }
      }
    }
  }
}
""".replace("RULE_PARAMETERS", _PARAMETERS),
)
BRANCHES = QueryPart(
    name="branches",
    field="branchRefs",
    section="branches",
    permission=Permission.ADMINISTRATION,
    shown="branches and whether each is protected, to an administrator",
    paged=("branchRefs",),
    fragment="""\
fragment Branches on Repository {
  branchRefs: refs(refPrefix: "refs/heads/", first: 100, after: $endCursor) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      name
      classicRule: branchProtectionRule { databaseId }
      appliedRules: rules(first: 1) { totalCount }
    }
  }
}
""",
)
APPLIED = QueryPart(
    name="applied",
    field="releasedFrom",
    section="ref_rules",
    permission=Permission.ADMINISTRATION,
    shown="which rulesets apply to the default branch, to an administrator",
    fragment="""\
fragment Applied on Repository {
  releasedFrom: defaultBranchRef {
    name
    ruleList: rules(first: 100) {
      totalCount
      nodes {
        type
        ruleset: repositoryRuleset { id: databaseId source { __typename } }
        RULE_PARAMETERS
      }
    }
  }
}
""".replace("RULE_PARAMETERS", _PARAMETERS),
)
DEPENDENCIES = QueryPart(
    name="dependencies",
    field="openAlerts",
    section="alerts",
    permission=Permission.DEPENDABOT_ALERTS,
    shown="open alerts about dependencies, to an administrator",
    paged=("openAlerts",),
    fragment="""\
fragment Dependencies on Repository {
  alertsEnabled: hasVulnerabilityAlertsEnabled
  openAlerts: vulnerabilityAlerts(first: 100, after: $endCursor, states: [OPEN]) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      number
      created_at: createdAt
      security_advisory: securityAdvisory { ghsa_id: ghsaId severity }
    }
  }
}
""",
)
SAVING = (RULESETS, BRANCHES, APPLIED, DEPENDENCIES)
"""The parts that save requests: what they tell is no section of its own, but answers of REST."""
