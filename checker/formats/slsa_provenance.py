"""SLSA provenance, v1 and v0.2: who built something, from which source, by which workflow, out of what.

What a statement leaves out is empty here, and equal to nothing that a rule demands. A source is taken only from where
the build says it began (`externalParameters.workflow`, `invocation.configSource`), never from a material that merely
looks like it. Source: slsa.dev/spec/v1.0/provenance and v0.2; slsa-framework.github.io/github-actions-buildtypes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.domain.json_shape import field_of, object_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.moment import normalise_moment
from checker.errors import InputRefusedError
from checker.formats.evidence_limits import MOST_MATERIALS, refuse_more

V1 = "https://slsa.dev/provenance/v1"
V02 = "https://slsa.dev/provenance/v0.2"

_REPOSITORY = re.compile(r"(?:git\+)?https://([^/@\s?#]+)/([^/@\s?#]+/[^/@\s?#]+?)(?:\.git)?/?(?:@(\S+))?")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_HEX = re.compile(r"[0-9a-f]+")
_STRONG = {"sha256": 64, "sha384": 96, "sha512": 128, "sha3_256": 64, "sha3_512": 128, "blake2b": 128}
_OF_GIT = {"gitCommit": (40, 64), "gitTree": (40, 64), "gitBlob": (40, 64), "sha1": (40,)}
"""What git names things by, in hex characters; `sha1` is that only for a thing that git holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a build says of itself; `materials` are addresses, each with whether a digest pins it."""

    builder: str
    build_type: str
    host: str = ""
    repository: str = ""
    commit: str = ""
    ref: str = ""
    workflow: str = ""
    run: str = ""
    made_at: str = ""
    materials: tuple[tuple[str, bool], ...] = field(default=())

    def to_json(self) -> dict[str, Json]:
        """The fields of a statement that only provenance fills."""
        return {
            "builder": self.builder,
            "build_type": self.build_type,
            "source": {"host": self.host, "repository": self.repository, "commit": self.commit, "ref": self.ref},
            "workflow": self.workflow,
            "run": self.run,
            "materials": [{"uri": uri, "pinned": pinned} for uri, pinned in self.materials],
        }


NO_PROVENANCE = Provenance(builder="", build_type="")


def read_provenance(predicate: Mapping[str, Json], *, predicate_type: str, source: str) -> Provenance:
    """What a predicate of type `V1` or `V02` says.

    Raises:
        InputRefusedError: it lacks what every provenance has, or holds another type than its field.
    """
    return _v1(predicate, source) if predicate_type == V1 else _v02(predicate, source)


def _v1(predicate: Mapping[str, Json], source: str) -> Provenance:
    definition = object_of(field_of(predicate, "buildDefinition"), "buildDefinition")
    details = object_of(field_of(predicate, "runDetails"), "runDetails")
    outer = object_of(field_of(definition, "externalParameters"), "externalParameters")
    metadata = object_of(details.get("metadata", {}), "metadata")
    materials = _materials(definition.get("resolvedDependencies", []), source)
    workflow = object_of(outer.get("workflow", {}), "workflow")
    host, repository, _ = place_of(_optional(workflow, "repository"))
    return Provenance(
        builder=_named(details, "builder"),
        build_type=text_of(field_of(definition, "buildType"), "buildType"),
        host=host,
        repository=repository,
        commit=_commit_of(host, repository, materials),
        ref=_optional(workflow, "ref"),
        workflow=_optional(workflow, "path"),
        run=_optional(metadata, "invocationId"),
        made_at=_moment(_optional(metadata, "finishedOn")),
        materials=tuple((uri, _is_pinned(uri, digest)) for uri, digest in materials),
    )


def _v02(predicate: Mapping[str, Json], source: str) -> Provenance:
    invocation = object_of(predicate.get("invocation", {}), "invocation")
    origin = object_of(invocation.get("configSource", {}), "configSource")
    metadata = object_of(predicate.get("metadata", {}), "metadata")
    materials = _materials(predicate.get("materials", []), source)
    host, repository, ref = place_of(_optional(origin, "uri"))
    digest = _digest_of(origin)
    own = [*materials, (_optional(origin, "uri"), digest)] if repository else materials
    return Provenance(
        builder=_named(predicate, "builder"),
        build_type=text_of(field_of(predicate, "buildType"), "buildType"),
        host=host,
        repository=repository,
        commit=_commit_of(host, repository, own),
        ref=ref,
        workflow=_optional(origin, "entryPoint"),
        run=_optional(metadata, "buildInvocationId") or _optional(metadata, "buildInvocationID"),
        made_at=_moment(_optional(metadata, "buildFinishedOn")),
        materials=tuple((uri, _is_pinned(uri, digest)) for uri, digest in materials),
    )


def _materials(value: Json, source: str) -> list[tuple[str, dict[str, str]]]:
    listed = objects_of(value, "the materials")
    refuse_more(len(listed), most=MOST_MATERIALS, what="materials", source=source)
    return [(_optional(item, "uri") or _optional(item, "name"), _digest_of(item)) for item in listed]


def _digest_of(item: Mapping[str, Json]) -> dict[str, str]:
    digest = object_of(item.get("digest", {}), "the digest of a material")
    return {name: text_of(value, f"the {name} of a material") for name, value in digest.items()}


def place_of(uri: str) -> tuple[str, str, str]:
    """Host, owner with name, and ref of a repository's address; all empty for an address of another form."""
    match = _REPOSITORY.fullmatch(uri)
    return (match[1].lower(), match[2], match[3] or "") if match else ("", "", "")


def _commit_of(host: str, repository: str, materials: list[tuple[str, dict[str, str]]]) -> str:
    """The one commit that the materials give for a repository.

    Raises:
        InputRefusedError: they give two.
    """
    if not repository:
        return ""
    found = {
        digest[name]
        for uri, digest in materials
        for name in ("gitCommit", "sha1")
        if name in digest and _same_place(place_of(uri), host, repository)
    }
    if len(found) > 1:
        raise InputRefusedError(
            f"the statement gives two commits of {repository}, {' and '.join(sorted(found))}, expected one"
        )
    commit = found.pop() if found else ""
    return commit if _COMMIT.fullmatch(commit) else ""


def _same_place(place: tuple[str, str, str], host: str, repository: str) -> bool:
    return (place[0], place[1].lower()) == (host, repository.lower())


def _is_pinned(uri: str, digest: Mapping[str, str]) -> bool:
    """Whether a digest that cannot be forged, or the object's name in git, says exactly which bytes were used."""
    is_of_git = uri.startswith("git+") or uri.endswith(".git") or "gitCommit" in digest
    lengths = {name: (length,) for name, length in _STRONG.items()} | (_OF_GIT if is_of_git else {})
    return any(
        len(value) in lengths.get(name, ()) and _HEX.fullmatch(value) is not None for name, value in digest.items()
    )


def _named(fields: Mapping[str, Json], name: str) -> str:
    """The `id` of an object that must be there."""
    return text_of(field_of(object_of(field_of(fields, name), name), "id"), f"the id of the {name}")


def _optional(fields: Mapping[str, Json], name: str) -> str:
    return text_of(fields.get(name, ""), name)


def _moment(text: str) -> str:
    return normalise_moment(text) if text else ""
