"""`clean-release audit paths`: who can cause a publish, by the command, with its exit codes."""

import json
import sys
from pathlib import Path

import pytest

from checker.adapters.clock import SystemClock
from checker.domain.moment import format_moment
from checker.formats.paths_v1 import parse_paths
from tests.integration.conftest import CommandLine
from tests.publish_cases import FOLDER

PUBLISHERS = """\
publishers:
  - {registry: pypi, project: widget, owner: example-org, repository: widget, workflow: release.yml, environment: pypi}
"""
AUDIT = "audits/example-org-widget.repository.json"


@pytest.fixture
def here(complete: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of the complete example, whose every way to a publish is closed or guarded but that of a token."""
    with (complete / "clean-release.yaml").open("a", encoding="utf-8") as project:
        project.write(PUBLISHERS)
    change(complete, secrets=[], keys=[])
    workflows = complete / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "release.yml").write_bytes((FOLDER / "release.yml").read_bytes())
    monkeypatch.chdir(complete)
    return complete


def change(folder: Path, **values: list[object]) -> None:
    """Let the audit be of now, with these secrets in the environment and these deploy keys."""
    audit = json.loads((folder / AUDIT).read_bytes())
    audit["collected_at"] = format_moment(SystemClock().now().replace(microsecond=0))
    read = {"status": "collected", "evidence": []}
    names = [{"name": name, "updated_at": ""} for name in values["secrets"]]
    for environment in audit["sections"]["environments"]["value"]:
        environment["secret_names"] = {**read, "value": names}
    audit["sections"]["deploy_keys"] = {**read, "value": values["keys"]}
    (folder / AUDIT).write_text(json.dumps(audit), encoding="utf-8")


def test_nobody_can_publish_alone_where_every_way_takes_somebody_else(command: CommandLine, here: Path) -> None:
    ended = command("audit", "paths")

    assert (ended.code, ended.err) == (0, ""), ended.out
    assert ended.out.startswith("example-org/widget: nobody can publish alone\n")
    assert here.is_dir()


def test_a_token_that_is_there_publishes_for_whoever_holds_it(command: CommandLine, here: Path) -> None:
    change(here, secrets=["PYPI_API_TOKEN"], keys=[])

    ended = command("audit", "paths", "--json")

    assert ended.code == 1
    parse_paths(ended.out.encode(), source="it")
    document = json.loads(ended.out)
    assert document["closure"] == "open"
    assert document["paths"][0]["kind"] == "token-holder"


def test_without_an_audit_nothing_is_known(command: CommandLine, here: Path) -> None:
    project = here / "clean-release.yaml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace(AUDIT + ", ", ""), encoding="utf-8")

    ended = command("audit", "paths", "--format", "mermaid")

    assert ended.code == 3
    assert ended.out.startswith("flowchart LR\n")


def test_a_format_that_nobody_writes_is_a_wrong_command_line(command: CommandLine, here: Path) -> None:
    assert command("audit", "paths", "--project", str(here), "--format", "svg").code == 2


def test_without_the_library_the_refusal_names_the_extra(
    command: CommandLine, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rustworkx", None)
    monkeypatch.delitem(sys.modules, "checker.adapters.path_distances.rustworkx_distances", raising=False)

    ended = command("audit", "paths", "--project", str(here))

    assert ended.code == 3
    assert "pip install 'clean-release[paths]'" in ended.err
