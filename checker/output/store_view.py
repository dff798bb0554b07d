"""What was done with a store as a whole, for people and for programs."""

from dataclasses import dataclass

from checker.domain.json_value import JsonLike
from checker.domain.namespace import Namespace
from checker.formats.text_safety import escape_for_terminal
from checker.ports.store_file import StoreState

SCHEMA = "clean-release/store-state/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreShown:
    """What was done, with which store, how it stands, and where a copy of it, or of the one before, is kept."""

    namespace: Namespace
    path: str
    state: StoreState
    done: str
    kept: str = ""


def store_document(shown: StoreShown) -> dict[str, JsonLike]:
    """Everything about it."""
    state = shown.state
    return {
        "schema": SCHEMA,
        "namespace": str(shown.namespace),
        "path": shown.path,
        "done": shown.done,
        "kept": shown.kept,
        "version": state.version,
        "newest_version": state.newest,
        "entries": state.head.seq,
        "head": state.head.hash,
        "problems": list(state.problems),
    }


def render_store(shown: StoreShown) -> str:
    """Text for people: one line each, and every problem."""
    state = shown.state
    version = (
        f"version {state.version}" if state.version == state.newest else f"version {state.version} of {state.newest}"
    )
    read = f"{version}, {state.head.seq} entries" if state.version or state.is_sound else "not read"
    lines = [
        f"store {shown.done}: {shown.path} (namespace {shown.namespace}, {read})",
        *([f"head  {state.head.hash}"] if state.head.hash else []),
        *([f"kept  {shown.kept}"] if shown.kept else []),
        *(f"wrong {problem}" for problem in state.problems),
    ]
    if state.is_sound:
        lines.append("sound: every entry, digest and task reads as it was recorded")
    return "".join(f"{escape_for_terminal(line)}\n" for line in lines)
