"""Who can cause a publish, in words: attacks first, then what is not known, then what takes other people."""

from collections.abc import Iterator, Sequence

from checker.domain.path_graph import Edge, Passage
from checker.domain.publish_path import Closure, PublishPath, PublishPaths
from checker.output import terminal
from checker.output.terminal import Terminal

_MARKS = {
    Passage.OPEN: terminal.FAILED,
    Passage.UNKNOWN: terminal.OPEN,
    Passage.GUARDED: terminal.PASSED,
    Passage.CLOSED: terminal.ASIDE,
}
_COMES_TO = {
    Closure.OPEN: "one person alone can publish",
    Closure.UNKNOWN: "it is not known whether one person alone can publish",
    Closure.GUARDED: "nobody can publish alone",
}
_NAMED = 5


def render_paths(found: PublishPaths, *, shown: Terminal) -> str:
    """Every kind of path with its steps; ways that are closed are counted."""
    return "\n".join(_lines(found, shown)) + "\n"


def _lines(found: PublishPaths, shown: Terminal) -> Iterator[str]:
    yield shown.safe(f"{found.slug}: {_COMES_TO[found.closure]}")
    if found.why:
        yield shown.safe(f"  without settings: {found.why}")
    yield shown.safe(f"  may write: {_writers(found.writers)}")
    for path in found.paths:
        if path.passage is not Passage.CLOSED:
            yield from _path(path, shown)
    if closed := sum(path.passage is Passage.CLOSED for path in found.paths):
        yield f"  {shown.mark(terminal.ASIDE)} closed: {closed} more, with reasons in --json"


def _writers(names: Sequence[str] | None) -> str:
    if names is None:
        return "not known"
    if not names:
        return "owners only"
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _path(path: PublishPath, shown: Terminal) -> Iterator[str]:
    word = f"guarded by {path.others}" if path.passage is Passage.GUARDED else str(path.passage)
    mark = terminal.ASIDE if path.passage is Passage.OPEN and not path.is_attack else _MARKS[path.passage]
    line = f"{word}: {path.actor.name} to {path.registry.name} by {path.credential}"
    yield f"  {shown.mark(mark)} {shown.safe(line)}"
    for number, edge in enumerate(path.edges, start=1):
        yield shown.safe(f"      {number} {edge.says}" + (f": {edge.why}" if edge.why else ""))
        if edge.because and edge.passage is not Passage.CLOSED:
            yield shown.safe(f"        because {'; '.join(map(str, edge.because))}")
    if path.passage is not Passage.GUARDED:
        yield from (shown.safe(f"      fix: {fix}") for fix in _fixes(path.edges, path.passage))


def _fixes(edges: Sequence[Edge], passage: Passage) -> tuple[str, ...]:
    """What would close an open path, any one of them; what must be settled of an unknown one."""
    asked = [edge for edge in edges if edge.passage is passage]
    return tuple(dict.fromkeys(edge.fix for edge in asked if edge.fix))
