"""The words that may follow on a command line: commands, options, and the values that an option or argument takes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

_Declared: TypeAlias = Any  # typer carries click within itself and hides its types

_CHOICE = re.compile(r"[a-z][a-z0-9_-]*(\|[a-z0-9_-]+)+")
_OF_PARAMETER = {
    "candidate_id": "candidate",
    "candidate": "candidate",
    "manifest_id": "manifest",
    "run_id": "run",
    "report_id": "report",
    "waiver_id": "waiver",
    "channel": "channel",
    "collection": "collection",
}
_OF_METAVAR = {
    "RULE": "rule",
    "MANIFEST": "manifest",
    "RUN": "run",
    "REPORT": "stored report",
    "SNAPSHOT": "snapshot",
    "WAIVER": "waiver",
}
_FORMAT_AND_FILE = "FORMAT=FILE"
_TOPIC = "TOPIC|COMMAND"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A word, and in a few words what it means."""

    word: str
    about: str = ""


@dataclass(slots=True, kw_only=True)
class Line:
    """A command line that is read word by word: which command it is, what was given, and what waits for a value.

    bash hands over `a=b` as three words; what stands behind `=` counts for nothing unless an option waits for it.
    """

    command: _Declared
    given: dict[str, str] = field(default_factory=dict)
    waiting: _Declared = None
    arguments: int = 0
    is_behind_equals: bool = False
    is_over: bool = False

    def read(self, word: str) -> None:
        """Take one more word."""
        if word == "=":
            self.is_behind_equals = True
            return
        glued, self.is_behind_equals = self.is_behind_equals, False
        if self.waiting is not None:
            self.given[self.waiting.name], self.waiting = word, None
        elif not glued:
            self._read_unwaited(word)

    def _read_unwaited(self, word: str) -> None:
        commands = getattr(self.command, "commands", None)
        if word.startswith("-"):
            self._read_option(word)
        elif commands is None:
            self.arguments += 1
        elif word in commands:
            self.command = commands[word]
        else:
            self.is_over = True

    def _read_option(self, word: str) -> None:
        name, equals, value = word.partition("=")
        option = option_named(self.command, name)
        if option is None or option.is_flag:
            return
        if equals:
            self.given[option.name] = value
        else:
            self.waiting = option


def option_named(command: _Declared, name: str) -> _Declared:
    """The option of this name, or None."""
    return next((one for one in command.params if name in (*one.opts, *one.secondary_opts)), None)


def suggestions_for(line: Line, unfinished: str) -> list[Suggestion]:
    """What may stand where `unfinished` stands, in the order of the help."""
    if line.is_over:
        return []
    if unfinished == "=":
        line.is_behind_equals, unfinished = True, ""
    name, equals, _ = unfinished.partition("=")
    if line.waiting is None and equals and name.startswith("--"):
        option = option_named(line.command, name)
        found = [Suggestion(word=f"{name}={one.word}", about=one.about) for one in _values(option, line)]
    elif line.waiting is not None:
        found = _values(line.waiting, line)
    elif line.is_behind_equals:
        found = []
    elif unfinished.startswith("-"):
        found = list(_options(line.command))
    else:
        found = [*_commands(line.command), *_argument(line)]
    return [one for one in found if one.word.startswith(unfinished)]


def _commands(command: _Declared) -> Iterator[Suggestion]:
    for name, child in getattr(command, "commands", {}).items():
        if not child.hidden:
            yield Suggestion(word=name, about=_first_sentence(child.help or ""))


def _options(command: _Declared) -> Iterator[Suggestion]:
    for option in command.params:
        if option.opts[0].startswith("-") and not option.hidden:
            yield Suggestion(word=max(option.opts, key=len), about=option.help or "")
    yield Suggestion(word="--help", about="Show what it takes and exit.")


def _argument(line: Line) -> list[Suggestion]:
    """The values of the argument that is next; the last takes all that follow, if it takes several."""
    arguments = [one for one in line.command.params if not one.opts[0].startswith("-")]
    if line.arguments < len(arguments):
        return _values(arguments[line.arguments], line)
    return _values(arguments[-1], line) if arguments and arguments[-1].nargs == -1 else []


def _values(parameter: _Declared, line: Line) -> list[Suggestion]:
    """The values there are for an option or argument; none where it takes a file or any text."""
    if parameter is None:
        return []
    metavar = (parameter.metavar or "").removesuffix("...").strip("[]").removesuffix("...")
    if metavar == _TOPIC:
        from checker.cli.commands import command_names  # noqa: PLC0415 - only where one is asked for
        from checker.cli.help_topics import topics  # noqa: PLC0415 - as above

        return [Suggestion(word=name) for name in (*topics(), *command_names())]
    if metavar == _FORMAT_AND_FILE:
        from checker.output.report_formats import REPORT_FORMATS  # noqa: PLC0415 - as above

        return [Suggestion(word=f"{name}=") for name in REPORT_FORMATS]
    if _CHOICE.fullmatch(metavar):
        return [Suggestion(word=word) for word in metavar.split("|")]
    kind = _OF_PARAMETER.get(parameter.name) or _OF_METAVAR.get(metavar)
    return _names(kind, line) if kind else []


def _names(kind: str, line: Line) -> list[Suggestion]:
    """The names of the store and of what is carried, in the project and the namespace that the line names."""
    from checker.bootstrap import CleanRelease  # noqa: PLC0415 - as above
    from checker.domain.namespace import Namespace  # noqa: PLC0415 - as above

    named = line.given.get("namespace")
    facade = CleanRelease(directory=Path(line.given.get("project") or "."))
    found = facade.naming(Namespace(named) if named else None).of(kind)
    return [Suggestion(word=one.name, about=one.about) for one in found]


def _first_sentence(text: str) -> str:
    sentence, *_ = text.split("\n\n")
    return " ".join(sentence.split())
