"""Schemas of what is trusted and what was decided: anchor, bundle contents, snapshot, report."""

from tools.schemas.blocks import MOMENT, Schema, closed, flag, listed, one_of, text, whole, words
from tools.schemas.documents import DIGEST, NAMESPACE, document
from tools.schemas.lifecycle_event import LABEL
from tools.schemas.sections import SHA256

_LONGEST_CERTIFICATE = 65_536

SEVERITY = ("critical", "high", "medium", "low")
ENFORCEMENT = ("block", "warn", "inform")
OUTCOME = ("passed", "failed", "waived", "not_applicable", "not_evaluated")


def anchor_v1() -> Schema:
    """The anchor: what is trusted and required, kept outside the tree that is judged."""
    repository = closed(
        {
            "host": text(shortest=1),
            "slug": text(shortest=1),
            "id": whole(least=1),
            "owner_id": whole(least=1),
            "namespace": one_of(*NAMESPACE),
        },
        optional=("id", "owner_id"),
    )
    return document(
        "Anchor",
        "anchor/v1",
        {
            "keys": listed(_trusted_key(), key="name"),
            "bundles": listed(_demanded_trust(), key="bundle", least=1),
            "repositories": listed(repository),
            "required_rules": words(),
            "required_collections": words(),
            "may_not_apply": words(),
            "parameter_floors": listed(_floor()),
            "may_weaken": words(),
            "audit_max_age_hours": whole(least=1, most=24 * 31),
            "release_signers": listed(_release_signer(), most=200),
            "sources": words(most=200),
            "identities": listed(_identity(), most=1000),
            "approval": _approval(),
            "release_sources": _release_sources(),
        },
        optional=(
            "keys",
            "required_rules",
            "required_collections",
            "may_not_apply",
            "parameter_floors",
            "may_weaken",
            "audit_max_age_hours",
            "release_signers",
            "sources",
            "identities",
            "approval",
            "release_sources",
        ),
    )


def _floor() -> Schema:
    """What a parameter of a rule may at least be."""
    return closed(
        {
            "rule": text(shortest=1),
            "parameter": text(shortest=1),
            "value": {"type": ["number", "string", "boolean", "array"]},
        }
    )


def _identity() -> Schema:
    """Whose a key is, and their accounts at providers."""
    account = closed({"host": text(shortest=1), "id": whole(least=1), "login": text()}, optional=("login",))
    return closed(
        {
            "actor": text(pattern=LABEL),
            "namespace": one_of(*NAMESPACE),
            "keys": listed(text(shortest=1), least=1, most=20),
            "accounts": listed(account, least=1, most=20),
        }
    )


def _approval() -> Schema:
    """How many persons approve a release."""
    fields = {
        "persons": whole(least=1, most=20),
        "single_person": flag(),
        "valid_hours": whole(least=1, most=24 * 31),
    }
    return closed(fields, optional=tuple(fields))


def _release_sources() -> Schema:
    """Where what is released may come from."""
    fields = {name: words(most=200) for name in ("hosts", "schemes", "path_prefixes", "artifact_classes")}
    return closed(fields, optional=tuple(fields))


def _release_signer() -> Schema:
    keys = {"ssh_key": text(shortest=1), "openpgp_key": text(shortest=1, longest=_LONGEST_CERTIFICATE)}
    return closed({"name": text(shortest=1), **keys}, optional=tuple(keys))


def _trusted_key() -> Schema:
    """A public key, what it may sign, and when."""
    return closed(
        {
            "name": text(shortest=1),
            "role": one_of("policy", "auditor", "builder", "approver", "permit"),
            "public_key": text(shortest=1),
            "packages": words(),
            "not_before": text(pattern=MOMENT),
            "not_after": text(pattern=MOMENT),
            "revoked": flag(),
            "namespace": one_of(*NAMESPACE),
        },
        optional=("packages", "not_before", "not_after", "revoked", "namespace"),
    )


def _demanded_trust() -> Schema:
    """What the anchor demands of one bundle."""
    return closed(
        {
            "bundle": text(shortest=1),
            "method": one_of("pinned", "dsse", "opa-signature", "unsigned-path"),
            "tree_digest": text(pattern=DIGEST),
            "path": text(shortest=1),
            "keys": words(),
            "threshold": whole(least=1, most=100),
            "minimum_revision": whole(),
            "packages": words(),
            "contracts": listed(one_of("release-policy", "conftest"), least=1),
        },
        optional=("tree_digest", "path", "keys", "threshold", "minimum_revision", "packages", "contracts"),
    )


def _rule_entry() -> Schema:
    return closed(
        {
            "code": text(shortest=1),
            "catalogue": text(),
            "title": text(shortest=1),
            "severity": one_of(*SEVERITY),
            "enforcement": one_of(*ENFORCEMENT),
            "contract": one_of("release-policy", "conftest"),
            "package": text(shortest=1),
            "origin": text(shortest=1),
            "has_applies": flag(),
            "applies_reads": words(),
            "metadata": {"type": "object"},
            "metadata_digest": text(pattern=DIGEST),
        }
    )


def bundle_trust() -> Schema:
    """How a bundle came to be trusted: method, key fingerprints, threshold; no paths, no times."""
    return closed(
        {
            "method": one_of("pinned", "dsse", "opa-signature", "unsigned-path", "none"),
            "keys": words(),
            "threshold": whole(),
        }
    )


def snapshot_v1() -> Schema:
    """The snapshot: an immutable set of bundles, rules, parameters and allowed builtins, named by its own digest."""
    bundle = closed(
        {
            "name": text(shortest=1),
            "revision": whole(),
            "archive_sha256": text(pattern=f"^$|{SHA256}"),
            "tree_digest": text(pattern=DIGEST),
            "contract": one_of("release-policy", "conftest"),
            "trust": bundle_trust(),
        }
    )
    return document(
        "Snapshot",
        "snapshot/v1",
        {
            "bundles": listed(bundle, key="name", least=1),
            "rules": listed(_rule_entry(), key="code", least=1),
            "collections": listed(closed({"name": text(shortest=1), "rules": words()}), key="name"),
            "parameters": {"type": "object", "additionalProperties": {"type": "object"}},
            "project_facts": {"type": "object"},
            "builtins": words(),
            "input_schema": text(pattern=DIGEST),
            "selection": text(pattern=DIGEST),
            "weakenings": listed(closed({"rule": text(), "what": text(), "allowed_by": text()})),
        },
    )


def _violation() -> Schema:
    return closed(
        {
            "rule": text(shortest=1),
            "subject": text(shortest=1),
            "message": text(),
            "evidence": {"type": "array", "items": {"type": "object"}},
            "fix": closed({"command": text(), "click": text()}),
            "fingerprint": text(pattern=SHA256),
        }
    )


def _unread() -> Schema:
    return closed(
        {
            "observation": text(shortest=1),
            "status": text(),
            "why": text(),
            "needs": text(),
            "rules": words(),
        }
    )


def _ruling() -> Schema:
    return closed(
        {
            "code": text(shortest=1),
            "catalogue": text(),
            "title": text(),
            "severity": one_of(*SEVERITY),
            "enforcement": one_of(*ENFORCEMENT),
            "contract": one_of("release-policy", "conftest"),
            "identity": words(),
            "outcome": one_of(*OUTCOME),
            "reason": text(),
            "error": closed({"code": text(), "where": text()}),
            "subjects": listed(
                closed({"subject": text(shortest=1), "decision": one_of("holds", "denied", "undecided")}),
                key="subject",
            ),
            "violations": listed(_violation()),
            "waived": listed(text(pattern=SHA256)),
        }
    )


def report_v1() -> Schema:
    """The report: everything that made the verdict, and the verdict. Its digest is taken over these bytes."""
    return document("Report", "report/v1", {**_judged(), **_judging(), **_decided()})


def _judged() -> dict[str, Schema]:
    """What the verdict is about."""
    source = closed(
        {
            "host": text(),
            "slug": text(),
            "repository_id": whole(),
            "owner_id": whole(),
            "commit": text(),
            "ref": text(),
            "bound_by": one_of("id", "slug", "nothing"),
        }
    )
    return {
        "namespace": one_of(*NAMESPACE),
        "purpose": one_of("check", "release", "publish"),
        "gating": closed({"gating": flag(), "because": words()}),
        "candidate": closed({"present": flag(), "id": text()}),
        "project": text(shortest=1),
        "source": source,
        "environment": text(),
        "channels": words(),
        "manifest": closed({"present": flag(), "digest": text(), "version": text()}),
        "audits": listed(_judged_audit()),
        "evidence": listed(closed({"kind": text(), "digest": text(pattern=DIGEST)})),
        "proofs": listed(_judged_proof()),
    }


def _judged_audit() -> Schema:
    return closed(
        {
            "digest": text(pattern=DIGEST),
            "facts_digest": text(pattern=DIGEST),
            "kind": text(),
            "collected_at": text(),
            "authenticity": one_of("collected_here", "signed", "unauthenticated"),
            "signer": text(),
        }
    )


def _judged_proof() -> Schema:
    return closed(
        {
            "digest": text(pattern=DIGEST),
            "facts_digest": text(pattern=DIGEST),
            "kind": text(shortest=1),
            "authenticity": one_of("signed", "unauthenticated"),
            "signer": text(),
        }
    )


def _judging() -> dict[str, Schema]:
    """What made the verdict."""
    waiver = closed(
        {
            "digest": text(pattern=DIGEST),
            "fingerprint": text(pattern=SHA256),
            "rule": text(),
            "subject": text(),
            "reason": text(),
            "owner": text(),
            "issued_at": text(pattern=MOMENT),
            "expires_at": text(pattern=MOMENT),
            "signers": words(),
            "honoured": flag(),
            "matched": flag(),
            "why": text(),
        }
    )
    return {
        "waivers": listed(waiver, key="digest"),
        "parameters": {"type": "object"},
        "builtins": words(),
        "snapshot": text(pattern=DIGEST),
        "trust": listed(closed({"bundle": text(), "tree_digest": text(), "trust": bundle_trust()})),
        "anchor": text(),
        "evaluated_at": text(pattern=MOMENT),
        "engine": closed({"kind": one_of("embedded", "isolated", "server", "both"), "version": text()}),
        "tool": text(),
        "limits": {"type": "object", "additionalProperties": {"type": "integer"}},
        "flags": words(),
        "input": text(pattern=DIGEST),
    }


def _decided() -> dict[str, Schema]:
    """The rulings, what was unreadable, and the verdict."""
    return {
        "rules": listed(_ruling(), key="code"),
        "ledger": closed({"in_snapshot": whole(), "reported": whole()}),
        "unread": listed(_unread(), key="observation"),
        "warnings": words(),
        "replayable": flag(),
        "verdict": one_of("passed", "blocked", "undecided"),
        "verdict_because": words(),
    }
