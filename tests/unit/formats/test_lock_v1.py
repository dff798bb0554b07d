"""The lock file is canonical JSON that names each source once."""

import json
from typing import Any

import pytest

from checker.domain.lock import Lock, LockedBundle
from checker.errors import InputRefusedError
from checker.formats.canonical import canonical_bytes
from checker.formats.lock_v1 import parse_lock, render_lock
from tests.bundle_builders import digest_for

FOLDER = LockedBundle(source="policies", archive_sha256="", tree_digest=digest_for("f"), revision=0)
ARCHIVE = LockedBundle(source="b.tar.gz", archive_sha256="a" * 64, tree_digest=digest_for("a"), revision=3)
FROM_GIT = LockedBundle(
    source="git+https://g.example/p@v1", archive_sha256="", tree_digest=digest_for("g"), revision=1, commit="c" * 40
)
LOCK = Lock(bundles=(ARCHIVE, FROM_GIT, FOLDER), snapshot=digest_for("s"), project_digest=digest_for("p"))


def test_a_lock_is_read_back_as_it_was_written() -> None:
    assert parse_lock(render_lock(LOCK), source="clean-release.lock") == LOCK


def test_a_lock_is_written_in_canonical_bytes_whatever_the_order_of_its_bundles() -> None:
    other = Lock(bundles=(FOLDER, FROM_GIT, ARCHIVE), snapshot=LOCK.snapshot, project_digest=LOCK.project_digest)

    assert render_lock(other) == render_lock(LOCK) == canonical_bytes(json.loads(render_lock(LOCK)))


def test_a_lock_names_what_a_source_was_resolved_to() -> None:
    assert LOCK.entry("policies") == FOLDER
    assert LOCK.entry("policies/") is None


@pytest.mark.parametrize(
    "fields",
    [
        {"schema": "clean-release/lock/v2"},
        {"more": 1},
        {"bundles": []},
        {"snapshot": "sha256:x"},
        {"bundles": [{**json.loads(render_lock(LOCK))["bundles"][0], "more": 1}]},
        {"bundles": json.loads(render_lock(LOCK))["bundles"] * 2},
        {"bundles": [{**json.loads(render_lock(LOCK))["bundles"][0], "commit": "main"}]},
    ],
)
def test_a_lock_that_is_not_as_it_was_written_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(InputRefusedError):
        parse_lock(json.dumps({**json.loads(render_lock(LOCK)), **fields}).encode(), source="clean-release.lock")
