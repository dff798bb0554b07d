"""What `clean-release keys generate` does."""

from checker.bootstrap import CleanRelease
from checker.cli.console import show, tell
from checker.cli.exit_codes import PASSED


def run_generate(name: str) -> int:
    """Make a key; the public half goes to standard output as an entry for an anchor."""
    identity = CleanRelease().bundling.generate_key(name)
    show(f"# {identity.fingerprint}")
    show(f"- name: {identity.name}")
    show("  role: policy        # or auditor, approver, permit")
    show("  public_key: |")
    for line in identity.public_key.strip().splitlines():
        show(f"    {line}")
    show('  packages: ["*"]     # what a policy key may sign')
    tell("the private key stays with you; put the entry above under keys: in the anchor")
    return PASSED
