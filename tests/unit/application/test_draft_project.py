"""First drafts: short files that are accepted as they are."""

import pytest

from checker.application.draft_anchor import PERSONAL_ANCHOR
from checker.application.draft_project import UNKNOWN_REPOSITORY, draft_project
from checker.domain.manifest import Target
from checker.domain.trust import TrustMethod
from checker.formats.anchor_v1 import parse_anchor
from checker.formats.project_v1 import parse_project
from checker.ports.workspace import WorkspaceFacts

FOUND = WorkspaceFacts(
    name="widget",
    host="github.com",
    slug="octo/widget",
    branch="main",
    environments=("pypi", "test: pypi"),
    targets=(Target(registry="pypi", project="widget"),),
)


def test_what_was_found_is_in_the_project() -> None:
    project = parse_project(draft_project(FOUND).encode(), source="it")

    assert (project.name, project.host, project.slug) == ("widget", "github.com", "octo/widget")
    assert project.release.branches == ("main",)
    assert project.release.environments == ("pypi", "test: pypi")
    assert project.release.targets == FOUND.targets
    assert project.selection.collections == ("minimal",)
    assert project.inputs.audits == ("audits/octo-widget.repository.json",)


def test_what_was_not_found_is_left_for_a_person() -> None:
    text = draft_project(WorkspaceFacts(name="widget"))
    project = parse_project(text.encode(), source="it")

    assert f"{project.host}/{project.slug}" == UNKNOWN_REPOSITORY
    assert "host/owner/name, as the provider spells it" in text
    assert (project.release.branches, project.release.targets) == ((), ())


@pytest.mark.parametrize("name", ["yes", "1.10", "a: b", "# x", "*x", "é"])
def test_no_name_can_be_taken_for_anything_else(name: str) -> None:
    facts = WorkspaceFacts(name=name, branch=name, environments=(name,))
    project = parse_project(draft_project(facts).encode(), source="it")

    assert (project.name, project.release.branches, project.release.environments) == (name, (name,), (name,))


@pytest.mark.parametrize("facts", [FOUND, WorkspaceFacts(name="x")])
def test_a_draft_is_read_at_one_glance(facts: WorkspaceFacts) -> None:
    assert len(draft_project(facts).splitlines()) <= 25


def test_a_first_anchor_trusts_the_shipped_bundle_and_binds_nothing() -> None:
    anchor = parse_anchor(PERSONAL_ANCHOR.encode(), source="it")

    assert [(trust.bundle, trust.method) for trust in anchor.bundles] == [("release-policy", TrustMethod.PINNED)]
    assert anchor.repositories == ()
