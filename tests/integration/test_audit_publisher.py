"""`clean-release audit publisher`: whether a trusted publish will be accepted, before anybody tries."""

import json
from pathlib import Path

import pytest

from checker.adapters.clock import SystemClock
from checker.domain.moment import format_moment
from tests.integration.conftest import CommandLine
from tests.publish_cases import FOLDER

PUBLISHERS = """\
publishers:
  - {registry: pypi, project: widget, owner: example-org, owner_id: 4242, repository: widget, workflow: release.yml,
     environment: pypi, issuer: "https://token.actions.githubusercontent.com"}
"""
AUDIT = "audits/example-org-widget.repository.json"
COMMIT = "1" * 40


@pytest.fixture
def here(complete: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of the complete example, audited a moment ago, whose publish is accepted."""
    with (complete / "clean-release.yaml").open("a", encoding="utf-8") as project:
        project.write(PUBLISHERS)
    audit = json.loads((complete / AUDIT).read_bytes())
    audit["collected_at"] = format_moment(SystemClock().now().replace(microsecond=0))
    (complete / AUDIT).write_text(json.dumps(audit), encoding="utf-8")
    (complete / "pyproject.toml").write_text('[project]\nname = "widget"\n', encoding="utf-8")
    workflows = complete / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "release.yml").write_bytes((FOLDER / "release.yml").read_bytes())
    for ref in ("refs/heads/main", "refs/tags/v2.0.0"):
        path = complete / ".git" / ref
        path.parent.mkdir(parents=True)
        path.write_text(COMMIT + "\n", encoding="utf-8")
    (complete / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    monkeypatch.chdir(complete)
    return complete


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_accepted_is_said_with_every_check(command: CommandLine, here: Path) -> None:
    ended = command("audit", "publisher")

    assert (ended.code, ended.err) == (0, ""), ended.out
    head, *lines = ended.out.splitlines()
    assert head == "PyPI widget: accepted (job publish in .github/workflows/release.yml)"
    assert [line.split()[1] for line in lines] == [*(f"P{number}" for number in range(1, 13)), "credential"]
    assert here.is_dir()


def test_the_field_that_does_not_match_comes_first_with_value_answer_and_fix(command: CommandLine, here: Path) -> None:
    edit(here / "clean-release.yaml", "     environment: pypi, issuer", "     environment: release, issuer")

    ended = command("audit", "publisher")

    assert ended.code == 1
    check, field, answer, fix = ended.out.splitlines()[1:5]
    assert check == "  ✗ P4 job publish has another environment"
    assert field == "      environment: pypi, expected release"
    assert answer.endswith("no corresponding publisher (Publisher with matching claims was not found)")
    assert fix == "      fix: write environment: release at job publish in .github/workflows/release.yml (line 10)"


def test_an_old_audit_makes_nothing_accepted(command: CommandLine, here: Path) -> None:
    edit(here / AUDIT, '"collected_at": "', '"collected_at": "1')
    audit = json.loads((here / AUDIT).read_bytes())
    audit["collected_at"] = "2026-03-02T11:30:00Z"
    (here / AUDIT).write_text(json.dumps(audit), encoding="utf-8")

    ended = command("audit", "publisher", "--json")

    assert ended.code == 3
    (found,) = json.loads(ended.out)["predictions"]
    assert found["expected"] == "unknown"
    assert {item["check"] for item in found["findings"] if item["standing"] == "unknown"} == {"P2", "P3", "P8"}


def test_a_workflow_that_cannot_be_read_is_told_and_leaves_it_unknown(command: CommandLine, here: Path) -> None:
    edit(here / ".github" / "workflows" / "release.yml", "jobs:", "jobs: {")

    ended = command("audit", "publisher")

    assert ended.code == 3
    assert "warning: .github/workflows/release.yml could not be read" in ended.err


def test_without_workflows_nothing_is_known(command: CommandLine, here: Path) -> None:
    (here / ".github" / "workflows" / "release.yml").unlink()
    (here / ".github" / "workflows").rmdir()

    ended = command("audit", "publisher")

    assert (ended.code, "there are no workflow files here" in ended.out) == (3, True)


@pytest.mark.parametrize(
    ("ref", "code", "said"),
    [
        ("refs/tags/v2.0.0", 0, "P1 release.yml is in this checkout"),
        ("refs/tags/v9.9.9", 3, "P1 the clone has no refs/tags/v9.9.9"),
        ("refs/heads/main", 1, "P8 the environment pypi does not admit refs/heads/main"),
    ],
)
def test_a_release_ref_must_be_checked_out_and_admitted(
    command: CommandLine, here: Path, ref: str, code: int, said: str
) -> None:
    ended = command("audit", "publisher", "--ref", ref)

    assert (ended.code, said in ended.out) == (code, True), ended.out
    assert here.is_dir()


def test_another_commit_is_not_the_release_ref(command: CommandLine, here: Path) -> None:
    (here / ".git" / "refs" / "heads" / "main").write_text("2" * 40 + "\n", encoding="utf-8")

    ended = command("audit", "publisher", "--ref", "refs/tags/v2.0.0")

    assert (ended.code, "the checkout is at 222222222222, not at refs/tags/v2.0.0" in ended.out) == (3, True)


def test_wrong_input_is_one_sentence(command: CommandLine, here: Path, empty: Path) -> None:
    assert command.refused("audit", "publisher", "--ref", "v2.0.0").code == 2
    assert command.refused("audit", "publisher", "--audit", "nowhere.json").code == 3
    assert command.refused("audit", "publisher", "--project", empty).code == 3
    assert command.refused("audit", "publisher", "--format", "xml").code == 2
    assert here.is_dir()


def test_a_project_that_declares_nothing_is_told_what_to_declare(command: CommandLine, here: Path) -> None:
    text = (here / "clean-release.yaml").read_text(encoding="utf-8")
    (here / "clean-release.yaml").write_text(text.replace(PUBLISHERS, ""), encoding="utf-8")

    ended = command("audit", "publisher")

    assert ended.code == 3
    assert "owner example-org, repository widget, workflow release.yml, environment pypi" in ended.out
