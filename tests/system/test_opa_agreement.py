"""Bundles and signatures mean the same to OPA: what is built here OPA loads, what OPA builds and signs is read here."""

import json
import random
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from checker.adapters.bundles.local_bundles import LocalBundles
from checker.application.build_bundle import build_bundle
from checker.application.read_bundle import read_bundle
from checker.domain.snapshot import BundleFile
from checker.errors import TrustError
from checker.formats.opa_hash import opa_file_hash
from checker.formats.opa_signatures import verify_opa_signatures
from checker.formats.public_keys import read_public_key
from tests.bundle_builders import fetched_folder, team_archive, team_contents
from tests.opa_tokens import PUBLIC_PEM, listed, signatures, token
from tests.system.opa_binary import opa_program

DOCUMENTS = 1000
CONTENTS = {**team_contents(), "data.json": b'{"lib": {"team": {"words": [1.50, "x"]}}}'}
KEYS: dict[str, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey] = {
    "RS256": rsa.generate_private_key(65537, 2048),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
}

RunOPA: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def program() -> Path:
    return opa_program()


@pytest.fixture
def opa(program: Path, tmp_path: Path) -> RunOPA:
    def run(*arguments: str, place: Path = tmp_path, fails: bool = False) -> subprocess.CompletedProcess[str]:
        result = subprocess.run([program, *arguments], cwd=place, capture_output=True, text=True, check=False)
        assert (result.returncode != 0) is fails, result.stdout + result.stderr
        return result

    return run


def write(folder: Path, contents: Mapping[str, bytes]) -> Path:
    for path, data in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def test_opa_loads_what_is_built_here(opa: RunOPA, tmp_path: Path) -> None:
    (tmp_path / "b.tar.gz").write_bytes(build_bundle(fetched_folder(CONTENTS)).archive)

    inspected = json.loads(opa("inspect", "b.tar.gz", "--format", "json").stdout)
    value = opa("eval", "--bundle", "b.tar.gz", "--format", "raw", "[data.rules.team.reviewed, data.lib.team]").stdout

    assert inspected["manifest"] == {
        "revision": "7",
        "roots": ["lib/team", "rules/team"],
        "rego_version": 1,
        "metadata": {"clean-release": {"name": "team-policy", "revision": 7}},
    }
    assert set(inspected["namespaces"]) == {"data", "data.lib.team", "data.rules.team.reviewed"}
    assert json.loads(value) == [
        {"holds": {"main": True}, "subjects": ["main"]},
        {"answer": 42, "words": [1.5, "x"]},
    ]


def test_what_opa_builds_is_read_here(opa: RunOPA, tmp_path: Path) -> None:
    write(tmp_path / "src", CONTENTS)
    opa("build", "--bundle", ".", "--output", "../b.tar.gz", place=tmp_path / "src")

    bundle = read_bundle(LocalBundles(base=tmp_path).fetch("b.tar.gz"))

    assert (bundle.name, bundle.revision, bundle.roots) == ("team-policy", 7, ("lib/team", "rules/team"))
    assert {file.path for file in bundle.files} == set(CONTENTS)


@pytest.mark.parametrize("algorithm", sorted(KEYS))
def test_what_opa_signs_is_verified_here_and_a_changed_byte_is_not(opa: RunOPA, tmp_path: Path, algorithm: str) -> None:
    key = KEYS[algorithm]
    (tmp_path / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (tmp_path / "claims.json").write_text('{"keyid": "team"}', encoding="utf-8")
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    keys = {"team": read_public_key(public, source="anchor")}
    write(tmp_path / "src", CONTENTS)
    sign = ("--signing-key", "../key.pem", "--signing-alg", algorithm, "--claims-file", "../claims.json")
    opa("build", "--bundle", ".", "--output", "../b.tar.gz", *sign, place=tmp_path / "src")

    files = read_bundle(LocalBundles(base=tmp_path).fetch("b.tar.gz")).files
    made = next(file.data for file in files if file.path == ".signatures.json")

    assert verify_opa_signatures(made, files=files, keys=keys, source="b") == keys["team"].fingerprint
    changed = [BundleFile(path=file.path, data=file.data + b"\n# x" * file.path.endswith(".rego")) for file in files]
    with pytest.raises(TrustError):
        verify_opa_signatures(made, files=changed, keys=keys, source="b")


def test_opa_verifies_what_is_signed_here_and_refuses_a_changed_byte(opa: RunOPA, tmp_path: Path) -> None:
    (tmp_path / "public.pem").write_text(PUBLIC_PEM, encoding="utf-8")
    verify = ("--verification-key", "public.pem", "--verification-key-id", "team", "--signing-alg", "ES256")
    made = signatures(token({"files": listed(team_contents())}, header={"kid": "team"}))
    (tmp_path / "b.tar.gz").write_bytes(team_archive(more={".signatures.json": made}))
    (tmp_path / "bad.tar.gz").write_bytes(team_archive(6, more={".signatures.json": made}))

    opa("build", "--bundle", "b.tar.gz", "--output", "o.tar.gz", *verify)
    refused = opa("build", "--bundle", "bad.tar.gz", "--output", "o.tar.gz", *verify, fails=True)

    assert "digest mismatch" in refused.stdout + refused.stderr


def test_a_thousand_documents_have_the_digest_opa_takes_of_them(opa: RunOPA, tmp_path: Path) -> None:
    draw = random.Random(20_260_301)  # noqa: S311 - documents to compare, not secrets
    documents = {f"d{number:04}/data.json": spelled(draw, depth=4).encode() for number in range(DOCUMENTS)}
    folder = write(tmp_path / "src", documents)
    (tmp_path / "key.pem").write_bytes(KEYS["ES256"].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    opa("sign", "--bundle", ".", "--signing-key", "../key.pem", "--signing-alg", "ES256", "-o", "..", place=folder)

    theirs = {file["name"]: file["hash"] for file in payload_of(tmp_path / ".signatures.json")["files"]}
    ours = {
        path: opa_file_hash(BundleFile(path=path, data=data), algorithm="SHA-256", source="b")
        for path, data in documents.items()
    }

    assert len(ours) == DOCUMENTS
    assert ours == theirs


def payload_of(path: Path) -> dict[str, Any]:
    from base64 import urlsafe_b64decode  # noqa: PLC0415 - used here alone

    (made,) = json.loads(path.read_bytes())["signatures"]
    claims: dict[str, Any] = json.loads(urlsafe_b64decode(made.split(".")[1] + "=="))
    return claims


def spelled(draw: random.Random, *, depth: int) -> str:
    """A JSON document in some spelling: white space, escapes, numbers as people and programs write them."""
    kind = draw.choice(["object", "array", "leaf"]) if depth else "leaf"
    space = draw.choice(["", " ", "\n\t"])
    if kind == "leaf":
        return leaf(draw)
    items = [spelled(draw, depth=depth - 1) for _ in range(draw.randrange(5))]
    if kind == "array":
        return f"[{space}{f',{space}'.join(items)}]"
    keys = {text(draw) for _ in items}
    pairs = [
        f"{json.dumps(key, ensure_ascii=draw.random() < 0.5)}{space}:{item}"
        for key, item in zip(keys, items, strict=False)
    ]
    return f"{{{space}{f'{space},'.join(pairs)}{space}}}"


def leaf(draw: random.Random) -> str:
    number = draw.choice(["0", "-0", "1.50", "7.5", "1e3", "1E-7", "-12.0e+2", "9007199254740991", "0.1"])
    word = json.dumps(text(draw), ensure_ascii=draw.random() < 0.5)
    return draw.choice([number, word, "true", "false", "null"])


def text(draw: random.Random) -> str:
    signs = "aZ09 \"\\/\b\f\n\r\t\x00\x01\x1f\x7f<>&'é\u2028\u2029\ufeff\uffee\U00010000\U0001f600"
    return "".join(draw.choice(signs) for _ in range(draw.randrange(6)))
