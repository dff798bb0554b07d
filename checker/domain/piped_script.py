"""Scripts that a step fetches from the network and hands to an interpreter, before anybody has seen a byte of them.

Recognised are a pipe (`curl … | sh`, also through `sudo`, `tee` or the like), a substituted file (`bash <(curl …)`) and
a substituted text (`sh -c "$(curl …)"`, `iex (irm …)`), in shells of Unix and in PowerShell. A script that is written
to a file first and run later is not: whether it was compared with a digest in between cannot be told from the words.
"""

import re
from collections.abc import Iterator

from checker.domain.workflow import Job

_FETCHING = r"(?:curl|wget|fetch|aria2c|irm|iwr|invoke-restmethod|invoke-webrequest|downloadstring)"
_READING = r"(?:(?:ba|da|z|k|fi|a)?sh|python[0-9.]*|perl|ruby|node|deno|bun|php|pwsh|powershell)(?:\.exe)?"
_EVALUATING = r"(?:iex|invoke-expression|eval|\[scriptblock\]::create)"
_FETCHES = re.compile(rf"(?<![\w-]){_FETCHING}(?:\.exe)?(?![\w-])", re.IGNORECASE)
_RUNS = re.compile(rf"(?:\S*/)?(?:{_READING}|{_EVALUATING}|source)(?![\w.-])", re.IGNORECASE)
_GIVEN_IT = re.compile(
    rf"(?<![\w-])(?:{_READING}|source|\.)(?:\s+-\S+)*\s+<\([^|;]*$"
    rf"|(?<![\w-])(?:{_READING}(?:\s+-\S+)*\s+-\w*[ce]\w*\s|{_EVALUATING})[^|;]*(?:\$\(|`|\()[^|;]*$",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:sudo|doas|env|exec|command|nohup|time|xargs|-\S+|[A-Za-z_]\w*=\S*)\s+", re.IGNORECASE)
_SEPARATORS = re.compile(r"&&|\|\||;")
_CONTINUED = re.compile(r"\\\r?\n|(?<=\|)[ \t]*\r?\n")
_LONGEST, _MOST, _WINDOW = 4096, 16, 160
"""Characters of a line, fetches in it, and characters before each that are looked at: what is beyond counts as run."""


def piped_scripts(job: Job) -> tuple[int, ...]:
    """The lines of the steps of a job that run what they fetch."""
    return tuple(step.line for step in job.steps if runs_what_it_fetches(step.run))


def runs_what_it_fetches(commands: str) -> bool:
    """Whether one of these commands hands to an interpreter what another has just fetched."""
    return any(len(line) > _LONGEST or _is_piped(line) or _is_given(line) for line in _fetching(commands))


def _fetching(commands: str) -> Iterator[str]:
    for line in _CONTINUED.sub(" ", commands).splitlines():
        if not line.lstrip().startswith("#") and _FETCHES.search(line):
            yield line


def _is_piped(line: str) -> bool:
    for command in _SEPARATORS.split(line):
        stages = command.split("|")
        fetching = next((place for place, stage in enumerate(stages) if _FETCHES.search(stage)), len(stages))
        if any(_runs(stage) for stage in stages[fetching + 1 :]):
            return True
    return False


def _runs(stage: str) -> bool:
    words, place = stage.lstrip("& \t"), 0
    while found := _BEFORE.match(words, place):
        place = found.end()
    return _RUNS.match(words, place) is not None


def _is_given(line: str) -> bool:
    """Whether what is fetched stands in a substitution that an interpreter is given."""
    for command in _SEPARATORS.split(line):
        places = [found.start() for found in _FETCHES.finditer(command)]
        windows = [command[max(0, place - _WINDOW) : place] for place in places[:_MOST]]
        if len(places) > _MOST or any(map(_GIVEN_IT.search, windows)):
            return True
    return False
