"""V18 and V19, generated from the schemas: no field may be missing, none may be of another type, before a rule runs."""

import shutil
from pathlib import Path

import pytest

from checker.errors import InputRefusedError
from tests.attacks.command import run_command
from tests.attacks.project_case import DATA, EVALUATED_AT
from tests.attacks.run_cases import cases_of
from tests.schema_places import Known, Place, alike, known_documents, wrong_types

((_, _, MISSING),) = cases_of("V", how="generated-fields")[:1]
((_, _, MISTYPED),) = cases_of("V", how="generated-fields")[1:]
DOCUMENTS = [known for known in known_documents() if known.name in MISSING["documents"]]
NAMES = [known.name for known in DOCUMENTS]
LARGE = 500


def refusal(known: Known, data: bytes) -> InputRefusedError | None:
    """The refusal of these bytes, or None when they are accepted."""
    try:
        known.read(data)
    except InputRefusedError as error:
        return error
    return None


@pytest.mark.parametrize("known", DOCUMENTS, ids=NAMES)
def test_the_documents_themselves_are_accepted(known: Known) -> None:
    place = known.places[0]
    holder = known.document[str(place.pointer[0])]
    assert refusal(known, known.replaced(place, holder)) is None


@pytest.mark.parametrize("known", DOCUMENTS, ids=NAMES)
def test_a_document_without_a_required_field_is_refused_and_the_place_named(known: Known) -> None:
    accepted = []
    for place in (place for place in alike(known) if place.is_required):
        error = refusal(known, known.without(place))
        says = [part.replace("{field}", str(place.pointer[-1])) for part in MISSING["expect"]["says"]]
        if error is None or error.code != MISSING["expect"]["error"] or any(part not in str(error) for part in says):
            accepted.append((place.path, str(error)))
    assert accepted == []


@pytest.mark.parametrize("known", DOCUMENTS, ids=NAMES)
def test_a_field_of_another_type_is_refused(known: Known) -> None:
    accepted = [
        (place.path, value)
        for number, place in enumerate(alike(known))
        for value in tried(known, place, number)
        if refusal(known, known.replaced(place, value)) is None
    ]
    assert accepted == []


def tried(known: Known, place: Place, number: int) -> list[object]:
    """One value of each wrong type; of a large document, one type for each place in turn."""
    also = [MISTYPED["also_for_integer"]] if place.schema.get("type") == "integer" else []
    values = [*(value for name, value in MISTYPED["values"].items() if place.type and name != place.type), *also]
    return values[number % len(values) :][:1] if len(known.places) > LARGE and values else values


def test_there_are_many_fields_and_most_are_required() -> None:
    places = [place for known in DOCUMENTS for place in alike(known)]
    every = {
        known.name for known in known_documents() if known.name.startswith("tests/") or known.name.endswith(".lock")
    }
    assert set(NAMES) == set(MISSING["documents"]) == set(MISTYPED["documents"]) == every
    assert sum(place.is_required for place in places) >= MISSING["fewest"]
    assert len(places) >= MISTYPED["fewest"]
    named = [place for place in places if isinstance(place.pointer[-1], str)]
    assert sum(place.is_required for place in named) / len(named) >= 0.7


SAMPLE = [
    (name, place)
    for known in DOCUMENTS
    for name in [known.name.removeprefix("tests/attacks/data/passing/")]
    if name in {"manifest.json", "artifacts.json", "audits/repository.json", "audits/history.json"}
    for place in [place for place in alike(known) if place.is_required][:: 40 if "repository" in name else 7]
]


@pytest.mark.parametrize(("name", "place"), SAMPLE, ids=[f"{name}-{place.path}" for name, place in SAMPLE])
@pytest.mark.parametrize("how", ["missing", "mistyped"])
def test_the_command_line_refuses_it_before_any_rule_runs(name: str, place: Place, how: str, tmp_path: Path) -> None:
    (known,) = [one for one in DOCUMENTS if one.name == f"tests/attacks/data/passing/{name}"]
    project = tmp_path / "project"
    shutil.copytree(DATA / "passing", project)
    data = known.without(place) if how == "missing" else known.replaced(place, wrong_types(place)[0])
    (project / name).write_bytes(data)
    arguments = ["check", str(project), "--anchor", str(DATA / "anchor.yaml"), "--evaluated-at", EVALUATED_AT]
    ending = run_command(arguments)
    assert (ending.code, ending.out) == (3, "")
    assert ending.err.startswith(f"error[input-refused]: {name}")
    assert run_command(["report", "show", "-p", str(project)]).code == 3
