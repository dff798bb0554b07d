"""A trial, for people and machines: every subject, what could not be read, and the rule's breaches."""

from typing import Any

from checker.application.check_rules import Breach
from checker.application.try_rule import TriedRule
from checker.domain.outcome import Decision, Outcome, RuleError, Ruling, SubjectRuling, Violation
from checker.domain.report import Unread
from checker.domain.rule import Fix
from checker.domain.snapshot import Weakening
from checker.output.terminal import Terminal
from checker.output.tried_rule import render_trial, trial_document
from tests.builders import EVALUATED_AT, a_rule

PLAIN = Terminal()
DENIED = Violation(
    rule="branch.guarded",
    subject="main",
    message="main is not guarded",
    fingerprint="0" * 64,
    evidence=({"setting": "protected"},),
    fix=Fix(click="Guard main", command="gh api x"),
)
UNREAD = Unread(observation="repository.ref_rules", status="denied", why="forbidden", needs="a token", rules=("a.b",))
BREACH = Breach(
    package="data.rules.a.b",
    file="rules/a/b/b.rego",
    row=3,
    column=1,
    code="reads",
    message="reads too much",
    fix="list it",
)


def a_trial(
    outcome: Outcome = Outcome.PASSED,
    *,
    ruling: dict[str, Any] | None = None,
    **parts: Any,  # noqa: ANN401 - the parts a test names
) -> TriedRule:
    fields: dict[str, Any] = {
        "ruling": Ruling(**{"rule": a_rule(), "outcome": outcome, **(ruling or {})}),
        "parameters": {},
        "weakenings": (),
        "evaluated_at": EVALUATED_AT,
        "unread": (),
        "breaches": (),
    }
    return TriedRule(**{**fields, **parts})


def subjects(*decisions: Decision) -> tuple[SubjectRuling, ...]:
    names = ("dev", "main", "next")
    return tuple(
        SubjectRuling(subject=name, decision=decision) for name, decision in zip(names, decisions, strict=False)
    )


def test_every_subject_is_shown_with_its_decision_and_the_denied_with_what_mends_it() -> None:
    found = subjects(Decision.HOLDS, Decision.DENIED, Decision.UNDECIDED)
    text = render_trial(a_trial(Outcome.FAILED, ruling={"subjects": found, "violations": (DENIED,)}), shown=PLAIN)

    assert text == (
        "branch.guarded (BR-99 high block)\n"
        "  Release branches are guarded\n"
        f"  judged as of {EVALUATED_AT}; nothing is kept, and no gate opens\n"
        "\n"
        "Subjects\n"
        "  ✓ holds dev\n"
        "  ✗ denied main\n"
        "    main is not guarded\n"
        '    evidence: {"setting":"protected"}\n'
        "    fix: Guard main\n"
        "    run: gh api x\n"
        "  ? undecided next\n"
        "\n"
        "failed: 1 holds, 1 denied, 1 undecided\n"
    )


def test_a_denied_subject_without_evidence_or_command_takes_one_line() -> None:
    bare = Violation(rule="a.b", subject="dev", message="dev is open", fingerprint="0" * 64)
    trial = a_trial(Outcome.FAILED, ruling={"subjects": subjects(Decision.DENIED), "violations": (bare,)})

    assert "  ✗ denied dev\n    dev is open\n\nfailed" in render_trial(trial, shown=PLAIN)


def test_what_could_not_be_read_names_the_permission() -> None:
    silent = Unread(observation="manifest", status="not_requested", why="", needs="", rules=())
    trial = a_trial(Outcome.NOT_EVALUATED, ruling={"reason": "could not read it"}, unread=(UNREAD, silent))

    assert (
        "\nCould not read\n  repository.ref_rules (denied): forbidden\n    needs a token\n  manifest (not_requested)\n"
        in render_trial(trial, shown=PLAIN)
    )


def test_an_error_is_shown_with_its_code_and_place() -> None:
    error = RuleError(code="timeout", where="a.rego:1:2")
    trial = a_trial(Outcome.NOT_EVALUATED, ruling={"reason": "the engine stopped", "error": error})
    nowhere = a_trial(Outcome.NOT_EVALUATED, ruling={"reason": "no value", "error": RuleError(code="undefined")})

    assert render_trial(trial, shown=PLAIN).endswith("not evaluated: the engine stopped [timeout at a.rego:1:2]\n")
    assert render_trial(nowhere, shown=PLAIN).endswith("not evaluated: no value [undefined]\n")


def test_whether_the_rule_applies_is_said_where_it_may_not() -> None:
    rule = a_rule(has_applies=True)
    no = a_trial(Outcome.NOT_APPLICABLE, ruling={"rule": rule, "reason": "the rule does not apply here"})
    yes = a_trial(Outcome.PASSED, ruling={"rule": rule, "subjects": subjects(Decision.HOLDS)})
    unknown = a_trial(Outcome.NOT_EVALUATED, ruling={"rule": rule, "reason": "it did not say"})

    assert "  applies: no\n" in render_trial(no, shown=PLAIN)
    assert "  applies: yes\n" in render_trial(yes, shown=PLAIN)
    assert "applies:" not in render_trial(unknown, shown=PLAIN)


def test_parameters_and_their_weakenings_are_shown() -> None:
    weaker = Weakening(rule="branch.guarded", what="parameter minimum is weaker than its default")
    text = render_trial(a_trial(parameters={"minimum": 1}, weakenings=(weaker,)), shown=PLAIN)

    assert "  with minimum = 1\n  ! parameter minimum is weaker than its default\n" in text
    assert text.endswith("passed: no subject\n")


def test_breaches_of_the_contract_are_told_and_no_bundle_may_hold_the_rule() -> None:
    bare = Breach(package="p", file="f.rego", row=1, column=1, code="answers", message="no holds", fix="")
    text = render_trial(a_trial(breaches=(BREACH, bare)), shown=PLAIN)

    assert (
        "\nAgainst the contract\n  rules/a/b/b.rego:3:1: reads too much [reads]\n    fix: list it\n"
        "  f.rego:1:1: no holds [answers]\n" in text
    )
    assert text.endswith("no bundle may hold this rule until it keeps the contract\n")


def test_nothing_a_document_says_can_move_the_cursor() -> None:
    evil = "\x1b[31m\u202e"
    subject = (SubjectRuling(subject=evil, decision=Decision.DENIED),)
    violation = Violation(
        rule=evil, subject=evil, message=evil, fingerprint="0" * 64, evidence=(evil,), fix=Fix(click=evil, command=evil)
    )
    trial = a_trial(
        Outcome.FAILED,
        ruling={
            "subjects": subject,
            "violations": (violation,),
            "reason": evil,
            "error": RuleError(code=evil, where=evil),
        },
        unread=(Unread(observation=evil, status=evil, why=evil, needs=evil, rules=()),),
        breaches=(Breach(package=evil, file=evil, row=1, column=1, code=evil, message=evil, fix=evil),),
        parameters={evil: evil},
        weakenings=(Weakening(rule=evil, what=evil),),
        evaluated_at=evil,
    )

    assert "\x1b" not in render_trial(trial, shown=PLAIN)
    assert "\u202e" not in render_trial(trial, shown=PLAIN)
    assert render_trial(trial, shown=Terminal(ascii_only=True)).isascii()


def test_machines_get_everything_as_one_document() -> None:
    trial = a_trial(
        Outcome.FAILED,
        ruling={
            "subjects": subjects(Decision.HOLDS, Decision.DENIED),
            "violations": (DENIED,),
            "error": RuleError(code="late", where="x"),
        },
        unread=(UNREAD,),
        breaches=(BREACH,),
        parameters={"minimum": 2},
        weakenings=(Weakening(rule="a.b", what="weaker"),),
    )

    assert trial_document(trial) == {
        "schema": "clean-release/tried-rule/v1",
        "rule": "branch.guarded",
        "evaluated_at": EVALUATED_AT,
        "parameters": {"minimum": 2},
        "weakenings": ["weaker"],
        "outcome": "failed",
        "reason": "",
        "error": {"code": "late", "where": "x"},
        "subjects": [{"subject": "dev", "decision": "holds"}, {"subject": "main", "decision": "denied"}],
        "violations": [
            {
                "subject": "main",
                "message": "main is not guarded",
                "evidence": [{"setting": "protected"}],
                "fix": {"click": "Guard main", "command": "gh api x"},
            }
        ],
        "unread": [{"observation": "repository.ref_rules", "status": "denied", "why": "forbidden", "needs": "a token"}],
        "breaches": [{"code": "reads", "at": "rules/a/b/b.rego:3:1", "message": "reads too much", "fix": "list it"}],
    }
    assert trial_document(a_trial())["error"] == {}
