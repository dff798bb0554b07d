"""The engine in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from embedded_opa import wire
from embedded_opa.builtins import DEFAULT_BUILTINS, TEST_BUILTINS
from embedded_opa.errors import CompileError, EngineError, Finding, IsolationError, LibraryError
from embedded_opa.library import CONTRACT, load
from embedded_opa.limits import Limits
from embedded_opa.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from embedded_opa.inspection import Inspection
    from embedded_opa.reports import TestReport
    from embedded_opa.results import Result
    from embedded_opa.version import Version

DEFAULT_LIMITS = Limits()


class Engine:
    """OPA in this process: the fastest way, for policies that are trusted.

    A deadline stops a query, but not every builtin and not a compilation: what is stuck is given up and keeps its
    core until it ends. Exhausted memory ends the process. Policies that are not trusted belong into an
    `IsolatedEngine`. Threads are fine; a fork of this process after the first call is refused.
    """

    def version(self) -> Version:
        """Name the exact engine that is built in.

        Raises:
            LibraryError: library and package do not belong together.
        """
        version = wire.version_from_wire(self._call("version", limits=DEFAULT_LIMITS))
        if version.library != CONTRACT:
            raise LibraryError(
                "library_version",
                f"the shared library speaks version {version.library!r}, this package {CONTRACT!r}",
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
        limits: Limits = DEFAULT_LIMITS,
    ) -> Policy:
        """Compile modules (file name -> Rego source) with their data against the input schema.

        Args:
            modules: Rego sources; their names appear in locations.
            data: one JSON object, read strictly.
            input_schema: JSON Schema of the input; its references must be local (`#...`). A path that it does not
                have, or a comparison of different types, is a finding.
            builtins: the complete allow-list; None means `DEFAULT_BUILTINS`.
            strict: OPA's strict mode (unused variables and imports, shadowed roots are findings).
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
            limits=self._inner(limits),
        )
        arguments = (request, data, input_schema or b"")
        try:
            answer = self._call("compile", *arguments, limits=limits)
        except IsolationError as error:
            raise CompileError(error.code, [Finding(code=error.code, message=error.message)]) from error
        value = wire.accepted_policies(answer)
        return self._keep(value["handle"], arguments, _inspection(value) if inspect else None)

    def evaluate(
        self,
        policy: Policy,
        *,
        entrypoints: Sequence[str],
        input: bytes,  # noqa: A002 - the word of the field
        keys: Sequence[str] = (),
        limits: Limits = DEFAULT_LIMITS,
    ) -> Mapping[str, Result]:
        """Evaluate documents such as `data.rules.branch.no_bypass` on one input document.

        Gives exactly the entrypoints asked for, in that order. `keys` are the only keys of each document that are
        returned. A failure or a time-out of one entrypoint never changes or hides the result of another.

        Raises:
            InputError: the input is not strict JSON or exceeds a limit; nothing was evaluated.
            EngineError: the policy is closed or of another engine, or an entrypoint is not a path below `data`.
        """
        self._refuse_foreign(policy)
        request = wire.evaluate_request(entrypoints=entrypoints, keys=keys, limits=self._inner(limits))
        answer = self._asked(policy, request, input, limits=limits)
        results, _ = wire.results_from_wire(answer, entrypoints=entrypoints)
        return results

    def costs(
        self,
        policy: Policy,
        *,
        entrypoints: Sequence[str],
        input: bytes,  # noqa: A002 - the word of the field
        keys: Sequence[str] = (),
        limits: Limits = DEFAULT_LIMITS,
    ) -> Mapping[str, int]:
        """Count the expressions that are evaluated for each entrypoint alone; equal on every machine, however busy.

        What entrypoints share is counted for each of them. What a builtin does inside of one call is not seen.

        Raises:
            InputError: the input is not strict JSON or exceeds a limit; nothing was evaluated.
            EngineError: an entrypoint has no answer, or is not a path below `data`; the policy is closed.
        """
        self._refuse_foreign(policy)
        request = wire.evaluate_request(entrypoints=entrypoints, keys=keys, limits=self._inner(limits), count=True)
        answer = self._asked(policy, request, input, limits=limits)
        return wire.costs_from_wire(answer, entrypoints=entrypoints)

    def cancel(self, policy: Policy) -> None:
        """Stop every evaluation of this policy now, from any thread; its open entrypoints fail as `cancelled`."""
        self._refuse_foreign(policy)
        load().cancel(policy.handle)

    def test(  # noqa: PLR0913 - keyword-only, one per thing that decides the result
        self,
        *,
        modules: Mapping[str, str],
        data: bytes = b"{}",
        input_schema: bytes | None = None,
        builtins: Iterable[str] | None = None,
        run: str = "",
        coverage: bool = True,
        documents: bool = False,
        rego_version: int = 1,
        limits: Limits = DEFAULT_LIMITS,
    ) -> TestReport:
        """Run the rules named `test_...` with OPA's own runner; an error of a builtin is an error of the test.

        Args:
            modules: policies and their tests.
            data: one JSON object, read strictly.
            input_schema: as for `compile`; it is not applied to what tests put in place of the input.
            builtins: the complete allow-list; None means `DEFAULT_BUILTINS`.
            run: a regular expression over full names (`data.p_test.test_x`); empty means all.
            coverage: also compute which rows were reached.
            documents: also collect what the tests put in place of the input; not together with `coverage`.
            rego_version: as for `compile`.
            limits: bounds of the whole call.

        Raises:
            CompileError: the modules do not compile.
            EngineError: `run` is not a regular expression, the deadline has passed, or both `coverage` and `documents`.
        """
        allowed = DEFAULT_BUILTINS if builtins is None else builtins
        request = wire.test_request(
            modules=modules,
            builtins=TEST_BUILTINS.union(allowed),
            run=run,
            coverage=coverage,
            documents=documents,
            rego_version=rego_version,
            limits=self._inner(limits),
        )
        answer = self._call("test", request, data, input_schema or b"", limits=limits)
        from embedded_opa.reports import report_from_wire  # noqa: PLC0415 - a gate runs no tests

        return report_from_wire(wire.accepted(answer))

    def format(self, source: str, *, name: str = "policy.rego", rego_version: int = 1) -> str:
        """Lay a module out as `opa fmt` does.

        Raises:
            CompileError: the source does not parse.
        """
        request = wire.format_request(name=name, source=source, rego_version=rego_version, limits=DEFAULT_LIMITS)
        formatted: str = wire.accepted(self._call("format", request, limits=DEFAULT_LIMITS))["source"]
        return formatted

    def _inner(self, limits: Limits) -> Limits:
        """Give the limits that the library itself keeps."""
        return limits

    def _call(self, name: str, *arguments: bytes | int, limits: Limits) -> bytes:  # noqa: ARG002 - in the request
        return load().call(name, *arguments)

    def _asked(self, policy: Policy, request: bytes, document: bytes, *, limits: Limits) -> bytes:
        return self._call("evaluate", policy.handle, request, document, limits=limits)

    def _keep(
        self,
        handle: int,
        arguments: tuple[bytes, ...],  # noqa: ARG002 - an isolated engine compiles again
        inspection: Inspection | None,
    ) -> Policy:
        return Policy(owner=self, handle=handle, inspection=inspection, release=load().release)

    def _refuse_foreign(self, policy: Policy) -> None:
        if policy.owner is not self or not policy.is_open:
            raise EngineError(
                "unknown_handle",
                "the policy is closed or belongs to another engine",
                hint="compile it with the engine that evaluates it",
            )


def _inspection(value: dict[str, Any]) -> Inspection:
    from embedded_opa.inspection import Inspection  # noqa: PLC0415 - 30 ms that a gate does not pay

    return Inspection(value["inspection"])
