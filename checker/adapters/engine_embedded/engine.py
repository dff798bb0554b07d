"""The port `PolicyEngine` over `embedded_opa`."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import fields

import embedded_opa
from checker.domain.digest import Digest
from checker.domain.json_value import Json
from checker.errors import BundleRefusedError, EngineFailureError, Place
from checker.ports.engine import CompiledPolicy, CompileRequest, Defined, EngineAnswer, Failed, Undefined
from embedded_opa import CompileError, EngineError, Limits

NOT_STARTED = "child_not_started"
"""What a compilation ends with that never began; that is no fault of the policy."""

_MOST_KEPT = 2
"""How many compiled policies are kept: the one that judges, and the one before it."""


class EmbeddedEngine:
    """OPA through its shared library. `isolated` runs it in a child process that can be killed.

    Only bundles the anchor vouches for are evaluated in this process: a deadline does not stop every builtin, and
    memory exhaustion would take the whole process down.
    """

    def __init__(self, *, isolated: bool = False, limits: Limits | None = None) -> None:
        self._isolated = isolated
        self._limits = limits or Limits()
        self._engine = embedded_opa.IsolatedEngine() if isolated else embedded_opa.Engine()
        self._kept: dict[Digest, CompiledPolicy] = {}
        self._has_faltered = False

    @property
    def kind(self) -> str:
        """`embedded` or `isolated`."""
        return "isolated" if self._isolated else "embedded"

    @property
    def version(self) -> str:
        """The exact version of OPA."""
        try:
            return self._engine.version().opa
        except EngineError as error:
            raise _unusable(error) from error

    @property
    def limits(self) -> Mapping[str, int]:
        """The limits in force: milliseconds, bytes and counts."""
        return limits_as_integers(self._limits)

    @property
    def has_faltered(self) -> bool:
        """Whether it ever gave up on a rule: what that was doing may go on in this process."""
        return self._has_faltered

    def compile(self, request: CompileRequest) -> CompiledPolicy:
        """Compile once; every finding of the compiler refuses the modules.

        What was compiled of exactly the same in this process before is given again: an evaluation keeps nothing in it.
        """
        name = _digest_of(request)
        found = self._kept.pop(name, None) or self._compiled(request)
        self._kept[name] = found
        for oldest in list(self._kept)[:-_MOST_KEPT]:
            self._kept.pop(oldest, None)
        return found

    def _compiled(self, request: CompileRequest) -> CompiledPolicy:
        try:
            policy = self._engine.compile(
                modules=request.modules,
                data=request.data,
                input_schema=request.input_schema,
                builtins=request.builtins,
                strict=request.input_schema is not None,
                inspect=request.inspect,
                limits=self._limits,
            )
        except CompileError as error:
            raise (_unusable if error.code == NOT_STARTED else _refused)(error) from error
        except EngineError as error:
            raise _unusable(error) from error
        return CompiledPolicy(handle=policy, inspection=_inspection(policy))

    def evaluate(
        self, policy: CompiledPolicy, *, entrypoints: Sequence[str], document: bytes, keys: Sequence[str] = ()
    ) -> Mapping[str, EngineAnswer]:
        """One answer per entrypoint; the engine's own words never leave this adapter."""
        handle = policy.handle
        if not isinstance(handle, embedded_opa.Policy):
            raise EngineFailureError("the compiled policy belongs to another engine", hint="report this as a defect")
        try:
            results = self._engine.evaluate(
                handle, entrypoints=entrypoints, input=document, keys=keys, limits=self._limits
            )
        except EngineError as error:
            self._has_faltered = True
            raise _unusable(error) from error
        answers = {entrypoint: _answer(result) for entrypoint, result in results.items()}
        self._has_faltered = self._has_faltered or any(isinstance(answer, Failed) for answer in answers.values())
        return answers


def _digest_of(request: CompileRequest) -> Digest:
    """What names exactly this to compile: every part with its length, so that no two read alike."""
    parts = [request.data, request.input_schema or b"", b"inspect" if request.inspect else b""]
    parts += [b"schema" if request.input_schema is not None else b"", *(name.encode() for name in request.builtins)]
    for name, text in request.modules.items():
        parts += [name.encode(), text.encode()]
    named = hashlib.sha256()
    for part in parts:
        named.update(b"%d:" % len(part))
        named.update(part)
    return Digest(named.hexdigest())


def limits_as_integers(limits: Limits) -> dict[str, int]:
    """Every limit as a whole number: the deadline in milliseconds, so that a report holds no fractions."""
    values = {field.name: getattr(limits, field.name) for field in fields(limits)}
    deadline = values.pop("deadline")
    return {"deadline_milliseconds": round(deadline * 1000), **values}


def _answer(result: embedded_opa.Result) -> EngineAnswer:
    if isinstance(result, embedded_opa.Defined):
        value: Json = result.value
        return Defined(value)
    if isinstance(result, embedded_opa.Undefined):
        return Undefined()
    place = result.location
    return Failed(code=result.code, where=f"{place.file}:{place.row}:{place.column}" if place else "")


def _inspection(policy: embedded_opa.Policy) -> dict[str, Json]:
    if policy.inspection is None:
        return {}
    return policy.inspection.to_json()


def _refused(error: CompileError) -> BundleRefusedError:
    first, *others = error.findings
    more = f" (and {len(others)} more)" if others else ""
    return BundleRefusedError(
        f"the policy does not compile: {first.message.splitlines()[0]}{more}",
        where=Place(source=first.file or "policy", line=first.row, column=first.column),
        hint="clean-release policy test shows every finding",
    )


def _unusable(error: EngineError) -> EngineFailureError:
    return EngineFailureError(
        f"the policy engine refused to work: {error}", hint="clean-release doctor checks the engine"
    )
