"""`clean-release trail`: what happened, verified; signed, taken to another folder, and kept there apart."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checker.bootstrap import CleanRelease
from checker.domain.namespace import Namespace
from tests.candidate_builders import NAME, TARGETS, acting, built
from tests.trail_builders import gone_on

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine

BEGINNING = "schema: clean-release/anchor/v1\nbundles: [{bundle: release-policy, method: pinned}]\nrepositories: []\n"
BY = ("--actor", "release-owner")


def a_project(folder: Path, *, with_candidate: bool = False) -> Path:
    folder.mkdir()
    (folder / "clean-release.yaml").write_bytes(TARGETS)
    if with_candidate:
        with CleanRelease(directory=folder).store(Namespace.REAL) as store:
            built(acting(store=store))
    return folder


def go_on(folder: Path, word: str) -> None:
    with CleanRelease(directory=folder).store(Namespace.REAL) as store:
        gone_on(acting(store=store), word)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: "CommandLine") -> Path:
    configured = tmp_path / "configured" / "clean-release"
    configured.mkdir(parents=True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(configured.parent))
    printed = command("keys", "generate", *BY, "--account-id", "17").out
    (configured / "anchor.yaml").write_text(BEGINNING + printed)
    monkeypatch.chdir(a_project(tmp_path / "here", with_candidate=True))
    return tmp_path / "here"


def test_what_happened_is_shown_with_its_namespace(command: "CommandLine", here: Path) -> None:
    shown = command("trail", "show", "--candidate", NAME).out.splitlines()
    assert shown[0] == "namespace real"
    assert [line.split()[2] for line in shown[1:-1]] == ["register", "import-artifacts", "build-manifest"]
    assert shown[-1].startswith("the trail holds: 6 entries, head sha256:")

    found = json.loads(command("trail", "show", "--json", "--limit", "1").out)
    assert (found["namespace"], found["holds"], found["left_out"]) == ("real", True, 5)
    [entry] = found["entries"]
    assert (entry["action"], entry["actor"], entry["identity"]["method"]) == (
        "build-manifest",
        "release-bot",
        "asserted",
    )
    assert (here / ".clean-release").is_dir()


@pytest.mark.usefixtures("here")
def test_wrong_words_are_refused(command: "CommandLine") -> None:
    assert command.refused("trail", "show", "--since", "yesterday").code == 2
    assert command.refused("trail", "show", "--namespace", "test").code == 2
    assert command.refused("trail", "show", "--format", "xml").code == 2
    misspelt = command.refused("trail", "show", "--action", "aprove")
    assert (misspelt.code, "expected one of approve, approve-in-part" in misspelt.err) == (2, True)
    assert command.refused("trail", "checkpoint", "--output", "head.json").code == 2
    assert command.refused("trail", "checkpoint", *BY, "--key", "me", "--output", "head.json").code == 2
    assert command.refused("trail", "checkpoint", "--actor", "nobody", "--output", "head.json").code == 3
    assert command.refused("trail", "show", "--namespace", "demo").code == 3


def test_a_fork_and_a_tail_that_was_cut_off_are_shown_by_a_checkpoint(
    command: "CommandLine", here: Path, tmp_path: Path
) -> None:
    shutil.copytree(here, tmp_path / "there")
    go_on(here, "one way")
    assert command("trail", "checkpoint", *BY, "--output", "head.json").code == 0
    assert command.refused("trail", "checkpoint", *BY, "--output", "head.json").code == 2
    held = command("trail", "verify", "--checkpoint", "head.json")
    assert (held.code, "held against entry 7" in held.out) == (0, True)

    there = ("--project", str(tmp_path / "there"), "--checkpoint", "head.json")
    cut = command("trail", "verify", *there)
    assert (cut.code, cut.out.splitlines()[1]) == (1, "ALARM: cut")
    go_on(tmp_path / "there", "the other way")
    fork = json.loads(command("trail", "verify", *there, "--json").out)
    assert (fork["alarm"], fork["first_bad"], fork["holds"], fork["namespace"]) == ("fork", 7, False, "real")


def test_a_record_goes_to_another_folder_and_is_kept_apart(command: "CommandLine", here: Path, tmp_path: Path) -> None:
    there = ("--project", str(a_project(tmp_path / "there")))
    assert command("trail", "export", *BY, "--output", "record.json").code == 0
    assert "entries 1 to 6" in command("trail", "import", "record.json", *there).out
    assert "nothing of it is new" in command("trail", "import", "record.json", *there).out

    shown = json.loads(command("trail", "show", "--foreign", *there, "--json").out)
    assert [entry["action"] for entry in shown["trails"][0]["entries"] if entry["candidate"]] == [
        "register",
        "import-artifacts",
        "build-manifest",
    ]
    assert "register" not in command("trail", "show", *there).out
    assert "build-manifest" in command("trail", "show", "--foreign", *there).out
    assert "no trail was imported" in command("trail", "show", "--foreign").out

    assert command.refused("trail", "import", "record.json").code == 2
    (here / "spoiled.json").write_bytes((here / "record.json").read_bytes().replace(b'"seq":2', b'"seq":3'))
    refused = command.refused("trail", "import", "spoiled.json", *there)
    assert (refused.code, "entry 3: it follows" in refused.err) == (3, True)


def test_an_event_of_a_proven_actor_is_sealed(command: "CommandLine", here: Path) -> None:
    (here / "artifacts.json").write_bytes(
        b'{"schema":"clean-release/artifacts/v1","project":"widget","version":"1.2.0","artifacts":'
        b'[{"name":"widget-1.2.0-py3-none-any.whl","kind":"wheel","sha256":"' + b"1" * 64 + b'","size":2}]}'
    )
    command("candidate", "import-artifacts", "--candidate-id", NAME, "--input", "artifacts.json", *BY)

    verified = json.loads(command("trail", "verify", "--json").out)
    assert (verified["holds"], verified["checkpoints"]) == (True, {"inside": 1, "unproven": 0})
    assert "of which your anchor vouches for 1" in command("trail", "verify").out
    assert "release-owner (signature sha256:" in command("trail", "show", "--actor", "release-owner").out


def test_nothing_behind_a_changed_entry_is_shown(command: "CommandLine", here: Path) -> None:
    path = here / ".clean-release" / "store.db"
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"kind":"artifacts"', b'"kind":"Artifacts"', 1))

    shown = command("trail", "show")
    assert shown.code == 1
    assert "import-artifacts" not in shown.out
    assert "the trail does not hold, entry 4: the document it recorded was changed: its digest is" in shown.out
    assert command("trail", "verify").code == 1
    assert command.refused("trail", "export", *BY, "--output", "record.json").code == 3
