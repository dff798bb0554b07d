"""Exit codes: what a CI job may rely on. The output format never changes the code."""

from checker.errors import CleanReleaseError, ConflictError, UsageError

PASSED = 0
BLOCKED = 1
USAGE = 2
UNDECIDED = 3
BREAK_GLASS = 4
INTERRUPTED = 130


def exit_code_of(error: CleanReleaseError) -> int:
    """A command line that does not fit what is there is 2; everything else that was refused is 3."""
    return USAGE if isinstance(error, UsageError | ConflictError) else UNDECIDED
