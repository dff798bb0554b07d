"""What a rule's test builds becomes a whole document: what it says is kept, the rest is the least there is."""

import json
from typing import Any

from checker.domain.json_value import Json
from checker.formats.completed_document import completed_document
from checker.formats.published import document_schema, schema_bytes

INPUT = json.loads(schema_bytes("input_v1"))


def completed(document: Json) -> dict[str, Any]:
    whole = completed_document(document, INPUT)
    assert isinstance(whole, dict)
    return whole


def test_a_document_of_one_section_becomes_one_that_the_schema_accepts() -> None:
    ruleset: Json = {"id": "1", "target": "branch", "bypass": {"status": "denied", "evidence": []}}
    section: Json = {"status": "collected", "evidence": [], "value": [ruleset]}
    whole = completed({"repository": {"ref_rules": section}})

    assert document_schema("input_v1").accepts(whole)
    (only,) = whole["repository"]["ref_rules"]["value"]
    assert (only["id"], only["target"], only["bypass"]["status"]) == ("1", "branch", "denied")
    assert only["definition"]["status"] == "collected"
    assert whole["repository"]["environments"]["status"] == "not_requested"


def test_nothing_at_all_becomes_a_document_of_which_nothing_is_known() -> None:
    whole = completed({})

    assert document_schema("input_v1").accepts(whole)
    assert {one["status"] for one in whole["repository"].values()} == {"not_requested"}


def test_a_list_of_one_element_for_each_word_gets_those_that_lack() -> None:
    names: Json = {"status": "denied", "evidence": []}
    section: Json = {"status": "collected", "evidence": [], "value": [{"scope": "organization", "names": names}]}
    whole = completed({"repository": {"secret_names": section}})

    found = {one["scope"]: one["names"]["status"] for one in whole["repository"]["secret_names"]["value"]}
    assert found == {"organization": "denied", "repository": "collected", "dependabot": "collected"}


def test_what_is_against_the_schema_stays_so() -> None:
    assert completed({"repository": "none"})["repository"] == "none"
    assert not document_schema("input_v1").accepts(completed({"repositry": {}}))


def test_a_text_of_another_form_is_replaced_by_one_of_the_form() -> None:
    manifest: Json = {
        "status": "collected",
        "evidence": [],
        "value": {"source": {"commit": "c0ffee", "ref": "refs/tags/v1"}},
    }
    source = completed({"manifest": manifest})["manifest"]["value"]["source"]

    assert (source["commit"], source["ref"]) == ("0" * 40, "refs/tags/v1")
