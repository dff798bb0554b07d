"""Issue a token: what makes its bearer a principal of a server, and the one time its text is seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from checker.application.register_candidate import refuse_no_label
from checker.domain.access_token import AccessToken, proof_of, refuse_no_life, refuse_nothing_given, spell_token
from checker.domain.namespace import Namespace
from checker.domain.principal import Role
from checker.formats.text_safety import refuse_unsafe_identifier
from checker.ports.access_tokens import AccessTokens


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedToken:
    """Whom a token is to make of its bearer, and for how long."""

    label: str
    namespace: Namespace
    projects: Sequence[str]
    roles: Sequence[Role]
    life: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedToken:
    """A token that was just issued, with its text, which nobody can find out again."""

    token: AccessToken
    text: str = field(repr=False)


def issue_token(asked: AskedToken, *, number: bytes, secret: bytes, now: datetime, tokens: AccessTokens) -> IssuedToken:
    """Issue a token of these random bytes (6 and 32).

    Raises:
        UsageError: the principal has no label, or the token no project, no role, or no life that is allowed.
        InputRefusedError: the name of a project is none that a project file may have.
        ConflictError: there is one with this number.
    """
    refuse_no_label("--principal", asked.label)
    refuse_nothing_given(asked.projects, asked.roles)
    refuse_no_life(asked.life)
    for project in asked.projects:
        refuse_unsafe_identifier(project, what="project", where="--project")
    token = AccessToken(
        number=number.hex(),
        label=asked.label,
        namespace=asked.namespace,
        projects=tuple(sorted(set(asked.projects))),
        roles=frozenset(asked.roles),
        made=now,
        expires=now + asked.life,
    )
    text = spell_token(number, secret)
    tokens.keep(token, proof=proof_of(text))
    return IssuedToken(token=token, text=text)
