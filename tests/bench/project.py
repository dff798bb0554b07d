"""The projects every figure is about: fifty rules, about 100 KB of composed input, a lock and a stored snapshot.

One judges with a bundle of its own that the anchor pins. The other judges with the same rules as the shipped bundle, in
an installation made for the purpose: what is shipped was inspected when it was built, what is one's own is inspected
and held to the contract at every check.
"""

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

from checker.adapters.bundles.local_bundles import LocalBundles
from checker.adapters.bundles.release_policy import ARCHIVE, PIN, RELEASE_POLICY, REVISION, render_pin
from checker.application.build_bundle import BuiltBundle, build_bundle
from checker.bootstrap import CleanRelease
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome
from checker.domain.report import Report
from checker.domain.snapshot import Snapshot
from checker.formats.ledger_v1 import render_ledger
from tests.architecture.source_tree import ROOT
from tests.bench import fifty_rules
from tests.bench.large_audit import MOMENT, write_audits
from tests.bench.processes import Command, output_of, product

BLOCKED = 1
Denied = frozenset[tuple[str, str]]
"""Every denial: the rule's code and the subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchProject:
    """Where it lies, and the installation that judges it (`PYTHONPATH`; empty for this checkout)."""

    folder: Path
    anchor: Path
    installed: str = ""

    def check(self, *options: str) -> Command:
        """The command that judges it."""
        arguments = ["check", str(self.folder), "--anchor", str(self.anchor), "--evaluated-at", MOMENT, *options]
        return product(arguments, exit_code=BLOCKED, installed=self.installed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was judged, by what, and what was denied."""

    snapshot: Snapshot = field(repr=False)
    input_bytes: bytes = field(repr=False)
    denied: Denied


def make_own(folder: Path) -> tuple[BenchProject, Judged]:
    """The project with a bundle of its own; it is locked and judged once, so that the snapshot is in its store."""
    project, anchor, rules = folder / "own", folder / "own-anchor.yaml", folder / "rules"
    fifty_rules.write_rules(rules)
    _write_project(project, source="bundle.tar.gz")
    facade = CleanRelease(directory=project, anchor=str(anchor))
    built = _built(rules, project / "bundle.tar.gz", name=fifty_rules.BUNDLE, revision=1)
    _write(anchor, fifty_rules.anchor_file(fifty_rules.BUNDLE, tree_digest=built.bundle.tree_digest))
    facade.write_lock(facade.lock())
    report = facade.check(evaluated_at=MOMENT).report
    refuse_unless_all_decided(report)
    with facade.store(Namespace.DEMO) as store:
        document = store.get_document(digest=report.input_digest).data
    judged = Judged(snapshot=report.snapshot, input_bytes=document, denied=_denied_by(report))
    return BenchProject(folder=project, anchor=anchor), judged


def make_shipped(folder: Path, judged: Judged) -> BenchProject:
    """The project with the same rules as the shipped bundle of an installation of its own."""
    project, anchor, installed = folder / "shipped", folder / "shipped-anchor.yaml", folder / "installed"
    shutil.copytree(ROOT / "checker", installed / "checker", ignore=shutil.ignore_patterns("__pycache__"))
    carried = installed / "checker" / "_bundle"
    _write_project(project, source=f"builtin:{RELEASE_POLICY}")
    built = _built(folder / "rules", carried / ARCHIVE, name=RELEASE_POLICY, revision=REVISION)
    (carried / PIN).write_bytes(render_pin(built.bundle))
    rules = tuple(replace(rule, origin=RELEASE_POLICY) for rule in judged.snapshot.rules)
    (carried / "ledger.json").write_bytes(render_ledger(rules, tree_digest=built.bundle.tree_digest))
    _write(anchor, fifty_rules.anchor_file(RELEASE_POLICY))
    made = BenchProject(folder=project, anchor=anchor, installed=str(installed))
    output_of(product(["lock", "--project", str(project), "--anchor", str(anchor)], installed=made.installed))
    return made


def _built(rules: Path, target: Path, *, name: str, revision: int) -> BuiltBundle:
    """The archive of copied rules, which have no tests of their own: `bundle build` would refuse them."""
    built = build_bundle(LocalBundles(base=rules.parent).fetch(rules.name), name=name, revision=revision)
    target.write_bytes(built.archive)
    return built


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


def _denied_by(report: Report) -> Denied:
    return frozenset((ruling.rule.code, one.subject) for ruling in report.rulings for one in ruling.violations)


def _write_project(folder: Path, *, source: str) -> None:
    write_audits(folder)
    _write(folder / "clean-release.yaml", fifty_rules.project_file(source))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
