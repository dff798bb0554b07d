"""What the OpenAPI says: nothing is left open in it, and no field leads the server anywhere (A15, A17)."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from checker.api.access import NEEDED
from checker.api.app import bare_app
from checker.api.schemas.asked import Approval, Asked, Publication, Registration, Rejection, RunWanted, WorkflowWanted
from tests.architecture.source_tree import ROOT

DOCUMENT: dict[str, Any] = bare_app().openapi()
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
ADDRESSES = (
    "http://169.254.169.254/latest/meta-data",
    "https://[::1]/",
    "http://2130706433/",
    "http://127.0.0.1.nip.example/",
    "//example.org/x",
    "file:///etc/passwd",
    "git+ssh://example.org/x",
    "../../etc/passwd",
    "C:\\x",
)
LEADING = (
    "url",
    "uri",
    "href",
    "host",
    "address",
    "endpoint",
    "callback",
    "webhook",
    "file",
    "path",
    "bundle",
    "anchor",
)
TEXTS = [
    (model, field)
    for model in (Registration, RunWanted, Approval, Publication, Rejection, WorkflowWanted)
    for field in model.model_fields
]


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation with its path."""
    for path, methods in DOCUMENT["paths"].items():
        for operation in methods.values():
            yield path, operation


def fields_of(schema: dict[str, Any]) -> Iterator[str]:
    """The name of every field that a body has, at any depth."""
    if "$ref" in schema:
        yield from fields_of(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    for name, below in schema.get("properties", {}).items():
        yield name
        yield from fields_of(below)
    for below in (*schema.get("anyOf", ()), *filter(None, [schema.get("items")])):
        yield from fields_of(below)


def test_the_committed_document_is_what_the_routes_say() -> None:
    committed = json.loads((ROOT / "docs" / "reference" / "openapi.json").read_bytes())

    assert committed == DOCUMENT


def test_no_request_names_an_address_a_file_or_a_bundle() -> None:
    seen = 0
    for path, operation in operations():
        names = [one["name"] for one in operation.get("parameters", ())]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        for name in [*names, *fields_of(body)]:
            seen += 1
            assert not [word for word in LEADING if word in name.lower().replace("-", "_").split("_")], (path, name)
    assert seen > 50


@pytest.mark.parametrize(("model", "field"), TEXTS, ids=[f"{model.__name__}-{field}" for model, field in TEXTS])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_field_takes_an_address_where_a_name_is_meant(model: type[Asked], field: str, address: str) -> None:
    if field in {"reason", "environment"}:
        return  # words that are recorded or signed, and never followed
    with pytest.raises(ValidationError) as refused:
        model.model_validate({field: [address] if field == "channels" else address}, strict=True)

    assert field in {str(error["loc"][0]) for error in refused.value.errors()}


def test_every_body_is_closed() -> None:
    for path, operation in operations():
        if "requestBody" in operation:
            name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            assert SCHEMAS[name]["additionalProperties"] is False, path


def test_every_operation_says_who_may_call_it_and_how_it_refuses() -> None:
    for path, operation in operations():
        role = NEEDED[operation["operationId"]]
        assert operation["security"] == ([{"bearer": []}] if role else []), path
        assert operation.get("x-role", "") == str(role or ""), path
        problem = operation["responses"]["default"]["content"]["application/problem+json"]["schema"]
        assert problem == {"$ref": "#/components/schemas/Problem"}, path


def test_every_reference_in_the_document_leads_somewhere() -> None:
    text = json.dumps(DOCUMENT)
    names = {one.partition('"')[0] for one in text.split("#/components/schemas/")[1:]}

    assert names
    assert names <= set(SCHEMAS)


@pytest.mark.parametrize("answer", ["Candidate", "CandidateLine", "BuiltManifest", "ManifestLine", "Run", "Release"])
def test_a_candidate_is_called_in_answers_what_it_is_called_in_requests(answer: str) -> None:
    asked = set(Registration.model_fields) | set(re.findall(r"\{(\w+)\}", "".join(DOCUMENT["paths"])))

    assert "candidate_id" in asked & set(SCHEMAS[answer]["required"])
    assert "candidate" not in SCHEMAS[answer]["properties"]
