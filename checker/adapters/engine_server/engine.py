"""The port `PolicyEngine` over a real OPA server, which this run has for itself.

A server answers by what it holds, not by what it was given. So it must hold nothing else when it is taken, and exactly
the given modules and data before and after it is asked; anything else is no answer. Compiling, with the schema, the
allow-list of builtins and the account of what was compiled, stays with the embedded engine: a server has none of these.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from checker.adapters.engine_server.client import OpaServer, UnansweredError
from checker.domain.json_value import Json
from checker.errors import EngineFailureError, ProviderError
from checker.ports.engine import (
    NOT_COMPARED,
    CompiledPolicy,
    CompileRequest,
    Defined,
    EngineAnswer,
    Failed,
    PolicyEngine,
    Undefined,
)

T = TypeVar("T")
OURS = "clean-release/"
"""How the ids begin of what is put there; nothing else is ever replaced or deleted."""

_EVALUATION = "eval_"
_CANCELLED = "eval_cancel_error"
_PACKAGE = re.compile(r"^package ([A-Za-z0-9_.]+)", re.MULTILINE)
_ALONE = "give it a server that nothing else uses: opa run --server --addr localhost:8181"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """What the server is to hold, and what the compiler made of it."""

    modules: Mapping[str, str] = field(repr=False)
    data: dict[str, Json] = field(repr=False)
    packages: frozenset[tuple[str, ...]]


class ServerEngine:
    """OPA at an address; `compiler` compiles. It is used by one thread at a time.

    The policies stay on the server, under `clean-release/`, so that the next run has less to put.
    """

    kind = "server"

    def __init__(self, server: OpaServer, *, compiler: PolicyEngine) -> None:
        self._server, self._compiler = server, compiler

    @cached_property
    def version(self) -> str:
        """The version of the server's OPA."""
        return self._told(self._server.version_of_opa)

    @property
    def limits(self) -> Mapping[str, int]:
        """The limit in force: milliseconds for one answer."""
        return {"deadline_milliseconds": round(self._server.timeout * 1000)}

    def compile(self, request: CompileRequest) -> CompiledPolicy:
        """Compile as the embedded engine does; the server sees the modules when it is asked."""
        compiled = self._compiler.compile(request)
        data = json.loads(request.data)
        packages = frozenset(_package(text) for text in request.modules.values())
        modules = {f"{OURS}{name}": text for name, text in request.modules.items()}
        return CompiledPolicy(
            handle=_Prepared(modules=modules, data=data, packages=packages), inspection=compiled.inspection
        )

    def evaluate(
        self, policy: CompiledPolicy, *, entrypoints: Sequence[str], document: bytes, keys: Sequence[str] = ()
    ) -> Mapping[str, EngineAnswer]:
        """One answer per entrypoint, from a server that held exactly these modules and this data throughout.

        Where the server did not show what it holds, no answer of it counts (`not-compared`).
        """
        prepared = policy.handle
        if not isinstance(prepared, _Prepared):
            raise EngineFailureError("the compiled policy belongs to another engine", hint="report this as a defect")
        if not entrypoints:
            raise EngineFailureError("no entrypoint was asked for", hint="report this as a defect")
        given = json.loads(document)
        try:
            self._told(lambda: self._fill(prepared))
            answers: dict[str, EngineAnswer] = {}
            if self._told(lambda: self._is_alone(prepared)):
                answers = {name: self._answer(name, given, keys) for name in entrypoints}
                answers = answers if self._told(lambda: self._is_alone(prepared)) else {}
        finally:
            self._told(lambda: self._take_back(prepared))
        return answers or dict.fromkeys(entrypoints, Failed(code=NOT_COMPARED))

    def _answer(self, entrypoint: str, document: Json, keys: Sequence[str]) -> EngineAnswer:
        try:
            answer = self._server.ask(entrypoint.removeprefix("data."), document)
        except UnansweredError as error:
            return Failed(code=error.code.removeprefix(_EVALUATION).removesuffix("_error"), where=_own(error.where))
        if "result" not in answer:
            return Undefined()
        value = answer["result"]
        if isinstance(value, dict) and keys:
            value = {key: part for key, part in value.items() if key in keys}
        return Defined(value)

    def _fill(self, prepared: _Prepared) -> None:
        """Make the server hold what is wanted, if all it holds is ours."""
        held = self._server.modules()
        self._refuse_others(held)
        for name in held.keys() - prepared.modules.keys():
            self._server.delete_policy(name)
        missing = {name: text for name, text in prepared.modules.items() if held.get(name) != text}
        for name, value in prepared.data.items():
            self._server.put_data(name, value)
        while missing:
            refused = {name: text for name, text in missing.items() if not self._server.accepts(name, text)}
            if len(refused) == len(missing):
                raise ProviderError(
                    f"the OPA server does not accept {_own(min(refused))}", hint="run `clean-release policy test` on it"
                )
            missing = refused

    def _take_back(self, prepared: _Prepared) -> None:
        """Take away the data that was put, for nobody could tell later whose it is."""
        for name in prepared.data:
            self._server.take_data(name)

    def _is_alone(self, prepared: _Prepared) -> bool:
        """Whether the server showed that it holds nothing else; False where it did not show all it holds.

        Raises:
            ProviderError: it holds something else.
        """
        held = self._server.modules()
        self._refuse_others(held)
        if held != prepared.modules:
            raise ProviderError("the OPA server holds other policies than it was given", hint=_ALONE)
        try:
            shown = self._shown(prepared)
        except UnansweredError:
            return False
        if shown != prepared.data:
            raise ProviderError("the OPA server holds other data than it was given", hint=_ALONE)
        return True

    def _shown(self, prepared: _Prepared) -> Json:
        """The data it holds; name by name where a module of ours, which fails by itself, cannot be evaluated."""
        try:
            return _without(self._server.data(), prepared.packages)
        except UnansweredError as error:
            if not error.code.startswith(_EVALUATION) or error.code == _CANCELLED:
                raise
        return {name: _without(self._server.data_of(name), prepared.packages, (name,)) for name in prepared.data}

    @staticmethod
    def _refuse_others(held: Mapping[str, str]) -> None:
        strangers = sorted(name for name in held if not name.startswith(OURS))
        if strangers:
            raise ProviderError(
                f"the OPA server holds {len(strangers)} policies of others, {strangers[0]!a} among them", hint=_ALONE
            )

    def _told(self, ask: Callable[[], T]) -> T:
        """The answer of a request that may not fail.

        Raises:
            ProviderError: it failed.
        """
        try:
            return ask()
        except UnansweredError as error:
            raise ProviderError(f"the OPA server answered with {error.code}", hint=_ALONE) from None


def _package(text: str) -> tuple[str, ...]:
    found = _PACKAGE.search(text)
    return tuple(found[1].split(".")) if found else ()


def _own(name: str) -> str:
    return name.removeprefix(OURS)


def _without(data: Json, packages: Collection[tuple[str, ...]], at: tuple[str, ...] = ()) -> Json:
    """What is no package: virtual documents are told with the data they stand beside."""
    if not isinstance(data, dict):
        return data
    found: dict[str, Json] = {}
    for key, value in data.items():
        place = (*at, key)
        if place in packages:
            continue
        is_above = any(package[: len(place)] == place for package in packages)
        rest = _without(value, packages, place) if is_above else value
        if rest != {} or not is_above:
            found[key] = rest
    return found
