"""What bare `clean-release` prints: where things stand and what to do next.

It exits 2, so that a cut-off line in CI is no pass.
"""

from checker.cli.console import show
from checker.cli.exit_codes import USAGE

_GROUPS = """\
Start     check · init · explain · doctor
Policies  lock · policy list|test|new|try · bundle build|sign|verify|inspect · snapshot list|show|diff
Audits    audit import|sign
Records   report list|show|verify|replay|fixes
Keys      keys generate

clean-release COMMAND --help says more about each."""


def show_home() -> int:
    """Print the overview."""
    show(_GROUPS)
    return USAGE
