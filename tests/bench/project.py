"""The project every figure is about: fifty rules, about 100 KB of composed input, a lock and a stored snapshot."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome
from checker.domain.report import Report
from checker.domain.snapshot import Snapshot
from tests.bench import fifty_rules
from tests.bench.large_audit import MOMENT, write_audits

Denied = frozenset[tuple[str, str]]
"""Every denial: the rule's code and the subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchProject:
    """Where it lies, what was judged, and what its rules denied."""

    folder: Path
    anchor: Path
    snapshot: Snapshot = field(repr=False)
    input_bytes: bytes = field(repr=False)
    denied: Denied

    @property
    def arguments(self) -> list[str]:
        """The arguments of `clean-release` that judge it."""
        return ["check", str(self.folder), "--anchor", str(self.anchor), "--evaluated-at", MOMENT]

    def facade(self) -> CleanRelease:
        """The product over this project."""
        return CleanRelease(directory=self.folder, anchor=str(self.anchor))


def make_project(folder: Path) -> BenchProject:
    """Make it anew, lock it, and judge it once, so that the snapshot is in the store."""
    shutil.rmtree(folder, ignore_errors=True)
    project, anchor, rules = folder / "project", folder / "anchor.yaml", folder / "rules"
    write_audits(project)
    fifty_rules.write_rules(rules)
    (project / "clean-release.yaml").write_text(fifty_rules.project_file(), encoding="utf-8")
    built = CleanRelease(directory=project).bundling.build(
        str(rules.resolve()), project / "bundle.tar.gz", name=fifty_rules.BUNDLE, revision=1
    )
    anchor.write_text(fifty_rules.anchor_file(built.bundle.tree_digest), encoding="utf-8")
    facade = CleanRelease(directory=project, anchor=str(anchor))
    facade.write_lock(facade.lock().wanted)
    report = facade.check(evaluated_at=MOMENT).report
    refuse_unless_all_decided(report)
    with facade.store(Namespace.DEMO) as store:
        judged = store.get_document(digest=report.input_digest).data
    return BenchProject(
        folder=project, anchor=anchor, snapshot=report.snapshot, input_bytes=judged, denied=denied_by(report)
    )


def refuse_unless_all_decided(report: Report) -> None:
    """Refuse to time a report in which a rule did nothing.

    Raises:
        RuntimeError: a rule passed nothing and denied nothing.
    """
    idle = [
        f"{ruling.rule.code} ({ruling.outcome}: {ruling.reason})"
        for ruling in report.rulings
        if ruling.outcome not in {Outcome.PASSED, Outcome.FAILED}
    ]
    if idle or len(report.rulings) != fifty_rules.RULES:
        raise RuntimeError(f"{len(report.rulings)} rules, expected {fifty_rules.RULES}; undecided: {', '.join(idle)}")


def denied_by(report: Report) -> Denied:
    """What a report denies."""
    return frozenset((ruling.rule.code, one.subject) for ruling in report.rulings for one in ruling.violations)
