"""Attacks on the way from a report to an upload: refused in one sentence, or the approval is void for good."""

from collections.abc import Mapping
from typing import Any

import pytest

from checker.api.problems import refused as status_of_refusal
from checker.errors import CleanReleaseError
from tests.attacks.release_case import case_of
from tests.attacks.run_cases import cases_of

CASES = [case for family in "ATW" for case in cases_of(family, how="release")]


@pytest.mark.parametrize(("folder", "name", "fields"), CASES, ids=[f"{folder}: {name}" for folder, name, _ in CASES])
def test_a_release_is_attacked(folder: str, name: str, fields: Mapping[str, Any]) -> None:
    case, expect, kind = case_of(fields), fields["expect"], folder.rpartition("__")[2]
    if kind == "refuse":
        with pytest.raises(CleanReleaseError) as refused:
            case.run()
        said = f"{refused.value}"
        status = status_of_refusal(refused.value).status
        assert status == expect.get("status", status)
    else:
        ended = case.run()
        said = ended.said
        assert (ended.kind, ended.verdict) == (expect.get("kind", ""), expect.get("verdict", "")), name
    assert not [words for words in expect.get("says", ()) if words not in said], said
    assert case.state == expect["state"]
