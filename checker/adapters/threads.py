"""The port `Aside` over a thread: for work that leaves the interpreter, such as a call of the engine."""

import threading
from collections.abc import Callable
from typing import TypeVar

_Result = TypeVar("_Result")


def in_a_thread(work: Callable[[], _Result]) -> Callable[[], _Result]:
    """Begin the work in a thread of its own.

    The interpreter waits for it when it ends: a call of the engine is bounded by its deadline, and is not cut off.
    """
    results: list[_Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - raised where the result is asked for
            errors.append(error)

    thread = threading.Thread(target=run, name="clean-release aside")
    thread.start()

    def result() -> _Result:
        thread.join()
        if errors:
            raise errors[0]
        return results[0]

    return result
