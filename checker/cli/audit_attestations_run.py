"""What `clean-release audit attestations` does: ask, verify, write, and say what is proven of each artifact."""

from pathlib import Path

from checker.application.collect_attestations import AttestedArtifact
from checker.bootstrap import CleanRelease
from checker.bootstrap.attesting import AttestationQuestion, Attesting
from checker.bootstrap.collecting import Collection
from checker.cli.console import ToldProgress, show, show_json, tell
from checker.cli.exit_codes import BLOCKED, PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.domain.json_value import Json
from checker.domain.observation import Status
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal

_UNSETTLED = frozenset({Status.COLLECTED, Status.NOT_FOUND})
"""What answers the question: a list, or that nothing is shown."""


def run_attestations(
    question: AttestationQuestion, *, output: Path, project: Path, anchor: str, format_name: str
) -> int:
    """Ask and write: 3 when an artifact could not be asked about, 1 when nothing is proven of one."""
    refuse_unknown_format(format_name)
    facade = CleanRelease(directory=project, anchor=anchor)
    attesting = Attesting(facade=facade)
    collecting = facade.collecting(Collection(host=facade.load().project.host, keep=False), progress=ToldProgress())
    with collecting.provider() as provider:
        found = attesting.collect(question, provider=provider)
    paths = attesting.write(found, output)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(_document(found, paths)))
    else:
        for one in found:
            show(escape_for_terminal(_line(one)))
        for path in paths:
            show(f"wrote {escape_for_terminal(str(path))}")
    for one in found:
        for why in one.refused:
            tell(f"warning: {escape_for_terminal(f'{one.name}: {why}')}")
    if any(one.status not in _UNSETTLED for one in found):
        return UNDECIDED
    return PASSED if all(one.is_attested for one in found) else BLOCKED


def _line(one: AttestedArtifact) -> str:
    if one.status is Status.COLLECTED:
        return f"{one.status:<13} {one.name}  {len(one.files)} verified, {len(one.refused)} refused"
    needs = f" (it takes: {one.detail.needs})" if one.detail.needs else ""
    return f"{one.status:<13} {one.name}  {one.detail.why}{needs}"


def _document(found: tuple[AttestedArtifact, ...], paths: tuple[Path, ...]) -> dict[str, Json]:
    artifacts: list[Json] = [
        {
            "name": one.name,
            "status": str(one.status),
            "why": one.detail.why,
            "needs": one.detail.needs,
            "verified": [file.name for file in one.files],
            "refused": list(one.refused),
        }
        for one in found
    ]
    return {
        "schema": "clean-release/attestation-reading/v1",
        "written": [str(path) for path in paths],
        "artifacts": artifacts,
    }
