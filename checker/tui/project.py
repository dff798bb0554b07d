"""The services of the screens over a project folder: each one call of the facade, and what to say of its answer."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from checker.application.show_standing import Offer
from checker.bootstrap import CleanRelease
from checker.domain.release import Action
from checker.errors import CleanReleaseError

if TYPE_CHECKING:
    from checker.application.list_reports import ReportPage
    from checker.application.publish_release import PublishAsked, ReadyToPublish
    from checker.application.show_run import ShownRun
    from checker.application.show_standing import Standing
    from checker.bootstrap.compliance import Compliance
    from checker.bootstrap.records import Records
    from checker.domain.approval import Approved
    from checker.domain.manifest import Manifest
    from checker.domain.namespace import Namespace
    from checker.formats.report_v1 import StoredReport
    from checker.tui.services import Errand

PAGE = 100
"""Reports that are read at once."""


@dataclass(frozen=True, kw_only=True)
class ProjectTuiServices:
    """`TuiServices` of a project in a namespace; `candidate` is empty for the one that was registered last."""

    facade: CleanRelease
    namespace: "Namespace | None" = None
    candidate: str = ""
    actor: str = ""

    def standing(self) -> "Standing":
        """Where the release stands."""
        found = self.facade.standings(self.namespace).show(self.candidate)
        return self._for_actor(found) if self.actor else found

    def _for_actor(self, found: "Standing") -> "Standing":
        """The same, approving refused where this person's approval would be."""
        if found.candidate is None or not found.report_name or found.refusal_of(Action.APPROVE):
            return found
        try:
            self.approval(found.candidate.name, report=found.report_name)
        except CleanReleaseError as refusal:
            offers = (one for one in found.offers if one.action is not Action.APPROVE)
            return replace(found, offers=(*offers, Offer(action=Action.APPROVE, refusal=refusal)))
        return found

    def mark(self) -> tuple[int, ...]:
        """Sizes and times of the files of the store."""
        return self.facade.standings(self.namespace).mark()

    def reports(self, *, before: int) -> "ReportPage":
        """A page of reports."""
        return self._records().page(limit=PAGE, before=before)

    def report(self, digest: str) -> "StoredReport":
        """One report."""
        return self._records().show(digest)

    def manifest(self, name: str) -> "Manifest":
        """One manifest."""
        return self.facade.candidates(self.namespace).manifest(name)[0]

    def run_check(self, candidate: str, *, manifest: str, errand: "Errand") -> str:
        """Ask for a run and work at it."""
        return _told(self._compliance(errand).run(candidate, manifest=manifest, actor=self.actor))

    def go_on(self, run: str, *, answer: str, errand: "Errand") -> str:
        """Go on with a run."""
        from checker.bootstrap.compliance import WhichRun  # noqa: PLC0415 - an action pays for what it uses

        return _told(self._compliance(errand).resume(WhichRun(run=run), answer=answer, actor=self.actor))

    def build_manifest(self, candidate: str) -> str:
        """Build a manifest."""
        _, built = self.facade.candidates(self.namespace).build_manifest(candidate, actor=self.actor)
        return f"built {built.name} {built.document}"

    def approval(self, candidate: str, *, report: str) -> "Approved":
        """What approving would sign."""
        from checker.application.approve_release import ApprovalAsked  # noqa: PLC0415 - as above

        asked = ApprovalAsked(candidate=candidate, report=report)
        return self.facade.approving(self.namespace).prepare(asked, actor=self.actor)

    def approve(self, candidate: str, *, report: str) -> str:
        """Sign it."""
        from checker.application.approve_release import ApprovalAsked  # noqa: PLC0415 - as above

        asked = ApprovalAsked(candidate=candidate, report=report)
        found = self.facade.approving(self.namespace).approve(asked, actor=self.actor)
        return f"{found.name} is {found.state}"

    def publication(self, candidate: str, *, report: str, channel: str) -> "ReadyToPublish":
        """What a permit would let out."""
        asked = _asked(candidate, report, channel)
        return self.facade.permits(self.namespace).prepare(asked, actor=self.actor)

    def publish(self, candidate: str, *, report: str, channel: str, errand: "Errand") -> str:
        """Write a permit beside whoever asks, as the command line does."""
        from checker.bootstrap.output_files import permit_file_name, refuse_present, write_new  # noqa: PLC0415

        asked = _asked(candidate, report, channel)
        target = Path(permit_file_name(candidate, channel))
        refuse_present(target)
        done = self.facade.permits(self.namespace).publish(asked, actor=self.actor, progress=errand)
        if not done.permit:
            return f"the approval is void: {'; '.join(done.void_because)}"
        write_new(target, done.permit)
        return f"wrote {target}"

    def _records(self) -> "Records":
        return self.facade.records(self.facade.candidates(self.namespace).counts_in)

    def _compliance(self, errand: "Errand") -> "Compliance":
        found = self.facade.compliance(self.namespace, progress=errand)
        return replace(found, before_stage=errand.pause)


def _asked(candidate: str, report: str, channel: str) -> "PublishAsked":
    from checker.application.publish_release import PublishAsked  # noqa: PLC0415 - as above
    from checker.bootstrap.job import JobFlags, workflow_of  # noqa: PLC0415 - as above

    workflow = workflow_of(JobFlags(channel=channel), os.environ)
    return PublishAsked(candidate=candidate, report=report, channel=channel, workflow=workflow)


def _told(shown: "ShownRun") -> str:
    why = f" ({shown.run.code})" if shown.run.code else ""
    report = f", {shown.run.report.name}" if shown.run.report else ""
    return f"{shown.run.name} is {shown.run.status}{why}{report}"
