"""The facade of resuming: the checkout, the remote, its runs and the record are all looked at again."""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker import __version__
from checker.bootstrap.releasing import Releasing
from checker.errors import CleanReleaseError, NotFoundError

if TYPE_CHECKING:
    from checker.application.resume_release import Resumption
    from checker.domain.json_value import Json
    from checker.ports.progress import Progress


@dataclass(frozen=True, kw_only=True)
class Resuming:
    """Resuming one release; raises as `Releasing` does."""

    releasing: Releasing

    def resume(self, *, workflow: str, offline: bool, progress: "Progress") -> "Resumption":
        """Look at everything, and record what was seen.

        Args:
            workflow: the file of the release workflow; empty means the one of the declared publishers.
            offline: whether the provider is not asked.
            progress: is told of every request.
        """
        from checker.adapters.anchor.anchor_file import work_tree_of  # noqa: PLC0415 - a command pays for what it uses
        from checker.adapters.workspace.checkout_git import checkout_git  # noqa: PLC0415 - as above
        from checker.application.resume_release import local_facts, remote_facts, resume_release  # noqa: PLC0415

        record, present = self.releasing.record(), self.releasing.present()
        with checkout_git(work_tree_of(self.releasing.facade.folder), environment=os.environ) as git:
            local = local_facts(record, git, present=present)
        remote = remote_facts(record, _not_asked() if offline else self._sections(workflow, progress))
        with self.releasing.writing(present) as (opened, by):
            return resume_release(opened, (*local, *remote), present=present, by=by)

    def _sections(self, workflow: str, progress: "Progress") -> "dict[str, Json] | CleanReleaseError":
        """The sections `tags` and `release_runs` as the provider answers now, or why it did not."""
        from checker.application.audit_repository import AskedRepository, audit_repository  # noqa: PLC0415 - as above
        from checker.bootstrap.collecting import Collecting, Collection  # noqa: PLC0415 - as above
        from checker.formats.audit_v1 import audit_of  # noqa: PLC0415 - as above
        from checker.formats.github.wanted import wanted_of  # noqa: PLC0415 - as above

        project = self.releasing.facade.load().project
        name = workflow or next((one.workflow for one in project.publishers), "")
        wanted = wanted_of(["repository.tags", "history.release_runs"], workflow=name)
        how = Collection(host=project.host, workflow=name, keep=False)
        try:
            with Collecting(facade=self.releasing.facade, how=how, progress=progress).provider() as provider:
                asked = AskedRepository(slug=project.slug, wanted=wanted, profile=how.profile)
                found = audit_repository(asked, provider=provider, progress=progress, version=__version__)
        except CleanReleaseError as error:
            return error
        sections: dict[str, Json] = {}
        for file in found.audits:
            sections |= audit_of(file.document, source=file.name).sections
        return sections


def _not_asked() -> CleanReleaseError:
    return NotFoundError("nobody was asked (--offline)")
