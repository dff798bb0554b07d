"""What travels between parent and child."""

import io
import os
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedded_opa.frames import read_frame, write_frame
from embedded_opa.serve import serve


@given(st.lists(st.one_of(st.binary(max_size=300), st.integers(min_value=0, max_value=2**64 - 1)), max_size=20))
def test_what_is_written_is_read(parts: list[bytes | int]) -> None:
    stream = io.BytesIO()
    write_frame(stream, parts)
    stream.seek(0)
    assert read_frame(stream) == parts
    with pytest.raises(EOFError):
        read_frame(stream)


@given(st.integers(min_value=0, max_value=60))
def test_half_a_frame_is_none(size: int) -> None:
    stream = io.BytesIO()
    write_frame(stream, [b"evaluate", 7, b"{}" * 20])
    whole = stream.getvalue()
    with pytest.raises(EOFError):
        read_frame(io.BytesIO(whole[: min(size, len(whole) - 1)]))


@pytest.mark.parametrize("wrong", [b"\x01x" + bytes(8), b"\x01b" + b"\xff" * 8])
def test_what_is_no_frame_is_an_error(wrong: bytes) -> None:
    with pytest.raises(ValueError, match="no frame"):
        read_frame(io.BytesIO(wrong))


def test_frames_are_answered_in_order_until_the_parent_is_gone() -> None:
    ours, theirs = os.pipe()
    replies = io.BytesIO()
    left = threading.Event()
    with os.fdopen(theirs, "wb") as stream:
        for number in range(3):
            write_frame(stream, [b"echo", number])
    with os.fdopen(ours, "rb") as requests:
        serve(requests, replies, handle=lambda frame: repr(frame[1]).encode(), leave=left.set)
    replies.seek(0)
    assert [read_frame(replies) for _ in range(3)] == [[b"0"], [b"1"], [b"2"]]
    assert left.wait(10)
