"""`clean-release`: answers `--version` before anything else is imported, then hands over to the command line."""

import gc
import sys

from checker import __version__

_COLLECT_AFTER = 200_000
"""Objects between two collections: a command lives for a second and frees nearly all it makes without one."""


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        raise SystemExit(_say_version())
    gc.set_threshold(_COLLECT_AFTER)
    try:
        from checker.cli.app import run  # noqa: PLC0415 - `--version` answers without it

        code = run()
    except KeyboardInterrupt:  # before there was a command, or after it
        code = 130
    raise SystemExit(code)


def _say_version() -> int:
    """Write the version; 0, or 3 where nobody gets it."""
    try:
        sys.stdout.write(f"clean-release {__version__}\n")
        sys.stdout.flush()
    except (OSError, AttributeError) as error:  # AttributeError: there is no standard output
        from checker.cli.console import OutputError, give_up_output  # noqa: PLC0415 - as above

        why = "" if isinstance(error, BrokenPipeError) else "the version cannot be written to standard output"
        give_up_output(OutputError(why))
        return 3
    return 0


if __name__ == "__main__":
    main()
