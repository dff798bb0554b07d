"""Decide otherwise than by approving: reject a candidate, or send it back to be built anew."""

from checker.application.given_reason import refuse_no_reason
from checker.application.open_lifecycle import Acting, OpenedLifecycle, add_event
from checker.application.register_candidate import refuse_no_label
from checker.domain.approval import Rejected, Revised
from checker.domain.release import state_after


def reject_release(opened: OpenedLifecycle, name: str, *, reason: str, by: Acting) -> OpenedLifecycle:
    """The lifecycle with a rejection; nobody publishes it then unless it is revised.

    Raises:
        OrderError: it was not judged, or it is released.
        UsageError: no reason was given.
    """
    return _decided(opened, name, Rejected(reason=reason), by=by)


def revise_release(opened: OpenedLifecycle, name: str, *, reason: str, by: Acting) -> OpenedLifecycle:
    """The lifecycle with a candidate that was sent back, without any approval; raises as `reject_release`."""
    return _decided(opened, name, Revised(reason=reason), by=by)


def _decided(opened: OpenedLifecycle, name: str, happened: Rejected | Revised, *, by: Acting) -> OpenedLifecycle:
    refuse_no_label("--actor", by.actor)
    refuse_no_reason(happened.reason, hint="say in a sentence what speaks against it")
    state_after(opened.candidate(name).state, happened.action, name=name)
    return add_event(opened, happened, candidate=name, by=by)
