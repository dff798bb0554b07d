"""JSON Pointers (RFC 6901): the one way a place inside a document is written."""

from collections.abc import Iterable


def pointer_of(steps: Iterable[str | int]) -> str:
    """The pointer for these steps from the root; the root itself is the empty string."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def steps_of(pointer: str) -> tuple[str, ...]:
    """The steps of a pointer; a list position stays the decimal text it was written as."""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
