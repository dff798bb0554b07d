"""An audit is shown by sections, what could not be read first."""

from checker.application.show_audit import show_audit
from checker.domain.facts import Fact
from checker.domain.observation import Status
from tests.builders import an_audit
from tests.settings_builders import cut, hidden, seen


def test_what_could_not_be_read_comes_first_and_what_is_whole_last() -> None:
    sections = {
        "access": seen([]),
        "branches": seen([{"name": "main", "on": True, "open": hidden()}]),
        "ci_oidc": hidden(Status.NOT_REQUESTED),
        "environments": cut([]),
        "webhooks": hidden(),
    }
    shown = show_audit(an_audit(sections=sections))
    assert [(one.name, one.status, len(one.gaps)) for one in shown] == [
        ("environments", Status.INCOMPLETE, 1),
        ("webhooks", Status.DENIED, 1),
        ("ci_oidc", Status.NOT_REQUESTED, 1),
        ("branches", Status.COLLECTED, 1),
        ("access", Status.COLLECTED, 0),
    ]
    assert shown[3].facts == (Fact(path="[main].on", value=True),)
