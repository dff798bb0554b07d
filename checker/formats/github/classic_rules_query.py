"""The part of the query about classic rules: who may merge past the reviews, dismiss them, or force a push.

REST leaves `bypass_pull_request_allowances` out of a protection when it likes, says nothing where nobody is named who
may dismiss, and never says who may force a push; no other endpoint does.
`branchPattern` and `allowedActor` are names of our own: the allow-list keeps fields by name, and answers of REST have
others of these. Source: GitHub's GraphQL schema, `BranchProtectionRule`.
"""

from checker.formats.github.query_part import QueryPart
from checker.formats.github.routes import Permission

RULES_FIELD = "branchProtectionRules"
CLASSIC_RULES = QueryPart(
    name="rules",
    field=RULES_FIELD,
    section="classic_protection",
    permission=Permission.ADMINISTRATION,
    shown="who may merge past the reviews of classic rules, dismiss them, or force a push",
    paged=(RULES_FIELD,),
    fragment="""\
fragment Rules on Repository {
  branchProtectionRules(first: 100, after: $endCursor) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      branchPattern: pattern
      requiredApprovingReviewCount
      restrictsReviewDismissals
      bypassPullRequestAllowances(first: 100) {
        totalCount
        nodes {
          allowedActor: actor {
            __typename
            ... on App { databaseId }
            ... on Team { databaseId }
            ... on User { databaseId }
          }
        }
      }
      bypassForcePushAllowances(first: 100) {
        totalCount
        nodes {
          allowedActor: actor {
            __typename
            ... on App { databaseId }
            ... on Team { databaseId }
            ... on User { databaseId }
          }
        }
      }
    }
  }
}
""",
)
