"""Addresses: where the API lies, and what the names in an address look like before anything is looked up by them."""

from typing import Annotated

from fastapi import Path, Query

API = "/api/clean-release"
CANDIDATES = f"{API}/candidates"

LABEL = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"
DIGEST = r"sha256:[0-9a-f]{64}"

CandidateID = Annotated[str, Path(pattern=LABEL, description="The name of a candidate.")]
After = Annotated[
    str,
    Query(
        max_length=128, pattern=r"^[A-Za-z0-9._:-]*$", description="The last name of the page before; `Link` has it."
    ),
]
