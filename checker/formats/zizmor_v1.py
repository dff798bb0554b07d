"""zizmor's findings, `json-v1`: what is read of them is checked, and whatever has another form is refused as a whole.

Lines are counted from 0 there. Source: zizmor's documentation of its output formats.
"""

from collections.abc import Mapping

from checker.domain.json_shape import field_of, list_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.workflow_scan import Confidence, Persona, ScanFinding, Severity
from checker.errors import InputRefusedError
from checker.formats.strict_json import read_json

SOURCE = "zizmor's output"
_PRIMARY = "Primary"


def read_findings(data: bytes) -> dict[str, list[ScanFinding]]:
    """Every finding by the path it is about, as the program was given it.

    Raises:
        InputRefusedError: no JSON, or a finding without the form of version 1.
    """
    found: dict[str, list[ScanFinding]] = {}
    for item in list_of(read_json(data, source=SOURCE), SOURCE):
        path, finding = _finding(object_of(item, "a finding"))
        found.setdefault(path, []).append(finding)
    return found


def _finding(finding: dict[str, Json]) -> tuple[str, ScanFinding]:
    places = objects_of(field_of(finding, "locations"), "locations")
    symbols = [object_of(field_of(place, "symbolic"), "symbolic") for place in places]
    primary = next((at for at, symbol in enumerate(symbols) if symbol.get("kind") == _PRIMARY), None)
    if primary is None:
        raise InputRefusedError("a finding of zizmor has no place, expected a primary one")
    said = object_of(field_of(finding, "determinations"), "determinations")
    return _path(symbols[primary]), ScanFinding(
        detector=text_of(field_of(finding, "ident"), "ident"),
        line=_line(places[primary]),
        job=_job(symbols[primary]),
        severity=Severity(_word(said, "severity", Severity)),
        confidence=Confidence(_word(said, "confidence", Confidence)),
        persona=Persona(_word(said, "persona", Persona)),
    )


def _word(said: Mapping[str, Json], name: str, known: type[Severity | Confidence | Persona]) -> str:
    word = text_of(field_of(said, name), name).lower()
    if word not in {str(one) for one in known}:
        raise InputRefusedError(f"{name} of a finding of zizmor is {word}, expected {', '.join(known)}")
    return word


def _path(symbol: Mapping[str, Json]) -> str:
    key = object_of(field_of(symbol, "key"), "key")
    return text_of(field_of(object_of(field_of(key, "Local"), "Local"), "verbatim_path"), "verbatim_path")


def _line(place: Mapping[str, Json]) -> int:
    location = object_of(field_of(object_of(field_of(place, "concrete"), "concrete"), "location"), "location")
    return whole_of(field_of(object_of(field_of(location, "start_point"), "start_point"), "row"), "row") + 1


def _job(symbol: Mapping[str, Json]) -> str:
    """The job that the way to the place leads through: `jobs`, then its id."""
    route = object_of(field_of(symbol, "route"), "route")
    steps = [one.get("Key") for one in objects_of(field_of(route, "route"), "route")[:2]]
    match steps:
        case ["jobs", str(job)]:
            return job
        case _:
            return ""
