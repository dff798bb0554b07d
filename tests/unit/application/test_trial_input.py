"""What a rule is tried on: an input as it is, or documents composed as a check composes them."""

import json
from pathlib import Path

import pytest

from checker.application.read_documents import GivenDocuments, NamedBytes
from checker.application.trial_input import TEMPLATE, TrialInput, TrialSetting, input_of_documents, input_of_file
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.domain.project import Inputs, Project, ReleaseFacts, Selection
from checker.errors import InputRefusedError, TrustError
from checker.formats.published import document_schema
from tests.architecture.source_tree import ROOT
from tests.builders import SOME_DIGEST

NOW = "2030-01-01T00:00:00Z"
GOOD = ROOT / "tests" / "data" / "inputs" / "good.json"
COMPLETE = ROOT / "docs" / "examples" / "complete"
AUDIT = next(
    path
    for path in sorted((COMPLETE / "audits").glob("*.json"))
    if json.loads(path.read_bytes())["kind"] == "repository"
)
SLUG = json.loads(AUDIT.read_bytes())["subject"]["slug"]


def setting(project: Project | None = None) -> TrialSetting:
    return TrialSetting(project=project, now=NOW, tool="clean-release test", schema=document_schema("input_v1"))


def a_project(slug: str = SLUG) -> Project:
    return Project(
        name="trial",
        host="github.com",
        slug=slug,
        namespace=Namespace.REAL,
        release=ReleaseFacts(branches=("main",), environments=("pypi",)),
        selection=Selection(bundles=("builtin:release-policy",)),
        inputs=Inputs(),
        digest=SOME_DIGEST,
    )


def given(data: bytes | Path, name: str = "given.json") -> NamedBytes:
    return NamedBytes(name=name, data=data if isinstance(data, bytes) else data.read_bytes())


def context_of(found: TrialInput) -> dict[str, Json]:
    context = found.document["context"]
    assert isinstance(context, dict)
    return context


def a_manifest() -> bytes:
    document = {
        "schema": "clean-release/manifest/v1",
        "project": "widget",
        "version": "1.2.3",
        "source": {"host": "github.com", "repository": SLUG, "commit": "a" * 40, "ref": "refs/tags/v1.2.3"},
        "artifacts": [{"name": "widget-1.2.3.whl", "kind": "wheel", "sha256": "1" * 64, "size": 10}],
        "targets": [{"registry": "pypi", "project": "widget"}],
        "evidence": [],
    }
    return json.dumps(document).encode()


def test_a_rules_input_is_taken_as_it_is_at_its_own_moment() -> None:
    found = input_of_file(given(GOOD), setting=setting())

    assert found.document == json.loads(GOOD.read_bytes())
    assert found.evaluated_at == "2026-02-01T12:00:00Z"
    assert (found.scope.slug, found.release) == (TEMPLATE, ReleaseFacts())


def test_a_rules_input_is_judged_with_the_facts_of_the_project_around_it() -> None:
    found = input_of_file(given(GOOD), setting=setting(a_project()))

    assert (found.scope.slug, found.release.environments) == (SLUG, ("pypi",))


@pytest.mark.parametrize("said", [[], {}, 7, "clean-release/report/v1"])
def test_a_document_of_another_schema_is_refused_whatever_it_calls_itself(said: Json) -> None:
    with pytest.raises(InputRefusedError, match="expected a rules' input, an audit/v1 or a manifest/v1"):
        input_of_file(given(json.dumps({"schema": said}).encode()), setting=setting())


@pytest.mark.parametrize("context", [{}, [], "now"])
def test_a_rules_input_against_its_schema_is_refused(context: Json) -> None:
    document = {**json.loads(GOOD.read_bytes()), "context": context}
    with pytest.raises(InputRefusedError):
        input_of_file(given(json.dumps(document).encode()), setting=setting())


def test_a_saved_audit_is_composed_as_of_when_it_was_collected() -> None:
    found = input_of_file(given(AUDIT), setting=setting())

    assert found.evaluated_at == json.loads(AUDIT.read_bytes())["collected_at"]
    assert context_of(found)["evaluated_at"] == found.evaluated_at
    assert (found.scope.slug, context_of(found)["project"]) == (SLUG, SLUG.rpartition("/")[2])


def test_an_audit_without_a_time_is_judged_now_and_decides_nothing() -> None:
    document = json.loads(AUDIT.read_bytes())
    del document["collected_at"]
    found = input_of_file(given(json.dumps(document).encode()), setting=setting(a_project()))
    repository = found.document["repository"]

    assert found.evaluated_at == NOW
    assert isinstance(repository, dict)
    assert isinstance(repository["environments"], dict)
    assert repository["environments"]["status"] == "error"


def test_the_project_around_an_audit_gives_its_name_its_namespace_and_its_facts() -> None:
    found = input_of_file(given(AUDIT), setting=setting(a_project()))

    assert (context_of(found)["project"], context_of(found)["namespace"]) == ("trial", "real")
    assert found.scope.namespace is Namespace.REAL
    assert found.release.branches == ("main",)


def test_an_audit_of_another_repository_than_the_project_is_refused() -> None:
    with pytest.raises(TrustError, match="somebody/else"):
        input_of_file(given(AUDIT), setting=setting(a_project("somebody/else")))


def test_a_manifest_alone_brings_its_targets() -> None:
    found = input_of_file(given(a_manifest()), setting=setting())

    assert [target.registry for target in found.release.targets] == ["pypi"]
    assert found.evaluated_at == NOW


def test_a_project_says_itself_where_it_is_released() -> None:
    found = input_of_file(given(a_manifest()), setting=setting(a_project()))

    assert found.release == a_project().release


def test_imported_artifacts_make_a_candidate() -> None:
    document = json.loads(a_manifest())
    artifacts = {name: document[name] for name in ("project", "version", "artifacts")}
    artifacts["schema"] = "clean-release/artifacts/v1"
    documents = GivenDocuments(manifest=given(a_manifest()), artifacts=given(json.dumps(artifacts).encode()))
    found = input_of_documents(documents, setting=setting())

    assert context_of(found)["candidate"] == {"present": True, "id": ""}


def test_an_input_composed_of_nothing_belongs_to_no_repository() -> None:
    found = input_of_documents(GivenDocuments(), setting=setting())

    assert (found.scope.slug, context_of(found)["project"]) == (TEMPLATE, "trial")


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b'{"schema": "clean-release/report/v1"}', "a document of 'clean-release/report/v1'"),
        (b'{"anything": 1}', "no document a rule reads"),
        (b"[]", "no document a rule reads"),
    ],
)
def test_any_other_document_is_refused(data: bytes, seen: str) -> None:
    with pytest.raises(InputRefusedError, match=seen):
        input_of_file(given(data), setting=setting())


def test_an_envelope_is_read_as_the_audit_it_holds_or_refused() -> None:
    with pytest.raises(InputRefusedError, match=r"payloadType|signature"):
        input_of_file(given(b'{"payloadType": "x", "payload": "", "signatures": []}'), setting=setting())


def test_an_input_that_leaves_out_a_target_of_the_manifest_is_refused() -> None:
    document = json.loads((ROOT / "tests" / "data" / "inputs" / "good.json").read_bytes())
    document["manifest"]["value"]["targets"].append({"registry": "npm", "project": "acme"})
    setting = TrialSetting(project=None, now="", tool="test", schema=document_schema("input_v1"))

    with pytest.raises(InputRefusedError, match=r"registry\.published does not list npm acme, expected every target"):
        input_of_file(NamedBytes(name="good.json", data=json.dumps(document).encode()), setting=setting)
