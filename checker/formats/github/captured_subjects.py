"""Whose answers are whose: the answers of one capture, sorted by the repository they are about.

A repository is named by slug, by id or through its organization; an id is tied to a slug only by the repository's own
answer. What cannot be tied to a slug stands by itself under the name its addresses give it (`repositories/1`,
`orgs/o`), which no project has.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.domain.observation import Observation, collected
from checker.domain.response import Response
from checker.errors import InputRefusedError, Place
from checker.formats.audit_document import GITHUB
from checker.formats.github.answers import Answer, Answers, join_pages, request_key
from checker.formats.github.repository import protected_branches, subject_id
from checker.formats.github.routes import Address, Owner, Route, address_of_request

_ROOT = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """One response whose request is known."""

    address: Address
    route: Route
    response: Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A repository, or what stands for one, with the answers about it."""

    host: str
    slug: str
    found: list[Routed]
    repository_id: int = 0


def routed(response: Response, warnings: list[str]) -> Routed | None:
    """The response with its route; without one, a warning says why it is not read.

    Raises:
        InputRefusedError: its address is none of the API's.
    """
    if response.method != "GET":
        warnings.append(f"{response.file}: {response.method} {response.url} is not read, only what GET answers is")
        return None
    try:
        address = address_of_request(response.url)
    except InputRefusedError as error:
        raise InputRefusedError(error.message, hint=error.hint, where=Place(source=response.file)) from None
    if address.route is None:
        warnings.append(f"{response.file}: nothing is known to be taken from {address.shown}")
        return None
    return Routed(address=address, route=address.route, response=response)


def subjects_of(found: Sequence[Routed]) -> list[Subject]:
    """The repositories the answers are about; those of an organization go to each of its repositories."""
    named: dict[tuple[str, str], Subject] = {}
    for item in found:
        if slug := item.address.owner.slug:
            key = (item.address.owner.host, slug.lower())
            named.setdefault(key, Subject(host=key[0], slug=slug, found=[])).found.append(item)
    unnamed: dict[tuple[str, str], Subject] = {}
    for item in found:
        owner = item.address.owner
        if owner.slug:
            continue
        takers = [subject for subject in named.values() if _is_about(owner, subject)]
        for subject in takers or [_stand_in(owner, unnamed)]:
            subject.found.append(item)
    both = {**named, **unnamed}
    return [both[key] for key in sorted(both)]


def with_exports(subjects: list[Subject], repository: str) -> list[Subject]:
    """The one repository that exported rulesets belong to.

    Raises:
        InputRefusedError: nobody says which it is, or there are several.
    """
    if not subjects and repository:
        return [Subject(host=GITHUB, slug=repository, found=[])]
    if len(subjects) != 1:
        raise InputRefusedError(
            f"exported rulesets belong to one repository, the capture names {len(subjects) or 'none'}",
            hint="import them with the answers of that repository, or name it",
        )
    return subjects


def answers_of(subject: Subject, *, told: Sequence[Answer] = ()) -> Answers:
    """The answers about one repository, pages joined; `told` is what the query says in place of others.

    Raises:
        InputRefusedError: two files answer the same request.
    """
    groups: dict[tuple[str, ...], list[Routed]] = {}
    for item in subject.found:
        groups.setdefault(request_key(item.address, item.response.method), []).append(item)
    found = []
    for number, key in enumerate(sorted(groups), start=1):
        pages = [(item.address, item.response) for item in groups[key]]
        found.append(join_pages(pages, route=groups[key][0].route, evidence=f"e{number}"))
    return Answers(found, told=told, protected=protected_branches(Answers(found, told=told)))


def id_of(subject: Subject, answers: Answers) -> Observation:
    """The repository's id, from its own answer or from the addresses that name it by id."""
    return collected(subject.repository_id) if subject.repository_id else subject_id(answers)


def _stand_in(owner: Owner, unnamed: dict[tuple[str, str], Subject]) -> Subject:
    slug = f"orgs/{owner.organization}" if owner.organization else f"repositories/{owner.repository_id}"
    subject = Subject(host=owner.host, slug=slug, found=[], repository_id=owner.repository_id)
    return unnamed.setdefault((owner.host, slug.lower()), subject)


def _is_about(owner: Owner, subject: Subject) -> bool:
    if owner.host != subject.host:
        return False
    if owner.organization:
        return subject.slug.partition("/")[0].lower() == owner.organization.lower()
    return any(_root_id(item) == owner.repository_id for item in subject.found)


def _root_id(item: Routed) -> int:
    """The id a repository's own answer carries; 0 for any other answer."""
    pages = item.response.pages
    body = pages[0] if item.route.name == _ROOT and pages else None
    found = body.get("id") if isinstance(body, dict) else None
    return found if isinstance(found, int) else 0
