"""The facade of release records: what happened on the way to a release, and what comes next."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.application.open_record import START, OpenedRecord, Writing, open_record
from checker.bootstrap.services import ProjectServices
from checker.domain.limits import HAND_WRITTEN, MACHINE_WRITTEN
from checker.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from checker.application.audit_workspace import ReleaseContext
    from checker.application.end_step import EndedStep
    from checker.application.plan_release import ReleasePlan
    from checker.domain.project import Project
    from checker.domain.release_order import Present
    from checker.domain.release_record import BlockerClosed, BlockerFiled, ReleaseRecord
    from checker.output.release_report import ReleaseReport
    from checker.ports.store import Store


@dataclass(frozen=True, kw_only=True)
class Releasing:
    """The record of one release of a project; `target` is its tag, empty for the one that was started last.

    Every method raises NotFoundError where there is no project file or no such release, InputRefusedError where the
    checkout cannot be read, and StoreError where the store is not safe.
    """

    facade: ProjectServices
    target: str = ""

    def start(self, context: "ReleaseContext", *, because: str = "") -> OpenedRecord:
        """Begin the record of a release.

        Raises:
            UsageError: a part of the context is missing or can be none.
            ConflictError: it was begun before.
        """
        from checker.application.start_release import start_release  # noqa: PLC0415 - a command pays for what it uses

        project, commit = self._project(), self.present().commit
        with self.facade.store(project.namespace) as store:
            by = self._writing(store, project, commit)
            return start_release(context, by=by, because=because)

    def step(self, said: "EndedStep") -> OpenedRecord:
        """Record how a step ended.

        Raises:
            UsageError: there is no such step, or no such outcome of it.
            OrderError: its turn has not come.
        """
        from checker.application.end_step import end_step  # noqa: PLC0415 - as above

        present = self.present()
        with self.writing(present) as (opened, by):
            return end_step(opened, said, present=present, by=by)

    def refuse_out_of_order(self, step: str) -> None:
        """Refuse a step whose turn has not come; nothing is recorded.

        Raises:
            UsageError: there is no such step.
            OrderError: says what comes first.
        """
        from checker.application.end_step import named_step, refuse_out_of_order  # noqa: PLC0415 - as above

        with self.reading() as opened:
            refuse_out_of_order(opened, named_step(step), present=self.present())

    def add(self, document: Path) -> OpenedRecord:
        """Add a document that proves something of this commit.

        Raises:
            InputRefusedError: it is none, or about another commit.
        """
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415 - as above
        from checker.application.add_evidence import add_evidence  # noqa: PLC0415 - as above

        data = read_plain_file(document, most_bytes=HAND_WRITTEN.bytes)
        with self.writing(self.present()) as (opened, by):
            return add_evidence(opened, data, source=str(document), by=by)

    def file(self, blocker: "BlockerFiled", *, log: Path | None = None) -> OpenedRecord:
        """File a blocker; with a log and no class, one for each known failure in it.

        Raises:
            UsageError: there is neither a class nor a log.
            InputRefusedError: the log shows no known failure, or cannot be read.
            ConflictError: all of them are open already.
        """
        from checker.application.file_blockers import file_blockers  # noqa: PLC0415 - as above

        blockers = self._blockers(blocker, log)
        with self.writing(self.present()) as (opened, by):
            return file_blockers(opened, blockers, by=by)

    def _blockers(self, blocker: "BlockerFiled", log: Path | None) -> "tuple[BlockerFiled, ...]":
        from dataclasses import replace  # noqa: PLC0415 - as above

        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415 - as above
        from checker.application.file_blockers import blockers_of  # noqa: PLC0415 - as above
        from checker.bootstrap.publishing import Publishing  # noqa: PLC0415 - as above
        from checker.domain.digest import digest_of  # noqa: PLC0415 - as above

        if log is not None:
            data = read_plain_file(log, most_bytes=MACHINE_WRITTEN.bytes)
            blocker = replace(blocker, log=digest_of(data))
            if not blocker.name:
                return blockers_of(Publishing(facade=self.facade).diagnose(log), like=blocker)
        if not (blocker.name and blocker.title):
            raise UsageError(
                "nothing says what stands in the way", hint="give --class and --title, or --log with a known failure"
            )
        return (blocker,)

    def close(self, closed: "BlockerClosed") -> OpenedRecord:
        """Close a blocker.

        Raises:
            UsageError: no reason was given.
            NotFoundError: no such blocker is open.
        """
        from checker.application.file_blockers import close_blocker  # noqa: PLC0415 - as above

        with self.writing(self.present()) as (opened, by):
            return close_blocker(opened, closed, by=by)

    def record(self) -> "ReleaseRecord":
        """The record as it may be shown."""
        with self.reading() as opened:
            return self._shown(opened.record)

    def record_if_there(self) -> "ReleaseRecord":
        """The record, or one without entries where none was begun."""
        from checker.application.open_record import peek_record  # noqa: PLC0415 - as above
        from checker.domain.release_record import ReleaseRecord  # noqa: PLC0415 - as above

        project = self._project()
        if not self._has_store(project):
            return ReleaseRecord(release=self.target)
        with self.facade.store(project.namespace, create=False) as store:
            return self._shown(peek_record(store, project=project, release=self.target).record)

    @staticmethod
    def _shown(record: "ReleaseRecord") -> "ReleaseRecord":
        from checker.adapters.secrets.known_forms import KnownForms  # noqa: PLC0415 - as above
        from checker.application.mask_content import mask_record  # noqa: PLC0415 - as above

        return mask_record(record, KnownForms())

    def report(self, audits: Sequence[str] = ()) -> "ReleaseReport":
        """The evidence report, with the named audits or those of the project file.

        Raises:
            CleanReleaseError: an audit was refused.
        """
        from checker.application.judge_acceptance import Acceptance, judge_acceptance  # noqa: PLC0415 - as above
        from checker.application.plan_release import next_in_words  # noqa: PLC0415 - as above
        from checker.bootstrap.publishing import opened_audits, present_freshness  # noqa: PLC0415 - as above
        from checker.output.release_report import ReleaseReport  # noqa: PLC0415 - as above

        project, present, record = self._project(), self.present(), self.record()
        asked = Acceptance(
            record=record,
            present=present,
            targets=project.release.targets,
            publishers=project.attesting,
            audits=opened_audits(self.facade, project, audits, may_lack=True),
            freshness=present_freshness(self.facade),
        )
        return ReleaseReport(
            record=record,
            present=present,
            requirements=judge_acceptance(asked),
            at=asked.freshness.evaluated_at,
            next_step=next_in_words(record, present),
        )

    def plan(self) -> "ReleasePlan":
        """What each step waits for: nothing is recorded, pushed or published, and nobody is asked."""
        from checker.adapters.anchor.anchor_file import work_tree_of  # noqa: PLC0415 - as above
        from checker.adapters.workspace.checkout import Checkout  # noqa: PLC0415 - as above
        from checker.application.plan_release import plan_release  # noqa: PLC0415 - as above

        found = Checkout(self.facade.folder, tree=work_tree_of(self.facade.folder)).release()
        return plan_release(self.record(), present=self.present(), artifacts=found.artifacts, notes=found.notes)

    # -- what is checked out, and the record ----------------------------------------------------------------------

    def present(self) -> "Present":
        """The commit that is checked out, the digest of its workflow files, and whether the files are the commit's.

        Raises:
            NotFoundError: there is no project file; whoever has none is not helped by hearing of git.
            InputRefusedError: there is no checkout, or a workflow file cannot be read.
        """
        from checker.adapters.anchor.anchor_file import work_tree_of  # noqa: PLC0415 - as above
        from checker.adapters.workspace.checkout import Checkout  # noqa: PLC0415 - as above
        from checker.adapters.workspace.checkout_git import checkout_git  # noqa: PLC0415 - as above
        from checker.application.read_present import read_present  # noqa: PLC0415 - as above

        self._project()
        tree = work_tree_of(self.facade.folder)
        with checkout_git(tree, environment=os.environ) as git:
            return read_present(git, workspace=Checkout(self.facade.folder, tree=tree))

    @contextmanager
    def reading(self) -> "Iterator[OpenedRecord]":
        """The record, for looking at it."""
        project = self._project()
        self._refuse_without_store(project)
        with self.facade.store(project.namespace, create=False) as store:
            yield open_record(store, project=project, release=self.target)

    @contextmanager
    def writing(self, present: "Present") -> "Iterator[tuple[OpenedRecord, Writing]]":
        """The record, and with what it is added to."""
        project = self._project()
        self._refuse_without_store(project)
        with self.facade.store(project.namespace, create=False) as store:
            by = self._writing(store, project, present.commit)
            yield open_record(store, project=project, release=self.target), by

    def _writing(self, store: "Store", project: "Project", commit: str) -> Writing:
        from checker.adapters.secrets.known_forms import KnownForms  # noqa: PLC0415 - as above

        return Writing(store=store, project=project, at=self.facade.now(), commit=commit, secrets=KnownForms())

    def _has_store(self, project: "Project") -> bool:
        from checker.adapters.store.place import store_path  # noqa: PLC0415 - as above

        return os.path.lexists(store_path(self.facade.folder, project.namespace))

    def _refuse_without_store(self, project: "Project") -> None:
        if not self._has_store(project):
            raise NotFoundError("no release was started in this folder", hint=START)

    def _project(self) -> "Project":
        return self.facade.load().project
