"""Ad hoc: without a project file the documents say what is judged, and nothing that a lock could hold to is claimed."""

import pytest

from checker.application.ad_hoc import ad_hoc_project, with_bundles
from checker.application.check_project import LoadedProject, loaded_project
from checker.application.read_documents import GivenDocuments
from checker.domain.lock import Lock
from checker.domain.manifest import Target
from checker.domain.namespace import Namespace
from checker.errors import InputRefusedError, UsageError
from checker.formats.lock_v1 import render_lock
from checker.ports.bundles import SHIPPED
from tests.builders import SOME_DIGEST
from tests.project_builders import PROJECT, audit_bytes, given, named


def made_of(documents: GivenDocuments, *, bundles: tuple[str, ...] = ()) -> LoadedProject:
    return ad_hoc_project(documents, bundles=bundles, namespace=Namespace.DEMO)


def test_an_audit_names_the_repository_and_the_shipped_bundle_judges() -> None:
    project = made_of(given(manifest=None, artifacts=None)).project

    assert (project.name, project.host, project.slug) == ("widget", "github.com", "example-org/widget")
    assert project.selection.bundles == (SHIPPED,)
    assert project.namespace is Namespace.DEMO


def test_a_manifest_names_project_and_targets() -> None:
    project = made_of(given(audits=())).project

    assert (project.name, project.slug) == ("widget", "example-org/widget")
    assert project.release.targets == (Target(registry="pypi", project="widget"),)


def test_a_bundle_that_is_named_judges_instead_of_the_shipped_one() -> None:
    assert made_of(given(), bundles=("mine", "yours")).project.selection.bundles == ("mine", "yours")


def test_there_is_no_lock() -> None:
    loaded = made_of(given())
    assert (loaded.lock, loaded.lock_bytes) == (None, b"")


def test_the_same_documents_make_the_same_project_and_another_bundle_another() -> None:
    assert made_of(given()) == made_of(given())
    assert made_of(given()).project.digest != made_of(given(), bundles=("mine",)).project.digest


def test_without_any_document_there_is_nothing_to_judge() -> None:
    with pytest.raises(UsageError, match="neither a project file nor a document") as refusal:
        made_of(GivenDocuments())
    assert refusal.value.hint == "run `clean-release init`, or give --audit or --manifest"


def test_a_malformed_document_is_refused_by_its_name() -> None:
    with pytest.raises(InputRefusedError, match=r"^broken\.json"):
        made_of(given(audits=(named("broken.json", audit_bytes()[:-1]),)))


def test_judging_with_other_bundles_takes_the_lock_away() -> None:
    lock = render_lock(Lock(bundles=(), snapshot=SOME_DIGEST, project_digest=SOME_DIGEST))
    lock = lock.replace(
        b'"bundles":[]',
        b'"bundles":[{"archive_sha256":"","revision":0,"source":"mine","tree_digest":"%s"}]' % SOME_DIGEST.encode(),
    )
    loaded = loaded_project(PROJECT.encode(), lock)

    changed = with_bundles(loaded, ("other",))

    assert loaded.lock is not None
    assert (changed.lock, changed.lock_bytes) == (None, b"")
    assert changed.project.selection.bundles == ("other",)
    assert changed.project_bytes == loaded.project_bytes
