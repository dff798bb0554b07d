"""The keys of an issuer over http: asked as seldom as may be, and only as long as an answer may take."""

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
import pytest_socket

from checker.adapters.oidc.web_issuer import MOST_WAITING, IssuerTimes, WebIssuerKeys
from checker.domain.job_token import IssuerKey
from checker.errors import IssuerUnavailableError
from tests.bundle_server import Answer
from tests.fakes.fixed_clock import NOON
from tests.job_issuer import DISCOVERY, KEYS, JobIssuer, rsa_key

SECOND = timedelta(seconds=1)


@pytest.fixture
def issuer() -> Iterator[JobIssuer]:
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    serving = JobIssuer()
    yield serving
    serving.stop()


@pytest.fixture
def keys(issuer: JobIssuer) -> WebIssuerKeys:
    return WebIssuerKeys(issuer.url, version="0", times=IssuerTimes(seconds=0.5))


def test_keys_are_kept_for_an_hour(issuer: JobIssuer, keys: WebIssuerKeys) -> None:
    for later in (0, 59 * 60):
        assert keys.find("rsa", now=NOON + timedelta(seconds=later))
    assert issuer.asked == [DISCOVERY, KEYS]

    assert keys.find("rsa", now=NOON + timedelta(hours=1))
    assert issuer.asked == [DISCOVERY, KEYS] * 2


def test_an_unknown_name_makes_the_issuer_be_asked_once_a_minute(issuer: JobIssuer, keys: WebIssuerKeys) -> None:
    for later in (0, 1, 59):
        assert keys.find("newer", now=NOON + later * SECOND) is None
    assert len(issuer.asked) == 2
    issuer.publish(rsa_key("newer"))

    assert keys.find("newer", now=NOON + 60 * SECOND)
    assert keys.find("rsa", now=NOON + 61 * SECOND) is None, "a key that was withdrawn counts no more"
    assert len(issuer.asked) == 4


def test_an_issuer_that_did_not_answer_is_asked_again_soon(issuer: JobIssuer, keys: WebIssuerKeys) -> None:
    issuer.answers[DISCOVERY] = Answer(status=500)
    for later in (0, 9):
        with pytest.raises(IssuerUnavailableError, match="expected 200"):
            keys.find("rsa", now=NOON + later * SECOND)
    assert issuer.asked == [DISCOVERY]
    issuer.publish(rsa_key())

    assert keys.find("rsa", now=NOON + 10 * SECOND)


def test_a_clock_that_jumps_back_makes_what_is_known_old(issuer: JobIssuer, keys: WebIssuerKeys) -> None:
    keys.find("rsa", now=NOON)
    keys.find("rsa", now=NOON - SECOND)

    assert len(issuer.asked) == 4


@pytest.mark.parametrize("path", [DISCOVERY, KEYS])
def test_an_answer_that_drips_is_not_waited_for(issuer: JobIssuer, keys: WebIssuerKeys, path: str) -> None:
    issuer.answers[path] = Answer(body=b"{" + b" " * 1000, drip=0.05)

    with pytest.raises(IssuerUnavailableError, match=r"longer than 0\.5 seconds|in time"):
        keys.find("rsa", now=NOON)


def test_an_issuer_that_is_not_there_is_said_to_be(issuer: JobIssuer) -> None:
    issuer.stop()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)

    with pytest.raises(IssuerUnavailableError, match="no connection could be made"):
        WebIssuerKeys(issuer.url, version="0").find("rsa", now=NOON)


def test_few_wait_for_an_issuer_that_is_slow(issuer: JobIssuer, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = WebIssuerKeys(issuer.url, version="0", times=IssuerTimes(seconds=10))
    asked, go_on = Event(), Event()
    fetch = WebIssuerKeys._fetch

    def slowly(self: WebIssuerKeys) -> Mapping[str, IssuerKey]:
        asked.set()
        go_on.wait(10)
        return fetch(self)

    monkeypatch.setattr(WebIssuerKeys, "_fetch", slowly)
    with ThreadPoolExecutor(MOST_WAITING) as pool:
        waiting = [pool.submit(keys.find, "rsa", now=NOON) for _ in range(MOST_WAITING)]
        asked.wait(10)
        while keys._places._value:
            time.sleep(0.001)
        with pytest.raises(IssuerUnavailableError, match="many wait for it"):
            keys.find("rsa", now=NOON)
        go_on.set()
        assert all(one.result() for one in waiting)
    assert keys.find("rsa", now=NOON)
