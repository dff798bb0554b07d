"""Explaining: every observation a rule reads is named with what lets it be read."""

import pytest

from checker.application.derive_releases import derive_releases
from checker.application.explain_rule import UNKNOWN, explain_rule, permission_of
from checker.domain.derived_sections import derive_repository
from checker.domain.project import ReleaseFacts
from checker.domain.section import DERIVED_FROM, REPOSITORY, completed
from tests.builders import a_rule


def test_what_must_be_read_comes_before_what_decides_single_subjects() -> None:
    rule = a_rule(
        reads=("repository.ref_rules",),
        handles=("repository.ref_rules[].bypass",),
        has_applies=True,
        applies_reads=("manifest", "repository.ref_rules"),
    )
    readings = explain_rule(rule).readings

    assert [(one.path, one.required) for one in readings] == [
        ("manifest", True),
        ("repository.ref_rules", True),
        ("repository.ref_rules[].bypass", False),
    ]


@pytest.mark.parametrize(
    ("path", "permission"),
    [
        ("repository.environments", REPOSITORY["environments"]),
        ("repository.ref_rules[].bypass", REPOSITORY["ref_rules"]),
        ("history.release_runs", "Actions: read"),
        ("registry.published[].candidate", "nothing: the registry's index is public"),
        ("evidence.imported_artifacts", "nothing: import the candidate's artifacts"),
        ("manifest", "nothing: give the manifest"),
        ("waivers", "nothing: waivers are kept by this program"),
        ("waivers[].matched", "nothing: waivers are kept by this program"),
        ("repository.release_refs", "Metadata: read, for repository"),
        ("repository.stars", UNKNOWN),
        ("weather.today", UNKNOWN),
    ],
)
def test_every_path_is_explained_in_the_words_of_the_provider(path: str, permission: str) -> None:
    assert permission_of(path) == permission


def test_a_section_the_host_joins_names_what_it_is_joined_from() -> None:
    said = permission_of("repository.effective_protection[].protected")

    assert said.split("; ") == [
        "Metadata: read, for repository",
        "Administration: read, for classic_protection",
        f"{REPOSITORY['ref_rules']}, for ref_rules",
    ]


def test_every_derived_section_says_what_it_is_derived_from() -> None:
    settings = derive_repository(completed({}, REPOSITORY), release=ReleaseFacts(branches=("main",)))
    sections = derive_releases(settings, manifest=None)

    assert DERIVED_FROM.keys() == sections.keys() - REPOSITORY.keys()
    assert all(source in REPOSITORY for sources in DERIVED_FROM.values() for source in sources)
