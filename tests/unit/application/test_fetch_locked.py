"""Fetching what a lock names: only what is missing, only what was locked, and nothing kept unless all of it holds."""

from dataclasses import replace

import pytest

from checker.application.check_project import LoadedProject, loaded_project
from checker.application.fetch_locked import ObtainedBundle, fetch_locked
from checker.application.lock_project import lock_project
from checker.domain.lock import Lock
from checker.errors import NotFoundError, TrustError
from checker.formats.lock_v1 import render_lock
from checker.ports.bundles import FetchedBundle
from tests.fakes.memory_bundles import MemoryBundles
from tests.fakes.memory_keeper import MemoryKeeper
from tests.policy_builders import BODY, a_folder, a_policy
from tests.project_builders import EVALUATED_AT, PROJECT, pinning, services, tree_of

ADDRESS = "git+https://git.example.org/policies@main#team"
OTHER = "git+https://git.example.org/policies@v1#other"
TEXT = PROJECT.replace("bundles: [mine]", f'bundles: ["{ADDRESS}", "{OTHER}", here]')
COMMIT = "c" * 40
TEAM = replace(a_folder(a_policy(), source=ADDRESS), name="team", commit=COMMIT)
SECOND = replace(a_folder(a_policy("tag.other", catalogue="BR-98"), source=OTHER), name="other", commit=COMMIT)
HERE = a_folder(a_policy("tag.here", catalogue="BR-97"), source="here")
CHANGED = replace(TEAM, files=a_folder(a_policy(body=f"# changed\n{BODY}")).files)
ANCHOR = pinning(TEAM, SECOND, HERE)


def lock_of() -> Lock:
    project = loaded_project(TEXT.encode(), None)
    by = services(TEAM, SECOND, HERE)
    return lock_project(project, anchor=ANCHOR, now=EVALUATED_AT, upgrade=False, services=by).wanted


@pytest.fixture(scope="module")
def lock() -> Lock:
    return lock_of()


def loaded(lock: Lock | None, text: str = TEXT) -> LoadedProject:
    return loaded_project(text.encode(), render_lock(lock) if lock else None)


def obtained(
    project: LoadedProject, *remote: FetchedBundle, keeper: MemoryKeeper | None = None
) -> tuple[ObtainedBundle, ...]:
    return fetch_locked(
        project,
        anchor=ANCHOR,
        now=EVALUATED_AT,
        remote=MemoryBundles(*remote),
        keeper=keeper if keeper is not None else MemoryKeeper(),
        services=services(TEAM, SECOND, HERE),
    )


def test_a_lock_names_the_commit_of_what_comes_from_git_and_of_nothing_else(lock: Lock) -> None:
    assert {one.source: one.commit for one in lock.bundles} == {ADDRESS: COMMIT, OTHER: COMMIT, "here": ""}


def test_only_what_comes_from_another_machine_is_told_to_be_kept() -> None:
    project = loaded_project(TEXT.encode(), None)
    by = services(TEAM, SECOND, HERE)
    result = lock_project(project, anchor=ANCHOR, now=EVALUATED_AT, upgrade=False, services=by)

    assert [fetched.source for fetched, _ in result.remote] == [ADDRESS, OTHER]
    assert all(fetched.source == entry.source for fetched, entry in result.remote)


def test_what_is_missing_is_fetched_and_kept_and_nothing_of_this_machine(lock: Lock) -> None:
    keeper = MemoryKeeper()

    found = obtained(loaded(lock), TEAM, SECOND, keeper=keeper)

    assert {one.locked.source: one.was_here for one in found} == {ADDRESS: False, OTHER: False}
    assert set(keeper.kept) == {tree_of(TEAM), tree_of(SECOND)}


def test_nobody_is_asked_for_what_is_here(lock: Lock) -> None:
    keeper = MemoryKeeper()
    keeper.keep(TEAM, tree_digest=tree_of(TEAM))

    found = obtained(loaded(lock), SECOND, keeper=keeper)

    assert {one.locked.source: one.was_here for one in found} == {ADDRESS: True, OTHER: False}


def test_nothing_is_kept_if_one_of_them_is_not_what_was_locked(lock: Lock) -> None:
    keeper = MemoryKeeper()

    with pytest.raises(TrustError, match="the bundle's tree is"):
        obtained(loaded(lock), SECOND, CHANGED, keeper=keeper)

    assert keeper.kept == {}


def test_another_commit_of_the_same_tree_is_refused_with_both_named(lock: Lock) -> None:
    with pytest.raises(TrustError, match=f"commit is {'d' * 40}, locked is {COMMIT}"):
        obtained(loaded(lock), SECOND, replace(TEAM, commit="d" * 40))


def test_without_a_lock_nothing_is_fetched() -> None:
    with pytest.raises(NotFoundError, match=r"no clean-release\.lock"):
        obtained(loaded(None), TEAM, SECOND)


def test_a_project_file_that_was_not_locked_decides_nothing(lock: Lock) -> None:
    with pytest.raises(TrustError, match="not the one that was locked"):
        obtained(loaded(lock, TEXT.replace("branches: [main]", "branches: [other]")), TEAM, SECOND)
