"""What compiling found out about the policies: their rules, metadata, builtins and the input paths they read.

The classes mirror what the library writes, field by field. Lists are sorted by the library, so equal policies give
equal inspections.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache, cached_property
from typing import Any, Literal, get_args, get_origin, get_type_hints

from embedded_opa.errors import EngineError
from embedded_opa.results import JSONValue, Location

PackageKind = Literal["rule", "library", "host", "test", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile(Location):
    """One module of a package; the place is that of its package line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation(Location):
    """One METADATA block that OPA's parser understood; `keys` are its top-level keys as written."""

    scope: str
    title: str
    description: str
    custom: dict[str, JSONValue]
    keys: tuple[str, ...]
    schemas: bool
    entrypoint: bool
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataMark(Location):
    """A comment line that is, or looks like, the head of a METADATA block."""

    text: str
    exact: bool
    below_package: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Location):
    """One definition as written; `depth` counts the keys behind the name: `holds[x]` has one."""

    name: str
    kind: str
    depth: int
    default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A rule that the host reads, and the other answers it is made from."""

    name: str
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Location):
    """An import line."""

    path: str
    alias: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataUse(Location):
    """A reference to data outside the package it stands in, and the answers it can influence."""

    path: str
    kind: str
    rule: str
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Location):
    """One place that steps onto an observation, and the answers it can influence."""

    observation: str
    part: str
    rule: str
    role: str
    serves: tuple[str, ...]
    nesting: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputUse(Location):
    """An input path and the rule that uses it."""

    path: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Use(Location):
    """A place in a rule."""

    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved(Location):
    """A reference of which the analysis cannot tell the input path, and why: `missing` or `unknown`."""

    reference: str
    below: tuple[str, ...]
    reason: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPath:
    """An input path with what the schema says about it."""

    path: str
    types: tuple[str, ...]
    enum: tuple[JSONValue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """What one side of a comparison may be."""

    paths: tuple[TypedPath, ...]
    literals: tuple[JSONValue, ...]
    parameters: tuple[str, ...]
    computed: bool
    textual: bool
    unknown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Location):
    """Two operands that a rule compares."""

    operator: str
    left: Operand
    right: Operand
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Location):
    """A use of a builtin that can reach around a path, match a pattern or put values in order."""

    function: str
    on_input: bool
    paths: tuple[str, ...]
    text_paths: tuple[str, ...]
    textual: bool
    patterns: tuple[str, ...]
    literal: bool
    anchored: bool
    pattern_input: bool
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The facts of one package, followed through the libraries and functions it uses.

    `files`, `annotations`, `metadata_marks`, `rules` and `imports` describe its own source.
    """

    path: str
    kind: PackageKind
    files: tuple[SourceFile, ...]
    annotations: tuple[Annotation, ...]
    metadata_marks: tuple[MetadataMark, ...]
    rules: tuple[Rule, ...]
    answers: tuple[Answer, ...]
    imports: tuple[Import, ...]
    builtins: tuple[str, ...]
    data: tuple[DataUse, ...]
    paths: tuple[str, ...]
    observations: tuple[str, ...]
    reads: tuple[Read, ...]
    comparisons: tuple[Comparison, ...]
    calls: tuple[Call, ...]
    dynamic_keys: tuple[InputUse, ...]
    wholes: tuple[InputUse, ...]
    unresolved: tuple[Unresolved, ...]
    withs: tuple[Use, ...]
    negations: tuple[Use, ...]


class Inspection:
    """The packages of one compilation, in the order of their paths."""

    def __init__(self, wire: dict[str, Any]) -> None:
        self._wire = wire

    @cached_property
    def packages(self) -> tuple[Package, ...]:
        """Give every package, typed.

        Raises:
            EngineError: the library describes packages otherwise than this class.
        """
        return tuple(_read(Package, package) for package in self._wire["packages"])

    def package(self, path: str) -> Package | None:
        """Give the package of this path (`data.rules.branch.no_bypass`), or None."""
        return next((package for package in self.packages if package.path == path), None)

    def to_json(self) -> dict[str, Any]:
        """Give the inspection as the library wrote it."""
        return self._wire


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


@cache
def _required(cls: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(cls) if field.name != "enum")


def _read(kind: Any, value: Any) -> Any:  # noqa: ANN401 - follows the declared types of the classes above
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        if not isinstance(value, dict) or not _required(kind) <= value.keys() <= hints.keys():
            raise EngineError("wrong_answer", f"the library describes {kind.__name__} otherwise than this package")
        return kind(**{name: _read(hints[name], item) for name, item in value.items()})
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        return tuple(_read(item, entry) for entry in value)
    return value
