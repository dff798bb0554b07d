"""The part of the query about reviews: every commit since the last release, and who looked at what brought it.

`latestRelease` is no draft and no prerelease; its tag is compared with `$ref`, so that merges are taken apart as git
takes them. Of the reviews of a pull request only the last of each person counts that approves, refuses or was taken
back. Who authored a commit includes those its message names as co-authors. The fields have names of our own, because
the allow-list keeps fields by name. Source: GitHub's GraphQL schema, `Ref.compare`, `Commit.authors`,
`Commit.associatedPullRequests`, `PullRequest.latestOpinionatedReviews`.
"""

from checker.formats.github.query_part import QueryPart
from checker.formats.github.routes import Permission

RANGE = ("lastRelease", "releaseTag", "comparison")
COMMITS = "rangeCommits"
REVIEWS = QueryPart(
    name="reviews",
    field=RANGE[0],
    section="reviews",
    permission=Permission.PULL_REQUESTS,
    shown="reviews of every commit since the last release",
    nothing="the repository has no published release to begin at",
    paged=(*RANGE, COMMITS),
    fragment="""\
fragment Reviews on Repository {
  lastRelease: latestRelease {
    tag_name: tagName
    releaseTag: tag {
      comparison: compare(headRef: $ref) {
        headTarget { gitOid: oid }
        rangeCommits: commits(first: 50, after: $endCursor) {
          totalCount
          pageInfo { hasNextPage endCursor }
          nodes {
            commitOid: oid
            parentCommits: parents { totalCount }
            commitSignature: signature { isValid wasSignedByGitHub }
            committedBy: committer { user { databaseId } }
            authoredBy: authors(first: 20) { totalCount nodes { user { databaseId } } }
            broughtBy: associatedPullRequests(first: 10) {
              totalCount
              nodes {
                number
                isMerged: merged
                merged_at: mergedAt
                headOid: headRefOid
                mergedAs: mergeCommit { commitOid: oid }
                openedBy: author { ...ActingAccount }
                mergedBy { ...ActingAccount }
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
    }
  }
}
fragment ActingAccount on Actor {
  __typename
  ... on Bot { databaseId }
  ... on User { databaseId }
}
""",
)
