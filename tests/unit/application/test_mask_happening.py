"""What is said of a candidate is kept and shown without secrets; names are never altered."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from checker.adapters.secrets.known_forms import KnownForms
from checker.application.mask_happening import mask_event, mask_happening
from checker.application.open_lifecycle import add_event, open_lifecycle
from checker.domain.candidate import Happening, Registered
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.run import RunCancelled, RunResumed, RunWaiting, Stage, StageEnded, StageOutcome
from checker.errors import InputRefusedError
from tests.candidate_builders import NAME, acting, registered, requested
from tests.fakes.marked_forms import MarkedForms
from tests.release_builders import COMMIT, NOW

SAID = "because of SECRET-MARKER-1 alone"
SEED = "password=abc cookie=sid=123 token=xyz"


@pytest.mark.parametrize(
    ("happened", "field"),
    [
        (RunCancelled(run=1, reason=SAID), "reason"),
        (RunWaiting(run=1, code="no_answer", question=SAID), "question"),
        (RunResumed(run=1, answer=SAID), "answer"),
        (StageEnded(run=1, stage=Stage.AUDIT, started=NOW, outcome=StageOutcome.FAILED, detail=SAID), "detail"),
    ],
)
def test_every_text_of_an_event_is_masked(happened: Any, field: str) -> None:  # noqa: ANN401 - of any kind
    seen = mask_happening(happened, MarkedForms())

    assert seen == replace(happened, **{field: "because of *** alone"})


def test_texts_in_a_list_are_masked_each() -> None:
    @dataclass(frozen=True)
    class Told:
        channels: tuple[str, ...]

    told: Any = Told(channels=("prod", SAID))

    assert mask_happening(told, MarkedForms()) == Told(channels=("prod", "because of *** alone"))


def test_names_and_digests_stay_what_they_are() -> None:
    named = Registered(version="1.2.0", ref="refs/tags/SECRET-MARKER", commit=COMMIT)
    ended = StageEnded(
        run=1, stage=Stage.POLICY, started=NOW, outcome=StageOutcome.DONE, document=digest_of(b"SECRET-MARKER")
    )

    assert mask_happening(named, MarkedForms()) == named
    assert mask_happening(ended, MarkedForms()) == ended


@pytest.mark.parametrize("kind", get_args(Happening), ids=lambda kind: kind.__name__)
def test_no_text_of_an_event_is_where_nobody_looks(kind: type[Any]) -> None:
    for name, hint in get_type_hints(kind).items():
        item = get_args(hint)[0] if get_origin(hint) is tuple else hint
        plain = getattr(item, "__supertype__", item)
        assert plain in {str, int, bool} or issubclass(plain, StrEnum), (
            f"{name} of {kind.__name__} is looked into by none"
        )


def test_nothing_of_a_secret_reaches_the_store() -> None:
    by = acting(secrets=KnownForms())
    opened = add_event(requested(by), RunCancelled(run=1, reason=SEED), candidate=NAME, by=by)

    assert [event.reason for _, event in opened.candidate(NAME).having(RunCancelled)] == [
        "password=*** cookie=*** token=***"
    ]
    kept = by.store.list_documents(kind=DocumentKind.LIFECYCLE_EVENT)[-1].data
    assert not [word for word in (b"abc", b"sid", b"123", b"xyz") if word in kept]


def test_what_was_kept_before_a_form_was_known_is_masked_when_it_is_shown() -> None:
    by = acting(secrets=KnownForms())
    opened = add_event(requested(by), RunCancelled(run=1, reason=SAID), candidate=NAME, by=by)

    assert mask_event(opened.events[-1], MarkedForms()).happened == RunCancelled(run=1, reason="because of *** alone")
    assert open_lifecycle(by.store, project=by.project).events == opened.events


@pytest.mark.parametrize("label", ["actor", "candidate"])
def test_a_name_that_has_the_form_of_a_secret_is_refused_and_not_repeated(label: str) -> None:
    by = acting(actor="SECRET-MARKER-for-the-actor" if label == "actor" else "me")
    name = "SECRET-MARKER-for-the-candidate" if label == "candidate" else NAME

    with pytest.raises(InputRefusedError, match=f"the {label} has the form of a secret, expected a name") as refused:
        registered(by, name=name)
    assert "SECRET-MARKER" not in str(refused.value)
    assert by.store.list_documents(kind=DocumentKind.LIFECYCLE_EVENT) == ()
