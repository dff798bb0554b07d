"""What a server is given to listen with: each thing that is wrong is named, with what was expected in its place."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.api.listening import refuse_open_door
from checker.errors import InputRefusedError
from tests.bundle_server import certificate


@pytest.fixture
def pair(tmp_path: Path) -> Callable[[str], tuple[Path, Path]]:
    """Makes a certificate and its key, in a folder of this name."""

    def make(name: str) -> tuple[Path, Path]:
        (tmp_path / name).mkdir()
        found = certificate(tmp_path / name)[1]
        return found, found.with_name("server.key")

    return make


def refused(certificate: Path, key: Path) -> str:
    with pytest.raises(InputRefusedError) as error:
        refuse_open_door("127.0.0.1", certificate=str(certificate), key=str(key), behind_proxy=False)
    assert error.value.hint
    return str(error.value)


def test_a_certificate_and_its_key_are_taken(pair: Callable[[str], tuple[Path, Path]]) -> None:
    chain, key = pair("one")
    refuse_open_door("0.0.0.0", certificate=str(chain), key=str(key), behind_proxy=False)  # noqa: S104 - the point


def test_of_two_files_the_one_that_is_wrong_is_named(pair: Callable[[str], tuple[Path, Path]], tmp_path: Path) -> None:
    (chain, key), (_, other) = pair("one"), pair("another")
    closed, text = tmp_path / "closed.key", tmp_path / "note.txt"
    text.write_text("no certificate\n", encoding="utf-8")
    words = ["openssl", "pkey", "-aes256", "-passout", "pass:secret", "-in", str(key), "-out", str(closed)]
    subprocess.run(words, check=True, capture_output=True)

    assert refused(chain, tmp_path / "gone") == "--tls-key gone cannot be read: No such file or directory"
    assert refused(tmp_path / "gone", key) == "--tls-cert gone cannot be read: No such file or directory"
    assert refused(tmp_path, tmp_path / "gone").count("cannot be read") == 2
    assert "is not the key of the certificate in" in refused(chain, other)
    assert refused(text, key) == "note.txt holds no certificate, expected one with its chain"
    for wrong in (text, closed):
        assert f"{wrong.name} holds no private key without a password, expected that of" in refused(chain, wrong)
