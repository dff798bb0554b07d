"""Weigh waivers: which of those that a check was given count for this repository, and what rules are told of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from checker.application.evaluate_snapshot import Evaluation
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.domain.observation import Status, collected, unread
from checker.domain.outcome import Ruling
from checker.domain.report import JudgedSource
from checker.domain.rule import Rule
from checker.domain.waiver import ConsideredWaiver, Waiver, apply_waivers, reads_waivers, without_doubles


def weigh_waivers(
    considered: Sequence[ConsideredWaiver], *, source: JudgedSource, namespace: Namespace
) -> tuple[ConsideredWaiver, ...]:
    """The waivers with why each does not count for this repository, if it does not; one at most for each violation.

    They are in one order, however they were given: a replay gives the same ones in another, and must come to the same.
    """
    weighed = [replace(one, why=one.why or _fault_of_source(one.waiver, source, namespace)) for one in considered]
    return without_doubles(sorted(weighed, key=lambda one: one.digest))


def waivers_section(considered: Sequence[ConsideredWaiver], *, looked: bool) -> dict[str, Json]:
    """What rules see of the waivers that count; `looked`: whether it is known which of them are used."""
    return collected([_told(one, looked=looked) for one in considered if one.honoured]).to_json()


def with_waivers(
    considered: Sequence[ConsideredWaiver],
    *,
    rules: Sequence[Rule],
    evaluate: Callable[[dict[str, Json]], Evaluation],
) -> tuple[Evaluation, tuple[ConsideredWaiver, ...]]:
    """What the rules decided, with what is waived in it.

    Where a rule judges waivers, everything is evaluated once to find out which of them a violation is found for, and
    once more with that known. `evaluate` is given what the rules see of the waivers.
    """
    evaluation = evaluate({})
    rulings, weighed = apply_waivers(evaluation.rulings, considered)
    if any(one.honoured for one in considered) and any(map(reads_waivers, rules)):
        evaluation = evaluate({"waivers": waivers_section(weighed, looked=True)})
        rulings, weighed = apply_waivers(evaluation.rulings, considered)
    return replace(evaluation, rulings=rulings), weighed


def words_on(considered: Sequence[ConsideredWaiver], rulings: Sequence[Ruling]) -> tuple[str, ...]:
    """What a reader must know of each waiver that was given."""
    judged = {ruling.rule.code for ruling in rulings}
    return tuple(_words(one, is_judged=one.waiver.rule in judged) for one in considered)


def _words(one: ConsideredWaiver, *, is_judged: bool) -> str:
    waiver = one.waiver
    what = f"{waiver.rule} for {waiver.subject}"
    if not one.honoured:
        return f"a waiver of {what} does not count: {one.why}"
    if one.matched:
        return f"{what} is waived until {waiver.expires_at} by {' and '.join(one.signers)}; {waiver.owner} mends it"
    why = "no such violation was found" if is_judged else "no such rule was judged"
    return f"the waiver of {what} accepts nothing here: {why}"


def _fault_of_source(waiver: Waiver, source: JudgedSource, namespace: Namespace) -> str:
    if waiver.namespace is not namespace:
        return f"it counts in the namespace {waiver.namespace}"
    ids = waiver.repository_id, source.repository_id
    same = ids[0] == ids[1] if all(ids) else waiver.repository == source.slug
    if waiver.host != source.host or not same:
        return f"it is of {waiver.host}/{waiver.repository}"
    return ""


def _told(one: ConsideredWaiver, *, looked: bool) -> dict[str, Json]:
    waiver = one.waiver
    matched = collected(one.matched) if looked else unread(Status.NOT_REQUESTED, why="nobody looked for it yet")
    return {
        "fingerprint": waiver.fingerprint,
        "rule": waiver.rule,
        "subject": waiver.subject,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "expires_at": waiver.expires_at,
        "matched": matched.to_json(),
    }
