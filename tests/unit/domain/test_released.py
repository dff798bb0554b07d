"""What ran on the commit that is released is told apart from what ran on others."""

from checker.domain.json_shape import object_of, objects_of
from checker.domain.json_value import Json
from checker.domain.released import with_released
from tests.settings_builders import hidden, seen

COMMIT, OTHER = "a" * 40, "b" * 40


def released(sections: dict[str, Json], name: str, *, commit: str = COMMIT) -> list[dict[str, Json]]:
    section = object_of(with_released(sections, commit=commit)[name], name)
    return [object_of(entry["released"], "released") for entry in objects_of(section["value"], name)]


def runs(*commits: str) -> Json:
    return seen([{"id": number, "commit": commit} for number, commit in enumerate(commits)])


def test_each_entry_says_whether_it_is_about_the_released_commit() -> None:
    sections = {"check_runs": runs(COMMIT, OTHER), "analyses": runs(OTHER), "tags": seen([])}

    assert [one["value"] for one in released(sections, "check_runs")] == [True, False]
    assert [one["value"] for one in released(sections, "analyses")] == [False]
    assert with_released(sections, commit=COMMIT)["tags"] == seen([])


def test_without_a_manifest_it_is_known_of_none() -> None:
    sections = {"check_runs": runs(COMMIT), "analyses": runs()}

    assert [(one["status"], "value" in one) for one in released(sections, "check_runs", commit="")] == [
        ("not_requested", False)
    ]


def test_a_section_that_was_not_read_stays_as_it_is() -> None:
    sections = {"check_runs": hidden(), "analyses": hidden()}

    assert with_released(sections, commit=COMMIT) == sections
