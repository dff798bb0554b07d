"""Writes docs/reference/error-codes.md from the error types and their hints. `--check` only compares."""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING

from checker import errors
from checker.cli.exit_codes import UNDECIDED, exit_code_of
from checker.output.refusal import HINTS
from tools.generated_files import settle
from tools.tree_digest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = ROOT / "docs" / "reference" / "error-codes.md"
HEAD = """\
<!-- Made by tools/error_reference.py from checker/errors.py; change that. -->

# Error codes

A refusal is two lines on standard error: what was seen and what was expected, with the place where it is known, and
what to do next. The code in brackets is stable; the words are not. With this project file

```yaml file=clean-release.yaml
schema: clean-release/project/v1
projectt: widget
repository: github.com/example-org/widget
release: {}
policy: {bundles: ["builtin:release-policy"]}
```

there is this answer:

```console exit=3
$ clean-release check
error[input-refused]: clean-release.yaml:2:11 at /projectt: unknown field "projectt" (and 1 other finding)
  hint: did you mean "project"?
```

| Code | Means | Exit code | Hint, where the refusal has none of its own |
|---|---|---|---|
"""
IN_REPORTS = {
    "undefined": "The rule's package has no value at all.",
    "not-an-object": "The rule's package is not an object.",
    "half-an-answer": "The rule did not state `subjects`, or did not state `holds`.",
    "applies-undecided": "The rule did not say whether it applies.",
    "subjects-malformed": "`subjects` is no set of distinct, non-empty strings.",
    "holds-malformed": "`holds` is no object, or has a value that is neither `true` nor `false`.",
    "holds-stranger": "`holds` decides something that is no subject.",
    "detail-malformed": "`detail` is no object, or speaks of something that is no subject.",
    "evidence-malformed": "The evidence holds a number that is not a whole one within ±(2^53-1).",
    "answer-malformed": "A foreign rule is neither undefined nor a set of messages.",
    "engine-answered-otherwise": "The engine answered for other rules than it was asked for; nothing it said counts.",
    "engine-failure": "The engine could not be asked.",
}
"""Codes of the host; what the engine's own codes mean is in its README."""
REPORTS = """
## In reports

A rule that could not be evaluated because of an error has a code in `rules[].error.code`. The engine's own codes
(`timeout`, `conflict`, `builtin_error` …) are listed in [its README](../../engine/README.md#codes); these are the
host's:

| Code | Means |
|---|---|
"""


def rows() -> Iterator[str]:
    """Yield one row per error type, in the order of their definition."""
    for _, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, errors.CleanReleaseError) and kind is not errors.CleanReleaseError:
            means = " ".join((kind.__doc__ or "").split()).replace(" (exit code 2)", "")
            yield f"| `{kind.code}` | {means} | {exit_code_of(kind(''))} | {HINTS[kind.code]} |"
    means = "A defect of clean-release itself; nothing passed."
    yield f"| `defect` | {means} | {UNDECIDED} | this is a defect of clean-release; please report it |"


def page() -> str:
    """Return the text of the page."""
    codes = (f"| `{code}` | {means} |" for code, means in IN_REPORTS.items())
    return HEAD + "\n".join(rows()) + "\n" + REPORTS + "\n".join(codes) + "\n"


def main() -> int:
    """Write the page; with `--check` say that it differs, and return 1 then."""
    return settle([(PAGE, page().encode())])


if __name__ == "__main__":
    sys.exit(main())
