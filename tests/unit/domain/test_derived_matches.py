"""The host says which release refs a setting reaches; where that cannot be known, the setting becomes unread."""

import pytest

from checker.domain.derived_matches import with_matches, with_release_refs_only
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, unread
from checker.domain.project import ReleaseFacts
from checker.domain.proof_steps import TOO_MANY_STEPS
from checker.domain.release_refs import derive_release_refs
from tests.settings_builders import (
    Object,
    cut,
    definition,
    deploying_from,
    environment,
    hidden,
    repository,
    ruleset,
    seen,
)

FACTS = ReleaseFacts(branches=("main", "release/*"), tags=("v*",))
UNKNOWN_REFS = unread(Status.DENIED, why="nobody knows", needs="Metadata: read")


def refs(settings: Json = None) -> Observation:
    return derive_release_refs(FACTS, repository=settings)


def matched(entry: Object, settings: Json) -> Object:
    found = with_matches(seen([entry]), release_refs=refs(settings), repository=settings)
    return found["value"][0]["definition"]  # type: ignore[index,call-overload,return-value]


def aimed(include: tuple[str, ...], exclude: tuple[str, ...] = ()) -> Object:
    return ruleset(definition=seen(definition(include=include, exclude=exclude)))


@pytest.mark.parametrize(
    ("include", "exclude", "matches", "punctured"),
    [
        (("~ALL",), (), ["refs/heads/main", "refs/heads/release/*"], []),
        (("~DEFAULT_BRANCH",), (), ["refs/heads/main"], []),
        (("~ALL",), ("refs/heads/release/1",), ["refs/heads/main"], ["refs/heads/release/*"]),
        (("~ALL",), ("~DEFAULT_BRANCH",), ["refs/heads/release/*"], ["refs/heads/main"]),
        (("refs/heads/release/1*",), (), [], []),
        (("refs/heads/release/1*",), ("refs/heads/release/*",), [], ["refs/heads/release/*"]),
        (("refs/heads/other",), ("~ALL",), [], []),
    ],
)
def test_a_branch_ruleset_names_the_branches_it_covers_and_those_it_punches_a_hole_into(
    include: tuple[str, ...], exclude: tuple[str, ...], matches: list[str], punctured: list[str]
) -> None:
    value = matched(aimed(include, exclude), repository())["value"]
    assert value["matches"] == matches  # type: ignore[index,call-overload]
    assert value["punctured"] == punctured  # type: ignore[index,call-overload]


def test_a_tag_ruleset_names_tags_whatever_its_enforcement() -> None:
    entry = {**aimed(("~ALL",)), "target": "tag", "enforcement": "disabled"}
    assert matched(entry, repository())["value"]["matches"] == ["refs/tags/v*"]  # type: ignore[index,call-overload]


def test_a_definition_that_hangs_on_an_unknown_default_branch_becomes_unread() -> None:
    found = matched(aimed(("~DEFAULT_BRANCH",)), hidden(needs="Metadata: read"))
    assert found["status"] == "denied"
    assert found["detail"] == {
        "needs": "Metadata: read",
        "why": "which release refs it reaches is not known: the test hides it",
    }


def test_a_definition_that_does_not_hang_on_the_default_branch_stays_read_without_it() -> None:
    found = matched(aimed(("refs/heads/main",)), hidden())
    assert found["value"]["matches"] == ["refs/heads/main"]  # type: ignore[index,call-overload]


def test_without_release_refs_every_definition_becomes_unread() -> None:
    found = with_matches(seen([aimed(("~ALL",))]), release_refs=UNKNOWN_REFS, repository=repository())
    assert found["value"][0]["definition"]["status"] == "denied"  # type: ignore[index,call-overload]


def test_what_was_not_read_stays_as_it_is() -> None:
    for section in (hidden(), cut([ruleset()])):
        assert with_matches(section, release_refs=refs(), repository=repository()) == section
        assert with_release_refs_only(section, release_refs=refs()) == section
    withheld = ruleset(definition=hidden())
    assert matched(withheld, repository()) == hidden()


def reached(*patterns: tuple[str, str]) -> list[Json]:
    section = seen([environment(deploy_refs=deploying_from(*patterns))])
    found = with_release_refs_only(section, release_refs=refs(repository()))
    policy = found["value"][0]["deploy_refs"]["value"]  # type: ignore[index,call-overload]
    return [one["only_release_refs"] for one in policy["patterns"]]  # type: ignore[index,call-overload,union-attr]


@pytest.mark.parametrize(
    ("kind", "pattern", "only"),
    [
        ("branch", "main", True),
        ("branch", "release/1.*", True),
        ("branch", "release/*", True),
        ("branch", "*", False),
        ("branch", "v1.0", False),
        ("tag", "v1.*", True),
        ("tag", "*", False),
        ("tag", "main", False),
        ("unknown", "main", False),
        ("unknown", "v1", False),
    ],
)
def test_a_deployment_pattern_reaches_only_release_refs_when_one_of_its_kind_covers_it(
    kind: str, pattern: str, *, only: bool
) -> None:
    assert reached((kind, pattern)) == [only]


def test_a_pattern_of_unknown_kind_must_be_a_release_ref_both_as_a_branch_and_as_a_tag() -> None:
    both = derive_release_refs(ReleaseFacts(branches=("v*",), tags=("v*",)), repository=None)
    section = seen([environment(deploy_refs=deploying_from(("unknown", "v1")))])
    found = with_release_refs_only(section, release_refs=both)
    policy = found["value"][0]["deploy_refs"]["value"]  # type: ignore[index,call-overload]
    assert policy["patterns"][0]["only_release_refs"] is True  # type: ignore[index,call-overload]


def test_patterns_become_unread_when_release_refs_are_unknown_and_an_empty_list_does_not() -> None:
    section = seen(
        [
            environment("a", deploy_refs=deploying_from(("branch", "main"))),
            environment("b", deploy_refs=deploying_from()),
            environment("c", deploy_refs=hidden()),
        ]
    )
    found = with_release_refs_only(section, release_refs=UNKNOWN_REFS)
    statuses = [entry["deploy_refs"]["status"] for entry in found["value"]]  # type: ignore[index,call-overload,union-attr]
    assert statuses == ["denied", "collected", "denied"]


MANY = ReleaseFacts(branches=tuple(f"**/*{n}a*/**/*b*/**/*c*" for n in range(20)))


@pytest.mark.usefixtures("few_steps")
def test_a_ruleset_whose_patterns_take_too_many_steps_reaches_nobody_knows_what() -> None:
    hostile = aimed(tuple(f"refs/heads/**/*a*/**/*b*{n}*c*/**/*" for n in range(60)))
    refs_of_many = derive_release_refs(MANY, repository=repository())

    found = with_matches(seen([hostile, aimed(("~ALL",))]), release_refs=refs_of_many, repository=repository())

    definitions = [one["definition"] for one in found["value"]]  # type: ignore[index,call-overload,union-attr]
    assert [one["status"] for one in definitions] == ["error", "error"]  # type: ignore[index,call-overload]
    assert TOO_MANY_STEPS in definitions[0]["detail"]["why"]  # type: ignore[index,call-overload,operator]


@pytest.mark.usefixtures("few_steps")
def test_deployment_patterns_that_take_too_many_steps_are_not_judged() -> None:
    entry = environment(
        deploy_refs=seen(
            {
                "mode": "custom",
                "patterns": [{"kind": "branch", "pattern": f"**/*a*/**/*b*{n}*c*/**/*"} for n in range(60)],
            }
        )
    )
    found = with_release_refs_only(seen([entry]), release_refs=derive_release_refs(MANY, repository=repository()))
    deploying = found["value"][0]["deploy_refs"]  # type: ignore[index,call-overload]
    assert deploying["status"] == "error"  # type: ignore[index,call-overload]
    assert "value" not in deploying  # type: ignore[operator]


@pytest.mark.parametrize("target", ["push", "repository"])
def test_rulesets_that_target_no_ref_are_not_among_the_rules_of_refs(target: str) -> None:
    other = {**ruleset(definition=hidden()), "id": "9", "target": target}
    found = with_matches(seen([other, aimed(("~ALL",))]), release_refs=refs(), repository=repository())
    assert [entry["id"] for entry in found["value"]] == [aimed(("~ALL",))["id"]]  # type: ignore[index,call-overload,union-attr]
