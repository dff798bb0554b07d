"""Masking: what is kept or shown of a text that somebody else wrote, once known forms of secrets are taken out."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

MASK = "***"
Span: TypeAlias = tuple[int, int]
"""Where something stands in a text: its first character, and the one after its last."""

FindSecrets: TypeAlias = Callable[[str], Sequence[Span]]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same places in order, those that touch or overlap as one."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return tuple(found)


def masked(text: str, find: FindSecrets) -> str:
    """The text with every known form of a secret replaced."""
    return masked_part(text, find(text), part=(0, len(text))) if text else text


def masked_words(words: Sequence[str], find: FindSecrets) -> tuple[str, ...]:
    """The words of a command, looked at as one line: an option names the word behind it.

    A word that begins with a secret is gone whole: with blanks in it, it would end too early as a part of a line.
    """
    line = " ".join(words)
    secrets = find(line) if line else ()
    said: list[str] = []
    at = 0
    for word in words:
        is_secret = any(begin <= at < end for begin, end in secrets)
        said.append(MASK if is_secret else masked_part(line, secrets, part=(at, at + len(word))))
        at += len(word) + 1
    return tuple(said)


def masked_part(text: str, secrets: Sequence[Span], *, part: Span) -> str:
    """A part of the text; of a secret that only reaches into it nothing is left either.

    A part is cut out after the secrets were found in the whole: half of a token has no form that is known.
    """
    first, last = part
    said: list[str] = []
    for begin, end in secrets:
        if end <= first or begin >= last:
            continue
        said += [text[first:begin], MASK]
        first = end
    return "".join([*said, text[first:last]])
