"""Two audits are the same only where both were read and found the same."""

from dataclasses import replace

import pytest

from checker.application.compare_audits import ComparedAudits, Difference, Unknown, compare_audits, compare_facts
from checker.domain.audit import AuditKind
from checker.domain.json_value import Json
from checker.domain.observation import Status
from checker.errors import UsageError
from tests.builders import an_audit
from tests.settings_builders import hidden, seen

SUBJECT: Json = {"slug": "octo/widget"}


def compared(before: dict[str, Json], after: dict[str, Json]) -> ComparedAudits:
    one = an_audit(sections=before, document={"subject": SUBJECT})
    return compare_audits(one, an_audit(sections=after, document={"subject": SUBJECT}))


def test_what_was_found_the_same_is_the_same_whatever_its_evidence() -> None:
    found = compared({"tags": seen([])}, {"tags": {"status": "collected", "evidence": ["e9"], "value": []}})
    assert found == ComparedAudits(differences=(), unknown=())
    assert found.are_same


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        ({"on": True}, {"on": False}, Difference(path="s.on", before=True, after=False)),
        ({"on": True}, {"on": 1}, Difference(path="s.on", before=True, after=1)),
        ({"list": [1]}, {"list": [True]}, Difference(path="s.list", before=[1], after=[True])),
        ({"list": ["a"]}, {"list": ["b"]}, Difference(path="s.list", before=["a"], after=["b"])),
        ({"a": 1}, {"a": 1, "b": 2}, Difference(path="s.b", before=None, after=2)),
        ([{"name": "x"}], [], Difference(path="s[x]", before={"name": "x"}, after=None)),
        ([], [{"name": "x"}], Difference(path="s[x]", before=None, after={"name": "x"})),
        ([{"name": "x", "n": 1}], [{"name": "x", "n": 2}], Difference(path="s[x].n", before=1, after=2)),
        ([{"name": "x"}], "word", Difference(path="s[x]", before={"name": "x"}, after=None)),
        (seen(1), 1, Difference(path="s", before=seen(1), after=1)),
    ],
)
def test_every_difference_is_named_by_its_path(before: Json, after: Json, difference: Difference) -> None:
    found = compare_facts({"s": before}, {"s": after})
    assert difference in found.differences
    assert not found.are_same


def test_fields_that_are_not_looked_at_do_not_differ() -> None:
    assert compare_facts({"at": 1}, {"at": 2}, frozenset({"at"})).are_same


def test_what_became_unreadable_is_no_difference_and_not_the_same() -> None:
    found = compared({"tags": seen([])}, {"tags": hidden()})
    assert found.differences == ()
    assert found.unknown == (
        Unknown(path="tags", before=Status.COLLECTED, after=Status.DENIED, needs="Administration: read"),
    )
    assert not found.are_same


def test_what_neither_read_is_unknown() -> None:
    found = compared({"tags": hidden(needs="x")}, {"tags": hidden(needs="")})
    assert found.unknown == (Unknown(path="tags", before=Status.DENIED, after=Status.DENIED, needs="x"),)
    assert found.are_same


def test_a_section_no_document_carries_was_not_requested() -> None:
    (unknown,) = compared({}, {"tags": seen([])}).unknown
    assert (unknown.path, unknown.before, unknown.after) == ("tags", Status.NOT_REQUESTED, Status.COLLECTED)


def test_another_repository_is_a_difference() -> None:
    one = an_audit(document={"subject": SUBJECT})
    other = replace(one, document={"subject": {"slug": "octo/other"}})
    assert compare_audits(one, other).differences == (
        Difference(path="subject.slug", before="octo/widget", after="octo/other"),
    )


def test_audits_of_different_kinds_are_refused() -> None:
    with pytest.raises(UsageError, match="the first is an audit of kind repository, the second of kind history"):
        compare_audits(an_audit(), an_audit(AuditKind.HISTORY))
