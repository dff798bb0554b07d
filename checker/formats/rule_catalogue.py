"""The catalogue of rules and the controls of the OSPS Baseline, as the package carries them."""

from pathlib import Path

from checker.domain.coverage import CatalogueRow, Control, PeerCheck
from checker.domain.json_shape import field_of, list_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.formats.strict_json import read_json

CARRIED = Path(__file__).parent / "catalogue"


def baseline() -> tuple[str, tuple[Control, ...]]:
    """The name and version of the baseline, and its controls in their order."""
    document = _read("osps_baseline")
    controls = tuple(
        Control(
            id=text_of(field_of(item, "id"), "id"),
            title=text_of(field_of(item, "title"), "title"),
            levels=tuple(whole_of(level, "level") for level in list_of(field_of(item, "levels"), "levels")),
            not_carried=text_of(item.get("not_carried", ""), "not_carried"),
        )
        for item in objects_of(field_of(document, "controls"), "controls")
    )
    return f"{text_of(document['name'], 'name')} {text_of(document['version'], 'version')}", controls


def catalogue_rows() -> tuple[CatalogueRow, ...]:
    """Every row of the catalogue in its order."""
    return tuple(
        CatalogueRow(
            id=text_of(field_of(item, "id"), "id"),
            check=text_of(field_of(item, "check"), "check"),
            peers=tuple(
                PeerCheck(tool=text_of(field_of(peer, "tool"), "tool"), check=text_of(field_of(peer, "check"), "check"))
                for peer in objects_of(field_of(item, "peers"), "peers")
            ),
        )
        for item in objects_of(field_of(_read("rows"), "rows"), "rows")
    )


def _read(name: str) -> dict[str, Json]:
    return object_of(read_json((CARRIED / f"{name}.json").read_bytes(), source=f"{name}.json"), name)
