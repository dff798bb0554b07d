"""The read guard: what was not completely read is found wherever it is nested."""

from checker.application.guard import ReadGuard
from checker.domain.json_value import Json
from tests.builders import a_gap, a_rule, an_observation


def guard(**repository: Json) -> ReadGuard:
    return ReadGuard({"repository": dict(repository)})


def test_a_collected_section_has_no_gap() -> None:
    assert guard(tags=an_observation([])).unread(["repository.tags"]) == ()


def test_a_section_that_was_not_read_is_named() -> None:
    assert guard(tags=a_gap()).unread(["repository.tags"]) == ("repository.tags",)


def test_a_section_the_document_does_not_have_is_a_gap() -> None:
    assert guard().unread(["repository.tags"]) == ("repository.tags",)


def test_a_nested_observation_is_found_in_any_item() -> None:
    rules = an_observation([{"bypass": an_observation([])}, {"bypass": a_gap()}])
    assert guard(ref_rules=rules).unread(["repository.ref_rules[].bypass"]) == ("repository.ref_rules[].bypass",)


def test_an_empty_list_has_no_nested_gap() -> None:
    assert guard(ref_rules=an_observation([])).unread(["repository.ref_rules[].bypass"]) == ()


def test_a_gap_on_the_way_is_a_gap() -> None:
    assert guard(ref_rules=a_gap()).unread(["repository.ref_rules[].bypass"]) == ("repository.ref_rules",)


def test_an_item_without_the_nested_observation_is_a_gap() -> None:
    assert guard(ref_rules=an_observation([{}])).unread(["repository.ref_rules[].bypass"]) == (
        "repository.ref_rules[].bypass",
    )


def test_a_place_that_holds_no_observation_is_a_gap() -> None:
    document = an_observation({"name": "x"})
    assert guard(repository=document).unread(["repository.repository.name"]) == ("repository.repository.name",)


def test_a_list_that_is_none_is_a_gap() -> None:
    assert guard(ref_rules=an_observation({})).unread(["repository.ref_rules[].bypass"]) == ("repository.ref_rules",)


def test_a_plain_list_on_the_way_is_walked() -> None:
    document = an_observation({"steps": [{"met": a_gap()}]})
    assert guard(one=document).unread(["repository.one.steps[].met"]) == ("repository.one.steps[].met",)


def test_what_is_nested_below_a_collected_observation_is_reached() -> None:
    document = an_observation({"token": a_gap(needs="Administration: read")})
    assert guard(ci=document).unread(["repository.ci.token", "repository.ci"]) == ("repository.ci.token",)


def test_every_gap_names_the_rules_that_needed_it_and_what_would_settle_it() -> None:
    rules = [
        a_rule("b.two", reads=("repository.tags",)),
        a_rule("a.one", reads=("repository.tags",), handles=("repository.tags",)),
    ]
    found = guard(tags=a_gap(needs="Metadata: read")).unread_of(rules)
    assert [(item.observation, item.status, item.why, item.needs, item.rules) for item in found] == [
        ("repository.tags", "denied", "not readable", "Metadata: read", ("a.one", "b.two"))
    ]


def test_a_gap_without_detail_says_nothing_more() -> None:
    found = guard(tags={"status": "error", "evidence": []}).unread_of([a_rule(reads=("repository.tags",))])
    assert (found[0].why, found[0].needs) == ("", "")


def test_a_gap_with_a_message_only_says_that() -> None:
    seen: Json = {"status": "denied", "evidence": [], "detail": {"message": "Not Found"}}
    assert guard(tags=seen).unread_of([a_rule(reads=("repository.tags",))])[0].why == "Not Found"
