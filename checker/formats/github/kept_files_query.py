"""The parts of the query about files that say how a project is kept, and who owns its workflows.

Both look at the last commit of the default branch, which is where the provider takes these files from. Names come as
base64, and each folder with the name that git gives it, so that a list that was cut is found out. The text of
CODEOWNERS is looked at and gone; its errors are the provider's. Source: GitHub's GraphQL schema,
`Repository.isSecurityPolicyEnabled`, `Repository.licenseInfo`, `Tree.entries`, `Commit.file`.
"""

from checker.formats.github.query_part import QueryPart
from checker.formats.github.routes import Permission

KEPT_FILES = QueryPart(
    name="files",
    field="rootFolder",
    section="repository_files",
    permission=Permission.CONTENTS,
    shown="files that say how the project is kept",
    nothing="the default branch has no commit",
    fragment="""\
fragment Files on Repository {
  hasSecurityPolicy: isSecurityPolicyEnabled
  licence: licenseInfo { spdxId }
  rootFolder: object(expression: "HEAD:") { ...KeptFolder }
  providerFolder: object(expression: "HEAD:.github") { ...KeptFolder }
}
fragment KeptFolder on Tree {
  entryOid: oid
  treeEntries: entries { rawName: nameRaw entryMode: mode entryOid: oid }
}
""",
)
OWNERSHIP = QueryPart(
    name="ownership",
    field="ownedCommit",
    section="code_ownership",
    permission=Permission.CONTENTS,
    shown="who owns the workflow files",
    nothing="the default branch has no commit",
    fragment="""\
fragment Ownership on Repository {
  ownersFile: codeowners { errors { line kind } }
  ownedCommit: object(expression: "HEAD") {
    __typename
    ... on Commit {
      ownersFirst: file(path: ".github/CODEOWNERS") { ...OwnersText }
      ownersSecond: file(path: "CODEOWNERS") { ...OwnersText }
      ownersThird: file(path: "docs/CODEOWNERS") { ...OwnersText }
      ownedFolder: file(path: ".github/workflows") {
        entryMode: mode
        entryOid: oid
        folderObject: object {
          ... on Tree { treeEntries: entries { rawName: nameRaw entryMode: mode entryOid: oid } }
        }
      }
    }
  }
}
fragment OwnersText on TreeEntry {
  entryMode: mode
  entryOid: oid
  entryObject: object { ... on Blob { byteSize isBinary isTruncated ownersText: text } }
}
""",
)
