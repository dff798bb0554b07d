"""Which output formats there are, and which a command was asked for."""

from checker.errors import UsageError

TEXT, JSON_FORMAT = "text", "json"
_PLAIN_FORMATS = (TEXT, JSON_FORMAT)


def refuse_unknown_format(name: str, *, known: tuple[str, ...] = _PLAIN_FORMATS) -> None:
    """Refuse a format nobody writes.

    Raises:
        UsageError: names the formats there are.
    """
    if name not in known:
        raise UsageError(f"unknown format {name!r}, expected one of {', '.join(known)}")
