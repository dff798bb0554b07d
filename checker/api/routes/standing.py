"""Where a candidate stands, before something is done to it."""

from collections.abc import Callable

from checker.api.answers import etag_of, shown_bytes
from checker.api.deps import Once, known_here
from checker.api.problems import server_error
from checker.application.open_lifecycle import OpenedLifecycle
from checker.output.candidate_view import candidate_document


def unchanged(once: Once, candidate_id: str) -> Callable[[OpenedLifecycle], None]:
    """Makes sure that a candidate is there, and is as the caller read it, where they say how that was.

    What it looks at is what the act adds to, in one transaction: whoever writes in between is looked at as well.
    """

    def admit(opened: OpenedLifecycle) -> None:
        """Let it be done.

        Raises:
            ProblemError: it is not there, or it changed.
        """
        with known_here():
            candidate = opened.candidate(candidate_id)
        if not once.expected:
            return
        shown = once.call.hosted.candidates.as_shown(candidate)
        etag = etag_of(shown_bytes(candidate_document(shown), once.call))
        if not {one.strip() for one in once.expected.split(",")} & {etag, "*"}:
            raise server_error("precondition-failed", f"it is {etag} now", where="the header If-Match")

    return admit
