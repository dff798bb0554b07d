"""The section `workflows` of audits of kind `workspace`: what the workflow files of a checkout say."""

from checker.domain.workflow_scan import DETECTORS
from tools.schemas.blocks import Schema, closed, flag, listed, observation, one_of, text, whole, words

SHA256 = "^[0-9a-f]{64}$"


def workflow_section(*, derived: bool) -> dict[str, Schema]:
    """The files, what leads to each job, and what a scanner found."""
    file: dict[str, Schema] = {
        "path": text(shortest=1),
        "sha256": text(pattern=f"^$|{SHA256}"),
        "facts": observation(_facts(derived=derived)),
        "findings": listed(
            closed({"detector": one_of(*DETECTORS), "found": observation(listed(closed(_finding())))}),
            key="detector",
            least=len(DETECTORS),
            most=len(DETECTORS),
        ),
    }
    if derived:
        file["as_default"] = observation(flag())
    workflows = {
        "files": listed(closed(file), key="path"),
        "routes": observation(listed(_route(), key="id")),
        "scanner": observation(closed({"name": text(shortest=1), "version": text(shortest=1)})),
    }
    return {"workflows": observation(closed(workflows))}


def _facts(*, derived: bool) -> Schema:
    """What one file says, with lines."""
    job = {
        "id": text(shortest=1),
        "line": whole(),
        "needs": words(),
        "goes_on_after_failure": flag(),
        "may_fail": flag(),
        "permissions": _permissions(),
        "environment": _environment(),
        "runner": closed({"kind": one_of("hosted", "self-hosted", "unknown", "none"), "labels": words()}),
        "has_matrix": flag(),
        "has_concurrency": flag(),
        "secrets": _secrets(),
        "uses": listed(
            closed(
                {
                    "text": text(),
                    "line": whole(),
                    "kind": one_of("local", "remote", "image", "unknown"),
                    "pin": one_of("commit", "digest", "same-commit", "moving", "none", "unknown"),
                }
            )
        ),
        "piped_scripts": observation(listed(closed({"line": whole()}), key="line")),
    }
    return closed(
        {
            "name": text(),
            "triggers": _triggers(),
            "permissions": _permissions("workflow", "repository-default"),
            "has_concurrency": flag(),
            "jobs": listed(closed(job, optional=() if derived else ("piped_scripts",)), key="id"),
        }
    )


def _route() -> Schema:
    """One way from a workflow that something starts to a job, through the workflows called in between."""
    return closed(
        {
            "id": text(shortest=1),
            "entry": text(shortest=1),
            "file": text(shortest=1),
            "job": text(shortest=1),
            "line": whole(),
            "triggers": _triggers(),
            "ref_prefixes": words(),
            "verified_by": words(),
            "environment": _environment(),
            "permissions": _permissions(),
            "id_token": one_of("none", "read", "write", "unknown"),
            "secrets": _secrets(),
            "has_concurrency": flag(),
            "is_remote": flag(),
            "uploads": flag(),
            "project_code": listed(closed({"kind": one_of("checkout", "local-action", "commands"), "line": whole()})),
        }
    )


def _triggers() -> Schema:
    return listed(
        closed({"event": text(shortest=1), "line": whole(), "is_call": flag(), "only_tags": flag(), "tags": words()})
    )


def _permissions(*sources: str) -> Schema:
    access = one_of("none", "read", "write", "unknown")
    return closed(
        {
            "source": one_of(*(sources or ("job", "workflow", "repository-default"))),
            "line": whole(),
            "otherwise": access,
            "scopes": listed(closed({"scope": text(shortest=1), "access": access}), key="scope"),
        }
    )


def _environment() -> Schema:
    return closed({"kind": one_of("none", "named", "expression"), "name": text(), "line": whole()})


def _secrets() -> Schema:
    return closed({"names": words(), "all": flag(), "inherited": flag()})


def _finding() -> dict[str, Schema]:
    """Where a detector found something; `job` is empty where it is about no single job."""
    return {
        "line": whole(),
        "job": text(),
        "severity": one_of("unknown", "informational", "low", "medium", "high"),
        "confidence": one_of("unknown", "low", "medium", "high"),
        "persona": one_of("regular", "pedantic", "auditor"),
    }
