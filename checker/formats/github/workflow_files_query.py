"""The part of the query about workflow files: the folder of one commit, with the text of every file in it.

Names come as base64 (`nameRaw`), so that the folder's own name in git can be worked out again from its entries: a list
that was cut is found out. The fields have names of our own, because the allow-list keeps fields by name and `text` is
where answers of REST hold what must not be kept. Source: GitHub's GraphQL schema, `Commit.file`, `TreeEntry`, `Blob`.
"""

from checker.formats.github.query_part import QueryPart
from checker.formats.github.routes import Permission

FIELD = "workflowSource"
WORKFLOW_FILES = QueryPart(
    name="workflows",
    field=FIELD,
    section="workflows",
    permission=Permission.CONTENTS,
    shown="the files of .github/workflows",
    nothing="the repository has no such commit",
    fragment="""\
fragment Workflows on Repository {
  workflowSource: object(expression: $ref) {
    __typename
    ...WorkflowFolder
    ... on Tag { taggedObject: target { __typename ...WorkflowFolder } }
  }
}
fragment WorkflowFolder on Commit {
  commitOid: oid
  workflowFolder: file(path: ".github/workflows") {
    entryMode: mode
    entryOid: oid
    folderObject: object {
      ... on Tree {
        treeEntries: entries {
          rawName: nameRaw
          entryMode: mode
          entryOid: oid
          entryObject: object { ... on Blob { byteSize isBinary isTruncated workflowText: text } }
        }
      }
    }
  }
}
""",
)
