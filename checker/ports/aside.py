"""Work that begins now and is wanted later."""

from collections.abc import Callable
from typing import Protocol, TypeVar

_Result = TypeVar("_Result")


class Aside(Protocol):
    """Begins work that nothing until its result is asked for depends on, and gives what asks for it.

    Whatever the work raises is raised where the result is asked for, so that the order of refusals does not hang on
    which of two things was quicker. Work whose result nobody asks for may or may not be done.
    """

    def __call__(self, work: Callable[[], _Result]) -> Callable[[], _Result]:
        """Begin; the answer waits for the end."""
        ...


def when_asked(work: Callable[[], _Result]) -> Callable[[], _Result]:
    """An `Aside` that begins nothing: the work is done when its result is asked for."""
    return work
