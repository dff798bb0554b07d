"""Addresses of bundles: each is read in one way, and what could be read in two is none."""

import pytest

from checker.domain.bundle_address import GitAddress, WebAddress, fault_of_prefix, is_below, remote_address
from checker.errors import BundleRefusedError

COMMIT = "0123456789" * 4


@pytest.mark.parametrize(
    ("source", "address", "name"),
    [
        ("https://p.example/a/team.tar.gz", WebAddress(url="https://p.example/a/team.tar.gz"), "team"),
        ("https://p.example:8443/team.tgz", WebAddress(url="https://p.example:8443/team.tgz"), "team"),
        ("http://127.0.0.1:80/t.tar.gz", WebAddress(url="http://127.0.0.1:80/t.tar.gz"), "t"),
        ("https://[::1]:443/t.tar.gz", WebAddress(url="https://[::1]:443/t.tar.gz"), "t"),
        (
            "git+https://g.example/o/policies.git@v1.2#rules/team",
            GitAddress(url="https://g.example/o/policies.git", revision="v1.2", inside="rules/team"),
            "team",
        ),
        (
            "git+https://g.example/o/policies.git@release/1",
            GitAddress(url="https://g.example/o/policies.git", revision="release/1", inside=""),
            "policies",
        ),
        (
            f"git+https://g.example/@o/p@{COMMIT}#dist/team.tar.gz",
            GitAddress(url="https://g.example/@o/p", revision=COMMIT, inside="dist/team.tar.gz"),
            "team",
        ),
    ],
)
def test_an_address_is_taken_apart(source: str, address: WebAddress | GitAddress, name: str) -> None:
    found = remote_address(source)

    assert found == address
    assert found is not None
    assert found.name == name


def test_a_commit_in_full_and_an_archive_are_known_as_such() -> None:
    pinned = GitAddress(url="https://g.example/p", revision=COMMIT, inside="a.tgz")
    named = GitAddress(url="https://g.example/p", revision=COMMIT[:12], inside="a")

    assert (pinned.is_commit, pinned.is_archive) == (True, True)
    assert (named.is_commit, named.is_archive) == (False, False)


@pytest.mark.parametrize("source", ["policies", "../dist/team.tar.gz", "/srv/team", "builtin:release-policy"])
def test_what_lies_on_this_machine_is_no_address(source: str) -> None:
    assert remote_address(source) is None


@pytest.mark.parametrize(
    ("source", "seen", "nearest"),
    [
        ("file:///srv/team.tar.gz", "begins with file:", "a path of this machine"),
        ("//host/share/team.tar.gz", "path of another machine", "https://HOST"),
        ("\\\\host\\share\\team.tar.gz", "path of another machine", "https://HOST"),
        ("ftp://p.example/team.tar.gz", "begins with ftp:", "http"),
        ("htps://p.example/team.tar.gz", "begins with htps:", "https://p.example/team.tar.gz"),
        ("HTTPS://p.example/team.tar.gz", "begins with HTTPS:", "https://p.example/team.tar.gz"),
        ("oci:team", "begins with oci:", "a path of this machine"),
        ("git+ssh://git@g.example/p@v1", "begins with git+ssh:", "git+https://HOST/REPOSITORY@REVISION#FOLDER"),
        ("git+file:///srv/p@v1", "begins with git+file:", "git+https://HOST"),
        ("ext::sh -c touch% /tmp/x", "begins with ext:", "git+https://HOST"),
        ("git+ext::sh@v1", "begins with git+ext:", "git+https://HOST"),
        ("https://p.example/team", "does not end in .tar.gz", "https://p.example/team.tar.gz, or git+https"),
        ("https://p.example/team.tar.gz#x", "part after #", "https://p.example/team.tar.gz"),
        ("https://p.example/team.tar.gz?token=1", "holds a query", "https://HOST"),
        ("https://p.example/a/../team.tar.gz", "dot segments", "https://HOST"),
        ("https://p.example/%2e%2e/team.tar.gz", "percent signs", "https://HOST"),
        ("https://P.example/team.tar.gz", "capitals in its host", "https://HOST"),
        ("https://p.example//team.tar.gz", "no path", "https://HOST"),
        ("https://user@p.example/team.tar.gz", "holds a credential", "~/.netrc"),
        ("https://u:p@p.example/team.tar.gz", "holds a credential", "~/.netrc"),
        ("http://p.example/team.tar.gz", "neither https nor http on this machine", "https://"),
        ("https://p.example:99999/team.tar.gz", "neither https nor http", "https://"),
        ("https:///team.tar.gz", "neither https nor http", "https://"),
        ("git+http://g.example/p@v1", "neither https nor http on this machine", "https://"),
        ("git+https://u:p@g.example/p@v1", "holds a credential", "~/.netrc"),
        ("git+https://u@g.example/p", "holds a credential", "~/.netrc"),
        ("git+https://g.example/p", "names no revision", "git+https://g.example/p@TAG"),
        ("git+https://g.example/p@", "names no revision", "git+https://g.example/p@TAG"),
        ("git+https://g.example/p#x", "names no revision", "git+https://g.example/p@TAG"),
        ("git+https://g.example/p@--upload-pack=id", "names the revision", "git+https://g.example/p@upload-pack=id"),
        ("git+https://g.example/p@-v1", "names the revision", "git+https://g.example/p@v1"),
        ("git+https://g.example/p@v1..v2", "names the revision", "git+https://g.example/p@TAG"),
        ("git+https://g.example/p@v1.", "names the revision", "git+https://g.example/p@v1"),
        ("git+https://g.example/p@a.lock/b", "names the revision", "git+https://g.example/p@TAG"),
        ("git+https://g.example/p@v1^{}", "names the revision", "git+https://g.example/p@v1"),
        ("git+https://g.example/p@v1:x", "names the revision", "git+https://g.example/p@v1x"),
        ("git+https://g.example/p@v1#../x", "names the folder", "git+https://g.example/p@v1#policies"),
        ("git+https://g.example/p@v1#a/./x", "names the folder", "#policies/team"),
        ("git+https://g.example/p@v1#-x/../y", "names the folder", "#policies/team"),
        ("git+https://g.example/p@v1#:(top)", "names the folder", "#policies/team"),
        ("git+https://g.example/a/../p@v1", "dot segments", "https://HOST"),
    ],
)
def test_what_could_mean_something_else_is_refused_and_the_nearest_is_named(
    source: str, seen: str, nearest: str
) -> None:
    with pytest.raises(BundleRefusedError) as refused:
        remote_address(source)

    assert seen in refused.value.message
    assert nearest in refused.value.hint


@pytest.mark.parametrize(
    ("url", "prefix", "expected"),
    [
        ("https://p.example/a/t.tar.gz", "https://p.example/a/", True),
        ("https://p.example/a/t.tar.gz", "https://p.example/a/t.tar.gz", True),
        ("https://p.example/a/t.tar.gz?sig=1", "https://p.example/a/", True),
        ("https://p.example/a/t.tar.gz", "https://p.example/a", False),
        ("https://p.example.org/t.tar.gz", "https://p.example/", False),
        ("http://p.example/a/t.tar.gz", "https://p.example/", False),
        ("https://p.example:8443/t.tar.gz", "https://p.example/", False),
        ("https://p.example/a/../t.tar.gz", "https://p.example/a/", False),
        ("https://p.example/a/%2e%2e/t.tar.gz", "https://p.example/a/", False),
        ("https://p.example/a/t.tar.gz", "git+https://p.example/a/", False),
        ("git+https://p.example/a/t", "git+https://p.example/a/", True),
    ],
)
def test_an_address_is_allowed_only_below_a_prefix(url: str, prefix: str, *, expected: bool) -> None:
    assert is_below(url, ("https://other.example/", prefix)) is expected


@pytest.mark.parametrize(
    ("prefix", "fault"),
    [
        ("https://p.example/", ""),
        ("git+https://g.example/o/p.git", ""),
        ("http://p.example/", "is neither https nor http on this machine"),
        ("https://u:p@p.example/", "holds a credential"),
        ("https://p.example", "no path"),
        ("https://p.example/?x", "holds a query"),
        ("*", "is neither https"),
    ],
)
def test_a_prefix_that_would_allow_something_else_is_none(prefix: str, fault: str) -> None:
    assert fault in fault_of_prefix(prefix)
    assert bool(fault) is bool(fault_of_prefix(prefix))
