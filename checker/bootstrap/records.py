"""The records facade: reports that were made, whether they still hold, and what would mend what they found."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.bootstrap.services import TOOL, ProjectServices
from checker.domain.namespace import Namespace
from checker.errors import NotFoundError
from checker.formats.report_v1 import StoredReport, read_report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from checker.application.find_impact import ReportImpact
    from checker.application.list_fixes import NeededFix
    from checker.application.list_reports import ReportPage
    from checker.application.replay_report import Replay
    from checker.application.verify_report import ReportFinding
    from checker.domain.closure import Closure
    from checker.domain.digest import Digest
    from checker.domain.snapshot import Snapshot
    from checker.domain.trust import Anchor
    from checker.ports.store import ReportRecord

MOST_JUDGED = 200
"""Reports that are judged again where none is named, the newest first."""


@dataclass(frozen=True, kw_only=True)
class Records:
    """Reports of one project in one namespace.

    Names are digests, or at least eight of their hex digits, or `latest`.
    """

    facade: ProjectServices
    namespace: Namespace

    def page(self, *, limit: int, before: int = 0) -> "ReportPage":
        """Reports, newest first, at most `limit`, those recorded before entry `before` of the trail."""
        from checker.application.list_reports import list_reports  # noqa: PLC0415

        with self.facade.store(self.namespace, create=False) as store:
            return list_reports(store, limit=limit, before=before)

    def show(self, name: str) -> StoredReport:
        """One report, hashed again on reading.

        Raises:
            NotFoundError: there is no such report, or no store.
            StoreError: the store does not hold what it recorded.
        """
        return read_report(self.record(name).data, source=name)

    def record(self, name: str) -> "ReportRecord":
        """One report as the trail recorded it; raises as `show`."""
        from checker.application.find_report import find_report  # noqa: PLC0415

        with self.facade.store(self.namespace, create=False) as store:
            return find_report(name, store=store)

    def closure(self, name: str) -> "Closure":
        """What is inside the documents that a report rests on, as far as they are kept; raises as `show`."""
        from checker.application.trace_closure import trace_closure  # noqa: PLC0415

        report = self.show(name)
        with self.facade.store(self.namespace, create=False) as store:
            return trace_closure(report, store=store)

    def verify(self, name: str) -> "ReportFinding":
        """Everything of a report that what is stored beside it does not prove."""
        from checker.application.verify_report import verify_stored_report  # noqa: PLC0415

        named = self.record(name).digest
        with self.facade.store(self.namespace, create=False) as store:
            services = self.facade.services(store)
            return verify_stored_report(name=named, services=services, tool=TOOL, own=self._own_anchor())

    def vouched(self, name: str, *, demo: bool, summary: "Path | None" = None) -> str:
        """Make sure that a report counts by anchor and clock of whoever asks, before a file is let through on it.

        `demo` is whether they named the namespace of demonstrations themselves; `summary` is the file of a summary.
        Returns the name of the key that signed it, empty without a summary.

        Raises:
            TrustError: it was made under another anchor, counts elsewhere, is too old for what nobody signed, or the
                summary does not vouch for it.
            NotFoundError, InputRefusedError: there is no such summary, or it is none.
        """
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415
        from checker.application.hold_to_anchor import (  # noqa: PLC0415
            refuse_demo,
            refuse_moment,
            refuse_other_anchor,
        )
        from checker.application.hold_to_summary import refuse_other_summary  # noqa: PLC0415
        from checker.domain.limits import SIGNED_DOCUMENT  # noqa: PLC0415

        report, now = self.show(name), self.facade.now()
        own = refuse_other_anchor(report.view, own=self._own_anchor())
        refuse_demo(report.view, named=demo)
        signer = ""
        if summary:
            envelope = read_plain_file(summary, most_bytes=SIGNED_DOCUMENT.bytes)
            with self.facade.store(self.namespace, create=False) as store:
                signer = refuse_other_summary(envelope, report=report, own=own, now=now, store=store)
        refuse_moment(report.view, own=own, now=now, is_signed=bool(signer))
        return signer

    def unmatched(self, name: str, files: "Sequence[Path]") -> tuple[str, ...]:
        """Why these files are not those that a report judged; nothing when each is.

        Raises:
            NotFoundError: a file cannot be read, or is no plain one; or there is no such report or manifest.
        """
        from checker.adapters.workspace.built_files import artifact_at  # noqa: PLC0415
        from checker.application.match_artifacts import match_artifacts  # noqa: PLC0415

        found = []
        for path in files:
            artifact = artifact_at(path, "other")
            if artifact is None:
                raise NotFoundError(
                    f"{path} is no plain file that can be read", hint="name the file itself, not a link"
                )
            found.append(artifact)
        report = self.show(name)
        with self.facade.store(self.namespace, create=False) as store:
            return match_artifacts(found, report=report, store=store)

    def replay(self, name: str) -> "Replay":
        """The report built again from stored documents alone, and compared."""
        from checker.application.replay_report import replay_report  # noqa: PLC0415

        named = self.record(name).digest
        with self.facade.store(self.namespace, create=False) as store:
            services = self.facade.services(store)
            return replay_report(name=named, services=services, tool=TOOL, own=self._own_anchor())

    def _own_anchor(self) -> "Anchor | None":
        """The anchor of whoever asks, never the one that lies beside a report."""
        return self.facade.anchor_in_force(self.namespace)

    def impact(self, names: "Sequence[str]", *, bundle: str) -> "tuple[ReportImpact, ...]":
        """What another bundle would have made of reports, flipped verdicts first; no name means every report.

        Raises:
            NotFoundError: there is no such report or bundle, or no report at all.
            BundleRefusedError, SelectionError: the bundle cannot judge them.
        """
        from checker.application.find_impact import find_impact  # noqa: PLC0415
        from checker.bootstrap.policy_sources import PolicySources  # noqa: PLC0415

        with self.facade.store(self.namespace, create=False) as store:
            named = [str(self.record(name).digest) for name in names]
            named = named or [str(one.digest) for one in store.list_reports(limit=MOST_JUDGED)]
            if not named:
                raise NotFoundError("there is no report to judge again", hint="clean-release check makes one")
            (opened,) = PolicySources(facade=self.facade).opened(bundle)
            return find_impact(named, bundle=opened.bundle, services=self.facade.services(store))

    def fixes(self, name: str) -> "tuple[NeededFix, ...]":
        """The smallest set of repairs for a report's violations."""
        from checker.application.list_fixes import list_fixes  # noqa: PLC0415

        return list_fixes(self.show(name).view)

    def snapshots(self, *, limit: int) -> "tuple[Digest, ...]":
        """The digests of the snapshots kept here, newest first."""
        with self.facade.store(self.namespace, create=False) as store:
            return store.list_snapshots(limit=limit)

    def snapshot(self, name: str) -> "Snapshot":
        """One snapshot, every digest in it computed again.

        Raises:
            NotFoundError: none has this name, or more than one.
            TrustError: the store holds something else under this digest.
        """
        from checker.application.compare_snapshots import find_snapshot  # noqa: PLC0415

        with self.facade.store(self.namespace, create=False) as store:
            return find_snapshot(name, store=store)
