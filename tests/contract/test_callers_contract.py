"""What a server's memory of its callers promises, held by the one on disk and the fake alike."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from checker.adapters.server_state import sqlite_tally
from checker.adapters.server_state.database import ServerDatabase
from checker.adapters.server_state.sqlite_answers import SqliteAnswers
from checker.adapters.server_state.sqlite_tally import SqliteCallTally
from checker.adapters.server_state.sqlite_tokens import SqliteAccessTokens
from checker.adapters.server_state.sqlite_used_tokens import SqliteUsedTokens
from checker.domain.access_token import AccessToken
from checker.domain.asked_once import KEPT, AskedKey, KeptAnswer
from checker.domain.call_limit import CallLimit, Counted
from checker.domain.namespace import Namespace
from checker.domain.principal import Role
from checker.errors import ConflictError, NotFoundError
from checker.ports.access_tokens import AccessTokens
from checker.ports.call_tally import CallTally
from checker.ports.kept_answers import KeptAnswers
from checker.ports.used_tokens import UsedTokens
from tests.fakes.fixed_clock import NOON
from tests.fakes.memory_callers import MemoryAccessTokens, MemoryAnswers, MemoryCallTally, MemoryUsedTokens

AT_ONCE = 12
MINUTE = timedelta(minutes=1)
LIMIT = CallLimit(most=3, seconds=60)
ONE, OTHER = "sha256:" + "1" * 64, "sha256:" + "2" * 64
KEY = AskedKey(label="release-bot", namespace=Namespace.REAL, project="widget", key="a-key")
ANSWER = KeptAnswer(status=202, headers=(("content-type", "application/json"),), body=b'{"run_id":"run-001"}')
TOKEN = AccessToken(
    number="0123456789ab",
    label="release-bot",
    namespace=Namespace.REAL,
    projects=("gadget", "widget"),
    roles=frozenset({Role.OPERATOR, Role.READER}),
    made=NOON,
    expires=NOON + timedelta(days=90),
)


@dataclass(frozen=True)
class Memory:
    """All four, over one file or over none."""

    tokens: AccessTokens
    used: UsedTokens
    answers: KeptAnswers
    tally: CallTally


@pytest.fixture(params=["sqlite", "memory"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Memory]:
    if request.param == "memory":
        yield Memory(MemoryAccessTokens(), MemoryUsedTokens(), MemoryAnswers(), MemoryCallTally())
        return
    database = ServerDatabase.open(tmp_path / "clean-release" / "server.db")
    yield Memory(
        SqliteAccessTokens(database), SqliteUsedTokens(database), SqliteAnswers(database), SqliteCallTally(database)
    )
    database.close()


def at_once(ask: Callable[[], object]) -> list[object]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [asked.result() for asked in [pool.submit(ask) for _ in range(AT_ONCE)]]


def test_a_token_is_found_as_it_was_kept(memory: Memory) -> None:
    memory.tokens.keep(TOKEN, proof=b"p" * 32)

    assert memory.tokens.find(TOKEN.number) == (TOKEN, b"p" * 32)
    assert memory.tokens.find("ba9876543210") is None
    assert memory.tokens.find("' OR 1=1 --") is None


def test_tokens_are_listed_newest_first(memory: Memory) -> None:
    second = replace(TOKEN, number="ba9876543210", namespace=Namespace.DEMO, roles=frozenset({Role.PUBLISHER}))
    for token in (TOKEN, second):
        memory.tokens.keep(token, proof=b"p" * 32)

    assert memory.tokens.list_tokens() == (second, TOKEN)


def test_no_token_takes_the_place_of_another(memory: Memory) -> None:
    memory.tokens.keep(TOKEN, proof=b"p" * 32)

    with pytest.raises(ConflictError, match="there is a token 0123456789ab already"):
        memory.tokens.keep(replace(TOKEN, label="mallory"), proof=b"m" * 32)

    assert memory.tokens.find(TOKEN.number) == (TOKEN, b"p" * 32)


def test_a_revoked_token_stays_revoked_since_the_first_time(memory: Memory) -> None:
    memory.tokens.keep(TOKEN, proof=b"p" * 32)

    first = memory.tokens.revoke(TOKEN.number, at=NOON + MINUTE)
    again = memory.tokens.revoke(TOKEN.number, at=NOON + 2 * MINUTE)

    assert first == again == replace(TOKEN, revoked=NOON + MINUTE)
    assert memory.tokens.list_tokens() == (first,)
    with pytest.raises(NotFoundError, match="there is no token 'ba9876543210'"):
        memory.tokens.revoke("ba9876543210", at=NOON)


def test_the_token_of_a_job_is_used_once(memory: Memory) -> None:
    def use(issuer: str = "https://issuer.example", number: str = "a") -> bool:
        return memory.used.use(issuer=issuer, number=number, issued=NOON, until=NOON + MINUTE, now=NOON)

    assert [use(), use(), use(number="b"), use(issuer="https://other.example")] == [True, False, True, True]


def test_a_used_token_is_remembered_until_it_is_over(memory: Memory) -> None:
    def use(later: timedelta) -> bool:
        return memory.used.use(issuer="i", number="a", issued=NOON, until=NOON + MINUTE, now=NOON + later)

    assert [use(timedelta(0)), use(MINUTE), use(MINUTE + timedelta(microseconds=1))] == [True, False, True]


def test_of_many_who_use_a_token_at_once_one_is_the_first(memory: Memory) -> None:
    seen = at_once(lambda: memory.used.use(issuer="i", number="a", issued=NOON, until=NOON + MINUTE, now=NOON))

    assert sorted(seen, key=bool) == [False] * (AT_ONCE - 1) + [True]


def test_a_key_names_its_first_request_and_then_its_answer(memory: Memory) -> None:
    assert memory.answers.begin(KEY, request=ONE, holder="this", now=NOON) is None

    under_way = memory.answers.begin(KEY, request=OTHER, holder="this", now=NOON + MINUTE)
    memory.answers.answer(KEY, request=ONE, answer=ANSWER)
    done = memory.answers.begin(KEY, request=ONE, holder="this", now=NOON + MINUTE)

    assert under_way is not None
    assert done is not None
    assert (under_way.request, under_way.begun, under_way.answer) == (ONE, NOON, None)
    assert (done.request, done.begun, done.answer) == (ONE, NOON, ANSWER)
    assert (under_way.holder, done.holder) == ("this", "this")


def test_what_a_server_left_is_taken_over_by_one_of_many(memory: Memory) -> None:
    memory.answers.begin(KEY, request=ONE, holder="dead", now=NOON)

    def take(**other: str) -> bool:
        asked = {"request": ONE, "holder": "this", "left_by": "dead"} | other
        return memory.answers.take_over(KEY, **asked)

    assert not take(request=OTHER)
    assert not take(left_by="another")
    assert not memory.answers.take_over(replace(KEY, key="none"), request=ONE, holder="this", left_by="dead")
    assert sorted(at_once(take), key=bool) == [False] * (AT_ONCE - 1) + [True]
    found = memory.answers.begin(KEY, request=ONE, holder="third", now=NOON)
    assert found is not None
    assert found.holder == "this"
    memory.answers.answer(KEY, request=ONE, answer=ANSWER)
    assert not take(left_by="this")


def test_the_first_answer_of_a_key_stays(memory: Memory) -> None:
    memory.answers.begin(KEY, request=ONE, holder="this", now=NOON)
    memory.answers.answer(KEY, request=ONE, answer=ANSWER)
    memory.answers.answer(KEY, request=ONE, answer=replace(ANSWER, body=b"another"))
    memory.answers.forget(KEY)

    found = memory.answers.begin(KEY, request=ONE, holder="this", now=NOON)
    assert found is not None
    assert found.answer == ANSWER
    for key, request in ((replace(KEY, key="another"), ONE), (KEY, OTHER)):
        with pytest.raises(NotFoundError, match="no such request was begun"):
            memory.answers.answer(key, request=request, answer=ANSWER)


@pytest.mark.parametrize(
    "other",
    [
        replace(KEY, label="mallory"),
        replace(KEY, namespace=Namespace.DEMO),
        replace(KEY, project="gadget"),
        replace(KEY, key="A-key"),
    ],
)
def test_a_key_is_the_callers_own_in_a_namespace_and_a_project(memory: Memory, other: AskedKey) -> None:
    memory.answers.begin(KEY, request=ONE, holder="this", now=NOON)
    memory.answers.answer(KEY, request=ONE, answer=ANSWER)

    assert memory.answers.begin(other, request=ONE, holder="this", now=NOON) is None


def test_a_key_is_forgotten_after_a_day_or_where_nothing_was_done(memory: Memory) -> None:
    memory.answers.begin(KEY, request=ONE, holder="this", now=NOON)
    memory.answers.forget(KEY)
    assert memory.answers.begin(KEY, request=OTHER, holder="this", now=NOON) is None
    memory.answers.answer(KEY, request=OTHER, answer=ANSWER)

    assert (
        memory.answers.begin(KEY, request=OTHER, holder="this", now=NOON + KEPT - timedelta(microseconds=1)) is not None
    )
    assert memory.answers.begin(KEY, request=ONE, holder="this", now=NOON + KEPT) is None


def test_of_many_who_begin_with_one_key_one_goes_on(memory: Memory) -> None:
    seen = at_once(lambda: memory.answers.begin(KEY, request=ONE, holder="this", now=NOON))

    assert seen.count(None) == 1


def test_what_happened_often_enough_is_full_until_the_oldest_is_over(memory: Memory) -> None:
    def count(seconds: float) -> object:
        now = NOON + timedelta(seconds=seconds)
        return memory.tally.count(Counted.RUN, "release-bot", limit=LIMIT, now=now)

    assert [count(0), count(10), count(20)] == [None, None, None]
    assert count(59) == NOON
    assert count(60) is None
    assert count(61) == NOON + timedelta(seconds=10)


def test_looking_counts_nothing(memory: Memory) -> None:
    def look() -> object:
        return memory.tally.oldest_of_full(Counted.RUN, "release-bot", limit=LIMIT, now=NOON)

    assert [look() for _ in range(5)] == [None] * 5
    for _ in range(3):
        memory.tally.count(Counted.RUN, "release-bot", limit=LIMIT, now=NOON)
    assert look() == NOON


def test_each_name_and_kind_is_counted_for_itself(memory: Memory) -> None:
    for _ in range(3):
        memory.tally.count(Counted.RUN, "release-bot", limit=LIMIT, now=NOON)

    assert memory.tally.oldest_of_full(Counted.RUN, "mallory", limit=LIMIT, now=NOON) is None
    assert memory.tally.oldest_of_full(Counted.FAILURE_OF_ADDRESS, "release-bot", limit=LIMIT, now=NOON) is None


def test_of_many_at_once_as_many_are_counted_as_there_is_room_for(memory: Memory) -> None:
    seen = at_once(lambda: memory.tally.count(Counted.RUN, "release-bot", limit=LIMIT, now=NOON))

    assert seen.count(None) == LIMIT.most


def test_failures_from_many_addresses_push_out_no_run(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_tally, "_MOST_ROWS", 10)
    for _ in range(LIMIT.most):
        memory.tally.count(Counted.RUN, "release-bot", limit=LIMIT, now=NOON)
    for number in range(30):
        memory.tally.count(Counted.FAILURE_OF_ADDRESS, f"192.0.2.{number}", limit=LIMIT, now=NOON)

    assert memory.tally.count(Counted.RUN, "release-bot", limit=LIMIT, now=NOON) == NOON
