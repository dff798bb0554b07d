"""Resume a release: look at everything again, say what changed since somebody looked last, and what comes next.

An interruption is when two people push, a run that was green is repeated, and a tag moves. So nothing is taken from
the record that can be looked at: the checkout, the remote, the runs. What cannot be read is said, never assumed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.application.open_record import OpenedRecord, Writing, add_entry
from checker.application.plan_release import next_in_words
from checker.domain.json_shape import objects_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status
from checker.domain.reading import read_observation
from checker.domain.release_order import Present
from checker.domain.release_record import ReleaseRecord, Resumed, SeenFact, StepEnded, StepOutcome
from checker.errors import CleanReleaseError
from checker.ports.checkout_git import CheckoutGit

UNKNOWN = "unknown"
_SUCCESS = "completed: success"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumption:
    """What was seen, what changed since the last look, what contradicts the record, and the next step in words."""

    opened: OpenedRecord
    facts: tuple[SeenFact, ...]
    changes: tuple[str, ...]
    contradictions: tuple[str, ...]
    next_step: str

    @property
    def unknown(self) -> tuple[SeenFact, ...]:
        """What could not be read."""
        return tuple(fact for fact in self.facts if fact.value.startswith(UNKNOWN))


def local_facts(record: ReleaseRecord, git: CheckoutGit, *, present: Present) -> tuple[SeenFact, ...]:
    """What the checkout says."""
    started = record.started
    tag, base = git.release_tag(record.release), git.base_tag(started.base_tag) if started else None
    facts = [
        SeenFact(name="commit", value=present.commit),
        SeenFact(name="workflow files", value=present.workflows),
        SeenFact(name="work tree", value=_said(git.work_tree(), "{changes} changes on branch {branch}")),
        SeenFact(name="upstream", value=_said(git.upstream(), "{ahead} ahead, {behind} behind")),
        SeenFact(name="tag", value=_said(tag, "there: {exists}, annotated: {annotated}, here: {at_head}")),
    ]
    if base:
        facts.append(SeenFact(name="base tag", value=_said(base, "there: {exists}, leads here: {is_ancestor}")))
    return tuple(facts)


def remote_facts(record: ReleaseRecord, sections: Mapping[str, Json] | CleanReleaseError) -> tuple[SeenFact, ...]:
    """What the provider says of the tag and of every run that was recorded.

    Args:
        record: the release.
        sections: `tags` and `release_runs` as they were read now, or why they were not.
    """
    if isinstance(sections, CleanReleaseError):
        return (SeenFact(name="remote", value=f"{UNKNOWN}: {sections.message}"),)
    tags = read_observation(sections.get("tags"), name="tags")
    runs = read_observation(sections.get("release_runs"), name="release_runs")
    return (SeenFact(name="remote tag", value=_remote_tag(tags, record.release)), *_runs(record, runs))


def resume_release(opened: OpenedRecord, facts: Sequence[SeenFact], *, present: Present, by: Writing) -> Resumption:
    """The record with what was seen, compared with what was seen last.

    Raises:
        StoreError: something else wrote meanwhile.
    """
    record = opened.record
    names = ", ".join(blocker.name for _, blocker in record.open_blockers()) or "none"
    seen = (*facts, SeenFact(name="open blockers", value=names))
    return Resumption(
        opened=add_entry(opened, Resumed(facts=seen), by=by),
        facts=seen,
        changes=tuple(_changes(record, seen)),
        contradictions=tuple(_contradictions(record, seen)),
        next_step=next_in_words(record, present),
    )


def _said(seen: Observation, words: str) -> str:
    if seen.status is not Status.COLLECTED or not isinstance(seen.value, dict):
        return f"{UNKNOWN}: {seen.detail.why or seen.status}"
    return words.format_map({name: _word(value) for name, value in seen.value.items()})


def _word(value: Json) -> Json:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _remote_tag(tags: Observation, name: str) -> str:
    if tags.status is not Status.COLLECTED:
        return f"{UNKNOWN}: {tags.detail.why or tags.status}"
    found = [tag for tag in objects_of(tags.value, "tags") if tag["name"] == name]
    return f"at {found[0]['commit']}" if found else "not there"


def _runs(record: ReleaseRecord, runs: Observation) -> Iterator[SeenFact]:
    """Each run that was recorded, and the newest one there is."""
    wanted = {ended.run for _, ended in record.having(StepEnded) if ended.run}
    if runs.status is not Status.COLLECTED:
        why = f"{UNKNOWN}: {runs.detail.why or runs.status}"
        names = [f"run {run}" for run in sorted(wanted)] or ["release runs"]
        yield from (SeenFact(name=name, value=why) for name in names)
        return
    listed = objects_of(runs.value, "release_runs")
    states = {run["id"]: f"{run['status']}: {run['conclusion'] or 'not ended'}" for run in listed}
    for run in sorted(wanted):
        yield SeenFact(name=f"run {run}", value=states.get(run, f"{UNKNOWN}: it is no run of this workflow"))
    if listed:
        newest = max(listed, key=lambda run: (str(run["created_at"]), str(run["id"])))
        yield SeenFact(name="newest run", value=f"{newest['id']}, {states[newest['id']]}")


def _changes(record: ReleaseRecord, seen: Sequence[SeenFact]) -> Iterator[str]:
    last = record.last(Resumed)
    if last is None:
        return
    before = {fact.name: fact.value for fact in last[1].facts}
    now = {fact.name: fact.value for fact in seen}
    for name in dict.fromkeys((*before, *now)):
        if before.get(name) != now.get(name):
            yield f"{name}: {before.get(name, '(not looked at)')} -> {now.get(name, '(not looked at)')}"


def _contradictions(record: ReleaseRecord, seen: Sequence[SeenFact]) -> Iterator[str]:
    """Steps of which the record says that they succeeded, and the provider that their run did not."""
    values = {fact.name: fact.value for fact in seen}
    for _, ended in record.having(StepEnded):
        said = values.get(f"run {ended.run}", "")
        is_bad = said and said != _SUCCESS and not said.startswith(UNKNOWN)
        if ended.outcome is StepOutcome.SUCCEEDED and is_bad:
            yield f"{ended.step} was recorded as succeeded in run {ended.run}, which is {said}"
