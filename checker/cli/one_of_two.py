"""Two options that say the same thing in two ways: one of them is needed, and no more."""

from checker.errors import UsageError


def refuse_unless_one(sentence: str, first: object, second: object, *, hint: str) -> None:
    """Refuse a command line that gives both of two options, or neither.

    `sentence` says what they are for, as "a run is named by itself or by its candidate".

    Raises:
        UsageError: says whether it was both or neither.
    """
    if bool(first) == bool(second):
        raise UsageError(f"{sentence}, and {'both were' if first else 'neither was'} named", hint=hint)
