"""The reason that whoever decides must give."""

from checker.errors import UsageError


def refuse_no_reason(reason: str, *, hint: str) -> None:
    """Accept only a reason that says something; `hint` says what it should say.

    Raises:
        UsageError: it is empty, or nothing but blanks.
    """
    if not reason.strip():
        raise UsageError("--reason says nothing, expected why", hint=hint)
