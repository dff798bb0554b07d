"""What `clean-release policy prove` does."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.bootstrap.proving import ProofsAsked
from checker.cli.console import show, show_json
from checker.cli.exit_codes import BLOCKED, PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.policy_run import terminal
from checker.formats.canonical import pretty_bytes
from checker.output.rule_proofs import proofs_document, render_proof, render_proofs_end


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofOptions:
    """How thoroughly to prove, and which rules there are; `jobs` 0 means every core."""

    bundle: str
    walks: int
    most: int
    jobs: int
    fresh: bool


def run_prove(project: Path, rule: str, documents: Sequence[str], *, options: ProofOptions, format_name: str) -> int:
    """Prove and print, rule by rule; 1 if a law is broken, 3 if one was not seen to hold."""
    refuse_unknown_format(format_name)
    asked = ProofsAsked(
        name=rule,
        documents=tuple(documents),
        bundle=options.bundle,
        walks=options.walks,
        most=options.most,
        jobs=options.jobs or len(os.sched_getaffinity(0)),
        fresh=options.fresh,
    )
    proofs = []
    for proof in CleanRelease(directory=project).policies.prove(asked):
        proofs.append(proof)
        if format_name != JSON_FORMAT:
            show(render_proof(proof, shown=terminal()))
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(proofs_document(proofs)))
    else:
        show(render_proofs_end(proofs, shown=terminal()))
    if any(proof.is_broken for proof in proofs):
        return BLOCKED
    return PASSED if all(proof.is_proven for proof in proofs) else UNDECIDED
