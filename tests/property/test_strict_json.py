"""The strict reader and its writer agree, and nothing but a refusal ever comes out of bytes it cannot read."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain.json_value import Json
from checker.domain.limits import DocumentLimits
from checker.errors import InputRefusedError
from checker.formats.canonical import canonical_bytes
from checker.formats.json_pointer import pointer_of, steps_of
from checker.formats.json_walk import shape_of
from checker.formats.strict_json import locate_in_json, read_json
from tests.property.json_values import documents, scalars, small_floats, strings

pytestmark = pytest.mark.property

SOURCE = "drawn.json"
json_documents = documents(scalars | small_floats)
spellings = st.sampled_from(
    [
        {"ensure_ascii": True},
        {"ensure_ascii": False},
        {"indent": 2},
        {"indent": "\t", "ensure_ascii": False},
        {"separators": (",", ":")},
    ]
)


def depth_of(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


def nodes_of(value: object) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(nodes_of, value.values()))
    return 1 + sum(map(nodes_of, value)) if isinstance(value, list) else 1


def ways_into(value: object, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    yield steps, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in inner:
        yield from ways_into(item, (*steps, step))


def with_types(value: object) -> object:
    """What `==` cannot tell apart: `1`, `1.0` and `True`."""
    if isinstance(value, dict):
        return {key: with_types(item) for key, item in value.items()}
    return [with_types(item) for item in value] if isinstance(value, list) else (type(value), value)


@given(json_documents, spellings)
def test_every_spelling_of_a_value_reads_as_that_value(value: object, spelling: dict[str, object]) -> None:
    assert read_json(json.dumps(value, **spelling).encode(), source=SOURCE) == value  # type: ignore[arg-type]  # drawn


@given(json_documents)
def test_canonical_bytes_of_what_was_read_read_back_the_same(value: object) -> None:
    first = read_json(json.dumps(value).encode(), source=SOURCE)
    assert with_types(read_json(canonical_bytes(first), source=SOURCE)) == with_types(first)


@given(json_documents, spellings)
def test_the_shape_is_that_of_the_value(value: object, spelling: dict[str, object]) -> None:
    data = json.dumps(value, **spelling).encode()  # type: ignore[arg-type]  # drawn
    shape = shape_of(data, limits=DocumentLimits(nodes=0))
    assert (shape.depth, shape.nodes) == (depth_of(value), nodes_of(value))
    assert shape_of(data, limits=DocumentLimits()).nodes >= nodes_of(value)


@given(st.binary(max_size=40) | st.text(alphabet='[]{}",:\\u0019aeE+-. \n', max_size=30).map(str.encode))
def test_any_bytes_are_read_as_python_reads_them_or_refused(data: bytes) -> None:
    try:
        value = read_json(data, source=SOURCE)
    except InputRefusedError as error:
        refusal = error
    else:
        assert value == json.loads(data.decode())
        return
    assert refusal.where is not None
    assert refusal.where.line  # every refusal of a small document names a place


@given(json_documents, st.data())
def test_one_changed_byte_is_read_or_refused_and_never_crashes(value: object, data: st.DataObject) -> None:
    written = bytearray(json.dumps(value).encode())
    written[data.draw(st.integers(0, len(written) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = read_json(bytes(written), source=SOURCE)
    except InputRefusedError:
        return
    assert read == json.loads(bytes(written).decode())


@given(json_documents, strings, scalars, scalars, st.data())
def test_a_key_given_twice_is_refused_wherever_it_stands(
    value: object, key: str, one: Json, other: Json, data: st.DataObject
) -> None:
    name = json.dumps(key)
    twice = f"{{{name}: {json.dumps(one)}, {name}: {json.dumps(other)}}}"
    steps, _ = data.draw(st.sampled_from(list(ways_into(value))))
    with pytest.raises(InputRefusedError, match="given twice") as refusal:
        read_json(json.dumps(put(value, steps, "\0mark")).replace('"\\u0000mark"', twice).encode(), source=SOURCE)
    assert refusal.value.where is not None
    assert refusal.value.where.pointer == pointer_of(steps)


def put(value: object, steps: tuple[str | int, ...], new: object) -> object:
    if not steps:
        return new
    if isinstance(value, dict):
        return {key: put(item, steps[1:], new) if key == steps[0] else item for key, item in value.items()}
    assert isinstance(value, list)
    return [put(item, steps[1:], new) if at == steps[0] else item for at, item in enumerate(value)]


@given(st.integers(1, 200), st.sampled_from([("[", "]"), ('{"a":', "}")]))
def test_depth_is_allowed_up_to_the_limit_and_not_beyond(depth: int, brackets: tuple[str, str]) -> None:
    opening, closing = brackets
    data = (opening * depth + "1" + closing * depth).encode()
    if depth <= DocumentLimits().depth:
        read_json(data, source=SOURCE)
    else:
        with pytest.raises(InputRefusedError, match="nested more than 64 deep"):
            read_json(data, source=SOURCE)


@given(json_documents, spellings)
def test_every_value_is_found_where_it_was_written(value: object, spelling: dict[str, object]) -> None:
    text = json.dumps(value, **spelling)  # type: ignore[arg-type]  # drawn
    lines = text.split("\n")
    for steps, item in ways_into(value):
        pointer = pointer_of(steps)
        assert steps_of(pointer) == tuple(map(str, steps))
        place = locate_in_json(text.encode(), pointer, source=SOURCE)
        rest = "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])
        assert json.JSONDecoder().raw_decode(rest)[0] == item
