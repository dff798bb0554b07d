"""The tarballs of npm: each is held to the SHA-512 of its own version, and belongs to one version."""

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from checker.adapters.registry.fetch import Fetched, Fetcher
from checker.adapters.registry.npm import NpmRegistry
from checker.domain.listing import RegistryAnswer
from checker.domain.observation import Status
from tests.fakes.fixed_clock import FixedClock

URL = "https://packages.example"
TARBALL, OTHER = b"the bytes of a tarball", b"other bytes"


class Answers(Fetcher):
    """Answers from a dictionary by path, and asks nobody."""

    def __init__(self) -> None:
        super().__init__(URL, clock=FixedClock(), version="0")
        self.kept: dict[str, bytes] = {}

    def get(self, url: str, *, types: Sequence[str], most: int = 0, head_only: bool = False) -> Fetched:
        assert (bool(types), head_only) == (not most, False)
        data = self.kept.get(url.removeprefix(URL))
        status = Status.NOT_FOUND if data is None else Status.COLLECTED
        return Fetched(answer=RegistryAnswer(status=status, url=url), data=data or b"")


@pytest.fixture
def server() -> Iterator[Answers]:
    with Answers() as answers:
        yield answers


@pytest.fixture
def npm(server: Answers) -> NpmRegistry:
    return NpmRegistry(URL, server)


def integrity(*of: bytes) -> str:
    return " ".join("sha512-" + base64.b64encode(hashlib.sha512(one).digest()).decode() for one in of)


def put(server: Answers, **dists: Any) -> None:  # noqa: ANN401 - JSON
    versions = {version.replace("_", "."): {"dist": dist} for version, dist in dists.items()}
    document = {"name": "widget", "versions": versions}
    server.kept |= {"/widget": json.dumps(document).encode(), "/widget.tgz": TARBALL}


def test_a_tarball_that_two_versions_name_is_of_neither(server: Answers, npm: NpmRegistry) -> None:
    url = f"{URL}/widget.tgz"
    put(
        server,
        v1_0_0={"tarball": url, "integrity": integrity(OTHER)},
        v1_0_1={"tarball": url, "integrity": integrity(TARBALL)},
    )

    found = npm.listing("widget")

    assert (found.answer.status, found.files) == (Status.ERROR, ())
    assert "two versions name the tarball" in found.answer.why


def test_a_tarball_is_held_to_the_digest_of_its_own_version_whatever_was_listed_since(
    server: Answers, npm: NpmRegistry
) -> None:
    url = f"{URL}/widget.tgz"
    put(server, v1_0_0={"tarball": url, "integrity": integrity(OTHER)})
    (file,) = npm.listing("widget").files
    put(server, v1_0_1={"tarball": url, "integrity": integrity(TARBALL)})
    (later,) = npm.listing("widget").files

    found = npm.sha256_of(file)

    assert (found.answer.status, found.data) == (Status.ERROR, b"")
    assert npm.sha256_of(later).data == hashlib.sha256(TARBALL).hexdigest().encode()


@pytest.mark.parametrize("promised", ["", "sha1-AAAA", "sha512-?", integrity(OTHER, TARBALL), integrity(TARBALL)[:-4]])
def test_a_tarball_without_one_digest_that_can_be_read_has_none(
    server: Answers, npm: NpmRegistry, promised: str
) -> None:
    put(server, v1_0_0={"tarball": f"{URL}/widget.tgz", "integrity": promised})
    (file,) = npm.listing("widget").files

    assert npm.sha256_of(file).answer.status is Status.ERROR


def test_what_cannot_be_fetched_says_so(server: Answers, npm: NpmRegistry) -> None:
    put(server, v1_0_0={"tarball": f"{URL}/none.tgz", "integrity": integrity(TARBALL)})
    (file,) = npm.listing("widget").files

    assert npm.sha256_of(file).answer.status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("time", "moments"),
    [
        ({"v1.0.0": "2026-01-01T10:00:00.120Z"}, ["2026-01-01T10:00:00.12Z"]),
        ({"created": "2026-01-01T10:00:00Z"}, [""]),
    ],
)
def test_when_a_version_was_published_is_told_by_the_whole_document(
    server: Answers, npm: NpmRegistry, time: dict[str, str], moments: list[str]
) -> None:
    put(server, v1_0_0={"tarball": f"{URL}/widget.tgz", "integrity": integrity(TARBALL)})
    listing = npm.listing("widget")
    whole = {**json.loads(server.kept["/widget"]), "time": time}
    server.kept["/widget"] = json.dumps(whole).encode()

    found = npm.dated("widget", listing)

    assert [file.published_at for file in found.files] == moments
    assert (found.answer.url, found.versions) == (f"{URL}/widget#time", ("v1.0.0",))


@pytest.mark.parametrize("document", [{"name": "widget"}, {"time": {"v1.0.0": "yesterday"}}, {"time": {"v1.0.0": 1}}])
def test_a_whole_document_that_tells_no_moments_is_none(
    server: Answers, npm: NpmRegistry, document: dict[str, Any]
) -> None:
    put(server, v1_0_0={"tarball": f"{URL}/widget.tgz", "integrity": integrity(TARBALL)})
    listing = npm.listing("widget")
    server.kept["/widget"] = json.dumps(document).encode()
    assert npm.dated("widget", listing).answer.status is Status.ERROR

    del server.kept["/widget"]
    assert npm.dated("widget", listing).answer.status is Status.NOT_FOUND
