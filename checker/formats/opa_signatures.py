"""`.signatures.json`: OPA's own bundle signature, under stricter rules than OPA's.

OPA accepts a bundle whose signature file was removed, an unsigned delta, symmetric keys, weak digests, and takes the
key's name from the token. Here there is exactly one token, the key and its algorithm come from the anchor, digests are
SHA-256 or longer, the scope is the one configured, and the signed files are exactly the files there are. The signature
has no expiry, no revision and no threshold, and digests of JSON are not over bytes: the lock pins the tree digest as
well. Source: OPA v1.22.0, `v1/bundle/verify.go`, `sign.go`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from checker.domain.digest import Digest
from checker.domain.json_value import Json
from checker.domain.limits import MACHINE_WRITTEN
from checker.domain.snapshot import BundleFile
from checker.errors import CleanReleaseError, Place, TrustError
from checker.formats.bundle_tree import SIGNATURE_FILES
from checker.formats.opa_hash import ALGORITHMS, opa_file_hash
from checker.formats.public_keys import KeyKind, PublicKey
from checker.formats.strict_json import read_json

_OWN_PLUGIN = "_default"
"""What `opa build` writes when no plugin made the signature."""

_HEADER = frozenset({"alg", "kid", "typ"})
_CLAIMS = frozenset({"files", "scope", "iss", "iat", "keyid"})
_JWK: dict[KeyKind, type[ECKey | RSAKey]] = {KeyKind.P256: ECKey, KeyKind.RSA: RSAKey}
"""Ed25519 keys sign DSSE envelopes; OPA's documentation does not list EdDSA, and RFC 9864 deprecates that name."""


class _Tokens(jws.JWSRegistry):
    """Tokens as large as a list of all files of the largest bundle."""

    max_payload_length = MACHINE_WRITTEN.bytes


def verify_opa_signatures(
    signatures: bytes, *, files: Iterable[BundleFile], keys: Mapping[str, PublicKey], source: str, scope: str = ""
) -> Digest:
    """The fingerprint of the key that signed exactly these files.

    Args:
        signatures: the bytes of `.signatures.json`.
        files: every file of the bundle.
        keys: the keys that may sign it, by the name the anchor gives them.
        source: the bundle, for messages.
        scope: the scope the signature must have.

    Raises:
        TrustError: anything that is not exactly so.
        InputRefusedError: the signature file, its token or a signed document is not strict JSON.
    """
    where = Place(source=f"{source}: .signatures.json")
    token = _token(signatures, where)
    key, payload = _verified(token, keys, where)
    claims = read_json(payload, source=where.source, limits=MACHINE_WRITTEN)
    if not isinstance(claims, dict) or not set(claims) <= _CLAIMS:
        raise TrustError("the signed payload has fields that are not known", where=where)
    if claims.get("scope", "") != scope:
        raise TrustError(f"the signature has the scope {claims['scope']!a}, expected {scope!a}", where=where)
    if claims.get("keyid", "") not in ("", *(name for name, known in keys.items() if known is key)):
        raise TrustError(f"the signature says it is of the key {claims['keyid']!a}, and is not", where=where)
    _refuse_other_files(_listed(claims.get("files"), where), files, source, where)
    return key.fingerprint


def _token(signatures: bytes, where: Place) -> str:
    document = read_json(signatures, source=where.source, limits=MACHINE_WRITTEN)
    if not isinstance(document, dict) or not set(document) <= {"signatures", "plugin"}:
        raise TrustError("the signature file has other fields than signatures and plugin", where=where)
    if document.get("plugin", "") not in ("", _OWN_PLUGIN):
        raise TrustError(f"the signature file asks for the plugin {document['plugin']!a}, none is used", where=where)
    tokens = document.get("signatures")
    if not isinstance(tokens, list) or len(tokens) != 1 or not isinstance(tokens[0], str):
        raise TrustError("the signature file does not hold exactly one signature", where=where)
    return tokens[0]


def _verified(token: str, keys: Mapping[str, PublicKey], where: Place) -> tuple[PublicKey, bytes]:
    """The key that made the token, chosen by the anchor, and the bytes it signed."""
    try:
        key = _chosen(jws.extract_compact(token.encode(), registry=_Tokens()).headers(), keys, where)
        native = _JWK[key.kind].import_key(key.pem)
        verified = jws.deserialize_compact(token.encode(), native, registry=_Tokens(algorithms=[key.kind.value]))
    except CleanReleaseError:
        raise
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise TrustError(
            "the signature was not made by a key the anchor names for this bundle",
            hint="any change after signing voids the signature",
            where=where,
        ) from error
    return key, verified.payload


def _chosen(header: Mapping[str, Any], keys: Mapping[str, PublicKey], where: Place) -> PublicKey:
    """The key to verify with. `opa sign` names none in the header; then the anchor must leave no choice."""
    if not set(header) <= _HEADER:
        raise TrustError(f"the token's header has fields beyond {', '.join(sorted(_HEADER))}", where=where)
    if "kid" not in header:
        if len(keys) != 1:
            raise TrustError("the token names no key, and the anchor names several for this bundle", where=where)
        key = next(iter(keys.values()))
    elif header["kid"] in keys:
        key = keys[header["kid"]]
    else:
        raise TrustError(f"the token names the key {header['kid']!a}, which the anchor does not", where=where)
    if key.kind not in _JWK or header.get("alg") != key.kind.value:
        raise TrustError(
            f"the token claims the algorithm {header.get('alg')!a}, the anchor's key is for {key.kind.value}",
            hint=f"OPA's signatures are read with keys for {' and '.join(sorted(_JWK))}",
            where=where,
        )
    return key


def _listed(files: Json, where: Place) -> dict[str, tuple[str, str]]:
    """Digest and algorithm by file name."""
    listed: dict[str, tuple[str, str]] = {}
    for item in cast("Sequence[Json]", files) if isinstance(files, list) else ():
        if not isinstance(item, dict) or set(item) != {"name", "hash", "algorithm"}:
            raise TrustError("a signed file has other fields than name, hash and algorithm", where=where)
        name, digest, algorithm = item["name"], item["hash"], item["algorithm"]
        if algorithm not in ALGORITHMS:
            raise TrustError(
                f"a signed file is hashed with {algorithm!a}, expected {', '.join(ALGORITHMS)}", where=where
            )
        if not isinstance(name, str) or name in listed:
            raise TrustError(f"the signature lists {name!a} twice, or not as text", where=where)
        listed[name] = (cast("str", digest), algorithm)
    if not listed:
        raise TrustError("the signature lists no files", where=where)
    return listed


def _refuse_other_files(
    listed: Mapping[str, tuple[str, str]], files: Iterable[BundleFile], source: str, where: Place
) -> None:
    there = {file.path: file for file in files if file.path not in SIGNATURE_FILES}
    for path in sorted(there.keys() - listed.keys()):
        raise TrustError(f"{path!a} is in the bundle and not in its signature", where=where)
    for path in sorted(listed.keys() - there.keys()):
        raise TrustError(f"{path!a} is in the signature and not in the bundle", where=where)
    for path, (digest, algorithm) in sorted(listed.items()):
        if opa_file_hash(there[path], algorithm=algorithm, source=source) != digest:
            raise TrustError(f"{path!a} is not the file that was signed", where=where)
