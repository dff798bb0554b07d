"""A drafted manifest holds what was found and is accepted as it is; what was not found is named, never made up."""

from dataclasses import replace

import pytest

from checker.application.draft_manifest import draft_manifest
from checker.domain.manifest import Artifact, Source, Target
from checker.errors import InputRefusedError, NotFoundError
from checker.formats.manifest_v1 import parse_manifest
from checker.formats.project_v1 import parse_project
from checker.ports.workspace import CheckoutRelease, WorkspaceFacts

COMMIT = "1" * 40
WHEEL = Artifact(name="widget-2.0.0-py3-none-any.whl", kind="wheel", sha256="a" * 64, size=3)
FACTS = WorkspaceFacts(
    name="widget", host="github.com", slug="octo/widget", targets=(Target(registry="pypi", project="widget"),)
)
RELEASE = CheckoutRelease(version="2.0.0", commit=COMMIT, ref="refs/tags/v2.0.0", artifacts=(WHEEL,))


def test_what_was_found_is_in_the_manifest() -> None:
    manifest, _ = parse_manifest(draft_manifest(FACTS, RELEASE, project=None), source="it")

    assert (manifest.project, manifest.version) == ("widget", "2.0.0")
    assert manifest.source == Source(host="github.com", repository="octo/widget", commit=COMMIT, ref="refs/tags/v2.0.0")
    assert (manifest.artifacts, manifest.targets, manifest.evidence) == ((WHEEL,), FACTS.targets, ())


def test_name_and_targets_are_those_of_the_project_file() -> None:
    text = (
        "schema: clean-release/project/v1\nproject: gadget\nrepository: github.com/octo/widget\n"
        "release: {targets: [{registry: npm, project: gadget}]}\n"
        "policy: {bundles: ['builtin:release-policy'], collections: [minimal]}\ninputs: {audits: [a.json]}\n"
    )
    project = parse_project(text.encode(), source="it")

    manifest, _ = parse_manifest(draft_manifest(FACTS, RELEASE, project=project), source="it")

    assert (manifest.project, manifest.targets) == ("gadget", (Target(registry="npm", project="gadget"),))


@pytest.mark.parametrize(
    ("release", "said"),
    [
        (replace(RELEASE, version=""), "no version"),
        (replace(RELEASE, commit=""), "no commit"),
        (replace(RELEASE, ref=""), "neither a branch nor a tag"),
        (replace(RELEASE, artifacts=()), "no built file"),
    ],
)
def test_what_was_not_found_is_named_and_nothing_is_drafted(release: CheckoutRelease, said: str) -> None:
    with pytest.raises(NotFoundError, match=said):
        draft_manifest(FACTS, release, project=None)


def test_everything_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(NotFoundError) as refused:
        draft_manifest(WorkspaceFacts(name="widget"), CheckoutRelease(), project=None)

    assert refused.value.message.count(";") == 4


def test_a_file_name_that_could_mislead_is_refused() -> None:
    odd = replace(WHEEL, name="widget-2.0.0-\u202eanything.whl")
    with pytest.raises(InputRefusedError):
        draft_manifest(FACTS, replace(RELEASE, artifacts=(odd,)), project=None)
