"""Many repositories in one run: killed and taken up again, nothing is read twice and nothing is lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.github_simulator import made
from tests.github_simulator.server import TOKEN, GitHubSimulator, Made
from tests.integration.conftest import CommandLine, Ended

SLUGS = tuple(f"octo/r{number}" for number in range(12))


@pytest.fixture(autouse=True)
def _here(empty: Path, monkeypatch: pytest.MonkeyPatch, github: GitHubSimulator) -> None:
    monkeypatch.chdir(empty)
    for slug in SLUGS:
        github.load(made.repository(slug))


def run(command: CommandLine, *arguments: object) -> Ended:
    return command("audit", "github", *arguments, "--pace", "0")


def rows(ended: Ended) -> dict[str, dict[str, Any]]:
    document = json.loads(ended.out)
    assert document["schema"] == "clean-release/collections/v1"
    return {row["repository"]: row for row in document["repositories"]}


def asked(github: GitHubSimulator, slug: str) -> int:
    return sum(seen.path == f"repos/{slug}" for seen in github.seen)


def test_each_is_a_row_in_order_with_its_files(command: CommandLine, github: GitHubSimulator) -> None:
    ended = run(command, *SLUGS, "--json")
    found = rows(ended)
    assert ended.code == 0, ended.err
    assert tuple(found) == SLUGS
    for slug in SLUGS:
        (name,) = found[slug]["files"]
        assert (Path("audits") / name).is_file()
        assert asked(github, slug) == 1
    assert not (Path("audits") / ".audit-github.journal").exists()


def test_one_that_cannot_be_read_does_not_cost_the_others_theirs(command: CommandLine, github: GitHubSimulator) -> None:
    github.put("repos/octo/r1", made.HTML)
    github.put("repos/octo/r2/environments", made.DENIED)
    github.put("repos/octo/r3/environments", made.HTML)
    ended = run(command, *SLUGS[:4], "octo/none")
    assert ended.code == 3
    lines = ended.out.splitlines()
    assert lines[0].split() == ["octo/r0", "collected"]
    assert lines[1].split()[:2] == ["octo/r1", "failed"]
    assert "HTML was answered" in lines[1]
    assert lines[2].split()[:2] == ["octo/r2", "collected"]
    assert "environments denied" in lines[2]
    assert lines[3].split()[:2] == ["octo/r3", "incomplete"]
    assert "there is no repository octo/none" in lines[4]
    assert lines[5] == "5 repositories: 2 collected, 1 incomplete, 2 failed"
    assert sorted(path.name for path in Path("audits").iterdir()) == [
        "octo-r0.repository.json",
        "octo-r2.repository.json",
        "octo-r3.repository.json",
    ]


def test_verdicts_come_with_the_table_and_never_open_a_gate(command: CommandLine, github: GitHubSimulator) -> None:
    for path in list(github.answers):
        if path.startswith("repos/octo/r1/"):
            github.put(path, made.DENIED)
    ended = run(command, *SLUGS[:2], "--judge")
    assert ended.code in (1, 3)
    assert ended.out.splitlines()[1].split()[:3] == ["octo/r1", "collected", "undecided"]
    assert "undecided" in ended.out.splitlines()[-1]
    single = run(command, "octo/r1", "--judge", "--json")
    assert (single.code, rows(single)["octo/r1"]["verdict"]) == (3, "undecided")


def test_an_organization_s_repositories_are_all_its_pages(command: CommandLine, github: GitHubSimulator) -> None:
    listed = [{"full_name": slug, "archived": False} for slug in (*SLUGS, "not a name")]
    github.put("orgs/octo/repos", listed * 9)
    found = rows(run(command, "--org", "octo", "--json"))
    assert tuple(found) == SLUGS
    assert sum(seen.path == "orgs/octo/repos" for seen in github.seen) == 2


@pytest.mark.parametrize("answer", [made.MISSING, made.HTML, Made(body=[]), Made(body={"x": 1})])
def test_a_list_that_cannot_be_read_is_no_list(command: CommandLine, github: GitHubSimulator, answer: Made) -> None:
    github.put("orgs/octo/repos", answer)
    ended = run(command, "--org", "octo")
    assert (ended.code, ended.out) == (3, "")
    assert "the repositories of octo could not be read" in ended.err


def test_an_organization_is_asked_about_itself_once(command: CommandLine, github: GitHubSimulator) -> None:
    found = rows(run(command, *SLUGS[:4], "--profile", "full", "--json"))
    assert {row["outcome"] for row in found.values()} == {"collected"}
    assert sum(seen.path == "orgs/octo" for seen in github.seen) == 1


def test_a_file_lists_repositories(command: CommandLine, tmp_path: Path) -> None:
    listed = tmp_path / "repos.txt"
    listed.write_text("# ours\nocto/r0\n\nocto/r1  # twice\nOcto/R1\n", encoding="utf-8")
    assert tuple(rows(run(command, "--repos", listed, "--json"))) == SLUGS[:2]
    for text, code in ((b"octo\n", 2), (b"# none\n", 2), (b"\xff\xfe", 3)):
        listed.write_bytes(text)
        assert run(command, "--repos", listed).code == code
    assert run(command, "--repos", tmp_path / "nowhere").code == 3
    assert run(command, "--org", "a/b").code == 2


def test_names_that_would_share_files_do_not(command: CommandLine, github: GitHubSimulator) -> None:
    for slug in ("a-b/c", "a/b-c"):
        github.load(made.repository(slug))
    found = rows(run(command, "a-b/c", "a/b-c", "--json"))
    (one,), (other,) = (row["files"] for row in found.values())
    assert one != other
    document = json.loads((Path("audits") / one).read_bytes())
    assert document["subject"]["slug"] == "a-b/c"


START = "import sys; from checker.__main__ import main; sys.exit(main())"


def start(github: GitHubSimulator) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "CLEAN_RELEASE_GITHUB_API": github.url, "GH_TOKEN": TOKEN}
    line = [sys.executable, "-c", START, "audit", "github", *SLUGS, "--pace", "0", "--no-cache"]
    return subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def noted() -> int:
    path = Path("audits") / ".audit-github.journal"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def test_a_run_that_is_killed_is_taken_up_where_it_was(command: CommandLine, github: GitHubSimulator) -> None:
    github.latency = 0.05
    process = start(github)
    try:
        while noted() < 3 and process.poll() is None:
            time.sleep(0.01)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = [json.loads(line)["slug"] for line in (Path("audits") / ".audit-github.journal").read_bytes().splitlines()]
    assert 3 <= len(done) < len(SLUGS)
    github.latency = 0
    github.forget()

    found = rows(run(command, *SLUGS, "--json"))

    assert tuple(found) == SLUGS
    assert {row["outcome"] for row in found.values()} == {"collected"}
    assert [slug for slug in done if asked(github, slug)] == []
    assert all((Path("audits") / row["files"][0]).is_file() for row in found.values())
    assert noted() == 0


def unfinished(*lines: bytes) -> None:
    Path("audits").mkdir(exist_ok=True)
    (Path("audits") / ".audit-github.journal").write_bytes(b"".join(lines))


@pytest.fixture
def line(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The line that a run notes for the first repository."""
    kept: list[bytes] = []
    with monkeypatch.context() as patched:
        patched.setattr(
            "checker.adapters.run_journal.RunJournal.finish",
            lambda journal: kept.append((journal._folder / ".audit-github.journal").read_bytes()),
        )
        run(command, SLUGS[0], SLUGS[1])
    return next(one for one in kept[0].splitlines(keepends=True) if SLUGS[0].encode() in one)


def test_what_is_noted_is_not_read_again(command: CommandLine, github: GitHubSimulator, line: bytes) -> None:
    unfinished(line)
    github.forget()
    found = rows(run(command, SLUGS[0], SLUGS[1], "--json"))
    assert (asked(github, SLUGS[0]), asked(github, SLUGS[1])) == (0, 1)
    assert found[SLUGS[0]]["outcome"] == "collected"


@pytest.mark.parametrize("how", ["half a line", "no JSON", "another key", "too old", "changed file", "other place"])
def test_a_note_that_cannot_be_relied_on_is_none(
    command: CommandLine, github: GitHubSimulator, line: bytes, how: str
) -> None:
    entry = json.loads(line)
    if how == "half a line":
        unfinished(line[:-20])
    elif how == "no JSON":
        unfinished(b"x" + line, b"[]\n")
    else:
        (name,) = entry["files"]
        if how == "another key":
            entry["key"] = "sha256:0"
        elif how == "too old":
            entry["at"] = "2020-01-01T00:00:00Z"
        elif how == "changed file":
            (Path("audits") / name).write_bytes(b"{}")
        else:
            entry["files"] = {f"../audits/{name}": entry["files"][name]}
        unfinished(json.dumps(entry).encode() + b"\n")
    github.forget()
    run(command, SLUGS[0], SLUGS[1])
    assert asked(github, SLUGS[0]) == 1


def test_a_folder_that_cannot_be_written_to_ends_the_run(command: CommandLine) -> None:
    Path("audits").write_text("", encoding="utf-8")
    ended = run(command, *SLUGS[:2])
    assert (ended.code, ended.out) == (3, "")
    assert "the folder cannot be made" in ended.err
