"""The engine in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embedded_opa import wire
from embedded_opa.builtins import DEFAULT_BUILTINS
from embedded_opa.errors import EngineError, LibraryError
from embedded_opa.library import CONTRACT, load
from embedded_opa.limits import Limits
from embedded_opa.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from embedded_opa.results import Result
    from embedded_opa.version import Version

_DEFAULT = Limits()


class Engine:
    """OPA in this process: the fastest way, for policies that are trusted.

    A deadline stops a query, but not every builtin: a stuck one is given up and keeps its
    core until it ends. Untrusted policies belong into an `IsolatedEngine`.
    Threads are fine; forking after the first call is refused.
    """

    def version(self) -> Version:
        """Name the exact engine that is built in."""
        version = wire.version_from_wire(load().call("version"))
        if version.library != CONTRACT:
            raise LibraryError(
                "library_version",
                f"the shared library speaks {version.library!r}, this package {CONTRACT!r}",
                hint="build or install both again",
            )
        return version

    def compile(  # noqa: PLR0913 - keyword-only, one per thing that decides the result
        self,
        *,
        modules: Mapping[str, str],
        data: bytes = b"{}",
        input_schema: bytes | None = None,
        builtins: Iterable[str] | None = None,
        strict: bool = True,
        inspect: bool = False,
        rego_version: int = 1,
        limits: Limits = _DEFAULT,
    ) -> Policy:
        """Compile modules (name -> Rego source) with their data against the input schema.

        Args:
            modules: Rego sources by file name; the names appear in locations.
            data: one JSON object, read strictly.
            input_schema: JSON Schema; references may only be local (`#...`).
            builtins: the complete allow-list; None means `DEFAULT_BUILTINS`.
            strict: OPA's strict mode (unused variables and imports are errors).
            inspect: also compute `Policy.inspection`.
            rego_version: 1, or 0 for foreign policies in the older syntax.
            limits: bounds of this call.

        Raises:
            CompileError: with every finding and its place.
        """
        request = wire.compile_request(
            modules=modules,
            builtins=DEFAULT_BUILTINS if builtins is None else builtins,
            strict=strict,
            inspect=inspect,
            rego_version=rego_version,
            limits=limits,
        )
        library = load()
        answer = library.call("compile", request, data, input_schema or b"")
        handle, _ = wire.compiled(answer)
        return Policy(owner=self, handle=handle, inspection=None, release=library.release)

    def evaluate(
        self,
        policy: Policy,
        *,
        entrypoints: Sequence[str],
        input: bytes,  # noqa: A002 - the word of the field
        keys: Sequence[str] = (),
        limits: Limits = _DEFAULT,
    ) -> Mapping[str, Result]:
        """Evaluate documents (`data.rules.branch.no_bypass`) on one input.

        Gives exactly the entrypoints asked for, in that order. ``keys`` projects each
        document on these keys. One entrypoint's failure never changes another's result.

        Raises:
            InputError: the input is not strict JSON or exceeds a limit.
            EngineError: the request itself is wrong (an unknown or closed policy, a
                malformed entrypoint).
        """
        if policy.owner is not self or not policy.is_open:
            raise EngineError("unknown_handle", "the policy is closed or of another engine")
        request = wire.evaluate_request(entrypoints=entrypoints, keys=keys, limits=limits)
        answer = load().call("evaluate", policy.handle, request, input)
        return wire.results_from_wire(answer, entrypoints=entrypoints)

    def cancel(self, policy: Policy) -> None:
        """Stop all evaluations of this policy now; their open entrypoints fail as `cancelled`."""
        if policy.owner is self and policy.is_open:
            load().cancel(policy.handle)

    def format(self, source: str, *, name: str = "policy.rego", rego_version: int = 1) -> str:
        """Lay a module out as `opa fmt` does.

        Raises:
            CompileError: the source does not parse.
        """
        request = wire.format_request(
            name=name, source=source, rego_version=rego_version, limits=_DEFAULT
        )
        formatted: str = wire.accepted(load().call("format", request))["source"]
        return formatted
