"""Published schemas: carried by the package, compiled once, and missed loudly."""

from pathlib import Path

import pytest

from checker.errors import NotFoundError
from checker.formats import published
from checker.formats.published import document_schema, schema_bytes


def test_a_schema_is_carried_byte_by_byte_as_it_is_published() -> None:
    written = Path(__file__).parents[3] / "policies" / "schemas" / "input_v1.json"
    assert schema_bytes("input_v1") == written.read_bytes()


def test_a_schema_is_compiled_once() -> None:
    assert document_schema("project_v1") is document_schema("project_v1")


def test_an_installation_without_its_schemas_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(published, "CARRIED", tmp_path)

    with pytest.raises(NotFoundError, match="the schema input_v1 is not in this installation") as refusal:
        schema_bytes("input_v1")
    assert "install clean-release again" in refusal.value.hint
