"""An OPA server's answers count only where it showed what it judged by."""

from dataclasses import dataclass, field

import pytest

from checker.adapters.engine_embedded.engine import EmbeddedEngine
from checker.adapters.engine_server.client import OpaServer, UnansweredError
from checker.adapters.engine_server.engine import ServerEngine
from checker.application.agree import AgreeingEngines
from checker.domain.json_value import Json
from checker.errors import ProviderError
from checker.ports.engine import NOT_COMPARED, CompileRequest, Defined, EngineAnswer, Failed, PolicyEngine

MODULES = {"one.rego": "package one\n\nholds.main := true\n"}
ENTRYPOINT = "data.one"
SAME: Json = {"holds": {"main": True}}


@dataclass(kw_only=True)
class FakeServer(OpaServer):
    """A server that answers as told; `silent` holds the code with which each question for data goes unanswered."""

    silent: list[str] = field(default_factory=list)
    held: dict[str, Json] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)

    @property
    def version_of_opa(self) -> str:  # type: ignore[override]
        return "1.0.0"

    def modules(self) -> dict[str, str]:
        return dict(self.policies)

    def accepts(self, name: str, text: str) -> bool:
        self.policies[name] = text
        return True

    def put_data(self, name: str, value: Json) -> None:
        self.held.setdefault(name, value)

    def take_data(self, name: str) -> None:
        self.held.pop(name, None)

    def data(self) -> Json:
        self._keep_silent()
        return {**self.held, "one": SAME}

    def data_of(self, name: str) -> Json:
        self._keep_silent()
        return self.held.get(name, {})

    def ask(self, package: str, document: Json) -> dict[str, Json]:
        assert (package, document) == ("one", {})
        return {"result": SAME}

    def _keep_silent(self) -> None:
        if self.silent and (code := self.silent.pop(0)):
            raise UnansweredError(code)


def answer(engine: PolicyEngine) -> EngineAnswer:
    policy = engine.compile(CompileRequest(modules=MODULES, data=b'{"names": ["a"]}'))
    return engine.evaluate(policy, entrypoints=[ENTRYPOINT], document=b"{}")[ENTRYPOINT]


def over(server: FakeServer) -> ServerEngine:
    return ServerEngine(server, compiler=EmbeddedEngine())


def test_a_server_that_shows_what_it_holds_is_believed() -> None:
    assert answer(over(FakeServer())) == Defined(SAME)
    assert answer(AgreeingEngines(EmbeddedEngine(), over(FakeServer()))) == Defined(SAME)


@pytest.mark.parametrize("code", ["timeout", "too_large", "no_json", "500", "eval_cancel_error"])
@pytest.mark.parametrize("before", [0, 1])
def test_what_was_not_compared_is_never_equal(code: str, before: int) -> None:
    silent = [""] * before + [code]
    assert answer(over(FakeServer(silent=list(silent)))) == Failed(code=NOT_COMPARED)
    both = AgreeingEngines(EmbeddedEngine(), over(FakeServer(silent=list(silent))))
    assert answer(both) == Failed(code=NOT_COMPARED)


def test_where_a_policy_cannot_be_evaluated_the_data_is_compared_name_by_name() -> None:
    conflict = "eval_conflict_error"
    assert answer(over(FakeServer(silent=[conflict, "", conflict, ""]))) == Defined(SAME)
    assert answer(over(FakeServer(silent=[conflict, "timeout"]))) == Failed(code=NOT_COMPARED)
    with pytest.raises(ProviderError, match="other data"):
        answer(over(FakeServer(silent=[conflict], held={"names": ["b"]})))


def test_the_data_is_taken_back_from_a_server_that_was_not_compared() -> None:
    server = FakeServer(silent=["timeout"])
    answer(over(server))
    assert server.held == {}
