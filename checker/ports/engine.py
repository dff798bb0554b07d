"""The policy engine: compiles Rego, answers one entrypoint per rule package, and never lets one rule hide another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from checker.domain.json_value import Json

NOT_COMPARED = "not-compared"
"""The code of an answer that counts for nothing: it could not be seen what the engine judged by."""


@dataclass(frozen=True, slots=True)
class Defined:
    """The entrypoint has a value (sets come as sorted lists)."""

    value: Json


@dataclass(frozen=True, slots=True)
class Undefined:
    """The entrypoint has no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The entrypoint could not be evaluated: a stable code and a location, never the engine's own words."""

    code: str
    where: str = ""


EngineAnswer = Defined | Undefined | Failed


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledPolicy:
    """A compiled set of modules.

    `inspection` is the engine's account of what was compiled, per package, when asked for.
    """

    handle: object = field(repr=False)
    inspection: dict[str, Json] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompileRequest:
    """What to compile: `modules` maps a file name to Rego text, `data` is JSON, `input_schema` a JSON Schema."""

    modules: Mapping[str, str]
    data: bytes = b"{}"
    input_schema: bytes | None = None
    builtins: Sequence[str] = ()
    inspect: bool = False


class PolicyEngine(Protocol):
    """OPA, however it is reached.

    Raises:
        EngineFailureError: the engine itself is not usable.
        BundleRefusedError: the modules do not compile; the message names file, line and column.
    """

    @property
    def kind(self) -> str:
        """`embedded` or `isolated`."""

    @property
    def version(self) -> str:
        """The exact version of OPA."""

    @property
    def limits(self) -> Mapping[str, int]:
        """The limits in force, in milliseconds, bytes or counts."""

    def compile(self, request: CompileRequest) -> CompiledPolicy:
        """Compile once; the result may be evaluated many times."""

    def evaluate(
        self, policy: CompiledPolicy, *, entrypoints: Sequence[str], document: bytes, keys: Sequence[str] = ()
    ) -> Mapping[str, EngineAnswer]:
        """One answer per entrypoint asked for; `keys` limits which keys of each answer are returned."""
