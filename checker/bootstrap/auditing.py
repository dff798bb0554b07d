"""The auditing facade: import what was captured, sign it, and read what lies in the checkout."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker import __version__
from checker.bootstrap.services import ProjectServices
from checker.domain.limits import MACHINE_WRITTEN
from checker.errors import CleanReleaseError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.adapters.workspace.openpgp import OpenPGPKeys
    from checker.application.audit_files import AuditFile
    from checker.application.audit_workspace import ReleaseContext
    from checker.application.collect_workflows import CollectedWorkflows
    from checker.application.import_audit import ImportedAudits
    from checker.application.observe_record import KeptRecord
    from checker.application.read_workflows import ReadWorkflow
    from checker.domain.project import Project
    from checker.domain.trust import KeyRole
    from checker.ports.workspace import WorkflowFile


@dataclass(frozen=True, kw_only=True)
class Auditing:
    """Audits of a repository."""

    facade: ProjectServices

    def import_(self, source: Path, *, repository: str = "") -> "ImportedAudits":
        """The audits that captured files come to; nothing is written.

        Raises:
            NotFoundError: nothing is there.
            InputRefusedError: nothing was understood, or what was contradicts itself.
        """
        from checker.adapters.capture.folder import read_capture  # noqa: PLC0415
        from checker.application.import_audit import import_audits  # noqa: PLC0415
        from checker.bootstrap.scanning import workflow_scanner  # noqa: PLC0415

        files = read_capture(source)
        return import_audits(files, version=__version__, repository=repository, scanner=workflow_scanner())

    def write(self, audits: "Sequence[AuditFile]", folder: Path) -> tuple[Path, ...]:
        """Write each audit whole into a folder, which is made if it is not there; returns those that were written.

        An audit that is there is replaced, but one of a checkout not by what a provider holds of its files.
        """
        from checker.adapters.project_files import make_folder  # noqa: PLC0415
        from checker.bootstrap.written_audits import write_audit  # noqa: PLC0415

        make_folder(folder)
        paths = [(folder / audit.name, audit.data) for audit in audits]
        return tuple(path for path, data in paths if write_audit(path, data))

    def sign(self, source: Path, target: Path, *, key: str) -> "KeyRole":
        """Sign an audit or a piece of evidence with one of this user's keys; returns the role it must have.

        Raises:
            NotFoundError: there is no such file, or no such key.
            InputRefusedError: it is neither.
        """
        from checker.adapters.project_files import read_plain_file, replace_file  # noqa: PLC0415
        from checker.application.sign_audit import sign_audit  # noqa: PLC0415
        from checker.application.sign_evidence import is_audit, sign_evidence  # noqa: PLC0415
        from checker.bootstrap.bundling import Bundling  # noqa: PLC0415
        from checker.domain.trust import KeyRole  # noqa: PLC0415

        data = read_plain_file(source, most_bytes=MACHINE_WRITTEN.bytes)
        signer = Bundling(facade=self.facade).keys.signer(key)
        sign, role = (sign_audit, KeyRole.AUDITOR) if is_audit(data) else (sign_evidence, KeyRole.BUILDER)
        replace_file(target, sign(data, source=str(source), signer=signer))
        return role

    def workspace(self, context: "ReleaseContext") -> "AuditFile":
        """The audit of the checkout the project's folder lies in; nothing of it is run, and nothing is written.

        Raises:
            UsageError: a tag that can be none, or a mode that is none.
            NotFoundError: there is no project file.
            InputRefusedError: there is no repository of git, none that can be read, or it has no commit.
        """
        from checker.adapters.anchor.anchor_file import work_tree_of  # noqa: PLC0415
        from checker.adapters.workspace.checkout_git import checkout_git  # noqa: PLC0415
        from checker.application.audit_workspace import WorkspaceQuestion, audit_workspace  # noqa: PLC0415

        question = WorkspaceQuestion(
            project=self.facade.load().project,
            context=context,
            at=self.facade.now(),
            version=__version__,
            workflows=self._collected_workflows(),
            record=self._kept_record(context.target),
        )
        with checkout_git(
            work_tree_of(self.facade.folder), environment=os.environ, keys=self._openpgp_keys(question.project)
        ) as git:
            return audit_workspace(question, git=git, files=self.facade.files)

    def _openpgp_keys(self, project: "Project") -> "OpenPGPKeys":
        """The certificates of the anchor, now; a signature of OpenPGP does not carry its own."""
        from checker.adapters.workspace.openpgp import OpenPGPKeys  # noqa: PLC0415
        from checker.domain.moment import parse_moment  # noqa: PLC0415

        trusted = self.facade.trusted_anchor(project.namespace)
        return OpenPGPKeys(
            signers=trusted.anchor.release_signers if trusted else (), at=parse_moment(self.facade.now())
        )

    def workflows(self, paths: "Sequence[Path]" = ()) -> "Iterator[ReadWorkflow]":
        """Each workflow file of these files and folders, or of the checkout the project's folder lies in.

        Raises:
            NotFoundError: there is no such file or folder; likewise no folder of workflows in the checkout.
            InputRefusedError: it cannot be read.
        """
        from checker.application.read_workflows import read_workflows  # noqa: PLC0415

        return read_workflows(self._workflow_files(paths))

    def _kept_record(self, target: str) -> "KeptRecord | CleanReleaseError":
        """The record of the release beside the checkout, which is empty where there is none."""
        from checker.application.observe_record import KeptRecord  # noqa: PLC0415
        from checker.bootstrap.releasing import Releasing  # noqa: PLC0415

        releasing = Releasing(facade=self.facade, target=target)
        try:
            return KeptRecord(record=releasing.record_if_there(), present=releasing.present())
        except CleanReleaseError as error:
            return error

    def _collected_workflows(self) -> "AuditFile | NotFoundError":
        try:
            return self.collect_workflows().audit
        except NotFoundError as error:
            return error

    def collect_workflows(self) -> "CollectedWorkflows":
        """The workflow files of the checkout as an audit; nothing is written.

        Raises:
            NotFoundError: there is no folder of workflows, or git names no repository.
            InputRefusedError: the folder cannot be read.
        """
        from checker.adapters.anchor.anchor_file import work_tree_of  # noqa: PLC0415
        from checker.adapters.workspace.checkout import Checkout  # noqa: PLC0415
        from checker.application.collect_workflows import CheckedOut, collect_workflows  # noqa: PLC0415
        from checker.bootstrap.scanning import workflow_scanner  # noqa: PLC0415
        from checker.domain.moment import format_moment  # noqa: PLC0415

        folder = self.facade.folder
        checkout = Checkout(folder, tree=work_tree_of(folder))
        facts = checkout.facts()
        if not facts.slug:
            raise NotFoundError(
                "no git remote called origin names the repository", hint="add it: git remote add origin"
            )
        asked = CheckedOut(
            host=facts.host, slug=facts.slug, committed=checkout.committed(), files=tuple(checkout.workflows())
        )
        now = format_moment(self.facade.clock.now())
        return collect_workflows(asked, scanner=workflow_scanner(), now=now, version=__version__)

    def _workflow_files(self, paths: "Sequence[Path]") -> "Iterator[WorkflowFile]":
        from checker.adapters.anchor.anchor_file import work_tree_of  # noqa: PLC0415
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415
        from checker.adapters.workspace.checkout import Checkout  # noqa: PLC0415
        from checker.adapters.workspace.workflow_files import workflow_files  # noqa: PLC0415
        from checker.domain.limits import HAND_WRITTEN  # noqa: PLC0415
        from checker.ports.workspace import WorkflowFile  # noqa: PLC0415

        for path in paths:
            if path.is_dir():
                yield from workflow_files(path, shown=str(path))
            else:
                yield WorkflowFile(path=str(path), data=read_plain_file(path, most_bytes=HAND_WRITTEN.bytes))
        if not paths:
            folder = self.facade.folder
            yield from Checkout(folder, tree=work_tree_of(folder)).workflows()
