"""What no document can talk the host out of: three promises, each over documents nobody thought of.

The rules are the shipped ones and the engine is the real one. `HYPOTHESIS_PROFILE=ci` draws 10,000 examples of each,
`nightly` 100,000.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checker.domain.hole import UNREADABLE, Observed, is_read_through, observed, with_hole
from checker.domain.json_value import Json
from checker.domain.outcome import Decision, Outcome, Ruling, SubjectRuling
from checker.domain.rule import Enforcement, Rule
from checker.domain.verdict import Verdict, decide
from checker.errors import InputRefusedError
from tests.builders import a_rule
from tests.fact_edits import FactEdit, edited_documents, fact_edits, with_edits
from tests.promised import PARTS, each_part, promised_in_parts
from tests.schema_places import Known, Place, known_documents, wrong_types
from tests.shipped_policy import input_document, shipped_policy

pytestmark = [pytest.mark.property, pytest.mark.engine]

DOCUMENTS = 101
BASES = ("weak", "bare", "reader", "good")
OPENS = (Outcome.PASSED, Outcome.WAIVED, Outcome.NOT_APPLICABLE)


# -- a document with a required field missing or mistyped is refused -------------------------------------------------


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Known, bytes, str]:
    """A document with one required field taken out, or one value of another type."""
    known = draw(st.sampled_from(known_documents()))
    required, typed = _breakable(known.name)
    if draw(st.booleans()):
        place = draw(st.sampled_from(required))
        return known, known.without(place), f"without {place.path}"
    place = draw(st.sampled_from(typed))
    value = draw(st.sampled_from(wrong_types(place)))
    return known, known.replaced(place, value), f"{place.path} = {value!r}"


@cache
def _breakable(name: str) -> tuple[list[Place], list[Place]]:
    (known,) = [one for one in known_documents() if one.name == name]
    return [place for place in known.places if place.is_required], [place for place in known.places if place.type]


@each_part
@promised_in_parts
@given(damage=damaged())
def test_a_document_with_a_required_field_missing_or_mistyped_is_refused(
    damage: tuple[Known, bytes, str],
    part: int,  # noqa: ARG001 - tells the parts apart
) -> None:
    known, data, _ = damage
    with pytest.raises(InputRefusedError) as refused:
        known.read(data)
    assert str(refused.value).isprintable()


# -- a hole never opens a rule that failed ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A document with a few known values changed, what was observed in it, and which failing rules read each place."""

    document: dict[str, Json]
    everything: tuple[Observed, ...]
    readers: Mapping[str, frozenset[str]]

    @property
    def read(self) -> list[Observed]:
        """The places that some rule which fails reads."""
        return [place for place in self.everything if self.readers[place.path]]


@cache
def failing(name: str, number: int) -> Failing:
    """One of the documents; each is looked at by one part alone, and judged as a whole once."""
    document = edited_documents(name)[number]
    rulings = shipped_policy().judge(document).rulings
    failed = [ruling.rule for ruling in rulings if ruling.outcome is Outcome.FAILED]
    everything = observed(document)
    readers = {
        path: frozenset(rule.code for rule in failed if any(is_read_through(read, path) for read in _read_by(rule)))
        for path in {place.path for place in everything}
    }
    return Failing(document=document, everything=everything, readers=readers)


@each_part
@promised_in_parts
@given(data=st.data(), name=st.sampled_from(BASES), number=st.integers(0, 12))
def test_a_hole_never_opens_a_rule_that_failed(data: st.DataObject, name: str, number: int, part: int) -> None:
    case = failing(name, (number * PARTS + part) % DOCUMENTS)
    assume(case.read)
    more = data.draw(st.lists(st.sampled_from(case.everything), max_size=3))
    places = [data.draw(st.sampled_from(case.read)), *more]
    holed = case.document
    for place in places:
        holed = with_hole(holed, place, data.draw(st.sampled_from(UNREADABLE)))
    touched = frozenset().union(*(case.readers[place.path] for place in places))
    after = shipped_policy().judge(holed, only=touched).rulings
    assert {ruling.rule.code for ruling in after} == touched
    assert [(ruling.rule.code, places) for ruling in after if ruling.opens] == []
    blocking = [ruling for ruling in after if ruling.rule.enforcement is Enforcement.BLOCK]
    assert not blocking or decide(after)[0] is not Verdict.PASSED


# -- adding a violation never opens the gate -------------------------------------------------------------------------


@cache
def good() -> dict[str, Json]:
    """The document of which every rule passes; edits share what they leave alone."""
    return input_document("good")


@cache
def at_best() -> tuple[Ruling, ...]:
    """What the rules say of the good document: every one of them opens."""
    return tuple(shipped_policy().judge(good()).rulings)


@cache
def violations() -> Mapping[FactEdit, frozenset[str]]:
    """The edits of the good document that make rules fail, each with the rules it fails."""
    found = {}
    for edit in (edit for edit in fact_edits("good") if not edit.is_identity):
        rulings = shipped_policy().judge(with_edits(good(), [edit]), only=readers_of(edit)).rulings
        if failed := frozenset(ruling.rule.code for ruling in rulings if ruling.outcome is Outcome.FAILED):
            found[edit] = failed
    return found


def readers_of(edit: FactEdit) -> frozenset[str]:
    """The rules that read the observation an edit is made in, or one within it: to all others nothing changes."""
    around = [place for place in _observed_in_good() if edit.pointer[: len(place.pointer)] == place.pointer]
    path = max(around, key=lambda place: len(place.pointer)).path
    rules = shipped_policy().snapshot.rules
    return frozenset(rule.code for rule in rules if any(is_read_through(read, path) for read in _read_by(rule)))


@cache
def _observed_in_good() -> tuple[Observed, ...]:
    return tuple(observed(good()))


def _read_by(rule: Rule) -> tuple[str, ...]:
    return (*rule.reads, *rule.handles)


@cache
def several() -> st.SearchStrategy[list[FactEdit]]:
    """Violations of different things."""
    return st.lists(st.sampled_from(sorted(violations())), min_size=1, max_size=5, unique_by=lambda edit: edit.thing)


@st.composite
def violating(draw: st.DrawFn) -> tuple[list[FactEdit], FactEdit]:
    """Violations of different things, and one more."""
    drawn = draw(several())
    return drawn[1:], drawn[0]


def test_every_rule_opens_for_the_good_document() -> None:
    assert [ruling.rule.code for ruling in at_best() if not ruling.opens] == []


def test_there_are_violations_of_most_rules() -> None:
    failed = frozenset().union(*violations().values())
    assert len(violations()) >= 50
    assert len(failed) / len(shipped_policy().snapshot.rules) >= 0.8


@each_part
@promised_in_parts
@given(case=violating())
def test_adding_a_violation_never_opens_the_gate(
    case: tuple[list[FactEdit], FactEdit],
    part: int,  # noqa: ARG001 - tells the parts apart
) -> None:
    others, added = case
    failed = frozenset().union(*(violations()[edit] for edit in [*others, added]))
    document = with_edits(good(), [*others, added])
    after = shipped_policy().judge(document, only=failed).rulings
    assert {ruling.rule.code: ruling.outcome for ruling in after if ruling.outcome in OPENS} == {}
    assert {ruling.rule.code for ruling in after} == failed
    blocking = {ruling.rule.code for ruling in after if ruling.rule.enforcement is Enforcement.BLOCK}
    # Nothing opens the gate as widely as every other rule at its best.
    others_at_best = [ruling for ruling in at_best() if ruling.rule.code not in failed]
    assert not blocking or decide([*others_at_best, *after])[0] is not Verdict.PASSED


RULINGS = st.lists(
    st.builds(
        lambda number, outcome, enforcement: _ruling(f"group.rule_{number}", outcome, enforcement),
        st.integers(0, 9),
        st.sampled_from(Outcome),
        st.sampled_from(Enforcement),
    ),
    max_size=8,
    unique_by=lambda ruling: ruling.rule.code,
)


@given(rulings=RULINGS, number=st.integers(0, 8), weakened=st.booleans())
def test_a_blocking_rule_that_fails_or_is_not_evaluated_never_opens_the_verdict(
    rulings: list[Ruling], number: int, *, weakened: bool
) -> None:
    before, _ = decide(rulings, weakened=weakened)
    for outcome, least in (
        (Outcome.FAILED, {Verdict.BLOCKED}),
        (Outcome.NOT_EVALUATED, {Verdict.BLOCKED, Verdict.UNDECIDED}),
    ):
        added = _ruling("group.added", outcome, Enforcement.BLOCK)
        after, because = decide([*rulings[:number], added, *rulings[number:]], weakened=weakened)
        assert after in least
        assert before is not Verdict.BLOCKED or after is Verdict.BLOCKED
        assert because


def _ruling(code: str, outcome: Outcome, enforcement: Enforcement) -> Ruling:
    decision = Decision.HOLDS if outcome is Outcome.PASSED else Decision.UNDECIDED
    subjects = (SubjectRuling(subject="it", decision=decision),)
    return Ruling(rule=a_rule(code, enforcement=enforcement), outcome=outcome, subjects=subjects)
