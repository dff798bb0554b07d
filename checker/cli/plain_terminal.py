"""The terminal for what is printed without colours and without breaking lines."""

from checker.cli.console import standard_output, takes_unicode
from checker.output.terminal import Terminal


def plain_terminal() -> Terminal:
    """Standard output with the marks that its encoding can carry.

    Raises:
        OutputError: whoever started the command has closed it.
    """
    return Terminal(ascii_only=not takes_unicode(standard_output()))
