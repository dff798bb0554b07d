"""What is said on the line between a server and a worker that it keeps: one word a line."""

WAKE = b"wake\n"
"""To a worker: there may be something to do."""
RESTS = b"rests\n"
"""By a worker: there is nothing to do; it is said once when it begins, and once each time that it was woken."""
ENDED = b"ended\n"
"""By a worker: a run has ended."""
LONGEST_WORD = 100
