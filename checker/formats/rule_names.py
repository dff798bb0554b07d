"""The rules that a bundle seems to have, by the first lines of its modules: names to choose from, never to judge by.

Whether such a package is a rule at all is known once it is compiled; whoever types a name waits for no compiler.
"""

import re
from collections.abc import Iterable, Iterator

from checker.domain.snapshot import BundleFile

_MODULE, _TEST = ".rego", "_test.rego"
_MOST_READ = 16 * 1024
"""Bytes of a module in which its package is looked for."""
_PACKAGE = re.compile(r"^package[ \t]+rules\.([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)[ \t]*(?:#.*)?$", re.MULTILINE)
_TITLE = re.compile(r"^#[ \t]*title:[ \t]*(\S.*)$", re.MULTILINE)


def rule_names(files: Iterable[BundleFile]) -> Iterator[tuple[str, str]]:
    """The code of each package that is a rule by its name, and its title; empty where it says none."""
    for file in files:
        if file.path.endswith(_MODULE) and not file.path.endswith(_TEST):
            text = file.data[:_MOST_READ].decode("utf-8", errors="replace").replace("\r\n", "\n")
            if package := _PACKAGE.search(text):
                title = _TITLE.search(text, 0, package.start())
                yield package[1], title[1].strip("\"' \t") if title else ""
