"""Whether what a request asks for was begun: what is told to whoever waited too long for the answer.

A thread that was begun cannot be ended from outside. So an act begins or is given up, whichever comes first, and never
both: what was given up is not done later, and of what was begun is said that it may be.
"""

from threading import Lock

from starlette.types import Scope

from checker.api.problems import ProblemError, server_error

ACT = "act"
"""Where a request keeps its act, for the layer that answers when it took too long."""
_LATE = "the request was not answered in time"
_READ_ONLY = frozenset({"GET", "HEAD", "OPTIONS"})


class Act:
    """One act of one request."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_begun = False
        self._is_given_up = False

    def begin(self) -> None:
        """Begin it, or go on with it.

        Raises:
            ProblemError: it was given up.
        """
        with self._lock:
            if self._is_given_up:
                raise server_error("too-slow", f"{_LATE}; it was given up before it was begun")
            self._is_begun = True

    def give_up(self) -> bool:
        """Make sure that it is never begun; False where it was."""
        with self._lock:
            self._is_given_up = not self._is_begun
            return self._is_given_up


def too_slow(scope: Scope) -> ProblemError:
    """What is answered in place of a request that took too long, to be raised; it says whether it may still be done."""
    act = scope.get("state", {}).get(ACT)
    if scope["method"] in _READ_ONLY:
        return server_error("too-slow", f"{_LATE}; it changes nothing")
    if isinstance(act, Act) and act.give_up():
        return server_error("too-slow", f"{_LATE}; it was not begun, and is not going to be")
    return server_error("too-slow", f"{_LATE}; it may have been done, or be done yet")
