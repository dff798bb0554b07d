"""What a rule must not do, sentence by sentence of the design: each is refused with its place and what to do."""

import re
from collections.abc import Iterator

import pytest

from checker.application.check_rules import Breach, RuleChecks
from checker.application.compilation_units import refuse_shared_packages
from checker.application.hold_to_contract import hold_to_contract, offers_rules
from checker.application.list_rules import OpenedBundle
from checker.bootstrap.carried import carried_checks
from checker.domain.json_value import Json
from checker.domain.snapshot import BundleFile
from checker.errors import BundleRefusedError
from checker.formats.published import schema_bytes
from checker.formats.strict_json import read_json
from tests.policy_builders import BODY, BUILTINS, ENGINE, MINIMUM, a_policy, opened

pytestmark = pytest.mark.engine

CHECKS = RuleChecks(load=carried_checks, builtins=BUILTINS)
RULE = "rules/branch/guarded/guarded.rego"
TEST = BundleFile(
    path=RULE.replace(".rego", "_test.rego"), data=b"package rules.branch.guarded_test\n\ntest_x if true\n"
)
REFS = "some p in input.repository.effective_protection.value"
HOLDS = f"holds[p.ref] := p.protected.value if {REFS}"
CUSTOM = "# custom:\n"
PARAMETERS = "data.parameters.branch.guarded"


def rule(extra: str = "", *, old: str = "", new: str = "", parameters: str = "") -> dict[str, str]:
    """The good rule with one definition more, or with one thing changed."""
    (text,) = a_policy(body=f"{BODY}\n{extra}\n", parameters=parameters).values()
    assert old in text
    return {RULE: text.replace(old, new, 1) if old else text}


def breaches(found: OpenedBundle) -> tuple[Breach, ...]:
    return CHECKS.breaches(found.inspection, engine=ENGINE)


REFUSED = {
    "with outside tests": ("with_outside_tests", rule("q if input.context.purpose with input.context.purpose as 1")),
    "input without a section": ("input_section", rule("q := input.repository")),
    "all of input": ("input_section", rule("q := input")),
    "default on subjects": (
        "answer_default",
        rule(old="subjects contains p.ref if", new="default subjects := set()\n\nsubjects := {p.ref} if"),
    ),
    "default on applies": ("answer_default", rule("default applies := true")),
    "object.get": ("input_access", rule(f'q contains object.get(p, "ref", "") if {REFS}')),
    "walk": ("input_access", rule("q contains v if walk(input.repository.effective_protection.value, [_, v])")),
    "a json function": ("input_access", rule(f'q contains json.filter(p, ["ref"]) if {REFS}')),
    "a computed key": ("dynamic_key", rule(f"q contains p[p.kind] if {REFS}")),
    "inequality of text": ("comparison", rule(f'q contains p.ref if {{\n\t{REFS}\n\tp.ref != "x"\n}}')),
    "an order of text": ("comparison", rule(f'q contains p.ref if {{\n\t{REFS}\n\tp.ref >= "x"\n}}')),
    "a word outside its enum": ("literal", rule(f'q contains p.ref if {{\n\t{REFS}\n\tp.kind == "branches"\n}}')),
    "a misspelt field below an argument": (
        "unresolved_reference",
        rule(f"f(p) := p.reff\n\nq contains f(p) if {REFS}"),
    ),
    "a misspelt field in every": (
        "unresolved_reference",
        rule('q if every p in input.repository.effective_protection.value { p.reff == "x" }'),
    ),
    "a pattern without ends": (
        "pattern",
        rule(f'q contains p.ref if {{\n\t{REFS}\n\tregex.match("release", p.ref)\n}}'),
    ),
    "a parameter that nothing reads": ("parameters_used", rule(parameters=MINIMUM)),
    "a parameter that only detail reads": (
        "parameters_used",
        rule(f'detail[p.ref] := {{"evidence": {{"least": {PARAMETERS}.minimum}}}} if {REFS}', parameters=MINIMUM),
    ),
    "a parameter that only detail reads through a helper": (
        "parameters_used",
        rule(
            f'least := {PARAMETERS}.minimum\n\ndetail[p.ref] := {{"evidence": {{"least": least}}}} if {REFS}',
            parameters=MINIMUM,
        ),
    ),
    "a parameter that nobody declares": ("unknown_data", rule(f"q := {PARAMETERS}.minimum")),
    "a version compared as text": (
        "comparison",
        rule('q if {\n\tsome r in input.repository.releases.value\n\tsplit(r.tag, ".")[0] > "1"\n}'),
    ),
    "two versions compared as text": (
        "comparison",
        rule('q if {\n\tsome r in input.repository.releases.value\n\ttrim(r.tag, "v") > trim(r.tag, "w")\n}'),
    ),
    "a time compared as text": ("comparison", rule('q if input.context.evaluated_at < "2027-01-01T00:00:00Z"')),
    "times sorted as text": (
        "text_order",
        rule("q := sort([r.created_at | some r in input.history.release_runs.value])"),
    ),
    "the newest as text": (
        "text_order",
        rule("q := max([r.created_at | some r in input.history.release_runs.value])"),
    ),
    "the newest as the last of a set in a list": (
        "text_order",
        rule(
            "moments contains r.created_at if some r in input.history.release_runs.value\n\n"
            "listed := [m | some m in moments]\n\nq := listed[count(listed) - 1]"
        ),
    ),
    "the oldest version as the first of a set in a list": (
        "text_order",
        rule('q := [t | some t in {trim(r.tag, "v") | some r in input.repository.releases.value}][0]'),
    ),
    "the first of sorted versions": (
        "text_order",
        rule("q := array.slice(sort([r.tag | some r in input.repository.releases.value]), 0, 1)"),
    ),
    "a textual parameter in an order": (
        "comparison",
        rule(
            f"q if count(input.repository.effective_protection.value) > {PARAMETERS}.minimum",
            parameters=MINIMUM.replace("integer, minimum: 1", "string").replace("2", "two"),
        ),
    ),
    "a fact of the project in an order": (
        "comparison",
        rule("q if count(input.repository.effective_protection.value) > data.project.checks[0]"),
    ),
}


@pytest.mark.parametrize(("code", "policy"), REFUSED.values(), ids=list(REFUSED))
def test_what_a_rule_must_not_do_is_refused_with_place_and_repair(code: str, policy: dict[str, str]) -> None:
    broken = opened(policy)
    found = {breach.code: breach for breach in breaches(broken)}

    assert code in found
    assert (found[code].file, found[code].package) == (f"mine/{RULE}", "data.rules.branch.guarded")
    assert (found[code].row > 0, found[code].column > 0, bool(found[code].message), bool(found[code].fix)) == (
        True,
    ) * 4
    with pytest.raises(BundleRefusedError) as refused:
        hold_to_contract(broken, files=[TEST], checks=CHECKS)
    assert (str(refused.value.where).startswith(f"{RULE}:"), bool(refused.value.hint)) == (True, True)


@pytest.mark.parametrize(
    "extra",
    [
        "",
        f'q contains p[k].value if {{\n\t{REFS}\n\tsome k in ["protected", "linear_history"]\n}}',
        "q if time.parse_rfc3339_ns(input.context.evaluated_at) > 1",
        f'q contains p.ref if {{\n\t{REFS}\n\tregex.match("^refs/heads/.*$", p.ref)\n}}',
        "q := [n | some n in {time.parse_rfc3339_ns(r.created_at) | some r in input.history.release_runs.value}][0]",
        'q := concat(", ", sort([r.tag | some r in input.repository.releases.value]))',
        "q := [r.tag | some r in input.repository.releases.value][0]",
    ],
    ids=[
        "nothing more",
        "a key that ranges over literals",
        "an order of moments",
        "a pattern with both ends",
        "the first of moments",
        "names in order",
        "the first as it was read",
    ],
)
def test_what_the_design_allows_is_not_refused(extra: str) -> None:
    assert [
        breach.code for breach in breaches(opened(rule(extra))) if breach.code not in {"reads", "handles_context"}
    ] == []


def test_a_parameter_that_is_read_may_be_declared() -> None:
    minimum = f"holds[p.ref] := count(p.approvals_at_least) >= {PARAMETERS}.minimum if {REFS}"
    assert {breach.code for breach in breaches(opened(rule(old=HOLDS, new=minimum, parameters=MINIMUM)))} <= {"reads"}


NOT_OPENED = {
    "a misspelt path": rule(f"q contains p.reff if {REFS}"),
    "a comparison of different types": rule(f"q contains p.ref if {{\n\t{REFS}\n\tp.ref == 1\n}}"),
    "schemas in METADATA": rule(old=CUSTOM, new=f"# schemas: [input: {{type: object}}]\n{CUSTOM}"),
    "METADATA for packages below": rule(old=CUSTOM, new=f"# scope: subpackages\n{CUSTOM}"),
    "no METADATA": rule(old="# METADATA", new="# About"),
    "METADATA without a severity": rule(old="#   severity: high\n", new=""),
    "METADATA without a fix": rule(old='click: "Guard {subject}"', new='click: ""'),
    "METADATA with a key nobody knows": rule(old="#   severity: high\n", new="#   severity: high\n#   severty: low\n"),
    "a parameter that is declared twice": rule(parameters=f"{MINIMUM}, {MINIMUM}"),
    "a default that does not fit": rule(parameters=MINIMUM.replace("default: 2", "default: two")),
}


@pytest.mark.parametrize("policy", NOT_OPENED.values(), ids=list(NOT_OPENED))
def test_what_is_no_rule_at_all_is_refused_before_it_is_checked(policy: dict[str, str]) -> None:
    with pytest.raises(BundleRefusedError) as refused:
        opened(policy)
    assert refused.value.where is not None
    assert (refused.value.where.source, refused.value.where.line > 0) == (f"mine/{RULE}", True)
    assert refused.value.hint


def test_a_rule_without_a_test_is_refused() -> None:
    files = [BundleFile(path=path, data=text.encode()) for path, text in rule().items()]
    hold_to_contract(opened(rule()), files=[*files, TEST], checks=CHECKS)

    with pytest.raises(BundleRefusedError, match="the rule has no test"):
        hold_to_contract(opened(rule()), files=files, checks=CHECKS)


def test_a_code_used_twice_is_refused() -> None:
    rules = opened(rule()).rules
    with pytest.raises(BundleRefusedError, match=re.escape("rule branch.guarded comes from bundle mine and from")):
        refuse_shared_packages([*rules, *rules])


def test_only_rules_of_the_release_contract_are_held_to_it() -> None:
    mine = [BundleFile(path=path, data=text.encode()) for path, text in rule().items()]
    foreign = [BundleFile(path="main.rego", data=b"package main\n"), BundleFile(path="data.json", data=b"{}")]
    assert (offers_rules([*foreign, *mine], source="x"), offers_rules(foreign, source="x")) == (True, False)


def places(schema: Json) -> Iterator[tuple[str, dict[str, Json]]]:
    """Every property of a schema with its name."""
    if isinstance(schema, dict):
        properties = schema.get("properties")
        for name, described in properties.items() if isinstance(properties, dict) else ():
            if isinstance(described, dict):
                yield name, described
        for inside in schema.values():
            yield from places(inside)
    elif isinstance(schema, list):
        for inside in schema:
            yield from places(inside)


def test_every_moment_in_the_input_is_known_by_its_name() -> None:
    source = next(file.data.decode() for file in carried_checks() if file.path.endswith("text_order.rego"))
    pattern = re.search(r"regex\.match\(`(.+)`", source)
    assert pattern
    moments = {
        f"input.x.{name}"
        for name, described in places(read_json(schema_bytes("input_v1"), source="input_v1"))
        if "T[0-9]{2}" in str(described.get("pattern")) and name != "value"
    }
    assert len(moments) > 5
    assert {name for name in moments if not re.fullmatch(pattern[1], name)} == set()
