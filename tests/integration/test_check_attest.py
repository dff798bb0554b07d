"""`check --attest`: others verify the summary with their own tools, and nothing but a gating pass is attested."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from google.protobuf import json_format  # type: ignore[import-untyped]  # has no types
from in_toto_attestation.predicates.vsa.v1 import vsa_pb2  # type: ignore[import-untyped]  # as above
from in_toto_attestation.v1 import statement_pb2  # type: ignore[import-untyped]  # as above
from in_toto_attestation.v1.statement import Statement  # type: ignore[import-untyped]  # as above
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined]  # exported without __all__

from tests.attacks.command import Ending, run_command
from tests.attacks.project_case import ProjectCase, set_up
from tests.attacks.run_cases import judge, lock

pytestmark = pytest.mark.engine


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProjectCase:
    """A real project that passes and gates, with a permit key of this user in the anchor."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    [permit] = yaml.safe_load(run_command(["keys", "generate", "permit", "--role", "permit"]).out)
    [builder] = yaml.safe_load(run_command(["keys", "generate", "builder", "--role", "builder"]).out)
    keys = [{"file": "../anchor.yaml", "set": {"/keys/-": key}} for key in (permit, builder)]
    return set_up({"base": "real", "edit": keys}, tmp_path / "case", lock=lock, judge=judge)


def attest(case: ProjectCase, *more: str, key: str = "permit") -> Ending:
    return run_command([*case.usual(), "--attest", str(case.place / "vsa.json"), "--key", key, *more])


def written(case: ProjectCase) -> bool:
    return (case.place / "vsa.json").exists()


def trusted(case: ProjectCase, name: str = "permit") -> SSlibKey:
    """The key as a consumer takes it from the anchor, read by the library of others."""
    keys = yaml.safe_load(case.anchor.read_text(encoding="utf-8"))["keys"]
    [pem] = [key["public_key"] for key in keys if key["name"] == name]
    return SSlibKey.from_crypto(load_pem_public_key(pem.encode()))


def test_others_verify_the_summary_of_a_pass(case: ProjectCase) -> None:
    ending = attest(case)
    assert ending.code == 0, ending.err
    envelope = Envelope.from_dict(json.loads((case.place / "vsa.json").read_text(encoding="utf-8")))
    key = trusted(case)
    key.keyid = next(iter(envelope.signatures))
    assert envelope.verify([key], 1)
    assert envelope.payload_type == "application/vnd.in-toto+json"

    parsed = json_format.Parse(envelope.payload, statement_pb2.Statement())
    Statement.copy_from_pb(parsed).validate()
    fields = json_format.MessageToDict(parsed.predicate)
    assert fields.pop("verifiedLevels") == ["CLEAN_RELEASE_GATE"]  # NOTE: that release takes one text, not a list
    summary = json_format.ParseDict(fields, vsa_pb2.VerificationSummary())
    report = json.loads(ending.out)
    manifest = json.loads((case.project / "manifest.json").read_text(encoding="utf-8"))
    assert {one.name: one.digest["sha256"] for one in parsed.subject} == {
        one["name"]: one["sha256"] for one in manifest["artifacts"]
    }
    assert summary.verification_result == "PASSED"
    assert summary.verifier.id.endswith(key.keyid)
    assert summary.resource_uri == "git+https://github.com/acme/acme@refs/tags/v1.4.0"
    assert f"sha256:{summary.policy.digest['sha256']}" == report["report"]["snapshot"]
    assert f"sha256:{summary.input_attestations[0].digest['sha256']}" == report["digest"]
    assert len(summary.input_attestations) == 2 + len(report["report"]["audits"])

    other = trusted(case, "builder")
    other.keyid = key.keyid
    with pytest.raises(VerificationError):
        envelope.verify([other], 1)


def test_an_attestation_never_replaces_a_file(case: ProjectCase) -> None:
    (case.place / "vsa.json").write_text("mine", encoding="utf-8")
    ending = attest(case)
    assert (ending.code != 0, ending.out) == (True, "")
    assert (case.place / "vsa.json").read_text(encoding="utf-8") == "mine"


def test_an_attestation_and_an_output_do_not_go_to_one_file(case: ProjectCase) -> None:
    ending = attest(case, "--output", f"json={case.place / 'vsa.json'}")
    assert (ending.code != 0, ending.out, written(case)) == (True, "", False)


@pytest.mark.parametrize(
    ("key", "code", "says"),
    [("builder", 3, "no valid key with the role permit"), ("unknown", 3, "there is no key named")],
)
def test_a_key_that_may_not_or_is_not_there_attests_nothing(case: ProjectCase, key: str, code: int, says: str) -> None:
    ending = attest(case, key=key)
    assert (ending.code, ending.out, written(case)) == (code, "", False)
    assert says in ending.err


def change(path: Path, **values: Any) -> None:  # noqa: ANN401 - any JSON
    document = json.loads(path.read_text(encoding="utf-8"))
    document.update(values)
    path.write_text(json.dumps(document), encoding="utf-8")


def test_what_is_blocked_or_undecided_or_does_not_gate_is_judged_and_not_attested(case: ProjectCase) -> None:
    change(case.project / "artifacts.json", artifacts=[{"name": "x", "kind": "other", "sha256": "e" * 64, "size": 1}])
    blocked = attest(case)
    assert (blocked.code, written(case)) == (1, False)
    assert "nothing was attested" in blocked.err

    (case.project / "clean-release.lock").unlink()
    unlocked = attest(case)
    assert (unlocked.code in {1, 3}, written(case)) == (True, False)


def test_evidence_that_no_rule_judged_is_no_ground_for_an_attestation(case: ProjectCase) -> None:
    given = case.place / "junit.xml"
    given.write_text("<testsuite name='unit' tests='1'><testcase name='a'/></testsuite>", encoding="utf-8")
    assert run_command(["audit", "sign", str(given), "--key", "builder", "-o", f"{given}.json"]).code == 0
    ending = attest(case, "--evidence", f"{given}.json")
    assert (ending.code, ending.out, written(case)) == (3, "", False)
    assert "nothing was attested: nothing was judged of the evidence test-result" in ending.err
    shown = run_command(["report", "show", "-p", str(case.project), "--exit-status"])
    assert (shown.code, "no selected rule reads evidence.test_results" in shown.out) == (0, True)


def test_without_a_manifest_nothing_is_attested(case: ProjectCase) -> None:
    path = case.project / "clean-release.yaml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name in ("manifest", "artifacts"):
        del document["inputs"][name]
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    (case.project / "clean-release.lock").unlink()
    lock(case)
    ending = attest(case)
    assert (ending.code, written(case)) == (3, False)


def test_the_options_belong_together_and_demo_is_not_attested(case: ProjectCase) -> None:
    alone = run_command([*case.usual(), "--attest", str(case.place / "vsa.json")])
    assert (alone.code, alone.out, written(case)) == (2, "", False)
    repository = run_command(["check", "acme/other", "--attest", str(case.place / "vsa.json"), "--key", "permit"])
    assert (repository.code, repository.out, written(case)) == (2, "", False)
