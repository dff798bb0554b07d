"""Where a server listens, and that nobody can listen in: beyond this machine, only with a certificate or behind one."""

import errno
import ipaddress
import re
import socket
import ssl
from collections.abc import Sequence
from pathlib import Path

from checker.errors import ConflictError, InputRefusedError, UsageError

_ADDRESS = re.compile(r"(?P<host>[0-9.]{7,15}|localhost|\[[0-9a-fA-F:]{2,45}\]):(?P<port>[0-9]{1,5})")
_LAST_PORT = 65535
_LOCAL = "localhost"
_PEM = "PEM files that this user can read, the key without a password"
_OTHER_PORT = "end what listens there (`ss -ltnp` shows it), or name another port with --listen"
_NO_LISTENING = {
    errno.EADDRINUSE: ("{} cannot be listened on: another process does, expected a free port", _OTHER_PORT),
    errno.EACCES: (
        "{} cannot be listened on: this user may not, expected a port from 1024 on",
        "name another port with --listen; a proxy in front of it may have the small one",
    ),
    errno.EADDRNOTAVAIL: (
        "{} cannot be listened on: it is no address of this machine, expected one of its own",
        "`ip address` shows them; 0.0.0.0 and [::] are all of them",
    ),
}


def address_of(listen: str) -> tuple[str, int]:
    """The host, as a number, and the port that `--listen` names.

    Raises:
        UsageError: it names none.
    """
    found = _ADDRESS.fullmatch(listen)
    host = found["host"].strip("[]") if found else ""
    try:
        number = ipaddress.ip_address("127.0.0.1" if host == _LOCAL else host)
    except ValueError:
        found = None
    if found is None or int(found["port"]) > _LAST_PORT:
        raise UsageError(
            f"--listen {listen!a} is no address, expected the number of one and a port",
            hint="127.0.0.1:8080 for this machine alone, 0.0.0.0:8443 or [::]:8443 for every network",
        )
    return str(number), int(found["port"])


def refuse_open_door(host: str, *, certificate: str, key: str, behind_proxy: bool) -> None:
    """Make sure that tokens cross a network only where nobody reads along.

    Raises:
        UsageError: certificate and key come alone, or neither they nor a proxy stand between this and a network.
        InputRefusedError: certificate or key cannot be read, or do not belong together.
    """
    if bool(certificate) != bool(key):
        raise UsageError("a certificate and its key belong together", hint="give both --tls-cert and --tls-key")
    if certificate:
        _refuse_certificate(certificate, key)
    elif not (behind_proxy or ipaddress.ip_address(host).is_loopback):
        raise UsageError(
            f"{host} can be reached from other machines, and tokens would cross the network for all to read",
            hint="give --tls-cert and --tls-key, or --behind-proxy where something in front of it has a certificate",
        )


def _refuse_certificate(certificate: str, key: str) -> None:
    faults = [fault for fault in (_fault_of("--tls-cert", certificate), _fault_of("--tls-key", key)) if fault]
    if faults:
        raise InputRefusedError(", and ".join(faults), hint=_PEM)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=_no_password)
    except (OSError, ValueError) as error:  # ssl raises both
        raise InputRefusedError(_why_refused(Path(certificate), Path(key), error), hint=_PEM) from error


def _fault_of(option: str, named: str) -> str:
    """Why a file cannot be read, in words that name it; empty where it can be."""
    try:
        Path(named).read_bytes()
    except OSError as error:
        return f"{option} {Path(named).name or named} cannot be read: {error.strerror}"
    return ""


def _why_refused(certificate: Path, key: Path, error: Exception) -> str:
    """Which of the two it is, and what was expected of it."""
    if getattr(error, "reason", "") == "KEY_VALUES_MISMATCH":
        return f"{key.name} is not the key of the certificate in {certificate.name}, expected the two of one"
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_verify_locations(cafile=certificate)
    except (OSError, ValueError):
        return f"{certificate.name} holds no certificate, expected one with its chain"
    return f"{key.name} holds no private key without a password, expected that of {certificate.name}"


def _no_password() -> str:
    """Nobody is there to type one; an empty one opens nothing."""
    return ""


def refuse_proxies_that_are_none(proxies: Sequence[str], *, behind_proxy: bool) -> None:
    """Make sure that whoever is believed about where requests come from was meant to be.

    Raises:
        UsageError: one is no address and no network, or is everybody, or nothing was said to be in front.
    """
    if proxies and not behind_proxy:
        raise UsageError("--trusted-proxy was given without --behind-proxy", hint="give both, or neither of them")
    for named in proxies:
        try:
            network = ipaddress.ip_network(named)
        except ValueError:
            network = None
        if network is None or not network.prefixlen:
            raise UsageError(
                f"--trusted-proxy {named!a} is no proxy, expected the number of its address, or of a network of them",
                hint="192.0.2.10, 2001:db8::10 or 192.0.2.0/28, for example; whoever is named is believed",
            )


def listener_at(host: str, port: int) -> socket.socket:
    """A socket that holds the address, and answers nobody yet.

    What it accepts sends at once: an answer goes out as head and body, and the body would wait for the client to
    acknowledge the head, 40 ms on Linux. asyncio does not see that this is TCP, and leaves it as it is.

    Raises:
        ConflictError: somebody else listens there, or this user may not.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        shown = shown_address(host, port)
        seen, hint = _NO_LISTENING.get(error.errno or 0, (f"{{}} cannot be listened on: {error.strerror}", _OTHER_PORT))
        raise ConflictError(seen.format(shown), hint=hint) from error
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def shown_address(host: str, port: int) -> str:
    """The address as it is written in a URL."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
