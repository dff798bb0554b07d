"""Writes docs/reference/cli.md from the command line itself. `--check` only compares."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from typer.main import get_command

from checker.cli.commands import app_for
from checker.cli.examples import example_of
from tools.generated_files import settle
from tools.tree_digest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = ROOT / "docs" / "reference" / "cli.md"
PROGRAM = "clean-release"
HEAD = f"""\
<!-- Made by tools/cli_reference.py from the command line; change that. -->

# Commands

`{PROGRAM}` without a command prints what there is and exits 2, so that a line that was cut off in CI does not look
passed. `{PROGRAM} --version` prints the version. `-h` and `--help` work everywhere. Results go to standard output,
everything else to standard error. What the codes mean is on the page [exit codes](exit-codes.md), what a refusal means
under [error codes](error-codes.md).

Three variables of the environment matter: `XDG_CONFIG_HOME` says where your anchor and keys are (`~/.config` when it is
not set), `NO_COLOR` turns colours off, and `CLEAN_RELEASE_TRACEBACK=1` shows the traceback of a defect, for a report
about it. Short texts about such things are under `{PROGRAM} help`, and on the page [help topics](help-topics.md).
"""
WITHOUT_DEFAULT: tuple[object, ...] = (None, "", False, ())


def commands() -> Iterator[tuple[str, Any]]:
    """Yield every command that does something, with its full name, in the order of the help."""
    yield from _below(get_command(app_for([])), PROGRAM)


def _below(command: Any, name: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer's command, or one it stands on
    for child, found in getattr(command, "commands", {}).items():
        if hasattr(found, "commands"):
            yield from _below(found, f"{name} {child}")
        else:
            yield f"{name} {child}", found


def page() -> str:
    """Return the text of the page."""
    found = list(commands())
    lines = [HEAD, "| Command | What it does |", "|---|---|"]
    lines += [f"| [`{name}`](#{name.replace(' ', '-')}) | {_cell(_sentence(command))} |" for name, command in found]
    for name, command in found:
        lines += ["", f"## {name}", "", _sentence(command), *_usage(name, command), *_parameters(command)]
        lines += ["", "```text", example_of(name.split()), "```"]
    return "\n".join(lines) + "\n"


def _sentence(command: Any) -> str:  # noqa: ANN401 - as above
    return " ".join(str(command.help).split())


def _usage(name: str, command: Any) -> list[str]:  # noqa: ANN401 - as above
    arguments = [_argument(item) for item in command.params if item.param_type_name == "argument"]
    required = [f"{item.opts[0]} {item.metavar}" for item in command.params if _is_option(item) and item.required]
    return ["", "```text", " ".join([name, *arguments, *required, "[OPTIONS]"]), "```"]


def _argument(item: Any) -> str:  # noqa: ANN401 - as above
    return str(item.metavar)


def _parameters(command: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    shown = [item for item in command.params if item.name != "help"]
    if not shown:
        return
    yield from ("", "| Name | Means | Otherwise |", "|---|---|---|")
    for item in shown:
        yield f"| {_spelling(item)} | {_cell(str(item.help))} | {_otherwise(item)} |"


def _spelling(item: Any) -> str:  # noqa: ANN401 - as above
    if not _is_option(item):
        return f"`{_argument(item)}`"
    names = ", ".join(f"`{name}`" for name in sorted([*item.opts, *item.secondary_opts], key=len))
    value = item.metavar or ("" if item.is_flag else str(item.type.name).upper())
    return f"{names} `{_cell(value)}`" if value else names


def _otherwise(item: Any) -> str:  # noqa: ANN401 - as above
    if item.required:
        return "required"
    return "" if item.default in WITHOUT_DEFAULT else f"`{item.default}`"


def _is_option(item: Any) -> bool:  # noqa: ANN401 - as above
    return bool(item.param_type_name == "option")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """Write the page; with `--check` say that it differs, and return 1 then."""
    return settle([(PAGE, page().encode())])


if __name__ == "__main__":
    sys.exit(main())
