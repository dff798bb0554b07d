"""Compare snapshots: in words, everything in which two sets of rules differ."""

from collections.abc import Iterator, Mapping, Sequence

from checker.application.find_report import LATEST
from checker.domain.digest import Digest
from checker.domain.json_value import Json
from checker.domain.rule import Rule
from checker.domain.snapshot import Snapshot
from checker.errors import NotFoundError
from checker.formats.canonical import canonical_bytes
from checker.formats.snapshot_v1 import read_snapshot
from checker.ports.store import Store

SHORTEST = 8
MOST = 10_000


def find_snapshot(name: str, *, store: Store) -> Snapshot:
    """The snapshot whose digest begins so, or the latest, every digest in it computed again.

    Raises:
        NotFoundError: none, or more than one.
        TrustError: the store holds something else under this digest.
    """
    record = store.get_snapshot(digest=_digest_of(name, store=store))
    return read_snapshot(data=record.data, content=record.content)


def _digest_of(name: str, *, store: Store) -> Digest:
    if name == LATEST:
        newest = store.list_snapshots(limit=1)
        if not newest:
            raise NotFoundError("there is no snapshot yet", hint="run `clean-release lock` first")
        return newest[0]
    prefix = name.removeprefix("sha256:").lower()
    kept = store.list_snapshots(limit=MOST)
    found = [digest for digest in kept if digest.removeprefix("sha256:").startswith(prefix)]
    if len(prefix) < SHORTEST or len(found) != 1:
        raise NotFoundError(
            f"{len(found)} snapshots begin with {prefix!a}, expected one named by at least {SHORTEST} digits",
            hint="`clean-release snapshot list` shows the digests",
        )
    return found[0]


def compare_snapshots(first: Snapshot, second: Snapshot) -> tuple[str, ...]:
    """Every difference, one sentence each; none when they are the same."""
    return (*_bundles(first, second), *_rules(first.rules, second.rules), *_settings(first, second))


def _bundles(first: Snapshot, second: Snapshot) -> Iterator[str]:
    before = {one.bundle.name: one for one in first.bundles}
    after = {one.bundle.name: one for one in second.bundles}
    yield from _members("bundle", before, after)
    for name in sorted(before.keys() & after.keys()):
        old, new = before[name], after[name]
        if old.bundle.tree_digest != new.bundle.tree_digest:
            yield f"bundle {name}: {old.bundle.tree_digest} became {new.bundle.tree_digest}"
        if old.trust != new.trust:
            yield f"bundle {name}: trusted by {old.trust.method}, then by {new.trust.method}"


def _rules(first: Sequence[Rule], second: Sequence[Rule]) -> Iterator[str]:
    before, after = {rule.code: rule for rule in first}, {rule.code: rule for rule in second}
    yield from _members("rule", before, after)
    for code in sorted(before.keys() & after.keys()):
        old, new = before[code], after[code]
        if old.enforcement is not new.enforcement:
            yield f"rule {code}: enforcement {old.enforcement} became {new.enforcement}"
        if old.severity is not new.severity:
            yield f"rule {code}: severity {old.severity} became {new.severity}"
        if old.metadata != new.metadata:
            yield f"rule {code}: its METADATA changed"


def _settings(first: Snapshot, second: Snapshot) -> Iterator[str]:
    for code in sorted(first.parameters.keys() | second.parameters.keys()):
        old, new = first.parameters.get(code, {}), second.parameters.get(code, {})
        if old != new:
            yield f"parameters of {code}: {_shown(old)} became {_shown(new)}"
    for name in sorted(first.project_facts.keys() | second.project_facts.keys()):
        before, after = first.project_facts.get(name), second.project_facts.get(name)
        if before != after:
            yield f"project fact {name}: {_shown(before)} became {_shown(after)}"
    yield from _members("builtin", dict.fromkeys(first.builtins), dict.fromkeys(second.builtins))
    if first.input_schema != second.input_schema:
        yield f"input schema: {first.input_schema} became {second.input_schema}"
    yield from _collections(first, second)
    if first.weakenings != second.weakenings:
        yield "the weakenings differ"
    if first.selection != second.selection:
        yield "the project file asks for another selection"


def _collections(first: Snapshot, second: Snapshot) -> Iterator[str]:
    before = {one.name: one.rules for one in first.collections}
    after = {one.name: one.rules for one in second.collections}
    for name in sorted(before.keys() | after.keys()):
        if before.get(name, ()) != after.get(name, ()):
            yield f"the bundles offer other rules in the collection {name}"


def _members(what: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    for name in sorted(before.keys() - after.keys()):
        yield f"{what} {name} is gone"
    for name in sorted(after.keys() - before.keys()):
        yield f"{what} {name} is new"


def _shown(value: Json) -> str:
    return canonical_bytes(value).decode()
