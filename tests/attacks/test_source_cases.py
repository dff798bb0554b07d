"""Attacks on where bundles come from (B10, B11, B20): addresses, redirects and credentials, each case as data.

A case has `source` and `sources` (what the anchor allows), `answers` of the servers `first`, `second` and `tls` by path
(`status`, `location`, `body`: `archive` or text), and `expect`: `refused` and `says`, or `fetched`; `unasked`,
`with_credential` and `without_credential` name servers. `{first}` in a text is where that server is. This user has a
credential for the host that all of them are on.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_socket

from checker.adapters.bundles.fetch_limits import FetchLimits
from checker.adapters.bundles.local_bundles import LocalBundles
from checker.adapters.bundles.remote_bundles import FetchingBundles
from checker.errors import CleanReleaseError
from tests.attacks.bundle_case import cases_in
from tests.bundle_builders import team_archive
from tests.bundle_server import BundleServer, certificate, serving
from tests.git_repositories import commit, git
from tests.policy_builders import a_folder, a_policy
from tests.project_builders import tree_of

HERE = Path(__file__).parent
FOLDERS = [HERE / name for name in ("B10__pass", "B10__refuse", "B11__refuse")]
NAMED = [(folder, fields) for folder in FOLDERS for fields in cases_in(folder)]
(AT_ONCE,) = cases_in(HERE / "B20__pass")
SERVERS = ("first", "second", "tls")


@pytest.fixture
def servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, BundleServer]]:
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    context, public = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NETRC", raising=False)
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login team password SECRET\n", encoding="utf-8")
    (tmp_path / ".netrc").chmod(0o600)
    with ExitStack() as stack:
        yield {name: stack.enter_context(serving(tls=context if name == "tls" else None)) for name in SERVERS}


def filled(text: str, servers: Mapping[str, BundleServer]) -> str:
    for name, server in servers.items():
        text = text.replace(f"{{{name}}}", server.url).replace(f"{{{name}_host}}", server.url.partition("//")[2])
    return text


def answer(servers: Mapping[str, BundleServer], answers: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
    """Let each server answer as the case says."""
    for name, by_path in answers.items():
        for path, said in by_path.items():
            body = team_archive() if said.get("body") == "archive" else said.get("body", "").encode()
            headers = {"Location": filled(said["location"], servers)} if "location" in said else {}
            servers[name].put(path, body, status=said.get("status", 200), headers=headers)


@pytest.mark.parametrize(
    ("folder", "fields"), NAMED, ids=[f"{folder.name}-{fields['name']}" for folder, fields in NAMED]
)
def test_a_source_ends_as_its_case_says(
    folder: Path, fields: Mapping[str, Any], servers: dict[str, BundleServer], tmp_path: Path
) -> None:
    expected = fields["expect"]
    assert ("fetched" in expected) == folder.name.endswith("__pass")
    answer(servers, fields.get("answers", {}))
    bundles = FetchingBundles(
        local=LocalBundles(base=tmp_path),
        allowed=[filled(prefix, servers) for prefix in fields["sources"]],
        version="0",
        limits=FetchLimits(seconds=20.0, silence=5.0),
    )

    if "fetched" in expected:
        assert bundles.fetch(filled(fields["source"], servers)).archive == team_archive()
    else:
        with pytest.raises(CleanReleaseError) as refused:
            bundles.fetch(filled(fields["source"], servers))
        assert (refused.value.code, expected["says"] in str(refused.value)) == (expected["refused"], True), refused
        assert "SECRET" not in f"{refused.value}{refused.value.hint}"
    for name in expected.get("unasked", ()):
        assert servers[name].seen == []
    for name in expected.get("with_credential", ()):
        assert servers[name].seen
        assert all("authorization" in headers for _, headers in servers[name].seen)
    for name in expected.get("without_credential", ()):
        assert servers[name].seen
        assert not any("authorization" in headers for _, headers in servers[name].seen)


def test_processes_that_resolve_one_revision_at_once_make_one_snapshot(tmp_path: Path) -> None:
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    repository, project = tmp_path / "served" / "policies", tmp_path / "project"
    for path, text in a_policy().items():
        (repository / "team" / path).parent.mkdir(parents=True)
        (repository / "team" / path).write_text(text, encoding="utf-8")
    git(repository, "init", "--quiet", "--initial-branch=main")
    commit(repository, "First")
    project.mkdir()
    with serving(tmp_path / "served") as server:
        source = f"git+{server.url}/git/policies@{AT_ONCE['revision']}#team"
        write_project(project, tmp_path / "anchor.yaml", source=source, server=server)
        command = [sys.executable, "-m", "checker", "lock", "--project", str(project), "--anchor"]
        started = [
            subprocess.Popen([*command, str(tmp_path / "anchor.yaml")], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(AT_ONCE["at_once"])
        ]
        ended = [(process.communicate()[0].decode(), process.returncode) for process in started]

    assert [code for _, code in ended] == [0] * AT_ONCE["at_once"]
    snapshots = {line for said, _ in ended for line in said.splitlines() if line.startswith("snapshot ")}
    locked = json.loads((project / "clean-release.lock").read_bytes())
    assert len(snapshots) == AT_ONCE["expect"]["snapshots"]
    assert locked["snapshot"] in next(iter(snapshots))
    assert locked["bundles"][0]["commit"] == git(repository, "rev-parse", "main")
    assert [path.suffix for path in (project / ".clean-release" / "bundles").iterdir()] == [".gz"]


def write_project(project: Path, anchor: Path, *, source: str, server: BundleServer) -> None:
    """A project that names the source, and an anchor that pins what is there."""
    (project / "clean-release.yaml").write_text(
        "schema: clean-release/project/v1\nproject: widget\nrepository: github.com/example-org/widget\n"
        f'namespace: demo\nrelease: {{branches: [main]}}\npolicy: {{bundles: ["{source}"]}}\n',
        encoding="utf-8",
    )
    anchor.write_text(
        "schema: clean-release/anchor/v1\n"
        f"bundles: [{{bundle: team, method: pinned, tree_digest: '{tree_of(a_folder(a_policy()))}'}}]\n"
        f'repositories: []\nsources: ["git+{server.url}/"]\n',
        encoding="utf-8",
    )
