"""What the repository's settings say about a publish: its names, its owner's account, and who issues its tokens.

Checks P2, P3 and P9 of the prediction. The registry looks names up with their case.
"""

from collections.abc import Iterator

from checker.domain.publish_prediction import NO_PUBLISHER, Check, Finding, Standing, holds, unknown
from checker.domain.publisher import ISSUER, Publisher
from checker.domain.repository_facts import RepositoryFacts

_AUDIT = "read the repository: clean-release audit github"
_PUBLIC = "github.com"
_MANAGED = "_"
"""Only logins that an enterprise manages hold an underscore: the name and the enterprise's short code."""


def repository_findings(publisher: Publisher, facts: RepositoryFacts | None, *, why: str) -> Iterator[Finding]:
    """Everything that follows from the audit; without one, `why` says what is missing."""
    if facts is None:
        yield from (unknown(check, why, fix=_AUDIT) for check in (Check.NAMES, Check.OWNERSHIP))
        yield _declared_issuer(publisher) or unknown(Check.ISSUER, why, fix=_AUDIT)
        return
    yield _names(publisher, facts)
    yield _ownership(publisher, facts)
    yield _issuer(publisher, facts)


def _names(publisher: Publisher, facts: RepositoryFacts) -> Finding:
    if publisher.slug == facts.slug or publisher.slug.lower() != facts.slug.lower():
        return holds(Check.NAMES, "owner and repository do not differ in case only")
    owner, _, repository = facts.slug.partition("/")
    field = "owner" if publisher.owner != owner else "repository"
    return Finding(
        check=Check.NAMES,
        standing=Standing.FAILS,
        why="the name differs from the provider's in case, and the registry compares case",
        field=field,
        seen=publisher.owner if field == "owner" else publisher.repository,
        expected=owner if field == "owner" else repository,
        fix=f"register owner {owner} and repository {repository}, spelt so",
        answer=NO_PUBLISHER,
    )


def _ownership(publisher: Publisher, facts: RepositoryFacts) -> Finding:
    check = Check.OWNERSHIP
    if publisher.slug.lower() != facts.slug.lower():
        was = f"{facts.requested_slug} is now {facts.slug}" if facts.renamed else f"the repository is {facts.slug}"
        return _other(was, "repository", publisher.slug, facts.slug)
    if not facts.owner_id:
        return unknown(check, "the audit does not hold the id of the owner's account", fix=_AUDIT)
    if not publisher.owner_id:
        return unknown(
            check,
            "the publisher's owner_id is not declared, and a name can have passed to another account",
            fix=f"declare owner_id: {facts.owner_id}, if the publisher was registered for this account",
        )
    if publisher.owner_id != facts.owner_id:
        return _other("the owner's account is another", "owner_id", str(publisher.owner_id), str(facts.owner_id))
    return holds(check, f"{facts.slug} belongs to account {facts.owner_id}, as when the publisher was registered")


def _other(why: str, field: str, seen: str, expected: str) -> Finding:
    return Finding(
        check=Check.OWNERSHIP,
        standing=Standing.FAILS,
        why=why,
        field=field,
        seen=seen,
        expected=expected,
        fix=f"remove the publisher, and register one for {expected}",
        answer=NO_PUBLISHER,
    )


def _issuer(publisher: Publisher, facts: RepositoryFacts) -> Finding:
    if facts.host != _PUBLIC:
        return _foreign_issuer(f"https://{facts.host}")
    if declared := _declared_issuer(publisher):
        return declared
    if facts.owner_kind == "User" and _MANAGED not in facts.owner_login:
        return holds(Check.ISSUER, "the owner is a person, whose tokens the provider issues itself")
    return unknown(
        Check.ISSUER,
        "the owner may belong to an enterprise with an issuer of its own, which no audit can see",
        fix=f"declare issuer: {ISSUER}, if the claim iss of a token of this repository says so",
    )


def _declared_issuer(publisher: Publisher) -> Finding | None:
    if not publisher.issuer:
        return None
    if publisher.issuer == ISSUER:
        return holds(Check.ISSUER, "the declared issuer is the one the registry knows")
    return _foreign_issuer(publisher.issuer)


def _foreign_issuer(issuer: str) -> Finding:
    return Finding(
        check=Check.ISSUER,
        standing=Standing.FAILS,
        why="the registry does not know who issues the tokens",
        field="issuer",
        seen=issuer,
        expected=ISSUER,
        fix="turn the enterprise's own issuer off (include_enterprise_slug), or publish from github.com",
        answer="invalid-payload: unknown trusted publishing issuer",
    )
