"""An anchor that contradicts itself, or names what it does not have, is refused when it is read."""

import json
from typing import Any

import pytest

from checker.domain.namespace import Namespace
from checker.domain.rule import Contract
from checker.domain.trust import Anchor, BundleTrust, KeyRole, ParameterFloor, TrustedRepository, TrustMethod
from checker.errors import InputRefusedError
from checker.formats.anchor_v1 import parse_anchor
from checker.formats.ssh_keys import ssh_fingerprint
from tests.bundle_builders import digest_for
from tests.fakes.memory_keys import MemorySigner

REPOSITORY = {"host": "github.com", "slug": "acme/widget", "id": 7, "owner_id": 8, "namespace": "real"}
PINNED = {"bundle": "release-policy", "method": "pinned"}


def pem(name: str) -> str:
    return MemorySigner(name).identity.public_key


def key(name: str, **fields: object) -> dict[str, Any]:
    return {"name": name, "role": "policy", "public_key": pem(name), "packages": ["rules"], **fields}


def document(**fields: object) -> dict[str, Any]:
    return {"schema": "clean-release/anchor/v1", "bundles": [PINNED], "repositories": [REPOSITORY], **fields}


def signed(**fields: object) -> dict[str, Any]:
    return {"bundle": "team-policy", "method": "dsse", "keys": ["alice", "bob"], "threshold": 2, **fields}


def parse(value: object) -> Anchor:
    return parse_anchor(json.dumps(value).encode(), source="anchor.json")


def test_the_smallest_anchor_trusts_the_shipped_bundle_for_one_repository() -> None:
    yaml = b"""
schema: clean-release/anchor/v1
bundles:
  - bundle: release-policy
    method: pinned
repositories:
  - {host: github.com, slug: acme/widget, id: 7, owner_id: 8, namespace: real}
"""
    anchor = parse_anchor(yaml, source="anchor.yaml")

    assert anchor.bundles == (BundleTrust(bundle="release-policy", method=TrustMethod.PINNED),)
    assert anchor.repositories == (
        TrustedRepository(host="github.com", slug="acme/widget", repository_id=7, owner_id=8, namespace=Namespace.REAL),
    )
    assert anchor.digest == parse(document()).digest


def test_everything_an_anchor_can_say_is_kept() -> None:
    anchor = parse(
        document(
            keys=[key("alice", not_before="2026-01-01T00:00:00Z", not_after="2027-01-01T00:00:00Z"), key("bob")],
            bundles=[
                signed(tree_digest=digest_for("x"), minimum_revision=3, packages=["rules.team"], contracts=["conftest"])
            ],
            required_rules=["branch.no_bypass"],
            may_not_apply=["tag.signed"],
            parameter_floors=[{"rule": "a.b", "parameter": "c", "value": 2}],
            may_weaken=["a.b"],
            audit_max_age_hours=12,
        )
    )

    assert [known.name for known in anchor.keys] == ["alice", "bob"]
    assert anchor.keys[0].role is KeyRole.POLICY
    assert anchor.keys[0].not_after == "2027-01-01T00:00:00Z"
    assert anchor.bundles == (
        BundleTrust(
            bundle="team-policy",
            method=TrustMethod.DSSE,
            tree_digest=digest_for("x"),
            keys=("alice", "bob"),
            threshold=2,
            minimum_revision=3,
            packages=("rules.team",),
            contracts=(Contract.CONFTEST,),
        ),
    )
    assert anchor.parameter_floors == (ParameterFloor(rule="a.b", parameter="c", value=2),)
    assert (anchor.required_rules, anchor.may_not_apply, anchor.may_weaken, anchor.audit_max_age_hours) == (
        ("branch.no_bypass",),
        ("tag.signed",),
        ("a.b",),
        12,
    )


SSH_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5" + "A" * 4 + "IA" + "A" * 42


def test_who_may_sign_a_release_is_kept_with_the_fingerprint_of_the_key() -> None:
    anchor = parse(document(release_signers=[{"name": "somebody", "ssh_key": SSH_KEY}]))

    (signer,) = anchor.release_signers
    assert (signer.name, signer.fingerprint) == ("somebody", ssh_fingerprint(SSH_KEY, source="it"))


CERTIFICATE = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxgMEYWI=\n-----END PGP PUBLIC KEY BLOCK-----\n"


def test_a_certificate_of_openpgp_is_kept_whole_beside_its_fingerprint() -> None:
    anchor = parse(document(release_signers=[{"name": "somebody", "openpgp_key": CERTIFICATE}]))

    (signer,) = anchor.release_signers
    assert (signer.certificate, signer.fingerprint[:8], len(signer.fingerprint)) == (CERTIFICATE, "OPENPGP:", 48)


@pytest.mark.parametrize("keys", [{}, {"ssh_key": SSH_KEY, "openpgp_key": CERTIFICATE}])
def test_a_release_signer_has_exactly_one_key(keys: dict[str, str]) -> None:
    with pytest.raises(InputRefusedError, match="expected either ssh_key or openpgp_key"):
        parse(document(release_signers=[{"name": "somebody", **keys}]))


def test_one_key_of_two_release_signers_is_refused() -> None:
    twice = [{"name": "somebody", "ssh_key": SSH_KEY}, {"name": "else", "ssh_key": f"{SSH_KEY} comment"}]
    with pytest.raises(InputRefusedError, match="somebody and else are one key under two names"):
        parse(document(release_signers=twice))


def test_a_required_collection_is_of_one_bundle_whether_named_or_not() -> None:
    anchor = parse(document(bundles=[PINNED], required_collections=["minimal", "release-policy/strict"]))

    assert anchor.required_collections == ("release-policy/minimal", "release-policy/strict")


def test_the_digest_changes_with_whatever_the_anchor_says() -> None:
    assert parse(document()).digest != parse(document(required_rules=["a.b"])).digest


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"bundle": []}, "bundle"),
        ({"required_collections": ["other/minimal"]}, "of a bundle that has no entry under bundles"),
        (
            {"bundles": [PINNED, {**PINNED, "bundle": "small"}], "required_collections": ["minimal"]},
            "does not say of which bundle, and 2 are trusted",
        ),
        ({"schema": "clean-release/anchor/v2"}, "schema"),
        ({"bundles": []}, "bundles"),
        ({"bundles": [PINNED, PINNED]}, "release-policy"),
        ({"bundles": [{"bundle": "a", "method": "none"}]}, "none"),
        ({"bundles": [{"bundle": "a", "method": "trusted"}]}, "trusted"),
        ({"bundles": [{"bundle": "a", "method": "pinned", "path": "/x"}]}, "path means nothing to the method pinned"),
        ({"bundles": [{"bundle": "a", "method": "pinned", "threshold": 1}]}, "threshold means nothing"),
        ({"bundles": [{"bundle": "a", "method": "unsigned-path"}]}, "unsigned-path names no path"),
        (
            {"bundles": [{"bundle": "a", "method": "unsigned-path", "path": "/x", "tree_digest": digest_for("x")}]},
            "tree_digest means nothing to the method unsigned-path",
        ),
        ({"bundles": [signed()]}, "no key is named alice"),
        ({"bundles": [signed(keys=[])], "keys": [key("alice")]}, "2 signatures are demanded of 0 keys"),
        ({"bundles": [signed(keys=["alice"])], "keys": [key("alice")]}, "2 signatures are demanded of 1 keys"),
        ({"bundles": [signed(threshold=0)], "keys": [key("alice"), key("bob")]}, "threshold"),
        ({"bundles": [signed(threshold=-1)], "keys": [key("alice"), key("bob")]}, "threshold"),
        ({"bundles": [signed(threshold=3)], "keys": [key("alice"), key("bob")]}, "3 signatures are demanded of 2"),
        ({"bundles": [signed(keys=["alice", "alice"])], "keys": [key("alice")]}, "alice"),
        (
            {"bundles": [signed()], "keys": [key("alice"), key("bob", role="auditor")]},
            "bob is a key for auditor, expected policy",
        ),
        (
            {"bundles": [signed(method="opa-signature")], "keys": [key("alice"), key("bob")]},
            "holds one signature, threshold 1",
        ),
        ({"keys": [key("alice"), key("alice")]}, "alice"),
        ({"keys": [key("alice"), {**key("bob"), "public_key": pem("alice")}]}, "one key under two names"),
        ({"keys": [key("alice", packages=[])]}, "may sign nothing"),
        ({"keys": [key("alice", namespace="demo")]}, "has a namespace, which means nothing to the role policy"),
        ({"keys": [key("alice", role="approver", namespace="real")]}, "means nothing to the role approver"),
        ({"keys": [key("alice", role="permit", namespace="test")]}, "namespace"),
        ({"keys": [key("alice", public_key="x")]}, "not one PEM block"),
        ({"keys": [key("\u0430lice")]}, "key name"),
        (
            {"keys": [key("alice", not_before="2027-01-01T00:00:00Z", not_after="2026-01-01T00:00:00Z")]},
            "ends before it begins",
        ),
        ({"keys": [key("alice", not_after="2026-02-30T00:00:00Z")]}, "is not a moment"),
        ({"keys": [key("alice", not_after="tomorrow")]}, "not_after"),
        ({"repositories": [{**REPOSITORY, "id": 0}]}, "id"),
        ({"repositories": [{k: v for k, v in REPOSITORY.items() if k != "owner_id"}]}, "lacks id or owner_id"),
        ({"repositories": [{**REPOSITORY, "slug": "acme/w\u0456dget"}]}, "slug"),
        ({"audit_max_age_hours": 0}, "audit_max_age_hours"),
    ],
)
def test_an_anchor_nobody_could_act_on_is_refused(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(InputRefusedError) as refusal:
        parse(document(**fields))

    assert why in str(refusal.value)


@pytest.mark.parametrize("role", ["permit", "auditor", "builder"])
def test_a_key_that_says_no_namespace_counts_in_real(role: str) -> None:
    fields = {"name": "alice", "role": role, "public_key": pem("alice")}

    assert parse(document(keys=[fields])).keys[0].namespace is Namespace.REAL
    assert parse(document(keys=[{**fields, "namespace": "demo"}])).keys[0].namespace is Namespace.DEMO


def test_one_key_may_serve_two_roles_under_two_names() -> None:
    keys = [key("alice"), {"name": "alice-approver", "role": "approver", "public_key": pem("alice")}]

    assert [known.role for known in parse(document(keys=keys)).keys] == [KeyRole.POLICY, KeyRole.APPROVER]


def test_an_anchor_may_bind_no_repository_yet() -> None:
    assert parse(document(repositories=[])).repositories == ()


def test_a_demo_repository_needs_no_ids() -> None:
    demo = {"host": "github.com", "slug": "acme/widget", "namespace": "demo"}

    assert parse(document(repositories=[demo])).repositories[0].namespace is Namespace.DEMO
