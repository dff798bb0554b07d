"""What a permit let out is looked for where that permit says, wherever its channel leads by now."""

from dataclasses import replace

import pytest

from checker.domain.channel import Channel
from checker.domain.manifest import Target
from checker.domain.permit import ChannelConfirmed, Publication
from checker.domain.release import State
from tests.approval_builders import Judged, a_judged_candidate
from tests.candidate_builders import NAME
from tests.unit.application.test_confirm_release import (
    BOTH,
    WHOLE,
    a_blocked_candidate,
    broken,
    confirmed,
    in_part,
    issued,
    newest,
    registries,
    to_both,
)


def led_to(one: Judged, **targets: Target) -> Judged:
    """The same, in a project whose file says now that channels lead to these targets."""
    channels = tuple(Channel(name=name, target=target) for name, target in targets.items())
    return replace(one, by=replace(one.by, project=replace(one.by.project, channels=channels)))


@pytest.mark.parametrize("now", [{"prod": BOTH[1]}, {}], ids=["elsewhere", "nowhere"])
@pytest.mark.parametrize("allowed", [("prod", "test"), ()], ids=["by name", "all"])
def test_a_release_is_looked_for_where_its_permit_let_it_out(now: dict[str, Target], allowed: tuple[str, ...]) -> None:
    one = led_to(a_judged_candidate(files=2, by=to_both()), prod=BOTH[0], test=BOTH[1])
    one = issued(issued(one.approved(channels=allowed), channel="prod"), channel="test")
    one = led_to(one, **now, test=BOTH[1])

    elsewhere = confirmed(one, in_part(pypi="nothing", testpypi="whole"))
    assert [kept.outcome for _, kept in elsewhere.opened.candidate(NAME).having(ChannelConfirmed)] == [
        Publication.FAILED,
        Publication.COMPLETE,
    ]
    assert elsewhere.opened.candidate(NAME).state is State.APPROVED

    there = confirmed(elsewhere, in_part(pypi="whole", testpypi="whole"))
    assert there.opened.candidate(NAME).state is State.PUBLISHED


def test_what_a_broken_glass_let_out_is_looked_for_where_two_persons_signed_it_out() -> None:
    one = led_to(broken(a_blocked_candidate()), pypi=Target(registry="npm", project="widget"))

    assert newest(confirmed(one, registries(WHOLE))).outcome is Publication.COMPLETE


def test_a_release_waits_for_a_channel_that_was_approved_and_has_no_permit_yet() -> None:
    one = led_to(a_judged_candidate(files=2, by=to_both()), prod=BOTH[0], test=BOTH[1])
    one = issued(one.approved(channels=("prod", "test")), channel="prod")

    assert confirmed(one, in_part(pypi="whole", testpypi="nothing")).opened.candidate(NAME).state is State.APPROVED
