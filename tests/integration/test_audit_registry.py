"""`clean-release audit registry` against registries on the loopback: what is published is told as it is.

404, denied, unreachable and a page where a document was promised are four things, and none of them is "not published".
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_socket

from checker.formats.audit_v1 import parse_audit
from tests.integration.conftest import CommandLine, Ended
from tests.registry_server import INDEX_JSON, SDIST, SDIST_SHA256, TARBALL, RegistryServer

VERSION = "0.0.19"
OWN = {
    "registry": "pypi",
    "project": "pypi-attestations",
    "owner": "trailofbits",
    "repository": "pypi-attestations",
    "workflow": "release.yml",
}


@pytest.fixture
def registry() -> Iterator[RegistryServer]:
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    server = RegistryServer()
    yield server
    server.stop()
    pytest_socket.disable_socket(allow_unix_socket=True)
    assert {method for method, _, _ in server.seen} <= {"GET"}
    assert not [headers for _, _, headers in server.seen if "authorization" in headers]


class Asking:
    """Runs the command in a project of its own, and reads what was written."""

    def __init__(self, command: CommandLine, folder: Path, server: RegistryServer) -> None:
        self.command, self.folder, self.server = command, folder, server
        self.publishers: list[dict[str, Any]] = [OWN]
        self.targets = [{"registry": "pypi", "project": "pypi-attestations"}]
        self.version = VERSION

    def __call__(self, *arguments: object, expect: int = 0) -> dict[str, Any]:
        ended = self.run(*arguments)
        assert ended.code == expect, ended.out + ended.err
        return dict(parse_audit((self.folder / "audits" / "o-w.registry.json").read_bytes(), source="it").sections)

    def run(self, *arguments: object) -> Ended:
        project = {
            "schema": "clean-release/project/v1",
            "project": "w",
            "repository": "github.com/o/w",
            "namespace": "demo",
            "release": {"targets": self.targets},
            "publishers": self.publishers,
            "policy": {"bundles": ["builtin:release-policy"]},
        }
        (self.folder / "clean-release.yaml").write_text(json.dumps(project), encoding="utf-8")
        where = ("--project", self.folder, "--output", self.folder / "audits", "--version", self.version)
        return self.command("audit", "registry", *where, *arguments)

    def pypi(self, *arguments: object, expect: int = 0) -> dict[str, Any]:
        """The one publication, asked of the index of the server."""
        sections = self("--registry", f"pypi={self.server.url}/simple", *arguments, expect=expect)
        (published,) = sections["published"]["value"]
        (publication,) = sections["publication"]["value"]
        return {**publication, "versions": published["versions"]}


@pytest.fixture
def ask(command: CommandLine, empty: Path, registry: RegistryServer) -> Asking:
    return Asking(command, empty, registry)


def test_published_files_are_told_with_their_digests_and_who_attests_to_them(
    ask: Asking, registry: RegistryServer
) -> None:
    registry.index()
    wheel = registry.file("pypi_attestations-0.0.19-py3-none-any.whl", "b" * 64, yanked="broken")
    old = registry.file("pypi_attestations-0.0.18.tar.gz", "c" * 64)
    registry.python("pypi-attestations", old, wheel, registry.recorded(), versions=["0.0.18", VERSION])

    found = ask.pypi()

    assert found["name"]["value"] == "owned"
    assert found["versions"]["value"] == ["0.0.18", VERSION]
    bare, attested = found["files"]["value"]
    assert (bare["sha256"]["value"], bare["yanked"], bare["provenance"]["value"]) == ("b" * 64, True, [])
    assert (attested["name"], attested["sha256"]["value"], attested["yanked"]) == (SDIST, SDIST_SHA256, False)
    (one,) = attested["provenance"]["value"]
    assert (one["holds"], one["repository"], one["workflow"]) == (True, "trailofbits/pypi-attestations", "release.yml")


def test_two_spellings_of_a_version_and_of_a_name_are_one(ask: Asking, registry: RegistryServer) -> None:
    registry.index()
    registry.python("pypi-attestations", registry.file("pypi_attestations-1.0.tar.gz", "b" * 64))
    ask.version, ask.targets = "1.0.0", [{"registry": "pypi", "project": "PyPI_Attestations"}]

    assert [file["name"] for file in ask.pypi()["files"]["value"]] == ["pypi_attestations-1.0.tar.gz"]


def test_a_name_that_others_hold_is_taken(ask: Asking, registry: RegistryServer) -> None:
    registry.index()
    registry.python("pypi-attestations", registry.recorded())
    ask.publishers = [{**OWN, "workflow": "other.yml"}]
    assert ask.pypi()["name"]["value"] == "taken"
    ask.publishers = []
    assert ask.pypi()["name"]["value"] == "taken"


def test_whose_name_it_is_can_be_told_from_another_version(ask: Asking, registry: RegistryServer) -> None:
    registry.index()
    registry.python("pypi-attestations", registry.recorded())
    ask.version = "0.0.20"

    found = ask.pypi()

    assert (found["name"]["value"], found["files"]["value"]) == ("owned", [])


def test_a_name_nobody_has_is_free_and_pending_where_a_pending_publisher_is_declared(
    ask: Asking, registry: RegistryServer
) -> None:
    registry.index()
    found = ask.pypi()
    assert (found["name"]["value"], found["versions"]["value"], found["files"]["value"]) == ("free", [], [])
    ask.publishers = [{**OWN, "pending": True}]
    assert ask.pypi()["name"]["value"] == "pending"


# -- what is not an answer ----------------------------------------------------------------------------------------


def test_a_404_of_what_does_not_prove_to_be_an_index_is_not_absence(ask: Asking) -> None:
    found = ask.pypi(expect=3)

    assert {found[name]["status"] for name in ("versions", "files", "name")} == {"not_found"}
    assert "does not prove a registry" in found["versions"]["detail"]["why"]


@pytest.mark.parametrize(
    ("how", "status", "why"),
    [
        ({"status": 403}, "denied", "does not let everybody"),
        ({"status": 401}, "denied", "does not let everybody"),
        ({"status": 500}, "error", "the answer was 500"),
        ({"status": 429}, "error", "the answer was 429"),
        ({"kind": "text/html"}, "error", "an HTML page was answered instead of"),
        ({"kind": "application/json"}, "error", "was answered instead of"),
        ({"promise": 9999}, "error", "cut off"),
        ({"headers": {"Content-Encoding": "gzip"}}, "error", "came compressed"),
        ({"status": 302, "headers": {"Location": "ftp://127.0.0.1/x"}}, "error", "may not be asked"),
        ({"status": 302, "headers": {"Location": "http://192.0.2.1/x"}}, "error", "may not be asked"),
        ({"status": 302, "headers": {"Location": "http://u:p@127.0.0.1/x"}}, "error", "may not be asked"),
        ({"status": 302, "headers": {"Location": "/simple/pypi-attestations/"}}, "error", "leads on more than"),
    ],
)
def test_what_is_no_answer_says_what_it_is(
    ask: Asking, registry: RegistryServer, how: dict[str, Any], status: str, why: str
) -> None:
    registry.index()
    page = {"meta": {"api-version": "1.4"}, "name": "pypi-attestations", "files": []}
    registry.put("/simple/pypi-attestations/", page, **{"kind": INDEX_JSON, **how})

    found = ask.pypi(expect=3)

    assert {found[name]["status"] for name in ("versions", "files", "name")} == {status}
    assert why in found["versions"]["detail"]["why"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"name": 1}',
        b'{"meta": {"api-version": "9.0"}, "name": "pypi-attestations", "files": []}',
        b'{"meta": {"api-version": "1.0"}, "name": "another", "files": []}',
        b'{"meta": {"api-version": "1.0"}, "name": "pypi-attestations", "files": [], "files": []}',
        b'{"meta": {"api-version": "1.0"}, "name": "pypi-attestations"}',
    ],
)
def test_a_listing_that_is_none_is_not_an_empty_one(ask: Asking, registry: RegistryServer, body: bytes) -> None:
    registry.index()
    registry.put("/simple/pypi-attestations/", body, kind=INDEX_JSON)

    found = ask.pypi(expect=3)

    assert {found[name]["status"] for name in ("versions", "files", "name")} == {"error"}


def test_a_registry_that_cannot_be_reached_is_an_error(ask: Asking, registry: RegistryServer) -> None:
    gone = RegistryServer()
    gone.stop()

    sections = ask("--registry", f"pypi={gone.url}/simple", expect=3)

    (published,) = sections["published"]["value"]
    assert published["versions"]["status"] == "error"
    assert published["versions"]["detail"]["why"] == "no connection could be made"
    assert registry.seen == []


def test_a_listing_in_which_a_version_cannot_be_told_is_incomplete(ask: Asking, registry: RegistryServer) -> None:
    registry.index()
    registry.python("pypi-attestations", registry.file("odd.bin", "b" * 64))

    found = ask.pypi(expect=3)

    assert (found["versions"]["status"], found["files"]["status"]) == ("incomplete", "incomplete")


# -- provenance ---------------------------------------------------------------------------------------------------


def provenance_of(found: dict[str, Any]) -> dict[str, Any]:
    (file,) = found["files"]["value"]
    return dict(file["provenance"])


def test_provenance_that_was_tampered_with_does_not_hold(ask: Asking, registry: RegistryServer) -> None:
    registry.index()
    registry.python("pypi-attestations", registry.recorded())
    data = registry.answers["/integrity"].body.replace(b"release.yml", b"ci.yml")
    registry.put("/integrity", data)
    ask.publishers = [{**OWN, "workflow": "ci.yml"}]

    found = ask.pypi()

    (one,) = provenance_of(found)["value"]
    assert (one["holds"], found["name"]["value"]) == (False, "taken")
    assert "does not verify" in one["why"]


def test_provenance_of_another_file_does_not_hold(ask: Asking, registry: RegistryServer) -> None:
    registry.index()
    registry.python("pypi-attestations", {**registry.recorded(), "hashes": {"sha256": "b" * 64}})

    (one,) = provenance_of(ask.pypi())["value"]

    assert not one["holds"]
    assert SDIST_SHA256 in one["why"]


def test_provenance_of_a_file_of_another_name_does_not_hold(ask: Asking, registry: RegistryServer) -> None:
    registry.index()
    registry.python("pypi-attestations", {**registry.recorded(), "filename": "pypi_attestations-0.0.18.tar.gz"})
    ask.version = "0.0.18"

    (one,) = provenance_of(ask.pypi())["value"]

    assert not one["holds"]


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"version": 1, "attestation_bundles": []}', b"\xff"])
def test_provenance_that_cannot_be_read_is_an_error_not_an_absence(
    ask: Asking, registry: RegistryServer, body: bytes
) -> None:
    registry.index()
    registry.python("pypi-attestations", registry.recorded())
    registry.put("/integrity", body)

    assert provenance_of(ask.pypi(expect=3))["status"] == "error"


def test_provenance_that_is_promised_and_not_there_is_not_found(ask: Asking, registry: RegistryServer) -> None:
    registry.index()
    registry.python("pypi-attestations", registry.recorded())
    del registry.answers["/integrity"]

    assert provenance_of(ask.pypi(expect=3))["status"] == "not_found"


def test_provenance_is_held_against_other_roots_where_they_are_given(
    ask: Asking, registry: RegistryServer, tmp_path: Path
) -> None:
    registry.index()
    registry.python("pypi-attestations", registry.recorded())
    (tmp_path / "roots.json").write_text("{}", encoding="utf-8")

    ended = ask.run("--registry", f"pypi={registry.url}/simple", "--trusted-root", tmp_path / "roots.json")

    assert ended.code == 3
    assert "roots of trust" in ended.err


def test_a_digest_that_the_index_does_not_give_is_taken_over_the_file(ask: Asking, registry: RegistryServer) -> None:
    registry.index()
    registry.python("pypi-attestations", registry.file(SDIST))
    registry.put(f"/files/{SDIST}", b"its bytes", kind="application/octet-stream")
    (file,) = ask.pypi()["files"]["value"]
    assert file["sha256"]["value"] == hashlib.sha256(b"its bytes").hexdigest()

    del registry.answers[f"/files/{SDIST}"]
    (file,) = ask.pypi(expect=3)["files"]["value"]
    assert file["sha256"]["status"] == "not_found"


def test_provenance_of_a_file_without_a_digest_says_nothing(ask: Asking, registry: RegistryServer) -> None:
    registry.index()
    registry.python("pypi-attestations", {**registry.recorded(), "hashes": {}})

    assert "without the file's digest" in provenance_of(ask.pypi(expect=3))["detail"]["why"]


# -- npm and Rust -------------------------------------------------------------------------------------------------


def test_an_npm_package_is_told_with_the_digest_of_its_tarball(ask: Asking, registry: RegistryServer) -> None:
    address = registry.npm("widget", "1.0.0", "1.1.0", deprecated="use another")
    ask.targets, ask.version = [{"registry": "npm", "project": "widget"}], "1.1.0"

    sections = ask("--registry", f"npm={address}")

    assert sections["published"]["value"][0]["versions"]["value"] == ["1.0.0", "1.1.0"]
    (file,) = sections["publication"]["value"][0]["files"]["value"]
    assert (file["name"], file["yanked"]) == ("widget-1.1.0.tgz", True)
    assert file["sha256"]["value"] == hashlib.sha256(TARBALL).hexdigest()


def test_a_tarball_that_differs_from_its_promised_digest_has_none(ask: Asking, registry: RegistryServer) -> None:
    address = registry.npm("widget", "1.0.0")
    registry.put("/widget/-/1.0.0.tgz", b"other bytes")
    ask.targets, ask.version = [{"registry": "npm", "project": "widget"}], "1.0.0"

    (file,) = ask("--registry", f"npm={address}", expect=3)["publication"]["value"][0]["files"]["value"]

    assert "SHA-512" in file["sha256"]["detail"]["why"]


def test_an_npm_package_that_is_not_there_is_free_but_a_scoped_one_may_be_private(
    ask: Asking, registry: RegistryServer
) -> None:
    address = registry.npm("widget")
    ask.targets = [{"registry": "npm", "project": "widget"}, {"registry": "npm", "project": "@acme/widget"}]

    plain, scoped = ask("--registry", f"npm={address}", expect=3)["publication"]["value"]

    assert plain["name"]["value"] == "free"
    assert scoped["name"]["status"] == "not_found"


def test_a_crate_is_told_with_the_digests_of_the_index(ask: Asking, registry: RegistryServer) -> None:
    address = registry.crates("Widget", "wi/dg/widget", ("1.0.0", "a" * 64), ("1.1.0", "b" * 64))
    ask.targets, ask.version = [{"registry": "crates", "project": "Widget"}], "1.1.0"

    sections = ask("--registry", f"crates=sparse+{address}")

    (file,) = sections["publication"]["value"][0]["files"]["value"]
    assert (file["name"], file["sha256"]["value"]) == ("Widget-1.1.0.crate", "b" * 64)


@pytest.mark.parametrize("line", [b"{}", b"x", b"", b'{"name": "other", "vers": "1.0.0", "cksum": "x"}'])
def test_a_file_of_the_index_that_is_none_is_an_error(ask: Asking, registry: RegistryServer, line: bytes) -> None:
    address = registry.crates("w", "1/w")
    registry.put("/1/w", line, kind="text/plain")
    ask.targets = [{"registry": "crates", "project": "w"}]

    assert ask("--registry", f"crates={address}", expect=3)["publication"]["value"][0]["files"]["status"] == "error"


def test_a_crate_that_is_not_there_is_free(ask: Asking, registry: RegistryServer) -> None:
    address = registry.crates("abc", "3/a/abc")
    ask.targets = [{"registry": "crates", "project": "abc"}]

    assert ask("--registry", f"crates={address}")["publication"]["value"][0]["name"]["value"] == "free"
    assert "/3/a/abc" in {path for _, path, _ in registry.seen}


# -- where a registry is ------------------------------------------------------------------------------------------


def test_a_registry_that_nobody_places_is_unsupported_and_says_what_would_help(ask: Asking) -> None:
    ask.targets = [{"registry": "testpypi", "project": "w"}, {"registry": "github", "project": "o/w"}]

    one, other = ask(expect=3)["published"]["value"]

    assert one["versions"]["detail"]["needs"].startswith("--registry testpypi=URL")
    assert other["versions"]["status"] == "unsupported"


def test_a_variable_places_a_registry(ask: Asking, registry: RegistryServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEAN_RELEASE_REGISTRY_TESTPYPI", registry.index())
    ask.targets = [{"registry": "testpypi", "project": "w"}]

    (one,) = ask()["publication"]["value"]

    assert (one["address"], one["name"]["value"]) == (f"{registry.url}/simple", "free")


@pytest.mark.parametrize(
    "address", ["pypi", "pypi=", "other=http://127.0.0.1", "pypi=http://192.0.2.1/", "pypi=https://u:p@h/", "pypi=x"]
)
def test_an_address_that_is_none_is_refused(ask: Asking, address: str) -> None:
    ended = ask.run("--registry", address)

    assert ended.code == 2
    assert ended.err.startswith("error[usage]")


@pytest.mark.parametrize("name", ["../x", "a b", "x?y=1", "-"])
def test_a_name_that_would_become_part_of_an_address_is_not_asked(
    ask: Asking, registry: RegistryServer, name: str
) -> None:
    registry.index()
    ask.targets = [{"registry": "pypi", "project": name}]

    assert ask.pypi(expect=3)["versions"]["status"] == "error"
    assert registry.seen == []


def test_without_a_version_or_a_target_there_is_nothing_to_ask(ask: Asking) -> None:
    ask.version = ""
    assert ask.run().code == 2
    ask.version, ask.targets = "1.0", []
    assert ask.run().code == 2


def test_the_readings_are_told_as_text_and_as_json(ask: Asking, registry: RegistryServer) -> None:
    address = registry.index()
    registry.python("pypi-attestations", registry.recorded())

    text = ask.run("--registry", f"pypi={address}").out
    told = json.loads(ask.run("--registry", f"pypi={address}", "--json").out)

    assert "pypi pypi-attestations  published with 1 file; the name is the project's" in text
    (reading,) = told["readings"]
    assert (reading["status"], reading["name"], reading["files"]) == ("collected", "owned", 1)
