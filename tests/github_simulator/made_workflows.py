"""The folder of workflows as GraphQL shows it, made after its schema, with the names that git gives such files."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.github_simulator.secret import SECRET

COMMIT = "a" * 40
FILE, LINK, SUBMODULE, FOLDER = 0o100644, 0o120000, 0o160000, 0o040000
SOUND = f"""\
name: w
on: push
permissions: {{}}
# {SECRET}
env: {{NOTE: {SECRET}}}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: echo {SECRET}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the folder: its text, or what GraphQL says instead of it (`told` changes fields of its object).

    `content` is what git holds where that is not the text.
    """

    text: str = SOUND
    mode: int = FILE
    told: Mapping[str, Any] | None = None
    is_known: bool = True
    content: bytes | None = None
    given: str = ""

    @property
    def oid(self) -> str:
        """Git's name of its text, or the one it was given."""
        return self.given or named(b"blob", self.text.encode() if self.content is None else self.content)

    def answer(self, name: bytes) -> dict[str, Any]:
        """The entry as GraphQL shows it."""
        size = len(self.text.encode())
        blob = {"byteSize": size, "isBinary": False, "isTruncated": False, "workflowText": self.text}
        return {
            "rawName": base64.b64encode(name).decode(),
            "entryMode": self.mode,
            "entryOid": self.oid,
            "entryObject": {**blob, **(self.told or {})} if self.is_known else None,
        }


def named(kind: bytes, content: bytes) -> str:
    """What git names an object."""
    return hashlib.sha1(b"%s %d\0%s" % (kind, len(content), content), usedforsecurity=False).hexdigest()


def tree_name(entries: Mapping[bytes, Entry]) -> str:
    """What git names a folder of these entries."""
    ordered = sorted(entries.items(), key=lambda item: item[0] + (b"/" if item[1].mode == FOLDER else b""))
    return named(b"tree", b"".join(b"%o %s\0%s" % (one.mode, name, bytes.fromhex(one.oid)) for name, one in ordered))


def six_workflows() -> dict[bytes, Entry]:
    """The files of a repository that nothing is wrong with."""
    return {b"w%d.yml" % number: Entry() for number in range(1, 7)} | {b"README.md": Entry(text="# what these are\n")}


def workflow_source(entries: Mapping[bytes, Entry] | None = None, *, commit: str = COMMIT) -> dict[str, Any]:
    """The fields of the part `workflows`."""
    found = six_workflows() if entries is None else entries
    folder = {
        "entryMode": FOLDER,
        "entryOid": tree_name(found),
        "folderObject": {"treeEntries": [one.answer(name) for name, one in found.items()]},
    }
    return {"workflowSource": {"__typename": "Commit", "commitOid": commit, "workflowFolder": folder}}
