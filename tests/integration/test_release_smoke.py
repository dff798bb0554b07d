"""`clean-release release smoke`: pip installs from an index on the loopback, and what was installed is run."""

import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.git_repositories import clone_with_upstream, commit, git, write
from tests.integration.conftest import CommandLine
from tests.package_index import PackageIndex
from tests.registry_server import RegistryServer
from tests.wheel_builder import wheel

PROJECT = """\
schema: clean-release/project/v1
project: widget
repository: github.com/octo/widget
release: {}
policy: {bundles: ["builtin:release-policy"]}
inputs: {manifest: manifest.json}
smoke: [widget, --version]
"""
WHEEL, NEEDED = "widget-2.0.0-py3-none-any.whl", "needed-1.0-py3-none-any.whl"
ENTRY = "[console_scripts]\nwidget = widget:main\n"
CODE = "import os, sys, needed\ndef main():\n    assert 'GH_TOKEN' not in os.environ\n    print('widget 2.0.0')\n"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Publishing:
    """A release that is published on the loopback, and a person who tries it."""

    def __init__(self, command: CommandLine, tree: Path, server: RegistryServer) -> None:
        self.command, self.tree, self.server = command, tree, server
        self.data = wheel("widget", "2.0.0", CODE, requires="needed", entry=ENTRY)
        self.publish(self.data)
        command("release", "evidence", "start", "--target", "v2.0.0", "--base-tag", "v1.1.0", "--mode", "live")

    def publish(self, data: bytes, **changes: Any) -> None:  # noqa: ANN401 - any field of the manifest
        needed = wheel("needed", "1.0", "")
        self.server.python("widget", self.server.file(WHEEL, sha(data)))
        self.server.python("needed", self.server.file(NEEDED, sha(needed)))
        self.server.put(f"/files/{WHEEL}", data, kind="application/octet-stream")
        self.server.put(f"/files/{NEEDED}", needed, kind="application/octet-stream")
        self.manifest(sha(self.data), **changes)

    def manifest(self, sha256: str, **changes: Any) -> None:  # noqa: ANN401 - as above
        document = {
            "schema": "clean-release/manifest/v1",
            "project": "widget",
            "version": "2.0.0",
            "source": {
                "host": "github.com",
                "repository": "octo/widget",
                "commit": git(self.tree, "rev-parse", "HEAD"),
                "ref": "refs/tags/v2.0.0",
            },
            "artifacts": [{"name": WHEEL, "kind": "wheel", "sha256": sha256, "size": 1}],
            "targets": [{"registry": "pypi", "project": "widget"}],
            "evidence": [],
            **changes,
        }
        write(self.tree / "manifest.json", json.dumps(document))

    def smoke(self, *arguments: object) -> tuple[int, str, str]:
        ended = self.command("release", "smoke", "--registry", f"pypi={self.server.url}/simple", *arguments)
        return ended.code, ended.out, ended.err

    def requirement(self) -> dict[str, Any]:
        report = json.loads(self.command("release", "evidence", "report", "--json").out)
        (found,) = (one for one in report["requirements"] if one["name"] == "install-smoke")
        return dict(found)


@pytest.fixture
def publishing(
    command: CommandLine, tmp_path: Path, registry: RegistryServer, monkeypatch: pytest.MonkeyPatch
) -> Publishing:
    tree = clone_with_upstream(tmp_path / "repositories")
    write(tree / "clean-release.yaml", PROJECT)
    write(tree / ".gitignore", "/.clean-release/\n/manifest.json\n/dist/\n")
    commit(tree, "Release")
    monkeypatch.chdir(tree)
    monkeypatch.setenv("GH_TOKEN", "t0ken")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/elsewhere")
    return Publishing(command, tree, registry)


@pytest.mark.slow
def test_what_was_published_is_installed_with_what_it_needs_and_runs(publishing: Publishing) -> None:
    assert publishing.requirement()["answer"] == "unknown"
    code, out, err = publishing.smoke()

    assert (code, out.startswith("smoke test of pypi widget succeeded in ")) == (0, True), err
    assert publishing.requirement()["answer"] == "met"
    asked = [path for _, path, _ in publishing.server.seen]
    assert f"/files/{WHEEL}" in asked
    assert f"/files/{NEEDED}" in asked


@pytest.mark.slow
def test_what_a_real_index_serves_is_installed_and_runs(publishing: Publishing, index: PackageIndex) -> None:
    index.upload("widget", "2.0.0", name=WHEEL, data=publishing.data)
    index.upload("needed", "1.0", name=NEEDED, data=wheel("needed", "1.0", ""))

    ended = publishing.command("release", "smoke", "--registry", f"pypi={index.address}")

    assert (ended.code, ended.out.startswith("smoke test of pypi widget succeeded in ")) == (0, True), ended.err
    assert publishing.server.seen == []


@pytest.mark.slow
def test_other_bytes_than_the_manifests_are_never_installed_nor_run(publishing: Publishing) -> None:
    publishing.publish(wheel("widget", "2.0.0", "raise SystemExit('evil')", entry=ENTRY))
    code, out, err = publishing.smoke()

    assert code == 1
    assert "failed in" in out
    assert ": install: it ended with 1" in out
    assert "evil" not in err
    assert publishing.requirement()["answer"] == "not met"


@pytest.mark.slow
def test_a_command_that_fails_or_is_not_there_is_a_failed_smoke_test(publishing: Publishing) -> None:
    code, out, err = publishing.smoke("--", "python", "-c", "print('broken'); raise SystemExit(3)")
    assert (code, ": command: it ended with 3\n" in out, "  broken\n" in err) == (1, True, True)

    code, out, _ = publishing.smoke("--", "gone")
    assert (code, ": command: nothing that was installed is called 'gone'\n" in out) == (1, True)


@pytest.mark.slow
def test_files_of_a_folder_are_installed_by_the_same_hashes(publishing: Publishing) -> None:
    dist = publishing.tree / "dist"
    dist.mkdir()
    (dist / WHEEL).write_bytes(publishing.data)
    assert publishing.smoke("--dist", dist)[0] == 0
    (dist / WHEEL).unlink()
    (dist / WHEEL).symlink_to("/etc/passwd")
    code, out, _ = publishing.smoke("--dist", dist)
    assert (code, "smoke test of dist widget failed" in out, "cannot be read" in out) == (1, True, True)


@pytest.mark.slow
def test_a_trial_that_takes_too_long_is_ended(publishing: Publishing) -> None:
    code, out, _ = publishing.smoke("--seconds", 1)

    assert (code, "smoke test of pypi widget timed-out in " in out) == (1, True)


def test_what_does_not_fit_is_refused_before_anything_is_installed(publishing: Publishing) -> None:
    refused = publishing.command.refused
    where = ("--registry", f"pypi={publishing.server.url}/simple")
    assert refused("release", "smoke", *where, "--only", "testpypi").code == 2
    assert refused("release", "smoke", *where, "--dist", publishing.tree / "none").code == 2
    assert refused("release", "smoke", *where, "--manifest", "none.json").code == 3
    assert refused("release", "smoke", *where, "--seconds", "0").code == 2
    assert refused("release", "smoke", "--registry", "pypi=http://elsewhere.example/simple").code == 2
    assert refused("release", "smoke", *where, "--", "./evil").code == 2
    publishing.manifest("1" * 64, targets=[{"registry": "pypi", "project": "--pre"}])
    assert refused("release", "smoke", *where).code == 3
    publishing.manifest("1" * 64, version="3.0.0")
    assert "the release is v2.0.0" in refused("release", "smoke", *where).err
    write(publishing.tree / "clean-release.yaml", PROJECT.replace("smoke: [widget, --version]\n", ""))
    publishing.manifest("1" * 64)
    assert "nothing says what is to be run" in refused("release", "smoke", *where).err
    assert publishing.server.seen == []


@pytest.mark.slow
def test_an_interrupted_trial_leaves_no_child_and_no_entry(publishing: Publishing) -> None:
    arguments = ["release", "smoke", "--registry", f"pypi={publishing.server.url}/simple"]
    forever = ["--", "python", "-c", "import time; time.sleep(600)"]
    # A shell starts its background jobs deaf to SIGINT, and their children stay so unless somebody undoes it.
    deaf_no_more = ["env", "--default-signal=INT"]
    process = subprocess.Popen(
        [*deaf_no_more, sys.executable, "-m", "checker", *arguments, *forever], stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    assert b"installing widget 2.0.0" in process.stderr.readline()
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)
    process.stderr.close()

    assert process.returncode == 130
    assert publishing.requirement()["answer"] == "unknown"
    children = subprocess.run(["ps", "-eo", "ppid,args"], capture_output=True, text=True, check=True).stdout
    assert [line for line in children.splitlines() if line.split()[0] == str(process.pid)] == []
