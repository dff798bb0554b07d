"""Public keys of SSH: the fingerprint is that of OpenSSH, and what is no key is refused."""

import subprocess
from pathlib import Path

import pytest

from checker.errors import InputRefusedError
from checker.formats.ssh_keys import ssh_fingerprint


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_the_fingerprint_is_the_one_that_openssh_prints(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "who", "-f", str(path)], check=True)
    public = path.with_suffix(".pub")
    said = subprocess.run(["ssh-keygen", "-l", "-f", str(public)], capture_output=True, text=True, check=True).stdout

    assert ssh_fingerprint(public.read_text().strip(), source="here") == said.split(" ")[1]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "ssh-ed25519",
        "ssh-ed25519 !!",
        "ssh-ed25519 AAAA",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIA==",
        "ssh-dss AAAAB3NzaC1kc3M=",
    ],
)
def test_what_is_no_key_is_refused(line: str) -> None:
    with pytest.raises(InputRefusedError, match="no public key of SSH"):
        ssh_fingerprint(line, source="here")
