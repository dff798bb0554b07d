"""OPA's file digest for `.signatures.json`: JSON documents by structure, all others by bytes.

Not RFC 8785: keys sort by code point and numbers keep their spelling (`7.50` is not `7.5`). OPA reads invalid JSON as
YAML and keeps the last of repeated keys, so that two documents share a digest; here both are refused. Source: OPA
v1.22.0, `v1/bundle/hash.go` (`HashFile`, `walk`, `encode`), `bundle.go` (`IsStructuredDoc`).
"""

import hashlib
import json
import re

from checker.domain.limits import MACHINE_WRITTEN
from checker.domain.snapshot import BundleFile
from checker.formats.strict_json import read_json

ALGORITHMS = {"SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
"""Digests that are accepted, by OPA's names; OPA also knows MD5, SHA-1 and truncated ones."""

_STRUCTURED = frozenset({"data.json", ".manifest"})
_SEPARATORS = re.compile("[\u2028\u2029]")


class _Number(str):
    """A number as it is spelled."""

    __slots__ = ()


_DECODER = json.JSONDecoder(parse_int=_Number, parse_float=_Number)
_ENCODER = json.JSONEncoder(ensure_ascii=False)


def opa_file_hash(file: BundleFile, *, algorithm: str, source: str) -> str:
    """The digest (hex) OPA takes of a file, with one of `ALGORITHMS`.

    Raises:
        InputRefusedError: a document that OPA hashes by structure is not strict JSON.
    """
    data = file.data
    if file.path.rpartition("/")[2] in _STRUCTURED:
        read_json(data, source=f"{source}: {file.path}", limits=MACHINE_WRITTEN)
        data = _structure(_DECODER.decode(data.decode())).encode()
    return hashlib.new(ALGORITHMS[algorithm], data).hexdigest()


def _structure(value: object) -> str:
    """The one running text that is hashed. Depth is bounded: the strict reader came first."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{_text(key)}:{_structure(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_structure(item) for item in value) + "]"
    if isinstance(value, _Number):
        return str(value)
    return _text(value) if isinstance(value, str) else _ENCODER.encode(value)


def _text(text: str) -> str:
    """A string as Go's encoder writes it without HTML escaping; only the two line separators differ from Python's."""
    return _SEPARATORS.sub(lambda found: f"\\u{ord(found[0]):04x}", _ENCODER.encode(text))
