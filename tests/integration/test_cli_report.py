"""`clean-release report`: what was judged is found, shown as it was, verified, replayed and mended."""

import json
import sqlite3
import subprocess
from pathlib import Path

import pytest

from checker.adapters.clock import SystemClock
from checker.adapters.store import SqliteStore, store_path
from checker.domain.digest import digest_of
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.formats.canonical import canonical_bytes
from tests.integration.conftest import EXAMPLES, CommandLine

MOMENT = "2026-03-02T12:00:00Z"
NOTHING_FAILED = (
    "nothing failed, so there is nothing to mend; what was not evaluated stands in `clean-release report show`"
)


@pytest.fixture
def judged(command: CommandLine, complete: Path) -> Path:
    """A project whose check passed."""
    assert command("check", complete, "--anchor", complete / "anchor.yaml", "--evaluated-at", MOMENT).code == 0
    return complete


@pytest.fixture
def failed(command: CommandLine, blocked: Path) -> Path:
    """A project whose check failed."""
    assert command("check", blocked, "--anchor", blocked / "anchor.yaml", "--evaluated-at", MOMENT).code == 1
    return blocked


def digest_of_latest(command: CommandLine, project: Path) -> str:
    return command("report", "list", "--project", project).out.split()[0]


def test_a_report_is_listed_on_one_line(command: CommandLine, judged: Path) -> None:
    ended = command("report", "list", "--project", judged)

    assert ended.code == 0
    assert "widget  passed (gates; 0 not evaluated)" in ended.out


def test_a_failed_report_names_what_failed(command: CommandLine, failed: Path) -> None:
    assert "blocked (gates; 0 not evaluated, failed: " in command("report", "list", "--project", failed).out


def test_a_list_as_json_has_every_field(command: CommandLine, judged: Path) -> None:
    document = json.loads(command("report", "list", "--project", judged, "--json").out)

    assert document["schema"] == "clean-release/report-list/v1"
    (report,) = document["reports"]
    assert (report["project"], report["verdict"], report["gating"], report["problem"]) == ("widget", "passed", True, "")


def test_older_reports_are_one_page_further(command: CommandLine, judged: Path) -> None:
    command("check", judged, "--anchor", judged / "anchor.yaml", "--evaluated-at", "2026-03-02T12:00:01Z")

    first = command("report", "list", "--project", judged, "--limit", 1)
    before = first.err.strip().rpartition(" ")[2]
    second = command("report", "list", "--project", judged, "--limit", 1, "--before", before)

    assert first.err.startswith("older ones: clean-release report list --before ")
    assert len(first.out.splitlines()) == len(second.out.splitlines()) == 1
    assert first.out != second.out
    assert second.err == ""


def test_a_store_without_reports_says_what_to_do_first(command: CommandLine, complete: Path) -> None:
    command("lock", "--project", complete, "--anchor", complete / "anchor.yaml", "--check")

    ended = command("report", "list", "--project", complete)

    assert (ended.code, ended.out) == (0, "")
    assert "clean-release check" in ended.err


@pytest.mark.parametrize("name", ["latest", "{digest}", "{digits}"])
@pytest.mark.parametrize("format_name", ["text", "json"])
def test_a_report_is_shown_as_it_was_printed(command: CommandLine, judged: Path, name: str, format_name: str) -> None:
    more = ("--format", format_name)
    printed = command("check", judged, "--anchor", judged / "anchor.yaml", "--evaluated-at", MOMENT, *more).out
    digest = digest_of_latest(command, judged)
    known = name.format(digest=digest, digits=digest.removeprefix("sha256:")[:8])

    assert command("report", "show", known, "--project", judged, *more).out == printed


def test_showing_ends_with_0_unless_the_verdict_is_asked_for(command: CommandLine, failed: Path, judged: Path) -> None:
    assert command("report", "show", "--project", failed).code == 0
    assert command("report", "show", "--project", failed, "--exit-status").code == 1
    assert command("report", "show", "--project", judged, "--exit-status").code == 0


def test_a_report_that_holds_is_verified(command: CommandLine, judged: Path) -> None:
    ended = command("report", "verify", "--project", judged)

    *words, last = ended.out.splitlines()
    assert (ended.code, last) == (0, f"holds: report {digest_of_latest(command, judged)}")
    assert [word.partition(": ")[0] for word in words] == ["not checkable"] * 3


def trusting(project: Path) -> tuple[object, ...]:
    """What whoever verifies names: the anchor, which is the one the report was made under, and that a demo is meant."""
    return "--anchor", project / "anchor.yaml", "--namespace", "demo"


def test_under_ones_own_anchor_the_anchor_is_proven_too(command: CommandLine, judged: Path) -> None:
    ended = command("report", "verify", "--project", judged, *trusting(judged))

    assert (ended.code, ended.out.count("not checkable")) == (0, 2)


def test_a_report_made_under_another_anchor_counts_for_nothing(command: CommandLine, judged: Path) -> None:
    own = judged / "own.yaml"
    text = (judged / "anchor.yaml").read_text(encoding="utf-8")
    own.write_text(f"{text}audit_max_age_hours: 1\n", encoding="utf-8")
    wheel, _ = files_of(judged)

    verified = command("report", "verify", "--project", judged, "--anchor", own)
    replayed = command("report", "replay", "--project", judged, "--anchor", own)
    refused = command.refused("report", "verify", "--project", judged, "--anchor", own, "--artifact", wheel)

    assert (verified.code, replayed.code, refused.code) == (3, 3, 3)
    assert "not checked: the report was made under anchor sha256:" in verified.out
    assert "it counts for nothing here: the report was made under anchor sha256:" in replayed.out
    assert refused.err.startswith("error[not-trusted]: the report was made under anchor sha256:")


def test_without_an_anchor_no_file_is_let_through(command: CommandLine, judged: Path) -> None:
    wheel, _ = files_of(judged)

    refused = command.refused("report", "verify", "--project", judged, "--artifact", wheel)

    assert (refused.code, "there is no anchor here" in refused.err) == (3, True)


def files_of(project: Path) -> list[Path]:
    return sorted((project / "files").iterdir())


def test_files_that_were_judged_are_let_through(command: CommandLine, judged: Path) -> None:
    wheel, sdist = files_of(judged)

    ended = command(
        "report", "verify", "--project", judged, *trusting(judged), "--artifact", wheel, "--artifact", sdist
    )

    assert (ended.code, ended.out.splitlines()[-1]) == (0, "judged: every file")


def test_a_file_that_was_changed_or_never_judged_is_not_let_through(command: CommandLine, judged: Path) -> None:
    wheel, sdist = files_of(judged)
    sdist.write_bytes(sdist.read_bytes() + b"!")
    stranger = wheel.rename(wheel.with_name("widget-2.0.0-py2-none-any.whl"))

    ended = command(
        "report", "verify", "--project", judged, *trusting(judged), "--artifact", sdist, "--artifact", stranger
    )

    assert ended.code == 1
    assert f"not judged: {sdist.name} has the sha256 " in ended.out
    assert f"not judged: {stranger.name} is not in the manifest" in ended.out


def test_a_link_or_nothing_is_no_file_to_let_through(command: CommandLine, judged: Path) -> None:
    wheel, _ = files_of(judged)
    (judged / wheel.name).symlink_to(wheel)

    for path in (judged / wheel.name, judged / "none.whl"):
        ended = command("report", "verify", "--project", judged, *trusting(judged), "--artifact", path)
        assert (ended.code, "no plain file" in ended.err) == (3, True)


def test_a_report_that_blocks_lets_no_file_through(command: CommandLine, failed: Path) -> None:
    manifest = json.loads((failed / "manifest.json").read_bytes())
    name = manifest["artifacts"][0]["name"]
    wheel = EXAMPLES / "complete" / "files" / name
    assert digest_of(wheel.read_bytes()) == f"sha256:{manifest['artifacts'][0]['sha256']}"

    ended = command("report", "verify", "--project", failed, *trusting(failed), "--artifact", wheel)

    assert ended.code == 1
    assert "no pass that gates" in ended.out


def test_a_report_that_holds_is_replayed(command: CommandLine, failed: Path) -> None:
    ended = command("report", "replay", "--project", failed)

    assert (ended.code, ended.out.startswith("replayed: the same bytes for report sha256:")) == (0, True)


def test_fixes_are_steps_and_what_they_mend(command: CommandLine, failed: Path) -> None:
    ended = command("report", "fixes", "--project", failed)

    assert ended.code == 0
    assert ended.out.startswith("1. ")
    assert "   mends " in ended.out


def test_fixes_as_json_name_rule_and_subject(command: CommandLine, failed: Path) -> None:
    document = json.loads(command("report", "fixes", "--project", failed, "--json").out)

    assert document["schema"] == "clean-release/fixes/v1"
    assert all(mended["rule"] and mended["subject"] for fix in document["fixes"] for mended in fix["mends"])


def test_no_fix_is_ever_run(
    command: CommandLine, failed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools, trace = tmp_path / "tools", tmp_path / "trace"
    tools.mkdir()
    for name in ("gh", "git", "curl", "sh", "bash", "env"):
        (tools / name).write_text(f"#!/bin/sh\necho {name} >> '{trace}'\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    subprocess.run(["gh"], check=True)
    assert trace.read_text(encoding="utf-8") == "gh\n", "the trace would show nothing"
    trace.unlink()

    shown = command("report", "fixes", "--project", failed)
    listed = json.loads(command("report", "fixes", "--project", failed, "--json").out)["fixes"]

    assert any(fix["command"].startswith("gh ") for fix in listed)
    assert all(fix["command"] in shown.out for fix in listed)
    assert not trace.exists()


def test_every_violation_is_mended_once_and_no_command_is_listed_twice(command: CommandLine, failed: Path) -> None:
    report = json.loads(command("report", "show", "--project", failed, "--json").out)["report"]
    listed = json.loads(command("report", "fixes", "--project", failed, "--json").out)["fixes"]

    commands = [fix["command"] or fix["click"] for fix in listed]
    assert len(commands) == len(set(commands))
    mended = sorted((item["rule"], item["subject"]) for fix in listed for item in fix["mends"])
    broken = [(rule["code"], item["subject"]) for rule in report["rules"] for item in rule["violations"]]
    assert mended == sorted(broken)


def test_where_nothing_failed_nothing_is_to_mend(command: CommandLine, judged: Path) -> None:
    ended = command("report", "fixes", "--project", judged)
    assert (ended.code, ended.out, ended.err) == (0, "", f"{NOTHING_FAILED}\n")


@pytest.mark.parametrize("verb", ["show", "verify", "replay", "fixes"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("deadbeef", "no report in this store has a digest that begins with sha256:deadbeef"),
        ("sha256:" + "0" * 64, "no report in this store"),
        ("abc", "names no report, expected at least 8 hex characters"),
        ("nonsense", "names no report"),
        ("", "names no report"),
    ],
)
def test_an_unknown_report_is_not_found(command: CommandLine, judged: Path, verb: str, name: str, said: str) -> None:
    ended = command.refused("report", verb, name, "--project", judged)

    assert (ended.code, said in ended.err) == (3, True)


@pytest.mark.parametrize("verb", ["list", "show", "verify", "replay", "fixes"])
def test_where_nothing_was_judged_there_are_no_records(command: CommandLine, empty: Path, verb: str) -> None:
    ended = command.refused("report", verb, "--project", empty)

    assert (ended.code, "there is no store at" in ended.err) == (3, True)
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("verb", ["list", "show", "verify", "replay", "fixes"])
def test_what_is_no_folder_has_no_records(command: CommandLine, tmp_path: Path, verb: str) -> None:
    ended = command.refused("report", verb, "--project", tmp_path / "nowhere")
    assert (ended.code, "there is no folder" in ended.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list", "--namespace", "staging"), "unknown namespace 'staging'"),
        (("list", "--format", "xml"), "unknown format 'xml'"),
        (("show", "--format", "xml"), "unknown format 'xml'"),
        (("fixes", "--format", "xml"), "unknown format 'xml'"),
        (("list", "--limit", "0"), "0 is not in the range"),
        (("list", "--limit", "501"), "501 is not in the range"),
        (("list", "--limit", "many"), "'many' is not a valid integer.\n"),
        (("list", "--before", "-1"), "-1 is not in the range"),
    ],
)
def test_a_wrong_option_ends_with_2(command: CommandLine, judged: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = command.refused("report", *arguments, "--project", judged)
    assert (ended.code, said in ended.err) == (2, True), ended.err


def test_records_of_one_namespace_are_not_those_of_the_other(command: CommandLine, judged: Path) -> None:
    assert command.refused("report", "show", "--project", judged, "--namespace", "real").code == 3
    assert command("report", "show", "--project", judged, "--namespace", "demo").code == 0


def keep(project: Path, data: bytes) -> str:
    """Keep a report as somebody could who can run programs here; returns its digest."""
    path = store_path(project, Namespace.DEMO)
    with SqliteStore.open(path, namespace=Namespace.DEMO, clock=SystemClock()) as store:
        store.put_report(digest=digest_of(data), data=data)
    return digest_of(data)


def changed(project: Path, **fields: Json) -> bytes:
    """The latest report with other fields."""
    path = store_path(project, Namespace.DEMO)
    with SqliteStore.open(path, namespace=Namespace.DEMO, clock=SystemClock()) as store:
        latest = store.latest_report()
    assert latest is not None
    return canonical_bytes({**json.loads(latest.data), **fields})


def test_a_report_that_was_made_up_is_found_out(command: CommandLine, failed: Path) -> None:
    digest = keep(failed, changed(failed, verdict="passed", verdict_because=[]))

    verified = command("report", "verify", digest, "--project", failed)
    replayed = command("report", "replay", digest, "--project", failed)

    assert verified.code == replayed.code == 1
    assert "differs: the verdict is passed, the rules say blocked" in verified.out.splitlines()
    assert verified.out.splitlines()[-1] == f"does not hold: report {digest}"
    assert "differs: verdict: passed then, blocked now" in replayed.out.splitlines()
    assert replayed.out.splitlines()[-1] == f"replayed: another report for report {digest}"


def test_a_report_that_cannot_be_compared_is_not_proven(command: CommandLine, judged: Path) -> None:
    digest = keep(judged, changed(judged, engine={"kind": "embedded", "version": "0.0.1"}))

    verified = command("report", "verify", digest, "--project", judged)

    assert verified.code == 3
    assert any(line.startswith('not checked: engine.version is "0.0.1"') for line in verified.out.splitlines())
    assert verified.out.splitlines()[-1] == f"is not proven: report {digest}"


def test_a_report_of_another_version_is_replayed_with_a_note(command: CommandLine, judged: Path) -> None:
    digest = keep(judged, changed(judged, engine={"kind": "embedded", "version": "0.0.1"}))

    replayed = command("report", "replay", digest, "--project", judged)

    assert replayed.code == 0
    assert replayed.out.startswith("note: the engine was ")
    assert replayed.out.splitlines()[-1] == f"replayed: the same outcomes for report {digest}"


def test_a_report_that_cannot_be_read_is_listed_and_shown_as_that(command: CommandLine, judged: Path) -> None:
    digest = keep(judged, b'{"namespace":"demo"}')

    listed = command("report", "list", "--project", judged)
    shown = command.refused("report", "show", digest, "--project", judged)

    assert listed.out.splitlines()[0].startswith(f"{digest}  unreadable: ")
    assert shown.code == 3


def forget(project: Path, table: str) -> None:
    """Take the rows of a table out of a store, as somebody with the file in hands could."""
    connection = sqlite3.connect(project / ".clean-release" / "demo" / "store.db", isolation_level=None)
    triggers = list(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(f"DELETE FROM {table}")  # noqa: S608 - a word of this test
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()


def test_a_report_whose_snapshot_is_gone_is_verified_as_far_as_it_goes(command: CommandLine, judged: Path) -> None:
    forget(judged, "snapshots")

    verified = command("report", "verify", "--project", judged)
    replayed = command.refused("report", "replay", "--project", judged)

    assert any(line.startswith("not checked: ") for line in verified.out.splitlines())
    assert (replayed.code, "there is no snapshot" in replayed.err) == (3, True)


def test_doctor_finds_that_something_was_taken_out(command: CommandLine, judged: Path) -> None:
    forget(judged, "documents")

    ended = command("doctor", "--project", judged, "--anchor", judged / "anchor.yaml")

    assert ended.code == 1
    assert any(line.startswith("WRONG  store: entry ") for line in ended.out.splitlines())
