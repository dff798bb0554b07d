"""A checkout as an audit: what is stated, what files say with file and line, and what could not be read."""

from typing import Any

import pytest

from checker.application.audit_files import AuditFile
from checker.application.audit_workspace import ReleaseContext, WorkspaceQuestion, audit_workspace
from checker.domain.audit import Audit, AuditKind
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.project import Project
from checker.errors import NotFoundError, StoreError, UsageError
from checker.formats.audit_v1 import parse_audit
from checker.formats.project_v1 import parse_project
from tests.builders import EVALUATED_AT
from tests.fakes.memory_files import MemoryFiles

COMMIT = "a" * 40
PROJECT = """\
schema: clean-release/project/v1
project: my-widget
repository: github.com/octo/widget
release: {}
policy: {bundles: [mine]}
"""
FILES = {
    "pyproject.toml": '[project]\nname = "my-widget"\nversion = "1.2.3"\nrequires-python = ">=3"\n',
    "CHANGELOG.md": "# Changelog\n\n## 1.2.3\n",
    "src/my_widget/__init__.py": '__version__ = "1.2.4"\n',
    "setup.cfg": "[flake8]\nmax-line-length = 100\n",
    "uv.lock": 'requires-python = ">=3"\n[[package]]\nname = "my-widget"\nsource = {editable = "."}\n',
    "poetry.lock": "",
}


NO_RECORD = StoreError("the store is not safe", hint="move it")
NO_WORKFLOWS = NotFoundError("there is no folder of workflows", hint="make one")


class ToldGit:
    """Git that says what a test told it."""

    version = "git version 2.0.0"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.branch = self.signed = "nobody asked"

    def head(self) -> str:
        return COMMIT

    def work_tree(self) -> Observation:
        return collected({"branch": "main", "changes": 0, "first_changes": []})

    def upstream(self) -> Observation:
        return unread(Status.NOT_FOUND, why="the branch main has no upstream", needs="git push")

    def release_tag(self, name: str) -> Observation:
        self.asked.append(name)
        fields: dict[str, Any] = {"exists": True, "annotated": True, "at_head": True, "signature": "none"}
        return collected({"ref": f"refs/tags/{name}", **fields})

    def signatures(self, tag: str) -> Observation:
        self.signed = tag
        return collected([])

    def default_workflows(self, branch: str) -> Observation:
        self.branch = branch
        return collected({"branch": branch or "main", "commit": COMMIT, "files": []})

    def base_tag(self, name: str) -> Observation:
        self.asked.append(name)
        return collected({"ref": f"refs/tags/{name}", "exists": True, "is_ancestor": True})


def project(more: str = "") -> Project:
    return parse_project((PROJECT + more).encode(), source="clean-release.yaml")


def audited(
    files: dict[str, str],
    *,
    more: str = "",
    git: ToldGit | None = None,
    context: ReleaseContext | None = None,
    workflows: AuditFile | NotFoundError = NO_WORKFLOWS,
) -> Audit:
    question = WorkspaceQuestion(
        project=project(more),
        context=context or ReleaseContext(),
        at=EVALUATED_AT,
        version="0.1.0",
        workflows=workflows,
        record=NO_RECORD,
    )
    there = MemoryFiles({name: text.encode() for name, text in files.items()})
    file = audit_workspace(question, git=git or ToldGit(), files=there)
    assert file.name == "octo-widget.workspace.json"
    return parse_audit(file.data, source=file.name)


def value(audit: Audit, section: str) -> Any:  # noqa: ANN401 - JSON of any form
    found: Any = audit.sections[section]
    assert found["status"] == "collected", found
    return found["value"]


def test_the_audit_is_of_the_projects_repository_at_the_commit() -> None:
    audit = audited(FILES)

    assert (audit.kind, audit.host, audit.provider) == (AuditKind.WORKSPACE, "github.com", "git")
    assert (audit.subject.slug, audit.subject.commit, audit.subject.repository_id) == ("octo/widget", COMMIT, 0)
    assert audit.collected_at == EVALUATED_AT


def test_every_place_that_states_a_version_is_named_with_its_line() -> None:
    stated = {one["id"]: (one["line"], one["written"].get("value")) for one in value(audited(FILES), "versions")}

    assert stated == {
        "pyproject.toml (pyproject)": (3, "1.2.3"),
        "CHANGELOG.md (changelog)": (3, "1.2.3"),
        "src/my_widget/__init__.py (python)": (1, "1.2.4"),
    }


def test_a_place_that_cannot_be_read_is_not_left_out() -> None:
    files = {**FILES, "pyproject.toml": "[project]\ndynamic = ['version']\n", "CHANGELOG.md": "# Unreleased\n"}
    stated = {one["file"]: one["written"] for one in value(audited(files), "versions")}

    assert stated["pyproject.toml"]["status"] == "error"
    assert "dynamic" in stated["pyproject.toml"]["detail"]["why"]
    assert stated["CHANGELOG.md"]["status"] == "error"


@pytest.mark.parametrize("mebibytes", [2, 17])
def test_a_file_that_is_too_large_is_not_left_out(mebibytes: int) -> None:
    stated = value(audited({"pyproject.toml": "#" * (mebibytes * 1024 * 1024)}), "versions")
    assert [one["written"]["status"] for one in stated] == ["error"]


def test_declared_places_alone_are_looked_at_and_must_be_there() -> None:
    more = "workspace: {versions: [{file: Formula/w.rb, kind: formula}, {file: gone.py, kind: python}]}\n"
    stated = value(audited({**FILES, "Formula/w.rb": '  version "1.2.3"\n'}, more=more), "versions")

    assert [(one["file"], one["line"], one["written"]["status"]) for one in stated] == [
        ("Formula/w.rb", 1, "collected"),
        ("gone.py", 0, "not_found"),
    ]


def test_locks_that_are_there_are_compared_where_that_is_known() -> None:
    locks = {one["file"]: (one["of"], one["present"], one["current"]) for one in value(audited(FILES), "lock_files")}

    assert list(locks) == ["uv.lock", "poetry.lock"]
    assert locks["uv.lock"][:2] == ("pyproject.toml", True)
    assert locks["uv.lock"][2]["value"] is True
    assert locks["poetry.lock"][2]["status"] == "unsupported"


def test_a_lock_out_of_step_says_in_what() -> None:
    stale = {**FILES, "uv.lock": FILES["uv.lock"].replace(">=3", ">=2")}
    (lock, _) = value(audited(stale), "lock_files")

    assert lock["current"]["value"] is False
    assert lock["differences"] == ["requires-python is locked as >=2, stated as >=3"]


def test_a_declared_lock_must_be_there_and_needs_what_it_locks() -> None:
    more = "workspace: {lock_files: [uv.lock, Cargo.lock]}\n"
    gone, alone = value(audited({"Cargo.lock": ""}, more=more), "lock_files")

    assert (gone["present"], gone["current"]["value"]) == (False, False)
    assert (alone["present"], alone["current"]["status"]) == (True, "error")
    assert alone["current"]["detail"]["why"] == "there is no Cargo.toml, which it locks"


def test_what_was_stated_is_kept_and_what_was_not_is_not_guessed() -> None:
    git = ToldGit()
    audit = audited(FILES, git=git, context=ReleaseContext(target="v1.2.3", base_tag="v1.2.2", mode="live"))
    assert value(audit, "release_context")["mode"] == {"stated": True, "value": "live"}
    assert value(audit, "release_tag")["ref"] == "refs/tags/v1.2.3"
    assert git.asked == ["v1.2.3", "v1.2.2"]

    assert (git.branch, git.signed) == ("", "v1.2.3")

    audit = audited(FILES, git=git, context=ReleaseContext(default_branch="trunk"))
    assert git.branch == "trunk"
    assert value(audit, "default_workflows")["branch"] == "trunk"
    assert value(audit, "release_context")["target"] == {"stated": False, "value": ""}
    sections: Any = audit.sections
    assert (sections["release_tag"]["status"], sections["base_tag"]["status"]) == ("not_requested", "not_requested")


@pytest.mark.parametrize(
    "context",
    [
        ReleaseContext(target="--all"),
        ReleaseContext(target="v1 2"),
        ReleaseContext(target="a..b"),
        ReleaseContext(target="v1.lock"),
        ReleaseContext(base_tag="v1^{}"),
        ReleaseContext(base_tag="v1/"),
        ReleaseContext(default_branch="-x"),
        ReleaseContext(mode="rehearsal"),
    ],
)
def test_what_can_be_no_tag_and_what_is_no_mode_is_refused(context: ReleaseContext) -> None:
    with pytest.raises(UsageError, match="expected"):
        audited(FILES, context=context)


def workflows_of(commit: str) -> AuditFile:
    """The audit of the workflow files of a commit."""
    unscanned: dict[str, Any] = {"status": "not_requested", "evidence": []}
    value: dict[str, Any] = {
        "files": [],
        "routes": {"status": "collected", "evidence": [], "value": []},
        "scanner": unscanned,
    }
    section: dict[str, Any] = {"status": "collected", "evidence": [], "value": value}
    document: dict[str, Any] = {"subject": {"commit": commit}, "sections": {"workflows": section}, "evidence": []}
    return AuditFile(name="octo-widget.workspace.json", data=b"", document=document)


def test_workflow_files_are_in_the_same_document_if_they_are_of_the_same_commit() -> None:
    assert value(audited(FILES, workflows=workflows_of(COMMIT)), "workflows")["files"] == []
    sections: Any = audited(FILES, workflows=workflows_of("")).sections
    assert sections["workflows"]["status"] == "error"
    sections = audited(FILES).sections
    assert sections["workflows"]["detail"]["why"] == "there is no folder of workflows"
