"""Proofs of rules: a line per rule, and under it what broke a law or was not seen."""

from collections.abc import Iterator, Sequence

from checker.domain.json_value import Json
from checker.domain.proof import Change, CounterExample, Law, LawProof, RuleProof, Standing
from checker.formats.canonical import canonical_bytes
from checker.formats.json_pointer import pointer_of
from checker.output.terminal import FAILED, OPEN, PASSED, WARNED, Mark, Terminal, Tone

SCHEMA = "clean-release/rule-proofs/v1"
_MOST_SHOWN = 200
_MARKS = {
    Standing.HOLDS: (PASSED, Tone.GOOD),
    Standing.BROKEN: (FAILED, Tone.BAD),
    Standing.NOT_PROVEN: (OPEN, Tone.OPEN),
}
_TOLD = {
    Law.HOLES_OPEN_NOTHING: "a hole opens what failed",
    Law.FACTS_DECIDE: "a known document is not decided",
    Law.READS_MATTER: "not everything it reads was seen to decide",
    Law.HOLES_FAIL_NOTHING: "a hole fails what passed",
}


def render_proof(proof: RuleProof, *, shown: Terminal) -> str:
    """One rule: what was found, law by law, and the smallest counter-example of each that is broken."""
    word, mark, tone = _verdict(proof)
    head = f"{shown.toned(shown.mark(mark), tone)} {shown.safe(proof.code)}: {word}"
    lines = [f"{head}, {proof.documents} documents"]
    lines += [line for law in proof.laws if law.standing is not Standing.HOLDS for line in _law(law, shown)]
    return "\n".join(lines) + "\n"


def render_proofs_end(proofs: Sequence[RuleProof], *, shown: Terminal) -> str:
    """How many were proven, how many were not, and how many broke a law."""
    broken = sum(proof.is_broken for proof in proofs)
    proven = sum(proof.is_proven for proof in proofs)
    tone = Tone.BAD if broken else Tone.GOOD if proven == len(proofs) else Tone.OPEN
    said = f"{proven} of {len(proofs)} proven, {len(proofs) - proven - broken} not proven, {broken} broken"
    return f"\n{shown.toned(said, tone)}\n"


def proofs_document(proofs: Sequence[RuleProof]) -> dict[str, Json]:
    """All proofs as one document."""
    return {
        "schema": SCHEMA,
        "rules": [
            {"code": proof.code, "documents": proof.documents, "laws": [_law_document(law) for law in proof.laws]}
            for proof in proofs
        ],
    }


def _verdict(proof: RuleProof) -> tuple[str, Mark, Tone]:
    if proof.is_broken:
        return "broken", FAILED, Tone.BAD
    return ("proven", PASSED, Tone.GOOD) if proof.is_proven else ("not proven", OPEN, Tone.OPEN)


def _law(proof: LawProof, shown: Terminal) -> Iterator[str]:
    mark, tone = _MARKS[proof.standing]
    if proof.law is Law.HOLES_FAIL_NOTHING:
        mark, tone = WARNED, Tone.OPEN
    said = _TOLD[proof.law] if proof.example or not proof.missing else ", ".join(map(shown.safe, proof.missing))
    yield f"  {shown.toned(shown.mark(mark), tone)} law {proof.law}: {said}"
    if proof.example:
        yield from (f"      {line}" for line in _example(proof.example, shown))


def _example(example: CounterExample, shown: Terminal) -> Iterator[str]:
    yield f"in {shown.safe(example.base)}"
    for change in example.changes:
        yield f"- {shown.safe(pointer_of(change.pointer))}: {shown.safe(_short(change.before))}"
        yield f"+ {shown.safe(pointer_of(change.pointer))}: {shown.safe(_short(change.after))}"
    if example.hole:
        yield f"with {shown.safe(example.hole)} not read"
    yield f"{example.before} becomes {example.after}" + (f": {shown.safe(example.reason)}" if example.reason else "")


def _short(value: Json) -> str:
    text = canonical_bytes(value).decode()
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _law_document(proof: LawProof) -> dict[str, Json]:
    out: dict[str, Json] = {
        "law": str(proof.law),
        "standing": str(proof.standing),
        "missing": list[Json](proof.missing),
    }
    if example := proof.example:
        out["example"] = {
            "base": example.base,
            "changes": [_change_document(change) for change in example.changes],
            "hole": example.hole,
            "before": str(example.before),
            "after": str(example.after),
            "reason": example.reason,
        }
    return out


def _change_document(change: Change) -> dict[str, Json]:
    return {"pointer": pointer_of(change.pointer), "before": change.before, "after": change.after}
