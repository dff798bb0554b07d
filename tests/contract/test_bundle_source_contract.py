"""What every source of bundles promises, held by the one of this machine and the fake alike."""

from pathlib import Path

import pytest

from checker.adapters.bundles.local_bundles import LocalBundles
from checker.application.read_bundle import read_bundle
from checker.errors import NotFoundError
from checker.ports.bundles import BundleSource
from tests.bundle_builders import fetched, fetched_folder, team_archive, team_contents
from tests.fakes.memory_bundles import MemoryBundles


@pytest.fixture(params=["local", "memory"])
def bundles(request: pytest.FixtureRequest, tmp_path: Path) -> BundleSource:
    if request.param == "memory":
        return MemoryBundles(
            fetched(team_archive(), source="team.tar.gz", envelope=b"{}"),
            fetched_folder(team_contents(), source="team"),
        )
    (tmp_path / "team.tar.gz").write_bytes(team_archive())
    (tmp_path / "team.tar.gz.dsse.json").write_bytes(b"{}")
    for path, data in team_contents().items():
        (tmp_path / "team" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "team" / path).write_bytes(data)
    return LocalBundles(base=tmp_path)


def test_an_archive_comes_as_its_exact_bytes_with_the_envelope_beside_it(bundles: BundleSource) -> None:
    found = bundles.fetch("team.tar.gz")

    assert (found.source, found.archive, found.envelope) == ("team.tar.gz", team_archive(), b"{}")


def test_a_folder_comes_as_its_files(bundles: BundleSource) -> None:
    found = bundles.fetch("team")

    assert found.archive is None
    assert {file.path: file.data for file in found.files} == team_contents()
    assert found.location.endswith("/team")


def test_folder_and_archive_are_one_bundle(bundles: BundleSource) -> None:
    assert read_bundle(bundles.fetch("team")).tree_digest == read_bundle(bundles.fetch("team.tar.gz")).tree_digest


def test_what_is_not_there_is_not_found(bundles: BundleSource) -> None:
    with pytest.raises(NotFoundError):
        bundles.fetch("other")
