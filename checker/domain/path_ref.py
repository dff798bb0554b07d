"""How code of one's own gets onto a ref: by making it, by pushing to it, by a merge; and what stands in the way.

Rules are taken together as for effective protection, without those that the actor need not follow. What is not known
to be forbidden is not taken for forbidden. A review counts only if it is a review of what is merged: where the last
push needs no approval of somebody else, whoever pushes to another's pull request approves it themselves, and what was
approved before can be replaced unless new commits void the approval. Where workflows may approve, one approval is
nobody's.

Whoever may not merge has somebody else do it, if anybody may; whoever may not write has no approval to give either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from checker.domain.effective_protection import APPROVAL_STEPS, approved, claimed, enforced
from checker.domain.observation import Observation, Status
from checker.domain.path_actor import Actor, Skip
from checker.domain.path_graph import ActorKind, Because, Passage, Way
from checker.domain.protection_sources import FACTS, Claim, Source
from checker.domain.reading import unique
from checker.domain.release_refs import RefKind, ReleaseRef

_SECTIONS = {"classic": "classic_protection", "ruleset": "ref_rules"}
_SKIPPED = {
    Skip.PUSH_LIMIT: frozenset({"update_restricted", "creation_restricted"}),
    Skip.PULL_REQUEST: frozenset({"pull_request_required"}),
    Skip.REVIEW: frozenset[str](),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedRef:
    """One ref, or all that a pattern stands for, with every rule that may hold there.

    `may_be_new` says whether there is none of that name yet; None where that could not be read.
    """

    ref: ReleaseRef
    classic: tuple[Source, ...]
    rulesets: tuple[Source, ...]
    may_be_new: bool | None

    @property
    def called(self) -> str:
        """How people name it."""
        if self.ref.name == "**/*":
            return f"a {self.ref.kind}"
        return f"a {self.ref.kind} like {self.ref.name}" if self.ref.pattern else f"the {self.ref.kind} {self.ref.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One way onto a ref, and what is in it."""

    way: Way
    passage: Passage
    others: int = 0
    why: str = ""
    because: tuple[Because, ...] = ()
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """Who may merge what somebody else proposes, one for each thing they need not follow.

    `bots_approve` says whether workflows may approve pull requests, None where that could not be read.
    """

    mergers: Sequence[Actor]
    bots_approve: bool | None

    def asked(self, guarded: GuardedRef, *, gives: bool) -> int | None:
        """How many other people it takes at least, the one who merges among them; None where nobody can merge.

        Args:
            guarded: the ref.
            gives: whether who proposes may approve what others pushed.
        """
        least = None
        for actor in {one.skips: one for one in self.mergers}.values():
            rules = _Rules(guarded, actor, leniently=True)
            if _is(rules.limit_of_merges):
                continue
            asks = rules.demanded(gives=gives, bots=self.bots_approve is not False)
            least = asks if least is None else min(least, asks)
        return None if least is None else max(1, least)


def entries_onto(guarded: GuardedRef, actor: Actor, merging: Merging) -> Iterator[Entry]:
    """Every way that an actor has onto a ref."""
    if actor.kind is ActorKind.ANYONE:
        if guarded.ref.kind is RefKind.BRANCH:
            yield _merged_by_somebody(guarded, merging)
        return
    strict = _Rules(guarded, actor, leniently=False)
    loose = _Rules(guarded, actor, leniently=True) if actor.skips.perhaps else strict
    for one, other in zip(strict.entries(merging), loose.entries(merging), strict=True):
        if one.passage is other.passage or Passage.UNKNOWN is one.passage:
            yield one
        else:
            lists = sorted(actor.skips.perhaps)
            yield replace(
                one,
                passage=Passage.UNKNOWN,
                others=0,
                why=f"it could not be read whether {actor.name} may bypass {', '.join(lists)}",
                because=tuple(_place(source) for source in lists),
                fix="read who may bypass these rules, with a credential that may write them",
            )


class _Rules:
    """What holds on a ref for one actor; `leniently` leaves out what they perhaps need not follow."""

    def __init__(self, guarded: GuardedRef, actor: Actor, *, leniently: bool) -> None:
        self.guarded = guarded
        self.actor = actor
        self.classic = [self._without(source, leniently=leniently) for source in guarded.classic]
        self.rulesets = [self._without(source, leniently=leniently) for source in guarded.rulesets]

    @property
    def limit_of_merges(self) -> Observation:
        """Whether merges are forbidden; who may bypass a ruleset by pull request may merge one past it."""
        free = {source for source, skip in self.actor.skips.known if skip is Skip.REVIEW}
        bound = [source for source in self.rulesets if source.id not in free]
        return enforced(partial(claimed, "update_restricted"), classic=self.classic, rulesets=bound)

    def demanded(self, *, gives: bool, bots: bool) -> int:
        """How many approvals by others are known to be demanded of what is merged."""
        counts, binding = self._reviews()
        return _reviewers(counts, binding, gives=gives, bots=bots, unread=False)

    def entries(self, merging: Merging) -> Iterator[Entry]:
        """Each way, in an order that does not hang on the rules."""
        is_tag = self.guarded.ref.kind is RefKind.TAG
        if not self.guarded.ref.default:
            yield self._create(Way.CREATE_TAG if is_tag else Way.CREATE_BRANCH)
        yield self._push(Way.MOVE_TAG if is_tag else Way.PUSH_BRANCH)
        if not is_tag and self.actor.is_user:
            yield self._merge(merging)

    def _create(self, way: Way) -> Entry:
        """Making a ref that is not there, or one that can be deleted before."""
        limits, called = [self._fact("creation_restricted")], self.guarded.called
        forbids, fix = f"nobody else may create {called}", f"restrict creations of {called} in a ruleset"
        if self.guarded.may_be_new is False:
            limits.append(self._fact("deletion_blocked"))
            forbids, fix = f"{called} is there and cannot be deleted and made again", f"forbid deletions of {called}"
        found = self._unless(way, limits, forbids=forbids, fix=fix)
        if found.passage is Passage.OPEN and self.guarded.may_be_new is None:
            return replace(found, passage=Passage.UNKNOWN, why=f"it is not known whether {called} could be made anew")
        return found

    def _push(self, way: Way) -> Entry:
        called = self.guarded.called
        facts = ["update_restricted"] if way is Way.MOVE_TAG else ["update_restricted", "pull_request_required"]
        fix = f"restrict updates of {called}" + ("" if way is Way.MOVE_TAG else ", or demand a reviewed pull request")
        does = "move" if way is Way.MOVE_TAG else "push directly to"
        return self._unless(
            way, [self._fact(name) for name in facts], forbids=f"nobody else may {does} {called}", fix=fix
        )

    def _merge(self, merging: Merging) -> Entry:
        """The review; whether a pull request is demanded at all is said by the way of pushing."""
        called, bots_approve = self.guarded.called, merging.bots_approve
        fix = f"demand approvals of {called}, with approval of the last push"
        forbids = f"nobody else may update {called}"
        limited = self._unless(Way.MERGE, [self.limit_of_merges], forbids=forbids, fix=fix)
        if limited.passage is Passage.CLOSED:
            asked = merging.asked(self.guarded, gives=True)
            why = f"somebody else must merge it, who may update {called}"
            return replace(limited, passage=Passage.GUARDED, others=asked, why=why) if asked else limited
        if limited.passage is not Passage.OPEN:
            return limited
        counts, binding = self._reviews()
        least = _reviewers(counts, binding, gives=True, bots=bots_approve is not False, unread=False)
        most = _reviewers(counts, binding, gives=True, bots=bots_approve is True, unread=True)
        seen = (*counts, *binding)
        if least:
            why = "somebody else must approve it"
            return Entry(
                way=Way.MERGE, passage=Passage.GUARDED, others=least, why=why, because=_because(seen, value=True)
            )
        if most:
            return Entry(
                way=Way.MERGE,
                passage=Passage.UNKNOWN,
                why=f"what a merge into {called} demands could not all be read",
                because=_unread(seen) or (Because(document="repository", section="ci_permissions.token"),),
                fix=f"read the rules of {called}, and whether workflows may approve pull requests",
            )
        why = (
            "workflows may approve pull requests"
            if bots_approve
            else "no binding approval by somebody else is demanded"
        )
        return Entry(way=Way.MERGE, passage=Passage.OPEN, why=why, because=_because(seen, value=False), fix=fix)

    def _reviews(self) -> tuple[list[Observation], list[Observation]]:
        """How many approvals are demanded, one by one, and what makes them approvals of what is merged."""
        counts = [self._said(partial(approved, count)) for count in range(1, APPROVAL_STEPS + 1)]
        return counts, [self._fact(name) for name in ("last_push_approval", "stale_reviews_dismissed")]

    def _unless(self, way: Way, limits: Sequence[Observation], *, forbids: str, fix: str) -> Entry:
        """Closed where one limit is known to hold, open where none does, and unknown in between."""
        if any(_is(limit) for limit in limits):
            return Entry(way=way, passage=Passage.CLOSED, why=forbids, because=_because(limits, value=True))
        if any(_is(limit) is None for limit in limits):
            return Entry(
                way=way,
                passage=Passage.UNKNOWN,
                why=f"it could not be read whether {forbids}",
                because=_unread(limits),
                fix=f"read the rules of {self.guarded.called}",
            )
        because = _because(limits, value=False) or (Because(document="repository", section="ref_rules"),)
        return Entry(way=way, passage=Passage.OPEN, why="no rule forbids it", because=because, fix=fix)

    def _fact(self, name: str) -> Observation:
        return self._said(partial(claimed, name))

    def _said(self, claim: partial[Claim]) -> Observation:
        return enforced(claim, classic=self.classic, rulesets=self.rulesets)

    def _without(self, source: Source, *, leniently: bool) -> Source:
        """A source without what the actor need not follow."""
        skips = {skip for name, skip in self.actor.skips.known if name == source.id}
        if Skip.ALL in skips or (leniently and source.id in self.actor.skips.perhaps):
            return replace(source, claims=dict.fromkeys(FACTS, False), approvals=0, checks=(), deployments=())
        if not skips:
            return source
        free = frozenset[str]().union(*(_SKIPPED[skip] for skip in skips))
        claims = {name: False if name in free else claim for name, claim in source.claims.items()}
        return replace(source, claims=claims, approvals=source.approvals if skips == {Skip.PUSH_LIMIT} else 0)


def _merged_by_somebody(guarded: GuardedRef, merging: Merging) -> Entry:
    """What anyone proposes lands only when somebody who may write merges it, if anybody may."""
    asked, called = merging.asked(guarded, gives=False), guarded.called
    if asked is None:
        because = Because(document="repository", section="ref_rules")
        return Entry(way=Way.MERGE, passage=Passage.CLOSED, why=f"nobody may update {called}", because=(because,))
    because = Because(document="repository", section="access")
    why = f"somebody who may write must merge it into {called}"
    if asked > 1:
        why = f"{asked} people who may write must approve it, and one of them merge it into {called}"
    return Entry(way=Way.MERGE, passage=Passage.GUARDED, others=asked, why=why, because=(because,))


def _reviewers(
    counts: Sequence[Observation], binding: Sequence[Observation], *, gives: bool, bots: bool, unread: bool
) -> int:
    """How many other people must approve what is merged; `unread` is what is assumed of what is not known.

    Who `gives` approvals themselves pushes to another's pull request, and approves it then.
    """
    assumed = (True, None) if unread else (True,)
    demanded = sum(_is(count) in assumed for count in counts)
    last_push, dismissed = (_is(one) in assumed for one in binding)
    if not last_push:
        demanded = demanded - gives if dismissed else 0
    return max(0, demanded - bots)


def _is(seen: Observation) -> bool | None:
    """What a fact is known to be."""
    return seen.value is True if seen.status is Status.COLLECTED else None


def _because(seen: Sequence[Observation], *, value: bool) -> tuple[Because, ...]:
    """The rules that decided facts of this value."""
    return _places(one for one in seen if _is(one) is value)


def _unread(seen: Sequence[Observation]) -> tuple[Because, ...]:
    return _places(one for one in seen if _is(one) is None)


def _places(seen: Iterator[Observation]) -> tuple[Because, ...]:
    ids = unique(source for one in seen for source in one.because or ())
    return tuple(_place(source) for source in ids)


@lru_cache(maxsize=4096)
def _place(source: str) -> Because:
    return Because(document="repository", section=_section_of(source))


def _section_of(source: str) -> str:
    """Where a source is in the audit: `ref_rules[42]` for `ruleset:42`."""
    kind, _, rest = source.partition(":")
    return f"{_SECTIONS[kind]}[{rest}]" if kind in _SECTIONS else "ref_rules"
