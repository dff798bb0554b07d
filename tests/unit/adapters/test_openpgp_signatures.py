"""Signatures of OpenPGP over tags and commits: by a certificate of the anchor, good now, over these very bytes."""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pysequoia import ArmorKind, Cert, Profile, SignatureMode, Tsk, armor, sign
from pysequoia.packet import PacketPile, SignatureType, Tag

from checker.adapters.clock import SystemClock
from checker.adapters.workspace.checkout_git import checkout_git
from checker.adapters.workspace.openpgp import OpenPGPKeys, verify_openpgp
from checker.domain.observation import Status
from checker.domain.trust import ReleaseSigner
from checker.formats.openpgp_keys import openpgp_fingerprint
from tests.git_repositories import clone_with_upstream, git
from tests.tag_objects import made_again

TAG = "v2.0.0"
NOW = SystemClock().now()  # the library looks at the clock of the machine too
MADE = Path(__file__).parents[2] / "data" / "openpgp"
KEY = Tsk.generate("who <who@example.org>")
OTHER = Tsk.generate("other")
CERTIFICATE = KEY.extract_certificate()


def a_signer(certificate: Cert = CERTIFICATE, name: str = "who") -> ReleaseSigner:
    text = str(certificate)
    return ReleaseSigner(name=name, fingerprint=openpgp_fingerprint(text, source=name), certificate=text)


def keys(*signers: ReleaseSigner, at: datetime = NOW) -> OpenPGPKeys:
    return OpenPGPKeys(signers=signers, at=at)


def detached(data: bytes, key: Tsk = KEY) -> bytes:
    return sign(key.signer(), data, mode=SignatureMode.DETACHED)


def verified(
    *signers: ReleaseSigner, data: bytes = b"text", signature: bytes = b"", at: datetime = NOW
) -> tuple[object, tuple[str, ...], str]:
    found, key = verify_openpgp(data, signature or detached(b"text"), keys=keys(*signers, at=at))
    return found.value if found.status is Status.COLLECTED else str(found.status), found.evidence, key


def test_a_signature_by_a_certificate_of_the_anchor_names_it() -> None:
    good = f"OPENPGP:{CERTIFICATE.fingerprint}"

    assert verified(a_signer()) == (True, (), good)
    assert verified(a_signer(OTHER.extract_certificate(), "other"), a_signer()) == (True, (), good)


def test_a_signature_of_the_newer_version_is_verified_too() -> None:
    key = Tsk.generate("new", profile=Profile.RFC9580)
    signer = a_signer(key.extract_certificate())

    assert verified(signer, signature=detached(b"text", key)) == (True, (), signer.fingerprint)


def test_another_key_and_other_bytes_are_not_valid() -> None:
    why = ("other: no key of this certificate made it over these bytes",)
    assert verified(a_signer(OTHER.extract_certificate(), "other")) == (False, why, "")
    why = ("who: no key of this certificate made it over these bytes",)
    assert verified(a_signer(), data=b"other") == (False, why, "")


def test_a_revoked_certificate_is_not_valid() -> None:
    revoked = Cert.from_bytes(bytes(CERTIFICATE) + bytes(CERTIFICATE.revoke(KEY.certifier())))

    assert verified(a_signer(revoked)) == (False, ("who: the certificate is revoked",), "")


@pytest.mark.parametrize("reason", ["superseded", "retired"])
def test_a_subkey_that_is_revoked_by_now_made_nothing_though_it_was_good_when_it_signed(reason: str) -> None:
    signature = (MADE / "signature.asc").read_bytes()
    whole, revoked = (Cert.from_bytes((MADE / f"{name}.asc").read_bytes()) for name in ("whole", reason))

    assert verified(a_signer(whole), signature=signature)[0] is True
    assert verified(a_signer(revoked), signature=signature) == (False, ("who: the key that made it is revoked",), "")


def test_another_subkey_that_is_revoked_is_not_in_the_way() -> None:
    packets = list(PacketPile.from_bytes(bytes(CERTIFICATE)))
    of_revoked = PacketPile.from_bytes((MADE / "retired.asc").read_bytes())
    revocation = next(one for one in of_revoked if one.signature_type == SignatureType.SubkeyRevocation)
    signing, other = (place + 1 for place, one in enumerate(packets) if one.tag == Tag.PublicSubkey)

    for place, holds in ((signing, False), (other, True)):
        data = b"".join(map(bytes, (*packets[:place], revocation, *packets[place:])))
        text = armor(data, ArmorKind.PublicKey)
        signer = ReleaseSigner(name="who", fingerprint=a_signer().fingerprint, certificate=text)
        assert verified(signer)[0] is holds


def test_an_expired_certificate_is_not_valid_though_it_was_when_it_signed() -> None:
    expiring = CERTIFICATE.set_expiration(NOW + timedelta(days=1), KEY.certifier())
    until = expiring.expiration
    assert until is not None

    assert verified(a_signer(expiring))[0] is True
    value, why, key = verified(a_signer(expiring), at=until)
    assert (value, key) == (False, "")
    assert why == (f"who: the certificate expired at {until:%Y-%m-%dT%H:%M:%SZ}",)


def test_a_text_that_is_not_one_certificate_of_its_fingerprint_is_not_believed() -> None:
    own = a_signer()
    two = "".join(map(str, (CERTIFICATE, OTHER.extract_certificate())))
    for text, why in (
        (two, "the text in the anchor is not one certificate"),
        (str(OTHER.extract_certificate()), "the text in the anchor is not one certificate"),
        ("none", "the certificate in the anchor cannot be read"),
    ):
        signer = ReleaseSigner(name="who", fingerprint=own.fingerprint, certificate=text)
        assert verified(signer) == (False, (f"who: {why}",), "")


def test_a_signature_that_is_none_is_not_valid() -> None:
    assert verified(a_signer(), signature=b"-----BEGIN PGP SIGNATURE-----\nnone\n") == (
        False,
        ("it is no signature of OpenPGP",),
        "",
    )


def test_without_certificates_nobody_knows_and_an_anchor_is_asked_for() -> None:
    of_ssh = ReleaseSigner(name="who", fingerprint="SHA256:k")
    for given in (None, keys(), keys(of_ssh)):
        found, key = verify_openpgp(b"text", detached(b"text"), keys=given)
        assert (found.status, key) == (Status.UNSUPPORTED, "")
        assert "openpgp_key under release_signers" in found.detail.needs


def test_without_the_extra_nobody_knows_and_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysequoia", None)

    found, _ = verify_openpgp(b"text", b"any", keys=keys(a_signer()))

    assert (found.status, "clean-release[openpgp]" in found.detail.needs) == (Status.UNSUPPORTED, True)


# -- in a checkout ----------------------------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = clone_with_upstream(tmp_path / "repositories")
    text = git(tree, "cat-file", "tag", "v1.1.0").replace("tag v1.1.0", f"tag {TAG}") + "\n"
    made_again(tree, text + detached(text.encode()).decode(), TAG)
    return tree


def asked(tree: Path, tag: str = TAG) -> dict[str, Any]:
    environment = {**os.environ, "GNUPGHOME": str(tree / "nothing")}
    with checkout_git(tree, environment=environment, keys=keys(a_signer())) as view:
        value: Any = view.signatures(tag).value
    return {one["of"]: (one["form"], one["valid"].get("value", one["valid"]["status"]), one["key"]) for one in value}


def test_a_signed_tag_names_the_certificate_and_no_program_is_asked(tree: Path, tmp_path: Path) -> None:
    evidence, program = tmp_path / "was-run", tmp_path / "gpg"
    program.write_text(f"#!/bin/sh\ntouch {evidence}\n", encoding="utf-8")
    program.chmod(0o755)
    git(tree, "config", "gpg.program", str(program))

    assert asked(tree)["tag"] == ("openpgp", True, f"OPENPGP:{CERTIFICATE.fingerprint}")
    assert not evidence.exists()


def test_a_tag_whose_text_was_changed_and_one_under_another_name_are_not_valid(tree: Path) -> None:
    git(tree, "update-ref", "refs/tags/v3.0.0", git(tree, "rev-parse", f"refs/tags/{TAG}"))
    assert asked(tree, "v3.0.0")["tag"][1] is False

    made_again(tree, git(tree, "cat-file", "tag", TAG).replace("Release v1", "Release v9") + "\n", TAG)
    assert asked(tree)["tag"] == ("openpgp", False, "")


def test_a_signed_commit_names_the_certificate(tree: Path) -> None:
    text = git(tree, "cat-file", "commit", "HEAD") + "\n"
    head, _, message = text.partition("\n\n")
    armour = detached(text.encode()).decode().rstrip("\n").replace("\n", "\n ")
    made = made_again(tree, f"{head}\ngpgsig {armour}\n\n{message}", "", kind="commit")
    git(tree, "update-ref", "refs/heads/main", made)

    assert asked(tree)["commit"] == ("openpgp", True, f"OPENPGP:{CERTIFICATE.fingerprint}")
