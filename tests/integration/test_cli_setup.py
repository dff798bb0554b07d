"""`clean-release init`, `lock`, `doctor` and the bare command: a start that never asks and never overwrites."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from checker.adapters.anchor.anchor_file import configuration_folder
from tests.github_simulator import made
from tests.github_simulator.server import GitHubSimulator
from tests.integration.conftest import CommandLine

MOMENT = "2026-03-02T12:00:00Z"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A clone of octo/widget with a package."""
    folder = tmp_path / "widget"
    folder.mkdir()
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    address = "git@github.com:octo/widget.git"
    subprocess.run(["git", "-C", str(folder), "remote", "add", "origin", address], check=True)
    (folder / "pyproject.toml").write_text('[project]\nname = "widget"\n', encoding="utf-8")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_init_writes_a_project_that_is_locked_and_says_what_comes_next(command: CommandLine, repository: Path) -> None:
    ended = command("init", "--project", repository)

    assert ended.code == 0
    assert names(repository) == [
        ".clean-release",
        ".git",
        ".gitignore",
        "clean-release.lock",
        "clean-release.yaml",
        "pyproject.toml",
    ]
    assert 'repository: "github.com/octo/widget"' in (repository / "clean-release.yaml").read_text(encoding="utf-8")
    assert (repository / ".gitignore").read_text(encoding="utf-8") == ".clean-release/\n"
    assert ended.out.count("clean-release ") >= 3
    assert "your own anchor; it trusts the shipped bundle" in ended.out
    assert command("lock", "--project", repository, "--check").code == 0


def test_a_second_init_is_refused_and_changes_nothing(command: CommandLine, repository: Path) -> None:
    command("init", "--project", repository)
    before = {path.name: path.read_bytes() for path in repository.iterdir() if path.is_file()}

    ended = command.refused("init", "--project", repository)

    assert (ended.code, "is there already" in ended.err) == (2, True)
    assert {path.name: path.read_bytes() for path in repository.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("name", ["clean-release.yaml", "clean-release.lock"])
def test_init_overwrites_neither_file_nor_dangling_link(command: CommandLine, repository: Path, name: str) -> None:
    (repository / name).symlink_to("nowhere")

    ended = command.refused("init", "--project", repository)

    assert ended.code == 2
    assert not (repository / ".gitignore").exists()


def test_init_in_a_folder_within_a_work_tree_knows_the_repository(command: CommandLine, repository: Path) -> None:
    service = repository / "services" / "gate"
    service.mkdir(parents=True)

    ended = command("init", "--project", service)

    assert ended.code == 0
    text = (service / "clean-release.yaml").read_text(encoding="utf-8")
    assert 'project: "widget"' in text
    assert 'repository: "github.com/octo/widget"' in text
    assert (service / ".gitignore").exists()
    assert not (repository / ".gitignore").exists()


@pytest.mark.parametrize(
    ("present", "wanted"),
    [
        (b"dist", b"dist\n.clean-release/\n"),
        (b"dist\n", b"dist\n.clean-release/\n"),
        (b"\xff\xfe\n", b"\xff\xfe\n.clean-release/\n"),
        (b".clean-release/\ndist\n", b".clean-release/\ndist\n"),
        (b"", b".clean-release/\n"),
    ],
)
def test_init_adds_the_store_to_what_git_ignores_once(
    command: CommandLine, repository: Path, present: bytes, wanted: bytes
) -> None:
    (repository / ".gitignore").write_bytes(present)

    assert command("init", "--project", repository).code == 0
    assert (repository / ".gitignore").read_bytes() == wanted


def test_init_that_cannot_ignore_the_store_writes_no_project(command: CommandLine, repository: Path) -> None:
    (repository / ".gitignore").mkdir()

    ended = command.refused("init", "--project", repository)

    assert ended.code == 3
    assert not (repository / "clean-release.yaml").exists()


def test_init_in_the_home_folder_says_that_the_anchor_would_lie_inside(
    command: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME")

    ended = command.refused("init", "--project", tmp_path)

    assert (ended.code, "the anchor lies inside the tree that is judged" in ended.err) == (3, True)
    assert not (tmp_path / "clean-release.yaml").exists()
    assert not (tmp_path / ".config" / "clean-release" / "anchor.yaml").exists()


def test_init_keeps_the_anchor_that_is_there(command: CommandLine, repository: Path) -> None:
    command("init", "--project", repository)

    anchor = configuration_folder(os.environ) / "anchor.yaml"
    before = anchor.read_bytes() + b"# mine\n"
    anchor.write_bytes(before)
    for name in ("clean-release.yaml", "clean-release.lock"):
        (repository / name).unlink()

    ended = command("init", "--project", repository)

    assert ended.code == 0
    assert "your own anchor" not in ended.out
    assert anchor.read_bytes() == before


@pytest.mark.parametrize("verb", ["init", "lock", "doctor"])
def test_what_is_no_folder_is_no_project(command: CommandLine, tmp_path: Path, verb: str) -> None:
    ended = command(verb, "--project", tmp_path / "nowhere")

    assert (ended.out + ended.err).count("there is no folder ") == 1
    assert ended.code == {"init": 2, "lock": 2, "doctor": 1}[verb]


def test_a_lock_that_is_current_is_left_alone(command: CommandLine, complete: Path) -> None:
    before = (complete / "clean-release.lock").stat().st_ino

    ended = command("lock", "--project", complete, "--anchor", complete / "anchor.yaml")

    assert (ended.code, ended.err) == (0, "the lock is current\n")
    assert (complete / "clean-release.lock").stat().st_ino == before


def test_a_missing_lock_is_written_the_same_again(command: CommandLine, complete: Path) -> None:
    before = (complete / "clean-release.lock").read_bytes()
    (complete / "clean-release.lock").unlink()

    checked = command("lock", "--project", complete, "--anchor", complete / "anchor.yaml", "--check")
    written = command("lock", "--project", complete, "--anchor", complete / "anchor.yaml")

    assert (checked.code, "not current" in checked.err) == (1, True)
    assert (written.code, written.err.startswith("wrote ")) == (0, True)
    assert (complete / "clean-release.lock").read_bytes() == before


def test_a_changed_project_is_seen_by_check_and_locked_anew(command: CommandLine, complete: Path) -> None:
    project = complete / "clean-release.yaml"
    project.write_text(
        project.read_text(encoding="utf-8").replace("branches: [main]", "branches: [main, v1]"), encoding="utf-8"
    )
    anchor = ("--anchor", complete / "anchor.yaml")

    refused = command.refused("check", complete, *anchor, "--evaluated-at", MOMENT)

    assert (refused.code, "not the one that was locked" in refused.err) == (3, True)
    assert command("lock", "--project", complete, *anchor).code == 0
    assert command("lock", "--project", complete, *anchor, "--check").code == 0


def test_a_weakening_is_told_when_the_project_is_locked(command: CommandLine, complete: Path) -> None:
    project = complete / "clean-release.yaml"
    text = project.read_text(encoding="utf-8")
    project.write_text(
        text.replace("collections: [release-gate]", "collections: [release-gate]\n  exclude: [tag.protected]"),
        encoding="utf-8",
    )

    alone = command("lock", "--project", complete)
    anchored = command.refused("lock", "--project", complete, "--anchor", complete / "anchor.yaml")
    anchor = complete / "anchor.yaml"
    anchor.write_text(f"{anchor.read_text(encoding='utf-8')}may_weaken: [tag.protected]\n", encoding="utf-8")
    allowed = command("lock", "--project", complete, "--anchor", anchor)

    assert "weakened: tag.protected: excluded (no anchor allows it, so nothing will gate)" in alone.err
    assert "which the anchor does not allow" in anchored.err
    assert "weakened: tag.protected: excluded (the anchor allows it)" in allowed.err


def test_a_lock_that_cannot_be_written_is_left_as_it_was(command: CommandLine, complete: Path) -> None:
    (complete / "clean-release.lock").unlink()
    (complete / "clean-release.lock").mkdir()

    ended = command.refused("lock", "--project", complete, "--anchor", complete / "anchor.yaml")

    assert ended.code == 3
    assert (complete / "clean-release.lock").is_dir()


def test_without_a_project_file_there_is_nothing_to_lock(command: CommandLine, empty: Path) -> None:
    ended = command.refused("lock", "--project", empty)
    assert (ended.code, "there is no clean-release.yaml" in ended.err) == (3, True)


def test_doctor_is_content_with_a_locked_project(command: CommandLine, complete: Path) -> None:
    ended = command("doctor", "--project", complete, "--anchor", complete / "anchor.yaml")

    assert ended.code == 0, ended.out
    assert [line.split(":")[0] for line in ended.out.splitlines()] == [
        "ok  engine",
        "ok  shipped bundle",
        "ok  anchor",
        "ok  project",
        "ok  lock",
        "ok  store",
    ]


def test_doctor_says_what_is_wrong_and_what_to_do(command: CommandLine, complete: Path) -> None:
    (complete / "clean-release.lock").unlink()

    ended = command("doctor", "--project", complete)

    assert ended.code == 1
    assert "WRONG  anchor: there is none, so nothing gates" in ended.out
    assert "WRONG  lock: not current\n  hint: run `clean-release lock`" in ended.out


def test_doctor_names_a_project_file_it_cannot_read(command: CommandLine, complete: Path) -> None:
    (complete / "clean-release.yaml").write_text("{", encoding="utf-8")

    ended = command("doctor", "--project", complete, "--anchor", complete / "anchor.yaml")

    assert ended.code == 1
    assert ended.out.count("WRONG  ") == ended.out.count("  hint: ") == 1
    assert "WRONG  project: clean-release.yaml:" in ended.out


def wrong(out: str) -> list[str]:
    return [line.split(":")[0] for line in out.splitlines() if line.startswith("WRONG")]


def test_doctor_gives_a_hint_with_everything_that_is_wrong(command: CommandLine, complete: Path) -> None:
    (complete / "anchor.yaml").write_text("schema: clean-release/anchor/v1\n", encoding="utf-8")

    without_anchor = command("doctor", "--project", complete, "--anchor", complete / "anchor.yaml")
    shutil.rmtree(complete / ".clean-release")
    (complete / ".clean-release").touch()
    without_store = command("doctor", "--project", complete, "--anchor", complete / "anchor.yaml")

    assert wrong(without_anchor.out) == ["WRONG  anchor", "WRONG  lock"]
    assert wrong(without_store.out) == ["WRONG  anchor", "WRONG  store"]
    assert [ended.out.count("\n  hint: ") for ended in (without_anchor, without_store)] == [2, 2]


def test_doctor_outside_of_a_project_looks_at_the_installation(command: CommandLine, empty: Path) -> None:
    ended = command("doctor", "--project", empty)
    assert "ok  project: there is no project file here" in ended.out


def test_the_bare_command_shows_what_there_is_and_ends_with_2(command: CommandLine) -> None:
    ended = command()

    assert ended.code == 2
    assert "check · init · explain · doctor" in ended.out


@pytest.mark.parametrize("group", ["report", "snapshot", "bundle", "audit", "keys", "policy"])
def test_a_bare_group_shows_its_commands_and_ends_with_2(command: CommandLine, group: str) -> None:
    ended = command(group)

    assert ended.code == 2
    assert f"Usage: clean-release {group}" in ended.out + ended.err


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("check", "--help"), ("report", "show", "-h")])
def test_help_ends_with_0(command: CommandLine, words: tuple[str, ...]) -> None:
    ended = command(*words)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Usage: clean-release")


def test_what_init_prints_next_works_when_typed(
    command: CommandLine,
    repository: Path,
    monkeypatch: pytest.MonkeyPatch,
    github: GitHubSimulator,
) -> None:
    monkeypatch.chdir(repository)
    github.load(made.repository("octo/widget"))
    subprocess.run(["git", "remote", "set-url", "origin", "https://127.0.0.1/octo/widget.git"], check=True)
    (repository / "pyproject.toml").write_text('[project]\nname = "widget"\nversion = "2.0.0"\n', encoding="utf-8")
    (repository / "dist").mkdir()
    (repository / "dist" / "widget-2.0.0.tar.gz").write_bytes(b"built")
    subprocess.run(
        ["git", "-c", "user.name=n", "-c", "user.email=n@example.org", "commit", "-q", "--allow-empty", "-m", "first"],
        check=True,
    )

    printed = command("init").out.partition("next:\n")[2].splitlines()
    typed = [line.strip().partition("   ")[0].split()[1:] for line in printed]

    assert [command(*words).code for words in typed] == [0, 0, 3]
    assert "undecided" in command("check").out


def test_a_document_that_is_not_there_yet_is_named_with_the_command_that_makes_it(
    command: CommandLine, repository: Path
) -> None:
    command("init", "--project", repository)

    assert "clean-release audit import" in command.refused("check", repository).err


def test_a_drafted_manifest_is_judged_once_the_project_file_names_it(
    command: CommandLine,
    repository: Path,
    monkeypatch: pytest.MonkeyPatch,
    github: GitHubSimulator,
) -> None:
    test_what_init_prints_next_works_when_typed(command, repository, monkeypatch, github)
    project = repository / "clean-release.yaml"
    project.write_text(project.read_text(encoding="utf-8").replace("# manifest:", "manifest:"), encoding="utf-8")

    assert command("lock").code == 0
    assert "manifest.artifacts_sound" in command("check").out.partition("Passed")[2]


def test_a_draft_never_replaces_a_manifest_and_names_what_it_lacks(command: CommandLine, repository: Path) -> None:
    lacking = command.refused("manifest", "draft", "--project", repository)
    (repository / "manifest.json").write_text("mine", encoding="utf-8")
    present = command.refused("manifest", "draft", "--project", repository)

    assert (lacking.code, "gives no version" in lacking.err) == (3, True)
    assert (present.code, (repository / "manifest.json").read_text(encoding="utf-8")) == (2, "mine")
