"""What is used is named by bytes, by a name that can move, or not at all."""

import pytest

from checker.domain.workflow_uses import Pin, UsesKind, uses_of

COMMIT = "11bd71901bbe5b1630ceea73d27597364c9af683"


@pytest.mark.parametrize(
    ("text", "kind", "pin", "parts"),
    [
        (f"actions/checkout@{COMMIT}", UsesKind.REMOTE, Pin.COMMIT, ("actions/checkout", "", COMMIT)),
        (f"actions/checkout@{'A' * 64}", UsesKind.REMOTE, Pin.COMMIT, ("actions/checkout", "", "A" * 64)),
        ("actions/checkout@v4", UsesKind.REMOTE, Pin.MOVING, ("actions/checkout", "", "v4")),
        (f"actions/checkout@{COMMIT[:7]}", UsesKind.REMOTE, Pin.MOVING, ("actions/checkout", "", COMMIT[:7])),
        ("a/b/sub/dir@release/v1", UsesKind.REMOTE, Pin.MOVING, ("a/b", "sub/dir", "release/v1")),
        (
            "a/b/.github/workflows/x.yml@main",
            UsesKind.REMOTE,
            Pin.MOVING,
            ("a/b", ".github/workflows/x.yml", "main"),
        ),
        ("a/b", UsesKind.REMOTE, Pin.NONE, ("a/b", "", "")),
        ("a/b@", UsesKind.REMOTE, Pin.NONE, ("a/b", "", "")),
        ("./.github/workflows/x.yml", UsesKind.LOCAL, Pin.SAME_COMMIT, ("", ".github/workflows/x.yml", "")),
        ("../elsewhere", UsesKind.LOCAL, Pin.SAME_COMMIT, ("", "../elsewhere", "")),
        ("docker://alpine", UsesKind.IMAGE, Pin.NONE, ("", "alpine", "")),
        ("docker://alpine:3.20", UsesKind.IMAGE, Pin.MOVING, ("", "alpine", "3.20")),
        ("docker://host:5000/alpine", UsesKind.IMAGE, Pin.NONE, ("", "host:5000/alpine", "")),
        ("docker://alpine:3@sha256:ab", UsesKind.IMAGE, Pin.DIGEST, ("", "alpine:3", "sha256:ab")),
        ("${{ matrix.action }}", UsesKind.UNKNOWN, Pin.UNKNOWN, ("", "", "")),
        ("actions/checkout@${{ inputs.ref }}", UsesKind.UNKNOWN, Pin.UNKNOWN, ("", "", "")),
        ("checkout", UsesKind.UNKNOWN, Pin.UNKNOWN, ("", "", "")),
        ("", UsesKind.UNKNOWN, Pin.UNKNOWN, ("", "", "")),
    ],
)
def test_a_use_is_what_its_text_names(text: str, kind: UsesKind, pin: Pin, parts: tuple[str, str, str]) -> None:
    found = uses_of(text, line=7)

    assert (found.kind, found.pin, found.line, found.text) == (kind, pin, 7, text)
    assert (found.repository, found.path, found.ref) == parts
