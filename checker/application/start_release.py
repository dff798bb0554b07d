"""Start the record of a release: its target, the release before it, and whether it is meant to be real."""

from dataclasses import replace

from checker.application.audit_workspace import ReleaseContext
from checker.application.open_record import OpenedRecord, Writing, add_entry, peek_record
from checker.domain.release_record import Mode, Started
from checker.errors import ConflictError, UsageError


def start_release(context: ReleaseContext, *, by: Writing, because: str = "") -> OpenedRecord:
    """The record with its first entry; `because` is the reason for beginning one again that is there.

    Raises:
        UsageError: a part of the context is missing or can be none.
        ConflictError: it was started, and no reason says why it should be begun again.
    """
    context.refuse_impossible()
    for option, value in (("--target", context.target), ("--base-tag", context.base_tag), ("--mode", context.mode)):
        if not value:
            raise UsageError(f"{option} is missing", hint="state what is released, since when, and dry-run or live")
    if context.target == context.base_tag:
        raise UsageError(f"--target and --base-tag are both {context.target!a}, expected the tag of the release before")
    opened = peek_record(by.store, project=by.project, release=context.target)
    if opened.record.entries and not because:
        raise ConflictError(
            f"the release {context.target} was started at {opened.record.entries[0].at}",
            hint="go on with clean-release release evidence resume; --restart REASON begins it again",
        )
    opened = replace(opened, record=replace(opened.record, release=context.target))
    started = Started(base_tag=context.base_tag, mode=Mode(context.mode), because=because)
    return add_entry(opened, started, by=by)
