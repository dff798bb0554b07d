"""The names of in-toto are written down once: who writes one and who reads it cannot differ by a letter."""

from checker.formats import in_toto_types
from tests.architecture.source_tree import ROOT

NAMES = {in_toto_types.IN_TOTO, *in_toto_types.STATEMENTS, in_toto_types.SUMMARY}


def test_every_name_is_written_down_in_one_place() -> None:
    home = ROOT / "checker" / "formats" / "in_toto_types.py"
    quoted = {f'"{name}"' for name in NAMES}
    found = [
        path.name
        for path in sorted((ROOT / "checker").rglob("*.py"))
        if path != home and any(name in path.read_text(encoding="utf-8") for name in quoted)
    ]
    assert found == []
