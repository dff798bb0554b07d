"""Nothing of one namespace is seen, changed or accepted in the other, by any command that takes a namespace."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from checker.bootstrap import CleanRelease
from checker.cli.commands import app_for
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.formats.report_v1 import report_bytes
from tests.attacks.command import run_command
from tests.candidate_builders import NAME, TARGETS, acting, built
from tests.report_builders import a_report

LIFECYCLE = {"candidate", "manifest", "compliance", "release", "trail", "waiver", "permit"}
FILLED = {"candidate_id": NAME, "actor": "release-bot", "run_id": "run-001", "manifest": "man-001", "first": "man-001"}
DIGEST = re.compile(r"[0-9a-f]{12}")


def with_namespace(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401 - the library's own
    """Every command below that has the option, with the words that call it."""
    for name, below in getattr(command, "commands", {}).items():
        yield from with_namespace(below, (*words, name))
    if any("--namespace" in parameter.opts for parameter in command.params):
        yield words, command


COMMANDS = dict(with_namespace(get_command(app_for([]))))


def arguments(words: tuple[str, ...], folder: Path) -> list[str]:
    """The command with a value for all that it requires, and for what names something of the other namespace."""
    said = list(words)
    for parameter in COMMANDS[words].params:
        value = FILLED.get(parameter.name or "", "" if not parameter.required else str(folder.parent / "new.json"))
        if parameter.name == "project":
            said += ["--project", str(folder)]
        elif value and parameter.param_type_name == "argument":
            said.append(value)
        elif (value and parameter.name != "actor") or parameter.required:
            said += [parameter.opts[0], value]
    return said


@pytest.fixture(params=list(Namespace))
def kept(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Namespace]:
    """A folder with a candidate and a report in one of the namespaces."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "clean-release.yaml").write_bytes(TARGETS)
    namespace: Namespace = request.param
    with CleanRelease(directory=folder).store(namespace) as store:
        built(acting(store=store))
        data = report_bytes(a_report(namespace=namespace))
        store.put_report(digest=digest_of(data), data=data)
    return folder, namespace


def digests(folder: Path, namespace: Namespace) -> set[str]:
    """How everything that the store keeps is named, in as few characters as are shown."""
    with CleanRelease(directory=folder).store(namespace) as store:
        rows = list(store.read_trail(up_to=store.verify_trail().head.seq))
    return {found for row in rows for text in (row.hash, row.name) for found in DIGEST.findall(text)[:1]}


def test_no_command_sees_or_changes_the_other_namespace(kept: tuple[Path, Namespace]) -> None:
    folder, namespace = kept
    names = digests(folder, namespace)
    path = next((folder / ".clean-release").glob("store.db" if namespace is Namespace.REAL else "demo/store.db"))
    before = path.read_bytes()
    other = next(one for one in Namespace if one is not namespace)

    seen = {}
    for words in COMMANDS:
        ended = run_command([*arguments(words, folder), "--namespace", other])
        said = ended.out + ended.err
        assert not [name for name in names if name in said], f"{words}: {said}"
        assert path.read_bytes() == before, words
        assert "Traceback" not in said
        assert "error[defect]" not in said, f"{words}: {said}"
        if ended.code == 0 and words[0] in LIFECYCLE:
            assert re.search(rf"namespace\W+{other}", said), f"{words}: {said}"
        seen[words] = ended.code
    assert {words[0] for words in seen} > {"candidate", "manifest", "trail", "report", "store", "keys"}
    assert seen["candidate", "show"] == seen["manifest", "show"] == 3
    assert seen["candidate", "list"] == 0
