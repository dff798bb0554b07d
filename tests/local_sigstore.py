"""A sigstore of a test's own: certificates, a log of them, a log of signatures, and the root that trusts these alone.

Bundles are made as a workflow run has them made: a certificate with the run's claims that lives ten minutes, logged
(RFC 6962), and an entry of the envelope in a log of one entry (`dsse` 0.0.1), with promise, proof and checkpoint.
"""

import base64
import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

MADE = datetime(2026, 2, 1, 12, 0, 0, tzinfo=UTC)
ISSUER = "https://token.actions.githubusercontent.com"
IN_TOTO = "application/vnd.in-toto+json"
_ARC = "1.3.6.1.4.1.57264.1."
_LOGGED = "1.3.6.1.4.1.11129.2.4.2"
_ORIGIN = "log.example.org"
_FROM = {"start": "2026-01-01T00:00:00Z"}


def a_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _public(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _named(key: ec.EllipticCurvePrivateKey) -> bytes:
    return hashlib.sha256(_public(key)).digest()


def _signed(key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    return key.sign(data, ec.ECDSA(hashes.SHA256()))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _utf8(text: str) -> bytes:
    """A UTF-8 string in DER."""
    data = text.encode()
    return b"\x0c" + (bytes([len(data)]) if len(data) < 128 else b"\x81" + bytes([len(data)])) + data


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a certificate says of a workflow run."""

    repository: str = "octo/widget"
    file: str = "release.yml"
    ref: str = "refs/tags/v1.2.3"
    commit: str = "a" * 40
    issuer: str = ISSUER

    @property
    def workflow(self) -> str:
        return f"https://github.com/{self.repository}/.github/workflows/{self.file}@{self.ref}"

    def claims(self) -> Mapping[int, str]:
        source = f"https://github.com/{self.repository}"
        return {8: self.issuer, 9: self.workflow, 12: source, 13: self.commit, 14: self.ref, 18: self.workflow}


@dataclass(frozen=True, kw_only=True)
class LocalSigstore:
    """The keys of everybody who signs."""

    authority: ec.EllipticCurvePrivateKey = field(default_factory=a_key)
    log: ec.EllipticCurvePrivateKey = field(default_factory=a_key)
    certificates: ec.EllipticCurvePrivateKey = field(default_factory=a_key)

    def root(self) -> dict[str, Any]:
        """The trusted root, as a document."""
        root = _text(self._authority().public_bytes(Encoding.DER))
        authority = {
            "subject": {"organization": "example.org", "commonName": "authority"},
            "uri": "https://authority.example.org",
            "certChain": {"certificates": [{"rawBytes": root}]},
            "validFor": _FROM,
        }
        return {
            "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
            "tlogs": [self._listed(self.log)],
            "certificateAuthorities": [authority],
            "ctlogs": [self._listed(self.certificates)],
            "timestampAuthorities": [],
        }

    @staticmethod
    def _listed(key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
        details = {"rawBytes": _text(_public(key)), "keyDetails": "PKIX_ECDSA_P256_SHA_256", "validFor": _FROM}
        return {
            "baseUrl": f"https://{_ORIGIN}",
            "hashAlgorithm": "SHA2_256",
            "publicKey": details,
            "logId": {"keyId": _text(_named(key))},
        }

    def bundle(self, statement: Mapping[str, Any], *, run: Run = Run(), kind: str = IN_TOTO) -> dict[str, Any]:
        """The statement as a run signs it."""
        key, payload = a_key(), json.dumps(statement).encode()
        certificate = self._certificate(key, run)
        signature = _signed(key, b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload))
        return {
            "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
            "verificationMaterial": {
                "certificate": {"rawBytes": _text(certificate.public_bytes(Encoding.DER))},
                "tlogEntries": [self._entry(certificate, payload, signature)],
                "timestampVerificationData": {"rfc3161Timestamps": []},
            },
            "dsseEnvelope": {
                "payload": _text(payload),
                "payloadType": kind,
                "signatures": [{"sig": _text(signature), "keyid": ""}],
            },
        }

    def _authority(self) -> x509.Certificate:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")])
        key = self.authority.public_key()
        return (
            _drafted(name, key, issuer=name, days=365)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(certificates=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .sign(self.authority, hashes.SHA256())
        )

    def _certificate(self, key: ec.EllipticCurvePrivateKey, run: Run) -> x509.Certificate:
        authority = self._authority()
        draft = (
            _drafted(x509.Name([]), key.public_key(), issuer=authority.subject, days=0)
            .add_extension(_usage(certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.authority.public_key()), critical=False
            )
            .add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(run.workflow)]), critical=True)
        )
        for number, claim in run.claims().items():
            oid = x509.ObjectIdentifier(f"{_ARC}{number}")
            draft = draft.add_extension(x509.UnrecognizedExtension(oid, _utf8(claim)), critical=False)
        bare = draft.sign(self.authority, hashes.SHA256())
        logged = x509.UnrecognizedExtension(x509.ObjectIdentifier(_LOGGED), self._receipt(bare))
        return draft.add_extension(logged, critical=False).sign(self.authority, hashes.SHA256())

    def _receipt(self, bare: x509.Certificate) -> bytes:
        """The log's receipt for a certificate that does not hold it yet (RFC 6962, section 3.2)."""
        at = struct.pack("!Q", int(MADE.timestamp() * 1000))
        body = bare.tbs_certificate_bytes
        entry = _named(self.authority) + len(body).to_bytes(3) + body
        signature = _signed(self.certificates, b"\0\0" + at + b"\0\1" + entry + b"\0\0")
        receipt = b"\0" + _named(self.certificates) + at + b"\0\0\4\3" + len(signature).to_bytes(2) + signature
        listed = len(receipt).to_bytes(2) + receipt
        data = len(listed).to_bytes(2) + listed
        return b"\x04" + (bytes([len(data)]) if len(data) < 128 else b"\x81" + bytes([len(data)])) + data

    def _entry(self, certificate: x509.Certificate, payload: bytes, signature: bytes) -> dict[str, Any]:
        at, pem = int(MADE.timestamp()), certificate.public_bytes(Encoding.PEM)
        body = _canonical(
            {
                "apiVersion": "0.0.1",
                "kind": "dsse",
                "spec": {
                    "envelopeHash": {"algorithm": "sha256", "value": "0" * 64},
                    "payloadHash": {"algorithm": "sha256", "value": hashlib.sha256(payload).hexdigest()},
                    "signatures": [{"signature": _text(signature), "verifier": _text(pem)}],
                },
            }
        )
        promised = {"body": _text(body), "integratedTime": at, "logID": _named(self.log).hex(), "logIndex": 0}
        head = hashlib.sha256(b"\0" + body).digest()
        note = f"{_ORIGIN}\n1\n{_text(head)}\n"
        signed = _text(_named(self.log)[:4] + _signed(self.log, note.encode()))
        return {
            "logIndex": "0",
            "logId": {"keyId": _text(_named(self.log))},
            "kindVersion": {"kind": "dsse", "version": "0.0.1"},
            "integratedTime": str(at),
            "inclusionPromise": {"signedEntryTimestamp": _text(_signed(self.log, _canonical(promised)))},
            "inclusionProof": {
                "logIndex": "0",
                "rootHash": _text(head),
                "treeSize": "1",
                "hashes": [],
                "checkpoint": {"envelope": f"{note}\n— {_ORIGIN} {signed}\n"},
            },
            "canonicalizedBody": _text(body),
        }


def _canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _drafted(
    subject: x509.Name, key: ec.EllipticCurvePublicKey, *, issuer: x509.Name, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(MADE - timedelta(minutes=5, days=min(days, 1)))
        .not_valid_after(MADE + timedelta(minutes=5, days=days))
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    off = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False
    )
    return x509.KeyUsage(
        digital_signature=not certificates,
        key_cert_sign=certificates,
        crl_sign=certificates,
        decipher_only=False,
        **off,
    )


@cache
def a_sigstore() -> LocalSigstore:
    """One for all tests of a process: keys are what takes time."""
    return LocalSigstore()
