"""Register a candidate: a version, and the commit its ref led to at that moment."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from checker.application.open_lifecycle import Acting, OpenedLifecycle, add_event
from checker.domain.candidate import Registered
from checker.domain.ref_name import is_ref_name
from checker.errors import ConflictError, NotFoundError, UsageError
from checker.ports.checkout_git import NamedRef, NamedRefs

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+!~-]{0,127}")
_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateAsked:
    """What a command line says of a new candidate."""

    name: str
    version: str
    source: str


def register_candidate(
    opened: OpenedLifecycle, asked: CandidateAsked, *, git: NamedRefs, by: Acting
) -> OpenedLifecycle:
    """The lifecycle with a new candidate.

    Raises:
        UsageError: a name, the version or the ref has another form than it must have.
        ConflictError: there is a candidate of this name.
        NotFoundError: the clone has no such tag or branch.
    """
    refuse_no_label("--candidate-id", asked.name)
    refuse_no_label("--actor", by.actor)
    if any(one.name == asked.name for one in opened.candidates()):
        raise ConflictError(
            f"the candidate {asked.name} is registered already",
            hint=f"clean-release candidate show --candidate-id {asked.name}",
        )
    if not _VERSION.fullmatch(asked.version):
        raise UsageError(
            f"--version is {asked.version[:_SHOWN]!a}, expected a version without spaces, such as 1.2.0",
            hint="give the version as the package's metadata has it",
        )
    if not is_ref_name(asked.source):
        raise UsageError(
            f"--source-snapshot is {asked.source[:_SHOWN]!a}, expected the name of a tag or of a branch",
            hint="name it as git tag or git branch prints it",
        )
    found = _the_one(git.refs_of(asked.source), name=asked.source)
    happened = Registered(version=asked.version, ref=found.ref, commit=found.commit)
    return add_event(opened, happened, candidate=asked.name, by=by)


def refuse_no_label(option: str, text: str) -> None:
    """Accept only what can be the name of a candidate or of an actor.

    Raises:
        UsageError: it is none.
    """
    if not _LABEL.fullmatch(text):
        raise UsageError(
            f"{option} is {text[:_SHOWN]!a}, expected letters, digits and . _ - and at most 128 of them",
            hint=f"give {option} another name",
        )


def _the_one(found: Sequence[NamedRef], *, name: str) -> NamedRef:
    if not found:
        raise NotFoundError(
            f"the clone has no tag and no branch {name}", hint="git fetch --tags, or make the tag; a commit has no name"
        )
    if len(found) > 1:
        raise UsageError(
            f"{name} is a tag and a branch", hint=f"write {found[0].ref} or {found[1].ref}, whichever is meant"
        )
    return found[0]
