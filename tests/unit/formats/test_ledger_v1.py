"""The ledger: the rules of exactly one tree, and of no other."""

from checker.adapters.bundles.release_policy import shipped_pins
from checker.bootstrap.carried import carried_rules
from checker.domain.digest import digest_of
from checker.domain.rule import Rule
from checker.formats.ledger_v1 import read_ledger, render_ledger
from tests.builders import SOME_DIGEST


def shipped() -> tuple[Rule, ...]:
    rules = carried_rules(shipped_pins()["release-policy"])
    assert rules
    return rules


def test_a_ledger_reads_back_the_rules_it_was_written_of() -> None:
    data = render_ledger(shipped(), tree_digest=SOME_DIGEST)
    assert read_ledger(data, tree_digest=SOME_DIGEST) == shipped()


def test_a_ledger_says_nothing_about_another_tree() -> None:
    data = render_ledger(shipped(), tree_digest=SOME_DIGEST)
    assert read_ledger(data, tree_digest=digest_of(b"another")) is None
    assert carried_rules(digest_of(b"another")) is None
