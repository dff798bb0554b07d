"""What the `clean-release audit` commands do."""

from pathlib import Path

from checker.application.import_audit import ImportedAudits
from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import PASSED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.domain.json_value import Json
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal


def run_import(source: Path, output: Path, *, repository: str, format_name: str) -> int:
    """Import, write, and say how each answer was understood; what could not be read is told first."""
    refuse_unknown_format(format_name)
    auditing = CleanRelease().auditing
    imported = auditing.import_(source, repository=repository)
    paths = auditing.write(imported.audits, output)
    for warning in imported.warnings:
        tell(f"warning: {escape_for_terminal(warning)}")
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(_document(imported, paths)))
        return PASSED
    for reading in sorted(imported.readings, key=lambda reading: (str(reading.status) == "collected", reading.url)):
        place = reading.section or "no section"
        show(f"{reading.status:<13} {place:<22} {escape_for_terminal(reading.url)}")
    for path in paths:
        show(f"wrote {escape_for_terminal(str(path))}")
    return PASSED


def run_sign(source: Path, output: Path, *, key: str) -> int:
    """Sign and say where the signed audit is."""
    role = CleanRelease().auditing.sign(source, output, key=key)
    show(f"wrote {escape_for_terminal(str(output))}")
    tell(f"the anchor must name your public key with the role {role}")
    return PASSED


def _document(imported: ImportedAudits, paths: tuple[Path, ...]) -> dict[str, Json]:
    readings: list[Json] = [
        {"files": list(item.files), "url": item.url, "section": item.section, "status": str(item.status)}
        for item in imported.readings
    ]
    return {
        "schema": "clean-release/import/v1",
        "written": [str(path) for path in paths],
        "readings": readings,
        "warnings": list(imported.warnings),
    }
