"""Host modules: what the project and the parameters say, as constants the compiler can hold rules to."""

import json

import pytest

from checker.domain.json_value import Json
from checker.domain.manifest import Target
from checker.domain.project import ReleaseFacts
from checker.formats.host_modules import PROJECT_MODULE, host_modules, project_facts
from checker.ports.engine import CompileRequest, Defined
from tests.policy_builders import BUILTINS, ENGINE

EMPTY = ReleaseFacts()
FULL = ReleaseFacts(
    branches=("main",),
    tags=("v*",),
    environments=("pypi",),
    checks=('build "x"', "größe\n"),
    publish_tokens=("TOKEN",),
    required_credentials=("NPM_TOKEN",),
    targets=(Target(registry="pypi", project="widget"),),
    formulas=("widget",),
)


def said(modules: dict[str, str], package: str) -> Json:
    policy = ENGINE.compile(CompileRequest(modules=modules, builtins=BUILTINS))
    answer = ENGINE.evaluate(policy, entrypoints=[f"data.{package}"], document=b"{}")[f"data.{package}"]
    assert isinstance(answer, Defined)
    return answer.value


@pytest.mark.parametrize("release", [EMPTY, FULL], ids=["empty", "full"])
def test_rules_see_every_fact_of_the_project_as_it_is(release: ReleaseFacts) -> None:
    facts = project_facts(release)
    assert said(host_modules(facts=facts, parameters={}), "project") == facts


def test_an_empty_list_can_be_ranged_over_by_a_rule() -> None:
    user = {"user.rego": "package user\n\nnames contains target.registry if some target in data.project.targets\n"}
    modules = {**host_modules(facts=project_facts(EMPTY), parameters={}), **user}

    assert said(modules, "user") == {"names": []}


@pytest.mark.parametrize(
    "value",
    [1, 'a"b\\\n', True, [], ["a"], {"deep": {"er": [1, 2]}}, 1.5, "größe"],
    ids=json.dumps,
)
def test_rules_see_every_parameter_as_it_is(value: Json) -> None:
    modules = host_modules(facts={}, parameters={"branch.one": {"x": value}, "branch.two": {"y": 2}})
    assert said(modules, "parameters.branch") == {"one": {"x": value}, "two": {"y": 2}}


def test_there_is_one_module_for_the_project_and_one_for_each_group() -> None:
    modules = host_modules(facts={}, parameters={"tag.a": {"x": 1}, "branch.b": {"y": 1}, "branch.c": {"z": 1}})

    assert sorted(modules) == ["host/parameters/branch.rego", "host/parameters/tag.rego", PROJECT_MODULE]


def test_the_same_facts_make_the_same_text() -> None:
    one = host_modules(facts=project_facts(FULL), parameters={"a.b": {"x": 1, "y": 2}})
    other = host_modules(facts=project_facts(FULL), parameters={"a.b": {"y": 2, "x": 1}})
    assert one == other
