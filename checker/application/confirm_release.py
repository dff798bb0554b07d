"""Confirm a release: read from the registry of a channel what of it is there, and say so.

Only what was read counts. A registry that could not be read says nothing, and nothing is recorded then. What a broken
glass let out is looked at wherever its candidate stands; it is recorded, and releases nothing (ADR 53).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from checker.application.approvable_report import latest_manifest
from checker.application.derive_registry import derive_registry
from checker.application.open_lifecycle import Acting, OpenedLifecycle, add_event
from checker.application.register_candidate import refuse_no_label
from checker.application.release_terms import manifest_named
from checker.domain.approval import approvals_in_force
from checker.domain.candidate import Candidate
from checker.domain.channel import channel_named
from checker.domain.channel_history import ChannelHistory, channels_since_manifest
from checker.domain.json_shape import field_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.manifest import Manifest, Target
from checker.domain.observation import Status
from checker.domain.permit import ChannelConfirmed, Publication
from checker.domain.reading import read_observation
from checker.domain.release import Action, State, state_after
from checker.errors import OrderError, ProviderError, UsageError
from checker.formats.permit_v1 import NAME, terms_of
from checker.formats.signed_statement import payload_of

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
    """The lifecycle with what channels show now: the one that is named, or all that something was let out through.

    `allowed` says of channels why it is accepted that only a part of the files is there.

    Raises:
        OrderError: its turn has not come, or no permit was issued for the channel since the newest manifest.
        ProviderError: a registry could not be read; what was read before it is recorded.
        UsageError: an exception has no reason, is for a channel that is not confirmed now, or would leave none whole.
    """
    refuse_no_label("--actor", by.actor)
    candidate = opened.candidate(name)
    known = _channels(candidate)
    wanted = _wanted(candidate, known, channel)
    permitted = [one for one in wanted if known[one].permitted]
    if odd := [one for one, why in allowed.items() if one not in permitted or not why.strip()]:
        raise UsageError(
            f"--allow-partial {odd[0]} has no reason, or is no channel that is confirmed now",
            hint="give --reason, and a channel that a permit was issued for",
        )
    manifest = manifest_named(latest_manifest(candidate), store=by.store)
    places = _places(wanted, known, manifest, by=by)
    shown = derive_registry(read(manifest), manifest=manifest)
    if allowed:
        _refuse_none_whole(known, {one: _of_channel(one, places[one], shown) for one in permitted}, allowed)
    for one in wanted:
        seen = _of_channel(one, places[one], shown)
        happened = ChannelConfirmed(channel=one, outcome=seen, allowed=allowed.get(one, ""), released=False)
        if one == wanted[-1] and candidate.state is State.APPROVED:
            happened = replace(happened, released=_is_released(opened.candidate(name), happened, manifest, by=by))
        opened = add_event(opened, happened, candidate=name, by=by)
    return opened


def _channels(candidate: Candidate) -> dict[str, ChannelHistory]:
    return channels_since_manifest(event.happened for event in candidate.events)


def _wanted(candidate: Candidate, known: Mapping[str, ChannelHistory], channel: str) -> tuple[str, ...]:
    """The channels to look at: of an approved candidate all that are open, else those the glass was broken for.

    Those with a permit are the last: a release is recorded with the last of them, and nothing is recorded after it.
    """
    broken = [name for name, one in known.items() if one.broken]
    named_broken = channel in broken if channel else bool(broken)
    if candidate.state is not State.APPROVED and named_broken:
        state_after(candidate.state, Action.CONFIRM_IN_PART, name=candidate.name)
        return (channel,) if channel else tuple(broken)
    state_after(candidate.state, Action.CONFIRM, name=candidate.name)
    if not known or (channel and channel not in known):
        raise OrderError(
            f"no permit of {candidate.name} was issued for {channel or 'any channel'}",
            hint=f"clean-release release publish --candidate-id {candidate.name} --channel NAME --actor NAME",
        )
    return (channel,) if channel else tuple(sorted(known, key=lambda one: known[one].permitted))


def _refuse_none_whole(
    known: Mapping[str, ChannelHistory], seen: Mapping[str, Publication], allowed: Mapping[str, str]
) -> None:
    """Make sure that an exception is one: a release of which no channel has everything is none.

    Raises:
        UsageError: no channel shows every file, those that were confirmed before counted.
    """
    whole = any(one.is_whole for name, one in known.items() if name not in seen)
    if not whole and Publication.COMPLETE not in seen.values():
        raise UsageError(
            f"--allow-partial {', '.join(sorted(allowed))} would leave no channel that shows every file",
            hint="upload to one channel completely, and confirm again; nothing was recorded",
        )


def _of_channel(channel: str, target: Target, shown: Mapping[str, Json]) -> Publication:
    """What the registry of a channel shows.

    Raises:
        ProviderError: it was not read.
    """
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


def _places(
    channels: Iterable[str], known: Mapping[str, ChannelHistory], manifest: Manifest, *, by: Acting
) -> dict[str, Target]:
    """Where each of these channels leads: where its permit let it out, whatever the project file says by now.

    Raises:
        UsageError: there is no permit for one, and it is not declared.
    """
    return {name: _place(name, known.get(name, ChannelHistory()), manifest, by=by) for name in channels}


def _place(name: str, history: ChannelHistory, manifest: Manifest, *, by: Acting) -> Target:
    if history.let_out_by is None:
        return channel_named(name, by.project.channels, targets=manifest.targets).target
    source = f"the permit {history.let_out_by}"
    envelope = by.store.get_document(digest=history.let_out_by).data
    return terms_of(payload_of(envelope, name=NAME, source=source), source=source).target


def _is_released(candidate: Candidate, now: ChannelConfirmed, manifest: Manifest, *, by: Acting) -> bool:
    """Whether each target that was approved is done, this channel counted, and one of them shows everything."""
    channels = channels_since_manifest((*(event.happened for event in candidate.events), now))
    places = _places(channels, channels, manifest, by=by)
    done = {_id(places[name]) for name, one in channels.items() if one.is_done}
    approved = approvals_in_force(event.happened for event in candidate.events)
    named = {channel for one in approved for channel in one.channels}
    everything = not all(one.channels for one in approved) or not named
    meant = manifest.targets if everything else tuple(_places(named, channels, manifest, by=by).values())
    return {_id(target) for target in meant} <= done and any(one.is_whole for one in channels.values())


def _id(target: Target) -> str:
    return f"{target.registry}/{target.project}"
