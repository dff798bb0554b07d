"""No registry's address is written down: it comes from client libraries or configuration."""

import subprocess

from tests.architecture.source_tree import ROOT

HOSTS = tuple(
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("crates", "io"),
        ("rubygems", "org"),
        ("proxy", "golang", "org"),
    ]
)
LOCK = ":!uv.lock"
"""The lock of the environment is written by uv, which puts in it where it found each file."""


def test_no_file_names_the_host_of_a_registry() -> None:
    patterns = [part for host in HOSTS for part in ("-e", host)]
    found = subprocess.run(
        ["git", "grep", "-lF", *patterns, "--", LOCK], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout, found.stderr) == (1, "", "")
