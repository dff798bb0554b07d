"""Files and functions stay small enough to be read at once, and are named after what they know."""

import pytest

from tests.architecture.source_tree import (
    PYTHON_PLACES,
    count_lines,
    relative,
    source_files,
    too_long,
)

FILE_LIMITS = {
    ".py": (400, PYTHON_PLACES),
    ".go": (300, ("engine",)),
    ".rego": (400, ("policies",)),
}
RULE_FILE_LIMIT = 120
FUNCTION_LIMIT = 50
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "base", "manager", "managers", "misc"}


@pytest.mark.parametrize("suffix", sorted(FILE_LIMITS))
def test_no_source_file_is_longer_than_its_limit(suffix: str) -> None:
    limit, places = FILE_LIMITS[suffix]
    files = source_files(suffix, *places)

    assert files, f"no {suffix} file was found in {places}: the test would prove nothing"
    assert [relative(path) for path in files if count_lines(path) > limit] == []


def test_no_test_file_is_longer_than_a_source_file_may_be() -> None:
    limit, _ = FILE_LIMITS[".py"]
    long = {relative(path) for path in source_files(".py", "tests") if count_lines(path) > limit}

    assert long == set()


def test_no_rule_is_longer_than_a_page() -> None:
    rules = [path for path in source_files(".rego", "policies/rules") if not path.stem.endswith("_test")]

    assert rules
    assert [relative(path) for path in rules if count_lines(path) > RULE_FILE_LIMIT] == []


def test_no_function_is_longer_than_fifty_lines() -> None:
    files = source_files(".py", *PYTHON_PLACES)

    found = {relative(path): too_long(path.read_text(encoding="utf-8"), limit=FUNCTION_LIMIT) for path in files}

    assert {name: functions for name, functions in found.items() if functions} == {}


def test_a_function_one_line_too_long_is_reported() -> None:
    fits = "def fits():\n" + "    x = 1\n" * (FUNCTION_LIMIT - 1)
    breaks = "async def breaks():\n" + "    x = 1\n" * FUNCTION_LIMIT

    assert too_long(fits, limit=FUNCTION_LIMIT) == []
    assert too_long(breaks, limit=FUNCTION_LIMIT) == ["breaks: 51 lines"]


def test_every_module_is_named_after_what_it_knows() -> None:
    files = source_files(".py", *PYTHON_PLACES, "tests")

    assert [relative(path) for path in files if {path.stem, path.parent.name} & EMPTY_NAMES] == []
