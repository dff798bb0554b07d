"""What `clean-release keys generate` does."""

from checker.bootstrap import CleanRelease
from checker.cli.console import show, tell
from checker.cli.exit_codes import PASSED
from checker.domain.trust import KeyRole
from checker.errors import UsageError


def run_generate(name: str, role: str) -> int:
    """Make a key; the public half goes to standard output as an entry for an anchor, which needs no editing.

    Raises:
        UsageError: there is no such role; no key was made.
    """
    if role not in tuple(KeyRole):
        raise UsageError(f"unknown role {role!a}, expected one of {', '.join(KeyRole)}", hint="choose one of them")
    identity = CleanRelease().bundling.generate_key(name)
    show(f"# {identity.fingerprint}")
    show(f"- name: {identity.name}")
    show(f"  role: {role}")
    show("  public_key: |")
    for line in identity.public_key.strip().splitlines():
        show(f"    {line}")
    if role == KeyRole.POLICY:
        show('  packages: ["*"]     # what a policy key may sign')
    tell("the private key stays with you; put the entry above under keys: in the anchor")
    return PASSED
