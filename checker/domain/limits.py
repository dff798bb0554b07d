"""How much of a document is read before it is refused.

Limits come before parsing and hashing: an attacker chooses the document, so its cost must be bounded by numbers we
choose.
"""

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLimits:
    """The largest document that is still read; one unit more is refused, never cut off.

    `bytes`: length of the encoded document. `depth`: containers inside each other; a scalar has depth 0, `[]` has 1.
    `nodes`: values of any kind (containers, scalars; keys are not counted), after aliases are followed.
    """

    bytes: int = 16 * _MIB
    depth: int = 64
    nodes: int = 1_000_000


MACHINE_WRITTEN = DocumentLimits()
"""Audits, manifests, reports: large repositories make large documents."""

SIGNED_DOCUMENT = DocumentLimits(bytes=4 * -(-MACHINE_WRITTEN.bytes // 3) + _MIB, depth=4, nodes=1_000)
"""An envelope: the base64 of a machine-written document, and a mebibyte for the signatures around it."""

HAND_WRITTEN = DocumentLimits(bytes=_MIB, nodes=100_000)
"""Project files, anchors, workflows: nobody writes a megabyte by hand."""
