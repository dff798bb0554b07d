"""Which occurrences of a system call are made to fail: every one at night, else a sample with both ends in it."""

import os

EVERY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"


def chosen(count: int, *, most: int) -> list[int]:
    """The first, the last, and some between, about `most` in all; counted from 1."""
    step = 1 if EVERY else max(1, count // most)
    return sorted({*range(1, count + 1, step), count} - {0})
