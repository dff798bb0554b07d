"""Complete rules: a shipped rule has its tests and its page, or there is no bundle.

Whoever installs the bundle cannot see either, so this is the last place where their absence can be noticed.
"""

import re
from collections.abc import Collection, Sequence

from checker.domain.snapshot import BundleFile
from checker.errors import BundleRefusedError, Place
from checker.formats.bundle_packages import is_module, package_and_line

_RULES = "rules/"
_TEST = re.compile(rb"^test_[a-z]", re.MULTILINE)


def refuse_incomplete(files: Sequence[BundleFile], *, pages: Collection[str] | None) -> None:
    """Refuse a rule without a test, or without a page.

    Args:
        files: a folder of policies with its tests.
        pages: paths of the pages, such as `branch/no_bypass.md`; None where there are no documents to look at, as in a
            source archive.

    Raises:
        BundleRefusedError: names the first rule that lacks one.
    """
    tests = {file.path for file in files if file.path.endswith("_test.rego") and _TEST.search(file.data)}
    for file in files:
        if not file.path.startswith(_RULES) or not is_module(file):
            continue
        _, line = package_and_line(file, source=file.path)
        where = Place(source=file.path, line=line, column=1)
        test = f"{file.path.removesuffix('.rego')}_test.rego"
        if test not in tests:
            raise BundleRefusedError("the rule has no test", hint=f"write one in {test}", where=where)
        page = f"{file.path.removeprefix(_RULES).rpartition('/')[0]}.md"
        if pages is not None and page not in pages:
            raise BundleRefusedError(
                "the rule has no page", hint="run `python -m tools.rule_pages` and commit what it writes", where=where
            )
