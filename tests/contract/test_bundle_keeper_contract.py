"""What every place promises where fetched bundles are kept, held by the folder and the fake alike."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from checker.adapters.bundles.kept_bundles import KeptBundles
from checker.bootstrap.services import write_private
from checker.domain.lock import LockedBundle
from checker.ports.bundles import BundleKeeper
from tests.bundle_builders import digest_for, fetched, team_archive
from tests.fakes.memory_keeper import MemoryKeeper
from tests.project_builders import tree_of

BUNDLE = fetched(team_archive(), source="https://policies.example.org/team.tar.gz")
LOCKED = LockedBundle(
    source=BUNDLE.source,
    archive_sha256="5" * 64,
    tree_digest=tree_of(BUNDLE),
    revision=7,
)


@pytest.fixture(params=["folder", "memory"])
def keeper(request: pytest.FixtureRequest, tmp_path: Path) -> BundleKeeper:
    return KeptBundles(tmp_path / "kept", write=write_private) if request.param == "folder" else MemoryKeeper()


def locked(**changes: str) -> LockedBundle:
    return replace(LOCKED, archive_sha256=hashlib.sha256(team_archive()).hexdigest(), **changes)  # type: ignore[arg-type]  # a test names the fields


def test_what_was_kept_is_held(keeper: BundleKeeper) -> None:
    assert not keeper.holds(locked())

    keeper.keep(BUNDLE, tree_digest=LOCKED.tree_digest)
    keeper.keep(BUNDLE, tree_digest=LOCKED.tree_digest)

    assert keeper.holds(locked())


def test_what_was_not_kept_is_not_held(keeper: BundleKeeper) -> None:
    keeper.keep(BUNDLE, tree_digest=LOCKED.tree_digest)

    assert not keeper.holds(locked(tree_digest=digest_for("other")))
