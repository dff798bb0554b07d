"""Addresses: where the API lies, and what the names in an address look like before anything is looked up by them."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from checker.api.plain_numbers import PLAIN_NUMBER
from checker.api.schemas.names import DIGEST, LABEL, MANIFEST_NAME, REPORT_NAME, RUN_NAME
from checker.application.read_timeline import KEEP
from checker.domain.release import Action

API = "/api/clean-release"
CANDIDATES = f"{API}/candidates"
MANIFESTS = f"{API}/manifests"
RUNS = f"{API}/compliance-runs"
REPORTS = f"{API}/reports"
PERMITS = f"{API}/permits"
SNAPSHOTS = f"{API}/snapshots"
WAIVERS = f"{API}/waivers"
TRAIL = f"{API}/trail"
RETIRED = f"{API}/checks"

CandidateID = Annotated[str, Path(pattern=LABEL, description="The name of a candidate.", examples=["2026.03.09-rc1"])]
ManifestID = Annotated[
    str, Path(pattern=MANIFEST_NAME, description="A manifest: man-001, or its digest.", examples=["man-001"])
]
RunID = Annotated[str, Path(pattern=RUN_NAME, description="A run: run-001, or its digest.", examples=["run-001"])]
ReportID = Annotated[
    str, Path(pattern=REPORT_NAME, description="A report: rpt-001, or its digest.", examples=["rpt-001"])
]
DigestID = Annotated[str, Path(pattern=f"^{DIGEST}$", description="A digest.")]
After = Annotated[
    str, Query(max_length=128, pattern=r"^[A-Za-z0-9._:-]*$", description="The last name of the page before.")
]
AfterEntry = Annotated[
    Annotated[int, Field(ge=0, le=2**53 - 1)], PLAIN_NUMBER, Query(description="The last entry of the page before.")
]
Wanted = Annotated[str, Query(max_length=128, pattern=r"^[A-Za-z0-9._:-]*$", description="Only entries of this one.")]
WantedAction = Annotated[
    str,
    Query(
        max_length=128,
        pattern=r"^[A-Za-z0-9._:-]*$",
        description="Only entries of this action; left out, of every one.",
        json_schema_extra={"enum": ["", *sorted((*Action, KEEP))]},
    ),
]
"""An action of the trail; a misspelt one is refused where it is read, with the names that there are."""
