"""How much of a piece of evidence is read, and how one that holds more is refused."""

from checker.domain.limits import DocumentLimits
from checker.errors import InputRefusedError, Place

_MIB = 1024 * 1024

EVIDENCE = DocumentLimits(bytes=16 * _MIB, depth=64, nodes=500_000)
"""Any document of evidence: bills of materials and test reports of large projects are megabytes."""

ENVELOPE = DocumentLimits(bytes=4 * -(-EVIDENCE.bytes // 3) + _MIB, depth=16, nodes=10_000)
"""The same in an envelope: base64, and a mebibyte for signatures and certificates."""

MOST_SUBJECTS = 1_000
MOST_ENTRIES = 2_000
MOST_MATERIALS = 1_000
MOST_LICENCES = 2_000
MOST_FINDINGS = 5_000
MOST_PROBLEMS = 20


def refuse_more(seen: int, *, most: int, what: str, source: str) -> None:
    """Refuse more of something than is read.

    Raises:
        InputRefusedError: there are more.
    """
    if seen > most:
        raise InputRefusedError(
            f"there are {seen} {what}, expected at most {most}",
            hint="give a smaller piece of evidence",
            where=Place(source=source),
        )
