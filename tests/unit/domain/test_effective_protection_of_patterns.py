"""Which refs a ruleset reaches decides what protects them; what cannot be known stays open."""

import pytest

from checker.domain.effective_protection import derive_effective_protection
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, unread
from checker.domain.project import ReleaseFacts
from checker.domain.proof_steps import TOO_MANY_STEPS
from checker.domain.release_refs import derive_release_refs
from tests.settings_builders import (
    Object,
    actor,
    check,
    classic_rule,
    definition,
    hidden,
    repository,
    review,
    ruleset,
    seen,
    unprotected,
)
from tests.unit.domain.protection_rows import OF_RULESET, TAG, answer, approvals, protected_by, reviewed, row, rows


def aimed(*include: str, exclude: tuple[str, ...] = ()) -> Json:
    named = definition(include=include, exclude=exclude, forbids={"force_push": True, "deletion": False})
    return protected_by(ruleset(definition=seen(named)))


@pytest.mark.parametrize(
    ("include", "exclude", "covered"),
    [
        (("~ALL",), (), True),
        (("~DEFAULT_BRANCH",), (), True),
        (("refs/heads/ma*",), (), True),
        (("refs/heads/release/*",), (), False),
        ((), (), False),
        (("~SOMETHING_NEW",), (), False),
        (("refs/heads/[^x]ain",), (), False),
        (("~ALL",), ("refs/heads/[!x]*",), False),
        (("~ALL",), ("~DEFAULT_BRANCH",), False),
        (("~ALL",), ("refs/heads/main",), False),
        (("~ALL",), ("~SOMETHING_NEW",), False),
        (("~ALL",), ("refs/heads/other",), True),
    ],
)
def test_only_a_ruleset_that_includes_the_branch_and_does_not_exclude_it_counts(
    include: tuple[str, ...], exclude: tuple[str, ...], *, covered: bool
) -> None:
    found = row(classic_protection=unprotected(), ref_rules=aimed(*include, exclude=exclude))
    assert answer(found["force_push_blocked"])[:2] == ("collected", covered)


@pytest.mark.parametrize(
    ("include", "exclude", "covered"),
    [
        (("refs/heads/release/*",), (), True),
        (("refs/heads/**/*",), (), True),
        (("refs/heads/release/1.*",), (), False),
        (("refs/heads/release/*",), ("refs/heads/release/1.0",), False),
        (("refs/heads/release/*",), ("refs/heads/main",), True),
        (("~DEFAULT_BRANCH",), (), False),
        (("~ALL",), ("~DEFAULT_BRANCH",), True),
    ],
)
def test_a_ruleset_counts_for_a_pattern_only_when_it_covers_every_ref_of_it(
    include: tuple[str, ...], exclude: tuple[str, ...], *, covered: bool
) -> None:
    facts = ReleaseFacts(branches=("release/*",))
    rules = aimed(*include, exclude=exclude)
    found = rows(classic_protection=unprotected(ref="refs/heads/release/*"), ref_rules=rules, release=facts)[0]
    assert answer(found["force_push_blocked"])[:2] == ("collected", covered)


def test_an_excluded_default_branch_punctures_the_pattern_that_holds_it() -> None:
    facts = ReleaseFacts(branches=("ma*",))
    rules = aimed("~ALL", exclude=("~DEFAULT_BRANCH",))
    found = rows(classic_protection=unprotected(ref="refs/heads/ma*"), ref_rules=rules, release=facts)[0]
    assert answer(found["force_push_blocked"])[:2] == ("collected", False)


def test_what_hangs_on_an_unknown_default_branch_is_open_and_names_the_permission() -> None:
    unknown = hidden(Status.NOT_FOUND, needs="Metadata: read")
    found = row(classic_protection=unprotected(), ref_rules=aimed("~DEFAULT_BRANCH"), settings=unknown)
    assert answer(found["force_push_blocked"]) == ("not_found", None, ["ruleset:42"])
    assert found["force_push_blocked"]["detail"]["needs"] == "Metadata: read"  # type: ignore[index,call-overload]
    assert answer(found["deletion_blocked"])[:2] == ("collected", False)
    assert answer(found["admins_included"])[0] == "not_found"
    assert approvals(found) == [False] * 6
    assert answer(found["required_checks"])[1] == []


def test_checks_and_approvals_of_a_ruleset_that_may_not_cover_the_branch_are_open() -> None:
    parts: Object = {
        "checks": {"required": True, "strict": False, "list": [check("Test")]},
        "pull_request": review(approvals=1),
    }
    rules = protected_by(ruleset(definition=seen(definition(include=("~DEFAULT_BRANCH",), requires=parts))))
    found = row(classic_protection=unprotected(), ref_rules=rules, settings=hidden())
    assert approvals(found) == [None] * 6
    assert answer(found["required_checks"])[0] == "denied"


def test_an_unknown_default_branch_does_not_matter_to_tags() -> None:
    rules = protected_by(
        ruleset(target="tag", definition=seen(definition(exclude=("~DEFAULT_BRANCH",), forbids={"deletion": True})))
    )
    _, tag = rows(classic_protection=unprotected(), ref_rules=rules, release=TAG, settings=hidden())
    assert answer(tag["deletion_blocked"])[:2] == ("collected", True)


def test_without_known_release_refs_nothing_is_derived() -> None:
    refs = unread(Status.DENIED, why="nobody knows", needs="Metadata: read")
    found = derive_effective_protection(release_refs=refs, repository=None, classic_protection=None, ref_rules=None)
    assert found == Observation(status=Status.DENIED, detail=refs.detail)


def test_the_evidence_of_what_decided_is_kept() -> None:
    listed: Json = [{"ref": "refs/heads/main", "protection": seen(classic_rule())}]
    section: Json = {"status": "collected", "value": listed, "evidence": ["e1"]}
    found = row(classic_protection=section, ref_rules=protected_by())
    assert found["protected"]["evidence"] == ["e1"]  # type: ignore[index,call-overload]


HOSTILE = tuple(f"refs/heads/**/*a*/**/*b*{n}*c*/**/*" for n in range(60))


@pytest.mark.usefixtures("few_steps")
def test_patterns_that_take_too_many_steps_prove_nothing_and_say_so() -> None:
    repo = repository()
    release = ReleaseFacts(branches=tuple(f"**/*{n}a*/**/*b*/**/*c*" for n in range(20)))
    section = seen([ruleset(definition=seen(definition(include=HOSTILE)))])
    refs = derive_release_refs(release, repository=repo)

    found = derive_effective_protection(
        release_refs=refs, repository=repo, classic_protection=None, ref_rules=section, named_checks=()
    )

    assert (found.status, found.value, found.detail.why) == (Status.ERROR, None, TOO_MANY_STEPS)
    again = derive_effective_protection(
        release_refs=refs, repository=repo, classic_protection=None, ref_rules=section, named_checks=()
    )
    assert again == found


def test_a_classic_review_that_someone_may_skip_binds_not_everyone_unless_a_ruleset_does() -> None:
    skipped = reviewed(bypass_allowances=seen([{"kind": "User", "id": "1"}]))

    found = row(classic_protection=skipped, ref_rules=protected_by())
    assert answer(found["pull_request_required"]) == ("collected", True, ["classic:refs/heads/main"])
    assert answer(found["reviews_bind_everyone"]) == ("collected", False, ["classic:refs/heads/main"])
    found = row(classic_protection=skipped, ref_rules=OF_RULESET["reviews_bind_everyone"])
    assert answer(found["reviews_bind_everyone"]) == ("collected", True, ["ruleset:42"])


@pytest.mark.parametrize("bypass", [seen([actor("Team")]), seen([{**actor("User"), "mode": "pull_request"}])])
def test_a_ruleset_that_someone_may_bypass_binds_not_everyone(bypass: Json) -> None:
    demanding = ruleset(definition=seen(definition(requires={"pull_request": review()})), bypass=bypass)

    found = row(classic_protection=unprotected(), ref_rules=protected_by(demanding))
    assert answer(found["reviews_bind_everyone"]) == (
        "collected",
        False,
        ["classic:refs/heads/main", "ruleset:42"],
    )


def test_a_review_is_not_known_to_bind_everyone_while_the_bypass_list_is_withheld() -> None:
    demanding = ruleset(definition=seen(definition(requires={"pull_request": review()})), bypass=hidden())

    found = row(classic_protection=reviewed(bypass_allowances=hidden()), ref_rules=protected_by(demanding))
    assert answer(found["pull_request_required"])[:2] == ("collected", True)
    assert answer(found["reviews_bind_everyone"]) == ("denied", None, ["classic:refs/heads/main", "ruleset:42"])
