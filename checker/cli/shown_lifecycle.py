"""How lifecycle and trail are shown: never without the namespace that it all counts in."""

from collections.abc import Callable, Mapping

from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import PASSED
from checker.cli.formats import JSON_FORMAT
from checker.cli.plain_terminal import plain_terminal
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.formats.canonical import pretty_bytes
from checker.output.terminal import Terminal


def show_lifecycle(
    document: Mapping[str, Json],
    rendered: Callable[[Terminal], str],
    *,
    namespace: Namespace,
    format_name: str,
) -> int:
    """Show what was found: as a document with the field `namespace`, or as lines below one that names it."""
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes({**document, "namespace": str(namespace)}))
    else:
        show(f"namespace {namespace}\n{rendered(plain_terminal())}".rstrip("\n"))
    return PASSED


def tell_namespace(namespace: Namespace) -> None:
    """Say the namespace beside what is printed byte for byte."""
    tell(f"namespace {namespace}")
