"""Rules that take all time or memory: the answer comes, as a failure, and this process does not grow."""

import gc
import os

import pytest

from embedded_opa import DEFAULT_BUILTINS, Defined, Failed, IsolatedEngine, Limits
from embedded_opa.memory import resident_bytes

DENSE = ", ".join(f'"{i}": [{", ".join(str(j).join([chr(34)] * 2) for j in range(14))}]' for i in range(14))
TEMPLATES = "{{range $.a}}" * 9 + "x" + "{{end}}" * 9
BOMBS = {
    "a loop of 8e9 steps": "x if { some i in numbers.range(1, 90000); some j in numbers.range(1, 90000); i * j < 0 }",
    "a range of 1e8": "x := count(numbers.range(1, 100000000))",
    "a string of a terabyte": 'a0 := "0123456789"\n'
    + "\n".join(f'a{i + 1} := concat("", [a{i}, a{i}])' for i in range(37))
    + "\nx := count(a37)",
    "a shift by 8e9": "x := bits.lsh(1, 8000000000) > 0",
    "all paths of a dense graph": f'x := count(graph.reachable_paths({{{DENSE}}}, ["0"]))',
    "nested templates": f'x := count(strings.render_template("{TEMPLATES}", {{"a": numbers.range(1, 30)}}))',
    "json of a value that doubles": "b0 := [1, 1]\n"
    + "\n".join(f"b{i + 1} := [b{i}, b{i}]" for i in range(34))
    + "\nx := count(json.marshal(b34))",
}
STOPPED = {"timeout", "memory", "child_timeout", "child_memory", "child_crashed"}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_a_failure_and_the_next_call_works(isolated: IsolatedEngine, bomb: str) -> None:
    modules = {"bomb.rego": f"package bomb\n{BOMBS[bomb]}", "good.rego": "package good\nx := 1"}
    allowed = DEFAULT_BUILTINS | {"bits.lsh", "graph.reachable_paths", "strings.render_template"}
    policy = isolated.compile(modules=modules, builtins=allowed, strict=False)
    isolated.evaluate(policy, entrypoints=["data.good"], input=b"{}")
    gc.collect()
    before = resident_bytes(os.getpid()) or 0
    limits = Limits(deadline=1.0, memory=400 << 20)
    results = isolated.evaluate(policy, entrypoints=["data.bomb"], input=b"{}", keys=["x"], limits=limits)
    grown = (resident_bytes(os.getpid()) or 0) - before
    failed = results["data.bomb"]
    assert isinstance(failed, Failed), failed
    assert failed.code in STOPPED
    assert grown < 5 << 20
    assert isolated.evaluate(policy, entrypoints=["data.good"], input=b"{}") == {"data.good": Defined({"x": 1})}


def test_many_bombs_hide_no_good_rule(isolated: IsolatedEngine) -> None:
    endless = BOMBS["a loop of 8e9 steps"]
    modules = {f"bomb{i}.rego": f"package bomb{i}\n{endless}" for i in range(6)}
    good = {f"good{i}.rego": f"package good{i}\nx := {i}" for i in range(6)}
    policy = isolated.compile(modules={**modules, **good})
    asked = [f"data.{kind}{i}" for i in range(6) for kind in ("bomb", "good")]
    results = isolated.evaluate(policy, entrypoints=asked, input=b"{}", limits=Limits(deadline=1.5))
    for i in range(6):
        assert results[f"data.good{i}"] == Defined({"x": i})
        bomb = results[f"data.bomb{i}"]
        assert isinstance(bomb, Failed)
        assert bomb.code == "timeout"
