"""The JSON that the library reads and writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from embedded_opa.errors import CompileError, EngineError, Finding, InputError
from embedded_opa.results import Defined, Failed, Undefined, failed_from_wire
from embedded_opa.version import Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from embedded_opa.limits import Limits
    from embedded_opa.results import Result

_INPUT_CODES: Final = frozenset({"invalid_input", "too_large", "too_deep"})


def limits_to_wire(limits: Limits) -> dict[str, int]:
    """Write limits as the library reads them: whole milliseconds and bytes."""
    return {
        "deadline_ms": max(1, round(limits.deadline * 1000)),
        "memory_bytes": limits.memory,
        "modules": limits.modules,
        "source_bytes": limits.source_bytes,
        "data_bytes": limits.data_bytes,
        "input_bytes": limits.input_bytes,
        "depth": limits.depth,
        "result_nodes": limits.result_nodes,
        "result_bytes": limits.result_bytes,
    }


def compile_request(
    *,
    modules: Mapping[str, str],
    builtins: Iterable[str] | None,
    strict: bool,
    inspect: bool,
    rego_version: int,
    limits: Limits,
) -> bytes:
    """Write a compile request."""
    return _dump(
        {
            "modules": dict(modules),
            "builtins": None if builtins is None else sorted(builtins),
            "strict": strict,
            "inspect": inspect,
            "rego_version": rego_version,
            "limits": limits_to_wire(limits),
        }
    )


def test_request(  # noqa: PLR0913 - keyword-only, one per field
    *,
    modules: Mapping[str, str],
    builtins: Iterable[str],
    run: str,
    coverage: bool,
    documents: bool,
    rego_version: int,
    limits: Limits,
) -> bytes:
    """Write a test request; tests are compiled without strict mode, as `opa test` does."""
    return _dump(
        {
            "modules": dict(modules),
            "builtins": sorted(builtins),
            "strict": False,
            "inspect": False,
            "rego_version": rego_version,
            "limits": limits_to_wire(limits),
            "run": run,
            "coverage": coverage,
            "documents": documents,
        }
    )


def evaluate_request(*, entrypoints: Sequence[str], keys: Sequence[str], limits: Limits, count: bool = False) -> bytes:
    """Write an evaluate request; `count` asks for the cost of each entrypoint as well."""
    return _dump(
        {
            "entrypoints": list(entrypoints),
            "keys": list(keys),
            "count": count,
            "limits": limits_to_wire(limits),
        }
    )


def format_request(*, name: str, source: str, rego_version: int, limits: Limits) -> bytes:
    """Write a format request."""
    return _dump(
        {
            "name": name,
            "source": source,
            "rego_version": rego_version,
            "limits": limits_to_wire(limits),
        }
    )


def version_from_wire(answer: bytes) -> Version:
    """Read the answer to a version call."""
    value = accepted(answer)
    return Version(
        opa=value["opa"],
        go=value["go"],
        library=value["library"],
        platform=value["platform"],
        builtins=tuple(value["builtins"]),
    )


def results_from_wire(answer: bytes, *, entrypoints: Sequence[str]) -> tuple[dict[str, Result], bool]:
    """Read the answer to an evaluate call: exactly the entrypoints asked for, in that order.

    The second value says whether a builtin is still running although its time is over.

    Raises:
        EngineError: the answer holds other entrypoints than those asked for.
    """
    value = accepted(answer)
    results = value["results"]
    if set(results) != set(entrypoints):
        raise EngineError("wrong_answer", "the engine answered other entrypoints than asked")
    return {path: _result(results[path]) for path in entrypoints}, value["stuck"]


def costs_from_wire(answer: bytes, *, entrypoints: Sequence[str]) -> dict[str, int]:
    """Read what each entrypoint cost.

    Raises:
        EngineError: one of them has no answer, so that its cost says nothing.
    """
    results, _ = results_from_wire(answer, entrypoints=entrypoints)
    if failed := [f"{path} ({result.code})" for path, result in results.items() if isinstance(result, Failed)]:
        raise EngineError("not_counted", f"{len(failed)} entrypoints have no answer, first {failed[0]}")
    costs = accepted(answer)["costs"]
    return {path: int(costs[path]) for path in entrypoints}


def _result(wire: dict[str, Any]) -> Result:
    match wire:
        case {"failed": {"code": str()} as failed}:
            return failed_from_wire(failed)
        case {"undefined": True}:
            return Undefined()
        case {"value": value}:
            return Defined(value)
        case _:
            raise EngineError("wrong_answer", "the engine gave half an answer")


def accepted(answer: bytes) -> Any:  # noqa: ANN401 - JSON of the library
    """Give what the library answered, or raise what it refused."""
    envelope = json.loads(answer)
    match envelope:
        case {"error": {"findings": [*findings], "code": str() as code}}:
            raise CompileError(code, [Finding(**finding) for finding in findings])
        case {"error": {"code": str() as code, "message": str() as message}}:
            raise _error(code, message)
        case {"ok": value}:
            return value
        case _:
            raise EngineError("wrong_answer", "the engine gave no answer")


def accepted_policies(answer: bytes) -> Any:  # noqa: ANN401 - JSON of the library
    """Give what a call that compiles answered.

    Raises:
        CompileError: anything of it was refused, be it the data, the schema or the time.
    """
    try:
        return accepted(answer)
    except CompileError:
        raise
    except EngineError as error:
        raise CompileError(error.code, [Finding(code=error.code, message=error.message)]) from error


def _error(code: str, message: str) -> EngineError:
    if code in _INPUT_CODES:
        return InputError(code, message)
    return EngineError(code, message)


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
