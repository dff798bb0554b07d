"""Pages of rules follow from the rules alone, and what no longer belongs to one is removed."""

import shutil
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT
from tools.build_bundle import build
from tools.rule_pages import INDEX, differing, pages, write

PAGE = "branch/no_bypass.md"


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """A copy of one rule and the library."""
    target = tmp_path / "policies"
    shutil.copytree(ROOT / "policies" / "lib", target / "lib")
    shutil.copytree(ROOT / "policies" / "rules" / "branch" / "no_bypass", target / "rules" / "branch" / "no_bypass")
    shutil.copytree(ROOT / "policies" / "rules" / "environment" / "reviewers", target / "rules/environment/reviewers")
    return target


def test_there_is_one_page_per_rule_and_a_list(policies: Path) -> None:
    made = pages(policies)

    assert sorted(made) == [INDEX, PAGE, "environment/reviewers.md"]
    assert f"[branch.no_bypass]({PAGE}) | BR-19 | high | block |" in made[INDEX]


def test_a_page_holds_what_the_rule_reads_its_parameters_its_fix_and_its_tests(policies: Path) -> None:
    made = pages(policies)

    assert "| `repository.ref_rules[].bypass` |" in made[PAGE]
    assert "only the subject is undecided" in made[PAGE]
    assert "```sh\ngh api -X PUT" in made[PAGE]
    assert "It passes:\n\n- when the bypass list is empty\n" in made[PAGE]
    assert "It cannot tell:\n\n- " in made[PAGE]
    assert "## Example of evidence\n\n```json\n{\n" in made[PAGE]
    assert (
        '| `minimum` | `1` | `{"maximum":6,"minimum":1,"type":"integer"}` | a lower value is weaker |'
        in (made["environment/reviewers.md"])
    )


def test_what_is_missing_changed_or_left_over_differs(policies: Path, tmp_path: Path) -> None:
    target = tmp_path / "pages"
    target.mkdir()
    wanted = pages(policies)
    write(wanted, target)
    assert differing(wanted, target) == []

    (target / INDEX).unlink()
    (target / PAGE).write_text("changed", encoding="utf-8")
    (target / "branch" / "gone.md").write_text("no rule", encoding="utf-8")

    assert differing(wanted, target) == [INDEX, "branch/gone.md", PAGE]
    assert write(wanted, target) == [INDEX, "branch/gone.md", PAGE]
    assert differing(wanted, target) == []
    assert not (target / "branch" / "gone.md").exists()


def test_a_rule_without_tests_has_no_page(policies: Path) -> None:
    (policies / "rules" / "branch" / "no_bypass" / "no_bypass_test.rego").unlink()

    with pytest.raises(SystemExit, match="is missing; a rule has tests"):
        pages(policies)


def test_the_shipped_bundle_is_not_built_without_a_page_where_there_are_pages(policies: Path, tmp_path: Path) -> None:
    build(policies, tmp_path / "without_documents")
    folder = tmp_path / "docs" / "reference" / "rules"
    folder.mkdir(parents=True)

    with pytest.raises(Exception, match="the rule has no page"):
        build(policies, tmp_path / "with_documents")

    write(pages(policies), folder)
    build(policies, tmp_path / "with_documents")
    assert (tmp_path / "with_documents" / "release-policy.tar.gz").is_file()
