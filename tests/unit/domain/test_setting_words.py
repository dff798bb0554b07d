"""Words of a provider: the known ones stay, whatever is new is `unknown`."""

from checker.domain.setting_words import FORK_APPROVALS, known_word


def test_a_known_word_stays_and_a_new_one_is_unknown() -> None:
    assert known_word("first_time_contributors", FORK_APPROVALS) == "first_time_contributors"
    assert known_word("everybody_on_tuesdays", FORK_APPROVALS) == "unknown"
