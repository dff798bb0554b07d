"""Holds the shipped bundle to its published revisions, `bundles/release-policy/revisions.json`; `publish` adds one.

An anchor demands a minimum revision, so a number that once named some policies must never name others. The file is
written when a release is cut and only ever grows; the number of the policies of this moment is `REVISION` of
`checker.adapters.bundles.release_policy`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.adapters.bundles.release_policy import RELEASE_POLICY, REVISION, shipped_pins
from tools.build_bundle import refresh
from tools.tree_digest import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

REVISIONS = ROOT / "bundles" / RELEASE_POLICY / "revisions.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One published revision: its number and the digest of its tree."""

    revision: int
    tree_digest: str


def read_revisions(text: str) -> tuple[Revision, ...]:
    """Return the published revisions in a version of the file, in its order."""
    return tuple(Revision(**entry) for entry in json.loads(text)["revisions"])


def complaints(published: Sequence[Revision], current: Revision) -> list[str]:
    """Say what is wrong with the policies of this moment, given what was published; nothing when all is well."""
    numbers = [one.revision for one in published]
    found = []
    if numbers != list(range(1, len(numbers) + 1)):
        found.append(f"the published revisions are {numbers}, expected 1, 2, 3 and so on")
    found += [
        f"revision {one.revision} was published as {one.tree_digest}, the policies are {current.tree_digest}: "
        f"raise REVISION to {one.revision + 1}"
        for one in published
        if one.revision == current.revision and one.tree_digest != current.tree_digest
    ]
    if current.revision not in {len(numbers), len(numbers) + 1}:
        found.append(f"REVISION is {current.revision}, expected {len(numbers)} as published or {len(numbers) + 1}")
    return found


def rewritten(before: Sequence[Revision], after: Sequence[Revision]) -> list[str]:
    """Say which revisions of an earlier version of the file a later one no longer has as they were."""
    return [f"revision {one.revision} was {one.tree_digest}" for one in before if one not in after]


def current_revision() -> Revision:
    """Return the number and the digest of the policies of this moment."""
    refresh()
    return Revision(revision=REVISION, tree_digest=shipped_pins()[RELEASE_POLICY])


def main() -> int:
    """Complain, or with `publish` add the policies of this moment."""
    published, current = read_revisions(REVISIONS.read_text(encoding="utf-8")), current_revision()
    found = complaints(published, current)
    for complaint in found:
        print(f"{REVISIONS.relative_to(ROOT)}: {complaint}", file=sys.stderr)
    if not found and "publish" in sys.argv[1:] and current not in published:
        entries = [{"revision": one.revision, "tree_digest": one.tree_digest} for one in (*published, current)]
        document = {"name": RELEASE_POLICY, "revisions": entries}
        REVISIONS.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
