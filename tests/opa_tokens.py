"""OPA bundle signatures for tests, with every part as right or wrong as a test wants it."""

import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jws
from joserfc.jwk import ECKey, Key

from checker.formats.opa_hash import opa_file_hash
from tests.bundle_builders import files_of

_KEY = ec.derive_private_key(20_260_301, ec.SECP256R1())
SIGNING = ECKey.import_key(_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
PUBLIC_PEM = _KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def listed(contents: Mapping[str, bytes], algorithm: str = "SHA-256") -> list[dict[str, Any]]:
    """The `files` of a payload that is true of these files."""
    return [
        {"name": file.path, "hash": opa_file_hash(file, algorithm=algorithm, source="t"), "algorithm": algorithm}
        for file in files_of(contents)
    ]


def token(payload: object, *, header: Mapping[str, Any] | None = None, key: Key = SIGNING) -> str:
    """A compact JWS over a payload."""
    fields = {"alg": "ES256", "typ": "JWT", **(header or {})}
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    registry = jws.JWSRegistry(algorithms=[str(fields["alg"])], strict_check_header=False)
    return jws.serialize_compact(fields, data, key, registry=registry)


def signatures(*tokens: object, **more: object) -> bytes:
    """A `.signatures.json`."""
    return json.dumps({"signatures": list(tokens), **more}).encode()
