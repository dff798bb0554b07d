"""Environments as gates: from which refs a job may enter, and whose approval it takes.

Names are compared without case. An environment that does not exist is made by the first run that names it, and then
admits every ref and asks nobody. Waiting asks nobody either. Source: the provider's pages on deployments and
environments, and its REST reference of `can_admins_bypass`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, text_of, texts_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status
from checker.domain.path_actor import Actor
from checker.domain.path_graph import Because, Passage
from checker.domain.reading import read_observation
from checker.domain.ref_pattern import is_pattern
from checker.domain.release_refs import HEADS, TAGS, RefKind, ReleaseRef

_FULL = "clean-release audit github --profile full"
_LEADS = {"branch": (HEADS,), "tag": (TAGS,), "unknown": (HEADS, TAGS)}


def ref_named(ref: str, *, default: str = "") -> ReleaseRef:
    """A full ref, or a pattern of them, as the rules are asked about it."""
    kind, lead = (RefKind.TAG, TAGS) if ref.startswith(TAGS) else (RefKind.BRANCH, HEADS)
    name = ref.removeprefix(lead)
    return ReleaseRef(ref=ref, name=name, kind=kind, default=ref == HEADS + default, pattern=is_pattern(name))


ANY_BRANCH = ref_named(f"{HEADS}**/*")
ANY_TAG = ref_named(f"{TAGS}**/*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Refs that a job may enter from, or perhaps may, and what says so."""

    ref: ReleaseRef
    passage: Passage
    why: str
    because: tuple[Because, ...]
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Whether a job in the environment runs, and whose consent it takes."""

    passage: Passage
    why: str
    others: int = 0
    because: tuple[Because, ...] = ()
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branches:
    """What is known of a repository's branches: the default one (empty if unknown), and which are protected."""

    default: str
    seen: Observation

    @property
    def protected(self) -> dict[str, bool]:
        """Each branch that is known, and whether it is protected."""
        return {
            text_of(field_of(one, "name"), "name"): flag_of(field_of(one, "protected"), "protected")
            for one in (objects_of(self.seen.value, "branches") if self.is_read else [])
        }

    @property
    def is_read(self) -> bool:
        """Whether all of them are known."""
        return self.seen.status is Status.COLLECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One environment by its name; `exists` is None where that could not be read, and then nothing else is known."""

    name: str
    exists: bool | None
    fields: dict[str, Json] = field(default_factory=dict)
    _approvals: dict[tuple[bool | None, bool], Approval] = field(default_factory=dict, compare=False, repr=False)

    def read(self, part: str) -> Observation:
        """One of its settings."""
        return read_observation(self.fields.get(part), name=f"{part} of {self.name}")

    def because(self, part: str = "") -> tuple[Because, ...]:
        """Where a setting is in the audit."""
        place = f"environments[{self.name}]" if self.exists else "environments"
        return (Because(document="repository", section=f"{place}.{part}" if self.exists and part else place),)

    def admissions(self, branches: Branches) -> tuple[Admission, ...]:
        """Every kind of ref that it admits, or may admit; where the answer is not known, any ref may be."""
        if self.exists is False:
            return self._any(branches, "it does not exist: the first run makes it, and it admits every ref")
        policy = self.read("deploy_refs")
        if policy.status is not Status.COLLECTED:
            return self._perhaps(branches, f"what {self.name} admits could not be read")
        value = object_of(policy.value, "deploy_refs")
        mode = text_of(field_of(value, "mode"), "mode")
        if mode == "any":
            return self._any(branches, f"{self.name} admits every ref")
        if mode == "protected":
            return self._protected(branches)
        named = (
            ref_named(lead + text_of(field_of(one, "pattern"), "pattern"), default=branches.default)
            for one in objects_of(field_of(value, "patterns"), "patterns")
            for lead in _LEADS[text_of(field_of(one, "kind"), "kind")]
        )
        return tuple(self._admits(ref, f"{self.name} admits {ref.ref}") for ref in named)

    def approval(self, actor: Actor) -> Approval:
        """Whose consent it takes when this actor set the run off; worked out once for all who are alike to it."""
        alike = (actor.is_admin, actor.reviews == self.name)
        if alike not in self._approvals:
            self._approvals[alike] = self._approval(actor)
        return self._approvals[alike]

    def _approval(self, actor: Actor) -> Approval:
        if self.exists is False:
            why = "it does not exist yet, so it asks nobody"
            return Approval(passage=Passage.OPEN, why=why, because=self.because(), fix=_guard(self.name))
        reviewed, skips = self._by_reviewers(actor), self.read("admins_bypass")
        is_read = skips.status is Status.COLLECTED
        if reviewed.passage is Passage.OPEN or actor.is_admin is False or (is_read and skips.value is False):
            return reviewed
        return Approval(
            passage=Passage.OPEN if is_read and actor.is_admin else Passage.UNKNOWN,
            why="administrators may skip its rules"
            if is_read
            else "whether administrators may skip its rules is unread",
            because=self.because("admins_bypass"),
            fix=f"do not allow administrators to bypass the protection rules of {self.name}" if is_read else _FULL,
        )

    def _by_reviewers(self, actor: Actor) -> Approval:
        seen, rules = self.read("reviewers"), self.read("custom_rules")
        if seen.status is not Status.COLLECTED:
            why = f"whose approval {self.name} takes could not be read"
            return Approval(passage=Passage.UNKNOWN, why=why, because=self.because("reviewers"), fix=_FULL)
        value = object_of(seen.value, "reviewers")
        if objects_of(field_of(value, "principals"), "principals"):
            return self._reviewed(
                actor, alone=not flag_of(field_of(value, "prevent_self_review"), "prevent_self_review")
            )
        if rules.status is not Status.COLLECTED or texts_of(rules.value, "custom_rules"):
            return Approval(
                passage=Passage.UNKNOWN,
                why="an app may decide, and what it decides by is not known",
                because=self.because("custom_rules"),
                fix=_guard(self.name),
            )
        return Approval(
            passage=Passage.OPEN,
            why=f"{self.name} asks nobody",
            because=self.because("reviewers"),
            fix=_guard(self.name),
        )

    def _reviewed(self, actor: Actor, *, alone: bool) -> Approval:
        because = self.because("reviewers")
        if alone and actor.reviews == self.name:
            return Approval(
                passage=Passage.OPEN,
                why="a reviewer may approve what they started",
                because=because,
                fix=f"tick 'Prevent self-review' at {self.name}",
            )
        why = f"a reviewer of {self.name} must approve it"
        return Approval(passage=Passage.GUARDED, others=1, why=why, because=because)

    def _any(self, branches: Branches, why: str) -> tuple[Admission, ...]:
        default = (ref_named(HEADS + branches.default, default=branches.default),) if branches.default else ()
        return tuple(self._admits(ref, why) for ref in (ANY_BRANCH, ANY_TAG, *default))

    def _perhaps(self, branches: Branches, why: str) -> tuple[Admission, ...]:
        return tuple(
            Admission(ref=one.ref, passage=Passage.UNKNOWN, why=why, because=self.because("deploy_refs"), fix=_FULL)
            for one in self._any(branches, why)
        )

    def _protected(self, branches: Branches) -> tuple[Admission, ...]:
        """Branches that are protected; without any, all. A rule for a pattern may protect one that is not there yet."""
        why = f"{self.name} admits protected branches"
        if not branches.is_read:
            return self._perhaps(branches, f"{why}, and which these are could not be read")
        names = [name for name, is_protected in branches.protected.items() if is_protected]
        if not names:
            return self._any(branches, f"{why}, and as none is, every ref")
        refs = (ref_named(HEADS + name, default=branches.default) for name in names)
        new = Admission(
            ref=ANY_BRANCH,
            passage=Passage.UNKNOWN,
            why=f"{why}, and a rule for a pattern may protect a new one",
            because=self.because("deploy_refs"),
            fix=f"name the refs that may deploy to {self.name}",
        )
        return (*(self._admits(ref, why) for ref in refs), new)

    def _admits(self, ref: ReleaseRef, why: str) -> Admission:
        fix = f"let only release refs deploy to {self.name}"
        return Admission(ref=ref, passage=Passage.OPEN, why=why, because=self.because("deploy_refs"), fix=fix)


def _guard(name: str) -> str:
    return f"add required reviewers to {name}, and tick 'Prevent self-review'"


class Environments:
    """The environments of a repository, by their names without case."""

    def __init__(self, sections: Mapping[str, Json]) -> None:
        seen = read_observation(sections.get("environments"), name="environments")
        self._is_read = seen.status is Status.COLLECTED
        self._named = dict[str, Environment]()
        listed = seen.value if self._is_read else []
        self._by_name = {
            text_of(field_of(one, "name"), "name").lower(): one for one in objects_of(listed, "environments")
        }

    def named(self, name: str) -> Environment:
        """An environment, whether or not it exists."""
        if name not in self._named:
            self._named[name] = self._known(name)
        return self._named[name]

    def _known(self, name: str) -> Environment:
        found = self._by_name.get(name.lower())
        if found is None:
            return Environment(name=name, exists=False if self._is_read else None)
        return Environment(name=text_of(field_of(found, "name"), "name"), exists=True, fields=found)

    def all(self) -> tuple[Environment, ...]:
        """Those that are known to exist."""
        return tuple(self.named(name) for name in self._by_name)
