"""Bundles from a web server: what is answered is bounded, held to the anchor's addresses, and never believed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket

from checker.adapters.bundles.fetch_limits import FetchLimits
from checker.adapters.bundles.remote_bundles import FetchingBundles
from checker.errors import BundleRefusedError, CleanReleaseError, NotFoundError, ProviderError, TrustError
from checker.formats.bundle_limits import BundleLimits
from checker.ports.bundles import FetchedBundle
from tests.bundle_builders import team_archive
from tests.bundle_server import Answer, BundleServer, certificate, serving
from tests.fakes.memory_bundles import MemoryBundles

QUICK = FetchLimits(seconds=2.0, silence=0.3, bundle=BundleLimits(compressed=20_000))


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NETRC", raising=False)


@pytest.fixture
def server() -> Iterator[BundleServer]:
    with serving() as one:
        yield one


@pytest.fixture
def other() -> Iterator[BundleServer]:
    with serving() as one:
        yield one


def fetch(source: str, *allowed: str) -> FetchedBundle:
    return FetchingBundles(local=MemoryBundles(), allowed=allowed, version="0", limits=QUICK).fetch(source)


def refusal(source: str, *allowed: str) -> CleanReleaseError:
    with pytest.raises(CleanReleaseError) as refused:
        fetch(source, *allowed)
    assert "\n" not in str(refused.value)
    assert refused.value.hint
    return refused.value


def credential(folder: Path, text: str = "machine 127.0.0.1 login team password SECRET\n", mode: int = 0o600) -> None:
    (folder / ".netrc").write_text(text, encoding="utf-8")
    (folder / ".netrc").chmod(mode)


def test_nobody_is_asked_unless_the_anchor_lets_it(server: BundleServer) -> None:
    source = server.put("/team/a.tar.gz", team_archive())

    for allowed in ((), (f"{server.url}/other/",), (f"git+{server.url}/team/",), (f"{server.url}/team/a.tar",)):
        refused = refusal(source, *allowed)
        assert isinstance(refused, TrustError)
        assert "add this one under sources in the anchor" in refused.hint

    assert server.seen == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_where_the_anchor_allows(server: BundleServer, other: BundleServer, status: int) -> None:
    there = other.put("/files/b.tar.gz?signed=1", team_archive())
    source = server.lead("/a.tar.gz", there, status)

    assert fetch(source, f"{server.url}/", f"{other.url}/files/").archive == team_archive()


@pytest.mark.parametrize("to", ["/files/b.tar.gz", "/files/../b.tar.gz", "/files/%2e%2e/b.tar.gz"])
def test_a_redirect_elsewhere_is_refused_and_nothing_is_asked_there(
    server: BundleServer, other: BundleServer, to: str
) -> None:
    source = server.lead("/a.tar.gz", other.url + to)

    refused = refusal(source, f"{server.url}/", f"{other.url}/files/b")

    assert isinstance(refused, TrustError)
    assert "the anchor does not allow that address" in refused.message
    assert other.seen == []


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/x", "//", "http://[", "http://x:y@127.0.0.1/"])
def test_a_redirect_to_what_is_no_address_is_refused(server: BundleServer, to: str) -> None:
    assert isinstance(refusal(server.lead("/a.tar.gz", to), f"{server.url}/"), TrustError | ProviderError)


def test_a_redirect_without_a_target_is_refused(server: BundleServer) -> None:
    assert isinstance(refusal(server.put("/a.tar.gz", status=302), f"{server.url}/"), TrustError)


def test_endless_redirects_end(server: BundleServer) -> None:
    source = server.lead("/a.tar.gz", "/a.tar.gz")

    assert "leads on more than 3 times" in refusal(source, f"{server.url}/").message
    assert len(server.seen) == 4


def test_https_is_spoken_with_a_server_that_shows_a_trusted_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: BundleServer
) -> None:
    context, public = certificate(tmp_path)
    with serving(tls=context) as server:
        source = server.put("/a.tar.gz", team_archive())
        assert "certificate is not trusted" in refusal(source, f"{server.url}/").message

        monkeypatch.setenv("SSL_CERT_FILE", str(public))
        assert fetch(source, f"{server.url}/").archive == team_archive()

        other.put("/b.tar.gz", team_archive())
        led = server.lead("/led.tar.gz", f"{other.url}/b.tar.gz")
        refused = refusal(led, f"{server.url}/", f"{other.url}/")

    assert isinstance(refused, TrustError)
    assert "that would not be encrypted" in refused.message
    assert other.seen == []


def test_a_credential_goes_to_the_host_it_is_for_and_nowhere_else(
    tmp_path: Path, server: BundleServer, other: BundleServer
) -> None:
    credential(tmp_path)
    there = other.put("/b.tar.gz", team_archive())
    source = server.lead("/a.tar.gz", there)

    fetch(source, f"{server.url}/", f"{other.url}/")

    assert [("authorization" in headers) for _, headers in server.seen] == [True, True]  # archive and envelope
    assert [("authorization" in headers) for _, headers in other.seen] == [False]


def test_a_credential_of_another_host_or_of_every_host_is_not_sent(tmp_path: Path, server: BundleServer) -> None:
    credential(tmp_path, "machine other.example login a password b\ndefault login a password b\n")

    fetch(server.put("/a.tar.gz", team_archive()), f"{server.url}/")

    assert not any("authorization" in headers for _, headers in server.seen)


@pytest.mark.parametrize(("text", "mode", "says"), [
    ("machine 127.0.0.1 login a password SECRET\n", 0o644, "others may read"),
    ("machine 127.0.0.1 nonsense SECRET\n", 0o600, "cannot be read"),
])  # fmt: skip
def test_a_file_of_credentials_that_cannot_be_used_is_named_and_not_quoted(
    tmp_path: Path, server: BundleServer, text: str, mode: int, says: str
) -> None:
    credential(tmp_path, text, mode)

    refused = refusal(server.put("/a.tar.gz", team_archive()), f"{server.url}/")

    assert says in refused.message
    assert "SECRET" not in f"{refused}{refused.hint}"


PAGE = b"<!DOCTYPE html><title>Log in</title>"
ARCHIVE = team_archive()


@pytest.mark.parametrize(
    ("answer", "kind", "says"),
    [
        (Answer(body=PAGE), BundleRefusedError, "an HTML page was answered"),
        (Answer(body=b"PK\x03\x04"), BundleRefusedError, "something else was answered"),
        (Answer(), BundleRefusedError, "nothing was answered"),
        (Answer(body=ARCHIVE, headers={"Content-Encoding": "br"}), ProviderError, "encoding nobody asked for"),
        (Answer(body=ARCHIVE, promise=len(ARCHIVE) + 1), ProviderError, "cut off"),
        (Answer(body=ARCHIVE + b"0" * 20_000), BundleRefusedError, "more than 20000 bytes"),
        (Answer(status=404, body=PAGE), NotFoundError, "there is nothing at this address"),
        (Answer(status=410), NotFoundError, "there is nothing at this address"),
        (Answer(status=403), NotFoundError, "there is nothing at this address"),
        (Answer(status=401), ProviderError, "does not let us read it"),
        (Answer(status=500), ProviderError, "the answer was 500"),
        (Answer(status=304), ProviderError, "the answer was 304"),
        (Answer(status=206, body=ARCHIVE), ProviderError, "the answer was 206"),
        (Answer(body=ARCHIVE, wait=1.0), ProviderError, "no answer in time"),
        (Answer(body=ARCHIVE, drip=0.05), ProviderError, "longer than 2 seconds"),
    ],
)
def test_an_answer_that_is_not_the_bundle_is_refused_in_one_sentence(
    server: BundleServer, answer: Answer, kind: type[CleanReleaseError], says: str
) -> None:
    server.answers["/a.tar.gz"] = answer

    refused = refusal(f"{server.url}/a.tar.gz", f"{server.url}/")

    assert (type(refused), says in refused.message) == (kind, True), str(refused)


def test_a_server_that_calls_the_archive_a_compressed_tar_gives_the_same_bytes(server: BundleServer) -> None:
    source = server.put("/a.tar.gz", team_archive(), headers={"Content-Encoding": "gzip"})

    assert fetch(source, f"{server.url}/").archive == team_archive()


def test_a_credential_that_is_not_accepted_is_not_taken_for_nothing_there(tmp_path: Path, server: BundleServer) -> None:
    credential(tmp_path)

    assert "does not let us read it (403)" in refusal(server.put("/a.tar.gz", status=403), f"{server.url}/").message


def test_an_envelope_that_cannot_be_read_is_not_taken_for_none(server: BundleServer) -> None:
    source = server.put("/a.tar.gz", team_archive())
    server.put("/a.tar.gz.dsse.json", status=503)

    assert "the answer was 503" in refusal(source, f"{server.url}/").message


def test_where_nobody_listens_it_is_said(server: BundleServer) -> None:
    url = server.url
    server.stop()

    assert "no connection could be made" in refusal(f"{url}/a.tar.gz", f"{url}/").message
