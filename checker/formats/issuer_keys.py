"""The public keys of an issuer: its discovery document (OpenID Connect Discovery 1.0) and its key set (RFC 7517).

Only keys that sign in one of our ways are taken, each for that way alone: a token cannot choose how it is verified.
"""

import base64
from collections.abc import Mapping
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from checker.domain.job_token import IssuerKey
from checker.domain.limits import DocumentLimits
from checker.domain.web_address import is_safe, split_address
from checker.errors import InputRefusedError, Place
from checker.formats.strict_json import read_json

LIMITS = DocumentLimits(bytes=256 * 1024, depth=8, nodes=10_000)
_MOST_KEYS = 100
_RSA_BITS = range(2048, 8193)
_FIELDS = {"RSA": ("n", "e"), "EC": ("crv", "x", "y")}
_ALGORITHM = {"RSA": "RS256", "EC": "ES256"}
_CURVE = "P-256"


def keys_address(data: bytes, *, issuer: str) -> str:
    """Where an issuer's discovery document says that its keys are.

    Raises:
        InputRefusedError: it is of another issuer, or they are on another host.
    """
    document = _object(data, issuer)
    address = document.get("jwks_uri")
    if document.get("issuer") != issuer:
        raise _refusal("the discovery document is of another issuer", issuer)
    if not isinstance(address, str) or not is_safe(address) or _origin(address) != _origin(issuer):
        raise _refusal("the discovery document names keys on another host", issuer)
    return address


def read_issuer_keys(data: bytes, *, issuer: str) -> Mapping[str, IssuerKey]:
    """The keys of a key set that can sign in one of our ways, by their names.

    Raises:
        InputRefusedError: it is no key set, holds two keys of one name, or none that can be used.
    """
    listed = _object(data, issuer).get("keys")
    if not isinstance(listed, list) or len(listed) > _MOST_KEYS:
        raise _refusal(f"the key set is no list of at most {_MOST_KEYS} keys", issuer)
    found: dict[str, IssuerKey] = {}
    for key in filter(None, map(_key, listed)):
        if key.name in found:
            raise _refusal("the key set holds two keys of one name", issuer)
        found[key.name] = key
    if not found:
        raise _refusal("the key set holds no key that tokens of jobs are signed with", issuer)
    return found


def native_key(key: IssuerKey) -> RSAKey | ECKey:
    """The key as the library has it."""
    fields: dict[str, str | list[str]] = dict(key.fields)
    return RSAKey.import_key(fields) if key.algorithm == "RS256" else ECKey.import_key(fields)


def _key(item: object) -> IssuerKey | None:
    """A key that signs in one of our ways; None for every other one."""
    if not isinstance(item, dict) or item.get("use", "sig") != "sig":
        return None
    kind, name = item.get("kty"), item.get("kid")
    if kind not in _FIELDS or not isinstance(name, str) or not name:
        return None
    values = {field: item.get(field) for field in _FIELDS[kind]}
    if item.get("alg", _ALGORITHM[kind]) != _ALGORITHM[kind] or not all(isinstance(v, str) for v in values.values()):
        return None
    fields = (("kty", kind), *((field, str(value)) for field, value in values.items()))
    made = IssuerKey(name=name, algorithm=_ALGORITHM[kind], fields=fields)
    return made if _is_strong(made) else None


def _is_strong(key: IssuerKey) -> bool:
    """Whether it can be used at all, and is as strong as the anchor's keys must be."""
    fields = dict(key.fields)
    if fields.get("crv", _CURVE) != _CURVE or _bits(fields.get("n", "")) not in _RSA_BITS:
        return False
    try:
        native_key(key)
    except (JoseError, ValueError, TypeError):
        return False
    return True


def _bits(number: str) -> int:
    """The length of a number as RFC 7518 writes it; a key of another kind has none, and is as long as need be."""
    if not number:
        return _RSA_BITS.start
    try:
        return int.from_bytes(base64.urlsafe_b64decode(number + "=" * (-len(number) % 4))).bit_length()
    except ValueError:
        return 0


def _object(data: bytes, issuer: str) -> dict[str, Any]:
    document = read_json(data, source=issuer, limits=LIMITS)
    if not isinstance(document, dict):
        raise _refusal("the answer is no object", issuer)
    return document


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = split_address(address)
    return parts.scheme, parts.hostname, parts.port


def _refusal(seen: str, issuer: str) -> InputRefusedError:
    return InputRefusedError(seen, where=Place(source=issuer))
