"""`clean-release audit publisher --log`: a refused publish is explained on the command line."""

import json
from pathlib import Path

import pytest

from tests.integration.conftest import CommandLine

DATA = Path(__file__).parents[1] / "data"
LOGS = DATA / "publisher" / "logs"
PUBLISHERS = """\
publishers:
  - {registry: pypi, project: widget, owner: octo, owner_id: 7, repository: widget, workflow: release.yml,
     environment: pypi}
"""


@pytest.fixture
def here(complete: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with (complete / "clean-release.yaml").open("a", encoding="utf-8") as project:
        project.write(PUBLISHERS)
    monkeypatch.chdir(complete)
    return complete


def test_the_mismatching_field_of_the_declared_publisher_is_named(command: CommandLine, here: Path) -> None:
    ended = command("audit", "publisher", "--log", LOGS / "action.txt")

    assert (ended.code, ended.err) == (0, "")
    assert "invalid-publisher (line 9)" in ended.out
    assert "  environment: declared pypi, expected release\n" in ended.out
    assert (
        "  fix: register at PyPI: owner octo, repository widget, workflow release.yml, environment release\n"
        in ended.out
    )
    assert here.is_dir()


def test_the_real_case_is_explained_without_a_project(command: CommandLine, empty: Path) -> None:
    log = DATA / "seed-audits" / "trusted-publisher-claims.json"

    ended = command("audit", "publisher", "--log", log, "--project", empty, "--json")

    assert ended.code == 0
    (found,) = json.loads(ended.out)["explanations"]
    assert found["differences"] == [
        {"field": "workflow", "declared": ".github/workflows/release.yml", "expected": "release.yml"}
    ]


def test_an_unknown_cause_is_no_answer(command: CommandLine, empty: Path) -> None:
    ended = command("audit", "publisher", "--log", LOGS / "forbidden.txt", "--project", empty)

    assert (ended.code, "not known: " in ended.out) == (3, True)


def test_a_log_that_says_nothing_is_refused(command: CommandLine, empty: Path) -> None:
    (empty / "log.txt").write_text("all is well\n", encoding="utf-8")

    assert command.refused("audit", "publisher", "--log", empty / "log.txt").code == 3
    assert command.refused("audit", "publisher", "--log", empty / "nowhere").code == 3
    assert command.refused("audit", "publisher", "--log", empty / "log.txt", "--format", "xml").code == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{registry: nuget, project: a, owner: a, repository: a, workflow: a.yml}", "registry"),
        ("{registry: pypi, project: a, owner: a, repository: a, workflow: a.yml, environmnt: x}", "environmnt"),
        ("{registry: pypi, project: a, owner: a, repository: a}", "workflow"),
        ('{registry: pypi, project: a, owner: a, repository: a, workflow: "a\\u202e.yml"}', "publishers.workflow"),
    ],
)
def test_a_publisher_that_is_declared_wrongly_is_refused(
    command: CommandLine, here: Path, line: str, said: str
) -> None:
    with (here / "clean-release.yaml").open("a", encoding="utf-8") as project:
        project.write(f"  - {line}\n")

    ended = command.refused("audit", "publisher", "--log", LOGS / "action.txt")

    assert (ended.code, said in ended.err) == (3, True), ended.err
