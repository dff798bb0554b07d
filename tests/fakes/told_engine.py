"""An engine that answers what it was told to, whatever it is asked."""

from collections.abc import Mapping, Sequence

from checker.errors import EngineFailureError
from checker.ports.engine import CompiledPolicy, CompileRequest, EngineAnswer


class ToldEngine:
    """The port `PolicyEngine` without an engine; given an error, it raises that."""

    kind = "told"
    version = "0"

    def __init__(self, answers: Mapping[str, EngineAnswer] | EngineFailureError) -> None:
        self._answers = answers

    @property
    def limits(self) -> Mapping[str, int]:
        return {}

    def compile(self, request: CompileRequest) -> CompiledPolicy:
        return CompiledPolicy(handle=request)

    def evaluate(
        self, policy: CompiledPolicy, *, entrypoints: Sequence[str], document: bytes, keys: Sequence[str] = ()
    ) -> Mapping[str, EngineAnswer]:
        del policy, entrypoints, document, keys
        if isinstance(self._answers, EngineFailureError):
            raise self._answers
        return self._answers
