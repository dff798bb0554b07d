"""A shipped rule has its tests and its page."""

import pytest

from checker.application.complete_rules import refuse_incomplete
from checker.domain.snapshot import BundleFile
from checker.errors import BundleRefusedError

RULE = BundleFile(path="rules/branch/guarded/guarded.rego", data=b"package rules.branch.guarded\n")
TEST = BundleFile(
    path="rules/branch/guarded/guarded_test.rego",
    data=b"package rules.branch.guarded_test\n\ntest_passes if true\n",
)
LIBRARY = BundleFile(path="lib/refs.rego", data=b"package lib.refs\n")
PAGE = "branch/guarded.md"


def test_a_rule_with_test_and_page_is_complete() -> None:
    refuse_incomplete([LIBRARY, RULE, TEST], pages={PAGE})


def test_without_documents_only_the_test_is_asked_for() -> None:
    refuse_incomplete([RULE, TEST], pages=None)


def test_a_rule_without_a_test_is_refused() -> None:
    with pytest.raises(BundleRefusedError, match="the rule has no test") as refused:
        refuse_incomplete([LIBRARY, RULE], pages={PAGE})
    assert refused.value.hint == f"write one in {TEST.path}"


def test_a_test_file_that_tests_nothing_is_no_test() -> None:
    empty = BundleFile(path=TEST.path, data=b"package rules.branch.guarded_test\n\n# test_passes if true\n")
    with pytest.raises(BundleRefusedError, match="the rule has no test"):
        refuse_incomplete([RULE, empty], pages={PAGE})


def test_a_rule_without_a_page_is_refused() -> None:
    with pytest.raises(BundleRefusedError, match="the rule has no page") as refused:
        refuse_incomplete([RULE, TEST], pages={"branch/other.md"})
    assert str(refused.value.where) == f"{RULE.path}:1:1"
