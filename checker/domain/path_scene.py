"""What a graph of paths is made of, read once: actors, refs and their rules, environments, credentials, workflows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from checker.domain.classic_source import ClassicRules, classic_rules, classic_sources
from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, text_of, texts_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status
from checker.domain.path_actor import Actor, actors_of, reviewers_of
from checker.domain.path_environment import ANY_BRANCH, ANY_TAG, Branches, Environments, ref_named
from checker.domain.path_graph import ActorKind, Because, Passage
from checker.domain.path_ref import GuardedRef
from checker.domain.path_token import Token, tokens_of, wanted_of
from checker.domain.proof_steps import ProofSteps
from checker.domain.protection_sources import Source
from checker.domain.publish_route import Route, publish_routes
from checker.domain.publisher import Publisher, PublishingRegistry
from checker.domain.reading import read_observation
from checker.domain.release_refs import HEADS, RefKind, ReleaseRef, default_branch
from checker.domain.ruleset_sources import ActiveRuleset, active_rulesets, ruleset_sources
from checker.domain.workflow import Workflow

_PATHS = "file_path_restriction"
_CLOCK = Actor(id="schedule", kind=ActorKind.SCHEDULE, name="the clock", is_user=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Whether something goes on, and why not or why not surely; nothing more where it does."""

    passage: Passage = Passage.OPEN
    why: str = ""
    because: tuple[Because, ...] = ()
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """Every rule for refs that was read, and what of the rulesets could not be."""

    active: tuple[ActiveRuleset, ...]
    unread: Source | None
    classic: ClassicRules


@dataclass(frozen=True, kw_only=True)
class PathScene:
    """The question and everything that several edges share.

    `sections` are those of the repository's audit, none where there is none; `unread` names workflow files that could
    not be read, with the reason; `tokens_declared` the secrets the project says can publish.
    """

    slug: str
    publishers: Sequence[Publisher]
    tokens_declared: Sequence[str] = ()
    workflows: Sequence[Workflow] = ()
    unread: Sequence[tuple[str, str]] = ()
    sections: Mapping[str, Json] = field(default_factory=dict)

    @cached_property
    def steps(self) -> ProofSteps:
        """What comparing patterns may cost altogether."""
        return ProofSteps()

    @cached_property
    def default(self) -> str:
        """The name of the default branch; empty where it could not be read."""
        found = default_branch(self.sections.get("repository"))
        return "" if isinstance(found, Observation) else found

    @cached_property
    def branches(self) -> Branches:
        """The branches that are known."""
        seen = read_observation(self.sections.get("branches"), name="branches")
        return Branches(default=self.default, seen=seen)

    @cached_property
    def environments(self) -> Environments:
        """The environments that are known."""
        return Environments(self.sections)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Every way from a workflow that is started to a job that may upload."""
        return publish_routes(tuple(self.workflows))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Every long-lived token."""
        return tuple(tokens_of(self.sections, wanted_of(self.tokens_declared, self.routes)))

    @cached_property
    def own_publishers(self) -> tuple[Publisher, ...]:
        """Those that are for this repository; names of repositories are compared without case."""
        return tuple(one for one in self.publishers if one.slug.lower() == self.slug.lower())

    @property
    def undeclared(self) -> frozenset[PublishingRegistry]:
        """Registries that a job uploads to without a password, and no publisher is declared for."""
        uploads = [route.upload for route in self.routes if route.upload and not route.upload.has_password]
        declared = {one.registry for one in self.publishers}
        certain = (next(iter(one.registries)) for one in uploads if len(one.registries) == 1)
        return frozenset(registry for registry in certain if registry not in declared)

    @cached_property
    def writers(self) -> tuple[Actor, ...]:
        """Everybody who can put something of their own on some ref, reviewers of environments among them."""
        known = actors_of(self.sections)
        return (*known, *self._reviewers(known))

    @cached_property
    def outsider(self) -> Actor:
        """Whoever sees the repository: anyone, unless it is known not to be public."""
        name = "anyone with an account" if self._visibility in {"", "public"} else "whoever may read the repository"
        return Actor(id="anyone", kind=ActorKind.ANYONE, name=name)

    @property
    def starters(self) -> tuple[Actor, ...]:
        """Everybody who may set off a workflow as it is."""
        return (self.outsider, _CLOCK, *self.writers)

    def guarded(self, ref: ReleaseRef) -> GuardedRef:
        """A ref with the rules that may hold on it."""
        if ref.ref not in self._guarded:
            self._guarded[ref.ref] = self._with_rules(ref)
        return self._guarded[ref.ref]

    @property
    def anywhere(self) -> tuple[ReleaseRef, ...]:
        """Refs that stand for all: any branch, any tag, and the default branch, which a merge leads to."""
        default = (ref_named(HEADS + self.default, default=self.default),) if self.default else ()
        return (ANY_BRANCH, ANY_TAG, *default)

    @cached_property
    def bots_approve(self) -> bool | None:
        """Whether workflows may approve pull requests."""
        token = self._permission("token")
        return None if token is None else flag_of(field_of(token, "can_approve_reviews"), "can_approve_reviews")

    @cached_property
    def actions(self) -> Doubt:
        """Whether workflows run at all; what could not be read is taken for running."""
        actions = self._permission("actions")
        if actions is None or flag_of(field_of(actions, "enabled"), "enabled"):
            return Doubt()
        because = (Because(document="repository", section="ci_permissions.actions.enabled"),)
        return Doubt(passage=Passage.CLOSED, why="Actions are switched off", because=because)

    @cached_property
    def own_workflows(self) -> Doubt:
        """Whether a workflow of one's own runs: Actions are on, and no rule for pushes may keep its file out."""
        if self.actions.passage is not Passage.OPEN:
            return self.actions
        for number in self._path_limits():
            return Doubt(
                passage=Passage.UNKNOWN,
                why="a rule for pushes may keep workflow files from being changed",
                because=(Because(document="repository", section=f"ref_rules[{number}]"),),
                fix="restrict what may deploy instead: which files a rule for pushes restricts is in no audit",
            )
        return Doubt()

    @property
    def is_public(self) -> bool:
        """Whether the repository is known to be public."""
        return self._visibility == "public"

    @cached_property
    def _visibility(self) -> str:
        """Who sees the repository; empty where that could not be read."""
        seen = read_observation(self.sections.get("repository"), name="repository")
        if seen.status is not Status.COLLECTED:
            return ""
        return text_of(field_of(object_of(seen.value, "repository"), "visibility"), "visibility")

    @cached_property
    def _guarded(self) -> dict[str, GuardedRef]:
        return {}

    @cached_property
    def _rules(self) -> _Rules:
        active, unread = active_rulesets(self.sections.get("ref_rules"))
        return _Rules(active=active, unread=unread, classic=classic_rules(self.sections.get("classic_protection")))

    def _with_rules(self, ref: ReleaseRef) -> GuardedRef:
        found = default_branch(self.sections.get("repository"))
        rules = self._rules
        return GuardedRef(
            ref=ref,
            classic=classic_sources(ref, rules.classic, steps=self.steps),
            rulesets=ruleset_sources(ref, rules.active, unread=rules.unread, default=found, steps=self.steps),
            may_be_new=self._may_be_new(ref),
        )

    def _may_be_new(self, ref: ReleaseRef) -> bool | None:
        """Whether there is no such ref yet; None where that is not known."""
        if ref.pattern or ref.kind is RefKind.TAG:
            return True
        if not (self.branches.is_read and self.default):
            return None
        return ref.name not in self.branches.protected

    def _reviewers(self, known: Sequence[Actor]) -> Iterator[Actor]:
        for environment in self.environments.all():
            seen = environment.read("reviewers")
            if seen.status is Status.COLLECTED and not flag_of(
                field_of(object_of(seen.value, "reviewers"), "prevent_self_review"), "prevent_self_review"
            ):
                yield from reviewers_of(environment.name, seen, self.sections, known)

    def _permission(self, name: str) -> dict[str, Json] | None:
        """A part of what Actions may do; None where it could not be read."""
        seen = read_observation(self.sections.get("ci_permissions"), name="ci_permissions")
        if seen.status is not Status.COLLECTED:
            return None
        part = read_observation(object_of(seen.value, "ci_permissions").get(name), name=name)
        return object_of(part.value, name) if part.status is Status.COLLECTED else None

    def _path_limits(self) -> Iterator[str]:
        """Active rules for pushes that restrict paths, or may."""
        seen = read_observation(self.sections.get("ref_rules"), name="ref_rules")
        for entry in objects_of(seen.value, "ref_rules") if seen.status is Status.COLLECTED else ():
            if (field_of(entry, "target"), field_of(entry, "enforcement")) != ("push", "active"):
                continue
            number = text_of(field_of(entry, "id"), "id")
            definition = read_observation(field_of(entry, "definition"), name=f"ruleset {number}")
            is_read = definition.status is Status.COLLECTED
            value = object_of(definition.value, "definition") if is_read else {}
            if not is_read or _PATHS in texts_of(field_of(value, "other_rules"), "other_rules"):
                yield number
