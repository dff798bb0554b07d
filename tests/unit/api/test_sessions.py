"""Sessions of browsers: each cookie its own, none longer than an hour, never too many, nothing kept plain."""

from dataclasses import dataclass

from checker.api.sessions import SECONDS, Sessions


@dataclass
class Seconds:
    """A clock that a test moves."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_cookie_stands_for_what_it_was_begun_with_until_it_is_ended() -> None:
    sessions = Sessions(now=Seconds())
    one, other = sessions.begin("Bearer one", whose="one"), sessions.begin("Bearer other", whose="one")

    assert one != other
    assert (sessions.authorization(one), sessions.authorization(other)) == ("Bearer one", "Bearer other")
    assert sessions.authorization("") == sessions.authorization("forged") == ""
    sessions.end(one)
    sessions.end(one)
    assert (sessions.authorization(one), sessions.authorization(other)) == ("", "Bearer other")


def test_none_lasts_longer_than_an_hour_however_much_it_is_used() -> None:
    clock = Seconds()
    sessions = Sessions(now=clock)
    cookie = sessions.begin("Bearer one", whose="one")
    for clock.now in (1.0, SECONDS - 1.0):
        assert sessions.authorization(cookie) == "Bearer one"
    clock.now = float(SECONDS)

    assert sessions.authorization(cookie) == ""
    assert sessions._kept == {}


def test_the_oldest_gives_way_where_there_are_as_many_as_there_may_be() -> None:
    sessions = Sessions(now=Seconds(), most=2)
    first, second, third = (sessions.begin(f"Bearer {number}", whose=number) for number in range(3))

    assert [sessions.authorization(one) for one in (first, second, third)] == ["", "Bearer 1", "Bearer 2"]


def test_who_logs_in_again_and_again_ends_sessions_of_their_own_alone() -> None:
    sessions = Sessions(now=Seconds(), most=4, most_of_one=2)
    other = sessions.begin("Bearer other", whose="other")
    own = [sessions.begin("Bearer one", whose="one") for _ in range(6)]

    assert sessions.authorization(other) == "Bearer other"
    assert [sessions.authorization(cookie) for cookie in own] == ["", "", "", "", "Bearer one", "Bearer one"]


def test_neither_cookie_nor_token_is_shown_by_what_keeps_them() -> None:
    sessions = Sessions(now=Seconds())
    cookie = sessions.begin("Bearer secret", whose="one")

    assert "secret" not in repr(sessions)
    assert cookie not in repr(sessions)
    assert cookie not in sessions._kept
