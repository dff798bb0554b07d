"""Agree: two engines asked the same; where they answer differently, nobody knows, and nothing passes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checker.errors import EngineFailureError
from checker.formats.canonical import canonical_bytes
from checker.ports.engine import (
    NOT_COMPARED,
    CompiledPolicy,
    CompileRequest,
    Defined,
    EngineAnswer,
    Failed,
    PolicyEngine,
)

DISAGREED = "engines-disagree"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Both:
    """The policy as each engine compiled it."""

    first: CompiledPolicy = field(repr=False)
    second: CompiledPolicy = field(repr=False)


class AgreeingEngines:
    """The port `PolicyEngine` over two others: their answer where it is one, else a failure."""

    kind = "both"

    def __init__(self, first: PolicyEngine, second: PolicyEngine) -> None:
        self._first, self._second = first, second

    @property
    def version(self) -> str:
        """The version of both, or each with its kind."""
        versions = {self._first.version, self._second.version}
        if len(versions) == 1:
            return versions.pop()
        return ", ".join(f"{one.kind} {one.version}" for one in (self._first, self._second))

    @property
    def limits(self) -> Mapping[str, int]:
        """The limits of the first, and those of the second under its kind."""
        others = {f"{self._second.kind}_{name}": value for name, value in self._second.limits.items()}
        return {**self._first.limits, **others}

    def compile(self, request: CompileRequest) -> CompiledPolicy:
        """Compile with each; the account of what was compiled is the first's."""
        both = _Both(first=self._first.compile(request), second=self._second.compile(request))
        return CompiledPolicy(handle=both, inspection=both.first.inspection)

    def evaluate(
        self, policy: CompiledPolicy, *, entrypoints: Sequence[str], document: bytes, keys: Sequence[str] = ()
    ) -> Mapping[str, EngineAnswer]:
        """The answers that both give; two failures of one evaluation are the first's, whatever each calls it."""
        both = policy.handle
        if not isinstance(both, _Both):
            raise EngineFailureError("the compiled policy belongs to another engine", hint="report this as a defect")
        one = self._first.evaluate(both.first, entrypoints=entrypoints, document=document, keys=keys)
        other = self._second.evaluate(both.second, entrypoints=entrypoints, document=document, keys=keys)
        return {name: _agreed(one.get(name), other.get(name)) for name in {**one, **other}}


def _agreed(one: EngineAnswer | None, other: EngineAnswer | None) -> EngineAnswer:
    for answer in (one, other):
        if isinstance(answer, Failed) and answer.code == NOT_COMPARED:
            return answer
    if isinstance(one, Defined) and isinstance(other, Defined):
        # as bytes: for Python, true and 1 are equal
        return one if canonical_bytes(one.value) == canonical_bytes(other.value) else Failed(code=DISAGREED)
    return one if one is not None and type(one) is type(other) else Failed(code=DISAGREED)
