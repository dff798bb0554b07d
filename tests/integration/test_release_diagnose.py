"""`clean-release release diagnose`: symptom, cause and fix, and exit 3 for what stays unexplained."""

import json
from pathlib import Path

from tests.integration.conftest import CommandLine


def test_a_failure_is_shown_with_its_cause_and_its_fix(command: CommandLine, tmp_path: Path) -> None:
    log = tmp_path / "job.log"
    log.write_text("ok\nbuild run workflow mismatch: got \x1b[31mci\x1b[0m\x07\n", encoding="utf-8")
    ended = command("release", "diagnose", log, "--project", tmp_path)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "build-run-of-another-workflow (line 2)\n"
        "  seen: build run workflow mismatch\n"
        "  cause: the run that was named as the build is one of another workflow, or did not succeed\n"
        "  fix: list successful builds: gh run list --workflow release --status success --limit 5\n"
        "  fix: start the publish again with the number of one of them, for the same tag\n"
    )


def test_json_holds_publishing_and_symptoms(command: CommandLine, tmp_path: Path) -> None:
    log = tmp_path / "job.log"
    log.write_text("HTTPError: 403 Forbidden from the index\nfatal: tag 'v1' already exists\n", encoding="utf-8")
    ended = command("release", "diagnose", log, "--json", "--project", tmp_path)

    document = json.loads(ended.out)
    assert (ended.code, document["known"]) == (3, False)
    assert [one["problem"] for one in document["publishing"]] == ["forbidden"]
    assert [(one["id"], one["line"]) for one in document["symptoms"]] == [("tag-exists", 2)]


def test_a_log_that_says_nothing_and_one_that_is_not_there_are_refused(command: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "job.log").write_text("fine\n", encoding="utf-8")
    assert command.refused("release", "diagnose", tmp_path / "job.log", "--project", tmp_path).code == 3
    assert command.refused("release", "diagnose", tmp_path / "gone.log", "--project", tmp_path).code == 3
