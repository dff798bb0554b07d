"""Trust: the anchor, and how a bundle came to be trusted.

The anchor is kept outside the tree that is judged, because whoever can change that tree could otherwise choose whom to
trust. Nothing found beside a bundle or in the working directory can change it.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from checker.domain.digest import Digest
from checker.domain.identity import Person
from checker.domain.json_value import Json
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace
from checker.domain.rule import Contract

AUDIT_MAX_AGE_HOURS = 24
"""How old an audit may be where no anchor says otherwise (design: an audit has an author)."""


class KeyRole(StrEnum):
    """What a key may sign."""

    POLICY = "policy"
    AUDITOR = "auditor"
    BUILDER = "builder"
    APPROVER = "approver"
    PERMIT = "permit"


class TrustMethod(StrEnum):
    """How a bundle is vouched for; `NONE` never gates."""

    PINNED = "pinned"
    DSSE = "dsse"
    OPA_SIGNATURE = "opa-signature"
    UNSIGNED_PATH = "unsigned-path"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedKey:
    """A public key (PEM) the anchor names, what it may sign, where that counts, and when it is valid.

    `namespace` is of keys that machines sign with; an approver's key counts where a person has it, and what a policy
    key signs counts wherever its bundle is used.
    """

    name: str
    role: KeyRole
    public_key: str
    packages: tuple[str, ...] = ()
    not_before: str = ""
    not_after: str = ""
    revoked: bool = False
    namespace: Namespace = Namespace.REAL

    def is_valid_at(self, moment: str) -> bool:
        """Whether a moment (RFC 3339, `Z`) lies in the key's validity, both ends included."""
        instant = parse_moment(moment)
        begins = not self.not_before or parse_moment(self.not_before) <= instant
        return begins and (not self.not_after or instant <= parse_moment(self.not_after))


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleTrust:
    """What the anchor demands of one bundle before it may gate."""

    bundle: str
    method: TrustMethod
    tree_digest: str = ""
    path: str = ""
    keys: tuple[str, ...] = ()
    threshold: int = 1
    minimum_revision: int = 0
    packages: tuple[str, ...] = ()
    contracts: tuple[Contract, ...] = (Contract.RELEASE_POLICY,)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedRepository:
    """A repository the anchor binds verdicts to; in `real` the ids are required."""

    host: str
    slug: str
    repository_id: int = 0
    owner_id: int = 0
    namespace: Namespace = Namespace.REAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSigner:
    """Somebody who may sign tags and commits of a release.

    `fingerprint`: of the SSH key, `SHA256:…`, or of the OpenPGP certificate, `OPENPGP:…`; `certificate` is the latter
    in its armour, which verifying needs: a signature of OpenPGP does not carry the key that made it.
    """

    name: str
    fingerprint: str
    certificate: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSources:
    """Where what is released may come from; a list that is empty narrows nothing.

    `path_prefixes` are of owner and name (`octo/`), `schemes` those of policies' addresses, `artifact_classes` the
    kinds that files of a manifest may have.
    """

    hosts: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    path_prefixes: tuple[str, ...] = ()
    artifact_classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterFloor:
    """The weakest value a parameter may take."""

    rule: str
    parameter: str
    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalPolicy:
    """How many persons approve a release, and for how many hours that holds.

    With `single_person` an approver may have written, pushed or imported what is released; report and permit say so.
    """

    persons: int = 1
    single_person: bool = False
    valid_hours: int = 168


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What is trusted and required; `digest` enters every report.

    Of a collection in `required_collections`, `BUNDLE/COLLECTION`, every rule is required that the bundle offers in it,
    as if each stood in `required_rules`: what a project selects can then never be less. `sources` are the addresses
    that bundles may be fetched from, each with all below it if it ends with a slash; without any, nobody is asked.
    """

    bundles: tuple[BundleTrust, ...]
    repositories: tuple[TrustedRepository, ...]
    keys: tuple[TrustedKey, ...] = ()
    required_rules: tuple[str, ...] = ()
    required_collections: tuple[str, ...] = ()
    may_not_apply: tuple[str, ...] = ()
    parameter_floors: tuple[ParameterFloor, ...] = ()
    may_weaken: tuple[str, ...] = ()
    audit_max_age_hours: int = AUDIT_MAX_AGE_HOURS
    release_signers: tuple[ReleaseSigner, ...] = ()
    sources: tuple[str, ...] = ()
    identities: tuple[Person, ...] = ()
    approval: ApprovalPolicy = ApprovalPolicy()
    release_sources: ReleaseSources = ReleaseSources()
    digest: Digest = field(default=Digest(""))

    def repository_at(self, *, host: str, slug: str, namespace: Namespace) -> TrustedRepository | None:
        """The repository of this place that verdicts of a namespace are bound to; providers tell no case in names."""
        wanted = (host.lower(), slug.lower(), namespace)
        known = (one for one in self.repositories if (one.host.lower(), one.slug.lower(), one.namespace) == wanted)
        return next(known, None)

    def keys_for(self, role: KeyRole, *, namespace: Namespace, at: str) -> tuple[TrustedKey, ...]:
        """The keys of a role that count in a namespace, are valid at a moment (RFC 3339, `Z`) and not revoked."""
        return tuple(
            key
            for key in self.keys
            if key.role is role and not key.revoked and key.is_valid_at(at) and self._counts(key, namespace)
        )

    def _counts(self, key: TrustedKey, namespace: Namespace) -> bool:
        """Whether what a key signs counts in a namespace; nothing of one is accepted in the other."""
        if key.role is KeyRole.APPROVER:
            return any(key.name in one.keys for one in self.identities if one.namespace is namespace)
        return key.namespace is namespace


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustDecision:
    """How a bundle was found trustworthy: no paths, no times, so that it can be part of a snapshot."""

    method: TrustMethod
    keys: tuple[str, ...] = ()
    threshold: int = 0

    @property
    def is_anchored(self) -> bool:
        """Whether the anchor vouches for the bundle."""
        return self.method is not TrustMethod.NONE

    @property
    def is_authenticated(self) -> bool:
        """Whether exact content is vouched for, by digest or signature; a path says nothing about what lies there."""
        return self.method in {TrustMethod.PINNED, TrustMethod.DSSE, TrustMethod.OPA_SIGNATURE}
