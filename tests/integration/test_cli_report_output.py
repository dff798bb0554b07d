"""`--format` and `--output`: several formats of one report at once, whole or not at all, one exit code."""

import json
import os
from pathlib import Path

import pytest

from tests.integration.conftest import CommandLine, Ended

MOMENT = "2026-03-02T12:00:00Z"
FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown", "html")


def check(command: CommandLine, project: Path, *more: object) -> Ended:
    return command("check", project, "--anchor", project / "anchor.yaml", "--evaluated-at", MOMENT, *more)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_the_same_printed_written_and_shown_later(command: CommandLine, blocked: Path, name: str) -> None:
    file = blocked / "out"

    printed = check(command, blocked, "--format", name, "--output", f"{name}={file}")
    shown = command("report", "show", "--project", blocked, "--format", name)

    assert (printed.code, printed.err) == (1, "")
    assert printed.out == shown.out == file.read_text(encoding="utf-8")


def test_several_formats_are_written_at_once(command: CommandLine, complete: Path) -> None:
    outputs = [part for name in FORMATS for part in ("--output", f"{name}={complete / name}")]

    ended = check(command, complete, *outputs)

    assert ended.code == 0
    assert ended.out == (complete / "text").read_text(encoding="utf-8")
    assert json.loads((complete / "sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert (complete / "markdown").read_text(encoding="utf-8").startswith("# Clean Release: passed\n")
    assert not list(complete.glob(".*.new"))


def test_a_shown_report_is_written_too(command: CommandLine, blocked: Path) -> None:
    check(command, blocked)

    assert command("report", "show", "--project", blocked, "-o", f"json={blocked / 'r.json'}").code == 0
    assert json.loads((blocked / "r.json").read_text(encoding="utf-8"))["report"]["verdict"] == "blocked"


def test_a_file_that_is_there_is_replaced(command: CommandLine, complete: Path) -> None:
    (complete / "summary").write_text("old")

    check(command, complete, "--output", f"markdown={complete / 'summary'}")

    assert (complete / "summary").read_text(encoding="utf-8").startswith("# Clean Release")


@pytest.mark.parametrize("output", ["sarif", "sarif=", "=x", "pdf=x"], ids=str)
def test_an_output_that_is_not_a_format_and_a_file_is_wrong_usage(
    command: CommandLine, complete: Path, output: str
) -> None:
    assert command.refused("check", complete, "--output", output).code == 2
    assert not (complete / ".clean-release").exists()


def test_one_file_for_two_formats_is_wrong_usage(command: CommandLine, complete: Path) -> None:
    again = f"json={complete}/../{complete.name}/x"

    ended = command.refused("check", complete, "-o", f"sarif={complete / 'x'}", "-o", again)

    assert ended.code == 2
    assert "twice" in ended.err


def test_an_unknown_format_names_those_there_are(command: CommandLine, complete: Path) -> None:
    ended = command.refused("check", complete, "--format", "pdf")

    assert ended.code == 2
    assert "expected one of text, json, sarif, junit, github, gitlab, markdown, html" in ended.err


def test_an_output_named_by_a_dash_is_printed(command: CommandLine, complete: Path) -> None:
    ended = check(command, complete, "-o", "junit=-", "-o", f"json={complete / 'r.json'}")

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("<?xml ")
    assert (complete / "r.json").is_file()
    assert not (complete / "-").exists()


@pytest.mark.parametrize("asked", [("-o", "junit=-", "-o", "json=-"), ("-o", "junit=-", "--json")], ids=str)
def test_standard_output_for_two_formats_is_wrong_usage(
    command: CommandLine, complete: Path, asked: tuple[str, ...]
) -> None:
    ended = command.refused("check", complete, *asked)

    assert ended.code == 2
    assert "junit and json would both go to standard output" in ended.err
    assert not (complete / ".clean-release").exists()


def test_a_missing_folder_is_refused_before_anything_is_judged(command: CommandLine, complete: Path) -> None:
    ended = command.refused("check", complete, "--output", f"sarif={complete / 'missing' / 'report.sarif'}")

    assert ended.code == 3
    assert "the folder of this output does not exist" in ended.err
    assert not (complete / ".clean-release").exists()


@pytest.mark.parametrize("kind", ["folder", "link", "device", "long"])
def test_what_is_no_plain_file_is_refused_untouched(command: CommandLine, complete: Path, kind: str) -> None:
    target = complete / "target"
    target.write_text("kept")
    (complete / "folder").mkdir()
    (complete / "link").symlink_to(target)
    place = {"device": Path(os.devnull), "long": complete / ("x" * 300)}.get(kind, complete / kind)

    ended = command.refused("check", complete, "--output", f"json={place}")

    assert ended.code == 3
    assert target.read_text() == "kept"
    assert not (complete / ".clean-release").exists()


def test_a_file_that_cannot_be_written_never_ends_with_0(
    command: CommandLine, complete: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(command, complete)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("checker.adapters.project_files.os.fsync", full)

    ended = command.refused("report", "show", "--project", complete, "-o", f"json={complete / 'x'}")

    assert ended.code == 3
    assert not (complete / "x").exists()


SOURCES = (
    "clean-release.yaml",
    "clean-release.lock",
    "manifest.json",
    "artifacts.json",
    "audits/example-org-widget.repository.json",
    "audits/../manifest.json",
    "anchor.yaml",
    ".clean-release/demo/store.db",
    ".clean-release/report.json",
)


@pytest.mark.parametrize("source", SOURCES)
def test_an_output_never_takes_the_place_of_what_the_verdict_rests_on(
    command: CommandLine, complete: Path, source: str
) -> None:
    assert check(command, complete).code == 0
    file = complete / source
    before = file.read_bytes() if file.exists() else None

    endings = [check(command, complete, "--output", f"json={file}")]
    if source != "anchor.yaml":  # which no stored report is shown by
        endings.append(command("report", "show", "--project", complete, "--output", f"json={file}"))

    for ended in endings:
        assert (ended.code, ended.out) == (3, "")
        assert "part of what the verdict rests on" in ended.err
    assert (file.read_bytes() if file.exists() else None) == before
    assert command("report", "verify", "--project", complete).code == 0
