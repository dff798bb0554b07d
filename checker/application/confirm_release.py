"""Confirm a release: read from the registry of a channel what of it is there, and say so.

Only what was read counts. A registry that could not be read says nothing, and nothing is recorded then.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from checker.application.approvable_report import latest_manifest
from checker.application.derive_registry import derive_registry
from checker.application.open_lifecycle import Acting, OpenedLifecycle, add_event
from checker.application.publish_release import manifest_named
from checker.application.register_candidate import refuse_no_label
from checker.domain.approval import approvals_in_force
from checker.domain.candidate import Candidate
from checker.domain.json_shape import field_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.manifest import Manifest, Target
from checker.domain.observation import Status
from checker.domain.permit import ChannelConfirmed, GlassBroken, PermitIssued, Publication, target_of
from checker.domain.reading import read_observation
from checker.domain.release import Action, state_after
from checker.errors import OrderError, ProviderError, UsageError

ReadRegistries: TypeAlias = Callable[[Manifest], dict[str, Json]]
"""Reads what the registries of a manifest's targets show of its version: sections of an audit of registries."""

_SHOWN = {"complete": Publication.COMPLETE, "partial": Publication.PARTIAL}


def confirm_release(
    opened: OpenedLifecycle,
    name: str,
    *,
    channel: str,
    allowed: Mapping[str, str],
    read: ReadRegistries,
    by: Acting,
) -> OpenedLifecycle:
    """The lifecycle with what each channel shows now: of the one that is named, or of all that a permit was issued for.

    `allowed` says of channels why it is accepted that only a part of the files is there.

    Raises:
        OrderError: its turn has not come, or no permit was issued for the channel.
        ProviderError: a registry could not be read; what was read before it is recorded.
        UsageError: an exception has no reason, or is for a channel that is not confirmed now.
    """
    refuse_no_label("--actor", by.actor)
    candidate = opened.candidate(name)
    state_after(candidate.state, Action.CONFIRM, name=name)
    wanted = _wanted(candidate, channel)
    if odd := [one for one, why in allowed.items() if one not in wanted or not why.strip()]:
        raise UsageError(
            f"--allow-partial {odd[0]} has no reason, or is no channel that is confirmed now",
            hint="give --reason, and a channel that a permit was issued for",
        )
    manifest = manifest_named(latest_manifest(candidate), store=by.store)
    shown = derive_registry(read(manifest), manifest=manifest)
    for one in wanted:
        seen = _of_channel(one, manifest, shown)
        happened = ChannelConfirmed(channel=one, outcome=seen, allowed=allowed.get(one, ""), released=False)
        if happened.is_done and not _missing(opened.candidate(name), happened, manifest):
            happened = replace(happened, released=True)
        opened = add_event(opened, happened, candidate=name, by=by)
    return opened


def _wanted(candidate: Candidate, channel: str) -> tuple[str, ...]:
    """The channels to look at: those with a permit."""
    permitted = [one.channel for _, one in candidate.having(PermitIssued)]
    permitted += [one.channel for _, one in candidate.having(GlassBroken)]
    if not permitted or (channel and channel not in permitted):
        raise OrderError(
            f"no permit of {candidate.name} was issued for {channel or 'any channel'}",
            hint=f"clean-release release publish --candidate-id {candidate.name} --channel NAME --actor NAME",
        )
    return (channel,) if channel else tuple(dict.fromkeys(permitted))


def _of_channel(channel: str, manifest: Manifest, shown: Mapping[str, Json]) -> Publication:
    """What the registry of a channel shows.

    Raises:
        ProviderError: it was not read.
    """
    target = target_of(channel, manifest.targets)
    seen = read_observation(shown["publication"], name="registry.publication")
    listed = objects_of(seen.value, "publication") if seen.status is Status.COLLECTED else []
    own = next((one for one in listed if text_of(field_of(one, "id"), "id") == _id(target)), None)
    state = read_observation(field_of(own, "state"), name="state") if own else seen
    if own is None or state.status is not Status.COLLECTED:
        raise ProviderError(
            f"what {channel} shows could not be read: {state.detail.why or state.status}",
            hint=state.detail.needs or "try again; nothing was recorded of it",
        )
    return _SHOWN.get(text_of(state.value, "state"), Publication.FAILED)


def _missing(candidate: Candidate, now: ChannelConfirmed, manifest: Manifest) -> set[str]:
    """The targets that were approved and whose registry does not show all of it yet, this channel counted."""
    latest = {one.channel: one for _, one in candidate.having(ChannelConfirmed)} | {now.channel: now}
    done = {_id(target_of(one.channel, manifest.targets)) for one in latest.values() if one.is_done}
    approved = approvals_in_force(event.happened for event in candidate.events)
    named = {channel for one in approved for channel in one.channels}
    everything = not all(one.channels for one in approved) or not named
    meant = manifest.targets if everything else tuple(target_of(one, manifest.targets) for one in named)
    return {_id(target) for target in meant} - done


def _id(target: Target) -> str:
    return f"{target.registry}/{target.project}"
