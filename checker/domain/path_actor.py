"""Who may set a publish off, and which rules each of them need not follow.

Whoever may write is one actor, however many people that is: a repository always has an owner, so there is always one.
Administrators can be let past more than others, maintainers only where a rule says so. Custom roles, teams and people
that a ruleset lets through are taken to have write access; without it the setting would be without effect. Source: the
provider's REST reference of rulesets (`actor_type`, and the numbers of built-in roles).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from checker.domain.classic_source import classic_rules, is_enabled
from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status
from checker.domain.path_graph import ActorKind, Because
from checker.domain.reading import read_observation

_ROLES = {"2": ActorKind.MAINTAINER, "4": ActorKind.WRITER, "5": ActorKind.ADMIN}
_ORDER = (ActorKind.WRITER, ActorKind.MAINTAINER, ActorKind.ADMIN)
_NAMES = {
    ActorKind.WRITER: "whoever may write",
    ActorKind.MAINTAINER: "a maintainer",
    ActorKind.ADMIN: "an administrator",
}
_READERS = frozenset({"read", "triage", "pull"})
_KEYS = "DeployKey"
_ROLE = "RepositoryRole"


class Skip(StrEnum):
    """What of a rule somebody need not follow."""

    ALL = "all"
    REVIEW = "review"
    PULL_REQUEST = "pull-request"
    PUSH_LIMIT = "push-limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skips:
    """What is skipped, by id of a source of protection; `perhaps` is where that could not be read."""

    known: frozenset[tuple[str, Skip]] = frozenset()
    perhaps: frozenset[str] = frozenset()

    def __or__(self, other: "Skips") -> "Skips":
        """Both together."""
        return Skips(known=self.known | other.known, perhaps=self.perhaps | other.perhaps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One who begins.

    `is_certain` says that somebody like this is known to exist; `is_user` that it is a person with an account, who can
    open pull requests and start workflows; `is_admin` that they administer the repository, None where that is not
    known; `reviews` is the environment whose reviewers they are.
    """

    id: str
    kind: ActorKind
    name: str
    skips: Skips = field(default_factory=Skips)
    is_certain: bool = True
    is_user: bool = True
    is_admin: bool | None = False
    reviews: str = ""
    because: tuple[Because, ...] = ()
    fix: str = ""
    why: str = ""


def actors_of(sections: Mapping[str, Json]) -> tuple[Actor, ...]:
    """Everybody who may write, by what they need not follow; those who may do more than others come after them.

    Whoever is on a list that could not be read may be anyone, so everybody is then perhaps not held to its rule.

    Raises:
        InputRefusedError: a section has another form than its schema says.
    """
    said = [*_of_rulesets(sections.get("ref_rules")), *_of_classic(sections.get("classic_protection"))]
    unread = Skips(perhaps=frozenset(one.source for one in said if not one.kind))
    roles = tuple(_roles(said, admins=_unbound_admins(sections.get("classic_protection"))))
    people = People(roles=_collaborators(sections), admin=roles[-1])
    found = (*roles, *_others(said, people), *_keys(sections.get("deploy_keys"), said))
    return tuple(replace(one, skips=one.skips | unread) for one in found)


def reviewers_of(
    environment: str, seen: Observation, sections: Mapping[str, Json], known: Sequence[Actor]
) -> Iterator[Actor]:
    """The reviewers of an environment, who may approve what they started themselves.

    Those who are known to have no write access begin nothing. Of teams it is not known who is in them.

    Args:
        environment: its name.
        seen: its reviewers, completely read.
        sections: those of the audit.
        known: the actors of the repository, some of whom may be these very people.
    """
    people = People(roles=_collaborators(sections), admin=next(one for one in known if one.kind is ActorKind.ADMIN))
    by_id = {one.id: one for one in known}
    for one in objects_of(field_of(object_of(seen.value, "reviewers"), "principals"), "principals"):
        kind, number = text_of(field_of(one, "kind"), "kind"), text_of(field_of(one, "id"), "id")
        role = people.role(kind, number)
        if role in _READERS:
            continue
        actor = Actor(
            id=f"reviewer:{environment}:{kind}:{number}",
            kind=ActorKind.REVIEWER,
            name=f"a reviewer of {environment} ({kind} {number})",
            skips=by_id.get(f"bypass:{kind} {number}", by_id[ActorKind.WRITER]).skips,
            is_certain=bool(role),
            reviews=environment,
            because=(Because(document="repository", section=f"environments[{environment}].reviewers"),),
            why="" if role else "it is not known whether they may also write",
            fix=f"tick 'Prevent self-review' at the environment {environment}",
        )
        yield people.administering(actor, kind, number)


def writers_of(sections: Mapping[str, Json]) -> tuple[str, ...] | None:
    """Who is known to have write access, people by their login and teams by their name; None where that is not known.

    Owners of an organization and what its default role gives are not among them.
    """
    access = read_observation(sections.get("access"), name="access")
    if access.status is not Status.COLLECTED:
        return None
    value, found = object_of(access.value, "access"), []
    for part, name in (("collaborators", "login"), ("teams", "slug")):
        seen = read_observation(value.get(part), name=part)
        if seen.status is not Status.COLLECTED:
            return None
        for one in objects_of(seen.value, part):
            if text_of(field_of(one, "role"), "role") not in _READERS:
                lead = "" if name == "login" else "team "
                found.append(lead + text_of(field_of(one, name), name))
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The role of each person that is known, by the number of their account, and what administrators may do."""

    roles: Mapping[str, str]
    admin: Actor

    def role(self, kind: str, number: str) -> str:
        """The role of somebody; empty where it is not known."""
        return self.roles.get(number, "") if kind == "User" else ""

    def administering(self, actor: Actor, kind: str, number: str) -> Actor:
        """The actor, who is, is not, or perhaps is an administrator too."""
        role = "admin" if kind == "OrganizationAdmin" else self.role(kind, number)
        if role == "admin":
            return replace(actor, is_admin=True, skips=actor.skips | self.admin.skips)
        if role or kind == "Integration":
            return actor
        named = frozenset(source for source, _ in self.admin.skips.known)
        perhaps = Skips(perhaps=named | self.admin.skips.perhaps)
        return replace(actor, is_admin=None, skips=actor.skips | perhaps)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """One entry of a list of those who need not follow a rule; without a principal the list was not read."""

    source: str
    section: str
    kind: str = ""
    number: str = ""
    skip: Skip = Skip.ALL

    @property
    def skips(self) -> Skips:
        return Skips(known=frozenset({(self.source, self.skip)}))

    @property
    def because(self) -> Because:
        return Because(document="repository", section=self.section)


def _of_rulesets(section: Json) -> Iterator[_Said]:
    for entry in _listed(section, "ref_rules"):
        if text_of(field_of(entry, "enforcement"), "enforcement") != "active":
            continue
        number = text_of(field_of(entry, "id"), "id")
        source, path = f"ruleset:{number}", f"ref_rules[{number}].bypass"
        seen = read_observation(field_of(entry, "bypass"), name=path)
        if seen.status is not Status.COLLECTED:
            yield _Said(source=source, section=path)
            continue
        for one in objects_of(seen.value, "bypass"):
            always = text_of(field_of(one, "mode"), "mode") != "pull_request"
            yield _said(one, source, path, Skip.ALL if always else Skip.REVIEW)


def _of_classic(section: Json) -> Iterator[_Said]:
    for entry in _listed(section, "classic_protection"):
        ref = text_of(field_of(entry, "ref"), "ref")
        source, path = f"classic:{ref}", f"classic_protection[{ref}]"
        seen = read_observation(field_of(entry, "protection"), name=source)
        if seen.status is not Status.COLLECTED:
            continue
        rule = object_of(seen.value, source)
        for one in objects_of(field_of(rule, "push_principals"), "push_principals"):
            yield _said(one, source, f"{path}.push_principals", Skip.PUSH_LIMIT)
        review = object_of(field_of(rule, "pull_request"), "pull_request")
        allowed = read_observation(field_of(review, "bypass_allowances"), name="bypass_allowances")
        where = f"{path}.pull_request.bypass_allowances"
        if allowed.status is not Status.COLLECTED:
            yield _Said(source=source, section=where)
            continue
        for one in objects_of(allowed.value, "bypass_allowances"):
            yield _said(one, source, where, Skip.PULL_REQUEST)


def _said(one: dict[str, Json], source: str, section: str, skip: Skip) -> _Said:
    kind, number = text_of(field_of(one, "kind"), "kind"), text_of(field_of(one, "id"), "id")
    return _Said(source=source, section=section, kind=kind, number=number, skip=skip)


def _unbound_admins(section: Json) -> Skips:
    """The classic rules that administrators are not held to."""
    rules = [rule for rule in classic_rules(section).by_ref.values() if is_enabled(rule) is not False]
    return Skips(
        known=frozenset((rule.id, Skip.ALL) for rule in rules if rule.binds_admins is False),
        perhaps=frozenset(rule.id for rule in rules if isinstance(rule.binds_admins, Observation)),
    )


def _roles(said: Sequence[_Said], *, admins: Skips) -> Iterator[Actor]:
    """The built-in roles, each with what those below it need not follow either; a maintainer only if that is more."""
    skips, because = Skips(), set[Because]()
    for role in _ORDER:
        before = skips
        for one in said:
            if one.kind == _ROLE and _ROLES.get(one.number) is role:
                skips |= one.skips
                because.add(one.because)
        if role is ActorKind.ADMIN:
            skips |= admins
        if skips != before or role is not ActorKind.MAINTAINER:
            yield Actor(
                id=str(role),
                kind=role,
                name=_NAMES[role],
                skips=skips,
                is_admin=role is ActorKind.ADMIN,
                because=tuple(sorted(because)),
            )


def _others(said: Sequence[_Said], people: People) -> Iterator[Actor]:
    """Everyone else who is named on a list."""
    named: dict[tuple[str, str], list[_Said]] = {}
    for one in said:
        if one.kind not in {"", _KEYS} and not (one.kind == _ROLE and one.number in _ROLES):
            named.setdefault((one.kind, one.number), []).append(one)
    for (kind, number), entries in sorted(named.items()):
        name = f"{kind} {number}"
        actor = Actor(
            id=f"bypass:{name}",
            kind=ActorKind.BYPASS_ACTOR,
            name=f"a bypass actor ({name})",
            skips=_together(entries),
            is_user=kind != "Integration",
            because=tuple(sorted({one.because for one in entries})),
            fix=f"take {name} off {', '.join(sorted({one.section for one in entries}))}",
        )
        yield people.administering(actor, kind, number)


def _together(entries: Sequence[_Said]) -> Skips:
    return Skips(known=frozenset(skip for one in entries for skip in one.skips.known))


def _keys(section: Json, said: Sequence[_Said]) -> Iterator[Actor]:
    """Deploy keys that may push: they have no account, so they start nothing but what their push starts."""
    skips = _together([one for one in said if one.kind == _KEYS])
    seen = read_observation(section, name="deploy_keys")
    key = Actor(id="key", kind=ActorKind.DEPLOY_KEY, name="a deploy key", skips=skips, is_user=False)
    writing = [
        (whole_of(field_of(one, "id"), "id"), text_of(field_of(one, "title"), "title"))
        for one in _listed(section, "deploy_keys")
        if not flag_of(field_of(one, "read_only"), "read_only")
    ]
    if writing:
        titles = ", ".join(title or str(number) for number, title in writing)
        yield replace(
            key,
            name=f"whoever holds a deploy key ({titles})",
            because=tuple(Because(document="repository", section=f"deploy_keys[{number}]") for number, _ in writing),
            fix=f"make these deploy keys read-only: {titles}",
        )
    if seen.status is not Status.COLLECTED:
        yield replace(
            key,
            id="key:unread",
            name="whoever holds a deploy key",
            is_certain=False,
            because=(Because(document="repository", section="deploy_keys"),),
            why="the deploy keys could not be read",
            fix="read the deploy keys (Administration: read)",
        )


def _collaborators(sections: Mapping[str, Json]) -> dict[str, str]:
    """The role of each person that is known to be a collaborator, by the number of their account."""
    access = read_observation(sections.get("access"), name="access")
    if access.status is not Status.COLLECTED:
        return {}
    seen = object_of(access.value, "access").get("collaborators")
    return {
        str(whole_of(field_of(one, "id"), "id")): text_of(field_of(one, "role"), "role")
        for one in _listed(seen, "collaborators")
    }


def _listed(section: Json, name: str) -> list[dict[str, Json]]:
    """What is in a list as far as it was read."""
    seen = read_observation(section, name=name)
    found = seen.value if seen.status is Status.COLLECTED else seen.partial
    return objects_of([] if found is None else found, name)
