"""Compilation units: what of a snapshot is compiled together.

All bundles under the release-policy contract compile together with the host's constants, against the input schema; each
foreign bundle compiles alone, so that it can neither see nor add to anybody else's packages.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checker.application.offered_rules import packages_of
from checker.domain.json_value import Json
from checker.domain.rule import Contract, Rule
from checker.domain.snapshot import Bundle, ResolvedBundle, Snapshot
from checker.errors import BundleRefusedError, Place
from checker.formats.bundle_packages import bundle_data, is_module, package_and_line
from checker.formats.canonical import canonical_bytes
from checker.formats.host_modules import host_modules
from checker.ports.engine import CompiledPolicy, CompileRequest, PolicyEngine

RULES_FOLDER = "rules/"
HOST_ROOTS = frozenset({"project", "parameters"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledUnit:
    """Rules that were compiled together, under one contract."""

    contract: Contract
    rules: tuple[Rule, ...]
    policy: CompiledPolicy = field(repr=False)


def compile_snapshot(snapshot: Snapshot, *, input_schema: bytes, engine: PolicyEngine) -> tuple[CompiledUnit, ...]:
    """Every unit of a snapshot, compiled.

    Raises:
        BundleRefusedError: a parameter or project fact does not fit the type a rule expects.
    """
    units = []
    own = [resolved.bundle for resolved in snapshot.bundles if resolved.contract is Contract.RELEASE_POLICY]
    rules = _under(snapshot, Contract.RELEASE_POLICY)
    if rules:
        modules = host_modules(facts=snapshot.project_facts, parameters=snapshot.parameters)
        data: dict[str, Json] = {}
        for bundle in own:
            modules = _beside(modules, _needed_modules(bundle, rules), name=bundle.name)
            data = _merged(data, data_of(bundle))
        request = CompileRequest(
            modules=modules, data=canonical_bytes(data), input_schema=input_schema, builtins=snapshot.builtins
        )
        units.append(CompiledUnit(contract=Contract.RELEASE_POLICY, rules=rules, policy=engine.compile(request)))
    return (*units, *_foreign_units(snapshot, engine))


def _beside(modules: Mapping[str, str], added: Mapping[str, str], *, name: str) -> dict[str, str]:
    """All modules of both; a bundle whose name makes one of its files another's would replace that."""
    if taken := sorted(modules.keys() & added.keys()):
        raise BundleRefusedError(
            f"bundle {name} brings {taken[0]}, which is there already", hint="give the bundle another name"
        )
    return {**modules, **added}


def _foreign_units(snapshot: Snapshot, engine: PolicyEngine) -> list[CompiledUnit]:
    units = []
    for resolved in snapshot.bundles:
        if resolved.contract is not Contract.CONFTEST:
            continue
        own = bundle_modules(resolved.bundle)
        request = CompileRequest(
            modules=own, data=canonical_bytes(data_of(resolved.bundle)), builtins=snapshot.builtins
        )
        rules = tuple(rule for rule in _under(snapshot, Contract.CONFTEST) if rule.origin == resolved.bundle.name)
        units.append(CompiledUnit(contract=Contract.CONFTEST, rules=rules, policy=engine.compile(request)))
    return units


def bundle_modules(bundle: Bundle) -> dict[str, str]:
    """The Rego of a bundle by file name; tests are never compiled in a gate."""
    return {f"{bundle.name}/{file.path}": file.data.decode() for file in bundle.files if is_module(file)}


def data_of(bundle: Bundle) -> dict[str, Json]:
    """The data of a bundle."""
    return bundle_data(bundle.files, source=bundle.name)


def inspect_modules(
    bundle: Bundle, *, contract: Contract, input_schema: bytes, builtins: Sequence[str], engine: PolicyEngine
) -> Mapping[str, Json]:
    """The engine's account of a bundle, compiled by itself as its contract demands.

    Raises:
        BundleRefusedError: it does not compile, or writes to a place that only the host may write to.
    """
    request = CompileRequest(
        modules=bundle_modules(bundle),
        data=canonical_bytes(data_of(bundle)),
        input_schema=input_schema if contract is Contract.RELEASE_POLICY else None,
        builtins=builtins,
        inspect=True,
    )
    inspection = engine.compile(request).inspection
    refuse_host_places(bundle, inspection)
    return inspection


def refuse_host_places(bundle: Bundle, inspection: Mapping[str, Json]) -> None:
    """Refuse a package or data in a place that only the host may write: project facts and parameters.

    Raises:
        BundleRefusedError: names the package or data path.
    """
    packages = [str(package["path"]).removeprefix("data.") for package in packages_of(inspection)]
    for path in [*packages, *data_of(bundle)]:
        if path.split(".")[0] in HOST_ROOTS:
            raise BundleRefusedError(
                f"bundle {bundle.name} writes to {path}, which only the host may do",
                hint="put shared judgements below lib, rules below rules",
            )


def refuse_shared_packages(rules: Sequence[Rule]) -> None:
    """Refuse two contributors to one rule.

    Raises:
        BundleRefusedError: names the code.
    """
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.code in seen:
            raise BundleRefusedError(
                f"rule {rule.code} comes from bundle {seen[rule.code]} and from bundle {rule.origin}, expected one"
            )
        seen[rule.code] = rule.origin


def refuse_joined_packages(bundles: Sequence[ResolvedBundle]) -> None:
    """Refuse two bundles that are compiled together and write to one package, or one inside a package of the other.

    Rego joins what two modules say of one package without a word, so whoever adds to a library decides what the rules
    of another bundle see.

    Raises:
        BundleRefusedError: names the package and both bundles; or the name that two bundles have.
    """
    joined = [one.bundle for one in bundles if one.contract is Contract.RELEASE_POLICY]
    names = [bundle.name for bundle in joined]
    if twice := [name for name in names if names.count(name) > 1]:
        raise BundleRefusedError(f"two bundles have the name {twice[0]}, expected a name of its own for each")
    owners: dict[tuple[str, ...], _Owner] = {}
    for bundle in joined:
        for file in filter(is_module, bundle.files):
            path, line = package_and_line(file, source=bundle.name)
            owner = _Owner(bundle=bundle.name, where=Place(source=f"{bundle.name}/{file.path}", line=line, column=1))
            _refuse_joined(owners.setdefault(path, owner), owner, path)
    for path, owner in owners.items():
        for length in range(1, len(path)):
            _refuse_joined(owners.get(path[:length], owner), owner, path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """Who writes to a package, and where."""

    bundle: str
    where: Place


def _refuse_joined(first: _Owner, second: _Owner, path: tuple[str, ...]) -> None:
    if first.bundle != second.bundle:
        own = re.sub(r"[^A-Za-z0-9_]", "_", second.bundle)
        raise BundleRefusedError(
            f"bundle {first.bundle} and bundle {second.bundle} both write to package {'.'.join(path)}, expected one",
            hint=f"the other place is {first.where}; give what is added a package of its own: {'.'.join(path)}_{own}",
            where=second.where,
        )


def _needed_modules(bundle: Bundle, rules: Sequence[Rule]) -> dict[str, str]:
    """The modules of the selected rules, and everything that is not a rule (libraries)."""
    wanted = {rule.package.replace(".", "/") for rule in rules}
    needed = {}
    for name, text in bundle_modules(bundle).items():
        path = name.removeprefix(f"{bundle.name}/")
        if not path.startswith(RULES_FOLDER) or path.rpartition("/")[0] in wanted:
            needed[name] = text
    return needed


def _under(snapshot: Snapshot, contract: Contract) -> tuple[Rule, ...]:
    return tuple(rule for rule in snapshot.rules if rule.contract is contract)


def _merged(first: dict[str, Json], second: dict[str, Json]) -> dict[str, Json]:
    out = dict(first)
    for name, value in second.items():
        present = out.get(name)
        if isinstance(present, dict) and isinstance(value, dict):
            out[name] = _merged(present, value)
        elif name in out:
            raise BundleRefusedError(f"two data files decide {name}, expected one")
        else:
            out[name] = value
    return out
