"""List rules: what bundles offer, whether or not anybody trusts them. Nothing is judged here.

A rule that is being written is looked at in a process of its own: whoever wrote it, nobody has vouched for it yet.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from checker.application.compilation_units import (
    RULES_FOLDER,
    inspect_modules,
    refuse_shared_packages,
)
from checker.application.foreign_rules import foreign_rules
from checker.application.offered_rules import offered_rules
from checker.application.read_bundle import read_bundle
from checker.application.take_snapshot import never_shipped
from checker.domain.digest import Digest
from checker.domain.json_value import Json
from checker.domain.lock import LockedBundle
from checker.domain.rule import Contract, Rule
from checker.domain.snapshot import Bundle
from checker.errors import NotFoundError, SelectionError
from checker.ports.bundles import BundleSource
from checker.ports.engine import PolicyEngine

CHECKS_FOLDER = "checks/"
"""Rules about rules may lie beside the rules; they are never part of a bundle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedBundle:
    """A bundle laid open: its rules, the engine's account of them, and the engine that may run them."""

    source: str
    bundle: Bundle
    contract: Contract
    rules: tuple[Rule, ...]
    inspection: Mapping[str, Json] = field(repr=False)
    engine: PolicyEngine
    is_shipped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReader:
    """Opens bundles to look at their rules.

    `pins` are the tree digests of the shipped bundles: those are compiled by `trusted_engine`, anything else in what
    `untrusted_engine` makes. `shipped` gives their rules as this program carries them.
    """

    bundles: BundleSource
    trusted_engine: PolicyEngine
    untrusted_engine: Callable[[], PolicyEngine]
    input_schema: bytes = field(repr=False)
    builtins: Sequence[str] = field(repr=False)
    pins: Mapping[str, Digest]
    shipped: Callable[[Digest], Sequence[Rule] | None] = never_shipped

    def rules(
        self,
        source: str,
        *,
        contract: Contract = Contract.RELEASE_POLICY,
        locked: LockedBundle | None = None,
    ) -> tuple[Rule, ...]:
        """The rules of the bundle at a source; a shipped one was inspected when it was built, and is not again.

        Raises:
            NotFoundError, BundleRefusedError: see `open`.
        """
        read = read_bundle(self.bundles.fetch(source, locked=locked))
        if contract is Contract.RELEASE_POLICY and (known := self.shipped(read.tree_digest)) is not None:
            return tuple(known)
        return self._laid_open(read, source, contract=contract).rules

    def open(
        self,
        source: str,
        *,
        contract: Contract = Contract.RELEASE_POLICY,
        only: str = "",
        locked: LockedBundle | None = None,
    ) -> OpenedBundle:
        """The bundle at a source; with `only`, and if it is there, no other rule than the one of that code.

        Raises:
            NotFoundError: there is no such bundle.
            BundleRefusedError: unsafe, malformed, or it does not compile.
        """
        read = read_bundle(self.bundles.fetch(source, locked=locked))
        return self._laid_open(read, source, contract=contract, only=only)

    def _laid_open(self, read: Bundle, source: str, *, contract: Contract, only: str = "") -> OpenedBundle:
        is_shipped = read.tree_digest in self.pins.values()
        engine = self.trusted_engine if is_shipped else self.untrusted_engine()
        bundle = _narrowed(read, only)
        inspection = inspect_modules(
            bundle, contract=contract, input_schema=self.input_schema, builtins=self.builtins, engine=engine
        )
        rules_of = offered_rules if contract is Contract.RELEASE_POLICY else foreign_rules
        return OpenedBundle(
            source=source,
            bundle=bundle,
            contract=contract,
            rules=rules_of(inspection, origin=bundle.name),
            inspection=inspection,
            engine=engine,
            is_shipped=is_shipped,
        )


def list_rules(opened: Sequence[OpenedBundle], *, collection: str = "") -> tuple[Rule, ...]:
    """Every rule of these bundles, or of one collection of them, sorted by code.

    Raises:
        BundleRefusedError: two bundles contribute to one rule.
        SelectionError: no rule is in such a collection; or there is no rule at all.
    """
    return in_order((rule for one in opened for rule in one.rules), collection=collection)


def in_order(offered: Iterable[Rule], *, collection: str = "") -> tuple[Rule, ...]:
    """These rules, or those of one collection of them, sorted by code; raises as `list_rules`."""
    rules = sorted(offered, key=lambda rule: rule.code)
    refuse_shared_packages(rules)
    if not rules:
        raise SelectionError("the bundles hold no rules", hint="clean-release policy new GROUP.RULE writes one")
    found = [rule for rule in rules if not collection or collection in rule.collections]
    if not found:
        known = sorted({name for rule in rules for name in rule.collections})
        close = get_close_matches(collection, known, n=1)
        hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known) or 'none'}"
        raise SelectionError(f"unknown collection {collection!r}", hint=hint)
    return tuple(found)


def find_rules(name: str, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rule of this code, or every rule of this catalogue id, in whatever case.

    Raises:
        NotFoundError: there is none; the hint names the nearest.
    """
    wanted = name.lower()
    by_code = tuple(rule for rule in rules if rule.code.lower() == wanted)
    if found := by_code or tuple(rule for rule in rules if rule.catalogue.lower() == wanted):
        return found
    known = {word.lower(): word for rule in rules for word in (rule.code, rule.catalogue) if word}
    close = [known[word] for word in get_close_matches(wanted, sorted(known), n=3)]
    hint = f"did you mean {' or '.join(close)}?" if close else "clean-release policy list names every rule"
    raise NotFoundError(f"there is no rule {name!r}", hint=hint)


def _narrowed(bundle: Bundle, only: str) -> Bundle:
    """The bundle without rules about rules and, if it holds the rule `only`, without every other rule."""
    files = [file for file in bundle.files if not file.path.startswith(CHECKS_FOLDER)]
    place = f"{RULES_FOLDER}{only.replace('.', '/')}/"
    if any(file.path.startswith(place) for file in files):
        files = [file for file in files if not file.path.startswith(RULES_FOLDER) or file.path.startswith(place)]
    return replace(bundle, files=tuple(files))
