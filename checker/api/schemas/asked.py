"""What a body may say. It is closed: who acts, and what state something is in, is nothing that a caller states."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

LABEL = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"
REF = r"^[A-Za-z0-9][A-Za-z0-9._+/-]{0,199}$"
VERSION = r"^[A-Za-z0-9][A-Za-z0-9._+!~-]{0,127}$"


class Asked(BaseModel):
    """A closed body: exactly these fields, of exactly these types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Registration(Asked):
    """A new candidate."""

    candidate_id: Annotated[str, Field(pattern=LABEL, description="Its name.")]
    version: Annotated[str, Field(pattern=VERSION, description="The version to be released.")]
    source_snapshot: Annotated[str, Field(pattern=REF, description="The tag or branch; its commit is kept.")]
