"""`anchor/v1`: the anchor file, YAML or JSON.

Closed in every respect: a misspelt field, a key nobody knows, a threshold nobody can reach or a method without what it
needs is refused when the file is read, not when a bundle happens to need it.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

from checker.domain.bundle_address import fault_of_prefix
from checker.domain.limits import HAND_WRITTEN
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace
from checker.domain.rule import Contract
from checker.domain.trust import (
    AUDIT_MAX_AGE_HOURS,
    Anchor,
    ApprovalPolicy,
    BundleTrust,
    KeyRole,
    ParameterFloor,
    ReleaseSigner,
    ReleaseSources,
    TrustedKey,
    TrustedRepository,
    TrustMethod,
)
from checker.errors import InputRefusedError, Place
from checker.formats.anchor_identities import persons_of
from checker.formats.canonical import canonical_bytes, canonical_digest
from checker.formats.locate import locate
from checker.formats.openpgp_keys import openpgp_fingerprint
from checker.formats.published import document_schema
from checker.formats.ssh_keys import ssh_fingerprint
from checker.formats.strict_json import read_json
from checker.formats.strict_yaml import read_yaml
from checker.formats.text_safety import refuse_unsafe_identifier

EVERY_PACKAGE = "*"
"""In a key's `packages`: it may sign whatever a bundle holds."""

_SIGNED = (TrustMethod.DSSE, TrustMethod.OPA_SIGNATURE)
_USED_BY = {
    "keys": _SIGNED,
    "threshold": _SIGNED,
    "path": (TrustMethod.UNSIGNED_PATH,),
    "tree_digest": (TrustMethod.PINNED, *_SIGNED),
}
_ELSEWHERE = {KeyRole.POLICY: "bundles", KeyRole.APPROVER: "identities"}
"""What says where the keys of a role count that have no namespace of their own."""


@lru_cache(maxsize=4)
def parse_anchor(data: bytes, *, source: str) -> Anchor:
    """An anchor that can be acted on, read once in a process while its bytes are the same.

    Its digest is taken over the canonical bytes of its content.

    Raises:
        InputRefusedError: malformed, against its schema, or contradicting itself.
    """
    document = _read(data, source)
    document_schema("anchor_v1").refuse_unless_valid(document, source=source, data=data)
    keys = tuple(_key(fields, source) for fields in document.get("keys", ()))
    _refuse_one_key_under_two_names(keys, source)
    by_name = {key.name: key for key in keys}
    return Anchor(
        bundles=tuple(_bundle(fields, by_name, source) for fields in document["bundles"]),
        repositories=tuple(_repository(fields, source) for fields in document["repositories"]),
        keys=keys,
        required_rules=tuple(document.get("required_rules", ())),
        required_collections=tuple(
            _collection(name, document["bundles"], source) for name in document.get("required_collections", ())
        ),
        may_not_apply=tuple(document.get("may_not_apply", ())),
        parameter_floors=tuple(ParameterFloor(**fields) for fields in document.get("parameter_floors", ())),
        may_weaken=tuple(document.get("may_weaken", ())),
        audit_max_age_hours=document.get("audit_max_age_hours", AUDIT_MAX_AGE_HOURS),
        release_signers=_release_signers(document.get("release_signers", ()), source),
        sources=tuple(
            _source(prefix, data, number, source) for number, prefix in enumerate(document.get("sources", ()))
        ),
        identities=persons_of(document.get("identities", ()), keys=by_name, source=source),
        approval=ApprovalPolicy(**document.get("approval", {})),
        release_sources=ReleaseSources(
            **{name: tuple(words) for name, words in document.get("release_sources", {}).items()}
        ),
        digest=canonical_digest(document),
    )


def anchor_document(data: bytes, *, source: str) -> bytes:
    """The canonical bytes of an anchor's content, which its digest names."""
    return canonical_bytes(_read(data, source))


def _read(data: bytes, source: str) -> dict[str, Any]:
    read = read_json if source.endswith(".json") else read_yaml
    return cast("dict[str, Any]", read(data, source=source, limits=HAND_WRITTEN))


def _key(fields: dict[str, Any], source: str) -> TrustedKey:
    name = fields["name"]
    refuse_unsafe_identifier(name, what="key name", where=source)
    key = TrustedKey(
        name=name,
        role=KeyRole(fields["role"]),
        public_key=fields["public_key"],
        packages=tuple(fields.get("packages", ())),
        not_before=fields.get("not_before", ""),
        not_after=fields.get("not_after", ""),
        revoked=fields.get("revoked", False),
        namespace=Namespace(fields.get("namespace", Namespace.REAL)),
    )
    if "namespace" in fields and key.role in _ELSEWHERE:
        raise _refusal(
            f"the key {name} has a namespace, which means nothing to the role {key.role}",
            source,
            hint=f"leave it out; where it counts, {_ELSEWHERE[key.role]} say",
        )
    if key.role is KeyRole.POLICY and not key.packages:
        raise _refusal(
            f"the policy key {name} names no packages, so it may sign nothing",
            source,
            hint=f'list what it may sign, for example packages: [rules, lib], or ["{EVERY_PACKAGE}"]',
        )
    bounds = [parse_moment(bound) for bound in (key.not_before, key.not_after) if bound]
    if bounds != sorted(bounds):
        raise _refusal(f"the key {name} ends before it begins", source)
    return key


def _refuse_one_key_under_two_names(keys: tuple[TrustedKey, ...], source: str) -> None:
    """A threshold of two must mean two keys, whatever they are called."""
    if not keys:
        return
    from checker.formats.public_keys import read_public_key  # noqa: PLC0415 - loads cryptography, only for anchors with keys

    seen: dict[tuple[str, KeyRole], str] = {}
    for key in keys:
        fingerprint = read_public_key(key.public_key, source=f"{source}: key {key.name}").fingerprint
        other = seen.setdefault((fingerprint, key.role), key.name)
        if other != key.name:
            raise _refusal(f"{other} and {key.name} are one key under two names", source)


def _release_signers(items: Sequence[dict[str, str]], source: str) -> tuple[ReleaseSigner, ...]:
    """Who may sign releases; a key is one person's."""
    found: dict[str, ReleaseSigner] = {}
    for fields in items:
        refuse_unsafe_identifier(fields["name"], what="name of a release signer", where=source)
        signer = _release_signer(fields, source=f"{source}: release signer {fields['name']}")
        other = found.setdefault(signer.fingerprint, signer)
        if other.name != signer.name:
            raise _refusal(f"{other.name} and {signer.name} are one key under two names", source)
    return tuple(found.values())


def _source(prefix: str, data: bytes, number: int, source: str) -> str:
    if fault := fault_of_prefix(prefix):
        raise InputRefusedError(
            f"the source {prefix!a} {fault}",
            hint="write for example https://policies.example.org/team/ or git+https://git.example.org/team/policies.git",
            where=locate(data, f"/sources/{number}", source=source),
        )
    return prefix


def _release_signer(fields: dict[str, str], *, source: str) -> ReleaseSigner:
    name, certificate = fields["name"], fields.get("openpgp_key", "")
    if ("ssh_key" in fields) == ("openpgp_key" in fields):
        raise _refusal("a release signer has one key, expected either ssh_key or openpgp_key", source)
    if certificate:
        fingerprint = openpgp_fingerprint(certificate, source=source)
        return ReleaseSigner(name=name, fingerprint=fingerprint, certificate=certificate)
    return ReleaseSigner(name=name, fingerprint=ssh_fingerprint(fields["ssh_key"], source=source))


def _bundle(fields: dict[str, Any], keys: dict[str, TrustedKey], source: str) -> BundleTrust:
    name, method = fields["bundle"], TrustMethod(fields["method"])
    for field, methods in _USED_BY.items():
        if field in fields and method not in methods:
            raise _refusal(f"bundle {name}: {field} means nothing to the method {method}", source)
    trust = BundleTrust(
        bundle=name,
        method=method,
        tree_digest=fields.get("tree_digest", ""),
        path=fields.get("path", ""),
        keys=tuple(fields.get("keys", ())),
        threshold=fields.get("threshold", 1),
        minimum_revision=fields.get("minimum_revision", 0),
        packages=tuple(fields.get("packages", ())),
        contracts=tuple(Contract(contract) for contract in fields.get("contracts", (Contract.RELEASE_POLICY,))),
    )
    if method is TrustMethod.UNSIGNED_PATH and not trust.path:
        raise _refusal(f"bundle {name}: unsigned-path names no path", source, hint="add path: and where it lies")
    if method in _SIGNED:
        _refuse_unreachable(trust, keys, source)
    return trust


def _collection(name: str, bundles: list[dict[str, Any]], source: str) -> str:
    """The collection with its bundle: a small one must not stand in for a large one that offers the same name."""
    known = [fields["bundle"] for fields in bundles]
    bundle, _, collection = name.rpartition("/")
    if not bundle and len(known) > 1:
        raise _refusal(
            f"the required collection {name} does not say of which bundle, and {len(known)} are trusted",
            source,
            hint=f"write for example {known[0]}/{name}",
        )
    if bundle and bundle not in known:
        raise _refusal(f"the required collection {name} is of a bundle that has no entry under bundles", source)
    return f"{bundle or known[0]}/{collection}"


def _refuse_unreachable(trust: BundleTrust, keys: dict[str, TrustedKey], source: str) -> None:
    """Make sure that the keys exist, may sign policy, and are enough for the threshold."""
    for name in trust.keys:
        if name not in keys:
            raise _refusal(f"bundle {trust.bundle}: no key is named {name}", source, hint="add it under keys:")
        if keys[name].role is not KeyRole.POLICY:
            raise _refusal(f"bundle {trust.bundle}: {name} is a key for {keys[name].role}, expected policy", source)
    if not 1 <= trust.threshold <= len(trust.keys):
        raise _refusal(
            f"bundle {trust.bundle}: {trust.threshold} signatures are demanded of {len(trust.keys)} keys",
            source,
            hint="the threshold is at least 1 and at most the number of keys",
        )
    if trust.method is TrustMethod.OPA_SIGNATURE and trust.threshold != 1:
        raise _refusal(f"bundle {trust.bundle}: OPA's signature file holds one signature, threshold 1", source)


def _repository(fields: dict[str, Any], source: str) -> TrustedRepository:
    for what in ("host", "slug"):
        refuse_unsafe_identifier(fields[what], what=what, where=source)
    repository = TrustedRepository(
        host=fields["host"],
        slug=fields["slug"],
        repository_id=fields.get("id", 0),
        owner_id=fields.get("owner_id", 0),
        namespace=Namespace(fields["namespace"]),
    )
    if repository.namespace is Namespace.REAL and not (repository.repository_id and repository.owner_id):
        raise _refusal(
            f"{repository.slug} is real but lacks id or owner_id; names can be registered again by others",
            source,
            hint=f"take both from `gh api repos/{repository.slug} --jq '.id, .owner.id'`",
        )
    return repository


def _refusal(seen: str, source: str, *, hint: str = "") -> InputRefusedError:
    return InputRefusedError(seen, hint=hint, where=Place(source=source))
