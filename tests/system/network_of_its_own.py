"""Runs commands in a network namespace of its own: no route leads out, and whoever calls loopback is heard.

Started by `unshare --net`; arguments: where to write what was heard, then a JSON list of commands. A listener waits on
127.0.0.1 and is named to every command as the proxy of every scheme. What is written is JSON: `connections`, and of
each command `code`, `out` and `err`.
"""

import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path


def main() -> None:
    """Bring loopback up, listen, run, and write down what was heard."""
    result, commands = Path(sys.argv[1]), json.loads(sys.argv[2])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    heard: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    threading.Thread(target=_listen, args=(listener, heard), daemon=True).start()
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"), f"http://127.0.0.1:{port}")
    ended = []
    for command in commands:
        done = subprocess.run(
            command, env={**os.environ, **proxies}, check=False, capture_output=True, text=True, timeout=300
        )
        ended.append({"code": done.returncode, "out": done.stdout, "err": done.stderr})
    before = len(heard)
    with socket.create_connection(("127.0.0.1", port)):
        pass
    while len(heard) == before:
        pass
    result.write_text(json.dumps({"connections": before, "ended": ended}), encoding="utf-8")


def _listen(listener: socket.socket, heard: list[str]) -> None:
    while True:
        connection, address = listener.accept()
        heard.append(str(address))
        connection.close()


if __name__ == "__main__":
    main()
