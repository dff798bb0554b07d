"""Records of a release for tests: a project, a store in memory, and entries in any order."""

from dataclasses import replace
from typing import Any

from checker.application.audit_workspace import ReleaseContext
from checker.application.open_record import OpenedRecord, Writing, add_entry, open_record
from checker.application.start_release import start_release
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.project import Project
from checker.domain.release_order import Present
from checker.domain.release_record import BlockerFiled, Content, Entry, Mode, Started, Step, StepEnded, StepOutcome
from checker.formats.project_v1 import parse_project
from checker.ports.store import Store
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.marked_forms import MarkedForms
from tests.fakes.memory_store import MemoryStore

COMMIT, OTHER = "a" * 40, "b" * 40
NOW = "2026-02-26T12:00:00Z"
BYTES, CHANGED = digest_of(b"workflows"), digest_of(b"other workflows")
HERE = Present(commit=COMMIT, workflows=BYTES)
CONTEXT = ReleaseContext(target="v1.2.0", base_tag="v1.1.0", mode="live")
STARTED = Started(base_tag="v1.1.0", mode=Mode.LIVE)
PROJECT = b"""\
schema: clean-release/project/v1
project: widget
repository: github.com/octo/widget
release: {}
policy: {bundles: ["builtin:release-policy"]}
"""


def a_project(text: bytes = PROJECT) -> Project:
    return parse_project(text, source="clean-release.yaml")


def an_empty_store() -> MemoryStore:
    return MemoryStore(clock=FixedClock(), namespace=Namespace.REAL)


def writing(store: Store | None = None, **changes: Any) -> Writing:  # noqa: ANN401 - any part of it
    """With what entries are written, at noon."""
    by = Writing(store=store or an_empty_store(), project=a_project(), at=NOW, commit=COMMIT, secrets=MarkedForms())
    return replace(by, **changes)


def started(by: Writing, **changes: str) -> OpenedRecord:
    """A record with its first entry."""
    return start_release(replace(CONTEXT, **changes), by=by)


def recorded(by: Writing, *contents: Content) -> OpenedRecord:
    """The record of the store with these entries."""
    opened = open_record(by.store, project=by.project)
    for content in contents:
        opened = add_entry(opened, content, by=by)
    return opened


def entries(*contents: Content, commit: str = COMMIT, at: str = NOW) -> tuple[Entry, ...]:
    """Entries numbered from 1, kept nowhere."""
    return tuple(
        Entry(number=number, release="v1.2.0", at=at, commit=commit, content=content, digest=digest_of(b"entry"))
        for number, content in enumerate(contents, start=1)
    )


def ended(step: Step, outcome: StepOutcome = StepOutcome.SUCCEEDED, **changes: Any) -> StepEnded:  # noqa: ANN401 - as above
    fields: dict[str, Any] = {"workflows": BYTES, "run": 7, **changes}
    return StepEnded(step=step, outcome=outcome, **fields)


def a_blocker(name: str = "flaky", **changes: Any) -> BlockerFiled:  # noqa: ANN401 - as above
    fields: dict[str, Any] = {"title": "Tests are flaky", "summary": "one of two", **changes}
    return BlockerFiled(name=name, **fields)
