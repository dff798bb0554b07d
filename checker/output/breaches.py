"""Where rules break the contract, one line each as compilers print them, and how to mend it."""

from collections.abc import Sequence

from checker.application.check_rules import Breach
from checker.domain.json_value import Json
from checker.output.terminal import Terminal, Tone

SCHEMA = "clean-release/policy-lint/v1"


def render_breaches(breaches: Sequence[Breach], *, shown: Terminal) -> str:
    """The whole text; its last line counts."""
    lines = [line for breach in breaches for line in _lines(breach, shown)]
    number = len(breaches)
    counted = f"{number} {'place breaks' if number == 1 else 'places break'} the contract"
    last = shown.toned(counted, Tone.BAD) if number else "no place breaks the contract"
    return "\n".join([*lines, last]) + "\n"


def breach_document(breach: Breach) -> dict[str, Json]:
    """One breach as JSON."""
    return {
        "code": breach.code,
        "file": breach.file,
        "row": breach.row,
        "column": breach.column,
        "message": breach.message,
        "fix": breach.fix,
    }


def breaches_document(breaches: Sequence[Breach]) -> dict[str, Json]:
    """All of them as one document."""
    return {"schema": SCHEMA, "breaches": [breach_document(breach) for breach in breaches]}


def _lines(breach: Breach, shown: Terminal) -> list[str]:
    place = f"{breach.file}:{breach.row}:{breach.column}" if breach.file else breach.package
    first = f"{shown.safe(place)}: {shown.safe(breach.message)} [{shown.safe(breach.code)}]"
    return [first, f"  fix: {shown.safe(breach.fix)}"] if breach.fix else [first]
