"""Where the anchor comes from: outside the tree that is judged."""

from dataclasses import dataclass, field
from typing import Protocol

from checker.domain.namespace import Namespace


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAnchor:
    """The bytes of an anchor file and the absolute path they were read from."""

    location: str
    data: bytes = field(repr=False)


class AnchorSource(Protocol):
    """Finds the anchor."""

    def find(self, named: str, *, judged: str, namespace: Namespace) -> FoundAnchor | None:
        """The anchor a person named, or the one of this user; None when nobody named one and there is none.

        Args:
            named: the path given with `--anchor`, or an empty string.
            judged: the project folder; the work tree around it is what is judged.
            namespace: an anchor inside the judged tree is read only in `demo`, and only when it was named.

        Raises:
            NotFoundError: the named file is not there.
            TrustError: the file lies inside the judged tree, or others may write to it.
            InputRefusedError: it is no plain file, or too large.
        """
