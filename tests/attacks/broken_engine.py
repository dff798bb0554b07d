"""An engine that breaks its promises in one way, by the name that a `case.json` gives it.

It is the real engine until it answers; the lie begins there. With `limits` it is the real engine, cut short.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from checker.adapters.engine_embedded.engine import EmbeddedEngine
from checker.domain.json_value import Json
from checker.errors import EngineFailureError
from checker.ports.engine import CompiledPolicy, CompileRequest, Defined, EngineAnswer, Failed, PolicyEngine, Undefined
from embedded_opa import Limits

Answers = dict[str, EngineAnswer]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenEngine:
    """The port `PolicyEngine`, not kept."""

    real: PolicyEngine
    breaks: Callable[[Answers], Answers]

    @property
    def kind(self) -> str:
        return self.real.kind

    @property
    def version(self) -> str:
        return self.real.version

    @property
    def limits(self) -> Mapping[str, int]:
        return self.real.limits

    def compile(self, request: CompileRequest) -> CompiledPolicy:
        return self.real.compile(request)

    def evaluate(
        self, policy: CompiledPolicy, *, entrypoints: Sequence[str], document: bytes, keys: Sequence[str] = ()
    ) -> Mapping[str, EngineAnswer]:
        return self.breaks(dict(self.real.evaluate(policy, entrypoints=entrypoints, document=document, keys=keys)))


def engine_of(how: str | Mapping[str, Any], *, isolated: bool) -> PolicyEngine:
    """The engine a case describes."""
    if isinstance(how, str):
        return BrokenEngine(real=EmbeddedEngine(isolated=isolated), breaks=MISBEHAVIOURS[how])
    return EmbeddedEngine(isolated=isolated, limits=Limits(**how))


def _nothing(_: Answers) -> Answers:
    return {}


def _half(answers: Answers) -> Answers:
    return dict(list(answers.items())[: len(answers) // 2])


def _one_missing(answers: Answers) -> Answers:
    return dict(list(answers.items())[1:])


def _for_another(answers: Answers) -> Answers:
    first, *others = answers
    return {f"{first}_": answers[first], **{name: answers[name] for name in others}}


def _one_more(answers: Answers) -> Answers:
    return {**answers, "data.rules.branch.stranger": Defined({"subjects": ["x"], "holds": {"x": True}})}


def _swapped(answers: Answers) -> Answers:
    return dict(zip(answers, reversed(answers.values()), strict=True))


def _none(answers: Answers) -> Answers:
    return dict.fromkeys(answers, cast("EngineAnswer", None))


def _every(answer: EngineAnswer) -> Callable[[Answers], Answers]:
    return lambda answers: dict.fromkeys(answers, answer)


def _without(key: str) -> Callable[[Answers], Answers]:
    """Every answer without one of its parts."""

    def cut(answer: EngineAnswer) -> EngineAnswer:
        if isinstance(answer, Defined) and isinstance(answer.value, dict):
            return Defined({name: value for name, value in answer.value.items() if name != key})
        return answer

    return lambda answers: {name: cut(answer) for name, answer in answers.items()}


def _with(key: str, value: Json) -> Callable[[Answers], Answers]:
    """Every answer with one of its parts replaced."""

    def put(answer: EngineAnswer) -> EngineAnswer:
        if isinstance(answer, Defined) and isinstance(answer.value, dict):
            return Defined({**answer.value, key: value})
        return answer

    return lambda answers: {name: put(answer) for name, answer in answers.items()}


def _raises(error: Exception) -> Callable[[Answers], Answers]:
    def stop(_: Answers) -> Answers:
        raise error

    return stop


MISBEHAVIOURS: Mapping[str, Callable[[Answers], Answers]] = {
    "answers nothing": _nothing,
    "answers half of the rules": _half,
    "leaves one rule out": _one_missing,
    "answers for another entrypoint": _for_another,
    "answers for one entrypoint more": _one_more,
    "answers each rule with another rule's answer": _swapped,
    "answers with nothing for each rule": _none,
    "answers with an empty document": _every(Defined({})),
    "answers with a list": _every(Defined([])),
    "answers with true": _every(Defined(value=True)),
    "answers undefined": _every(Undefined()),
    "answers without subjects": _without("subjects"),
    "answers without decisions": _without("holds"),
    "answers with no subjects": _with("subjects", []),
    "answers yes to everything": _with("holds", {"everything": True}),
    "answers with true for all decisions": _with("holds", value=True),
    "answers subjects as text": _with("subjects", "main"),
    "panics": _every(Failed(code="panic", where="a.rego:1:1")),
    "runs out of time": _every(Failed(code="timeout")),
    "is cancelled": _every(Failed(code="cancelled")),
    "runs out of memory": _every(Failed(code="memory")),
    "loses its process": _every(Failed(code="child_crashed")),
    "gives up": _raises(EngineFailureError("the engine is not there")),
}
