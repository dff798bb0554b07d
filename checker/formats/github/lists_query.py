"""The parts of the query about lists that REST tells each in an answer of its own: tags, code owners, check runs.

Each says what REST says, under the same permission, so that one question takes the place of three. `RELEASED` says
more: how the newest tags stand to a branch, which REST tells only one by one. A tag is followed to its commit through
tags of tags. What a check run ended with is a word in capitals here. Source: GitHub's GraphQL schema,
`Repository.refs`, `RepositoryCodeowners`, `CheckRun`.
"""

from checker.formats.github.query_part import QueryPart
from checker.formats.github.routes import Permission

_TAGGED = """\
taggedObject: target {
        __typename
        gitOid: oid
        ... on Tag {
          taggedObject: target {
            __typename
            gitOid: oid
            ... on Tag { taggedObject: target { __typename gitOid: oid } }
          }
        }
      }"""
"""A tag followed to what it leads to, through tags of tags."""

TAGS = QueryPart(
    name="tags",
    field="tagRefs",
    section="tags",
    permission=Permission.CONTENTS,
    shown="tags",
    paged=("tagRefs",),
    fragment="""\
fragment Tags on Repository {
  tagRefs: refs(refPrefix: "refs/tags/", first: 100, after: $endCursor) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      name
      TAGGED
    }
  }
}
""".replace("TAGGED", _TAGGED),
)
RELEASED = QueryPart(
    name="released",
    field="releaseRefs",
    section="release_tags",
    permission=Permission.CONTENTS,
    shown="the ten newest tags, and whether the branch has them",
    fragment="""\
fragment Released on Repository {
  comparedWith: ref(qualifiedName: $ref) { prefix name }
  releaseRefs: refs(refPrefix: "refs/tags/", first: 10, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
    totalCount
    nodes {
      name
      againstHead: compare(headRef: $ref) { status }
      TAGGED
    }
  }
}
""".replace("TAGGED", _TAGGED),
)
OWNERS = QueryPart(
    name="owners",
    field="codeownersFile",
    section="codeowners",
    permission=Permission.CONTENTS,
    shown="errors of CODEOWNERS",
    nothing="the repository has no file CODEOWNERS",
    fragment="""\
fragment Owners on Repository {
  codeownersFile: codeowners {
    errors { line kind path }
  }
}
""",
)
CHECKS = QueryPart(
    name="checks",
    field="checkedCommit",
    section="check_runs",
    permission=Permission.CHECKS,
    shown="check runs of the commit",
    nothing="the repository has no such commit",
    fragment="""\
fragment Checks on Repository {
  checkedCommit: object(expression: $ref) {
    __typename
    ...CheckedRuns
    ... on Tag { taggedObject: target { __typename ...CheckedRuns } }
  }
}
fragment CheckedRuns on Commit {
  commitOid: oid
  checkSuites(first: 100) {
    totalCount
    nodes {
      app { databaseId }
      checkRuns(first: 100, filterBy: { checkType: LATEST }) {
        totalCount
        nodes { databaseId name runStatus: status runConclusion: conclusion }
      }
    }
  }
}
""",
)
