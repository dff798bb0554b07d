"""What `clean-release audit registry` does: ask, write, and say what is published and what could not be read."""

from pathlib import Path

from checker.application.audit_registry import AuditedRegistries, TargetReading
from checker.bootstrap import CleanRelease
from checker.bootstrap.registries import Registries, RegistryQuestion
from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.domain.json_value import Json
from checker.domain.observation import Status
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal

_NAMES = {
    "free": "nobody has the name",
    "pending": "nobody has the name, and a pending publisher is declared for it",
    "owned": "the name is the project's: a declared publisher attests to a file",
    "taken": "the name is taken; nothing proves that it is the project's",
    "": "",
}


def run_registry(question: RegistryQuestion, *, output: Path, project: Path, format_name: str) -> int:
    """Ask and write; 3 when anything could not be read, though what was read is written all the same."""
    refuse_unknown_format(format_name)
    facade = CleanRelease(directory=project)
    found = Registries(facade=facade).audit(question)
    paths = facade.auditing.write((found.audit,), output)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(_document(found, paths)))
    else:
        for one in found.readings:
            show(escape_for_terminal(_line(one)))
        for path in paths:
            show(f"wrote {escape_for_terminal(str(path))}")
    for failure in found.failures:
        tell(f"warning: {escape_for_terminal(failure)}")
    return UNDECIDED if found.failures else PASSED


def _line(one: TargetReading) -> str:
    said = _NAMES[one.name]
    if one.states:
        count = "1 archive" if one.files == 1 else f"{one.files} archives"
        said = f"the formula states {one.states} with {count}"
    elif one.status is Status.COLLECTED:
        count = "1 file" if one.files == 1 else f"{one.files} files"
        said = f"{f'published with {count}' if one.published else 'not published'}; {said}"
    return f"{one.status:<13} {one.registry} {one.project}  {said}".rstrip()


def _document(found: AuditedRegistries, paths: tuple[Path, ...]) -> dict[str, Json]:
    readings: list[Json] = [
        {
            "registry": one.registry,
            "project": one.project,
            "status": str(one.status),
            "name": one.name,
            "files": one.files,
            "why": one.why,
        }
        for one in found.readings
    ]
    return {
        "schema": "clean-release/registry-reading/v1",
        "written": [str(path) for path in paths],
        "readings": readings,
        "failures": list(found.failures),
    }
