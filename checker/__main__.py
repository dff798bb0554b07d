"""`clean-release`: answers `--version` before anything else is imported, then hands over to the command line."""

import gc
import sys

from checker import __version__

_COLLECT_AFTER = 200_000
"""Objects between two collections: a command lives for a second and frees nearly all it makes without one."""


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"clean-release {__version__}\n")
        raise SystemExit(0)
    gc.set_threshold(_COLLECT_AFTER)
    try:
        from checker.cli.app import run  # noqa: PLC0415 - `--version` answers without it

        code = run()
    except KeyboardInterrupt:  # before there was a command, or after it
        code = 130
    raise SystemExit(code)


if __name__ == "__main__":
    main()
