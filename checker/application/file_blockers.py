"""File and close blockers: what stands in the way of a release, one for each class of failure, with what shows it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from checker.application.diagnose_log import DiagnosedLog
from checker.application.open_record import OpenedRecord, Writing, add_entry
from checker.domain.release_record import BlockerClosed, BlockerFiled
from checker.errors import ConflictError, NotFoundError, UsageError

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def blockers_of(found: DiagnosedLog, *, like: BlockerFiled) -> tuple[BlockerFiled, ...]:
    """A blocker for each failure that a log shows; what was said about all of them is in `like`."""
    seen = [(one.symptom, one.line, one.seen, one.cause, one.fixes) for one in found.symptoms]
    seen += [(str(one.problem), one.line, one.seen, one.cause, one.fixes) for one in found.explained]
    blockers = {
        name: replace(
            like,
            name=name,
            title=like.title or cause,
            summary=like.summary or f"line {line}: {text}",
            fixes=fixes,
        )
        for name, line, text, cause, fixes in seen
    }
    return tuple(blockers.values())


def file_blockers(opened: OpenedRecord, blockers: Sequence[BlockerFiled], *, by: Writing) -> OpenedRecord:
    """The record with these blockers; those whose class is open already are not filed twice.

    Raises:
        UsageError: a class has no plain name.
        ConflictError: every one of them is open already.
    """
    for one in blockers:
        if not _NAME.fullmatch(one.name):
            raise UsageError(f"the class {one.name!a} is none, expected small letters, digits and hyphens, 64 at most")
    open_ones = {blocker.name for _, blocker in opened.record.open_blockers()}
    new = [one for one in blockers if one.name not in open_ones]
    if not new:
        raise ConflictError(
            f"a blocker of the class {blockers[0].name} is open already",
            hint="clean-release release blockers list shows it; close it when its cause is gone",
        )
    for blocker in new:
        opened = add_entry(opened, blocker, by=by)
    return opened


def close_blocker(opened: OpenedRecord, closed: BlockerClosed, *, by: Writing) -> OpenedRecord:
    """The record with the blocker closed.

    Raises:
        UsageError: no reason was given.
        NotFoundError: no blocker of this class is open.
    """
    if not closed.reason:
        raise UsageError("a blocker is closed with a reason", hint="give --reason, such as the run that succeeded")
    if closed.name not in {blocker.name for _, blocker in opened.record.open_blockers()}:
        raise NotFoundError(
            f"no blocker of the class {closed.name!a} is open for {opened.record.release}",
            hint="clean-release release blockers list shows those that are",
        )
    return add_entry(opened, closed, by=by)
