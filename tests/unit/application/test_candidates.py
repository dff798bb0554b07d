"""Candidates: registered once, files named, manifests built; each step adds an event and changes none."""

from dataclasses import replace

import pytest

from checker.application.build_manifest import build_manifest, keep_manifest
from checker.application.import_artifacts import import_artifacts
from checker.application.open_lifecycle import OpenedLifecycle, add_event, open_lifecycle
from checker.application.register_candidate import register_candidate
from checker.domain.candidate import ArtifactsImported, ManifestBuilt
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.release import State
from checker.errors import (
    CleanReleaseError,
    ConflictError,
    InputRefusedError,
    NotFoundError,
    OrderError,
    StoreError,
    UsageError,
)
from checker.formats.manifest_v1 import parse_manifest
from checker.ports.checkout_git import NamedRef
from checker.ports.store import Document
from tests.candidate_builders import (
    ASKED,
    BRANCHED,
    NAME,
    TARGETS,
    ToldRefs,
    acting,
    artifacts,
    built,
    prepared,
    registered,
)
from tests.release_builders import COMMIT, a_project


def test_a_candidate_goes_from_draft_to_its_manifest_and_nothing_happens_by_itself() -> None:
    by = acting()
    assert registered(by).candidate(NAME).state is State.DRAFT

    by = acting()
    assert prepared(by).candidate(NAME).state is State.PREPARED
    assert open_lifecycle(by.store, project=by.project).manifests == ()
    opened = build_manifest(open_lifecycle(by.store, project=by.project), NAME, by=by)
    assert opened.candidate(NAME).state is State.MANIFEST_BUILT


def test_a_manifest_says_what_was_registered_and_imported() -> None:
    by = acting()
    opened = built(by)
    _, one = opened.manifest("man-001")
    manifest, _ = parse_manifest(by.store.get_document(digest=one.document).data, source="it")

    assert (manifest.version, manifest.source.commit, manifest.source.ref) == ("1.2.0", COMMIT, "refs/tags/v1.2.0-rc1")
    assert [item.name for item in manifest.artifacts] == ["widget-1.2.0-py3-none-any.whl"]
    assert [target.registry for target in manifest.targets] == ["pypi"]
    assert manifest.digest == one.document


def test_each_build_is_a_new_manifest_and_the_number_counts_over_all_candidates() -> None:
    by = acting()
    opened = build_manifest(built(by), NAME, by=by)
    opened = register_candidate(opened, replace(ASKED, name="other"), git=ToldRefs(), by=by)
    opened = import_artifacts(opened, "other", artifacts(), source="artifacts.json", by=by)
    opened = build_manifest(opened, "other", by=by)

    assert [one.name for _, one in opened.manifests] == ["man-001", "man-002", "man-003"]
    assert opened.manifest(opened.manifests[0][1].document)[1].name == "man-003"
    assert [one.name for one in opened.candidates()] == [NAME, "other"]


def test_importing_again_undoes_the_manifest() -> None:
    by = acting()
    opened = import_artifacts(built(by), NAME, artifacts(), source="artifacts.json", by=by)

    assert opened.candidate(NAME).state is State.PREPARED


def test_what_is_read_back_is_what_was_written() -> None:
    by = acting()
    opened = built(by)

    assert open_lifecycle(by.store, project=by.project) == opened
    assert open_lifecycle(by.store, project=a_project(TARGETS.replace(b"project: widget\n", b"project: other\n"))) == (
        replace(opened, events=())
    )


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": "a b"}, UsageError),
        ({"name": ""}, UsageError),
        ({"name": "a" * 129}, UsageError),
        ({"version": "1 .2"}, UsageError),
        ({"version": ""}, UsageError),
        ({"source": "--upload-pack=x"}, UsageError),
        ({"source": "v9"}, NotFoundError),
    ],
)
def test_a_candidate_that_cannot_be_is_not_registered(
    changes: dict[str, str], refusal: type[CleanReleaseError]
) -> None:
    by = acting()
    with pytest.raises(refusal):
        registered(by, **changes)

    assert open_lifecycle(by.store, project=by.project) == OpenedLifecycle()


def test_a_name_that_is_a_tag_and_a_branch_has_to_be_written_in_full() -> None:
    by = acting()
    with pytest.raises(UsageError, match="main is a tag and a branch") as refused:
        register_candidate(OpenedLifecycle(), replace(ASKED, source="main"), git=BRANCHED, by=by)
    assert "refs/heads/main" in refused.value.hint

    opened = register_candidate(OpenedLifecycle(), replace(ASKED, source="refs/heads/main"), git=BRANCHED, by=by)
    assert opened.candidate(NAME).registered.ref == "refs/heads/main"


def test_a_candidate_is_registered_once() -> None:
    by = acting()
    with pytest.raises(ConflictError, match="is registered already"):
        register_candidate(registered(by), ASKED, git=ToldRefs(), by=by)


@pytest.mark.parametrize(("changes", "seen"), [({"project": "other"}, "other 1.2.0"), ({"version": "1.2.1"}, "1.2.1")])
def test_files_of_another_release_are_not_imported(changes: dict[str, str], seen: str) -> None:
    by = acting()
    with pytest.raises(InputRefusedError, match=seen):
        import_artifacts(registered(by), NAME, artifacts(**changes), source="artifacts.json", by=by)


def test_nothing_is_imported_or_built_for_a_candidate_that_is_not_there() -> None:
    by = acting()
    with pytest.raises(NotFoundError, match="no candidate 'other'"):
        import_artifacts(registered(by), "other", artifacts(), source="artifacts.json", by=by)
    with pytest.raises(OrderError, match="no artifacts were imported"):
        build_manifest(open_lifecycle(by.store, project=by.project), NAME, by=by)
    with pytest.raises(NotFoundError, match="no manifest 'man-009'"):
        open_lifecycle(by.store, project=by.project).manifest("man-009")


def test_an_actor_without_a_name_does_nothing() -> None:
    by = acting()
    for act in (registered, prepared, built):
        with pytest.raises(UsageError, match="--actor"):
            act(replace(by, actor="a b"))


def test_a_manifest_of_another_repository_is_not_kept() -> None:
    by = acting()
    _, one = built(by).manifest("man-001")
    data = by.store.get_document(digest=one.document).data
    other = replace(by, project=a_project(TARGETS.replace(b"octo/widget", b"octo/other")))

    with pytest.raises(InputRefusedError, match=r"octo/widget, the project of github\.com/octo/other"):
        keep_manifest(OpenedLifecycle(), data, candidate="", by=other)


def test_a_manifest_may_be_of_no_candidate() -> None:
    by = acting()
    opened = built(by)
    data = by.store.get_document(digest=opened.manifests[0][1].document).data
    opened = keep_manifest(opened, data, candidate="", by=by)

    assert opened.manifests[-1][1].name == "man-002"
    assert [one.name for one in opened.candidates()] == [NAME]


def test_events_that_do_not_follow_each_other_are_refused() -> None:
    by = acting()
    registered(by)
    (first,) = by.store.list_documents(kind=DocumentKind.LIFECYCLE_EVENT)
    forged = first.data.replace(b'"number":1', b'"number":7')
    by.store.add_document(
        document=Document(kind=DocumentKind.LIFECYCLE_EVENT, digest=digest_of(forged), data=forged), after=1
    )

    with pytest.raises(StoreError, match="event 2 of the lifecycle does not follow"):
        open_lifecycle(by.store, project=by.project)


def test_a_candidate_without_its_registration_is_refused() -> None:
    by = acting()
    happened = ArtifactsImported(document=digest_of(b"x"), files=1)

    with pytest.raises(StoreError, match="ghost was registered 0 times"):
        add_event(OpenedLifecycle(), happened, candidate="ghost", by=by)


def test_a_second_registration_is_refused() -> None:
    by = acting()
    opened = registered(by)

    with pytest.raises(StoreError, match="was registered 2 times"):
        add_event(opened, opened.candidate(NAME).registered, candidate=NAME, by=by)


def test_a_candidate_is_looked_at_by_its_own_events_alone() -> None:
    opened = registered(acting())
    ghost = replace(opened.events[0], candidate="ghost")
    damaged = replace(opened, events=(*opened.events, ghost, ghost))

    assert damaged.candidate(NAME) == opened.candidate(NAME)
    for look in (lambda: damaged.candidate("ghost"), damaged.candidates):
        with pytest.raises(StoreError, match="ghost was registered 2 times"):
            look()


def test_what_belongs_to_no_candidate_is_none() -> None:
    opened = registered(acting())
    nobodys = replace(opened.events[0], candidate="")

    with pytest.raises(NotFoundError, match="no candidate ''"):
        replace(opened, events=(nobodys,)).candidate("")


def test_a_manifest_without_files_in_its_past_is_refused() -> None:
    by = acting()
    opened = registered(by)

    with pytest.raises(OrderError, match="it is DRAFT"):
        add_event(opened, ManifestBuilt(number=1, document=digest_of(b"x")), candidate=NAME, by=by)
    assert open_lifecycle(by.store, project=by.project) == opened


def test_nothing_is_added_to_what_was_not_read() -> None:
    by = acting()
    stale = open_lifecycle(by.store, project=by.project)
    registered(by)

    with pytest.raises(StoreError, match="there are 1 documents"):
        register_candidate(stale, replace(ASKED, name="other"), git=ToldRefs(), by=by)


def test_a_ref_that_ends_alike_is_another() -> None:
    other = ToldRefs(NamedRef(ref="refs/tags/x-v1.2.0-rc1", commit=COMMIT))
    with pytest.raises(NotFoundError, match="no tag and no branch"):
        register_candidate(OpenedLifecycle(), ASKED, git=other, by=acting())
