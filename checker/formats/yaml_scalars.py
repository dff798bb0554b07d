"""What an unquoted YAML word means: the core schema of YAML 1.2, and nothing of YAML 1.1.

So `on`, `no`, `yes`, `12:30:45`, `1_000` and dates are strings, and `010` is ten. Source: YAML 1.2.2, section 10.3.2.
"""

import re

from checker.domain.json_value import LARGEST_INTEGER, Json
from checker.formats.exact_numbers import NumberRefusedError, float_of, integer_of

_MAY_BE_MORE_THAN_TEXT = frozenset("~nNtTfF0123456789+-.")
_WORDS: dict[str, Json] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(
    r"(?P<integer>[-+]?[0-9]+)"
    r"|(?P<octal>0o[0-7]+)|(?P<hexadecimal>0x[0-9a-fA-F]+)"
    r"|(?P<decimal>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<not_finite>[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)
_MOST_HEX_DIGITS = len(f"0x{LARGEST_INTEGER:x}")
_MOST_OCTAL_DIGITS = len(f"0o{LARGEST_INTEGER:o}")


def value_of(word: str) -> Json:
    """The value of an unquoted word.

    Raises:
        NumberRefusedError: a number that readers understand differently, or that JSON cannot hold.
    """
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in _MAY_BE_MORE_THAN_TEXT or not (match := _NUMBER.fullmatch(word)):
        return word
    match match.lastgroup:
        case "integer":
            return integer_of(word)
        case "decimal":
            return float_of(word)
        case "octal" if len(word) <= _MOST_OCTAL_DIGITS:
            return integer_of(str(int(word.removeprefix("0o"), base=8)))
        case "hexadecimal" if len(word) <= _MOST_HEX_DIGITS:
            return integer_of(str(int(word.removeprefix("0x"), base=16)))
        case "not_finite":
            raise NumberRefusedError(f"{word} is not a number a document can hold")
        case _:
            raise NumberRefusedError(f"the number {word[:40]} is beyond ±{LARGEST_INTEGER}")
