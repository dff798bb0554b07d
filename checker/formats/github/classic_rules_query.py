"""The one GraphQL query there is: the classic rules of a repository, and who may merge past their reviews.

REST leaves `bypass_pull_request_allowances` out of a protection when it likes, and no other endpoint has it. Asking
GraphQL takes a POST, which could carry a mutation; so the text is fixed, and `is_question` tells it from anything else
before it is sent. The variable `endCursor` is named as `gh api graphql --paginate` wants it. `branchPattern` and
`allowedActor` are names of our own: the allow-list keeps fields by name, and answers of REST have others of these.
Source: GitHub's GraphQL schema, `BranchProtectionRule.bypassPullRequestAllowances`.
"""

from checker.domain.json_value import Json
from checker.errors import InputRefusedError
from checker.formats.canonical import canonical_bytes
from checker.formats.strict_json import read_json

PATH = "graphql"
QUERY = """\
query($owner: String!, $name: String!, $endCursor: String) {
  repository(owner: $owner, name: $name, followRenames: false) {
    nameWithOwner
    viewerCanAdminister
    branchProtectionRules(first: 100, after: $endCursor) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        branchPattern: pattern
        requiredApprovingReviewCount
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
      }
    }
  }
}
"""
_VARIABLES = frozenset({"owner", "name", "endCursor"})


def question(slug: str, *, cursor: str = "") -> bytes:
    """The body that asks for the rules of a repository (`owner/name`), from a cursor on."""
    owner, _, name = slug.partition("/")
    return canonical_bytes({"query": QUERY, "variables": {"owner": owner, "name": name, "endCursor": cursor or None}})


def is_question(body: bytes) -> bool:
    """Whether a body is this query and nothing else."""
    try:
        document = read_json(body, source="a query")
    except InputRefusedError:
        return False
    if not isinstance(document, dict) or document.keys() != {"query", "variables"} or document["query"] != QUERY:
        return False
    variables = document["variables"]
    return (
        isinstance(variables, dict)
        and variables.keys() == _VARIABLES
        and all(isinstance(value, str | None) for value in variables.values())
    )


def next_cursor(body: Json) -> str:
    """Where the next page of an answer begins; empty when it is the last, or does not say."""
    page: Json = body
    for step in ("data", "repository", "branchProtectionRules", "pageInfo"):
        page = page.get(step) if isinstance(page, dict) else None
    if not isinstance(page, dict) or page.get("hasNextPage") is not True:
        return ""
    cursor = page.get("endCursor")
    return cursor if isinstance(cursor, str) else ""
