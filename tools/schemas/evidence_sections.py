"""The sections of `input.evidence`: what was read and verified about the artifacts before any rule runs.

Each entry names the evidence document it comes from (`document`, SHA-256 of its exact bytes), whether the manifest
names that document (`declared`), and who signed it. What nobody signed is there too, with `verified: false`.
"""

from tools.schemas.blocks import MOMENT, SHA1, Schema, closed, flag, listed, observation, one_of, text, whole
from tools.schemas.sections import SHA256

MOST_ENTRIES = 2000
MOST_MATERIALS = 1000
MOST_LICENCES = 2000
MOST_FINDINGS = 5000
MOST_PROBLEMS = 20
STATEMENT_KINDS = ("provenance", "sbom", "test-result", "publish", "summary", "other")
CONCLUSIONS = (
    "success",
    "failure",
    "cancelled",
    "skipped",
    "timed_out",
    "action_required",
    "neutral",
    "stale",
    "startup_failure",
)
SEVERITIES = ("critical", "high", "medium", "low", "info", "none", "unknown")


def evidence_sections(imported: Schema) -> dict[str, Schema]:
    """Every section of evidence; `imported` is the list of imported artifacts."""
    return {
        "imported_artifacts": observation(imported),
        "audits": observation(listed(_audit(), key="kind")),
        "statements": observation(listed(_statement(), key="id", most=MOST_ENTRIES)),
        "sboms": observation(listed(_sbom(), key="id", most=MOST_ENTRIES)),
        "test_results": observation(listed(_test_suite(), key="id", most=MOST_ENTRIES)),
        "build_runs": observation(listed(_piece(build_run_fields()), key="id", most=MOST_ENTRIES)),
        "vulnerabilities": observation(listed(_scan(), key="id", most=MOST_ENTRIES)),
    }


def _audit() -> Schema:
    """An audit that was given, and how long before the evaluation it was read, in seconds."""
    return closed({"kind": text(shortest=1), "collected_at": text(), "age_seconds": observation(whole())})


def _piece(fields: dict[str, Schema]) -> Schema:
    """One piece of evidence about one artifact; name and digest are empty where it names none."""
    signer = {
        "kind": one_of("none", "key", "identity"),
        "id": text(),
        "name": text(),
        "issuer": text(),
    }
    return closed(
        {
            "id": text(shortest=1),
            "document": text(pattern=SHA256),
            "declared": flag(),
            "artifact": text(longest=255),
            "sha256": text(pattern=f"^$|{SHA256}"),
            "verified": flag(),
            "signer": closed(signer),
            "made_at": observation(text(pattern=MOMENT)),
            **fields,
        }
    )


def _statement() -> Schema:
    """An in-toto statement about one artifact; of a statement about several there is an entry for each."""
    source = {"host": text(), "repository": text(), "commit": text(pattern=f"^$|{SHA1}"), "ref": text()}
    material = {"uri": text(), "pinned": flag()}
    return _piece(
        {
            "predicate": text(shortest=1),
            "kind": one_of(*STATEMENT_KINDS),
            "builder": text(),
            "build_type": text(),
            "source": closed(source),
            "workflow": text(),
            "run": text(),
            "materials": listed(closed(material), most=MOST_MATERIALS),
        }
    )


def _sbom() -> Schema:
    """A bill of materials; `problem` says why one is not valid."""
    licence = {"licence": text(shortest=1), "components": whole()}
    return _piece(
        {
            "format": one_of("CycloneDX"),
            "format_version": text(),
            "valid": flag(),
            "problem": text(),
            "components": whole(),
            "unlicensed": whole(),
            "licences": listed(closed(licence), key="licence", most=MOST_LICENCES),
        }
    )


def _test_suite() -> Schema:
    """One suite of a test run; times are milliseconds."""
    return _piece(
        {
            "suite": text(),
            "tests": whole(),
            "passed": whole(),
            "failed": whole(),
            "errored": whole(),
            "skipped": whole(),
            "milliseconds": whole(),
            "problems": listed(text(), most=MOST_PROBLEMS),
        }
    )


def build_run_fields() -> dict[str, Schema]:
    """The run that built the artifacts."""
    return {
        "host": text(shortest=1),
        "repository": text(shortest=1, pattern="^[^/\\s]+/[^/\\s]+$"),
        "run_id": whole(least=1),
        "attempt": whole(least=1),
        "workflow": text(shortest=1),
        "event": text(shortest=1),
        "conclusion": one_of(*CONCLUSIONS),
        "tag": text(),
        "version": text(),
        "commit": text(pattern=SHA1),
    }


def _scan() -> Schema:
    """One scan for vulnerabilities; one that found none is an entry without findings."""
    finding = {
        "id": text(shortest=1),
        "vulnerability": text(shortest=1),
        "component": text(),
        "severity": one_of(*SEVERITIES),
        "first_seen": observation(text(pattern=MOMENT)),
    }
    return _piece({"scanner": text(), "findings": listed(closed(finding), key="id", most=MOST_FINDINGS)})
