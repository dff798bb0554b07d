"""The `permissions` of a workflow file: a word for all scopes, or a mapping of scopes."""

from checker.domain.workflow_permissions import Access, Permissions, PermissionSource
from checker.domain.workflow_uses import EXPRESSION
from checker.formats.workflow_node import Node

_ALL = {"read-all": Access.READ, "write-all": Access.WRITE}
_KNOWN = {str(access): access for access in (Access.NONE, Access.READ, Access.WRITE)}


def permissions_of(node: Node, *, source: PermissionSource) -> Permissions:
    """What a `permissions` says; scopes it does not name have nothing, and what an expression gives is not known.

    Raises:
        InputRefusedError: a word that GitHub does not know there.
    """
    if not isinstance(node.value, str):
        scopes = tuple((scope, _access(value)) for scope, value in node.entries())
        return Permissions(source=source, scopes=scopes, line=node.line)
    if EXPRESSION in node.value:
        return Permissions(source=source, otherwise=Access.UNKNOWN, line=node.line)
    if node.value not in _ALL:
        node.refuse("read-all, write-all or a mapping of scopes")
    return Permissions(source=source, otherwise=_ALL[node.value], line=node.line)


def _access(node: Node) -> Access:
    word = node.text()
    if EXPRESSION in word:
        return Access.UNKNOWN
    if word not in _KNOWN:
        node.refuse(f"one of {', '.join(_KNOWN)}")
    return _KNOWN[word]
