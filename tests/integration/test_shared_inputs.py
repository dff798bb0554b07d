"""The documents that rules are tried and proven on are ones the host could have composed."""

import json
from pathlib import Path

import pytest

from checker.formats.published import document_schema
from tests.shipped_policy import INPUTS


@pytest.mark.parametrize("path", sorted(INPUTS.glob("*.json")), ids=lambda path: path.stem)
def test_a_shared_input_fits_the_schema(path: Path) -> None:
    document_schema("input_v1").refuse_unless_valid(json.loads(path.read_bytes()), source=path.name)
