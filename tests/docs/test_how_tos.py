"""Every how-to is true: its files and commands, followed in order, print what is shown and exit as said."""

import shutil
from pathlib import Path

import pytest

from checker.formats.github.classic_rules_query import CLASSIC_RULES
from checker.formats.github.repository_query import query_of
from checker.formats.github.workflow_files_query import WORKFLOW_FILES
from tests.architecture.source_tree import ROOT
from tests.docs.follow_page import follow
from tests.docs.recorded_gh import install
from tools.shown_commands import WrittenFile, steps

HOW_TO = ROOT / "docs" / "how-to"
EXAMPLES = ROOT / "docs" / "examples"
OWN_STORE = shutil.ignore_patterns(".clean-release")


@pytest.fixture
def reader(tmp_path: Path) -> Path:
    """Where a reader stands: a clone with the examples, nothing judged yet."""
    shutil.copytree(EXAMPLES, tmp_path / "reader" / "docs" / "examples", ignore=OWN_STORE)
    return tmp_path / "reader"


def test_every_how_to_is_followed_by_a_test() -> None:
    here = Path(__file__).parent
    tests = "\n".join(path.read_text(encoding="utf-8") for path in here.glob("test_how_to*.py"))

    assert [page.name for page in sorted(HOW_TO.glob("*.md")) if f'"{page.name}"' not in tests] == []


@pytest.mark.engine
def test_a_release_is_gated_in_ci(tmp_path: Path) -> None:
    reader = tmp_path / "reader"
    shutil.copytree(EXAMPLES / "complete", reader, ignore=OWN_STORE)
    for name in ("clean-release.yaml", "clean-release.lock", "anchor.yaml"):
        (reader / name).unlink()
    shutil.rmtree(reader / "audits")

    followed = follow(HOW_TO / "gate-in-ci-with-a-lock.md", reader)

    codes = [step.exit_code for step in followed if "clean-release check" in step.command]
    assert codes == [0, 3, 3], "the gate opens once, and stays closed for what a pull request can do"


@pytest.mark.engine
def test_evidence_is_judged_and_a_verdict_attested(tmp_path: Path) -> None:
    reader = tmp_path / "reader"
    shutil.copytree(EXAMPLES / "complete", reader, ignore=OWN_STORE)
    for name in ("clean-release.yaml", "clean-release.lock", "anchor.yaml"):
        (reader / name).unlink()
    shutil.rmtree(reader / "audits")
    follow(HOW_TO / "gate-in-ci-with-a-lock.md", reader)

    followed = follow(HOW_TO / "judge-evidence.md", reader)

    assert {step.exit_code for step in followed} == {0}
    assert (tmp_path / "widget.vsa.json").is_file()


@pytest.mark.engine
def test_an_audit_is_imported(reader: Path) -> None:
    install(reader.parent / "programs", EXAMPLES / "complete" / "capture")

    follow(HOW_TO / "import-an-audit.md", reader)

    assert (reader / "classic-rules.graphql").read_text(encoding="utf-8") == query_of(CLASSIC_RULES)
    assert (reader / "workflow-files.graphql").read_text(encoding="utf-8") == query_of(WORKFLOW_FILES)
    files = sorted(path.name for path in (reader / "capture").rglob("*.txt"))
    recorded = [path.name for path in (EXAMPLES / "complete" / "capture").glob("repository*.json")]
    assert len(files) == len(recorded), "the how-to asks for every answer the example was made of"


def test_audits_are_exported(reader: Path) -> None:
    assert follow(HOW_TO / "export-audits.md", reader)


@pytest.mark.engine
def test_a_report_is_read(reader: Path) -> None:
    assert follow(HOW_TO / "read-a-report.md", reader)


@pytest.mark.engine
def test_a_bundle_is_signed(reader: Path) -> None:
    for step in steps((HOW_TO / "try-a-rule.md").read_text(encoding="utf-8")):
        if isinstance(step, WrittenFile) and step.path.startswith("my-policies/"):
            path = reader / step.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")

    assert follow(HOW_TO / "sign-a-bundle.md", reader)


@pytest.mark.engine
def test_conftest_policies_are_used(reader: Path) -> None:
    assert follow(HOW_TO / "use-conftest-policies.md", reader)


@pytest.mark.engine
def test_a_checkout_is_audited(reader: Path) -> None:
    followed = follow(HOW_TO / "audit-a-checkout.md", reader)

    assert [step.exit_code for step in followed] == [0, 0, 0, 3, 1]


def test_a_trusted_publish_is_predicted(reader: Path) -> None:
    followed = follow(HOW_TO / "predict-a-trusted-publish.md", reader)

    assert [step.exit_code for step in followed] == [1, 0]


def test_a_store_is_kept_safe(reader: Path) -> None:
    followed = follow(HOW_TO / "keep-a-store-safe.md", reader)

    assert [step.exit_code for step in followed] == [0, 0, 0, 0]
