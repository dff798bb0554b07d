"""Signatures of tags and commits, made by git and ssh-keygen: good ones name their key, and nothing else passes."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from checker.adapters.workspace.checkout_git import checkout_git
from checker.adapters.workspace.git_view import GitView
from checker.adapters.workspace.signatures import signatures
from checker.domain.observation import Observation, Status
from checker.formats.ssh_keys import ssh_fingerprint
from tests.git_repositories import clone_with_upstream, commit, git, write
from tests.tag_objects import made_again

TAG = "v2.0.0"


def a_key(folder: Path, name: str = "key", kind: str = "ed25519") -> tuple[Path, str]:
    """A key pair that ssh-keygen makes, and the fingerprint of its public half."""
    path = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "who", "-f", str(path)], check=True)
    return path, ssh_fingerprint(path.with_suffix(".pub").read_text().strip(), source=name)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return clone_with_upstream(tmp_path / "repositories")


def signing(tree: Path, key: Path) -> None:
    git(tree, "config", "gpg.format", "ssh")
    git(tree, "config", "user.signingKey", str(key))


def sign_tag(tree: Path, key: Path, name: str = TAG) -> None:
    signing(tree, key)
    git(tree, "tag", "--sign", name, "-m", f"Release {name}")


def asked(tree: Path, tag: str = TAG, *, path: str = "") -> dict[str, Any]:
    environment = {**os.environ, "PATH": path or os.environ["PATH"]}
    with checkout_git(tree, environment=environment) as view:
        found = view.signatures(tag)
    assert found.status is Status.COLLECTED
    value: Any = found.value
    return {one["of"]: (one["form"], one["valid"].get("value", one["valid"]["status"]), one["key"]) for one in value}


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_a_signed_tag_names_the_key_that_made_it(tree: Path, tmp_path: Path, kind: str) -> None:
    key, fingerprint = a_key(tmp_path, kind=kind)
    sign_tag(tree, key)

    assert asked(tree) == {"commit": ("none", False, ""), "tag": ("ssh", True, fingerprint)}


def test_a_signed_commit_names_the_key_that_made_it(tree: Path, tmp_path: Path) -> None:
    key, fingerprint = a_key(tmp_path)
    signing(tree, key)
    git(
        tree,
        "commit",
        "--quiet",
        "--allow-empty",
        "--gpg-sign",
        "-m",
        "Signed\n\ngpgsig in the message\n keeps its place",
    )

    assert asked(tree, "")["commit"] == ("ssh", True, fingerprint)
    git(tree, "tag", TAG)
    assert asked(tree) == {"commit": ("ssh", True, fingerprint)}


def test_what_nobody_signed_and_a_tag_that_is_not_there_are_no_signatures(tree: Path) -> None:
    assert asked(tree, "v1.1.0") == {"commit": ("none", False, ""), "tag": ("none", False, "")}
    assert asked(tree, "v9") == {"commit": ("none", False, "")}


def test_a_tag_whose_text_was_changed_is_not_valid(tree: Path, tmp_path: Path) -> None:
    key, _ = a_key(tmp_path)
    sign_tag(tree, key)
    made_again(tree, git(tree, "cat-file", "tag", TAG).replace("Release v2", "Release v3") + "\n", TAG)

    assert asked(tree)["tag"] == ("ssh", False, "")


def test_a_signed_tag_under_another_name_is_not_valid(tree: Path, tmp_path: Path) -> None:
    key, _ = a_key(tmp_path)
    sign_tag(tree, key)
    git(tree, "update-ref", "refs/tags/v3.0.0", git(tree, "rev-parse", f"refs/tags/{TAG}"))

    assert asked(tree)["tag"][1] is True
    assert asked(tree, "v3.0.0")["tag"][1] is False


def test_a_signed_tag_of_another_commit_is_not_valid(tree: Path, tmp_path: Path) -> None:
    key, _ = a_key(tmp_path)
    sign_tag(tree, key)
    commit(tree, "After the tag")

    assert asked(tree)["tag"][1] is False


def test_a_signature_over_another_namespace_is_not_valid(tree: Path, tmp_path: Path) -> None:
    key, _ = a_key(tmp_path)
    text = git(tree, "cat-file", "tag", "v1.1.0").replace("tag v1.1.0", f"tag {TAG}") + "\n"
    made = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-n", "file", "-f", str(key)], input=text.encode(), capture_output=True, check=True
    )
    made_again(tree, text + made.stdout.decode(), TAG)

    assert asked(tree)["tag"] == ("ssh", False, "")


def test_a_signature_that_is_none_is_not_valid(tree: Path) -> None:
    text = git(tree, "cat-file", "tag", "v1.1.0").replace("tag v1.1.0", f"tag {TAG}")
    made_again(tree, f"{text}\n-----BEGIN SSH SIGNATURE-----\nnone\n-----END SSH SIGNATURE-----\n", TAG)

    assert asked(tree)["tag"] == ("ssh", False, "")


@pytest.mark.parametrize(("mark", "form"), [("PGP SIGNATURE", "openpgp"), ("SIGNED MESSAGE", "x509")])
def test_another_form_is_not_verified_and_not_taken_for_none(tree: Path, mark: str, form: str) -> None:
    text = git(tree, "cat-file", "tag", "v1.1.0").replace("tag v1.1.0", f"tag {TAG}")
    made_again(tree, f"{text}\n-----BEGIN {mark}-----\nnone\n-----END {mark}-----\n", TAG)

    assert asked(tree)["tag"] == (form, "unsupported", "")


def test_nothing_that_the_repository_names_is_run_or_believed(tree: Path, tmp_path: Path) -> None:
    key, fingerprint = a_key(tmp_path)
    sign_tag(tree, key)
    evidence, program = tmp_path / "was-run", tree / "ssh-keygen"
    write(program, f"#!/bin/sh\ntouch {evidence}\necho 'Good \"git\" signature with ED25519 key SHA256:{'A' * 43}'\n")
    program.chmod(0o755)
    for name in ("gpg.program", "gpg.ssh.program", "gpg.x509.program", "gpg.ssh.defaultKeyCommand"):
        git(tree, "config", name, str(program))
    git(tree, "config", "gpg.ssh.allowedSignersFile", str(tree / "a.txt"))
    git(tree, "config", "core.fsmonitor", str(program))

    found = asked(tree, path=f"{tree}{os.pathsep}.{os.pathsep}{os.environ['PATH']}")

    assert found["tag"] == ("ssh", True, fingerprint)
    assert not evidence.exists()


def only_git(folder: Path, **programs: str) -> str:
    """A place on PATH with git, and with programs of these texts."""
    folder.mkdir()
    (folder / "git").symlink_to(
        subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    )
    for name, text in programs.items():
        path = folder / name.replace("_", "-")
        write(path, text)
        path.chmod(0o755)
    return str(folder)


def test_without_ssh_keygen_a_signature_stays_open(tree: Path, tmp_path: Path) -> None:
    sign_tag(tree, a_key(tmp_path)[0])

    assert asked(tree, path=only_git(tmp_path / "bin"))["tag"] == ("ssh", "unsupported", "")


@pytest.mark.parametrize(
    ("program", "status"),
    [
        ("#!/bin/sh\nexit 1\n", "error"),
        ("#!/bin/sh\necho fine\n", "error"),
        ("#!/bin/sh\necho fine\nexit 255\n", False),
        ("no program", "unsupported"),
    ],
)
def test_an_answer_that_is_not_understood_is_never_good(
    tree: Path,
    tmp_path: Path,
    program: str,
    status: str | bool,  # noqa: FBT001 - a case
) -> None:
    sign_tag(tree, a_key(tmp_path)[0])

    assert asked(tree, path=only_git(tmp_path / "bin", ssh_keygen=program))["tag"][1] == status


def test_a_checkout_that_git_cannot_read_is_an_error(tree: Path) -> None:
    head = git(tree, "rev-parse", "HEAD")
    (tree / ".git" / "objects" / head[:2] / head[2:]).unlink()

    def read() -> Observation:
        with GitView(tree, environment=os.environ) as view:
            return signatures(view, "", head=head)

    with pytest.raises(Exception, match="cat-file"):
        read()
