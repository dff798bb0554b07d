"""What the `clean-release policy` commands and `clean-release explain` do."""

import os
import shlex
import shutil
import sys
from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import BLOCKED, PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.told_refusal import tell_refusal
from checker.errors import CleanReleaseError, UsageError
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal
from checker.output.terminal import Terminal, wants_colour


def run_list(project: Path, *, bundle: str, collection: str, format_name: str) -> int:
    """Print the rules there are."""
    from checker.output.rule_list import list_document, render_list  # noqa: PLC0415 - each command loads its own

    refuse_unknown_format(format_name)
    rules = CleanRelease(directory=project).policies.rules(bundle=bundle, collection=collection)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(list_document(rules)))
    else:
        show(render_list(rules, shown=terminal()))
    return PASSED


def run_test(path: str, *, run: str, coverage: bool, format_name: str) -> int:
    """Test and print; the exit code says whether everything was tested and passed."""
    from checker.output.policy_tests import render_tests, tests_document  # noqa: PLC0415 - as above

    refuse_unknown_format(format_name)
    found = CleanRelease().policies.test(path, run=run, coverage=coverage)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(tests_document(found)))
    else:
        show(render_tests(found, shown=terminal()))
    if found.has_failed:
        return BLOCKED
    return PASSED if found.passed else UNDECIDED


def run_watch(path: str, *, run: str, coverage: bool, format_name: str) -> int:
    """Test, and test again whenever a file changes; what is refused meanwhile is said, and ends nothing."""
    if format_name != "text":
        raise UsageError(
            "--watch prints for a person, so it has no other format than text", hint="leave one of them out"
        )
    policies = CleanRelease().policies
    for _ in policies.changes(path):
        try:
            run_test(path, run=run, coverage=coverage, format_name=format_name)
        except CleanReleaseError as error:
            tell_refusal(error)
        tell("watching for changes; Ctrl-C ends it")
    return PASSED


def run_lint(path: str, *, format_name: str) -> int:
    """Print where rules break the contract; 1 if they do."""
    from checker.output.breaches import breaches_document, render_breaches  # noqa: PLC0415 - as above

    refuse_unknown_format(format_name)
    found = CleanRelease().policies.lint(path)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(breaches_document(found)))
    else:
        show(render_breaches(found, shown=terminal()))
    return BLOCKED if found else PASSED


def run_fmt(path: str, *, check: bool, diff: bool) -> int:
    """Format, or say what would be formatted; then 1 if anything would."""
    from difflib import unified_diff  # noqa: PLC0415 - as above

    keeps = check or diff
    found = CleanRelease().policies.format(path, write=not keeps)
    for one in found:
        name = escape_for_terminal(one.path)
        if diff:
            lines = unified_diff(one.before.splitlines(), one.after.splitlines(), f"{name} now", name, lineterm="")
            show("\n".join(map(escape_for_terminal, lines)))
        else:
            show(f"{'would format' if keeps else 'formatted'} {name}")
    return BLOCKED if found and keeps else PASSED


def run_new(code: str, *, into: Path) -> int:
    """Write a new rule and say what comes next."""
    written = CleanRelease().policies.begin(code, into=into)
    for path in written:
        show(f"wrote {escape_for_terminal(str(path))}")
    folder, place = shlex.quote(str(into)), shlex.quote(str(written[0].parent))
    tell("next: fill in every TODO, then")
    tell(escape_for_terminal(f"  clean-release policy test {place}"))
    tell(escape_for_terminal(f"  clean-release policy try {code} --bundle {folder} --input FILE"))
    tell(escape_for_terminal(f"  clean-release explain {code} --bundle {folder}"))
    return PASSED


def run_try(project: Path, rule: str, *, document: str, bundle: str, parameters: str, format_name: str) -> int:
    """Try a rule and print what it decides."""
    from checker.output.tried_rule import render_trial, trial_document  # noqa: PLC0415 - as above

    refuse_unknown_format(format_name)
    policies = CleanRelease(directory=project).policies
    tried = policies.try_rule(rule, document=document, bundle=bundle, parameters=parameters)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(trial_document(tried)))
    else:
        show(render_trial(tried, shown=terminal()))
    if tried.denied:
        return BLOCKED
    return PASSED if tried.passed else UNDECIDED


def run_diff(first: str, second: str, *, weaker: bool, format_name: str) -> int:
    """Print how two bundles' rules differ; 1 if they do."""
    from checker.output.rule_changes import changes_document, render_changes  # noqa: PLC0415 - as above

    refuse_unknown_format(format_name)
    changes = CleanRelease().policies.compare(first, second, weaker=weaker)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(changes_document(changes)))
    else:
        show(render_changes(changes, shown=terminal()))
    return BLOCKED if changes else PASSED


def run_explain(project: Path, rule: str, *, bundle: str, format_name: str) -> int:
    """Print the explanation of a rule, or of every rule of a catalogue id."""
    from checker.output.rule_text import explanations_document, render_explanations  # noqa: PLC0415 - as above

    refuse_unknown_format(format_name)
    explained = CleanRelease(directory=project).policies.explain(rule, bundle=bundle)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(explanations_document(explained)))
    else:
        show(render_explanations(explained, shown=terminal()))
    return PASSED


def terminal() -> Terminal:
    """The terminal that is written to: colours, width and marks it can show."""
    is_terminal = sys.stdout.isatty()
    return Terminal(
        colour=wants_colour(os.environ, is_terminal=is_terminal),
        width=max(shutil.get_terminal_size().columns, 40) if is_terminal else 0,
        ascii_only=(sys.stdout.encoding or "ascii").lower() not in ("utf-8", "utf8"),
    )
