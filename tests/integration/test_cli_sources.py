"""Policy from a web server and from a git repository: locked, fetched, judged offline, and refused when it moved."""

import json
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_socket

from checker.formats.bundle_archive import write_archive
from tests.bundle_builders import files_of
from tests.bundle_server import BundleServer, serving
from tests.git_repositories import commit, git
from tests.integration.conftest import CommandLine
from tests.policy_builders import BODY, a_policy

JUDGED = "policy: team sha256:"
"""What a check says that judged; its audits are old by now, so it is undecided, with the code of a refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A project, an anchor outside of it, and a server with the team's policy as a signed archive and in git."""

    command: CommandLine
    project: Path
    anchor: Path
    server: BundleServer
    repository: Path

    @property
    def web(self) -> str:
        return f"{self.server.url}/team.tar.gz"

    def git(self, revision: str = "v1") -> str:
        return f"git+{self.server.url}/git/policies@{revision}#team"

    def take(self, source: str) -> None:
        """Write the source into the project file."""
        path = self.project / "clean-release.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("builtin:release-policy", source), encoding="utf-8")

    @property
    def lock(self) -> dict[str, object]:
        read: dict[str, object] = json.loads((self.project / "clean-release.lock").read_bytes())["bundles"][0]
        return read

    @property
    def kept(self) -> list[str]:
        return sorted(path.name for path in (self.project / ".clean-release" / "bundles").glob("*"))

    def run(self, *arguments: str, code: int = 0) -> str:
        """What a command says, which ends with this code."""
        more = (self.project,) if arguments[0] == "check" else ("--project", self.project)
        ended = self.command(*arguments, *more, "--anchor", self.anchor)
        assert ended.code == code, ended.out + ended.err
        return ended.out + ended.err


@pytest.fixture
def world(command: CommandLine, complete: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (complete / "clean-release.lock").unlink()
    repository = tmp_path / "served" / "policies"
    for path, text in a_policy().items():
        (repository / "team" / path).parent.mkdir(parents=True)
        (repository / "team" / path).write_text(text, encoding="utf-8")
        test = (repository / "team" / path).with_name("guarded_test.rego")
        test.write_text("package rules.branch.guarded_test\n\ntest_x if true\n", encoding="utf-8")
    build = ("bundle", "build", repository / "team", "-o", "team.tar.gz", "--name", "team", "--revision", "7")
    assert command(*build).code == 0
    test.unlink()  # what is built holds no tests, and folder and archive are to be one tree
    entry = command("keys", "generate", "alice").out
    assert command("bundle", "sign", "team.tar.gz", "--key", "alice").code == 0
    with serving(tmp_path / "served") as server:
        server.put("/team.tar.gz", Path("team.tar.gz").read_bytes())
        server.put("/team.tar.gz.dsse.json", Path("team.tar.gz.dsse.json").read_bytes())
        made = World(
            command=command, project=complete, anchor=tmp_path / "anchor.yaml", server=server, repository=repository
        )
        unpack_manifest(made)
        assert command("bundle", "sign", repository / "team", "--key", "alice").code == 0
        git(repository, "init", "--quiet", "--initial-branch=main")
        commit(repository, "First")
        git(repository, "tag", "v1")
        write_anchor(made, entry)
        yield made


def unpack_manifest(world: World) -> None:
    """Put the manifest beside the rules that the archive was built with, so that folder and archive are one tree."""
    with tarfile.open("team.tar.gz") as tar:
        found = tar.extractfile(".manifest")
        assert found is not None
        (world.repository / "team" / ".manifest").write_bytes(found.read())


def write_anchor(world: World, key: str) -> None:
    keys = "".join(f"  {line}\n" for line in key.splitlines())
    world.anchor.write_text(
        "schema: clean-release/anchor/v1\n"
        "bundles:\n  - {bundle: team, method: dsse, keys: [alice], threshold: 1}\n"
        "repositories:\n"
        "  - {host: github.com, slug: example-org/widget, id: 424242, owner_id: 4242, namespace: demo}\n"
        f'sources: ["{world.server.url}/", "git+{world.server.url}/git/policies"]\n'
        f"keys:\n{keys}",
        encoding="utf-8",
    )


@pytest.mark.parametrize("kind", ["web", "git"])
def test_a_bundle_of_another_machine_is_locked_once_and_judged_with_offline(world: World, kind: str) -> None:
    world.take(world.web if kind == "web" else world.git())

    assert "wrote" in world.run("lock")
    assert world.lock.get("commit", "") == ("" if kind == "web" else git(world.repository, "rev-parse", "v1"))
    asked = len(world.server.seen)
    assert JUDGED in world.run("check", code=3)
    assert len(world.server.seen) == asked, "a check asks nobody"

    shutil.rmtree(world.project / ".clean-release" / "bundles")
    assert "the bundle that was locked is not on this machine" in world.run("check", code=3)
    assert "fetched" in world.run("bundle", "fetch")
    world.server.stop()
    assert "was here" in world.run("bundle", "fetch")
    assert JUDGED in world.run("check", code=3)


def test_a_tag_that_moved_since_the_lock_is_refused_until_an_upgrade_is_asked_for(world: World) -> None:
    world.take(world.git())
    world.run("lock")
    first, kept = world.lock, world.kept
    moved = commit(world.repository, "Second", other__txt="x")
    git(world.repository, "tag", "--force", "v1")

    for command in (("lock",), ("lock", "--check")):
        said = world.run(*command, code=3)
        assert f"the tag v1 is {moved} now, locked is {first['commit']}" in said
        assert "clean-release.yaml:15:13" in said
    shutil.rmtree(world.project / ".clean-release" / "bundles")
    assert "the tag v1 is" in world.run("bundle", "fetch", code=3)

    assert (world.lock, world.kept) == (first, [])
    world.run("lock", "--upgrade")
    assert (world.lock["commit"], world.kept) == (moved, kept)


def test_a_branch_stays_at_its_locked_commit_until_an_upgrade(world: World) -> None:
    world.take(world.git("main"))
    world.run("lock")
    first = world.lock["commit"]
    second = commit(world.repository, "Second", other__txt="x")

    assert "the lock is current" in world.run("lock")
    world.run("lock", "--upgrade")

    assert (first, world.lock["commit"]) != (first, first)
    assert world.lock["commit"] == second


@pytest.mark.parametrize("kind", ["web", "git"])
def test_what_is_no_longer_what_was_locked_or_signed_is_not_kept(world: World, kind: str) -> None:
    world.take(world.web if kind == "web" else world.git("main"))
    world.run("lock")
    locked = (world.project / "clean-release.lock").read_bytes()
    shutil.rmtree(world.project / ".clean-release" / "bundles")
    changed = {path: text.encode() for path, text in a_policy(body=f"# changed\n{BODY}").items()}
    for path, data in changed.items():
        (world.repository / "team" / path).write_bytes(data)
    commit(world.repository, "Changed")
    files = {".manifest": (world.repository / "team" / ".manifest").read_bytes(), **changed}
    world.server.put("/team.tar.gz", write_archive(files_of(files)))

    assert "signed is the tree" in world.run("lock", "--upgrade", code=3)
    if kind == "web":
        assert "locked is" in world.run("bundle", "fetch", code=3)
    else:
        assert "fetched" in world.run("bundle", "fetch")  # of a branch, the locked commit

    assert (world.project / "clean-release.lock").read_bytes() == locked
    assert world.kept == [] or kind == "git"


def test_what_nobody_vouches_for_is_neither_kept_nor_locked(world: World) -> None:
    world.take(world.web)
    text = world.anchor.read_text(encoding="utf-8")
    world.anchor.write_text(text.replace("bundle: team,", "bundle: other,"), encoding="utf-8")

    assert "nobody vouches for the content of team" in world.run("lock", code=3)

    assert (world.kept, (world.project / "clean-release.lock").exists()) == ([], False)


def test_a_damaged_copy_is_fetched_again_and_never_judged_with(world: World) -> None:
    world.take(world.web)
    world.run("lock")
    (copy,) = (world.project / ".clean-release" / "bundles").glob("*.tar.gz")
    copy.write_bytes(b"\x1f\x8b something else")

    assert JUDGED not in world.run("check", code=3)
    assert "fetched" in world.run("bundle", "fetch")
    assert JUDGED in world.run("check", code=3)


def test_a_link_in_place_of_the_kept_bundles_is_not_written_through(world: World, tmp_path: Path) -> None:
    world.take(world.web)
    world.run("lock")
    shutil.rmtree(world.project / ".clean-release" / "bundles")
    (tmp_path / "elsewhere").mkdir()
    (world.project / ".clean-release" / "bundles").symlink_to(tmp_path / "elsewhere")

    assert "the folder of fetched bundles is a link" in world.run("bundle", "fetch", code=3)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_other_commands_read_what_was_fetched_and_ask_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.take(world.web)
    world.run("lock")
    asked = len(world.server.seen)
    monkeypatch.chdir(world.project)

    assert "branch.guarded" in world.command("policy", "list").out
    assert "team revision 7" in world.command("bundle", "inspect", world.web).out
    assert "trusted by dsse" in world.command("bundle", "verify", world.web, "--anchor", world.anchor).out
    refused = world.command.refused("bundle", "inspect", f"{world.server.url}/other.tar.gz").err
    assert "only `lock` and `bundle fetch` ask another machine" in refused
    assert len(world.server.seen) == asked


def test_without_a_lock_or_without_anything_to_fetch_it_is_said(world: World) -> None:
    assert "there is no clean-release.lock" in world.run("bundle", "fetch", code=3)
    text = world.anchor.read_text(encoding="utf-8")
    world.anchor.write_text(text.replace("{bundle: team, method: dsse, keys: [alice], threshold: 1}",
                                         "{bundle: release-policy, method: pinned}"), encoding="utf-8")  # fmt: skip
    world.run("lock")
    assert "the lock names no bundle of another machine" in world.run("bundle", "fetch")


def test_an_address_in_the_project_file_that_is_none_is_refused_with_file_and_line(world: World) -> None:
    world.take("git+https://git.example.org/policies@--upload-pack=touch#team")

    refused = world.run("lock", code=3)

    assert "clean-release.yaml:15:" in refused
    assert "write git+https://git.example.org/policies@upload-pack=touch" in refused
