"""CycloneDX in JSON: what a file is made of, under which licences, and which vulnerabilities a scan found.

Whether a document is valid is decided by the schemas of cyclonedx-python-lib (the extra `sbom`), which are its
publisher's own. Without them a bill of materials is refused, so that one document has one answer everywhere. What we
take out of it is read by the names of the specification: cyclonedx.org/docs/1.6/json.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.domain.evidence import EvidenceContent, EvidenceKind, Piece, Section, Subject
from checker.domain.json_shape import object_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.moment import normalise_moment, parse_moment
from checker.domain.observation import Status, collected, unread
from checker.errors import InputRefusedError, NotFoundError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.evidence_limits import MOST_FINDINGS, MOST_LICENCES, refuse_more
from checker.formats.in_toto_v1 import sha256_of

FORMAT = "CycloneDX"
_SEVERITIES = ("critical", "high", "medium", "low", "info", "none")
_UNKNOWN = "unknown"
_LONGEST_PROBLEM = 500


def read_bom(document: dict[str, Json], *, source: str) -> EvidenceContent:
    """What a document says; one that is not valid says so, and nothing else of it is read.

    Raises:
        InputRefusedError: it is no CycloneDX, names its file by two digests, or holds too much.
        NotFoundError: the extra `sbom` is not installed.
    """
    if document.get("bomFormat") != FORMAT:
        raise InputRefusedError(f"the bill of materials is not {FORMAT}", where=Place(source=source))
    version = document.get("specVersion")
    version = version if isinstance(version, str) else ""
    problem = _problem(document, version)
    bom = _Bom(document=document if not problem else {}, source=source)
    scanned, listed = "vulnerabilities" in bom.document, any("components" in one for one in (bom.document, bom.main))
    made_at = bom.made_at
    pieces = []
    if problem or listed or not scanned:
        stated: dict[str, Json] = {"format": FORMAT, "format_version": version[:20], "problem": problem}
        facts = {**stated, "valid": not problem, **bom.composition()}
        pieces.append(Piece(section=Section.SBOMS, facts=facts, made_at=made_at))
    if scanned:
        pieces.append(Piece(section=Section.VULNERABILITIES, facts=bom.scan(), made_at=made_at))
    kind = EvidenceKind.VULNERABILITIES if pieces[0].section is Section.VULNERABILITIES else EvidenceKind.SBOM
    return EvidenceContent(kind=kind, pieces=tuple(pieces), subjects=bom.subjects())


def _problem(document: dict[str, Json], version: str) -> str:
    """Why a document is not valid, in one sentence; empty when it is."""
    try:
        from cyclonedx.exception import MissingOptionalDependencyException  # noqa: PLC0415 - an extra
        from cyclonedx.schema import SchemaVersion  # noqa: PLC0415 - as above
        from cyclonedx.validation.json import JsonStrictValidator  # noqa: PLC0415 - as above
    except ImportError as error:
        raise _without_extra() from error
    try:
        validator = JsonStrictValidator(SchemaVersion.from_version(version))
    except ValueError:
        return f"its version is {version[:20]!a}, for which there is no schema of JSON"
    try:
        found = validator.validate_str(canonical_bytes(document).decode())
    except MissingOptionalDependencyException as error:
        raise _without_extra() from error
    if found is None:
        return ""
    path = "/".join(str(step) for step in getattr(found.data, "absolute_path", ()))
    return f"at /{path}: {getattr(found.data, 'message', 'it does not fit its schema')}"[:_LONGEST_PROBLEM]


def _without_extra() -> NotFoundError:
    return NotFoundError(
        "bills of materials are checked by a package that is not installed",
        hint="install clean-release[sbom]",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bom:
    """A document that fits its schema, or an empty one in the place of one that does not."""

    document: dict[str, Json]
    source: str

    @property
    def metadata(self) -> dict[str, Json]:
        return object_of(self.document.get("metadata", {}), "metadata")

    @property
    def main(self) -> dict[str, Json]:
        """The component that the document is about."""
        return object_of(self.metadata.get("component", {}), "component")

    @property
    def made_at(self) -> str:
        stamp = text_of(self.metadata.get("timestamp", ""), "timestamp")
        return normalise_moment(stamp) if stamp else ""

    def subjects(self) -> tuple[Subject, ...]:
        """The file that the whole document is about, as far as it names one by its SHA-256."""
        found = {
            sha256_of(item.get("content"), "the SHA-256 of metadata.component")
            for item in objects_of(self.main.get("hashes", []), "hashes")
            if item.get("alg") == "SHA-256"
        }
        if len(found) > 1:
            raise InputRefusedError(
                "metadata.component has two different SHA-256 digests, expected one", where=Place(source=self.source)
            )
        return tuple(Subject(name="", sha256=digest) for digest in found)

    def composition(self) -> dict[str, Json]:
        """How many components there are, and under which licences."""
        count, unlicensed = 0, 0
        licences: dict[str, int] = {}
        for component in (*_components(self.document), *_components(self.main)):
            count += 1
            stated = set(_licences(component))
            unlicensed += not stated
            for licence in stated:
                licences[licence] = licences.get(licence, 0) + 1
        refuse_more(len(licences), most=MOST_LICENCES, what="licences", source=self.source)
        listed: list[Json] = [{"licence": name, "components": licences[name]} for name in sorted(licences)]
        return {"components": count, "unlicensed": unlicensed, "licences": listed}

    def scan(self) -> dict[str, Json]:
        """Who scanned, and every finding for every component it affects."""
        findings: list[Json] = []
        seen: dict[str, int] = {}
        for vulnerability in objects_of(self.document["vulnerabilities"], "vulnerabilities"):
            for name, finding in _findings(vulnerability):
                seen[name] = seen.get(name, 0) + 1
                findings.append({**finding, "id": name if seen[name] == 1 else f"{name} #{seen[name]}"})
                refuse_more(len(findings), most=MOST_FINDINGS, what="findings", source=self.source)
        return {"scanner": ", ".join(_tools(self.metadata))[:_LONGEST_PROBLEM], "findings": findings}


def _components(holder: Mapping[str, Json]) -> Iterator[dict[str, Json]]:
    """Every component of a document or of a component, those inside others too."""
    waiting = objects_of(holder.get("components", []), "components")
    while waiting:
        component = waiting.pop()
        waiting += objects_of(component.get("components", []), "components")
        yield component


def _licences(component: Mapping[str, Json]) -> Iterator[str]:
    for choice in objects_of(component.get("licenses", []), "licenses"):
        one = object_of(choice.get("license", {}), "license")
        for name in (choice.get("expression"), one.get("id"), one.get("name")):
            if isinstance(name, str) and name:
                yield name
                break


def _tools(metadata: Mapping[str, Json]) -> Iterator[str]:
    """The names of the tools, in the old form (a list) and the new (components and services)."""
    tools = metadata.get("tools", [])
    both = tools if isinstance(tools, dict) else {"components": tools}
    for listed in (both.get("components", []), both.get("services", [])):
        for tool in objects_of(listed, "tools"):
            yield text_of(tool.get("name", ""), "the name of a tool")


def _findings(vulnerability: Mapping[str, Json]) -> Iterator[tuple[str, dict[str, Json]]]:
    """A name and the facts for every component that a vulnerability affects."""
    name = text_of(vulnerability.get("id", ""), "the id of a vulnerability") or "without an id"
    affected = [text_of(item.get("ref", ""), "ref") for item in objects_of(vulnerability.get("affects", []), "affects")]
    for component in affected or [""]:
        yield (
            f"{name} {component}".strip(),
            {
                "vulnerability": name,
                "component": component,
                "severity": _severity(vulnerability),
                "first_seen": _first_seen(vulnerability),
            },
        )


def _severity(vulnerability: Mapping[str, Json]) -> str:
    """The worst that any rating says; where one says nothing, or none is there, it is unknown unless it is critical."""
    said = [item.get("severity", _UNKNOWN) for item in objects_of(vulnerability.get("ratings", []), "ratings")]
    if not said or (_UNKNOWN in said and _SEVERITIES[0] not in said):
        return _UNKNOWN
    return next((word for word in _SEVERITIES if word in said), _UNKNOWN)


def _first_seen(vulnerability: Mapping[str, Json]) -> Json:
    """The earliest moment at which anybody is said to have known of it."""
    analysis = object_of(vulnerability.get("analysis", {}), "analysis")
    stated = (vulnerability.get("created"), vulnerability.get("published"), analysis.get("firstIssued"))
    moments = [normalise_moment(item) for item in stated if isinstance(item, str)]
    if not moments:
        return unread(Status.NOT_FOUND, why="the scan does not say since when it is known").to_json()
    return collected(min(moments, key=parse_moment)).to_json()
