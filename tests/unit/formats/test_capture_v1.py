"""Every form in which `gh api` writes answers is read to the same pages."""

import json

import pytest

from checker.domain.json_value import Json
from checker.domain.response import Response
from checker.errors import InputRefusedError
from checker.formats.capture_v1 import Request, parse_index, parse_response

ONE, TWO = [{"id": 1}], [{"id": 2}]


def parsed(data: bytes, *, status: int = 0, at: str = "") -> Response:
    return parse_response(data, request=Request(file="f", url="/repos/o/r/keys", status=status, at=at), source="f")


def framed(*answers: tuple[int, bytes, str], newline: str = "\r\n") -> bytes:
    """What `gh api -i` writes: status line, headers and an empty line before each body."""
    out = b""
    for status, body, header in answers:
        head = f"HTTP/2.0 {status} X{newline}Content-Type: application/json{newline}{header}{newline}{newline}"
        out += head.encode() + body + b"\n"
    return out


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (json.dumps(ONE).encode(), (ONE,)),
        (json.dumps(ONE).encode() + json.dumps(TWO).encode(), (ONE, TWO)),
        (b'{"total_count": 2}\n{"total_count": 2}\n', ({"total_count": 2}, {"total_count": 2})),
        (json.dumps([ONE, TWO]).encode(), ([ONE, TWO],)),
        (b'[{"name": "a]}\\" {["}]', ([{"name": 'a]}" {['}],)),
        (b"null", (None,)),
        (b"", ()),
    ],
    ids=[
        "one document",
        "concatenated arrays",
        "concatenated objects",
        "slurped",
        "brackets in text",
        "null",
        "nothing",
    ],
)
def test_plain_output_is_read_as_its_pages(data: bytes, pages: tuple[Json, ...]) -> None:
    found = parsed(data)
    assert found.pages == pages
    assert not found.is_framed
    assert found.complete


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_framed_output_is_read_as_its_pages(newline: str) -> None:
    header = 'Link: <https://api.github.com/x?page=2>; rel="next"'
    found = parsed(framed((200, b'[{"id":1}]', header), (200, b'[{"id":2}]', "X-Y: z"), newline=newline))
    assert found.pages == (ONE, TWO)
    assert (found.status, found.is_framed, found.complete) == (200, True, True)


def test_a_merged_array_that_runs_across_frames_is_one_page() -> None:
    found = parsed(framed((200, b'[{"id":1}', "A: b"), (200, b',{"id":2}]', "A: b")))
    assert found.pages == ([*ONE, *TWO],)


def test_a_next_page_that_was_not_followed_is_known() -> None:
    found = parsed(framed((200, b"[]", 'Link: <https://api.github.com/x?page=2>; rel="next", <y>; rel="last"')))
    assert not found.complete
    assert parsed(framed((200, b"[]", 'Link: <https://api.github.com/x?page=1>; rel="prev"'))).complete


def test_only_headers_that_decide_something_are_kept() -> None:
    found = parsed(framed((200, b"[]", "X-RateLimit-Remaining: 5\r\nSet-Cookie: secret\r\nAuthorization: secret")))
    assert found.headers == {"x-ratelimit-remaining": "5"}


def test_no_content_has_no_pages_whatever_stands_there() -> None:
    assert parsed(b"null", status=204).pages == ()
    assert parsed(framed((204, b"", "A: b"))).pages == ()


def test_a_followed_redirect_is_noticed_and_its_body_left_out() -> None:
    found = parsed(framed((301, b'{"message":"Moved Permanently"}', "Location: /repositories/1"), (200, b"[]", "A: b")))
    assert (found.status, found.pages, found.redirected) == (200, ([],), True)


def test_a_redirect_alone_has_no_pages() -> None:
    found = parsed(framed((301, b'{"message":"Moved Permanently"}', "Location: /repositories/1")))
    assert (found.status, found.pages, found.redirected) == (301, (), True)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"message": "Not Found", "documentation_url": "u", "status": "404"}, 404),
        ({"message": "Not Found", "documentation_url": "u"}, 0),
        ({"message": "Not Found", "documentation_url": "u", "status": "x"}, 0),
        ({"message": "a release's own field"}, 200),
        ([], 200),
    ],
)
def test_without_a_stated_status_the_body_decides_or_it_stays_unknown(body: Json, status: int) -> None:
    assert parsed(json.dumps(body).encode()).status == status


def test_an_empty_file_without_a_status_is_no_success() -> None:
    assert parsed(b"").status == 0


def test_the_index_and_the_file_must_state_one_status() -> None:
    with pytest.raises(InputRefusedError, match="the index says status 200, the file says 404"):
        parsed(framed((404, b"{}", "A: b")), status=200)


def test_an_error_page_in_html_is_read_for_its_status_and_any_other_is_refused() -> None:
    html = b"<html><body>Bad gateway</body></html>"
    assert parsed(html, status=502).pages == ()
    with pytest.raises(InputRefusedError, match="not JSON"):
        parsed(html, status=200)
    with pytest.raises(InputRefusedError, match="not JSON"):
        parsed(framed((200, b"<a", "A: b"), (200, b"b>", "A: b")))


@pytest.mark.parametrize("data", [b'[{"a": 1, "a": 2}]', b"[NaN]", b"[1] x", b'["\\ud800"]', b"[" * 100_000])
def test_reading_is_strict(data: bytes) -> None:
    with pytest.raises(InputRefusedError):
        parsed(data, status=200)


def test_the_oldest_stated_time_counts() -> None:
    dated = framed(
        (200, b"[]", "Date: Thu, 26 Feb 2026 17:00:00 GMT"), (200, b"[]", "Date: Thu, 26 Feb 2026 17:00:09 GMT")
    )
    assert parsed(dated).at == "2026-02-26T17:00:00Z"
    assert parsed(dated, at="2026-02-26T16:00:00Z").at == "2026-02-26T16:00:00Z"
    assert parsed(dated, at="2026-02-26T18:00:00Z").at == "2026-02-26T17:00:00Z"
    assert parsed(b"[]").at == ""


def test_a_date_header_or_header_line_that_is_none_is_refused() -> None:
    with pytest.raises(InputRefusedError, match="the Date header 'yesterday' is not a time"):
        parsed(framed((200, b"[]", "Date: yesterday")))
    with pytest.raises(InputRefusedError, match="a header line has no colon: 'nonsense'"):
        parsed(framed((200, b"[]", "nonsense")))


def test_a_frame_without_an_end_of_headers_has_no_body() -> None:
    found = parsed(b"HTTP/2.0 204 No Content\r\nDate: Thu, 26 Feb 2026 17:00:00 GMT")
    assert (found.status, found.pages, found.at) == (204, (), "2026-02-26T17:00:00Z")
    assert parsed(b"HTTP/2.0 204 No Content\r\n\r\n").status == 204


def index(**changed: Json) -> bytes:
    return json.dumps([{"file": "f", "url": "/repos/o/r", **changed}]).encode()


def test_an_index_lists_requests_with_times_in_one_spelling() -> None:
    (found,) = parse_index(index(method="GET", status=404, at="2026-02-26T18:00:00+01:00"))
    assert found == Request(file="f", url="/repos/o/r", status=404, at="2026-02-26T17:00:00Z")
    assert parse_index(index()) == (Request(file="f", url="/repos/o/r", method="GET", status=0, at=""),)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (index(at="yesterday"), "the time of f: "),
        (index(status="200"), "status"),
        (index(extra=1), "extra"),
        (b"{}", "list|array"),
        (b'[{"file": "f", "url": "a"}, {"file": "f", "url": "b"}]', "twice"),
    ],
)
def test_an_index_that_is_none_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(InputRefusedError, match=message):
        parse_index(data)
