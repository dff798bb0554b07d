"""Whatever the settings are: what becomes unreadable turns no fact round, and more protection weakens none."""

import copy
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain.effective_protection import derive_effective_protection
from checker.domain.json_value import Json
from checker.domain.observation import Status, is_observation
from checker.domain.project import ReleaseFacts
from checker.domain.protection_sources import FACTS
from checker.domain.release_refs import derive_release_refs
from tests.settings_builders import (
    Object,
    actor,
    check,
    classic_review,
    classic_rule,
    cut,
    definition,
    hidden,
    repository,
    review,
    ruleset,
    seen,
)

pytestmark = pytest.mark.property

RELEASE = ReleaseFacts(branches=("main", "release/*"), tags=("v*",))
NAMED = ("Test", "Lint")
UNREAD = [status for status in Status if status not in (Status.COLLECTED, Status.INCOMPLETE)]
CONDITIONS = (
    "~ALL",
    "~DEFAULT_BRANCH",
    "refs/heads/main",
    "refs/heads/release/*",
    "refs/heads/release/1",
    "refs/tags/v*",
)

PARTS = ("refs/heads/release/2", "refs/heads/rel*/?")

flags = st.booleans()
unread = st.sampled_from(UNREAD).map(hidden)
maybe = st.one_of(flags.map(seen), unread)
checks = st.lists(st.builds(check, st.sampled_from(NAMED), st.sampled_from([0, 7])), max_size=3)
check_rules = st.fixed_dictionaries({"required": flags, "strict": flags, "list": checks})
conditions = st.lists(st.sampled_from(CONDITIONS), max_size=2, unique=True).map(tuple)
actors = st.lists(st.sampled_from(["OrganizationAdmin", "Team", "Unheard"]).map(actor), max_size=2)

classic_rules = st.fixed_dictionaries(
    {
        "enabled": flags,
        "pull_request": st.fixed_dictionaries(
            {"required": flags, "approvals": st.integers(0, 7), "dismiss_stale": maybe, "last_push": maybe}
        ).map(lambda changed: {**classic_review(), **changed}),
        "checks": check_rules,
        "push_restricted": flags,
        "admins_included": maybe,
        "force_push_allowed": maybe,
        "deletion_allowed": maybe,
        "creation_blocked": maybe,
        "locked": maybe,
    }
).map(lambda changed: {**classic_rule(), **changed})
definitions = st.builds(
    definition,
    include=conditions,
    exclude=conditions,
    requires=st.fixed_dictionaries(
        {
            "pull_request": st.fixed_dictionaries({"required": flags, "approvals": st.integers(0, 7)}).map(
                lambda changed: {**review(last_push=True), **changed}
            ),
            "checks": check_rules,
            "signatures": flags,
        }
    ),
    forbids=st.fixed_dictionaries({"force_push": flags, "deletion": flags, "creation": flags, "update": flags}),
)
rulesets = st.fixed_dictionaries(
    {
        "target": st.sampled_from(["branch", "branch", "tag", "push"]),
        "enforcement": st.sampled_from(["active", "active", "evaluate", "disabled"]),
        "definition": st.one_of(definitions.map(seen), unread),
        "bypass": st.one_of(actors.map(lambda some: seen([*some])), unread),
    }
)


def numbered(entries: list[Object]) -> list[Json]:
    return [ruleset(str(number), **entry) for number, entry in enumerate(entries)]


def classic_entries(protections: list[Json]) -> Json:
    refs = ("refs/heads/main", "refs/heads/release/*", "refs/heads/release/1", "refs/heads/*/1")
    return [{"ref": ref, "protection": one} for ref, one in zip(refs, protections, strict=False)]


sections = st.fixed_dictionaries(
    {
        "repository": st.one_of(st.just(repository()), unread),
        "classic_protection": st.one_of(
            st.lists(st.one_of(classic_rules.map(seen), unread), max_size=4).map(  # type: ignore[arg-type]  # built from JSON only
                lambda some: seen(classic_entries(some))
            ),
            unread,
        ),
        "ref_rules": st.one_of(
            st.lists(rulesets, max_size=3).map(lambda some: seen(numbered(some))),
            st.lists(rulesets, max_size=2).map(lambda some: cut(numbered(some))),
            unread,
        ),
    }
)


def facts(settings: Object) -> dict[tuple[str, str], Object]:
    """Every fact of every ref, by its name."""
    found = derive_effective_protection(
        release_refs=derive_release_refs(RELEASE, repository=settings["repository"]),
        named_checks=NAMED,
        repository=settings["repository"],
        classic_protection=settings["classic_protection"],
        ref_rules=settings["ref_rules"],
    )
    assert isinstance(found.value, list)
    return {(str(row["ref"]), name): fact for row in found.value for name, fact in named_facts(row)}  # type: ignore[index,call-overload,arg-type]


def named_facts(row: Object) -> Iterator[tuple[str, Object]]:
    for name in (*FACTS, "admins_included", "required_checks"):
        yield name, row[name]  # type: ignore[misc]
    for step in row["approvals_at_least"]:  # type: ignore[union-attr]
        yield f"approvals {step['count']}", step["met"]  # type: ignore[index,call-overload,misc]
    for named in row["named_checks"]:  # type: ignore[union-attr]
        yield f"check {named['name']}", named["required"]  # type: ignore[index,call-overload,misc]


def places(value: Json, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where every observation is."""
    if is_observation(value):
        yield at
    if isinstance(value, dict):
        for name, item in value.items():
            yield from places(item, (*at, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, (*at, number))


def with_hole(settings: Object, place: tuple[str | int, ...], *, kept: int | None) -> Object:
    """The settings with one observation taken away, or, given `kept`, with its list cut to a prefix."""
    holed = copy.deepcopy(settings)
    box: Json = holed
    for step in place[:-1]:
        box = box[step]  # type: ignore[index]
    old = box[place[-1]]  # type: ignore[index]
    listed = old.get("value")  # type: ignore[union-attr]
    new = hidden() if kept is None or not isinstance(listed, list) else cut(listed[:kept])
    box[place[-1]] = new  # type: ignore[index]
    return holed


@given(settings=sections, data=st.data())
def test_a_hole_in_any_observation_never_turns_a_fact_round(settings: Object, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(list(places(settings))))
    kept = data.draw(st.one_of(st.none(), st.integers(0, 2)))
    before, after = facts(settings), facts(with_hole(settings, place, kept=kept))
    assert before.keys() == after.keys()
    for name, fact in after.items():
        if fact["status"] == "collected":
            assert before[name]["status"] == "collected", f"{name} was open and is decided by a hole"
            assert before[name]["value"] == fact["value"], f"{name} was turned round by a hole"


@given(settings=sections, extra=rulesets, state=st.sampled_from(["evaluate", "disabled"]))
def test_a_ruleset_that_is_not_active_changes_nothing(settings: Object, extra: Object, state: str) -> None:
    assert facts(with_ruleset(settings, {**extra, "enforcement": state})) == facts(settings)


@given(settings=sections, extra=rulesets)
def test_another_ruleset_never_weakens_a_fact(settings: Object, extra: Object) -> None:
    before, after = facts(settings), facts(with_ruleset(settings, extra))
    for (ref, name), fact in before.items():
        if name == "admins_included" or fact["status"] != "collected":
            continue  # One more ruleset that administrators may bypass does not bind them.
        now = after[ref, name]
        if name == "required_checks" and now["status"] == "collected":
            assert names_of(fact) <= names_of(now)
        elif fact["value"] is True:
            assert now.get("value") is True


@given(settings=sections, extra=st.one_of(classic_rules.map(seen), unread), ref=st.sampled_from(PARTS))  # type: ignore[arg-type]  # built from JSON only
def test_another_classic_rule_for_a_part_of_a_pattern_never_strengthens_it(
    settings: Object, extra: Json, ref: str
) -> None:
    classic = settings["classic_protection"]
    if classic["status"] != "collected":  # type: ignore[index,call-overload]
        return
    more = seen([*classic["value"], {"ref": ref, "protection": extra}])  # type: ignore[index,call-overload,misc]
    before, after = facts(settings), facts({**settings, "classic_protection": more})
    for (of, name), fact in after.items():
        if of != "refs/heads/release/*":
            assert fact == before[of, name]
        elif fact.get("value") is True:
            assert before[of, name].get("value") is True


def with_ruleset(settings: Object, extra: Object) -> Object:
    section = copy.deepcopy(settings["ref_rules"])
    part = "value" if section["status"] == "collected" else "partial"  # type: ignore[index,call-overload]
    section.setdefault(part, []).append(ruleset("extra", **extra))  # type: ignore[union-attr]
    return {**settings, "ref_rules": section}


def names_of(fact: Object) -> set[Json]:
    return {entry["name"] for entry in fact["value"]}  # type: ignore[index,call-overload,union-attr]
