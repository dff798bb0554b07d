r"""Values that stand where a secret does: behind a name that says so, behind an option, before the host of an address.

What cannot be told apart is hidden: too much of a line rather than the end of a secret. The time grows with the length
of the text alone: what may be long is taken once and never given back (`*+`, `++`), everything else has a bound.
"""

import re
from collections.abc import Iterator

from checker.domain.masking import Span

_QUOTED = r"""(?:"(?:[^"\\\r\n]|\\.)*+"?|'(?:[^'\\\r\n]|\\.)*+'?|`[^`\r\n]*+`?)"""
"""To the mark that is not escaped, or to the end of a line that was cut off."""

_ESCAPED = r"""\\"(?:[^"\\\r\n]|\\\\(?:\\")?|\\[^"\\\r\n])*+(?:\\")?"""
"""The same within JSON that was itself written as a text: three backslashes before a mark are one that is escaped."""

_PLAIN = r"""(?:[^\s"',;\\]|\\[^\r\n]|(?:,++|;++|["'])(?![\s"',;:)\]}>]|\Z))++"""
"""A word; a mark or comma is of it if it goes on behind it."""

_VALUE = rf"""(?:
    (?:\$\{{\{{[^}}\r\n]*+\}}\}} | \$\{{[^}}\r\n]*+\}}? | \$\([^)\r\n]*+\)? | <your[ ][a-z ]{{1,40}}>
      | [\[{{][^\]}}\r\n]*+[\]}}]?) (?:{_PLAIN})?
    | (?:{_ESCAPED} | {_QUOTED}) (?:(?=[\w\\]){_PLAIN} | (?<=")"[^"\r\n]*+" | (?<=')'[^'\r\n]*+')*+
    | {_PLAIN} (?:(?<=[:=])[ \t]++{_PLAIN})*+
)"""
"""A place or list with what follows it, a quoted text with what is glued to it, or words that are named once more."""

_NAME = r"""(?:
    (?:passw(?:or)?d|passphrase|pwd|secret|token|cookie|credential|bearer
        |(?:api|access|account|auth|private|signing)[_-]?key) [\w.-]{0,40}
    | _auth | (?<=["'])auth(?=["'\\]) | pass(?=["'`\\]{0,2}[ \t]*+=) | (?<=[_-])pass
    | (?<=["'])pass(?=["'\\]) | (?-i:(?<![A-Za-z])pass|(?<=[a-z])Pass)
)"""
"""`PASS:` in capitals alone is how test programs say that a test passed."""

_OPTION = r"""(?<![\w-])--[\w-]{0,40}
    (?:passw(?:or)?d|passphrase|secret|token|credential|(?:api|access|auth)[_-]?key)(?!-stdin)[\w-]{0,40}"""
_LOGIN = r"\b(?:twine|(?:docker|podman|skopeo|oras|registry)[ ]login)\b[^\r\n;&|]{0,300}?[ ,\"']-p"
"""Programs that take a password with `-p`; of others it means something else."""

_USER = r"(?<![\w-])(?:-u|--user|--proxy-user)"
_NEXT = r"""(?:["'],[ \t]*+ | ["']?(?:[ \t]|\\\r?\n)++)"""
"""From an option to its value, in a command or a list of its words."""

_NOBODY = r"""["']?(?:\d+:\d+(?![\w.:@-])|\w+://)"""
"""Numbers of a user and group, and an address: an option of the same name takes them elsewhere."""

_LINE = r"""(?m:^)[ \t-]*+(?:export[ ]|[\w.-]{0,64}[_.-])?
    (?:passw(?:or)?d|passphrase|pwd|secret|credential) [\w.-]{0,40} [ \t]*+:[ \t]++
    (?P<value>[^\s"'`\#|>&*!{\[<$](?:[^\r\n\#]|(?<=\S)\#)*+)"""
"""A line that says nothing else, as in a file of settings: the value goes on to its end, or to a remark."""

_BLOCK = rf"""{_NAME} ["']?[ \t]*+:[ \t]*+[|>][0-9+-]{{0,2}}[ \t]*+(?:\#[^\r\n]*+)?\r?\n
    (?P<indent>[ \t]{{1,64}}+)(?P<value>\S[^\r\n]*+(?:\r?\n(?P=indent)[^\r\n]*+|\r?\n[ \t]*+(?=\r?\n))*+)"""
"""A text of several lines in YAML: it goes on as long as the lines are as far in as the first."""

_PHRASE = r"""passphrase [\w.-]{0,40}[ \t]*+(?:=>|:=|={1,3}|:)[ \t]*+(?P<value>[^\s"'`|>$][^\r\n"'`]*+)"""
"""Several words by what it is called; where they end nobody can tell."""

_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.VERBOSE)
    for form in (
        r"\bauthorization[\"'`]?\s{0,3}[:=]\s{0,3}(?P<value>[^\r\n]+)",
        r"\bbearer\s{1,3}(?P<value>[A-Za-z0-9._~+/=-]{8,})",
        r"\b(?:set-)?cookie:\s{0,3}(?P<value>[^\r\n]+)",
        rf"{_NAME} \\{{0,3}}[\"'`]?[ \t]*+(?:=>|:=|={{1,3}}|:)[ \t]*+(?:Some\()?(?P<value>{_VALUE})",
        rf"{_OPTION} {_NEXT} (?!--[a-z]|-[a-z](?:\s|\Z))(?P<value>{_VALUE})",
        rf"{_LOGIN}(?:=|{_NEXT})(?P<value>{_VALUE})",
        rf"{_USER}(?:=|{_NEXT})?(?!{_NOBODY})(?=[\"']?[^\s:\"'+]{{1,256}}:)(?P<value>{_VALUE})",
        r"://(?![^\s/@:]+@sha256:)(?P<value>[^\s/]+)@",
        r"://(?P<value>[^\s/@:]{1,256}:(?!\d{1,5}(?:/|\Z))[^\s\"'<>]{0,512})@(?=[\w\[*$])",
        _LINE,
        _BLOCK,
        _PHRASE,
    )
)

_PLACE = r"(?:\*{3,}|\$(?-i:[A-Z_][A-Z0-9_]*)|\$\{[A-Z_]\w*\}|\$\{\{[ \w.()*\[\]-]*\}\})"
"""Where a secret is put, not the secret: a default or a text within one of these may be it."""

_HARMLESS = re.compile(
    rf"(?i)\\?[\"'`]?(?:{_PLACE}|\*+|<your [a-z ]+>|[\[{{(<]|[|>][0-9+-]{{0,2}}|"
    r"none|null|nil|true|false|unset|empty|missing|invalid|expired|undefined|redacted|git|not|no|is|was|read|write|set|"
    r"option|flag|argument|parameter|or|and|to|for|from|in|as|instead|must|may)?[\"'`.)}\]\\]*"
)
"""Values that are none: masked already, a place to put one, how one is, and what a permission is set to."""


def named_values(text: str) -> Iterator[Span]:
    """Where such values stand; they may overlap."""
    for form in _FORMS:
        for found in form.finditer(text):
            if not _HARMLESS.fullmatch(found["value"]):
                yield found.span("value")
