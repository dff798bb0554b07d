"""A capture folder is sorted by repository and time, named where it is not understood, and gives no secret away."""

import json

import pytest

from checker.application.import_audit import import_audits
from checker.domain.json_value import Json
from checker.errors import InputRefusedError
from tests.captures import AT, ROOT, Capture, at, gate, gates

RULESET: dict[str, Json] = {
    "id": 42,
    "name": "main",
    "target": "branch",
    "source_type": "Repository",
    "enforcement": "active",
    "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
    "rules": [{"type": "deletion"}],
    "bypass_actors": [{"actor_id": None, "actor_type": "OrganizationAdmin", "bypass_mode": "always"}],
}


PULL_REQUEST_WITHOUT_PARAMETERS: Json = {"type": "pull_request", "parameters": {}}


KEY: dict[str, Json] = {"id": 1, "title": "t", "key": "ssh-ed25519 AAAA x@y.example", "read_only": True}


def protection(capture: Capture) -> Json:
    return at(capture.section("classic_protection"), 0, "protection")


def status(value: Json) -> Json:
    assert isinstance(value, dict)
    return value["status"]


def hook(config: dict[str, Json]) -> Json:
    return {"id": 1, "active": True, "events": ["push"], "config": config}


PERSON: dict[str, Json] = {"id": 5, "login": "x", "type": "User", "email": "x@y.example"}


def test_answers_by_id_go_to_the_repository_that_has_it() -> None:
    found = Capture().add("", ROOT).add("//repositories/7/keys", []).add("//repositories/8/keys", []).read()
    assert {audit.name for audit in found.audits} == {"o-r.repository.json", "repositories-8.repository.json"}
    by_name = {audit.name: audit.document for audit in found.audits}
    assert "deploy_keys" in at(by_name["o-r.repository.json"], "sections")  # type: ignore[operator]
    stranger = by_name["repositories-8.repository.json"]
    assert at(stranger, "subject", "id", "value") == 8
    assert at(stranger, "subject", "renamed") is False


def test_a_repository_on_another_host_is_another_repository() -> None:
    capture = Capture().add("keys", []).add("//https://ghe.example/api/v3/repos/o/r/tags", [])
    capture.add("//https://ghe.example/api/v3/orgs/o/actions/secrets", {"total_count": 0, "secrets": []})
    capture.add("//https://api.github.com/repos/O/R/hooks", [])
    with pytest.raises(InputRefusedError, match=r"two audits for o-r.repository.json"):
        capture.read()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("https://example.com/repos/o/r", "the host 'example.com' is not one of GitHub's REST API"),
        ("repos/{owner}/{repo}/keys", "expected repos/OWNER/REPO"),
        ("graphql", "expected repos/OWNER/REPO"),
        ("https://[", "is not an address"),
        ("https://api.github.com/", "expected repos/OWNER/REPO"),
    ],
)
def test_an_address_that_is_none_is_refused_by_its_file(url: str, message: str) -> None:
    with pytest.raises(InputRefusedError, match=message) as refused:
        Capture().add(f"//{url}", []).read()
    assert str(refused.value.where) == "0.json"


@pytest.mark.parametrize("path", ["stargazers", "branches/main/protection/required_status_checks"])
def test_an_endpoint_nothing_is_taken_from_is_named(path: str) -> None:
    found = Capture().add(path, []).add("keys", []).read()
    assert found.warnings == (f"0.json: nothing is known to be taken from /repos/o/r/{path}",)
    unknown = Capture().add("//orgs/o/repos", []).add("keys", []).read()
    assert unknown.warnings == ("0.json: nothing is known to be taken from /orgs/o/repos",)


def test_an_audit_is_as_old_as_its_oldest_answer_and_dateless_if_one_answer_is() -> None:
    capture = Capture().add("keys", [], at="2026-02-26T17:00:05Z").add("tags", [], at="2026-02-26T17:00:04.5Z")
    assert capture.read().audits[0].document["collected_at"] == "2026-02-26T17:00:04.5Z"
    capture.add("hooks", [], at="")
    assert "collected_at" not in capture.read().audits[0].document


def test_evidence_names_the_request_without_what_could_be_a_token() -> None:
    capture = Capture().add(
        "//https://u:SECRET-MARKER@api.github.com/repos/o/r/keys?access_token=SECRET-MARKER&page=1", [KEY]
    )
    entry = at(capture.read().audits[0].document, "evidence", 0)
    assert at(entry, "url") == "/repos/o/r/keys?page=1"
    assert (at(entry, "http"), at(entry, "at"), at(entry, "pages"), at(entry, "link_complete")) == (200, AT, 1, True)


def test_the_same_facts_have_the_same_evidence_digest_whatever_else_the_answer_holds() -> None:
    def digest(**more: Json) -> Json:
        return at(Capture().add("keys", [{**KEY, **more}]).read().audits[0].document, "evidence", 0, "sha256")

    assert digest() == digest(added_by="someone", last_used=AT)
    assert digest() != digest(read_only=False)


def test_no_secret_of_any_answer_reaches_an_audit() -> None:
    marker = "SECRET-MARKER"
    poison: dict[str, Json] = {"value": marker, "token": marker, "secret": marker, "email": f"{marker}@x.example"}
    capture = Capture().add("", {**ROOT, **poison}).add("keys", [{**KEY, **poison, "title": f"{marker}@x.example"}])
    capture.add("actions/variables", {"total_count": 1, "variables": [{"name": "V", **poison}]})
    capture.add("hooks", [hook({**poison, "url": f"https://{marker}@h.example/{marker}"})])
    capture.add("collaborators", [{**PERSON, **poison, "role_name": "admin"}])
    capture.add("environments", gates(gate(**poison)))
    capture.add("teams", {"message": f"ask {marker}@x.example"}, status=403)
    for audit in capture.read().audits:
        assert marker.encode() not in audit.data.replace(b'"has_secret"', b"")
        assert b"y.example" not in audit.data


def test_files_named_by_their_path_need_no_index() -> None:
    found = import_audits({"repos/o/r/keys.json": b"[]", "repos/o/r/tags": b"[]"}, version="0")
    assert {reading.url for reading in found.readings} == {"/repos/o/r/keys", "/repos/o/r/tags"}


def test_what_is_not_understood_is_named_and_never_dropped_in_silence() -> None:
    folder = {**Capture().add("keys", []).folder(), "README.md": b"hello", "other.json": b'{"a": 1}'}
    found = import_audits(folder, version="0")
    assert [warning.partition(":")[0] for warning in found.warnings] == ["README.md", "other.json"]


@pytest.mark.parametrize(
    ("folder", "said", "hint"),
    [
        ({}, "there is no file in the capture", "gh api -i repos/OWNER/NAME"),
        ({"capture.json": b"[]"}, "none of 1 files is", "a list of {file, method, url, status, at}"),
        ({"a.json": b" \n"}, "a.json: this is not .*: it is empty", "save what gh printed"),
        ({"a.json": b"\x89PNG\xff"}, "a.json: this is not .*: .*byte 0x89 is not UTF-8", "save what gh printed"),
        ({"a.md": b"hello"}, "a.md: this is not .*: no request names it and it is no JSON", "save what gh printed"),
        (
            {"a.json": b"{}"},
            "a.json: this is not .*: nothing says which request it answers",
            "repos/OWNER/NAME/keys.json",
        ),
        ({"a": b"", "b": b"{}"}, "a: neither this nor any other of 2 files is .*: it is empty", "save what gh printed"),
    ],
    ids=["no file", "empty index", "empty", "binary", "no document", "unknown document", "several"],
)
def test_a_folder_without_anything_to_take_is_refused_with_its_reason(
    folder: dict[str, bytes], said: str, hint: str
) -> None:
    with pytest.raises(InputRefusedError, match=said) as refusal:
        import_audits(folder, version="0")
    assert hint in refusal.value.hint


def test_a_file_the_index_lists_must_be_there() -> None:
    folder = Capture().add("keys", []).folder()
    del folder["0.json"]
    with pytest.raises(InputRefusedError, match=r"the index lists 0.json, which is not there"):
        import_audits(folder, version="0")


def test_an_export_belongs_to_the_repository_it_names_or_that_is_given() -> None:
    export = json.dumps({**RULESET, "source": "o/named"}).encode()
    (audit,) = import_audits({"a.json": export}, version="0").audits
    assert at(audit.document, "subject", "slug") == "o/named"
    (audit,) = import_audits({"a.json": export}, version="0", repository="o/given").audits
    assert at(audit.document, "subject", "slug") == "o/given"


def test_an_export_nobody_says_the_repository_of_is_refused() -> None:
    export = json.dumps(RULESET).encode()
    with pytest.raises(InputRefusedError, match="the capture names none"):
        import_audits({"a.json": export}, version="0")
    folder = Capture().add("keys", []).add("//repos/o/other/keys", []).folder()
    with pytest.raises(InputRefusedError, match="the capture names 2"):
        import_audits({**folder, "a.json": export}, version="0")


def test_an_export_beside_answers_about_rulesets_is_not_read() -> None:
    export = json.dumps(RULESET).encode()
    beside = import_audits({**Capture().add("rulesets", []).folder(), "a.json": export}, version="0")
    assert beside.warnings == ("a.json: rulesets without a request are not read beside answers about rulesets",)
    alone = import_audits({**Capture().add("keys", []).folder(), "a.json": export}, version="0")
    (audit,) = alone.audits
    assert status(at(audit.document, "sections", "ref_rules")) == "incomplete"
    assert audit.document["collected_at"] == AT


def test_exports_without_ids_are_told_apart_by_their_names() -> None:
    body = {name: value for name, value in RULESET.items() if name != "id"}
    files = {name: json.dumps({**body, "name": name}).encode() for name in ("a", "b")}
    (audit,) = import_audits(files, version="0", repository="o/r").audits
    assert [at(one, "id") for one in at(audit.document, "sections", "ref_rules", "partial")] == ["export:a", "export:b"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "body",
    [
        {**RULESET, "source_type": "Planet"},
        {**RULESET, "rules": [PULL_REQUEST_WITHOUT_PARAMETERS]},
        {"data": {"level": {"rulesets": None}}},
        {"data": {"level": {"rulesets": {"nodes": [{"source": {"__typename": "Planet"}}]}}}},
    ],
)
def test_an_export_of_another_form_is_refused_by_its_file(body: Json) -> None:
    with pytest.raises(InputRefusedError) as refused:
        import_audits({"a.json": json.dumps(body).encode()}, version="0", repository="o/r")
    assert str(refused.value.where) == "a.json"


def test_a_capture_and_a_seed_audit_of_one_repository_are_two_imports() -> None:
    seed = {"generated_at": AT, "repo": "o/r", "branch": "main", "protection": {"protected": False, "api_response": {}}}
    with pytest.raises(InputRefusedError, match=r"two audits for o-r.repository.json"):
        import_audits({**Capture().add("keys", []).folder(), "seed.json": json.dumps(seed).encode()}, version="0")


def test_a_file_name_is_plain_whatever_the_repository_is_called() -> None:
    (audit,) = Capture("repos/<O>/..%2Fr").add("keys", []).read().audits
    assert audit.name == "-O--..-r.repository.json"
