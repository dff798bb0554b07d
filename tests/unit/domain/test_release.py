"""The table of transitions: what may follow what, and what is said where something is missing."""

import pytest

from checker.domain.release import NEXT_COMMAND, TRANSITIONS, Action, State, state_after
from checker.errors import OrderError

_OVER = {State.REJECTED, State.PUBLISHED, State.REVOKED}


def test_importing_goes_back_to_prepared_and_building_to_a_manifest_until_a_candidate_is_rejected_or_released() -> None:
    for row in TRANSITIONS:
        assert state_after(row.source, row.action, name="rc1") is row.target
    imported = {row.source for row in TRANSITIONS if row.action is Action.IMPORT_ARTIFACTS}
    built = {row.source for row in TRANSITIONS if row.action is Action.BUILD_MANIFEST}
    assert imported == set(State) - _OVER
    assert built == imported - {State.DRAFT}


@pytest.mark.parametrize(
    ("action", "sources"),
    [
        (Action.APPROVE, {State.CHECK_PASSED, State.APPROVED}),
        (Action.APPROVE_IN_PART, {State.CHECK_PASSED}),
        (Action.PUBLISH, {State.APPROVED}),
        (Action.CONFIRM, {State.APPROVED}),
        (Action.CONFIRM_IN_PART, set(State) - {State.DRAFT, State.PUBLISHED, State.REVOKED}),
        (Action.REVOKE, set(State) - {State.DRAFT, State.REVOKED}),
        (Action.PASS, {State.CHECK_RUNNING}),
        (Action.REGISTER, set()),
    ],
)
def test_a_gate_opens_from_these_states_alone(action: Action, sources: set[State]) -> None:
    assert {row.source for row in TRANSITIONS if row.action is action} == sources


def test_only_a_run_makes_a_candidate_pass_and_only_an_approval_of_a_pass_approves_it() -> None:
    assert {row.action for row in TRANSITIONS if row.target is State.CHECK_PASSED and row.source is not row.target} == {
        Action.PASS
    }
    assert {row.action for row in TRANSITIONS if row.target is State.APPROVED and row.source is not row.target} == {
        Action.APPROVE
    }
    assert {row.action for row in TRANSITIONS if row.target is State.PUBLISHED} == {Action.CONFIRM}


def test_nothing_follows_a_revocation() -> None:
    assert {row.action for row in TRANSITIONS if row.source is State.REVOKED} == frozenset()


def test_a_manifest_of_nothing_is_refused_with_the_command_that_is_missing() -> None:
    with pytest.raises(OrderError, match="rc1 has to wait: it is DRAFT, and no artifacts were imported") as refused:
        state_after(State.DRAFT, Action.BUILD_MANIFEST, name="rc1")

    assert refused.value.hint == (
        "clean-release candidate import-artifacts --candidate-id rc1 --input FILE --actor NAME"
    )


def test_every_pair_of_state_and_action_has_a_row_or_a_reason() -> None:
    for state in State:
        assert NEXT_COMMAND[state].startswith("clean-release ")
        for action in Action:
            try:
                assert state_after(state, action, name="rc1") in State
            except OrderError as refused:
                assert "rc1 has to wait" in str(refused)  # noqa: PT017 - most pairs are allowed


def test_no_pair_leads_to_two_states() -> None:
    pairs = [(row.source, row.action) for row in TRANSITIONS]

    assert len(pairs) == len(set(pairs))
