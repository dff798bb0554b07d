"""What is signed about a bundle is said completely, and read without guessing."""

import json
from dataclasses import replace
from typing import Any

import pytest

from checker.application.read_bundle import read_bundle
from checker.domain.snapshot import Bundle
from checker.errors import InputRefusedError
from checker.formats.bundle_statement_v1 import parse_statement, render_statement, statement_about
from tests.bundle_builders import ISSUED, digest_for, fetched, fetched_folder, team_archive, team_contents

ARCHIVED = read_bundle(fetched(team_archive()))
FOLDER = read_bundle(fetched_folder(team_contents()))


@pytest.mark.parametrize("bundle", [ARCHIVED, FOLDER])
def test_a_statement_is_read_back_as_it_was_written_and_is_true(bundle: Bundle) -> None:
    statement = statement_about(bundle, issued=ISSUED)

    assert parse_statement(render_statement(statement), source="s") == statement
    assert statement.fault_with(bundle) == ""


def test_a_statement_about_a_folder_is_true_of_its_archive_and_the_reverse() -> None:
    assert statement_about(FOLDER, issued=ISSUED).fault_with(ARCHIVED) == ""
    assert statement_about(ARCHIVED, issued=ISSUED).fault_with(FOLDER) == ""


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"tree_digest": digest_for("other")}, "signed is the tree"),
        ({"archive_sha256": "0" * 64}, "signed is the archive"),
        ({"name": "other"}, "revision 7, the bundle says other 7"),
        ({"revision": 8}, "revision 7, the bundle says team-policy 8"),
        ({"roots": ("",)}, "signed is team-policy"),
    ],
)
def test_a_statement_about_anything_else_says_what_differs(changed: dict[str, Any], why: str) -> None:
    assert why in statement_about(ARCHIVED, issued=ISSUED).fault_with(replace(ARCHIVED, **changed))


def changed(path: str, value: object) -> bytes:
    document = json.loads(render_statement(statement_about(ARCHIVED, issued=ISSUED)))
    *steps, last = path.split(".")
    here = document
    for step in steps:
        here = here[int(step)] if step.isdigit() else here[step]
    here[last] = value
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"[]", "other fields than _type"),
        (changed("extra", 1), "other fields than _type"),
        (changed("_type", "https://in-toto.io/Statement/v0.1"), "not one of type"),
        (changed("predicateType", "https://slsa.dev/provenance/v1"), "not one of type"),
        (changed("subject", []), "not about exactly one bundle"),
        (changed("subject", {}), "not about exactly one bundle"),
        (changed("subject", [{}, {}]), "not about exactly one bundle"),
        (changed("subject.0.extra", 1), "other fields than name, digest"),
        (changed("subject.0.digest.sha1", "0"), "other fields than cleanReleaseTree"),
        (changed("subject.0.digest", {"sha256": "0" * 64}), "other fields than cleanReleaseTree"),
        (changed("subject.0.digest", []), "other fields than cleanReleaseTree"),
        (changed("predicate.extra", 1), "other fields than issued"),
        (changed("subject.0.name", 1), "not what its field holds"),
        (changed("subject.0.digest.sha256", "00"), "not what its field holds"),
        (changed("subject.0.digest.sha256", 1), "not what its field holds"),
        (changed("subject.0.digest.cleanReleaseTree", "A" * 64), "not what its field holds"),
        (changed("predicate.revision", "7"), "not what its field holds"),
        (changed("predicate.revision", value=True), "not what its field holds"),
        (changed("predicate.revision", -1), "not what its field holds"),
        (changed("predicate.roots", []), "not what its field holds"),
        (changed("predicate.roots", "rules"), "not what its field holds"),
        (changed("predicate.roots", [1]), "not what its field holds"),
        (changed("predicate.issued", 1), "not what its field holds"),
        (changed("predicate.issued", "yesterday"), "is not a moment"),
        (b'{"_type": 1, "_type": 1}', ""),
    ],
)
def test_a_statement_with_anything_unknown_or_mistyped_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(InputRefusedError) as refusal:
        parse_statement(data, source="s")

    assert why in refusal.value.message
