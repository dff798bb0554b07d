"""A program: what SQLite's own check says of a file, and the last entry of the trail in the state that it looked at.

`python -I -S file_check.py URI SELECT` reads the file through a mapping into memory, which takes two thirds of the time
of reading it page by page. Where the disk fails, a mapping ends the program that reads it, without a word: that is why
this is a program of its own, and why whoever starts it looks again by itself unless it is told that all is well.

It imports nothing of Clean Release, to be there in a hundredth of a second.
"""

import resource
import sqlite3
import sys
from contextlib import closing

_SETTINGS = (
    "PRAGMA query_only = ON",
    "PRAGMA trusted_schema = OFF",
    # Each cell of each page is looked at by the check itself, once; the setting would do so whenever a page is read.
    "PRAGMA cell_size_check = OFF",
    # SQLite takes as much of it as it was built for, and reads the rest of a larger file page by page.
    f"PRAGMA mmap_size = {1 << 40}",
)
_CHECK = "PRAGMA integrity_check"


def main() -> None:
    """Say what was found; a file that cannot be read is not waited for, and ends the program."""
    uri, last_entry = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with closing(sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None)) as connection:
        for setting in _SETTINGS:
            connection.execute(setting).fetchall()
        connection.execute("BEGIN")
        head = connection.execute(last_entry).fetchone()
        found = connection.execute(_CHECK).fetchall()
    sys.stdout.write(said(head=head, found=found))


def said(*, head: object, found: object) -> str:
    """The words of an answer: of the same state and the same finding they are the same."""
    return f"{head!a} {found!a}\n"


if __name__ == "__main__":
    main()
