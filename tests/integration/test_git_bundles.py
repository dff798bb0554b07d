"""Bundles from a git repository: one commit by a real git, and nothing of the other side is ever run or believed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket

from checker.adapters.bundles.fetch_limits import FetchLimits
from checker.adapters.bundles.remote_bundles import FetchingBundles
from checker.domain.lock import LockedBundle
from checker.errors import BundleRefusedError, CleanReleaseError, NotFoundError, ProviderError, TrustError
from checker.formats.bundle_limits import BundleLimits
from checker.ports.bundles import FetchedBundle
from tests.bundle_builders import digest_for, team_archive, team_contents
from tests.bundle_server import BundleServer, certificate, serving
from tests.fakes.memory_bundles import MemoryBundles
from tests.git_repositories import commit, git

LIMITS = FetchLimits(seconds=20.0, silence=5.0)


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NETRC", raising=False)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[BundleServer]:
    with serving(tmp_path / "served") as one:
        yield one


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the team's bundle as a folder, at the tag v1, on the branch main."""
    tree = tmp_path / "served" / "policies"
    tree.mkdir(parents=True)
    git(tree, "init", "--quiet", "--initial-branch=main")
    for path, data in team_contents().items():
        (tree / "team" / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / "team" / path).write_bytes(data)
    commit(tree, "First")
    git(tree, "tag", "v1")
    return tree


def fetch(
    server: BundleServer, revision: str, *, inside: str = "team", locked: str = "", limits: FetchLimits = LIMITS
) -> FetchedBundle:
    source = f"git+{server.url}/git/policies@{revision}" + (f"#{inside}" if inside else "")
    entry = LockedBundle(
        source=source, archive_sha256="", tree_digest=digest_for("any"), revision=7, commit=locked
    ) if locked else None  # fmt: skip
    allowed = (f"git+{server.url}/git/policies",)
    return FetchingBundles(local=MemoryBundles(), allowed=allowed, version="0", limits=limits).fetch(
        source, locked=entry
    )


def refusal(server: BundleServer, revision: str = "v1", **how: object) -> CleanReleaseError:
    with pytest.raises(CleanReleaseError) as refused:
        fetch(server, revision, **how)  # type: ignore[arg-type]  # a test names the fields
    assert "\n" not in str(refused.value)
    return refused.value


def head(repository: Path) -> str:
    return git(repository, "rev-parse", "HEAD")


def test_a_tag_a_branch_and_a_commit_name_one_commit(server: BundleServer, repository: Path) -> None:
    git(repository, "tag", "--annotate", "v1.0", "-m", "One")
    git(repository, "branch", "release/1")

    found = {fetch(server, revision).commit for revision in ("v1", "v1.0", "main", "release/1", head(repository))}

    assert found == {head(repository)}


def test_the_folder_comes_without_the_rest_of_the_repository(server: BundleServer, repository: Path) -> None:
    commit(repository, "Second", other__txt="x")

    assert {file.path for file in fetch(server, "main").files} == set(team_contents())


def test_without_a_folder_the_whole_tree_is_the_bundle(server: BundleServer, repository: Path) -> None:
    git(repository, "mv", "team/.manifest", "team/lib", "team/rules", ".")
    commit(repository, "The whole repository is the policy")

    assert {file.path: file.data for file in fetch(server, "main", inside="").files} == team_contents()


def test_only_the_commit_is_asked_for_and_none_of_its_history(server: BundleServer, repository: Path) -> None:
    (repository / "large").write_bytes(os.urandom(3_000_000))
    commit(repository, "A large file")
    (repository / "large").unlink()
    commit(repository, "It is gone")
    few = FetchLimits(seconds=20.0, pack=1_000_000)

    assert fetch(server, "main", limits=few).commit == head(repository)


def test_a_branch_gives_the_commit_that_was_locked(server: BundleServer, repository: Path) -> None:
    first = head(repository)
    commit(repository, "Second", team__rego="package x")

    assert fetch(server, "main", locked=first).commit == first
    assert fetch(server, "main").commit == head(repository)


def test_a_tag_that_was_moved_is_refused_and_both_commits_are_named(server: BundleServer, repository: Path) -> None:
    first = head(repository)
    assert fetch(server, "v1", locked=first).commit == first
    second = commit(repository, "Second")
    git(repository, "tag", "--force", "v1")

    refused = refusal(server, locked=first)

    assert isinstance(refused, TrustError)
    assert refused.message == f"the tag v1 is {second} now, locked is {first}"
    assert fetch(server, "v1").commit == second  # what an upgrade asks


def test_a_name_that_is_a_tag_and_a_branch_is_refused(server: BundleServer, repository: Path) -> None:
    git(repository, "branch", "v1")

    assert "v1 is a tag and a branch" in refusal(server).message


@pytest.mark.parametrize(
    ("revision", "hint"),
    [("v11", "did you mean v1?"), ("mian", "did you mean main?"), ("zzz", "name a tag or a branch"),
     ("0123abc", "write a commit in full, 40 digits"), ("HEAD", "name a tag or a branch")],
)  # fmt: skip
def test_a_revision_that_is_not_there_is_refused_with_the_nearest(
    server: BundleServer, repository: Path, revision: str, hint: str
) -> None:
    assert repository.is_dir()
    refused = refusal(server, revision)

    assert (type(refused), refused.hint) == (NotFoundError, hint)


def test_a_commit_that_is_not_there_is_refused(server: BundleServer, repository: Path) -> None:
    assert repository.is_dir()
    refused = refusal(server, "0" * 39 + "1")

    assert "has no such commit" in refused.message


@pytest.mark.parametrize("inside", ["taem", "team/rules/team/reviewed/reviewed.rego", "dist/team.tar.gz"])
def test_a_folder_that_is_not_there_is_refused_with_the_nearest(
    server: BundleServer, repository: Path, inside: str
) -> None:
    assert repository.is_dir()
    refused = refusal(server, inside=inside)

    assert isinstance(refused, NotFoundError)
    assert inside in refused.message
    assert refused.hint == ("name a folder or a .tar.gz of the repository" if "dist" in inside else refused.hint)
    assert ("did you mean team" in refused.hint) is ("dist" not in inside)


def test_a_link_in_the_folder_is_refused_and_one_beside_it_is_not_followed(
    server: BundleServer, repository: Path
) -> None:
    (repository / "beside").symlink_to("/etc")
    commit(repository, "A link beside")
    assert fetch(server, "main").commit == head(repository)
    assert "nothing to read at 'beside'" in refusal(server, "main", inside="beside").message

    (repository / "team" / "lib" / "passwd").symlink_to("/etc/passwd")
    (repository / "team.tar.gz").symlink_to("/etc/passwd")
    commit(repository, "A link inside")

    assert "is a symbolic link" in refusal(server, "main").message
    assert "is a symbolic link" in refusal(server, "main", inside="team.tar.gz").message


def test_a_submodule_in_the_folder_is_refused_and_never_fetched(server: BundleServer, repository: Path) -> None:
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{head(repository)},team/sub")
    (repository / ".gitmodules").write_text(
        '[submodule "sub"]\n\tpath = team/sub\n\turl = ext::sh -c "touch %S" canary\n', encoding="utf-8"
    )
    git(repository, "add", ".gitmodules")
    git(repository, "commit", "--quiet", "-m", "A submodule")

    refused = refusal(server, "main")

    assert isinstance(refused, BundleRefusedError | ProviderError)
    assert not any("canary" in path for path, _ in server.seen)


def test_no_filter_attribute_or_hook_of_the_other_side_is_run(
    server: BundleServer, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = tmp_path / "canary"
    (repository / ".gitattributes").write_text("*.rego filter=evil export-subst ident\n", encoding="utf-8")
    rule = repository / "team" / "lib" / "team" / "answer.rego"
    rule.write_text("package lib.team\n\n# $Id$ $Format:%H$\nanswer := 42\n", encoding="utf-8")
    commit(repository, "Placeholders")
    # what this user's own git would do is not this program's business either
    (tmp_path / ".gitconfig").write_text(
        f'[filter "evil"]\n\tsmudge = touch {canary}\n[core]\n\tsshCommand = touch {canary}\n'
        f'[url "file:///"]\n\tinsteadOf = {server.url}\n[fetch]\n\tfsckObjects = false\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("GIT_DIR", str(repository / ".git"))
    monkeypatch.setenv("GIT_SSH_COMMAND", f"touch {canary}")
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'core.fsmonitor'='touch {canary}'")

    found = {file.path: file.data for file in fetch(server, "main").files}

    assert found["lib/team/answer.rego"] == rule.read_bytes()
    assert not canary.exists()


def test_an_archive_of_the_repository_comes_with_the_envelope_beside_it(server: BundleServer, repository: Path) -> None:
    (repository / "dist").mkdir()
    (repository / "dist" / "team.tar.gz").write_bytes(team_archive())
    (repository / "dist" / "team.tar.gz.dsse.json").write_bytes(b"{}")
    commit(repository, "An archive")

    found = fetch(server, "main", inside="dist/team.tar.gz")

    assert (found.archive, found.envelope, found.name) == (team_archive(), b"{}", "team")


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (FetchLimits(pack=512 * 200), "takes more than"),
        (FetchLimits(bundle=BundleLimits(file=100_000)), "holds a file of 500000 bytes"),
        (FetchLimits(bundle=BundleLimits(unpacked=100_000)), "bytes, at most 100000 are read"),
        (FetchLimits(bundle=BundleLimits(files=3)), "holds 4 files, at most 3 are read"),
        (FetchLimits(bundle=BundleLimits(depth=2)), "has 3 parts, at most 2 are read"),
        (FetchLimits(seconds=0.0), "did not end within"),
    ],
)
def test_what_is_too_much_is_refused(server: BundleServer, repository: Path, limits: FetchLimits, says: str) -> None:
    (repository / "team" / "large.rego").write_bytes(os.urandom(500_000))
    commit(repository, "A large file")

    assert says in refusal(server, "main", limits=limits).message


def test_an_archive_that_is_too_large_is_refused(server: BundleServer, repository: Path) -> None:
    (repository / "team.tar.gz").write_bytes(os.urandom(50_000))
    commit(repository, "A large archive")
    limits = FetchLimits(bundle=BundleLimits(compressed=10_000))

    assert "holds a file of 50000 bytes" in refusal(server, "main", inside="team.tar.gz", limits=limits).message


def test_a_redirect_is_not_followed(server: BundleServer, repository: Path) -> None:
    assert repository.is_dir()
    with serving() as other:
        asked = "/git/policies/info/refs?service=git-upload-pack"
        server.lead(asked, other.url + asked)

        refused = refusal(server)

        assert isinstance(refused, TrustError)
        assert "leads to another address" in refused.message
        assert other.seen == []


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [
        (401, ProviderError, "does not let us read"),
        (403, ProviderError, "does not let us read"),
        (404, NotFoundError, "no git repository"),
        (500, ProviderError, "could not be fetched"),
        (200, CleanReleaseError, ""),
    ],
)
def test_a_page_instead_of_a_repository_is_refused(
    server: BundleServer, repository: Path, status: int, kind: type[CleanReleaseError], says: str
) -> None:
    assert repository.is_dir()
    server.put("/git/policies/info/refs?service=git-upload-pack", b"<html>evil words</html>", status=status)

    refused = refusal(server)

    assert isinstance(refused, kind)
    assert says in refused.message
    assert "evil" not in f"{refused}{refused.hint}"


def test_a_credential_goes_to_the_host_and_never_into_a_message(
    server: BundleServer, repository: Path, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login team password SECRET\n", encoding="utf-8")
    (tmp_path / ".netrc").chmod(0o600)

    assert fetch(server, "v1").commit == head(repository)

    assert server.seen
    assert all(headers["authorization"].startswith("Basic ") for _, headers in server.seen)
    assert "SECRET" not in str(refusal(server, "nothing"))


def test_a_repository_is_read_over_https(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, public = certificate(tmp_path)
    with serving(repository.parent, tls=context) as server:
        assert "could not be fetched" in refusal(server).message

        monkeypatch.setenv("SSL_CERT_FILE", str(public))
        assert fetch(server, "v1").commit == head(repository)


def test_without_git_it_is_said(server: BundleServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    assert "there is no git on PATH" in refusal(server).message
