"""What `clean-release audit github` does: collect, write, and say what could not be read and what would settle it."""

from dataclasses import dataclass
from pathlib import Path

from checker.application.audit_repository import CollectedRepository
from checker.bootstrap import CleanRelease
from checker.bootstrap.collecting import Collection
from checker.bootstrap.written_audits import older_audits, told_older
from checker.cli.console import ToldProgress, show, show_json, tell
from checker.cli.exit_codes import PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.domain.json_value import Json
from checker.domain.observation import Status
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class GitHubOptions:
    """The options of the command, as they were given."""

    repositories: tuple[str, ...]
    output: Path
    project: Path
    how: Collection
    org: str = ""
    repos: Path | None = None
    judge: bool = False
    format: str = "text"

    @property
    def is_fleet(self) -> bool:
        """Whether a table is wanted: more than one repository, or verdicts."""
        return len(self.repositories) > 1 or bool(self.org) or self.repos is not None or self.judge


def run_github(options: GitHubOptions) -> int:
    """Collect and write; 3 when a reading went wrong, though what was read is written all the same."""
    refuse_unknown_format(options.format)
    facade = CleanRelease(directory=options.project)
    collecting = facade.collecting(options.how, progress=ToldProgress())
    slug = options.repositories[0] if options.repositories else collecting.own_repository()
    found = collecting.repository(slug)
    paths = facade.auditing.write(found.audits, options.output)
    older = older_audits(options.output, [audit.name for audit in found.audits])
    if options.format == JSON_FORMAT:
        show_json(pretty_bytes(_document(found, paths, older)))
    else:
        _show_readings(found)
        for path in (options.output / audit.name for audit in found.audits):
            done = "wrote" if path in paths else "kept"
            show(f"{done} {escape_for_terminal(str(path))}")
    for warning in (*found.failures, *map(told_older, older)):
        tell(f"warning: {escape_for_terminal(warning)}")
    return UNDECIDED if found.failures else PASSED


def _show_readings(found: CollectedRepository) -> None:
    """One line for each answer; what could not be read first."""
    for one in sorted(found.readings, key=lambda one: (one.status is Status.COLLECTED, one.url)):
        needs = f"  needs {one.needs}" if one.needs else ""
        show(f"{one.status:<13} {one.section:<22} {escape_for_terminal(one.url + needs)}")


def _document(found: CollectedRepository, paths: tuple[Path, ...], older: tuple[Path, ...]) -> dict[str, Json]:
    readings: list[Json] = [
        {"url": one.url, "section": one.section, "status": str(one.status), "needs": one.needs}
        for one in found.readings
    ]
    return {
        "schema": "clean-release/collection/v1",
        "written": [str(path) for path in paths],
        "older": [str(path) for path in older],
        "readings": readings,
        "failures": list(found.failures),
    }
