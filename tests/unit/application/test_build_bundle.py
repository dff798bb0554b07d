"""Building, reading, signing and inspecting a bundle."""

from dataclasses import replace

import pytest

from checker.application.build_bundle import build_bundle
from checker.application.inspect_bundle import InspectedFile, inspect_bundle
from checker.application.read_bundle import read_bundle
from checker.application.sign_bundle import sign_bundle
from checker.errors import BundleRefusedError, InputRefusedError, TrustError, UsageError
from checker.formats.bundle_limits import BundleLimits
from checker.formats.bundle_names import ENVELOPE, OPA_SIGNATURES
from checker.formats.dsse_v1 import SignedBytes, parse_envelope, render_envelope
from tests.bundle_builders import (
    ISSUED,
    LIBRARY,
    ROOTS,
    RULE,
    fetched,
    fetched_folder,
    manifest_bytes,
    team_archive,
    team_contents,
)
from tests.fakes.memory_keys import MemorySigner

BARE = {"rules/team/reviewed/reviewed.rego": RULE, "lib/team/answer.rego": LIBRARY}


def test_a_build_is_the_same_bytes_every_time_and_reads_back_as_the_same_bundle() -> None:
    built = build_bundle(fetched_folder(team_contents()))

    assert build_bundle(fetched_folder(dict(reversed(team_contents().items())))).archive == built.archive
    assert read_bundle(fetched(built.archive)) == built.bundle
    assert built.bundle.tree_digest == read_bundle(fetched_folder(team_contents())).tree_digest


def test_tests_and_old_signatures_are_left_out_and_everything_else_is_kept() -> None:
    contents = {**team_contents(), "lib/team/answer_test.rego": b"", OPA_SIGNATURES: b"", ENVELOPE: b"", "NOTES": b"n"}

    paths = [file.path for file in build_bundle(fetched_folder(contents)).bundle.files]

    assert paths == sorted([*team_contents(), "NOTES"])


def test_name_revision_and_roots_are_taken_from_what_is_given_then_from_the_manifest_then_derived() -> None:
    given = build_bundle(fetched_folder(team_contents()), name="acme", revision=9, roots=("rules", "lib")).bundle
    written = build_bundle(fetched_folder(team_contents())).bundle
    derived = build_bundle(fetched_folder(BARE), name="acme", revision=1).bundle

    assert (given.name, given.revision, given.roots) == ("acme", 9, ("lib", "rules"))
    assert (written.name, written.revision, written.roots) == ("team-policy", 7, ROOTS)
    assert derived.roots == ROOTS


@pytest.mark.parametrize(("name", "revision"), [("", 1), ("acme", None), ("acme", 0), ("acme", -1)])
def test_a_bundle_without_a_name_or_revision_is_not_built(name: str, revision: int | None) -> None:
    with pytest.raises(UsageError, match="expected a name and a revision from 1 on"):
        build_bundle(fetched_folder(BARE), name=name, revision=revision)


def test_a_bundle_is_not_built_from_an_archive() -> None:
    with pytest.raises(UsageError, match="from a folder, not from an archive"):
        build_bundle(fetched(team_archive()))


@pytest.mark.parametrize(
    ("contents", "roots", "why"),
    [
        ({"data.json": b"{}"}, (), "holds no rules"),
        ({"a_test.rego": b"package a_test"}, (), "holds no rules"),
        ({"a_test.rego": b"package a_test"}, ("a",), "holds no rules"),
        (BARE, ("rules",), "'lib.team' lies outside the roots 'rules'"),
        (BARE, ("Rules ",), "is not a path"),
    ],
)
def test_a_bundle_that_could_not_be_read_is_not_built(
    contents: dict[str, bytes], roots: tuple[str, ...], why: str
) -> None:
    with pytest.raises(BundleRefusedError) as refusal:
        build_bundle(fetched_folder(contents), name="acme", revision=1, roots=roots)

    assert why in refusal.value.message


def test_a_bundle_is_named_by_its_manifest_or_else_by_its_source() -> None:
    foreign = read_bundle(fetched_folder({"policy/main.rego": b"package main"}))

    assert (foreign.name, foreign.revision, foreign.roots, foreign.archive_sha256) == ("unnamed", 0, ("",), "")
    assert read_bundle(fetched(team_archive())).name == "team-policy"


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        ({".manifest": manifest_bytes()}, "holds no rules"),
        ({".manifest": manifest_bytes(), "a_test.rego": b""}, "holds no rules"),
        ({".manifest": manifest_bytes(), "x.rego": b"package rules.other"}, "lies outside the roots"),
        ({".manifest": manifest_bytes(), "x.rego": RULE, "data.json": b'{"x": 1}'}, "lies outside the roots"),
        ({"x.rego": b"package project"}, "belongs to the host alone"),
    ],
)
def test_a_bundle_that_brings_nothing_or_more_than_it_says_is_refused(contents: dict[str, bytes], why: str) -> None:
    with pytest.raises(BundleRefusedError) as refusal:
        read_bundle(fetched_folder(contents))

    assert why in refusal.value.message


def test_limits_are_handed_on() -> None:
    with pytest.raises(BundleRefusedError, match="more than 1 entries"):
        read_bundle(fetched(team_archive()), limits=BundleLimits(files=1))


def test_a_second_signature_is_added_to_the_same_bytes() -> None:
    bundle = fetched(team_archive())
    first = sign_bundle(bundle, signer=MemorySigner("alice"), issued=ISSUED)
    second = sign_bundle(replace(bundle, envelope=first), signer=MemorySigner("bob"), issued="2026-02-02T00:00:00Z")

    assert parse_envelope(second, source="e").payload == parse_envelope(first, source="e").payload
    assert set(parse_envelope(second, source="e").signatures) == {
        MemorySigner(name).identity.fingerprint for name in ("alice", "bob")
    }


def test_nobody_signs_twice() -> None:
    bundle = fetched(team_archive())
    bundle = replace(bundle, envelope=sign_bundle(bundle, signer=MemorySigner("alice"), issued=ISSUED))

    with pytest.raises(UsageError, match="alice has signed this bundle already"):
        sign_bundle(bundle, signer=MemorySigner("alice"), issued=ISSUED)


def test_nobody_signs_an_envelope_about_something_else() -> None:
    other = sign_bundle(fetched(team_archive(6)), signer=MemorySigner("alice"), issued=ISSUED)

    with pytest.raises(TrustError, match="signed is the tree"):
        sign_bundle(fetched(team_archive(7), envelope=other), signer=MemorySigner("bob"), issued=ISSUED)


def test_nobody_signs_a_payload_of_another_type() -> None:
    text = render_envelope(
        SignedBytes(payload=b"x", payload_type="text/plain", signatures={"sha256:" + "0" * 64: b"s"})
    )

    with pytest.raises(TrustError, match="the envelope holds 'text/plain'"):
        sign_bundle(fetched(team_archive(), envelope=text), signer=MemorySigner("bob"), issued=ISSUED)


def test_a_bundle_without_a_revision_is_not_signed() -> None:
    with pytest.raises(UsageError, match="has no revision"):
        sign_bundle(fetched_folder(BARE), signer=MemorySigner("alice"), issued=ISSUED)


def test_a_signature_needs_a_moment() -> None:
    with pytest.raises(InputRefusedError):
        sign_bundle(fetched(team_archive()), signer=MemorySigner("alice"), issued="today")


def test_a_bundle_is_laid_open_without_being_believed() -> None:
    contents = {**team_contents(), OPA_SIGNATURES: b"forged", ENVELOPE: b"forged", "x_test.rego": b""}

    inspection = inspect_bundle(replace(fetched_folder(contents), envelope=b"forged"))

    assert inspection.signatures == (ENVELOPE, OPA_SIGNATURES, "envelope beside it")
    assert inspection.bundle.name == "team-policy"
    assert {file.path: file.package for file in inspection.files} == {
        **dict.fromkeys(contents, ""),
        "lib/team/answer.rego": "lib.team",
        "rules/team/reviewed/reviewed.rego": "rules.team.reviewed",
    }
    assert isinstance(inspection.files[0], InspectedFile)
    assert inspection.files[0].size == len(contents[inspection.files[0].path])


def test_a_bundle_without_signatures_says_so() -> None:
    assert inspect_bundle(fetched(team_archive())).signatures == ()
