"""Stores the given reports one by one, says which are acknowledged, and exits 0 only when all are.

A small process of its own, so that faults can be injected into its system calls: `store_driver.py PROJECT REPORT...`
"""

import sys
from pathlib import Path

from checker.adapters.clock import SystemClock
from checker.adapters.store import SqliteStore, store_path
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.errors import CleanReleaseError

REFUSED = 3


def main(project: str, *reports: str) -> int:
    path = store_path(Path(project), Namespace.REAL)
    try:
        with SqliteStore.open(path, namespace=Namespace.REAL, clock=SystemClock()) as store:
            for report in reports:
                data = Path(report).read_bytes()
                store.put_report(digest=digest_of(data), data=data)
                sys.stdout.write(f"acknowledged {digest_of(data)}\n")
                sys.stdout.flush()
    except CleanReleaseError as error:
        sys.stderr.write(f"refused {error}\n")
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
