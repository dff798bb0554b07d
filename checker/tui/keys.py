"""The keys that act, each with the action of the lifecycle that it stands for and the words it is shown by."""

from dataclasses import dataclass

from checker.domain.release import Action, State


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionKey:
    """One key: `name` is the library's name of it, `words` what it does."""

    name: str
    action: Action
    words: str

    @property
    def shown(self) -> str:
        """The key and what it does."""
        return f"{self.name.upper()} {self.words}"


ACTION_KEYS = (
    ActionKey(name="f5", action=Action.REQUEST_RUN, words="run check"),
    ActionKey(name="f6", action=Action.BUILD_MANIFEST, words="build manifest"),
    ActionKey(name="f7", action=Action.RESUME, words="go on"),
    ActionKey(name="f8", action=Action.APPROVE, words="approve"),
    ActionKey(name="f9", action=Action.PUBLISH, words="publish"),
)
KEY_OF = {key.action: key for key in ACTION_KEYS}

NEXT_KEY = {
    State.PREPARED: KEY_OF[Action.BUILD_MANIFEST],
    State.MANIFEST_BUILT: KEY_OF[Action.REQUEST_RUN],
    State.CHECK_PENDING: KEY_OF[Action.RESUME],
    State.CHECK_PASSED: KEY_OF[Action.APPROVE],
    State.APPROVED: KEY_OF[Action.PUBLISH],
}
"""Where one key brings a candidate further; elsewhere a command does."""

LOOK_KEYS = (
    ("v", "violations", "what the report found, with evidence and fix"),
    ("u", "unread", "what could not be read, and what would settle it"),
    ("m", "manifest", "the files of the latest manifest"),
    ("h", "history", "every report that was recorded, newest first"),
    ("?", "help", "this page"),
    ("q", "quit", "leave; Ctrl-C leaves at once with code 130"),
)
"""The keys that only look, each with a word for the last line and what it shows."""
