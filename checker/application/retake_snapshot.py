"""Retake a snapshot: everything in it that follows from its bundles, the project file and the anchor, once more.

A snapshot is only as good as how it was taken. Whoever can write to a store can name one of milder rules, parameters or
trust, with digests that all fit; its own bundles, taken again, say otherwise.
"""

from collections.abc import Iterator
from dataclasses import replace

from checker.application.decide_trust import TrustBasis, decide_trust, refuse_beyond_entry
from checker.application.prepare_snapshot import PolicyServices, snapshot_request
from checker.application.rebuild_report import Rebuilt
from checker.application.take_snapshot import take_snapshot
from checker.domain.snapshot import ResolvedBundle
from checker.domain.trust import TrustDecision, TrustMethod
from checker.errors import Place
from checker.formats.snapshot_v1 import snapshot_document
from checker.ports.bundles import FetchedBundle

_SEEN_IN_CONTENT = (TrustMethod.PINNED, TrustMethod.NONE)
"""How a bundle can be trusted so that its content alone shows it; signatures and places are not kept."""


def snapshot_gaps(rebuilt: Rebuilt, *, services: PolicyServices) -> Iterator[str]:
    """Every part of the snapshot that comes out otherwise, as sentences.

    Raises:
        CleanReleaseError: no snapshot can be taken of these bundles for this project, or the anchor refuses one.
    """
    kept, selection = rebuilt.snapshot, rebuilt.project.selection
    sources = tuple(one.source for one in kept.bundles)
    is_named = set(sources) == set(selection.bundles)
    project = rebuilt.project if is_named else replace(rebuilt.project, selection=replace(selection, bundles=sources))
    request = snapshot_request(project, kept.bundles, anchor=rebuilt.anchor, services=services)
    again = snapshot_document(take_snapshot(request, engine=services.engine_for(kept.bundles)))
    for key, said in snapshot_document(kept).items():
        # The selection covers the order in which bundles were named; on a command line, nothing kept that.
        if said != again[key] and (is_named or key != "selection"):
            yield f"the snapshot's {key} do not follow from its bundles, the project file and the anchor"
    for one in kept.bundles:
        yield from _trust_gaps(one, rebuilt, services)


def unseen_trust(rebuilt: Rebuilt) -> tuple[str, ...]:
    """The bundles whose trust rests on what is not kept beside a snapshot: signatures, or where they lay."""
    return tuple(one.bundle.name for one in rebuilt.snapshot.bundles if one.trust.method not in _SEEN_IN_CONTENT)


def _trust_gaps(one: ResolvedBundle, rebuilt: Rebuilt, services: PolicyServices) -> Iterator[str]:
    meant = _trust_of(one, rebuilt, services)
    if (one.trust.method, one.trust.threshold) != (meant.method, meant.threshold):
        yield f"bundle {one.bundle.name} is said to be trusted as {one.trust.method}, the anchor says {meant.method}"


def _trust_of(one: ResolvedBundle, rebuilt: Rebuilt, services: PolicyServices) -> TrustDecision:
    """How the anchor trusts the bundle, as far as its content shows it."""
    entries = rebuilt.anchor.bundles if rebuilt.anchor else ()
    entry = next((entry for entry in entries if entry.bundle == one.bundle.name), None)
    if entry is not None and entry.method not in _SEEN_IN_CONTENT:
        refuse_beyond_entry(one.bundle, entry, one.contract, Place(source=one.source))
        thresholds = {TrustMethod.DSSE: entry.threshold, TrustMethod.OPA_SIGNATURE: 1}
        return TrustDecision(method=entry.method, threshold=thresholds.get(entry.method, 0))
    basis = TrustBasis(anchor=rebuilt.anchor, now=rebuilt.report.view.evaluated_at, pins=services.pins)
    fetched = FetchedBundle(source=one.source, name=one.bundle.name)
    return decide_trust(fetched, one.bundle, basis=basis, contract=one.contract)
