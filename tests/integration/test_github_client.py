"""The client against the simulator: whatever the provider does, the answer says it, and the token stays where it is."""

import io
import json
from datetime import timedelta

import httpx2
import pytest

from checker.adapters.github import client as client_module
from checker.adapters.github.credential import Credential
from checker.adapters.github.patience import Patience
from checker.adapters.github.reply import ReplyLimits
from checker.adapters.github.throttle import Pace
from checker.domain.response import Response
from tests.fakes.fixed_clock import NOON
from tests.github_simulator import made
from tests.github_simulator.secret import SECRET
from tests.github_simulator.server import TOKEN, Made
from tests.integration.asking import KEY, KEYS, Asker


def test_every_page_is_read(asker: Asker) -> None:
    asker.github.put(KEYS, [{**KEY, "id": number} for number in range(250)])

    found = asker.ask(f"{KEYS}?per_page=100")

    assert [len(page) for page in found.pages if isinstance(page, list)] == [100, 100, 50]
    assert (found.complete, found.failure, found.status) == (True, "", 200)
    assert found.at == "2026-02-26T12:00:00Z"


@pytest.mark.parametrize(("items", "requests"), [(150, 2), (200, 3), (99, 1), (0, 1)])
def test_pages_whose_links_were_lost_on_the_way_are_read_all_the_same(asker: Asker, items: int, requests: int) -> None:
    asker.github.links = False
    asker.github.put(KEYS, [{**KEY, "id": number} for number in range(items)])

    found = asker.ask(f"{KEYS}?per_page=100")

    assert sum(len(page) for page in found.pages if isinstance(page, list)) == items
    assert (found.complete, len(asker.github.seen)) == (True, requests)


def test_the_request_is_a_get_of_the_pinned_version_with_the_credential(asker: Asker) -> None:
    asker.github.put(KEYS, [])
    asker.ask()
    (seen,) = asker.github.seen
    assert seen.method == "GET"
    assert seen.headers["x-github-api-version"] == "2022-11-28"
    assert seen.headers["authorization"] == f"Bearer {TOKEN}"
    assert seen.headers["user-agent"] == "clean-release/0"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (made.HTML, "HTML was answered instead of JSON, with status 200"),
        (Made(raw=b"<html>no", status=403), "HTML was answered instead of JSON, with status 403"),
        (Made(raw=b"", status=404), "something else was answered instead of JSON, with status 404"),
        (Made(raw=b'{"a":1,"a":2}'), "something else was answered instead of JSON, with status 200"),
        (Made(raw=b'[{"id": 1}'), "something else was answered instead of JSON, with status 200"),
        (Made(body=[], headers={"Content-Encoding": "gzip"}), "the answer came compressed"),
    ],
)
def test_what_is_no_answer_of_the_api_says_so(asker: Asker, answer: Made, why: str) -> None:
    asker.github.put(KEYS, answer)
    found = asker.ask()
    assert (found.status, found.pages) == (0, ())
    assert found.failure.startswith(why)
    assert len(asker.github.seen) == 1


def test_an_answer_that_quotes_the_credential_is_read_without_it(asker: Asker) -> None:
    body = {"message": f"refused: Authorization: Bearer {TOKEN}", "documentation_url": TOKEN}
    asker.github.put(KEYS, Made(status=403, raw=json.dumps(body).encode()))

    found = asker.ask()

    assert TOKEN not in repr(found.pages)
    assert "Bearer (credential)" in repr(found.pages)


def test_a_body_that_is_cut_off_is_asked_for_again_and_then_given_up(asker: Asker) -> None:
    asker.github.put(KEYS, made.CUT)
    found = asker.ask()
    assert (found.status, found.failure) == (0, "the answer was cut off")
    assert len(asker.github.seen) == 4
    assert asker.time.slept == [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]


def test_a_body_beyond_the_bound_is_refused(asker: Asker) -> None:
    asker.github.put(KEYS, Made(body=[KEY] * 10))
    assert asker.ask(limits=ReplyLimits(bytes=20)).failure == "the answer has more than 20 bytes"


@pytest.mark.parametrize("framing", ["dripped-103", "dripped-header", "dripped-body"])
def test_an_answer_that_takes_too_long_is_refused_however_little_of_it_came(asker: Asker, framing: str) -> None:
    asker.github.put(KEYS, Made(body=[KEY], framing=framing))
    found = asker.ask(limits=ReplyLimits(seconds=0.3))
    assert (found.status, found.failure) == (0, "the answer took longer than 0.3 seconds")
    assert len(asker.github.seen) == 1


def test_answers_before_the_answer_are_bounded(asker: Asker) -> None:
    asker.github.put(KEYS, Made(body=[KEY], framing="endless-103"))
    assert asker.ask().failure == "the answer has not begun after 262144 bytes"


def test_silence_ends(asker: Asker) -> None:
    asker.github.put(KEYS, Made(body=[], slow=0.5))
    found = asker.ask(limits=ReplyLimits(silence=0.05), patience=Patience(tries=1))
    assert found.failure == "there was no answer in time"


def test_no_connection_is_said_without_what_was_sent(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    asker.github.stop()
    monkeypatch.setattr(asker.github, "stop", lambda: None)
    found = asker.ask()
    assert (found.status, found.failure) == (0, "no connection could be made")


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (httpx2.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]"), "the server's certificate is not trusted"),
        (httpx2.LocalProtocolError(f"Illegal header value {TOKEN}"), "the request failed (LocalProtocolError)"),
        (OSError("x"), "the request failed (OSError)"),
    ],
)
def test_a_library_s_words_are_never_repeated(
    asker: Asker, monkeypatch: pytest.MonkeyPatch, error: Exception, why: str
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise error

    client = asker.client(patience=Patience(tries=1))
    monkeypatch.setattr(client._http, "stream", fail)
    assert client.get_all([KEYS])[0].failure == why


def test_a_server_error_is_tried_again_and_keeps_its_status(asker: Asker) -> None:
    asker.github.put(KEYS, [KEY])
    asker.github.go_wrong("keys", made.SERVER_ERROR, Made(status=504, raw=b"<html>"))
    assert asker.ask().status == 200
    assert len(asker.github.seen) == 3
    asker.github.put(KEYS, made.SERVER_ERROR)
    assert asker.ask().status == 502


def test_a_page_too_large_for_the_provider_is_read_in_smaller_ones(asker: Asker) -> None:
    asker.github.put(KEYS, [{**KEY, "id": number} for number in range(60)])
    asker.github.go_wrong("per_page=100", *[Made(status=504, raw=b"")] * 4)
    found = asker.ask(f"{KEYS}?per_page=100")
    assert [len(page) for page in found.pages if isinstance(page, list)] == [25, 25, 10]
    assert (found.url, found.complete) == (f"{KEYS}?per_page=100", True)


@pytest.mark.parametrize("answer", [made.SECONDARY, made.ABUSE])
def test_a_secondary_limit_is_waited_for_a_minute_and_longer_each_time(asker: Asker, answer: Made) -> None:
    asker.github.put(KEYS, [KEY])
    asker.github.go_wrong("keys", answer, answer)
    assert asker.ask().status == 200
    assert asker.clock.now() - NOON == timedelta(seconds=180)
    assert "asked to slow down; trying again in 60 s" in asker.progress.lines[0]


def test_retry_after_is_obeyed_to_the_second(asker: Asker) -> None:
    asker.github.put(KEYS, [KEY])
    asker.github.go_wrong("keys", made.TOO_MANY)
    assert asker.ask().status == 200
    assert asker.clock.now() - NOON == timedelta(seconds=7)


def test_the_reset_of_an_exhausted_limit_is_waited_for(asker: Asker) -> None:
    asker.github.put(KEYS, [KEY])
    asker.github.go_wrong("keys", made.exhausted(int(NOON.timestamp()) + 100))
    assert asker.ask().status == 200
    assert timedelta(seconds=100) <= asker.clock.now() - NOON <= timedelta(seconds=102)


def test_a_reset_too_far_away_is_given_up_and_nothing_more_is_asked(asker: Asker) -> None:
    asker.github.put("repos/o/r/tags", [])
    asker.github.put(KEYS, made.exhausted(int(NOON.timestamp()) + 3_000))
    client = asker.client(at_once=1)
    first, second = client.get_all([KEYS, "repos/o/r/tags"])
    assert (first.status, first.headers["x-ratelimit-remaining"]) == (403, "0")
    assert second.failure == "the rate limit was reached; it is lifted at 2026-02-26T12:50:00Z"
    assert len(asker.github.seen) == 1
    assert asker.time.slept == []


def test_a_limit_that_does_not_end_ends_the_tries(asker: Asker) -> None:
    asker.github.put(KEYS, made.TOO_MANY)
    assert asker.ask().status == 429
    assert len(asker.github.seen) == 4


def test_a_redirect_within_the_api_is_followed_and_said(asker: Asker) -> None:
    asker.github.put("repositories/7/keys", [KEY])
    for status in (301, 307, 308):
        target = f"{asker.github.url}/repositories/7/keys"
        asker.github.put(KEYS, Made(status=status, raw=b"", headers={"Location": target}))
        found = asker.ask()
        assert (found.status, found.redirected, found.url) == (200, True, KEYS)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/repositories/7/keys",
        "https://evil.example/repositories/7/keys",
        "//evil.example/x",
        "/repositories/7/keys",
        "{url}.evil.example/keys",
        "{url}@evil.example/keys",
        "{url}/x/../../keys",
        "",
    ],
)
def test_a_redirect_to_any_other_place_is_not_followed(asker: Asker, target: str) -> None:
    where = target.replace("{url}", asker.github.url)
    asker.github.put(KEYS, Made(status=301, raw=b"", headers={"Location": where}))
    found = asker.ask()
    assert (found.status, found.redirected) == (301, False)
    assert len(asker.github.seen) == 1


def test_redirects_in_a_circle_end(asker: Asker) -> None:
    asker.github.put(KEYS, Made(status=301, raw=b"", headers={"Location": f"{asker.github.url}/{KEYS}"}))
    assert asker.ask().status == 301
    assert len(asker.github.seen) == 4


def linked(asker: Asker, target: str) -> Response:
    asker.github.put(
        KEYS, Made(raw=b'[{"id": 1}]', headers={"Link": f'<{target}>; rel="prev", <{target}>; rel="next"'})
    )
    return asker.ask()


def test_a_next_page_on_another_host_is_not_followed(asker: Asker) -> None:
    found = linked(asker, "https://evil.example/repos/o/r/keys?page=2")
    assert (found.complete, found.failure) == (False, "the next page is said to be on another host")
    assert len(asker.github.seen) == 1
    assert len(found.pages) == 1


def test_pages_in_a_circle_end(asker: Asker) -> None:
    found = linked(asker, f"{asker.github.url}/{KEYS}")
    assert (found.complete, found.failure) == (False, "the pages lead in a circle")


def test_there_is_a_last_page_even_if_the_provider_has_none(asker: Asker) -> None:
    asker.github.put(KEYS, [{**KEY, "id": number} for number in range(9)])
    found = asker.ask(f"{KEYS}?per_page=1", pages=3)
    assert (len(found.pages), found.failure) == (3, "there are more than 3 pages")


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (made.HTML, "page 2 could not be read: HTML was answered instead of JSON, with status 200"),
        (made.DENIED, "page 2 could not be read: the answer was 403 Resource not accessible by personal access token"),
        (Made(status=304, raw=b""), "page 2 could not be read: the answer was 304"),
    ],
)
def test_a_page_that_is_lost_leaves_a_part(asker: Asker, fault: Made, why: str) -> None:
    asker.github.put(KEYS, [{**KEY, "id": number} for number in range(3)])
    asker.github.go_wrong(r"[?&]page=2", fault)
    found = asker.ask(f"{KEYS}?per_page=2")
    assert (found.status, found.complete, found.failure, len(found.pages)) == (200, False, why, 1)


def test_a_304_without_anything_kept_is_no_answer(asker: Asker) -> None:
    asker.github.put(KEYS, Made(status=304, raw=b""))
    found = asker.ask()
    assert (found.status, found.pages) == (304, ())


def test_bodies_are_cut_down_to_the_allow_list_at_once(asker: Asker) -> None:
    asker.github.load(made.repository("o/r"))
    for path in ("repos/o/r", "repos/o/r/hooks", "repos/o/r/actions/variables", KEYS):
        assert SECRET not in str(asker.ask(path))


def test_no_more_than_eight_requests_run_together(asker: Asker) -> None:
    asker.github.latency = 0.01
    paths = [f"repos/o/r/rulesets/{number}" for number in range(40)]
    asker.github.load({path: {"id": 1} for path in paths})
    assert len(asker.client().get_all(paths)) == 40
    assert 1 < asker.github.most_at_once <= 8


def test_a_fleet_is_slowed_down_to_its_pace(asker: Asker) -> None:
    asker.github.put(KEYS, [])
    asker.client(pace=Pace(burst=2, per_second=4), at_once=1).get_all([KEYS] * 6)
    assert asker.clock.now() - NOON == timedelta(seconds=1)


def test_after_closing_nothing_more_is_sent(asker: Asker) -> None:
    client = asker.client()
    client._throttle.close()
    assert client._settled(KEYS).failure == "the run was ended"
    assert asker.github.seen == []


def test_closing_wakes_whoever_waits(asker: Asker) -> None:
    client = asker.client()
    client._throttle.hold(1_000)
    client._throttle.close()
    client._throttle.enter()
    client._throttle.sleep(10)
    assert asker.time.slept == []


def test_the_token_is_in_no_representation(asker: Asker) -> None:
    client = asker.client()
    written = io.StringIO()
    print(client, vars(client), Credential(TOKEN), client._http.headers, file=written)
    assert TOKEN not in written.getvalue()
    assert client.api_version == client_module.API_VERSION
