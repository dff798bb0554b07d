"""Replay: build a stored report again from stored documents alone, and compare.

With the same engine and tool version the bytes must be equal. With another version the outcomes are compared and the
difference of versions is said; a report whose engine ran out of time or memory is not expected to come out the same.
"""

from dataclasses import dataclass, replace

from checker.application.hold_to_anchor import anchor_gap
from checker.application.prepare_snapshot import PolicyServices
from checker.application.rebuild_report import OF_NO_VERSION, rebuild_report, versions_apart
from checker.domain.digest import Digest
from checker.domain.trust import Anchor
from checker.formats.report_v1 import StoredReport, read_report


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What a replay found.

    `is_identical` says whether the bytes are equal; `differences` and `notes` say in words what differs, and what could
    not be expected to be equal. `foreign` says why the report counts for nothing here, whether or not it comes out
    again: it was made under another anchor.
    """

    digest: Digest
    is_identical: bool
    differences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    foreign: str = ""

    @property
    def holds(self) -> bool:
        """Whether the replay confirms the report: equal bytes, or, under other versions, equal outcomes."""
        return self.is_identical or not self.differences


def replay_report(*, name: str, services: PolicyServices, tool: str, own: Anchor | None = None) -> Replay:
    """The report of this name, built again from what is stored beside it; `own` is the anchor of whoever replays it.

    Raises:
        NotFoundError: the report, its snapshot or one of its documents is not in the store.
        StoreError: the store does not hold what it recorded.
    """
    stored = read_report(services.store.get_report(name=name).data)
    compared = _compared(stored, rebuild_report(stored, services=services).report, tool=tool)
    return replace(compared, foreign=anchor_gap(stored.view, own=own) if own else "")


def _compared(stored: StoredReport, again: StoredReport, *, tool: str) -> Replay:
    if again.digest == stored.digest:
        return Replay(digest=stored.digest, is_identical=True)
    notes = list(versions_apart(stored, again, tool=tool))
    if not stored.view.replayable:
        notes.append("a rule ran into a limit then, so equal bytes were never promised")
    return Replay(
        digest=stored.digest, is_identical=False, differences=_differences(stored, again, notes), notes=tuple(notes)
    )


def _differences(stored: StoredReport, again: StoredReport, notes: list[str]) -> tuple[str, ...]:
    """What differs: under other versions only outcomes and verdict, under the same ones every field."""
    then = {ruling.rule.code: ruling.outcome for ruling in stored.view.rulings}
    now = {ruling.rule.code: ruling.outcome for ruling in again.view.rulings}
    found = [
        f"{code}: {then.get(code, 'absent')} then, {now.get(code, 'absent')} now"
        for code in sorted(then.keys() | now.keys())
        if then.get(code) is not now.get(code)
    ]
    if stored.view.verdict is not again.view.verdict:
        found.append(f"verdict: {stored.view.verdict} then, {again.view.verdict} now")
    if stored.view.gating.gating is not again.view.gating.gating:
        found.append(f"gating: {stored.view.gating.gating} then, {again.view.gating.gating} now")
    if notes:
        found += [f"{key} differs" for key in OF_NO_VERSION if stored.document[key] != again.document[key]]
    else:
        found += [f"{key} differs" for key in stored.document if stored.document[key] != again.document[key]]
    return tuple(found)
