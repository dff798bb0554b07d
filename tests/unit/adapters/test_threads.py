"""Both ways of doing work aside: now in a thread, or when its result is asked for."""

import threading

import pytest

from checker.adapters.threads import in_a_thread
from checker.ports.aside import Aside, when_asked


@pytest.mark.parametrize("aside", [in_a_thread, when_asked])
def test_the_result_is_what_the_work_gives(aside: Aside) -> None:
    assert aside(lambda: 7)() == 7


@pytest.mark.parametrize("aside", [in_a_thread, when_asked])
def test_an_error_is_raised_where_the_result_is_asked_for(aside: Aside) -> None:
    def work() -> int:
        raise ValueError("no")

    result = aside(work)

    with pytest.raises(ValueError, match="no"):
        result()


def test_a_thread_works_before_its_result_is_asked_for() -> None:
    begun = threading.Event()

    result = in_a_thread(begun.set)

    assert begun.wait(60)
    result()


def test_what_is_done_when_asked_is_not_done_before() -> None:
    begun = threading.Event()

    result = when_asked(begun.set)

    assert not begun.is_set()
    result()
    assert begun.is_set()
