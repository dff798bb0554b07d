"""Numbers in a query, written in the one way that every reader reads alike."""

import re

from pydantic import BeforeValidator

_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")


def _plain_number(text: object) -> object:
    """A number as it has to be written: pydantic would also take `1_0`, ` 5`, `05`, `+5` and `5.0`.

    Raises:
        ValueError: it is written in another way.
    """
    if isinstance(text, str) and not _NUMBER.fullmatch(text):
        raise ValueError("expected a number, written in decimal digits alone")
    return text


PLAIN_NUMBER = BeforeValidator(_plain_number)
