"""Check rules: hold every rule of a bundle to the contract, with the rules about rules.

The engine's inspection says what a rule reads and does; the checks, written in Rego themselves (`policies/checks/`),
say what of it the contract forbids. A check that cannot be evaluated refuses the bundle: nothing passes by silence here
either.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from checker.application.offered_rules import packages_of
from checker.domain.json_shape import field_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.snapshot import BundleFile
from checker.errors import BundleRefusedError, EngineFailureError, InputRefusedError, Place
from checker.formats.bundle_packages import package_of
from checker.formats.canonical import canonical_bytes
from checker.ports.engine import CompiledPolicy, CompileRequest, Defined, PolicyEngine

CHECKS_ROOT = "checks"
TEST_KIND = "test"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Breach:
    """One place where a package breaks the contract; `code` is the stable name of the check."""

    package: str
    file: str
    row: int
    column: int
    code: str
    message: str
    fix: str


@dataclass(slots=True, kw_only=True)
class RuleChecks:
    """The rules about rules.

    `load` gives their modules when they are first needed, `builtins` is what they may call.
    """

    load: Callable[[], Sequence[BundleFile]]
    builtins: Sequence[str] = field(repr=False)
    _entrypoints: tuple[str, ...] = ()
    _compiled: tuple[PolicyEngine, CompiledPolicy] | None = field(default=None, repr=False)

    def breaches(self, inspection: Mapping[str, Json], *, engine: PolicyEngine) -> tuple[Breach, ...]:
        """Every breach in the inspected packages, in the order of their places.

        Raises:
            EngineFailureError: a check could not be evaluated.
        """
        policy = self._policy(engine)
        found: set[Breach] = set()
        for package in packages_of(inspection):
            if package["kind"] != TEST_KIND:
                found |= self._of_package(package, policy, engine)
        return tuple(sorted(found))

    def refuse_breaches(self, inspection: Mapping[str, Json], *, engine: PolicyEngine) -> None:
        """Refuse packages that break the contract.

        Raises:
            BundleRefusedError: with the first breach and the number of others.
            EngineFailureError: a check could not be evaluated.
        """
        refuse(self.breaches(inspection, engine=engine))

    def _policy(self, engine: PolicyEngine) -> CompiledPolicy:
        """The checks compiled for this engine: another one knows nothing of the handle."""
        if self._compiled is None or self._compiled[0] is not engine:
            files = self.load()
            modules = {file.path: file.data.decode() for file in files}
            packages = {package_of(file, source=CHECKS_ROOT) for file in files}
            self._entrypoints = tuple(
                sorted("data." + ".".join(steps) for steps in packages if steps[0] == CHECKS_ROOT and len(steps) > 1)
            )
            self._compiled = (engine, engine.compile(CompileRequest(modules=modules, builtins=self.builtins)))
        return self._compiled[1]

    def _of_package(self, package: dict[str, Json], policy: CompiledPolicy, engine: PolicyEngine) -> set[Breach]:
        asked = self._entrypoints
        document = canonical_bytes({"package": package})
        answers = engine.evaluate(policy, entrypoints=asked, document=document, keys=("violations",))
        found: set[Breach] = set()
        for entrypoint in asked:
            answer = answers.get(entrypoint)
            if not isinstance(answer, Defined) or not isinstance(answer.value, dict):
                raise EngineFailureError(f"the check {entrypoint} gave no answer for {package['path']}")
            found |= _breaches(entrypoint, str(package["path"]), answer.value)
        return found


def refuse(found: Sequence[Breach]) -> None:
    """Refuse what breaks the contract anywhere.

    Raises:
        BundleRefusedError: with the first breach and the number of others.
    """
    if found:
        first, others = found[0], len(found) - 1
        raise BundleRefusedError(
            f"{first.message} [{first.code}]" + (f" (and {others} more breaches)" if others else ""),
            hint=first.fix,
            where=Place(source=first.file or first.package, line=first.row, column=first.column),
        )


def _breaches(check: str, package: str, stated: Mapping[str, Json]) -> set[Breach]:
    try:
        return {_breach(package, said) for said in objects_of(field_of(stated, "violations"), "violations")}
    except InputRefusedError as error:
        raise EngineFailureError(f"the check {check} states no set of violations: {error.message}") from error


def _breach(package: str, said: Mapping[str, Json]) -> Breach:
    return Breach(
        package=package,
        file=text_of(said.get("file", ""), "file"),
        row=whole_of(said.get("row", 0), "row"),
        column=whole_of(said.get("column", 0), "column"),
        code=text_of(field_of(said, "code"), "code"),
        message=text_of(field_of(said, "message"), "message"),
        fix=text_of(said.get("fix", ""), "fix"),
    )
