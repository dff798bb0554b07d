"""What a store accepts, and how a stored report is named: the rules every store shares, whatever it is built on."""

import re

from checker.domain.digest import Digest, digest_of
from checker.domain.namespace import Namespace
from checker.errors import NotFoundError, OvertakenError, StoreError
from checker.formats.strict_json import read_json

SHORTEST_PREFIX = 8
"""How many hex characters of a report's digest name it at least."""

_NAME = re.compile(r"(?:sha256:)?([0-9a-f]{1,64})")


def refuse_unless_named(data: bytes, digest: Digest, *, what: str) -> None:
    """Refuse bytes whose digest is not the one they come with.

    Raises:
        StoreError: names both digests.
    """
    if (found := digest_of(data)) != digest:
        raise StoreError(
            f"the {what} {digest} has the digest {found}",
            hint="its bytes were changed; `clean-release trail verify` names the first entry that does not hold",
        )


def refuse_foreign_report(data: bytes, namespace: Namespace) -> None:
    """Refuse a report of another namespace: nothing of one is ever seen in the other.

    Raises:
        StoreError: the document does not say that it belongs to `namespace`.
        InputRefusedError: the bytes are no strict JSON.
    """
    document = read_json(data, source="report")
    found = document.get("namespace") if isinstance(document, dict) else None
    if found != str(namespace):
        raise StoreError(f"the report belongs to the namespace {found}, expected {namespace}")


def report_prefix(name: str) -> str:
    """The digest, or beginning of a digest, that a person gave as a report's name (`sha256:` may be left out).

    Raises:
        NotFoundError: it cannot name a report.
    """
    match = _NAME.fullmatch(name)
    if match is None or len(match[1]) < SHORTEST_PREFIX:
        raise NotFoundError(
            f"{name!r} names no report, expected at least {SHORTEST_PREFIX} hex characters of its digest",
            hint="`clean-release report list` shows the digests",
        )
    return f"sha256:{match[1]}"


def refuse_unless_counted(count: int, *, after: int, what: str) -> None:
    """Refuse a document that is to follow others than those its writer has read.

    Raises:
        OvertakenError: there are more or fewer of its kind.
    """
    if count != after:
        raise OvertakenError(
            f"there are {count} documents of the kind {what}, expected the {after} that were read",
            hint="something else wrote at the same time; run the command again",
        )
