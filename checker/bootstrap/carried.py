"""What this package carries of its own policies: what the shipped rules declare, and the rules about rules."""

from functools import lru_cache
from typing import TYPE_CHECKING

from checker.errors import NotFoundError

if TYPE_CHECKING:
    from checker.domain.digest import Digest
    from checker.domain.rule import Rule
    from checker.domain.snapshot import BundleFile


@lru_cache(maxsize=2)
def carried_rules(tree_digest: "Digest") -> "tuple[Rule, ...] | None":
    """The rules of the shipped bundle with this tree as the package carries them, or None for any other tree.

    They are part of this program, so a process reads them once.
    """
    from checker.formats.ledger_v1 import read_ledger  # noqa: PLC0415
    from checker.formats.published import CARRIED  # noqa: PLC0415

    path = CARRIED / "ledger.json"
    return read_ledger(path.read_bytes(), tree_digest=tree_digest) if path.is_file() else None


def carried_checks() -> "tuple[BundleFile, ...]":
    """The modules of the rules about rules.

    Raises:
        NotFoundError: the package was installed without them.
    """
    from checker.domain.snapshot import BundleFile  # noqa: PLC0415
    from checker.formats.published import CARRIED  # noqa: PLC0415

    paths = sorted((CARRIED / "checks").glob("*.rego"))
    if not paths:
        raise NotFoundError("the checks of rules are not in this installation", hint="install clean-release again")
    return tuple(BundleFile(path=f"checks/{path.name}", data=path.read_bytes()) for path in paths)
