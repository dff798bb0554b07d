"""With what a candidate is judged: the services of a run, and of judging once more before a publish."""

from typing import TYPE_CHECKING

from checker.bootstrap.services import INPUT_SCHEMA, TOOL, ProjectServices

if TYPE_CHECKING:
    from checker.application.read_documents import NamedBytes
    from checker.application.run_stages import RunServices
    from checker.domain.manifest import Manifest
    from checker.ports.progress import Progress
    from checker.ports.store import Store


def run_services(facade: ProjectServices, store: "Store", *, progress: "Progress") -> "RunServices":
    """The same for both, so that what was approved is judged again by nothing else."""
    from checker.application.run_stages import RunServices  # noqa: PLC0415 - a command pays for what it uses
    from checker.formats.published import document_schema  # noqa: PLC0415 - as above

    return RunServices(
        policies=facade.services(store),
        schema=document_schema(INPUT_SCHEMA),
        files=facade.files,
        anchor=lambda: facade.trusted_anchor(store.namespace),
        collect=lambda manifest: _collect(facade, manifest, progress=progress),
        now=facade.now,
        tool=TOOL,
    )


def _collect(facade: ProjectServices, manifest: "Manifest", *, progress: "Progress") -> "tuple[NamedBytes, ...]":
    """The audits of a manifest's source as its provider answers now, its files at the manifest's commit.

    Who wrote and who pushed it is read in any case: whoever approves is held apart from them.

    Raises:
        ProviderError: there is no credential, or the repository could not be read.
    """
    from checker.application.read_documents import NamedBytes  # noqa: PLC0415 - as above
    from checker.bootstrap.collecting import Collecting, Collection  # noqa: PLC0415 - as above

    how = Collection(host=manifest.source.host, ref=manifest.source.commit, also=("reviews",))
    found = Collecting(facade=facade, progress=progress, how=how).repository(manifest.source.repository)
    for failure in found.failures:
        progress.say(f"warning: {failure}")
    return tuple(NamedBytes(name=one.name, data=one.data, collected_here=True) for one in found.audits)
