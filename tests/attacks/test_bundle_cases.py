"""Attacks on bundles (B) and on what makes them trusted (R): each is refused for its reason, or shown not to be one.

Nothing outside the project is touched, and memory stays bounded, whatever the case.
"""

import tracemalloc
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from checker.adapters.anchor.anchor_file import AnchorFile, configuration_folder
from checker.adapters.bundles.local_bundles import LocalBundles
from checker.application.decide_trust import TrustBasis
from checker.application.resolve_bundle import resolve_bundle
from checker.application.verify_bundle import verify_bundle
from checker.domain.lock import Lock, LockedBundle
from checker.domain.namespace import Namespace
from checker.domain.snapshot import ResolvedBundle
from checker.domain.trust import Anchor
from checker.errors import CleanReleaseError
from checker.formats.anchor_v1 import parse_anchor
from tests.attacks.bundle_case import Case, anchor_document, cases_in, write_bundle
from tests.bundle_builders import NOW, basis_of, digest_for, fetched, team_archive

HERE = Path(__file__).parent
MOST_MEMORY = 200 * 1024 * 1024
# B18 needs strace: tests/system/test_install_kill.py
RUN_ELSEWHERE = ("B10", "B11", "B18", "B20")  # test_source_cases.py
FOLDERS = sorted(
    folder
    for folder in HERE.iterdir()
    if folder.name[0] in "BR" and "__" in folder.name and not folder.name.startswith(RUN_ELSEWHERE)
)
NAMED = [(folder, fields) for folder in FOLDERS for fields in cases_in(folder)]
EXPECTED = {
    *(f"B{number:02}" for number in (1, 2, 3, 4, 6, 7, 8, 12, 13, 14, 15, 16)),
    *(f"R{number:02}" for number in (1, 3, 5, 6, 8, 9, 10, 11)),
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("project/.git", "outside", "config"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "outside" / "canary").write_text("untouched", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("folder", "fields"), NAMED, ids=[f"{folder.name}-{fields['name']}" for folder, fields in NAMED]
)
def test_an_attack_ends_as_its_case_says(
    folder: Path, fields: Mapping[str, Any], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case(fields=fields, place=place)
    monkeypatch.chdir(case.project)
    expected = fields["expect"]
    assert ("trusted" in expected) == folder.name.endswith("__pass")
    source = write_bundle(case)

    tracemalloc.start()
    try:
        outcome = judged(case, source)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert outcome == expected or (isinstance(outcome, CleanReleaseError) and "refused" in expected), outcome
    if isinstance(outcome, CleanReleaseError):
        assert (outcome.code, expected["says"] in str(outcome)) == (expected["refused"], True), str(outcome)
        assert str(outcome).isprintable()
    assert peak < MOST_MEMORY
    assert [path.name for path in case.outside.iterdir()] == ["canary"]
    assert (case.outside / "canary").read_text(encoding="utf-8") == "untouched"


def test_every_attack_on_bundles_has_a_case_and_most_are_refused() -> None:
    assert {folder.name.partition("__")[0] for folder in FOLDERS} == EXPECTED
    refused = [fields for _, fields in NAMED if "refused" in fields["expect"]]
    assert len(refused) / len(NAMED) >= 0.7


def judged(case: Case, source: str) -> CleanReleaseError | dict[str, str]:
    """What became of the case: the refusal, or how the bundle is trusted."""
    try:
        resolved = verified(case, source)
    except CleanReleaseError as refusal:
        return refusal
    return {"trusted": resolved.trust.method.value}


def verified(case: Case, source: str) -> ResolvedBundle:
    """Do what a gate does: find the anchor, fetch, read, hold to the lock, and decide."""
    anchor = found_anchor(case)
    bundle = LocalBundles(base=case.project).fetch(source)
    basis = TrustBasis(anchor=anchor, now=case.fields.get("now", NOW))
    return verify_bundle(bundle, basis=basis, lock=lock_of(source) if case.fields.get("locked") else None)


def found_anchor(case: Case) -> Anchor | None:
    """The anchor, written where the case says, and found as the product finds it."""
    environment = {"XDG_CONFIG_HOME": str(case.place / "config")}
    if "anchor" in case.fields:
        where = case.fields.get("anchor_place")
        path = case.project / where if where else configuration_folder(environment) / "anchor.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(anchor_document(case))
    named = case.fields.get("anchor_named", "")
    found = AnchorFile(environment=environment).find(named, judged=str(case.project), namespace=Namespace.REAL)
    return None if found is None else parse_anchor(found.data, source=found.location)


def lock_of(source: str) -> Lock:
    """The lock of the genuine bundle."""
    bundle = resolve_bundle(fetched(team_archive()), basis=basis_of(None)).bundle
    entry = LockedBundle(
        source=source,
        archive_sha256=bundle.archive_sha256 if source.endswith(".tar.gz") else "",
        tree_digest=bundle.tree_digest,
        revision=bundle.revision,
    )
    return Lock(bundles=(entry,), snapshot=digest_for("snapshot"), project_digest=digest_for("project"))
