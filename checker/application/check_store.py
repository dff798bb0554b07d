"""What a store must be for anything to be done with it as a whole."""

from checker.errors import Place, StoreError
from checker.ports.store_file import StoreState


def refuse_unsound(state: StoreState, *, what: str) -> None:
    """Refuse a store, or a copy of one, that is not as it was recorded.

    Raises:
        StoreError: names the first thing that is wrong.
    """
    if state.problems:
        raise StoreError(
            f"the {what} is not sound: {state.problems[0]}",
            hint="clean-release store check names everything that is wrong; nothing was changed",
            where=Place(source=state.path),
        )
