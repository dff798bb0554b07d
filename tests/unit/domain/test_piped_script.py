"""Which commands hand to an interpreter what they have just fetched."""

import pytest

from checker.domain.piped_script import runs_what_it_fetches

RUN = (
    "curl -sSL https://x.example/install.sh | sh",
    "curl x | sudo -E bash -",
    "curl x | env BAR=2 bash",
    "wget -qO- x | tee log | python3 -",
    "curl x | gunzip | bash",
    "curl x \\\n  | bash",
    "curl x |\n  bash -s -- -y",
    "set -e; curl x | sh; echo done",
    "/usr/bin/curl x | /bin/sh",
    "curl.exe x | sh",
    "bash <(curl -s x)",
    "source <(curl x)",
    ". <(curl x)",
    'sh -c "$(curl -fsSL x)"',
    "bash -c `curl x`",
    'eval "$(wget -qO- x)"',
    "iwr x | iex",
    "irm x | Invoke-Expression",
    "iex (irm x)",
    "iex ((New-Object System.Net.WebClient).DownloadString('x'))",
    "& ([scriptblock]::Create((irm x)))",
    'powershell -c "iex (irm x)"',
    "curl x | jq .; wget -O- y | sh",
)
KEPT = (
    "",
    "curl -o x.sh https://x.example && sha256sum -c x.sha && sh x.sh",
    "# curl x | sh",
    "curl x | jq .",
    "curl x | shasum -a 256",
    "echo bash | grep curl",
    "curl x > bash",
    "curl https://x.example/bash | tar xz",
    "git fetch origin | cat",
    "npm run prefetch | sh",
    "cat script | sh; curl x",
    "python -m build && curl -T dist x",
    "python build.py --version $(curl x | jq -r .v)",
    'echo "$(curl x)"',
    "bash -c 'echo hi'; curl x",
)


@pytest.mark.parametrize("commands", RUN)
def test_what_is_fetched_is_run(commands: str) -> None:
    assert runs_what_it_fetches(commands)


@pytest.mark.parametrize("commands", KEPT)
def test_what_is_fetched_is_not_run(commands: str) -> None:
    assert not runs_what_it_fetches(commands)


@pytest.mark.parametrize("commands", ["curl " + "x" * 5000, "curl x " * 20])
def test_what_is_too_long_to_be_looked_at_counts_as_run(commands: str) -> None:
    assert runs_what_it_fetches(commands)
