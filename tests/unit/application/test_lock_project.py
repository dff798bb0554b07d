"""Locking: a bundle stays what it was until an upgrade is asked for, and a changed project is locked anew."""

from dataclasses import replace

import pytest

from checker.application.check_project import LoadedProject, loaded_project
from checker.application.lock_project import LockResult, lock_project
from checker.application.prepare_snapshot import PolicyServices
from checker.domain.lock import Lock
from checker.errors import TrustError
from checker.formats.lock_v1 import render_lock
from tests.policy_builders import BODY, a_folder, a_policy
from tests.project_builders import EVALUATED_AT, PROJECT, services

FOLDER = a_folder(a_policy())
CHANGED = a_folder(a_policy(body=f"# changed\n{BODY}"))
OTHER = a_folder(a_policy("tag.other"), source="other")


def loaded(lock: Lock | None = None, *, project: str = PROJECT) -> LoadedProject:
    return loaded_project(project.encode(), render_lock(lock) if lock else None)


def locked(by: PolicyServices, project: LoadedProject, *, upgrade: bool = False) -> LockResult:
    return lock_project(project, anchor=None, now=EVALUATED_AT, upgrade=upgrade, services=by)


@pytest.fixture
def lock() -> Lock:
    return locked(services(FOLDER), loaded()).wanted


def test_a_first_lock_is_not_there_yet() -> None:
    result = locked(services(FOLDER), loaded())

    assert (result.is_current, result.present) == (False, None)
    assert result.wanted.snapshot == result.snapshot.digest


def test_a_lock_that_names_what_is_there_is_current(lock: Lock) -> None:
    assert locked(services(FOLDER), loaded(lock)).is_current


def test_a_changed_bundle_is_refused_until_an_upgrade_is_asked_for(lock: Lock) -> None:
    with pytest.raises(TrustError, match="locked is"):
        locked(services(CHANGED), loaded(lock))

    result = locked(services(CHANGED), loaded(lock), upgrade=True)

    assert not result.is_current
    assert result.wanted.bundles != lock.bundles


def test_a_changed_project_file_is_locked_anew_without_an_upgrade(lock: Lock) -> None:
    changed = PROJECT.replace("branches: [main]", "branches: [main, v1]")

    result = locked(services(FOLDER), loaded(lock, project=changed))

    assert result.wanted.bundles == lock.bundles
    assert result.wanted.snapshot != lock.snapshot


def test_other_sources_are_locked_anew_without_an_upgrade(lock: Lock) -> None:
    more = PROJECT.replace("bundles: [mine]", "bundles: [mine, other]")

    result = locked(services(FOLDER, OTHER), loaded(lock, project=more))

    assert [bundle.source for bundle in result.wanted.bundles] == ["mine", "other"]


def test_a_lock_for_another_snapshot_is_not_current(lock: Lock) -> None:
    assert not locked(services(FOLDER), loaded(replace(lock, snapshot=lock.project_digest))).is_current
