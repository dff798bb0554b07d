"""Shell completion: what may stand where the cursor is, silently and at once.

The scripts are typer's (`--show-completion`); what they ask is answered here, because typer declares every command for
it, loads rich for the help, and lets a defect speak into the line that is typed. Nothing is made, fetched or judged;
where nothing is known, nothing is said, and the shell offers files.
"""

import io
import os
import shlex
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from checker.cli.completed_words import Line, Suggestion, suggestions_for
from checker.formats.text_safety import shown_text

if TYPE_CHECKING:
    import typer

VARIABLE = "_CLEAN_RELEASE_COMPLETE"
_BASH, _ZSH, _FISH = "complete_bash", "complete_zsh", "complete_fish"
_UNQUOTED = str.maketrans({"'": "", '"': "", "`": "", "$": " ", "\\": "/", "(": "", ")": "", ":": ";"})
"""For the description beside a word: zsh evaluates what it is given."""
_LONGEST = 90

_Apps: TypeAlias = "Callable[[Sequence[str]], typer.Typer]"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a shell asks: the words before the cursor without the program's name, and the one it is in."""

    words: list[str]
    unfinished: str


def is_asked(environment: Mapping[str, str]) -> bool:
    """Whether a shell asks for completion, in a way that is answered here."""
    return environment.get(VARIABLE, "") in {_BASH, _ZSH, _FISH}


def answer(environment: Mapping[str, str], *, apps: _Apps) -> int:
    """Write what may stand there, as the shell reads it; the exit code matters to fish alone.

    `apps` declares the commands that words need. No failure is ever told: a prompt is no place for one.
    """
    from checker.cli.console import show  # noqa: PLC0415 - as little as there can be

    how, found = environment[VARIABLE], list[Suggestion]()
    with suppress(Exception, SystemExit), redirect_stderr(io.StringIO()):
        asked = _asked(environment, how)
        found = _found(asked, apps)
    if how == _FISH and environment.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return 0 if found else 1
    with suppress(Exception):
        show(_written(found, how))
    return 0


def _found(asked: _Asked, apps: _Apps) -> list[Suggestion]:
    from typer.main import get_command  # noqa: PLC0415 - as above

    line = Line(command=get_command(apps(asked.words)))
    for word in asked.words:
        line.read(word)
    return suggestions_for(line, asked.unfinished)


def _asked(environment: Mapping[str, str], how: str) -> _Asked:
    if how == _BASH:
        words, at = _split(environment["COMP_WORDS"]), int(environment["COMP_CWORD"])
        return _Asked(words=words[1:at], unfinished=words[at] if at < len(words) else "")
    typed = environment["_TYPER_COMPLETE_ARGS"]
    words = _split(typed)[1:]
    is_unfinished = bool(words) and not typed[-1].isspace()
    return _Asked(words=words[:-1] if is_unfinished else words, unfinished=words[-1] if is_unfinished else "")


def _split(typed: str) -> list[str]:
    """The words of a line that is still being typed: a quotation mark may be open."""
    lexer = shlex.shlex(typed, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters = True, ""  # noqa: V101 - shlex reads them
    words: list[str] = []
    try:
        words.extend(iter(lexer))
    except ValueError:  # an open quotation mark, or a backslash at the end
        words.append(lexer.token)
    return words


def _written(found: Sequence[Suggestion], how: str) -> str:
    if how == _BASH:
        return os.linesep.join(one.word for one in found)
    if how == _FISH:
        return os.linesep.join(f"{one.word}\t{_described(one)}".rstrip() for one in found)
    if not found:
        return "_files"
    words = (f'"{_escaped(one.word)}"' + (f':"{_described(one)}"' if one.about else "") for one in found)
    return f"_arguments '*: :(({os.linesep.join(words)}))'"


def _described(one: Suggestion) -> str:
    """A few words without anything that a shell could act on."""
    return shown_text(" ".join(one.about.translate(_UNQUOTED).split()), most=_LONGEST)


def _escaped(word: str) -> str:
    return word.replace(":", "\\\\:")
