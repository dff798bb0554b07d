"""Where a candidate stands, before something is done to it."""

from checker.api.answers import etag_of, shown_bytes
from checker.api.deps import Once, known_here
from checker.output.candidate_view import candidate_document


def refuse_changed(once: Once, candidate_id: str) -> None:
    """Make sure that a candidate is there, and is as the caller read it, where they say how that was.

    Raises:
        ProblemError: it is not there, or it changed.
    """
    with known_here():
        candidate = once.call.hosted.candidates.one(candidate_id)
    once.refuse_changed(etag_of(shown_bytes(candidate_document(candidate), once.call)))
