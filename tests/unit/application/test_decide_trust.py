"""A bundle is trusted only in the way the anchor demands, and only by what lies outside it."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.build_bundle import build_bundle
from checker.application.resolve_bundle import resolve_bundle
from checker.application.sign_bundle import sign_bundle
from checker.application.verify_bundle import verify_bundle
from checker.domain.lock import Lock, LockedBundle
from checker.domain.rule import Contract
from checker.domain.snapshot import ResolvedBundle
from checker.domain.trust import Anchor, BundleTrust, KeyRole, TrustDecision, TrustedKey, TrustMethod
from checker.errors import InputRefusedError, TrustError
from checker.formats.bundle_names import ENVELOPE, OPA_SIGNATURES
from checker.formats.dsse_v1 import SignedBytes, render_envelope
from checker.ports.bundles import FetchedBundle
from tests.bundle_builders import (
    ISSUED,
    NOW,
    anchor_of,
    basis_of,
    digest_for,
    dsse_anchor,
    fetched,
    fetched_folder,
    policy_key,
    revoked,
    team_archive,
    team_contents,
)
from tests.fakes.memory_keys import MemorySigner
from tests.opa_tokens import PUBLIC_PEM, listed, signatures, token

ALICE = policy_key("alice")
BOB = policy_key("bob")
OPA_KEY = TrustedKey(name="team", role=KeyRole.POLICY, public_key=PUBLIC_PEM, packages=("*",))
TREE = resolve_bundle(fetched(team_archive()), basis=basis_of(None)).bundle.tree_digest


def pinned(**fields: Any) -> Anchor:  # noqa: ANN401 - the fields of BundleTrust
    return anchor_of(BundleTrust(bundle="team-policy", method=TrustMethod.PINNED, **{"tree_digest": TREE, **fields}))


def signed_archive(*names: str, revision: int = 7, issued: str = ISSUED) -> FetchedBundle:
    bundle = fetched(team_archive(revision))
    for name in names:
        bundle = replace(bundle, envelope=sign_bundle(bundle, signer=MemorySigner(name), issued=issued))
    return bundle


def opa_anchor(*keys: TrustedKey) -> Anchor:
    trust = BundleTrust(
        bundle="team-policy", method=TrustMethod.OPA_SIGNATURE, keys=tuple(key.name for key in keys or (OPA_KEY,))
    )
    return Anchor(bundles=(trust,), repositories=(), keys=keys or (OPA_KEY,))


def resolve(bundle: FetchedBundle, anchor: Anchor | None, **basis: Any) -> ResolvedBundle:  # noqa: ANN401 - of basis_of
    return resolve_bundle(bundle, basis=basis_of(anchor, **basis))


def refusal_of(bundle: FetchedBundle, anchor: Anchor | None, **basis: Any) -> str:  # noqa: ANN401 - of basis_of
    with pytest.raises(TrustError) as refusal:
        resolve(bundle, anchor, **basis)
    return refusal.value.message


def test_a_bundle_nobody_vouches_for_may_be_looked_at_and_is_not_anchored() -> None:
    for anchor in (None, anchor_of(BundleTrust(bundle="other", method=TrustMethod.PINNED))):
        resolved = resolve(fetched(team_archive()), anchor)
        assert resolved.trust == TrustDecision(method=TrustMethod.NONE)
        assert not resolved.trust.is_anchored


@pytest.mark.parametrize(
    ("anchor", "why"),
    [
        (None, "there is no anchor"),
        (
            anchor_of(BundleTrust(bundle="other", method=TrustMethod.PINNED)),
            "the anchor says nothing about team-policy",
        ),
    ],
)
def test_verifying_a_bundle_nobody_vouches_for_is_a_refusal(anchor: Anchor | None, why: str) -> None:
    with pytest.raises(TrustError) as refusal:
        verify_bundle(fetched(team_archive()), basis=basis_of(anchor))

    assert refusal.value.message == why


def test_verifying_gives_the_resolved_bundle() -> None:
    assert verify_bundle(fetched(team_archive()), basis=basis_of(pinned())) == resolve(
        fetched(team_archive()), pinned()
    )


def test_a_pinned_bundle_is_trusted_as_folder_and_as_archive() -> None:
    for bundle in (fetched(team_archive()), fetched_folder(team_contents())):
        assert resolve(bundle, pinned()).trust == TrustDecision(method=TrustMethod.PINNED)


def test_a_pin_without_a_digest_means_the_digest_this_package_ships() -> None:
    anchor = pinned(tree_digest="")

    assert resolve(fetched(team_archive()), anchor, pins={"team-policy": TREE}).trust.is_anchored
    assert "this package ships" in refusal_of(
        fetched(team_archive()), anchor, pins={"team-policy": digest_for("other")}
    )
    assert "pins team-policy to no digest" in refusal_of(fetched(team_archive()), anchor)


def test_one_changed_byte_breaks_a_pin() -> None:
    changed = {**team_contents(), "notes.txt": b"x"}

    assert "the anchor pins" in refusal_of(fetched_folder(changed), pinned())


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"minimum_revision": 8}, "has revision 7, the anchor demands at least 8"),
        ({"packages": ("rules.other", "lib")}, "brings rules/team, beyond its packages"),
        ({"contracts": (Contract.CONFTEST,)}, "under the contract release-policy"),
    ],
)
def test_whatever_the_method_the_anchor_may_demand_more(fields: dict[str, Any], why: str) -> None:
    assert why in refusal_of(fetched(team_archive()), pinned(**fields))


def test_packages_are_written_with_dots_or_slashes_and_a_star_is_all() -> None:
    for packages in (("rules.team", "lib/team"), ("rules", "lib"), ("*",)):
        assert resolve(fetched(team_archive()), pinned(packages=packages, minimum_revision=7)).trust.is_anchored


def test_a_bundle_about_everything_is_inside_no_package_but_the_star() -> None:
    contents = {"rules/a.rego": b"package rules.a"}
    bundle = replace(fetched_folder(contents), name="team-policy")
    tree = resolve(bundle, None).bundle.tree_digest

    assert "brings everything" in refusal_of(bundle, pinned(tree_digest=tree, packages=("rules",)))
    assert resolve(bundle, pinned(tree_digest=tree, packages=("*",))).trust.is_anchored


def test_a_contract_counts_only_when_the_anchor_allows_it() -> None:
    anchor = pinned(contracts=(Contract.CONFTEST,))

    resolved = resolve_bundle(fetched(team_archive()), basis=basis_of(anchor), contract=Contract.CONFTEST)

    assert resolved.contract is Contract.CONFTEST


def test_an_unsigned_bundle_is_trusted_only_at_the_path_the_anchor_names() -> None:
    def anchor(path: str) -> Anchor:
        return anchor_of(BundleTrust(bundle="team-policy", method=TrustMethod.UNSIGNED_PATH, path=path))

    folder = fetched_folder(team_contents())
    assert resolve(folder, anchor("/srv/team")).trust == TrustDecision(method=TrustMethod.UNSIGNED_PATH)
    assert resolve(folder, anchor("team")).trust.is_anchored
    assert "lies at /srv/team, the anchor allows it unsigned at /srv" in refusal_of(folder, anchor("/srv"))
    assert "lies at team.tar.gz" in refusal_of(fetched(team_archive()), anchor("/srv/team"))


def test_an_entry_without_a_method_vouches_for_nothing() -> None:
    assert "names no method" in refusal_of(
        fetched(team_archive()), anchor_of(BundleTrust(bundle="team-policy", method=TrustMethod.NONE))
    )


def test_the_moment_must_be_a_moment() -> None:
    with pytest.raises(InputRefusedError):
        resolve(fetched(team_archive()), None, now="now")


def test_enough_signatures_are_trusted_and_named_by_fingerprint() -> None:
    resolved = resolve(signed_archive("alice", "bob"), dsse_anchor(ALICE, BOB, threshold=2))

    fingerprints = sorted(MemorySigner(name).identity.fingerprint for name in ("alice", "bob"))
    assert resolved.trust == TrustDecision(method=TrustMethod.DSSE, keys=tuple(fingerprints), threshold=2)


def test_a_signed_folder_is_trusted_and_so_is_its_archive_with_the_envelope_inside() -> None:
    folder = fetched_folder(team_contents())
    envelope = sign_bundle(folder, signer=MemorySigner("alice"), issued=ISSUED)

    for bundle in (
        fetched_folder({**team_contents(), ENVELOPE: envelope}),
        fetched(team_archive(more={ENVELOPE: envelope})),
    ):
        assert resolve(bundle, dsse_anchor(ALICE)).trust.method is TrustMethod.DSSE


@pytest.mark.parametrize(
    ("anchor", "why"),
    [
        (dsse_anchor(BOB), "0 of 1 usable keys signed it"),
        (dsse_anchor(ALICE, BOB, threshold=2), "1 of 2 usable keys signed it"),
        (dsse_anchor(ALICE, threshold=2), "1 usable keys for team-policy, the anchor demands 2 signatures"),
        (dsse_anchor(ALICE, threshold=0), "1 usable keys for team-policy, the anchor demands 0 signatures"),
        (dsse_anchor(ALICE, threshold=-1), "the anchor demands -1 signatures"),
        (dsse_anchor(revoked(ALICE)), "alice is revoked"),
        (dsse_anchor(replace(ALICE, role=KeyRole.AUDITOR)), "alice is a key for auditor"),
        (
            dsse_anchor(replace(ALICE, not_before="2026-03-02T00:00:00Z")),
            "alice is valid 2026-03-02T00:00:00Z to always",
        ),
        (
            dsse_anchor(replace(ALICE, not_after="2026-02-28T00:00:00Z")),
            "alice is valid always to 2026-02-28T00:00:00Z",
        ),
        (dsse_anchor(replace(ALICE, packages=("lib",))), "alice may not sign rules/team"),
        (dsse_anchor(replace(ALICE, packages=())), "alice may not sign lib/team"),
        (dsse_anchor(replace(ALICE, packages=("rule", "li"))), "alice may not sign"),
        (dsse_anchor(replace(ALICE, not_before="2026-02-02T00:00:00Z")), "1 signatures are demanded of 0 usable keys"),
        (dsse_anchor(ALICE, minimum_revision=8), "has revision 7"),
    ],
)
def test_a_signature_counts_only_from_a_key_that_may_sign_this_now(anchor: Anchor, why: str) -> None:
    assert why in refusal_of(signed_archive("alice"), anchor)


def test_a_key_is_valid_up_to_and_including_its_last_moment() -> None:
    key = replace(ALICE, not_before=ISSUED, not_after=NOW)

    assert resolve(signed_archive("alice"), dsse_anchor(key)).trust.is_anchored


def test_a_signature_of_this_very_moment_counts() -> None:
    assert resolve(signed_archive("alice", issued=NOW), dsse_anchor(ALICE)).trust.is_anchored


def test_a_signature_from_the_future_is_refused() -> None:
    assert "issued 2026-03-01T12:00:01Z, after 2026-03-01T12:00:00Z" in refusal_of(
        signed_archive("alice", issued="2026-03-01T12:00:01Z"), dsse_anchor(ALICE)
    )


def test_the_envelope_of_another_revision_is_refused() -> None:
    other = replace(signed_archive("alice", revision=6), archive=team_archive(7))

    assert "signed is the tree" in refusal_of(other, dsse_anchor(ALICE))


def test_a_bundle_without_an_envelope_is_refused() -> None:
    assert "carries no signature, the anchor demands 1" in refusal_of(fetched(team_archive()), dsse_anchor(ALICE))


def test_a_signed_payload_that_is_no_statement_is_refused() -> None:
    signer = MemorySigner("alice")
    bare = SignedBytes(payload=b"{}")
    envelope = render_envelope(replace(bare, signatures={signer.identity.fingerprint: signer.sign(bare.to_sign())}))

    with pytest.raises(InputRefusedError):
        resolve(fetched(team_archive(), envelope=envelope), dsse_anchor(ALICE))


def test_a_bundle_signed_with_opas_own_signature_is_trusted() -> None:
    contents = team_contents()
    archive = team_archive(more={OPA_SIGNATURES: signatures(token({"files": listed(contents)}))})

    trust = resolve(fetched(archive), opa_anchor()).trust

    assert (trust.method, len(trust.keys), trust.threshold) == (TrustMethod.OPA_SIGNATURE, 1, 1)


def test_opas_signature_removed_or_by_an_unusable_key_is_refused() -> None:
    archive = team_archive(more={OPA_SIGNATURES: signatures(token({"files": listed(team_contents())}))})

    assert "carries no .signatures.json" in refusal_of(fetched(team_archive()), opa_anchor())
    assert "team is revoked" in refusal_of(fetched(archive), opa_anchor(revoked(OPA_KEY)))


def lock_of(bundle: FetchedBundle, **fields: Any) -> Lock:  # noqa: ANN401 - the fields of LockedBundle
    seen = resolve(bundle, None).bundle
    entry = LockedBundle(
        source=bundle.source,
        archive_sha256=seen.archive_sha256,
        tree_digest=seen.tree_digest,
        revision=seen.revision,
    )
    return Lock(
        bundles=(replace(entry, **fields),), snapshot=digest_for("snapshot"), project_digest=digest_for("project")
    )


def test_a_bundle_that_is_what_was_locked_is_resolved() -> None:
    for bundle in (fetched(team_archive()), fetched_folder(team_contents())):
        assert resolve_bundle(bundle, basis=basis_of(pinned()), lock=lock_of(bundle)).trust.is_anchored


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"source": "other.tar.gz"}, "the lock does not name this bundle"),
        ({"tree_digest": digest_for("other")}, "the bundle's tree is"),
        ({"archive_sha256": "0" * 64}, "the bundle's archive is"),
        ({"archive_sha256": ""}, "locked is none, a folder"),
        ({"revision": 6}, "the bundle's revision is 7, locked is 6"),
        ({"commit": "c" * 40}, f"the bundle's commit is none, it is not from git, locked is {'c' * 40}"),
    ],
)
def test_a_bundle_that_is_not_what_was_locked_is_refused_however_trusted(fields: dict[str, Any], why: str) -> None:
    bundle = fetched(team_archive())

    with pytest.raises(TrustError) as refusal:
        resolve_bundle(bundle, basis=basis_of(pinned()), lock=lock_of(bundle, **fields))

    assert why in refusal.value.message


def test_a_folder_in_place_of_a_locked_archive_is_refused() -> None:
    folder = fetched_folder(team_contents())

    with pytest.raises(TrustError, match="none, it is a folder"):
        resolve_bundle(folder, basis=basis_of(pinned()), lock=lock_of(folder, archive_sha256="0" * 64))


def test_building_signing_and_resolving_fit_together() -> None:
    folder = fetched_folder({**team_contents(), "rules/team/reviewed/reviewed_test.rego": b"package x_test"})
    built = build_bundle(folder)
    bundle = fetched(built.archive)
    bundle = replace(bundle, envelope=sign_bundle(bundle, signer=MemorySigner("alice"), issued=ISSUED))

    assert resolve(bundle, dsse_anchor(ALICE)).bundle == built.bundle


REMOTE = "https://policies.example.org/team.tar.gz"


def test_what_comes_from_another_machine_is_resolved_if_its_content_is_vouched_for() -> None:
    bundle = fetched(team_archive(), source=REMOTE)

    assert resolve_bundle(bundle, basis=basis_of(pinned())).trust.method is TrustMethod.PINNED


def test_what_comes_from_another_machine_and_nobody_vouches_for_is_refused() -> None:
    assert "nobody vouches for the content of team-policy" in refusal_of(fetched(team_archive(), source=REMOTE), None)


def test_an_address_is_no_path_at_which_a_bundle_may_be_unsigned() -> None:
    trust = BundleTrust(bundle="team-policy", method=TrustMethod.UNSIGNED_PATH, path=REMOTE)

    assert "for a path of this machine" in refusal_of(fetched(team_archive(), source=REMOTE), anchor_of(trust))
