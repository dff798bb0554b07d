"""What `clean-release keys generate` does."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap import CleanRelease
from checker.cli.console import show, tell
from checker.cli.exit_codes import PASSED
from checker.cli.where import namespace_named
from checker.domain.trust import KeyRole
from checker.errors import UsageError

if TYPE_CHECKING:
    from checker.ports.signer import KeyIdentity

_OF_NAMESPACE = (KeyRole.AUDITOR, KeyRole.BUILDER, KeyRole.PERMIT)
_OF_ACTORS = (KeyRole.APPROVER, KeyRole.PERMIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorKey:
    """Whose key is asked for: their label and namespace, and their account at a provider (0: not said)."""

    actor: str
    namespace: str
    host: str
    account: int


def run_generate(name: str, role: str, *, namespace: str) -> int:
    """Make a key; the public half goes to standard output as an entry for an anchor, which needs no editing.

    Raises:
        UsageError: there is no such role, or no name; no key was made.
    """
    if not name:
        raise UsageError("no key was named", hint="see clean-release keys generate --help; give NAME or --actor")
    wanted = _role(role)
    namespace_named(namespace)
    _show_key(CleanRelease().bundling.generate_key(name), wanted, namespace=namespace)
    tell("the private key stays with you; put the entry above under keys: in the anchor")
    return PASSED


def run_generate_for(asked: ActorKey, *, name: str, role: str) -> int:
    """Make the key that an actor signs with, and print both entries that an anchor needs to know them by.

    Raises:
        UsageError: a name besides the actor, or a role in which no actor acts; no key was made.
    """
    if name:
        raise UsageError("a key of an actor has no other name", hint="leave NAME out, or --actor")
    wanted = _role(role)
    if wanted not in _OF_ACTORS:
        raise UsageError(f"no actor acts in the role {role}", hint=f"give --role {' or '.join(_OF_ACTORS)}")
    identities = CleanRelease(directory=Path()).identities(namespace_named(asked.namespace))
    key = identities.generate(asked.actor, wanted)
    show("keys:")
    _show_key(key, wanted, namespace=asked.namespace)
    if wanted is KeyRole.APPROVER:
        show("identities:")
        show(f'- actor: "{asked.actor}"')
        show(f"  namespace: {asked.namespace}")
        show(f"  keys: [{key.name}]")
        account = asked.account or f"0  # the anchor refuses 0: write their id at {asked.host}, gh api user --jq .id"
        show("  accounts:")
        show(f"  - host: {asked.host}")
        show(f"    id: {account}")
    tell(f"--actor {asked.actor} signs with this key from now on; put the entries above into the anchor")
    return PASSED


def _role(word: str) -> KeyRole:
    if word not in tuple(KeyRole):
        raise UsageError(f"unknown role {word!a}, expected one of {', '.join(KeyRole)}", hint="choose one of them")
    return KeyRole(word)


def _show_key(identity: "KeyIdentity", role: KeyRole, *, namespace: str) -> None:
    show(f"# {identity.fingerprint}")
    show(f"- name: {identity.name}")
    show(f"  role: {role}")
    if role in _OF_NAMESPACE:
        show(f"  namespace: {namespace}")
    show("  public_key: |")
    for line in identity.public_key.strip().splitlines():
        show(f"    {line}")
    if role is KeyRole.POLICY:
        show('  packages: ["*"]     # what a policy key may sign')
