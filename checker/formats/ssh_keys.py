"""Public keys of SSH as one line writes them, and their fingerprints as OpenSSH prints them (RFC 4253, section 6.6)."""

import base64
import binascii
import hashlib

from checker.errors import InputRefusedError, Place

KINDS = (
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
)
_LENGTH = 4
_WORDS = 2


def ssh_fingerprint(line: str, *, source: str) -> str:
    """The fingerprint of a public key such as `ssh-ed25519 AAAA… comment`: `SHA256:` and base64 without padding.

    Raises:
        InputRefusedError: it is no such line, or of a kind that is not known.
    """
    words = line.split(" ")
    kind, text = (words[0], words[1]) if len(words) >= _WORDS else ("", "")
    try:
        blob = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        blob = b""
    named = blob[_LENGTH : _LENGTH + int.from_bytes(blob[:_LENGTH])]
    if kind not in KINDS or named != kind.encode():
        raise InputRefusedError(
            f"this is no public key of SSH: {line[:40]!a}",
            hint="write the line of a .pub file: its kind, the key, and what to call it",
            where=Place(source=source),
        )
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
