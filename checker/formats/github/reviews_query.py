"""The parts of the query about reviews: every commit since a release, and who looked at what brought it.

`latestRelease` is no draft and no prerelease; its tag is compared with `$ref`, so that merges are taken apart as git
takes them. Where nothing is released, a tag that was declared (`$base`) is compared instead. Of the reviews of a pull
request only the last of each person counts that approves, refuses or was taken back. Who authored a commit includes
those its message names as co-authors; whose the commits of a pull request were is asked because squashing hides it. The
fields have names of our own, because the allow-list keeps fields by name.

Each author of each commit of each pull request counts against the provider's limits (a point for a hundred of them), so
a page holds few commits. Source: GitHub's GraphQL schema, `Ref.compare`, `Commit.authors`,
`Commit.associatedPullRequests`, `PullRequest.commits`, `PullRequest.latestOpinionatedReviews`.
"""

from checker.formats.github.query_part import QueryPart
from checker.formats.github.routes import Permission

COMMITS = "rangeCommits"
COMPARED = "comparison"
_RANGE = """\
fragment Range on Comparison {
  headTarget { gitOid: oid }
  rangeCommits: commits(first: 25, after: $endCursor) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      ...Authorship
      parentCommits: parents { totalCount }
      broughtBy: associatedPullRequests(first: 5) {
        totalCount
        nodes {
          number
          isMerged: merged
          merged_at: mergedAt
          headOid: headRefOid
          mergedAs: mergeCommit { commitOid: oid parentCommits: parents { totalCount } }
          openedBy: author { ...ActingAccount }
          mergedBy { ...ActingAccount }
          pullCommits: commits(first: 50) { totalCount nodes { madeCommit: commit { ...Authorship } } }
          latestReviews: latestOpinionatedReviews(first: 50) {
            totalCount
            nodes {
              state
              submittedAt
              mayPush: authorCanPushToRepository
              reviewedBy: author { ...ActingAccount }
              reviewedCommit: commit { commitOid: oid }
            }
          }
        }
      }
    }
  }
}
fragment Authorship on Commit {
  commitOid: oid
  commitSignature: signature { isValid wasSignedByGitHub }
  committedBy: committer { user { databaseId } }
  committedViaWeb
  authoredBy: authors(first: 10) { totalCount nodes { user { databaseId } } }
}
fragment ActingAccount on Actor {
  __typename
  ... on Bot { databaseId }
  ... on User { databaseId }
}
"""
REVIEWS = QueryPart(
    name="reviews",
    field="lastRelease",
    section="reviews",
    permission=Permission.PULL_REQUESTS,
    shown="reviews of every commit since the last release",
    nothing="the repository has no published release to begin at",
    paged=("lastRelease", "releaseTag", COMPARED, COMMITS),
    fragment="""\
fragment Reviews on Repository {
  lastRelease: latestRelease { tag_name: tagName releaseTag: tag { comparison: compare(headRef: $ref) { ...Range } } }
}
""",
    shared=_RANGE,
)
SINCE = QueryPart(
    name="since",
    field="declaredBase",
    section=REVIEWS.section,
    permission=Permission.PULL_REQUESTS,
    shown="reviews of every commit since a tag that was declared, where nothing is released",
    nothing="the repository has no published release to begin at, and no such tag as was declared",
    paged=("declaredBase", COMPARED, COMMITS),
    fragment="""\
fragment Since on Repository {
  declaredBase: ref(qualifiedName: $base) { tag_name: name comparison: compare(headRef: $ref) { ...Range } }
}
""",
    shared=_RANGE,
)
