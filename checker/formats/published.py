"""The published JSON Schemas, as the package carries them."""

from functools import cache
from pathlib import Path

from checker.errors import NotFoundError
from checker.formats.json_schema import DocumentSchema

CARRIED = Path(__file__).resolve().parents[1] / "_bundle"


def schema_bytes(name: str) -> bytes:
    """The exact bytes of a published schema, for example `input_v1`.

    Raises:
        NotFoundError: the package was installed without its schemas.
    """
    path = CARRIED / "schemas" / f"{name}.json"
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFoundError(
            f"the schema {name} is not in this installation", hint="install clean-release again, or run make setup"
        ) from error


@cache
def document_schema(name: str) -> DocumentSchema:
    """The compiled schema; compiled once per process."""
    return DocumentSchema(schema_bytes(name))
