"""Binding: documents of different repositories never make one report."""

from dataclasses import replace

import pytest

from checker.application.bind_documents import Documents, bind_documents
from checker.domain.audit import Audit, AuditKind, AuditSubject
from checker.domain.digest import digest_of
from checker.domain.manifest import ImportedArtifacts, Source
from checker.domain.namespace import Namespace
from checker.domain.report import JudgedSource
from checker.domain.trust import Anchor
from checker.errors import TrustError
from tests.builders import a_manifest, an_anchor, an_audit


def bound(
    *audits: Audit,
    documents: Documents | None = None,
    slug: str = "octo/widget",
    namespace: Namespace = Namespace.REAL,
    anchor: Anchor | None = None,
    project: str = "",
) -> JudgedSource:
    return bind_documents(
        documents or Documents(audits=audits),
        host="github.com" if slug else "",
        slug=slug,
        namespace=namespace,
        anchor=anchor,
        project=project,
    )


def subject(**changes: object) -> AuditSubject:
    return replace(an_audit().subject, **changes)  # type: ignore[arg-type]


def test_documents_that_agree_are_bound_by_the_anchors_id() -> None:
    source = bound(documents=Documents(manifest=a_manifest(), audits=(an_audit(),)), anchor=an_anchor())
    assert source == JudgedSource(
        host="github.com",
        slug="octo/widget",
        repository_id=7,
        owner_id=3,
        commit="a" * 40,
        ref="refs/tags/v1.2.3",
        bound_by="id",
    )


def test_without_an_anchor_nothing_is_bound() -> None:
    assert bound(an_audit()).bound_by == "nothing"


def test_an_anchor_of_another_repository_binds_nothing() -> None:
    anchor = an_anchor(repositories=())
    assert bound(an_audit(), anchor=anchor).bound_by == "nothing"


def test_an_audit_without_ids_is_bound_by_name_in_demo_only() -> None:
    nameless = an_audit(subject=subject(repository_id=0, owner_id=0))
    assert bound(nameless, namespace=Namespace.DEMO, anchor=an_anchor()).bound_by == "slug"
    assert bound(nameless, namespace=Namespace.REAL, anchor=an_anchor()).bound_by == "nothing"


def test_an_id_without_its_owner_binds_nothing_in_real() -> None:
    audit = an_audit(subject=AuditSubject(slug="octo/widget", repository_id=7))
    assert bound(audit, anchor=an_anchor()).bound_by == "nothing"


def test_the_manifest_of_another_project_is_refused() -> None:
    with pytest.raises(TrustError, match="the manifest is of widget, the project file is of gadget"):
        bound(documents=Documents(manifest=a_manifest()), project="gadget")


def test_names_do_not_distinguish_case() -> None:
    assert bound(an_audit(), slug="Octo/Widget", anchor=an_anchor()).bound_by == "id"


def test_without_a_project_the_documents_name_the_repository() -> None:
    assert bound(an_audit(), slug="").slug == "octo/widget"


def test_without_any_claim_there_is_no_repository() -> None:
    assert bound(an_audit(AuditKind.REGISTRY), slug="") == JudgedSource(host="", slug="")


def test_a_baseline_is_that_of_the_same_repository_whatever_it_was_called_then() -> None:
    renamed = an_audit(subject=subject(slug="octo/gadget"))
    assert bound(documents=Documents(audits=(an_audit(),), baseline=renamed)).slug == "octo/widget"
    other = an_audit(subject=subject(repository_id=99))
    with pytest.raises(TrustError, match="the baseline is of"):
        bound(documents=Documents(audits=(an_audit(),), baseline=other))
    history = an_audit(AuditKind.HISTORY)
    assert bound(documents=Documents(audits=(history,), baseline=renamed)).slug == "octo/widget"


def test_a_foreign_audit_is_refused() -> None:
    with pytest.raises(TrustError, match=r"the project file speaks of github.com/octo/widget, the repository audit of"):
        bound(an_audit(subject=subject(slug="octo/other")))


def test_an_audit_from_another_host_is_refused() -> None:
    with pytest.raises(TrustError):
        bound(an_audit(host="github.example"))


def test_a_foreign_manifest_is_refused() -> None:
    source = Source(host="github.com", repository="octo/other", commit="a" * 40, ref="refs/tags/v1")
    with pytest.raises(TrustError, match=r"the manifest of github\.com/octo/other"):
        bound(documents=Documents(manifest=a_manifest(source=source)))


def test_a_registry_audit_may_speak_of_the_package() -> None:
    registry = an_audit(AuditKind.REGISTRY, subject=subject(slug="widget"))
    assert bound(an_audit(), registry).slug == "octo/widget"


def test_an_audit_at_another_commit_is_refused() -> None:
    elsewhere = an_audit(subject=subject(commit="b" * 40))
    with pytest.raises(TrustError, match="was read at commit b"):
        bound(documents=Documents(manifest=a_manifest(), audits=(elsewhere,)))


def test_the_commit_of_an_audit_counts_without_a_manifest() -> None:
    assert bound(an_audit(subject=subject(commit="b" * 40))).commit == "b" * 40


def test_audits_with_two_ids_are_refused() -> None:
    other = an_audit(AuditKind.HISTORY, subject=subject(repository_id=8))
    with pytest.raises(TrustError, match="two repository ids, 7 and 8"):
        bound(an_audit(), other)


@pytest.mark.parametrize(("field", "what"), [("repository_id", "repository"), ("owner_id", "owner")])
def test_a_name_that_was_registered_again_is_refused(field: str, what: str) -> None:
    with pytest.raises(TrustError, match=f"has {what} id 99"):
        bound(an_audit(subject=subject(**{field: 99})), anchor=an_anchor())


def test_artifacts_of_another_release_are_refused() -> None:
    artifacts = ImportedArtifacts(project="widget", version="9.9.9", artifacts=(), digest=digest_of(b"x"))
    with pytest.raises(TrustError, match=r"of widget 9\.9\.9"):
        bound(documents=Documents(manifest=a_manifest(), artifacts=artifacts))


def test_artifacts_of_this_release_are_fine() -> None:
    artifacts = ImportedArtifacts(project="widget", version="1.2.3", artifacts=(), digest=digest_of(b"x"))
    assert bound(documents=Documents(manifest=a_manifest(), artifacts=artifacts)).slug == "octo/widget"
