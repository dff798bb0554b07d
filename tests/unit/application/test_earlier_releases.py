"""Earlier releases: the newest, by their last file; what is not told is not read, and never taken for an absence."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.application import earlier_releases as module
from checker.application.earlier_releases import earlier_releases, unread_in
from checker.application.published_files import FileReader
from checker.domain.listing import ListedFile, Listing, RegistryAnswer
from checker.domain.observation import Observation, Status, collected, unread
from tests.fakes.told_registry import TellsNothing, ToldRegistry, an_answer

ROOT = Path(__file__).parents[3]


def a_file(version: str, *, day: int = 1, kind: str = "tar.gz", at: str = "", attested: str = "p") -> ListedFile:
    return ListedFile(
        name=f"widget-{version}.{kind}",
        version=version,
        sha256="a" * 64,
        provenance_url=attested,
        published_at=at or f"2026-01-{day:02d}T10:00:00Z",
    )


def a_listing(*files: ListedFile, **changes: Any) -> Listing:  # noqa: ANN401 - any field
    return Listing(**{"answer": an_answer(), "exists": True, "files": files, **changes})


def read(
    listing: Listing, registry: ToldRegistry | None = None, *, noted: list[RegistryAnswer] | None = None
) -> Observation:
    reader = FileReader(
        registry=registry or ToldRegistry(),
        verifier=TellsNothing(),
        publishers=(),
        note=([] if noted is None else noted).append,
    )
    return earlier_releases("widget", listing, version="9.0", of="pypi", reader=reader)


def versions_of(found: Observation) -> list[str]:
    value: Any = found.value
    return [release["version"] for release in value]


def test_releases_are_told_newest_first_with_every_file_and_without_the_one_that_is_looked_for() -> None:
    found: Any = read(a_listing(a_file("1.0"), a_file("1.1", day=2, kind="whl"), a_file("1.1"), a_file("9.0.0", day=3)))

    assert versions_of(found) == ["1.1", "1.0"]
    newest = found.value[0]
    assert newest["published_at"] == "2026-01-02T10:00:00Z"
    assert [file["name"] for file in newest["files"]] == ["widget-1.1.tar.gz", "widget-1.1.whl"]
    assert newest["files"][0]["provenance"] == {"status": "collected", "value": [], "evidence": ["p"]}


def test_a_file_that_is_added_to_a_release_of_long_ago_makes_it_the_newest() -> None:
    old = [a_file(f"1.{number}", day=number) for number in range(1, 25)]

    assert len(versions_of(read(a_listing(*old)))) == module.NEWEST
    assert versions_of(read(a_listing(*old, a_file("1.1", day=28, kind="whl"))))[0] == "1.1"


def test_no_rule_can_want_more_releases_than_are_read() -> None:
    rule = ROOT / "policies" / "rules" / "history" / "provenance_whole" / "provenance_whole.rego"
    assert f"minimum: 1, maximum: {module.NEWEST}}}" in rule.read_text(encoding="utf-8")


def test_moments_are_ordered_as_moments() -> None:
    first, second = a_file("1.0", at="2026-01-01T10:00:00Z"), a_file("1.1", at="2026-01-01T10:00:00.5Z")

    assert versions_of(read(a_listing(second, first))) == ["1.1", "1.0"]


def test_a_file_without_provenance_has_none_and_one_whose_provenance_is_gone_is_not_without() -> None:
    bare, gone = a_file("1.1", day=2, attested=""), a_file("1.0", attested="gone")
    noted: list[RegistryAnswer] = []

    found: Any = read(a_listing(bare, gone), noted=noted)

    first, second = (release["files"][0]["provenance"] for release in found.value)
    assert (first["status"], first["value"], second["status"]) == ("collected", [], "not_found")
    assert "gone" in {answer.url for answer in noted}
    assert unread_in(found) == (
        "what attests to 1 of 2 files of earlier releases could not be read: widget-1.0.tar.gz: it is gone"
    )


def test_beyond_so_many_documents_no_more_are_read_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_DOCUMENTS", 1)
    registry = ToldRegistry()

    found: Any = read(a_listing(a_file("1.1", day=3), a_file("1.0", day=2), a_file("0.9", attested="")), registry)

    assert registry.asked == ["widget-1.1.tar.gz"]
    seen = [release["files"][0]["provenance"]["status"] for release in found.value]
    assert seen == ["collected", "incomplete", "incomplete"]


@pytest.mark.parametrize(
    ("listing", "registry", "status", "told"),
    [
        (a_listing(a_file("1.0")), ToldRegistry(tells_provenance=False), "unsupported", ""),
        (a_listing(replace(a_file("1.0"), published_at="")), ToldRegistry(), "unsupported", ""),
        (a_listing(gap="a version cannot be told"), ToldRegistry(), "incomplete", "a version cannot be told"),
        (
            a_listing(a_file("1.0")),
            ToldRegistry(later=Listing(answer=an_answer(Status.DENIED, why="it is not for everybody"))),
            "denied",
            "it is not for everybody",
        ),
    ],
)
def test_what_the_registry_does_not_tell_is_not_read(
    listing: Listing, registry: ToldRegistry, status: str, told: str
) -> None:
    found = read(listing, registry)

    assert (found.status, found.value, unread_in(found)) == (status, None, told)
    assert registry.asked == []


def test_a_project_that_is_not_there_has_no_releases() -> None:
    found = read(a_listing(exists=False))
    assert (found.value, unread_in(found)) == ([], "")


def test_nothing_is_said_of_releases_that_were_all_read() -> None:
    assert unread_in(collected([])) == ""
    assert unread_in(unread(Status.ERROR, why="cut off")) == "cut off"


def test_a_registry_that_keeps_nothing_is_named_with_what_would_settle_it() -> None:
    found = read(a_listing(a_file("1.0")), ToldRegistry(tells_provenance=False))

    assert found.detail.why.startswith("pypi keeps nothing that attests to a file")
    assert "audit attestations" in found.detail.needs
