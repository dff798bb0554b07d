"""Coverage as it is shown: decided, left out with a reason, and open are three different things."""

from checker.domain.coverage import Coverage, Covered
from checker.output.rule_coverage import coverage_document, render_coverage, render_coverage_markdown
from checker.output.terminal import Terminal

FOUND = Coverage(
    baseline="baseline 1",
    controls=(
        Covered(id="C-1", title="Decided", rules=("branch.guarded", "tag.sealed"), levels=(1, 2, 3)),
        Covered(id="C-2", title="Left out", rules=(), levels=(2, 3), not_carried="It asks for a poem | or two"),
        Covered(id="C-3", title="Forgotten", rules=(), levels=(3,)),
    ),
    rows=(Covered(id="R-1", title="A row", rules=("branch.guarded",)), Covered(id="R-2", title="A gap", rules=())),
    unknown=("C-9",),
)


def test_a_control_that_is_left_out_is_not_a_gap() -> None:
    assert render_coverage(FOUND, shown=Terminal()).splitlines() == [
        "baseline 1",
        "✓ C-1           branch.guarded, tag.sealed",
        "· C-2           left out: It asks for a poem | or two",
        "? C-3           no rule: Forgotten",
        "",
        "Catalogue",
        "✓ R-1           branch.guarded",
        "? R-2           no rule: A gap",
        "",
        "unknown control C-9",
        "level 1: 1 of 1 controls have a rule, 0 are left out with a reason, 0 are open",
        "level 2: 1 of 2 controls have a rule, 1 are left out with a reason, 0 are open",
        "level 3: 1 of 3 controls have a rule, 1 are left out with a reason, 1 are open",
        "catalogue: 1 of 2 rows have a rule",
    ]


def test_the_reason_stands_in_the_table_and_in_the_document() -> None:
    table = render_coverage_markdown(FOUND)
    assert "| C-2 | 2, 3 | Left out | It asks for a poem \\| or two |" in table
    assert "| C-3 | 3 | Forgotten | none |" in table
    controls = coverage_document(FOUND)["controls"]
    assert isinstance(controls, list)
    assert [one["not_carried"] for one in controls if isinstance(one, dict)] == ["", "It asks for a poem | or two", ""]
