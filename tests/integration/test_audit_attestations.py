"""`clean-release audit attestations`: what the provider keeps of an artifact is verified, or it is said why not.

The bundle is a recorded one: that of a file on PyPI, which a workflow of its repository signed.
"""

import base64
import json
import sqlite3
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pypi_attestations import Provenance

from tests.github_simulator import made
from tests.github_simulator.server import GitHubSimulator, Made
from tests.integration.conftest import CommandLine, Ended
from tests.registry_server import RECORDED, SDIST, SDIST_SHA256

SLUG = "trailofbits/pypi-attestations"
IDS = {"repository_id": 772247423, "owner_id": 2314423}
PATH = f"repos/{SLUG}/attestations/sha256:{SDIST_SHA256}"


def recorded() -> dict[str, Any]:
    """The bundle, as an attestation of a repository holds it."""
    (bundles,) = Provenance.model_validate_json(RECORDED.read_bytes()).attestation_bundles
    found: dict[str, Any] = json.loads(bundles.attestations[0].to_bundle().to_json())
    return found


def listed(*bundles: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "attestations": [{"bundle": bundle, "repository_id": 1, "initiator": "SECRET-MARKER"} for bundle in bundles]
    }


COMMIT = "08802efe1f8e5fec4ad842d6b8ce97656092ee72"
"""The commit that the recorded certificate names."""


class Attesting:
    """A project whose one artifact is the recorded file, and the simulator."""

    def __init__(self, command: CommandLine, folder: Path, github: GitHubSimulator) -> None:
        self.command, self.folder, self.github = command, folder, github
        self.slug, self.sha256, self.commit = SLUG, SDIST_SHA256, COMMIT

    def run(self, *arguments: object) -> Ended:
        project = {
            "schema": "clean-release/project/v1",
            "project": "w",
            "repository": f"github.com/{self.slug}",
            "namespace": "demo",
            "release": {},
            "policy": {"bundles": ["builtin:release-policy"]},
        }
        (self.folder / "clean-release.yaml").write_text(json.dumps(project), encoding="utf-8")
        manifest = {
            "schema": "clean-release/manifest/v1",
            "project": "w",
            "version": "0.0.19",
            "source": {
                "host": "github.com",
                "repository": self.slug,
                "commit": self.commit,
                "ref": "refs/tags/v0.0.19",
            },
            "artifacts": [{"name": SDIST, "kind": "sdist", "sha256": self.sha256, "size": 1}],
            "targets": [],
            "evidence": [],
        }
        (self.folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        where = ("--project", self.folder, "--manifest", self.folder / "manifest.json")
        return self.command("audit", "attestations", *where, "--output", self.folder / "evidence", *arguments)

    def told(self, *, expect: int) -> dict[str, Any]:
        ended = self.run("--json")
        assert ended.code == expect, ended.out + ended.err
        (artifact,) = json.loads(ended.out)["artifacts"]
        return dict(artifact)

    @property
    def kept(self) -> list[Path]:
        return sorted((self.folder / "evidence").glob("*"))


@pytest.fixture
def attesting(command: CommandLine, empty: Path, github: GitHubSimulator) -> Attesting:
    return Attesting(command, empty, github)


def test_what_is_attested_is_verified_and_kept_whole(attesting: Attesting) -> None:
    attesting.github.put(PATH, listed(recorded()))
    ended = attesting.run()
    assert ended.code == 0, ended.err
    assert "collected     pypi_attestations-0.0.19.tar.gz  1 verified, 0 refused" in ended.out
    (file,) = attesting.kept
    assert json.loads(file.read_bytes()) == recorded()
    assert "SECRET-MARKER" not in file.read_text()
    (seen,) = attesting.github.seen
    assert seen.target == f"/{PATH}?per_page=100"


def test_the_same_bundle_twice_is_one(attesting: Attesting) -> None:
    attesting.github.put(PATH, listed(recorded(), recorded()))
    assert len(attesting.told(expect=0)["verified"]) == 1


def test_every_page_is_read(attesting: Attesting) -> None:
    attesting.github.put(PATH, listed())
    link = f'<{attesting.github.url}/{PATH}?after=x>; rel="next"'
    attesting.github.go_wrong("per_page=100$", Made(body=listed(), headers={"Link": link}))
    attesting.github.go_wrong("after=x", Made(body=listed(recorded())))
    assert len(attesting.told(expect=0)["verified"]) == 1


def tampered(what: str) -> dict[str, Any]:
    bundle = deepcopy(recorded())
    envelope = bundle["dsseEnvelope"]
    if what == "payload":
        payload = base64.b64decode(envelope["payload"]).replace(b"0.0.19", b"0.0.20")
        envelope["payload"] = base64.b64encode(payload).decode()
    elif what == "signature":
        envelope["signatures"][0]["sig"] = base64.b64encode(b"x" * 70).decode()
    elif what == "log":
        bundle["verificationMaterial"]["tlogEntries"] = []
    elif what == "time":
        bundle["verificationMaterial"]["tlogEntries"][0]["integratedTime"] = "1"
    else:
        del bundle["verificationMaterial"]["certificate"]
    return bundle


@pytest.mark.parametrize("what", ["payload", "signature", "log", "time", "certificate"])
def test_a_bundle_that_was_changed_is_refused_and_not_kept(attesting: Attesting, what: str) -> None:
    attesting.github.put(PATH, listed(tampered(what)))
    found = attesting.told(expect=1)
    assert (found["verified"], len(found["refused"])) == ([], 1)
    assert attesting.kept == []


def test_one_that_does_not_hold_beside_one_that_does_is_no_success(attesting: Attesting) -> None:
    attesting.github.put(PATH, listed(recorded(), tampered("payload")))
    found = attesting.told(expect=1)
    assert (len(found["verified"]), len(found["refused"])) == (1, 1)


def test_a_bundle_of_another_repository_is_refused(attesting: Attesting) -> None:
    attesting.slug = "octo/widget"
    attesting.github.put(f"repos/octo/widget/attestations/sha256:{SDIST_SHA256}", listed(recorded()))
    (why,) = attesting.told(expect=1)["refused"]
    assert "signed by a workflow of https://github.com/trailofbits/pypi-attestations, expected one of" in why


def test_a_statement_about_another_file_is_refused(attesting: Attesting) -> None:
    attesting.sha256 = "b" * 64
    attesting.github.put(f"repos/{SLUG}/attestations/sha256:{'b' * 64}", listed(recorded()))
    (why,) = attesting.told(expect=1)["refused"]
    assert why.endswith(f"the statement is not about {SDIST} with the sha256 {'b' * 64}")


@pytest.mark.parametrize(
    ("answer", "status", "exit_code"),
    [
        (made.MISSING, "not_found", 1),
        (listed(), "collected", 1),
        (made.DENIED, "denied", 3),
        (made.HTML, "error", 3),
        (made.CUT, "error", 3),
        ({"attestations": [{"bundle": None, "bundle_url": "https://x.example/SECRET-MARKER"}]}, "error", 3),
        ({"attestations": {}}, "error", 3),
        ([], "error", 3),
    ],
)
def test_what_could_not_be_read_is_said_and_proves_nothing(
    attesting: Attesting,
    monkeypatch: pytest.MonkeyPatch,
    answer: Any,  # noqa: ANN401 - a body, or an answer
    status: str,
    exit_code: int,
) -> None:
    monkeypatch.setattr("checker.adapters.github.patience.Patience.wait", lambda *_, **__: None)
    attesting.github.put(PATH, answer)
    found = attesting.told(expect=exit_code)
    assert (found["status"], found["verified"]) == (status, [])
    assert attesting.kept == []


def test_a_page_that_is_lost_leaves_the_list_incomplete(attesting: Attesting) -> None:
    link = f'<{attesting.github.url}/{PATH}?after=x>; rel="next"'
    attesting.github.put(PATH, Made(body=listed(recorded()), headers={"Link": link}))
    attesting.github.go_wrong("after=x", made.DENIED)
    assert attesting.told(expect=3)["status"] == "incomplete"


def test_without_a_manifest_there_is_nothing_to_ask_about(attesting: Attesting) -> None:
    attesting.run()
    ended = attesting.command.refused("audit", "attestations", "--project", attesting.folder)
    assert (ended.code, "there is no manifest" in ended.err) == (2, True)


# -- what a check makes of a bundle -------------------------------------------------------------------------------


def judged(attesting: Attesting, bundle: dict[str, Any]) -> Ended:
    """Judge the manifest with the bundle as evidence."""
    attesting.run()
    file = attesting.folder / "x.sigstore.json"
    file.write_text(json.dumps(bundle), encoding="utf-8")
    given = ("--manifest", attesting.folder / "manifest.json", "--evidence", file)
    return attesting.command("check", attesting.folder, *given, "--json")


def statements(attesting: Attesting) -> list[dict[str, Any]]:
    """The section `statements` of what the rules saw."""
    (store,) = (attesting.folder / ".clean-release" / "demo").glob("store.db")
    with closing(sqlite3.connect(store)) as connection:
        rows = connection.execute("SELECT data FROM documents WHERE type = 'input'").fetchall()
    found: list[dict[str, Any]] = json.loads(rows[-1][0])["evidence"]["statements"]["value"]
    return found


@pytest.mark.engine
def test_a_check_sees_who_signed_of_what_it_verified_itself(attesting: Attesting) -> None:
    ended = judged(attesting, recorded())
    assert ended.code in {0, 1, 3}
    assert "report" in json.loads(ended.out), ended.err
    (statement,) = statements(attesting)
    assert (statement["artifact"], statement["sha256"], statement["verified"]) == (SDIST, SDIST_SHA256, True)
    assert statement["signer"] == {
        "kind": "identity",
        "id": "https://github.com/trailofbits/pypi-attestations/.github/workflows/release.yml@refs/tags/v0.0.19",
        "name": "",
        "issuer": "https://token.actions.githubusercontent.com",
    }
    assert attesting.github.seen == [] or all("attestations" in seen.target for seen in attesting.github.seen)


@pytest.mark.engine
@pytest.mark.parametrize("what", ["payload", "signature", "log", "time", "certificate"])
def test_a_check_refuses_a_bundle_that_was_changed(attesting: Attesting, what: str) -> None:
    ended = judged(attesting, tampered(what))
    assert (ended.code, ended.out) == (3, "")
    assert "x.sigstore.json" in ended.err


@pytest.mark.engine
def test_a_check_refuses_a_bundle_of_another_repository(attesting: Attesting) -> None:
    attesting.slug = "octo/widget"
    ended = judged(attesting, recorded())
    assert (ended.code, ended.out) == (3, "")
    assert "signed by a workflow of https://github.com/trailofbits/pypi-attestations" in ended.err


@pytest.mark.engine
def test_a_check_refuses_a_bundle_that_a_run_of_another_commit_signed(attesting: Attesting) -> None:
    attesting.commit = "a" * 40
    ended = judged(attesting, recorded())
    assert (ended.code, ended.out) == (3, "")
    assert f"signed by a run of github.com/{SLUG} at {COMMIT}, the manifest is of" in ended.err


@pytest.mark.engine
def test_a_check_refuses_a_bundle_about_another_file(attesting: Attesting) -> None:
    attesting.sha256 = "b" * 64
    ended = judged(attesting, recorded())
    assert (ended.code, ended.out) == (3, "")
    assert f"the manifest has {'b' * 64}" in ended.err
