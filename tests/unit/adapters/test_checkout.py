"""A checkout says about itself what its files say, and nothing of it is run or guessed."""

from pathlib import Path

import pytest

from checker.adapters.workspace.checkout import Checkout
from checker.domain.manifest import Target
from checker.ports.workspace import Workspace, WorkspaceFacts

CONFIG = """\
[core]
\tbare = false
[remote "upstream"]
\turl = https://github.com/other/other.git
[remote "origin"]
\turl = {url}
\tfetch = +refs/heads/*:refs/remotes/origin/*
[branch "main"]
\tremote = origin
"""


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def facts_of(folder: Path, *, tree: Path | None = None) -> WorkspaceFacts:
    workspace: Workspace = Checkout(folder, tree=tree or folder)
    return workspace.facts()


@pytest.mark.parametrize(
    ("url", "host", "slug"),
    [
        ("https://github.com/octo/widget.git", "github.com", "octo/widget"),
        ("https://github.com/octo/widget", "github.com", "octo/widget"),
        ("https://github.com/octo/widget/", "github.com", "octo/widget"),
        ("https://token@github.com/octo/widget.git", "github.com", "octo/widget"),
        ("git@github.com:octo/widget.git", "github.com", "octo/widget"),
        ("ssh://git@git.example.org:2222/octo/widget.git", "git.example.org", "octo/widget"),
        ("/srv/git/widget.git", "", ""),
        ("https://github.com/octo", "", ""),
        ("https://github.com/a/b/c", "", ""),
    ],
)
def test_the_remote_called_origin_names_the_repository(tmp_path: Path, url: str, host: str, slug: str) -> None:
    write(tmp_path / ".git" / "config", CONFIG.format(url=url))

    found = facts_of(tmp_path)

    assert (found.host, found.slug) == (host, slug)
    assert ("no git remote called origin names a repository" in found.notes) is (not slug)


def test_without_git_nothing_is_guessed_but_the_name_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "widget").mkdir()

    assert facts_of(tmp_path / "widget") == WorkspaceFacts(
        name="widget",
        notes=("no git remote called origin names a repository", "the clone does not record the default branch"),
    )


def test_a_remote_without_an_address_names_nothing(tmp_path: Path) -> None:
    write(tmp_path / ".git" / "config", '[remote "origin"]\n\tfetch = x\n[remote "b"]\n\turl = git@a.org:b/c\n')
    assert facts_of(tmp_path).slug == ""


def test_the_default_branch_is_what_the_clone_recorded(tmp_path: Path) -> None:
    write(tmp_path / ".git" / "refs" / "remotes" / "origin" / "HEAD", "ref: refs/remotes/origin/trunk\n")
    write(tmp_path / ".git" / "HEAD", "ref: refs/heads/feature\n")

    assert facts_of(tmp_path).branch == "trunk"


def test_the_name_of_the_repository_serves_where_no_package_has_one(tmp_path: Path) -> None:
    write(tmp_path / ".git" / "config", CONFIG.format(url="git@github.com:octo/widget.git"))
    assert facts_of(tmp_path).name == "widget"


@pytest.mark.parametrize(
    ("file", "text", "target"),
    [
        ("pyproject.toml", '[project]\nname = "widget"\n', Target(registry="pypi", project="widget")),
        ("Cargo.toml", '[package]\nname = "widget"\n', Target(registry="crates", project="widget")),
        ("package.json", '{"name": "@octo/widget"}', Target(registry="npm", project="@octo/widget")),
    ],
)
def test_package_metadata_names_project_and_registry(tmp_path: Path, file: str, text: str, target: Target) -> None:
    write(tmp_path / file, text)

    found = facts_of(tmp_path)

    assert (found.name, found.targets) == (target.project, (target,))


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pyproject.toml", "[project"),
        ("pyproject.toml", "[tool.x]\n"),
        ("pyproject.toml", "[project]\nname = 3\n"),
        ("Cargo.toml", 'package = "x"\n'),
        ("package.json", "{"),
        ("package.json", "[" * 100_000),
        ("package.json", "[]"),
    ],
)
def test_metadata_that_names_nothing_names_nothing(tmp_path: Path, file: str, text: str) -> None:
    write(tmp_path / file, text)

    found = facts_of(tmp_path)

    assert (found.name, found.targets) == (tmp_path.name, ())


def workflow(environment: str) -> str:
    return f"on: push\njobs:\n  a: {{runs-on: ubuntu-latest, environment: {environment}, steps: [{{run: make}}]}}\n"


def test_environments_are_those_that_workflows_name_literally_each_once(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    named = ("pypi", "{name: npm, url: x}", "'${{ inputs.where }}'", "''", "pypi")
    for number, environment in enumerate(named):
        write(folder / f"{number}.yml", workflow(environment))
    write(folder / "again.yaml", workflow("pypi"))
    write(folder / "notes.txt", workflow("hidden"))

    found = facts_of(tmp_path)

    assert found.environments == ("pypi", "npm")
    assert not any(note.startswith("could not read") for note in found.notes)


def test_a_workflow_that_cannot_be_read_is_noted(tmp_path: Path) -> None:
    write(tmp_path / ".github" / "workflows" / "bad.yml", "a: 1\na: 2\n")
    write(tmp_path / ".github" / "workflows" / "half.yml", "jobs: {a: {environment: pypi}}\n")
    (tmp_path / ".github" / "workflows" / "raw.yml").write_bytes(b"\xff\xfe\xff")

    found = facts_of(tmp_path)

    assert found.environments == ()
    noted = [note.split(":")[0] for note in found.notes if note.startswith("could not read")]
    assert noted == ["could not read bad.yml", "could not read half.yml", "could not read raw.yml"]


def test_a_folder_of_workflows_that_is_a_link_is_noted_and_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside" / "release.yml", workflow("hidden"))
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "workflows").symlink_to("../outside")

    found = facts_of(tmp_path)

    assert found.environments == ()
    assert any("folder of workflows cannot be read" in note for note in found.notes)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside.toml", '[project]\nname = "secret"\n')
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "pyproject.toml").symlink_to("../outside.toml")

    assert facts_of(tmp_path / "project").name == "project"


def test_a_folder_within_a_work_tree_takes_package_from_itself_and_the_rest_from_the_tree(tmp_path: Path) -> None:
    write(tmp_path / ".git" / "config", CONFIG.format(url="git@github.com:octo/monorepo.git"))
    write(tmp_path / ".git" / "refs" / "remotes" / "origin" / "HEAD", "ref: refs/remotes/origin/main\n")
    write(tmp_path / ".github" / "workflows" / "release.yml", workflow("pypi"))
    write(tmp_path / "pyproject.toml", '[project]\nname = "root"\n')
    write(tmp_path / "service" / "pyproject.toml", '[project]\nname = "service"\n')

    assert facts_of(tmp_path / "service", tree=tmp_path) == WorkspaceFacts(
        name="service",
        host="github.com",
        slug="octo/monorepo",
        branch="main",
        environments=("pypi",),
        targets=(Target(registry="pypi", project="service"),),
    )


def test_a_linked_work_tree_is_read_where_its_git_folder_is(tmp_path: Path) -> None:
    git = tmp_path / "main" / ".git"
    write(git / "config", CONFIG.format(url="git@github.com:octo/widget.git"))
    write(git / "worktrees" / "fix" / "commondir", "../..\n")
    write(tmp_path / "fix" / ".git", f"gitdir: {git}/worktrees/fix\n")

    assert facts_of(tmp_path / "fix").slug == "octo/widget"


def test_a_submodule_is_read_where_its_git_folder_is(tmp_path: Path) -> None:
    write(tmp_path / ".git" / "modules" / "lib" / "config", CONFIG.format(url="git@github.com:octo/lib.git"))
    write(tmp_path / "lib" / ".git", "gitdir: ../.git/modules/lib\n")

    assert facts_of(tmp_path / "lib").slug == "octo/lib"


def test_a_git_file_that_leads_nowhere_names_nothing(tmp_path: Path) -> None:
    write(tmp_path / ".git", "something else\n")
    write(tmp_path / "config", CONFIG.format(url="git@github.com:octo/planted.git"))

    assert facts_of(tmp_path).slug == ""
