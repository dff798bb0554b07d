"""Refusals get the line of the project file that they are about, and stay what they are otherwise."""

import pytest

from checker.application.place_in_project import placed_in_project
from checker.errors import CleanReleaseError, NotFoundError, Place, SelectionError, TrustError

ADDRESS = "https://policies.example.org/team.tar.gz"
WRITTEN = f"policy:\n  bundles: [here, '{ADDRESS}']\n  include:\n    - branch.gone\n".encode()


def refused(error: CleanReleaseError, *, written: bytes = WRITTEN) -> CleanReleaseError:
    with pytest.raises(type(error)) as caught, placed_in_project(written, sources=("here", ADDRESS)):
        raise error
    return caught.value


def test_what_the_selection_names_gets_its_line() -> None:
    pointer = "/policy/include/0"
    error = SelectionError("unknown", hint="h", where=Place(source="clean-release.yaml", pointer=pointer))

    placed = refused(error)

    assert (str(placed), placed.hint) == (f"clean-release.yaml:4:7 at {pointer}: unknown", "h")


def test_a_bundle_of_another_machine_gets_the_line_that_names_it() -> None:
    placed = refused(TrustError("the tag moved", where=Place(source=ADDRESS)))

    assert placed.where == Place(source="clean-release.yaml", line=2, column=19, pointer="/policy/bundles/1")
    assert placed.message == f"{ADDRESS}: the tag moved"


@pytest.mark.parametrize(
    "where",
    [None, Place(source="here"), Place(source="manifest.json"), Place(source="clean-release.yaml", line=3)],
)
def test_what_has_a_place_of_its_own_or_none_stays_as_it_is(where: Place | None) -> None:
    error = NotFoundError("gone", where=where)

    assert refused(error) is error


def test_without_a_project_file_there_is_no_line() -> None:
    error = TrustError("the tag moved", where=Place(source=ADDRESS))

    assert refused(error, written=b"") is error
