"""Names of rules are read off modules; tests, libraries and whatever else is no rule have none."""

import pytest

from checker.formats.rule_names import rule_names
from tests.bundle_builders import files_of

TITLED = b'# METADATA\n# title: "Reviewed by two"\n# custom:\npackage rules.team.reviewed\n\n# title: another\n'


def test_a_rule_is_named_by_its_package_and_its_title() -> None:
    assert list(rule_names(files_of({"rules/team/reviewed.rego": TITLED}))) == [("team.reviewed", "Reviewed by two")]
    assert list(rule_names(files_of({"a.rego": b"package rules.a.b # why\r\n"}))) == [("a.b", "")]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("rules/team/reviewed_test.rego", TITLED),
        ("rules/team/reviewed.txt", TITLED),
        ("a.rego", b"package lib.team.it\n"),
        ("a.rego", b"package rules.team\n"),
        ("a.rego", b"package rules.team.a.b\n"),
        ("a.rego", b"package rules.team.$(id)\n"),
        ("a.rego", b"\xff\xfe\x00"),
        ("a.rego", b"#" * 20_000 + b"\npackage rules.a.b\n"),
        ("a.rego", b""),
    ],
)
def test_what_is_no_rule_has_no_name(path: str, data: bytes) -> None:
    assert list(rule_names(files_of({path: data}))) == []
