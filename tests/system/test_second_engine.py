"""A real OPA server as the second engine: the port's promises, a server for itself alone, and equal outcomes."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.adapters.engine_embedded.engine import EmbeddedEngine
from checker.adapters.engine_server.client import OpaServer
from checker.adapters.engine_server.engine import OURS, ServerEngine
from checker.application.agree import AgreeingEngines
from checker.application.compilation_units import compile_snapshot
from checker.application.evaluate_snapshot import evaluate_snapshot
from checker.application.fingerprint import RuleScope
from checker.bootstrap.services import INPUT_SCHEMA
from checker.domain.namespace import Namespace
from checker.errors import ProviderError
from checker.formats.published import schema_bytes
from checker.ports.engine import NOT_COMPARED, CompiledPolicy, CompileRequest, Defined, Failed, PolicyEngine
from tests.contract.test_engine_contract import (  # noqa: F401 - what every engine promises is run here too
    BUILTINS,
    BY_HEART,
    MODULES,
    asked,
    policy,
    test_a_package_that_is_not_there_is_undefined,
    test_a_policy_is_evaluated_again_with_the_same_answer,
    test_a_policy_of_another_engine_is_not_evaluated,
    test_an_inspection_names_the_packages_and_is_made_only_when_asked_for,
    test_asking_for_nothing_is_refused,
    test_each_entrypoint_has_its_own_answer,
    test_only_the_keys_asked_for_are_returned,
    test_only_what_was_asked_for_is_answered,
    test_what_cannot_be_evaluated_has_a_code_and_a_place_and_hides_nothing,
    test_what_does_not_compile_is_refused_with_its_place,
)
from tests.integration.conftest import EXAMPLES, CommandLine
from tests.integration.conftest import command as command_line  # noqa: F401 - a fixture
from tests.opa_server import opa_server, tell
from tests.shipped_policy import input_document, shipped_policy
from tests.system.opa_binary import opa_program

AT = "2026-03-02T12:00:00Z"
WHOLE = {name: text for name, text in MODULES.items() if name != "torn.rego"}


@pytest.fixture
def port() -> Iterator[int]:
    with opa_server(opa_program()) as port:
        yield port


@pytest.fixture
def engine(port: int) -> PolicyEngine:
    return engine_at(port)


def engine_at(port: int, *, seconds: float = 30.0) -> ServerEngine:
    return ServerEngine(OpaServer(host="127.0.0.1", port=port, timeout=seconds), compiler=EmbeddedEngine())


def compiled(engine: PolicyEngine, *, data: bytes = b"{}", modules: dict[str, str] | None = None) -> CompiledPolicy:
    return engine.compile(CompileRequest(modules=modules or WHOLE, data=data, builtins=BUILTINS))


def test_the_server_says_its_version_and_what_bounds_it(engine: PolicyEngine) -> None:
    assert (engine.kind, engine.version) == ("server", EmbeddedEngine().version)
    assert engine.limits == {"deadline_milliseconds": 30_000}


def test_data_is_put_for_one_evaluation_and_taken_back(engine: PolicyEngine, port: int) -> None:
    module = {"d.rego": "package rules.d\n\nsubjects contains data.names[_]\n"}
    with_data = compiled(engine, data=b'{"names": ["a", "b"]}', modules=module)

    assert asked(engine, with_data, "rules.d") == {"data.rules.d": Defined({"subjects": ["a", "b"]})}
    assert "names" not in json.loads(tell(port, "GET", "/v1/data"))["result"]


def test_a_run_replaces_the_policies_of_the_run_before(engine: PolicyEngine, port: int) -> None:
    asked(engine, compiled(engine), "rules.guarded")
    changed = {"guarded.rego": WHOLE["guarded.rego"].replace("false", "true")}

    answer = asked(engine, compiled(engine, modules=changed), "rules.guarded")["data.rules.guarded"]

    assert answer == Defined({"subjects": ["dev", "main"], "holds": {"dev": True, "main": True}})
    assert [one["id"] for one in json.loads(tell(port, "GET", "/v1/policies"))["result"]] == [f"{OURS}guarded.rego"]


def test_a_server_with_policies_of_others_is_left_as_it_is(engine: PolicyEngine, port: int) -> None:
    tell(port, "PUT", "/v1/policies/theirs", b"package theirs\n\nx := 1\n")

    with pytest.raises(ProviderError, match="holds 1 policies of others, 'theirs' among them"):
        asked(engine, compiled(engine), "rules.guarded")

    assert [one["id"] for one in json.loads(tell(port, "GET", "/v1/policies"))["result"]] == ["theirs"]


def test_a_server_with_data_of_others_is_not_asked(engine: PolicyEngine, port: int) -> None:
    tell(port, "PUT", "/v1/data/theirs", b'{"x": 1}')

    with pytest.raises(ProviderError, match="other data"):
        asked(engine, compiled(engine), "rules.guarded")


@pytest.mark.parametrize(
    ("method", "path", "body", "seen"),
    [
        ("PUT", f"/v1/policies/{OURS}guarded.rego", b"package rules.guarded\n\nholds := {}\n", "other policies"),
        ("DELETE", f"/v1/policies/{OURS}alone.rego", b"", "other policies"),
        ("PUT", "/v1/policies/theirs", b"package theirs\n\nx := 1\n", "policies of others"),
        ("PUT", "/v1/data/theirs", b'{"x": 1}', "other data"),
    ],
)
def test_what_changes_while_it_is_asked_makes_every_answer_none(
    port: int, method: str, path: str, body: bytes, seen: str
) -> None:
    class Disturbed(OpaServer):
        def ask(self, package: str, document: object) -> dict[str, object]:  # type: ignore[override]
            answer = super().ask(package, document)  # type: ignore[arg-type]
            tell(port, method, path, body)
            return answer  # type: ignore[return-value]

    engine = ServerEngine(Disturbed(host="127.0.0.1", port=port, timeout=30.0), compiler=EmbeddedEngine())

    with pytest.raises(ProviderError, match=seen):
        asked(engine, compiled(engine), "rules.guarded")


def test_a_policy_that_does_not_end_leaves_no_answer_that_counts(port: int) -> None:
    endless = (
        "package endless\n\nx if { some i in numbers.range(1, 30000); some j in numbers.range(1, 30000); i * j < 0 }\n"
    )
    engine = engine_at(port, seconds=2.0)
    told = compiled(engine, modules={"endless.rego": endless, "guarded.rego": WHOLE["guarded.rego"]})

    assert asked(engine, told, "endless", "rules.guarded") == {
        "data.endless": Failed(code=NOT_COMPARED),
        "data.rules.guarded": Failed(code=NOT_COMPARED),
    }


def test_what_cannot_be_evaluated_without_an_input_is_compared_name_by_name(engine: PolicyEngine) -> None:
    module = {"torn.rego": "package torn\n\nx := 1 if not input.a\n\nx := 2 if data.names\n"}
    told = engine.compile(CompileRequest(modules=module, data=b'{"names": ["a"]}', builtins=BUILTINS))

    answers = engine.evaluate(told, entrypoints=["data.torn"], document=b'{"a": true}')

    assert answers == {"data.torn": Defined({"x": 2})}


def test_a_server_that_is_not_there_is_named(port: int) -> None:
    engine = engine_at(port + 1 if port < 65535 else port - 1)
    with pytest.raises(ProviderError, match="does not answer"):
        asked(engine, compiled(engine), "rules.guarded")


@pytest.mark.parametrize("name", ["good", "weak", "bare", "reader"])
def test_every_rule_of_the_library_has_the_same_outcome_on_both(port: int, name: str) -> None:
    shipped = shipped_policy()
    own = EmbeddedEngine()
    both = AgreeingEngines(own, engine_at(port))
    scope = RuleScope(namespace=Namespace.DEMO, repository_id=0, slug="acme/acme")
    units = compile_snapshot(shipped.snapshot, input_schema=schema_bytes(INPUT_SCHEMA), engine=both)

    found = evaluate_snapshot(units, document=input_document(name), engine=both, scope=scope)

    assert found.rulings == shipped.judge(input_document(name)).rulings
    assert [ruling.rule.code for ruling in found.rulings if ruling.error] == []


# -- the command --------------------------------------------------------------------------------------------------


@pytest.fixture
def complete(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES / "complete", tmp_path / "complete", ignore=shutil.ignore_patterns(".clean-release"))
    return tmp_path / "complete"


def checked(command: CommandLine, folder: Path, *arguments: object, expect: int) -> dict[str, Any]:
    ended = command("check", folder, "--anchor", folder / "anchor.yaml", "--evaluated-at", AT, "--json", *arguments)
    assert ended.code == expect, ended.out + ended.err
    return dict(json.loads(ended.out)["report"])


def test_a_project_is_judged_by_both_and_a_server_alone_opens_nothing(
    command_line: CommandLine,  # noqa: F811 - pytest passes it
    complete: Path,
    port: int,
) -> None:
    address = f"http://127.0.0.1:{port}"

    both = checked(command_line, complete, "--engine", "both", "--opa-url", address, expect=0)
    alone = checked(command_line, complete, "--engine", "server", "--opa-url", address, expect=3)

    assert (both["engine"]["kind"], both["verdict"]) == ("both", "passed")
    assert (alone["engine"]["kind"], alone["verdict"], alone["flags"]) == ("server", "undecided", ["--engine server"])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--engine", "regorus"), 2, "expected embedded, server or both"),
        (("--engine", "both"), 2, "no address of a server"),
        (("--opa-url", "http://127.0.0.1:8181"), 2, "without --engine"),
        (("--engine", "both", "--opa-url", "http://192.0.2.1:8181"), 2, "no address of a server"),
        (("--engine", "both", "--opa-url", "http://u:p@127.0.0.1:8181"), 2, "no address of a server"),
        (("--engine", "both", "--opa-url", "http://127.0.0.1:99999"), 2, "no address of a server"),
        (("--engine", "both", "--opa-url", "http://127.0.0.1:1"), 3, "does not answer"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(
    command_line: CommandLine,  # noqa: F811 - pytest passes it
    complete: Path,
    port: int,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    assert port
    ended = command_line.refused("check", complete, "--anchor", complete / "anchor.yaml", *arguments)

    assert ended.code == code
    assert said in ended.err
