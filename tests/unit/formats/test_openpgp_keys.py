"""Certificates of OpenPGP: each is named as the library names it, and what is none is refused."""

import base64

import pytest
from pysequoia import Cert, CipherSuite, Profile, Tsk

from checker.errors import InputRefusedError
from checker.formats.openpgp_keys import openpgp_fingerprint


def a_certificate(profile: Profile = Profile.RFC4880, suite: CipherSuite = CipherSuite.Cv25519) -> Cert:
    return Tsk.generate("who <who@example.org>", profile=profile, cipher_suite=suite).extract_certificate()


def armoured(data: bytes, kind: str = "PUBLIC KEY BLOCK") -> str:
    return f"-----BEGIN PGP {kind}-----\n\n{base64.b64encode(data).decode()}\n-----END PGP {kind}-----\n"


@pytest.mark.parametrize(
    ("profile", "suite"),
    [
        (Profile.RFC4880, CipherSuite.Cv25519),
        (Profile.RFC4880, CipherSuite.RSA2k),
        (Profile.RFC9580, CipherSuite.Cv25519),
    ],
)
def test_a_certificate_has_the_fingerprint_that_programs_of_openpgp_print(profile: Profile, suite: CipherSuite) -> None:
    certificate = a_certificate(profile, suite)

    assert openpgp_fingerprint(str(certificate), source="it") == f"OPENPGP:{certificate.fingerprint}"
    assert openpgp_fingerprint(f"\n{certificate}\n\n", source="it") == f"OPENPGP:{certificate.fingerprint}"


def test_every_form_of_a_header_is_read() -> None:
    body = bytes([4]) + bytes(range(99))
    old = [bytes([0x98, 100]), bytes([0x99, 0, 100]), bytes([0x9A, 0, 0, 0, 100])]
    named = {
        openpgp_fingerprint(armoured(head + body), source="it") for head in [*old, b"\xc6\x64", b"\xc6\xff\0\0\0\x64"]
    }
    long = bytes([4]) + bytes(299)

    assert len(named) == 1
    assert openpgp_fingerprint(armoured(b"\xc6\xc0\x6c" + long), source="it").startswith("OPENPGP:")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ssh-ed25519 AAAA who",
        armoured(b""),
        armoured(b"\xc6"),
        armoured(b"\xc6\x64" + bytes([4])),
        armoured(b"\xc5\x02\x04a"),
        armoured(b"\xc6\x02\x03a"),
        armoured(b"\xc6\xe1" + bytes(9)),
        armoured(b"\x9b\x04"),
        armoured(b"\xc6\x00"),
        armoured(b"\xc6\x02\x04a", "SIGNATURE"),
        armoured(b"\xc6\x02\x04a").replace("xg", "x!"),
    ],
)
def test_what_is_no_certificate_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(InputRefusedError, match="no certificate of OpenPGP") as refused:
        openpgp_fingerprint(text, source="anchor.yaml: release signer who")
    assert "gpg --armor --export" in refused.value.hint


def test_a_private_key_is_no_certificate() -> None:
    with pytest.raises(InputRefusedError):
        openpgp_fingerprint(str(Tsk.generate("who")), source="it")
