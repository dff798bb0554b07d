"""What is JSON is the same in YAML, and nothing but a refusal ever comes out of bytes that cannot be read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain.limits import DocumentLimits
from checker.errors import InputRefusedError
from checker.formats.canonical import canonical_bytes
from checker.formats.json_pointer import pointer_of
from checker.formats.strict_json import read_json
from checker.formats.strict_yaml import AliasPolicy, locate_in_yaml, read_yaml
from tests.property.json_values import integers, small_floats

pytestmark = pytest.mark.property

SOURCE = "drawn.yaml"
plain_text = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=12)
leaves = st.none() | st.booleans() | integers | small_floats | plain_text
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(plain_text, inner, max_size=5)
)
yaml_like = st.text(alphabet="ab01:-? \n'\"[]{},&*!|>%#<.~\\\t", max_size=40)


@given(values, st.sampled_from([None, 2]))
def test_json_read_as_yaml_is_the_same_value(value: object, indent: int | None) -> None:
    data = json.dumps(value, ensure_ascii=False, indent=indent).encode()
    assert canonical_bytes(read_yaml(data, source=SOURCE)) == canonical_bytes(read_json(data, source=SOURCE))


@given(yaml_like.map(str.encode) | st.binary(max_size=40), st.sampled_from(AliasPolicy))
def test_any_bytes_give_a_json_value_or_a_refusal(data: bytes, policy: AliasPolicy) -> None:
    try:
        value = read_yaml(data, source=SOURCE, aliases=policy)
    except InputRefusedError as error:
        refusal = error
    else:
        canonical_bytes(value)
        return
    assert refusal.where is not None
    assert refusal.where.line


@given(yaml_like, st.sampled_from(AliasPolicy))
def test_what_is_read_stays_within_the_limits(text: str, policy: AliasPolicy) -> None:
    limits = DocumentLimits(bytes=60, depth=3, nodes=8)
    try:
        value = read_yaml(text.encode(), source=SOURCE, limits=limits, aliases=policy)
    except InputRefusedError:
        return
    nodes, depth = nodes_and_depth(value)
    assert nodes <= limits.nodes
    assert depth <= limits.depth


def nodes_and_depth(value: object) -> tuple[int, int]:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else None
    if inner is None:
        return 1, 0
    sizes = [nodes_and_depth(item) for item in inner]
    return 1 + sum(nodes for nodes, _ in sizes), 1 + max((depth for _, depth in sizes), default=0)


@given(st.dictionaries(plain_text, st.lists(plain_text, max_size=3), min_size=1, max_size=4))
def test_every_value_is_found_where_it_was_written(value: dict[str, list[str]]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    lines = text.split("\n")
    for key, items in value.items():
        for at, item in enumerate(items):
            place = locate_in_yaml(text.encode(), pointer_of((key, at)), source=SOURCE)
            assert lines[place.line - 1][place.column - 1 :].removesuffix(",") == json.dumps(item, ensure_ascii=False)
