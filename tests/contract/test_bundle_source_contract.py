"""What every source of bundles promises, held by this machine, the two of others, what is kept, and the fake."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_socket

from checker.adapters.bundles.kept_bundles import KeptBundles
from checker.adapters.bundles.local_bundles import LocalBundles
from checker.adapters.bundles.remote_bundles import FetchingBundles, OfflineBundles
from checker.application.read_bundle import read_bundle
from checker.bootstrap.services import write_private
from checker.domain.lock import LockedBundle
from checker.errors import NotFoundError
from checker.ports.bundles import BundleSource, FetchedBundle
from tests.bundle_builders import digest_for, fetched, fetched_folder, files_of, team_archive, team_contents
from tests.bundle_server import BundleServer, serving
from tests.fakes.memory_bundles import MemoryBundles
from tests.git_repositories import git

ENVELOPE = b"{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A source that has the team's bundle: what to ask it for; empty where it has no such form."""

    bundles: BundleSource
    archive: str
    missing: str
    folder: str = ""
    locks: bool = False

    def fetch(self, source: str) -> FetchedBundle:
        return self.bundles.fetch(
            source, locked=locked(source, is_folder=source == self.folder) if self.locks else None
        )


def locked(source: str, *, is_folder: bool = False) -> LockedBundle:
    return LockedBundle(
        source=source,
        archive_sha256="" if is_folder else hashlib.sha256(team_archive()).hexdigest(),
        tree_digest=digest_for("gone") if "other" in source else TREE,
        revision=7,
    )


TREE = read_bundle(fetched(team_archive())).tree_digest


def write_team(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "team.tar.gz").write_bytes(team_archive())
    (folder / "team.tar.gz.dsse.json").write_bytes(ENVELOPE)
    for path, data in team_contents().items():
        (folder / "team" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "team" / path).write_bytes(data)


def local(place: Path, server: BundleServer) -> Delivered:  # noqa: ARG001 - nobody is asked
    write_team(place / "here")
    return Delivered(bundles=LocalBundles(base=place / "here"), archive="team.tar.gz", folder="team", missing="other")


def memory(place: Path, server: BundleServer) -> Delivered:  # noqa: ARG001 - nobody is asked
    bundles = MemoryBundles(
        fetched(team_archive(), source="team.tar.gz", envelope=ENVELOPE), fetched_folder(team_contents())
    )
    return Delivered(bundles=bundles, archive="team.tar.gz", folder="team", missing="other")


def fetching(server: BundleServer) -> BundleSource:
    allowed = (f"{server.url}/", f"git+{server.url}/")
    return FetchingBundles(local=MemoryBundles(), allowed=allowed, version="0")


def web(place: Path, server: BundleServer) -> Delivered:  # noqa: ARG001 - nothing lies here
    archive = server.put("/team.tar.gz", team_archive())
    server.put("/team.tar.gz.dsse.json", ENVELOPE)
    return Delivered(bundles=fetching(server), archive=archive, missing=f"{server.url}/other.tar.gz")


def from_git(place: Path, server: BundleServer) -> Delivered:
    write_team(place / "policies")
    git(place, "init", "--quiet", "--initial-branch=main", "policies")
    git(place / "policies", "add", "--all")
    git(place / "policies", "commit", "--quiet", "-m", "First")
    base = f"git+{server.url}/git/policies@main#"
    server.repositories = place
    return Delivered(
        bundles=fetching(server), archive=f"{base}team.tar.gz", folder=f"{base}team", missing=f"{base}other"
    )


def kept(place: Path, server: BundleServer) -> Delivered:  # noqa: ARG001 - nobody is asked
    """Two folders of what was kept: one bundle is kept once, and here it is wanted in both forms."""
    archives, folders = (KeptBundles(place / name, write=write_private) for name in ("archives", "folders"))
    archives.keep(fetched(team_archive(), envelope=ENVELOPE), tree_digest=TREE)
    folders.keep(FetchedBundle(source="x", name="x", files=files_of(team_contents())), tree_digest=TREE)
    base = "https://policies.example.org"
    archive, folder = f"{base}/team.tar.gz", "git+https://git.example.org/policies@v1#team"

    class Both:
        def fetch(self, source: str, *, locked: LockedBundle | None = None) -> FetchedBundle:
            of = folders if source == folder else archives
            return OfflineBundles(local=MemoryBundles(), kept=lambda: of).fetch(source, locked=locked)

    return Delivered(bundles=Both(), archive=archive, folder=folder, missing=f"{base}/other.tar.gz", locks=True)


SOURCES: dict[str, Callable[[Path, BundleServer], Delivered]] = {
    "local": local, "memory": memory, "web": web, "git": from_git, "kept": kept
}  # fmt: skip


@pytest.fixture(params=SOURCES)
def delivered(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Delivered]:
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    with serving() as server:
        yield SOURCES[request.param](tmp_path, server)


def test_an_archive_comes_as_its_exact_bytes_with_the_envelope_beside_it(delivered: Delivered) -> None:
    found = delivered.fetch(delivered.archive)

    assert (found.source, found.archive, found.envelope) == (delivered.archive, team_archive(), ENVELOPE)
    assert found.files == ()


def test_a_folder_comes_as_its_files_and_is_the_same_bundle(delivered: Delivered) -> None:
    if not delivered.folder:
        return  # a web server has archives alone
    found = delivered.fetch(delivered.folder)

    assert found.archive is None
    assert {file.path: file.data for file in found.files} == team_contents()
    assert read_bundle(found).tree_digest == read_bundle(delivered.fetch(delivered.archive)).tree_digest


def test_a_bundle_that_does_not_name_itself_is_called_by_the_last_step(delivered: Delivered) -> None:
    if delivered.archive.startswith("team"):
        assert delivered.fetch(delivered.archive).name in {"team", "unnamed"}
    else:
        assert delivered.fetch(delivered.archive).name == "team"


def test_what_is_not_there_is_not_found(delivered: Delivered) -> None:
    with pytest.raises(NotFoundError):
        delivered.fetch(delivered.missing)


def test_nothing_comes_from_another_machine_with_a_place_on_this_one(delivered: Delivered) -> None:
    is_remote = "://" in delivered.archive

    assert not (is_remote and delivered.fetch(delivered.archive).location)
