"""`clean-release audit registry` against registries on the loopback: what is published is told as it is.

404, denied, unreachable and a page where a document was promised are four things, and none of them is "not published".
"""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from checker.adapters.registry.fetch import Fetcher, FetchLimits
from checker.domain.observation import Status
from tests.fakes.fixed_clock import FixedClock
from tests.integration.registry_asking import OWN, VERSION, Asking
from tests.registry_server import INDEX_JSON, SDIST, SDIST_SHA256, RegistryServer


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


@pytest.mark.parametrize("framing", ["dripped-103", "dripped-header", "dripped-body"])
def test_a_registry_that_never_stops_is_left_when_the_time_is_over(registry: RegistryServer, framing: str) -> None:
    registry.put("/simple/x/", b"", framing=framing)
    with Fetcher(registry.url, clock=FixedClock(), version="0", limits=FetchLimits(seconds=0.3)) as fetcher:
        found = fetcher.get(f"{registry.url}/simple/x/", types=["application/json"])
    assert (found.answer.status, found.answer.why) == (Status.ERROR, "the answer took longer than 0.3 seconds")


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


# -- earlier releases ---------------------------------------------------------------------------------------------

UPLOADED = {"upload-time": "2024-11-05T10:00:00.123456Z"}


def earlier_of(ask: Asking, *, expect: int = 0) -> dict[str, Any]:
    sections = ask("--registry", f"pypi={ask.server.url}/simple", expect=expect)
    (project,) = sections["attested_releases"]["value"]
    return dict(project["releases"])


def test_what_attests_to_earlier_releases_is_read_with_the_moment_each_was_published(
    ask: Asking, registry: RegistryServer
) -> None:
    registry.index()
    bare = registry.file("pypi_attestations-0.0.18.tar.gz", "c" * 64, **{"upload-time": "2024-10-01T10:00:00Z"})
    registry.python("pypi-attestations", bare, {**registry.recorded(), **UPLOADED}, versions=["0.0.18", VERSION])
    ask.version = "0.0.20"

    newest, older = earlier_of(ask)["value"]

    assert (newest["version"], newest["published_at"]) == (VERSION, "2024-11-05T10:00:00.123456Z")
    (one,) = newest["files"][0]["provenance"]["value"]
    assert (one["holds"], one["repository"]) == (True, "trailofbits/pypi-attestations")
    assert (older["version"], older["files"][0]["provenance"]["value"]) == ("0.0.18", [])


def test_earlier_provenance_that_cannot_be_read_is_an_error_and_said(ask: Asking, registry: RegistryServer) -> None:
    registry.index()
    registry.python("pypi-attestations", {**registry.recorded(), **UPLOADED})
    registry.put("/integrity", b"<html>")
    ask.version = "0.0.20"

    (release,) = earlier_of(ask, expect=3)["value"]

    assert release["files"][0]["provenance"]["status"] == "error"


@pytest.mark.parametrize("told", [{}, {"upload-time": "2024-11-05T10:00:00"}])
def test_an_index_that_does_not_tell_when_leaves_earlier_releases_unread(
    ask: Asking, registry: RegistryServer, told: dict[str, str]
) -> None:
    registry.index()
    registry.python("pypi-attestations", {**registry.recorded(), **told})
    ask.version = "0.0.20"

    found = earlier_of(ask)

    assert (found["status"], "does not tell when" in found["detail"]["why"]) == ("unsupported", True)
