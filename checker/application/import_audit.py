"""Import audits: what a person captured without this tool becomes `audit/v1`.

Three kinds of material are understood: answers of `gh api` that a `capture.json` beside them or their own paths tie to
their requests (`repos/o/r/keys.json`), release-policy and supply-chain audits, and rulesets exported without a request.
Whatever else is there is named in a warning; nothing is left out in silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checker.application.audit_files import AuditFile, audit_files
from checker.application.provided_workflows import captured_workflows
from checker.domain.json_value import Json
from checker.domain.response import Response
from checker.errors import InputRefusedError, Place
from checker.formats.capture_v1 import INDEX, Request, parse_index, parse_response
from checker.formats.github.audit_drafts import AnswerReading
from checker.formats.github.captured_audit import read_answers
from checker.formats.github.exports import exported_rulesets, is_export, repository_of
from checker.formats.github.repository_query import PATH
from checker.formats.github.supplements import Exported
from checker.formats.seed_audits import is_seed_audit, read_seed_audits
from checker.formats.strict_json import read_json
from checker.ports.workflow_scanner import WorkflowScanner

_ADDRESSES = ("repos/", "repositories/", "orgs/")
_POSTED = "graphql/"
_ENDINGS = (".json", ".txt")
_TAKEN = "a captured answer, a seed audit or an exported ruleset"
_CAPTURE_AGAIN = "save what gh printed, as in `gh api -i repos/OWNER/NAME > CAPTURE/repos/OWNER/NAME.txt`"
_NAME_THE_REQUEST = (
    f"save it under the path that was asked, as in repos/OWNER/NAME/keys.json, or beside a {INDEX}: "
    "a list of {file, method, url, status, at}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAudits:
    """What an import gives: the audits, how each captured answer was understood, and what was not taken."""

    audits: tuple[AuditFile, ...]
    readings: tuple[AnswerReading, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Left:
    """A file that was not taken: why, and what would make it one that is."""

    file: str
    why: str
    hint: str


@dataclass(slots=True, kw_only=True)
class _Material:
    """The files, sorted by what they are."""

    responses: list[Response] = field(default_factory=list)
    seeds: list[tuple[str, Json]] = field(default_factory=list)
    exported: list[Exported] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    left: list[_Left] = field(default_factory=list)


def import_audits(
    files: Mapping[str, bytes], *, version: str, repository: str = "", scanner: WorkflowScanner | None = None
) -> ImportedAudits:
    """The audits these files come to.

    Args:
        files: by their paths inside the folder that was given, with `/`; a single file by its name.
        version: the version of this tool, for the record.
        repository: `owner/name` for exported rulesets that come without any answer of their repository.
        scanner: what looks for mistakes in workflow files; None where it is not installed.

    Raises:
        InputRefusedError: a file the index lists is missing or not what it should be, documents contradict each other,
            or nothing at all was understood.
    """
    material = _sorted_out(files)
    captured = read_answers(
        material.responses,
        exported=material.exported,
        version=version,
        repository=repository or _only(material.named),
    )
    provided = captured_workflows(captured.queries, captured.documents, scanner=scanner)
    documents = [*read_seed_audits(material.seeds, version=version), *captured.documents]
    documents += [one.document for one in provided]
    if not documents:
        raise _nothing_to_import(files, left=material.left)
    return ImportedAudits(
        audits=audit_files(documents),
        readings=(*captured.readings, *(one.reading for one in provided)),
        warnings=(
            *(f"{one.file}: not taken, {one.why}" for one in material.left),
            *captured.warnings,
            *(failure for one in provided for failure in one.failures),
        ),
    )


def _sorted_out(files: Mapping[str, bytes]) -> _Material:
    material = _Material()
    requests = {request.file: request for request in parse_index(files[INDEX])} if INDEX in files else {}
    if missing := sorted(requests.keys() - files.keys()):
        raise InputRefusedError(f"the index lists {missing[0]}, which is not there", where=Place(source=INDEX))
    for file in sorted(files.keys() - {INDEX}):
        request = requests.get(file) or _request_named_by(file)
        if request:
            material.responses.append(parse_response(files[file], request=request, source=file))
        else:
            _sort_document(material, file, files[file])
    return material


def _request_named_by(file: str) -> Request | None:
    """The request a file's own path names, as `repos/o/r/branches/main/protection.json` does."""
    if file.startswith(_POSTED):
        return Request(file=file, url=PATH, method="POST")
    if not file.startswith(_ADDRESSES):
        return None
    ending = next((ending for ending in _ENDINGS if file.endswith(ending)), "")
    return Request(file=file, url=file.removesuffix(ending))


def _sort_document(material: _Material, file: str, data: bytes) -> None:
    if not data.strip():
        material.left.append(_Left(file=file, why="it is empty", hint=_CAPTURE_AGAIN))
        return
    try:
        value = read_json(data, source=file)
    except InputRefusedError as error:
        why = f"no request names it and it is no JSON document ({error.message})"
        material.left.append(_Left(file=file, why=why, hint=_CAPTURE_AGAIN))
        return
    if is_seed_audit(value):
        material.seeds.append((file, value))
    elif is_export(value):
        material.exported.append(_exported(file, value))
        material.named |= {repository_of(value)} - {""}
    else:
        why = "nothing says which request it answers"
        material.left.append(_Left(file=file, why=why, hint=_NAME_THE_REQUEST))


def _nothing_to_import(files: Mapping[str, bytes], *, left: Sequence[_Left]) -> InputRefusedError:
    """Why a capture comes to nothing: of a single file its own reason, of several that of the first."""
    if not files:
        return InputRefusedError("there is no file in the capture", hint=_CAPTURE_AGAIN)
    if not left:
        return InputRefusedError(f"none of {len(files)} files is {_TAKEN}", hint=_NAME_THE_REQUEST)
    first = left[0]
    where = Place(source=first.file)
    if len(files) == 1:
        return InputRefusedError(f"this is not {_TAKEN}: {first.why}", hint=first.hint, where=where)
    return InputRefusedError(
        f"neither this nor any other of {len(files)} files is {_TAKEN}: {first.why}", hint=first.hint, where=where
    )


def _exported(file: str, value: Json) -> Exported:
    try:
        return Exported(file=file, entries=exported_rulesets(value))
    except InputRefusedError as error:
        raise InputRefusedError(error.message, hint=error.hint, where=Place(source=file)) from None


def _only(named: set[str]) -> str:
    return next(iter(named)) if len(named) == 1 else ""
