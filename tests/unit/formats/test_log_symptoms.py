"""Symptoms: each is found in its examples and in none of the others, names a cause and a fix, and is read in bounds."""

import re
import tomllib
from typing import Any

import pytest

from checker.adapters.secrets.known_forms import KnownForms
from checker.errors import InputRefusedError
from checker.formats.log_symptoms import CARRIED, carried_symptoms, read_symptoms, symptoms_in

FORMS = KnownForms()
WRITTEN: list[dict[str, Any]] = [
    item for path in sorted(CARRIED.glob("*.toml")) for item in tomllib.loads(path.read_text("utf-8"))["symptom"]
]
EXAMPLES = [(item["id"], text) for item in WRITTEN for text in item["examples"]]
IDS = [f"{name}-{number}" for number, (name, _) in enumerate(EXAMPLES)]
LEAST = 20
ONE = """\
[[symptom]]
id = "one"
matches = ['lost (?P<what>\\w+)', 'gone']
cause = "{what} is gone"
fixes = ["find {what}"]
examples = []
others = []
"""


def found(text: str) -> dict[str, str]:
    return {one.symptom: one.seen for one in symptoms_in(text, carried_symptoms(), secrets=FORMS.find)}


def test_there_are_many_symptoms_each_with_a_name_of_its_own() -> None:
    names = [symptom.id for symptom in carried_symptoms()]
    assert len(names) >= LEAST
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=IDS)
def test_a_symptom_is_found_in_its_examples_and_no_other_is(name: str, text: str) -> None:
    assert list(found(text)) == [name]


def test_no_symptom_is_found_in_what_goes_well() -> None:
    others = [text for item in WRITTEN for text in item["others"]]
    assert len(others) >= LEAST
    assert {text: found(text) for text in others if found(text)} == {}


def test_every_pattern_has_an_example_of_its_own() -> None:
    unused = {
        pattern: item["id"]
        for item in WRITTEN
        for pattern in item["matches"]
        if not any(re.search(pattern, text) for text in item["examples"])
    }
    assert unused == {}


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=IDS)
def test_cause_and_fixes_are_sentences_without_holes(name: str, text: str) -> None:
    (one,) = symptoms_in(text, carried_symptoms(), secrets=FORMS.find)
    assert name == one.symptom
    assert one.cause
    assert one.fixes
    assert not [part for part in (one.cause, *one.fixes) if re.search(r"(?<!\$)\{(?!commit)[a-z]+\}|something", part)]


@pytest.mark.parametrize("mean", ["'; reboot; '", "$(reboot)", "`reboot`", "a;reboot", "a|reboot", "-x", "a b"])
def test_nothing_a_log_says_can_add_to_a_command_that_is_shown(mean: str) -> None:
    words = r"v1\.2\.3|widget|refs/\S+|git\.example\.org"
    replaced = [text.replace(word, mean) for _, text in EXAMPLES for word in re.findall(words, text)]
    assert replaced
    for text in replaced:
        found = symptoms_in(text, carried_symptoms(), secrets=FORMS.find)
        assert not [fix for one in found for fix in one.fixes if mean in fix or "reboot" in fix]


def test_a_symptom_is_told_once_at_its_first_line_in_the_order_of_the_log() -> None:
    known = read_symptoms(ONE.encode(), source="it")
    text = "fine\njob\tstep\t2026-02-26T17:00:00Z \x1b[31mlost\x1b[0m keys today\nlost more\n"
    (one,) = symptoms_in(text, known, secrets=FORMS.find)

    assert (one.line, one.seen, one.cause, one.fixes) == (2, "lost keys", "keys is gone", ("find keys",))


def test_a_part_that_the_words_do_not_name_is_called_something() -> None:
    (one,) = symptoms_in(
        "gone", read_symptoms(ONE.replace("'gone'", "'(?P<what>x)?gone'").encode(), source="it"), secrets=FORMS.find
    )
    assert one.cause == "something is gone"


def test_a_line_is_read_up_to_its_limit_and_shown_up_to_another() -> None:
    known = read_symptoms(ONE.encode(), source="it")
    assert list(symptoms_in("x" * 5000 + "lost keys", known, secrets=FORMS.find)) == []
    (one,) = symptoms_in("lost " + "k" * 4000, known, secrets=FORMS.find)
    assert len(one.seen) == 300


@pytest.mark.parametrize(
    "text",
    [
        "symptom = 1",
        "",
        "[[symptom]]\nid = 'one'\n",
        ONE + "more = 1\n",
        ONE.replace("'gone'", "'('"),
        ONE.replace("matches = [", "matches = [1, "),
    ],
)
def test_a_damaged_file_is_refused(text: str) -> None:
    with pytest.raises(InputRefusedError, match="the file of symptoms cannot be read"):
        read_symptoms(text.encode(), source="it")
