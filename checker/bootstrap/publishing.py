"""The publishing facade: what the registries will make of a publish, why they refused one, and who can cause one."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.services import ProjectServices
from checker.domain.limits import MACHINE_WRITTEN
from checker.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.application.diagnose_log import DiagnosedLog
    from checker.application.explain_publish import Explanation
    from checker.application.fresh import Freshness
    from checker.application.read_workflows import ReadWorkflow
    from checker.domain.audit import Audit
    from checker.domain.project import Project
    from checker.domain.publish_path import PublishPaths
    from checker.domain.publish_prediction import Prediction
    from checker.ports.path_distances import PathDistances
    from checker.ports.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """The predictions, and the workflow files they were made without, for these could not be read."""

    predictions: "tuple[Prediction, ...]"
    unread: "tuple[ReadWorkflow, ...]"


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """Trusted publishing of one project."""

    facade: ProjectServices

    def predict(self, *, audits: "Sequence[str]" = (), ref: str = "") -> Predicted:
        """What each registry is expected to make of a publish from this checkout.

        Args:
            audits: documents to use instead of those the project file names.
            ref: the full release ref; empty means those the project declares.

        Raises:
            UsageError: the ref is no full one.
            NotFoundError: there is no project file, or a document it names is not there.
            CleanReleaseError: a document was refused.
        """
        from checker.adapters.anchor.anchor_file import work_tree_of  # noqa: PLC0415
        from checker.adapters.workspace.checkout import Checkout  # noqa: PLC0415
        from checker.application.predict_publish import PublishQuestion, predict_publish  # noqa: PLC0415
        from checker.domain.release_refs import refuse_short_ref  # noqa: PLC0415

        if ref:
            refuse_short_ref(ref)
        folder = self.facade.folder
        project = self.facade.load().project
        checkout = Checkout(folder, tree=work_tree_of(folder))
        targets = checkout.facts().targets
        question = PublishQuestion(
            project=project,
            workflows=self._workflows(checkout),
            audits=opened_audits(self.facade, project, audits),
            freshness=present_freshness(self.facade),
            package=next((target.project for target in targets if target.registry == "pypi"), ""),
            ref=ref,
            away=checkout.away_from(ref) if ref else "",
        )
        unread = tuple(one for one in question.workflows if one.workflow is None)
        return Predicted(predictions=predict_publish(question), unread=unread)

    def paths(self, *, audits: "Sequence[str]" = ()) -> "PublishPaths":
        """Who can cause a publish, by the workflow files of this checkout and the settings in the audits.

        Args:
            audits: documents to use instead of those the project file names.

        Raises:
            NotFoundError: there is no project file, a document it names is not there, or the extra `paths`.
            CleanReleaseError: a document was refused, or there is nothing to publish with.
        """
        from checker.adapters.anchor.anchor_file import work_tree_of  # noqa: PLC0415
        from checker.adapters.workspace.checkout import Checkout  # noqa: PLC0415
        from checker.application.find_publish_paths import PathQuestion, find_publish_paths  # noqa: PLC0415

        folder = self.facade.folder
        project = self.facade.load().project
        question = PathQuestion(
            project=project,
            workflows=self._workflows(Checkout(folder, tree=work_tree_of(folder))),
            audits=opened_audits(self.facade, project, audits),
            freshness=present_freshness(self.facade),
        )
        return find_publish_paths(question, distances=_distances())

    @staticmethod
    def _workflows(checkout: "Workspace") -> "tuple[ReadWorkflow, ...]":
        from checker.application.read_workflows import read_workflows  # noqa: PLC0415

        try:
            return tuple(read_workflows(checkout.workflows()))
        except NotFoundError:
            return ()

    def explain(self, log: Path) -> "tuple[Explanation, ...]":
        """Why the publish of a log was refused, compared with the publishers of the project file, if there is one.

        Raises:
            NotFoundError: there is no such file.
            InputRefusedError: it is no log that can be read, or nothing in it says why.
        """
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415
        from checker.adapters.secrets.known_forms import KnownForms  # noqa: PLC0415
        from checker.application.explain_publish import explain_publish  # noqa: PLC0415
        from checker.formats.publish_log import read_publish_log  # noqa: PLC0415

        data = read_plain_file(log, most_bytes=MACHINE_WRITTEN.bytes)
        read = read_publish_log(data, source=str(log), secrets=KnownForms().find)
        loaded = self.facade.load_if_there()
        return explain_publish(read, loaded.project.publishers if loaded else (), source=str(log))

    def diagnose(self, log: Path) -> "DiagnosedLog":
        """Every known failure in the log of a release, with its cause and its fix.

        Raises:
            NotFoundError: there is no such file.
            InputRefusedError: it is no log that can be read, or nothing in it is known.
        """
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415
        from checker.adapters.secrets.known_forms import KnownForms  # noqa: PLC0415
        from checker.application.diagnose_log import diagnose_log  # noqa: PLC0415
        from checker.formats.log_symptoms import carried_symptoms  # noqa: PLC0415

        data = read_plain_file(log, most_bytes=MACHINE_WRITTEN.bytes)
        loaded = self.facade.load_if_there()
        publishers = loaded.project.publishers if loaded else ()
        return diagnose_log(
            data, source=str(log), symptoms=carried_symptoms(), publishers=publishers, secrets=KnownForms()
        )


def present_freshness(facade: ProjectServices) -> "Freshness":
    """How old an audit may be that is looked at now."""
    from checker.application.fresh import Freshness  # noqa: PLC0415
    from checker.domain.namespace import Purpose  # noqa: PLC0415
    from checker.domain.trust import AUDIT_MAX_AGE_HOURS  # noqa: PLC0415

    return Freshness(evaluated_at=facade.now(), max_age_hours=AUDIT_MAX_AGE_HOURS, purpose=Purpose.CHECK)


def opened_audits(
    facade: ProjectServices, project: "Project", named: "Sequence[str]", *, may_lack: bool = False
) -> "tuple[Audit, ...]":
    """The named audits, or those of the project file, opened under this user's anchor.

    With `may_lack` those that the project file names and nobody collected yet are left out: what they would show is
    unknown then, which is for the caller to say.

    Raises:
        NotFoundError: one is not there.
        CleanReleaseError: one was refused.
    """
    from checker.application.check_project import inputs_of  # noqa: PLC0415
    from checker.application.open_audit import AuditReader  # noqa: PLC0415
    from checker.domain.project import Inputs  # noqa: PLC0415

    given = facade.given(audits=named)
    listed = (name for name in project.inputs.audits if not may_lack or os.path.lexists(facade.folder / name))
    alone = replace(project, inputs=Inputs(audits=tuple(listed)))
    given = given.over(inputs_of(alone, files=facade.files, without=given))
    anchor = facade.anchor_in_force(project.namespace)
    reader = AuditReader(anchor=anchor, namespace=project.namespace, at=facade.now())
    return tuple(reader.open(one.data, source=one.name).audit for one in given.audits)


def _distances() -> "PathDistances":
    """The library that measures graphs; only this command loads it.

    Raises:
        NotFoundError: it is not installed.
    """
    try:
        from checker.adapters.path_distances.rustworkx_distances import RustworkxDistances  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise NotFoundError(
            f"this installation cannot measure graphs: {error.name} is missing",
            hint="pip install 'clean-release[paths]'",
        ) from None
    return RustworkxDistances()
