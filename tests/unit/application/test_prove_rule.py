"""Proving: eight wrong rules about bypass actors are caught, each as the wrong it is; the right one is proven."""

import json
from collections.abc import Callable
from typing import Any, cast

import pytest

from checker.application.check_rules import RuleChecks
from checker.application.prove_rule import ProofBase, ProofPlan, prove_rule
from checker.application.read_documents import NamedBytes
from checker.application.trial_input import TrialSetting, input_of_file
from checker.application.try_rule import RuleTrial, judge_of
from checker.bootstrap.carried import carried_checks
from checker.domain.outcome import Outcome, Ruling
from checker.domain.proof import Law, LawProof, RuleProof, Standing
from checker.formats.published import document_schema, schema_bytes
from tests.architecture.source_tree import ROOT
from tests.builders import a_rule
from tests.policy_builders import BUILTINS, a_policy, opened

pytestmark = pytest.mark.engine

GOOD = ROOT / "tests" / "data" / "inputs" / "good.json"
SCHEMA = json.loads(schema_bytes("input_v1"))
JUDGED = """\
judged contains r if { some r in input.repository.ref_rules.value; r.target == "branch" }
"""
ALL_SUBJECTS = f"{JUDGED}subjects contains r.id if some r in judged\n"
RIGHT = f"{ALL_SUBJECTS}holds[r.id] := count(r.bypass.value) == 0 if some r in judged\n"
WRONG = {
    "comprehension": f"{ALL_SUBJECTS}holds[r.id] := count([a | some a in r.bypass.value]) == 0 if some r in judged\n",
    "default_get": f"""{ALL_SUBJECTS}holds[r.id] := count(object.get(r, ["bypass", "value"], [])) == 0 if {{
	some r in judged
}}
""",
    "default_rule": f"""{ALL_SUBJECTS}default clean := true
clean := false if {{ some r in judged; count(r.bypass.value) > 0 }}
holds[r.id] := clean if some r in judged
""",
    "filtered_subjects": f"""{JUDGED}readable contains r if {{ some r in judged; r.bypass.status == "collected" }}
subjects contains r.id if some r in readable
holds[r.id] := count(r.bypass.value) == 0 if some r in readable
""",
    "negation": f"""{ALL_SUBJECTS}has_actor(r) if count(r.bypass.value) > 0
holds[r.id] := false if {{ some r in judged; has_actor(r) }}
holds[r.id] := true if {{ some r in judged; not has_actor(r) }}
""",
    "some_for_every": f"""{ALL_SUBJECTS}clean contains ok if {{
	some r in judged
	ok := count(r.bypass.value) == 0
}}
holds[r.id] := true in clean if some r in judged
""",
    "every_typo_fn": f"""{ALL_SUBJECTS}ok(r) if r.bypas.value == []
holds[r.id] := false if {{ some r in judged; not ok(r) }}
holds[r.id] := true if {{ some r in judged; ok(r) }}
""",
    "status_string": f"""{ALL_SUBJECTS}holds[r.id] := count(r.bypass.value) == 0 if {{
	some r in judged
	r.bypass.status == "collectd"
}}
""",
}
FAILS_OPEN = ("comprehension", "default_get", "default_rule", "filtered_subjects", "negation")
ACTOR = {"kind": "Team", "id": "7", "mode": "always"}


def one_of_two_with_an_actor() -> dict[str, Any]:
    """Two branch rulesets, one of which somebody may bypass."""
    document: dict[str, Any] = json.loads(GOOD.read_bytes())
    rulesets = [one for one in document["repository"]["ref_rules"]["value"] if one["target"] == "branch"]
    rulesets[0]["bypass"]["value"], rulesets[1]["bypass"]["value"] = [ACTOR], []
    document["repository"]["ref_rules"]["value"] = rulesets
    return document


def proof_of(body: str, document: dict[str, Any] | None = None, *, walks: int = 5) -> RuleProof:
    policy = a_policy(body=body, reads="repository.ref_rules")
    path, text = next(iter(policy.items()))
    handled = text.replace("repository.effective_protection[].protected", "repository.ref_rules[].bypass")
    bundle = opened({path: handled})
    setting = TrialSetting(project=None, now="", tool="test", schema=document_schema("input_v1"))
    given = input_of_file(NamedBytes(name="good.json", data=GOOD.read_bytes()), setting=setting)
    trial = RuleTrial(
        opened=bundle,
        rule=bundle.rules[0],
        given=given,
        checks=RuleChecks(load=carried_checks, builtins=BUILTINS),
        input_schema=schema_bytes("input_v1"),
        builtins=BUILTINS,
    )
    base = ProofBase(name="two", document=document or one_of_two_with_an_actor(), judge=judge_of(trial))
    accepts = document_schema("input_v1").accepts
    return prove_rule(ProofPlan(rule=bundle.rules[0], bases=[base], schema=SCHEMA, accepts=accepts, walks=walks))


def law(proof: RuleProof, number: Law) -> LawProof:
    return next(one for one in proof.laws if one.law is number)


def test_the_right_rule_is_proven() -> None:
    proof = proof_of(RIGHT)
    assert {one.law: (one.standing, one.missing) for one in proof.laws} == dict.fromkeys(Law, (Standing.HOLDS, ()))
    assert (proof.is_proven, proof.is_broken) == (True, False)


@pytest.mark.parametrize("name", FAILS_OPEN)
def test_a_rule_that_fails_open_when_the_bypass_list_is_withheld_is_broken(name: str) -> None:
    proof = proof_of(WRONG[name])
    found = law(proof, Law.HOLES_OPEN_NOTHING)

    assert (proof.is_broken, proof.is_proven) == (True, False)
    assert found.example is not None
    assert (found.example.hole, found.example.changes) == ("repository.ref_rules[].bypass", ())
    assert (found.example.before, found.example.after) == (Outcome.FAILED, Outcome.PASSED)


@pytest.mark.parametrize("name", ["some_for_every", "every_typo_fn"])
def test_a_rule_whose_reads_decide_nothing_is_not_proven(name: str) -> None:
    proof = proof_of(WRONG[name])
    found = law(proof, Law.READS_MATTER)

    assert (proof.is_broken, proof.is_proven) == (False, False)
    assert found.standing is Standing.NOT_PROVEN
    assert found.missing == ("no change of repository.ref_rules[].bypass decided anything",)


def test_a_rule_that_never_fails_is_not_proven() -> None:
    proof = proof_of(f"{ALL_SUBJECTS}holds[r.id] := r.bypass.value == r.bypass.value if some r in judged\n")

    assert not proof.is_proven
    assert law(proof, Law.HOLES_OPEN_NOTHING).missing == ("no document failed",)
    assert "no document failed" in law(proof, Law.READS_MATTER).missing


def test_a_rule_that_never_decides_breaks_the_second_law() -> None:
    found = law(proof_of(WRONG["status_string"]), Law.FACTS_DECIDE)

    assert found.standing is Standing.BROKEN
    assert found.example is not None
    assert (found.example.hole, found.example.after) == ("", Outcome.NOT_EVALUATED)


def test_the_counter_example_has_no_edit_that_is_not_needed() -> None:
    document = one_of_two_with_an_actor()
    first = document["repository"]["ref_rules"]["value"][0]
    first["target"] = "tag"
    found = law(proof_of(WRONG["comprehension"], document, walks=200), Law.HOLES_OPEN_NOTHING)

    assert found.example is not None
    assert [change.pointer[-1] for change in found.example.changes] == ["target"]


def test_a_rule_that_fails_what_cannot_be_read_is_warned_of_and_proven() -> None:
    strict = f"""{ALL_SUBJECTS}clean(r) if count(r.bypass.value) == 0
holds[r.id] := true if {{ some r in judged; clean(r) }}
holds[r.id] := false if {{ some r in judged; not clean(r) }}
"""
    proof = proof_of(strict)
    assert law(proof, Law.HOLES_FAIL_NOTHING).standing is Standing.BROKEN
    assert proof.is_proven


def test_a_long_walk_is_shortened_to_the_edits_that_matter() -> None:
    observed: dict[str, Any] = {"status": "collected", "evidence": [], "value": {"a": False, "b": False, "c": False}}
    schema: dict[str, Any] = {
        "properties": {"s": {"properties": {"value": {"additionalProperties": {"type": "boolean"}}}}}
    }

    def judge(document: dict[str, Any]) -> Ruling:
        """Fails if both matter, and is open to a hole then."""
        facts = document["s"].get("value", {"a": False, "b": False})
        outcome = Outcome.FAILED if facts["a"] and facts["b"] else Outcome.PASSED
        return Ruling(rule=a_rule(), outcome=outcome)

    found = []
    for number in range(8):
        rule = a_rule(f"branch.rule_{number}", reads=("s",))
        base = ProofBase(name="one", document={"s": observed}, judge=judge)
        plan = ProofPlan(rule=rule, bases=[base], schema=schema, accepts=lambda _: True, walks=1)
        found += [one.example for one in prove_rule(plan).laws if one.law is Law.HOLES_OPEN_NOTHING and one.example]

    assert found
    assert {tuple(sorted(change.pointer[-1] for change in one.changes)) for one in found} == {("a", "b")}


def a_plan(*values: object, most: int = 300, accepts: Callable[[dict[str, Any]], bool] = lambda _: True) -> ProofPlan:
    """A rule that fails where the section `s` says "bad", or something in it is true, over one document per value."""
    kind = {"additionalProperties": {"type": "boolean"}}
    schema: dict[str, Any] = {"properties": {"s": {"properties": {"value": kind}}}}

    def judge(document: dict[str, Any]) -> Ruling:
        value = document["s"].get("value")
        fails = value == "bad" or (isinstance(value, dict) and True in value.values())
        outcome = Outcome.NOT_EVALUATED if value is None else Outcome.FAILED if fails else Outcome.PASSED
        return Ruling(rule=a_rule(), outcome=outcome)

    bases = [
        ProofBase(
            name=str(number),
            document={"s": {"status": "collected", "evidence": [], "value": cast("Any", value)}},
            judge=judge,
        )
        for number, value in enumerate(values)
    ]
    rule = a_rule("branch.exchanged", reads=("s",))
    return ProofPlan(rule=rule, bases=bases, schema=schema, accepts=accepts, walks=0, most=most)


def test_what_one_document_knows_is_put_into_another_where_no_edit_decides() -> None:
    assert prove_rule(a_plan("good", "bad")).is_proven
    assert not prove_rule(a_plan("bad")).is_proven
    alike = law(prove_rule(a_plan("bad", "bad")), Law.READS_MATTER)
    assert alike.missing == ("no change of s decided anything",)


def test_what_no_host_gives_to_a_rule_is_not_tried() -> None:
    refusing = a_plan("good", "bad", accepts=lambda document: document["s"]["value"] != "bad")
    assert law(prove_rule(refusing), Law.READS_MATTER).missing == ()
    nothing = prove_rule(a_plan("good", "bad", accepts=lambda _: False))
    assert nothing.documents == 2
    assert law(nothing, Law.READS_MATTER).missing == ("no change of s decided anything",)


def test_more_than_was_asked_for_is_tried_only_to_see_a_read_decide() -> None:
    decided = {**dict.fromkeys("abcdefgh", True), "i": False}
    assert not prove_rule(a_plan({"a": True}, decided, most=1)).is_proven
    assert prove_rule(a_plan({"a": True}, decided, most=5)).is_proven
    assert prove_rule(a_plan({"a": True}, {"a": False}, {"a": False}, most=2)).documents == 5


def test_a_proof_that_holds_every_law_is_the_one_that_is_kept() -> None:
    proof = prove_rule(a_plan("good", "bad"))
    assert proof.holds_every_law
    assert proof == RuleProof.whole("branch.exchanged", documents=proof.documents)
    assert not prove_rule(a_plan("good")).holds_every_law
