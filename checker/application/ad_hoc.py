"""Ad hoc projects: what is judged when there is no project file, or when a bundle is given on the command line.

Such a run names nothing that a lock could hold to, so it never gates; it answers a question.
"""

from dataclasses import replace

from checker.application.check_project import LoadedProject
from checker.application.open_audit import AuditReader
from checker.application.read_documents import GivenDocuments
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.domain.project import Inputs, Project, ReleaseFacts, Selection
from checker.errors import UsageError
from checker.formats.canonical import canonical_bytes, canonical_digest
from checker.formats.manifest_v1 import parse_manifest
from checker.ports.bundles import SHIPPED


def with_bundles(loaded: LoadedProject, bundles: tuple[str, ...]) -> LoadedProject:
    """The project judged by other bundles than its file names; its lock does not name them and no longer counts."""
    selection = replace(loaded.project.selection, bundles=bundles)
    return replace(loaded, project=replace(loaded.project, selection=selection), lock=None, lock_bytes=b"", written=b"")


def ad_hoc_project(given: GivenDocuments, *, bundles: tuple[str, ...], namespace: Namespace) -> LoadedProject:
    """A project made up from the documents alone, judged by the shipped bundle unless others are named.

    Raises:
        UsageError: the documents name no repository.
        InputRefusedError: one is malformed.
    """
    audits = [AuditReader.peek(one.data, source=one.name) for one in given.audits]
    manifest = parse_manifest(given.manifest.data, source=given.manifest.name)[0] if given.manifest else None
    named = [(audit.host, audit.subject.slug) for audit in audits]
    if manifest:
        named.insert(0, (manifest.source.host, manifest.source.repository))
    if not named:
        raise UsageError(
            "there is neither a project file nor a document to judge",
            hint="run `clean-release init`, or give --audit or --manifest",
        )
    host, slug = named[0]
    document: dict[str, Json] = {
        "ad_hoc": True,
        "repository": f"{host}/{slug}",
        "bundles": list[Json](bundles),
        "namespace": str(namespace),
    }
    project = Project(
        name=manifest.project if manifest else slug.partition("/")[2] or slug,
        host=host,
        slug=slug,
        namespace=namespace,
        release=ReleaseFacts(targets=manifest.targets if manifest else ()),
        selection=Selection(bundles=bundles or (SHIPPED,)),
        inputs=Inputs(),
        digest=canonical_digest(document),
    )
    return LoadedProject(project=project, project_bytes=canonical_bytes(document), lock=None)
