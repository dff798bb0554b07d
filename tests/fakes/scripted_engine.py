"""An engine that knows what each package says without evaluating anything, held to the contract of the real one."""

import re
from collections.abc import Mapping, Sequence

from checker.domain.json_value import Json
from checker.errors import BundleRefusedError, EngineFailureError, Place
from checker.ports.engine import CompiledPolicy, CompileRequest, Defined, EngineAnswer, Undefined

_PACKAGE = re.compile(r"^package ([a-z_.]+)$", re.MULTILINE)


class ScriptedEngine:
    """The port `PolicyEngine` by heart: `answers` by package, without `data.`; a package not compiled is undefined."""

    kind = "embedded"  # a report knows no other than this and "isolated"
    version = "0.0.0"

    def __init__(
        self, answers: Mapping[str, EngineAnswer], *, inspections: Mapping[str, dict[str, Json]] | None = None
    ) -> None:
        self._answers = answers
        self._inspections = inspections or {}

    @property
    def limits(self) -> Mapping[str, int]:
        return {"deadline_milliseconds": 1000}

    def compile(self, request: CompileRequest) -> CompiledPolicy:
        packages = {_package(name, text) for name, text in sorted(request.modules.items())}
        found: list[Json] = [{"path": f"data.{name}", **self._inspections.get(name, {})} for name in sorted(packages)]
        inspection: dict[str, Json] = {"packages": found} if request.inspect else {}
        return CompiledPolicy(handle=frozenset(packages), inspection=inspection)

    def evaluate(
        self, policy: CompiledPolicy, *, entrypoints: Sequence[str], document: bytes, keys: Sequence[str] = ()
    ) -> Mapping[str, EngineAnswer]:
        del document
        if not isinstance(policy.handle, frozenset):
            raise EngineFailureError("the compiled policy belongs to another engine")
        if not entrypoints:
            raise EngineFailureError("no entrypoint was asked for")
        return {name: self._answer(name.removeprefix("data."), policy.handle, keys) for name in entrypoints}

    def _answer(self, package: str, compiled: frozenset[str], keys: Sequence[str]) -> EngineAnswer:
        answer = self._answers.get(package, Undefined()) if package in compiled else Undefined()
        if isinstance(answer, Defined) and isinstance(answer.value, dict) and keys:
            return Defined({key: value for key, value in answer.value.items() if key in keys})
        return answer


def _package(name: str, text: str) -> str:
    found = _PACKAGE.search(text)
    if found is None:
        raise BundleRefusedError("the policy does not compile: package expected", where=Place(source=name, line=1))
    return found[1]
