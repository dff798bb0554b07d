"""Find the impact of a bundle: stored documents judged again by other rules, as if these were trusted like those then.

Nothing is kept and nothing gates: an author, or whoever is about to lock a new revision, sees which verdicts it would
have turned round. The selection, the parameters and the moment are those of each report.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from checker.application.prepare_snapshot import PolicyServices
from checker.application.rebuild_report import judge_again
from checker.application.take_snapshot import SnapshotRequest, take_snapshot
from checker.domain.digest import Digest
from checker.domain.project import Project
from checker.domain.snapshot import Bundle, ResolvedBundle, Snapshot
from checker.domain.trust import Anchor
from checker.domain.verdict import Verdict
from checker.errors import SelectionError
from checker.formats.report_v1 import StoredReport, read_report
from checker.formats.snapshot_v1 import read_snapshot

ABSENT = "absent"
"""The outcome of a rule that was not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeChange:
    """A rule whose outcome is another; `ABSENT` where it was not judged."""

    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportImpact:
    """What other rules make of one report: the verdict then and now, and every outcome that changes."""

    report: Digest
    evaluated_at: str
    before: Verdict
    after: Verdict
    changes: tuple[OutcomeChange, ...]

    @property
    def is_flipped(self) -> bool:
        """Whether the verdict is another."""
        return self.before is not self.after


def find_impact(names: Sequence[str], *, bundle: Bundle, services: PolicyServices) -> tuple[ReportImpact, ...]:
    """The impact on each of these reports, those whose verdict flips first.

    Raises:
        NotFoundError: a report, its snapshot or one of its documents is not in the store.
        SelectionError: a report's project asks for a rule the bundle does not have, or no bundle is to be replaced.
        BundleRefusedError: the rules do not compile, or break the contract.
    """
    found = [_impact(read_report(services.store.get_report(name=name).data), bundle, services) for name in names]
    return tuple(sorted(found, key=lambda one: (not one.is_flipped, not one.changes)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Replaced:
    """The bundles of a snapshot with one replaced by its next revision, under what each project asks for."""

    before: Snapshot
    bundle: Bundle
    services: PolicyServices
    input_schema: bytes = field(repr=False)

    def of(self, project: Project, anchor: Anchor | None) -> Snapshot:
        """The snapshot as it would have been taken then."""
        services = self.services
        request = SnapshotRequest(
            bundles=with_replaced(self.before.bundles, self.bundle),
            selection=project.selection,
            release=project.release,
            anchor=anchor,
            input_schema=self.input_schema,
            builtins=services.builtins,
            checks=services.checks,
            checked=services.checked,
            shipped=services.shipped,
        )
        return take_snapshot(request, engine=services.untrusted_engine())


def with_replaced(bundles: Sequence[ResolvedBundle], bundle: Bundle) -> tuple[ResolvedBundle, ...]:
    """The bundles with the one of this name, or the only one, replaced under its name, by which anchors require it.

    Raises:
        SelectionError: there are several, and none has this name.
    """
    name = bundles[0].bundle.name if len(bundles) == 1 else bundle.name
    if all(one.bundle.name != name for one in bundles):
        names = ", ".join(one.bundle.name for one in bundles)
        raise SelectionError(
            f"the report was judged by {names}, and {name} is none of them", hint="name the bundle as they are named"
        )
    named = replace(bundle, name=name)
    return tuple(replace(one, bundle=named) if one.bundle.name == name else one for one in bundles)


def _impact(stored: StoredReport, bundle: Bundle, services: PolicyServices) -> ReportImpact:
    record = services.store.get_snapshot(digest=Digest(stored.view.snapshot))
    before = read_snapshot(data=record.data, content=record.content)
    judging = _Replaced(before=before, bundle=bundle, services=services, input_schema=services.input_schema)
    again = judge_again(stored, judging, services=services).report
    then = {ruling.rule.code: str(ruling.outcome) for ruling in stored.view.rulings}
    now = {ruling.rule.code: str(ruling.outcome) for ruling in again.view.rulings}
    return ReportImpact(
        report=stored.digest,
        evaluated_at=stored.view.evaluated_at,
        before=stored.view.verdict,
        after=again.view.verdict,
        changes=tuple(
            OutcomeChange(code=code, before=then.get(code, ABSENT), after=now.get(code, ABSENT))
            for code in sorted(then.keys() | now.keys())
            if then.get(code) != now.get(code)
        ),
    )
