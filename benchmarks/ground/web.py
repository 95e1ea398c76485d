"""The site as `script/server` starts it, in processes of its own, and people who use it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

PATIENCE = 90  # seconds
JSON = {"Accept": "application/json"}


@contextmanager
def server(*, workers: int, threads: int) -> Iterator[int]:
    """Its port, on the loopback device alone. The environment names settings and database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [
        *(str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", str(threads), "--log-level", "warning", "--no-ws"),
        "lms.wsgi:application",
    ]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        _wait_for(port, process)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            if Browser(port).get("/health/"):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not answer")


class Browser:
    """One connection, kept open, with its cookies. Whatever is not answered by 200 or a way on ends
    the benchmark."""

    def __init__(self, port: int) -> None:
        self.line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.line.connect()
        # Else each small request would wait for the acknowledgement of the one before.
        self.line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.cookies = {"csrftoken": "c" * 32}

    def get(self, path: str) -> str:
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: Mapping[str, object], headers: Mapping[str, str]) -> str:
        return self._ask("POST", path, urlencode(fields), headers)

    def _ask(self, method: str, path: str, body: str | None, more: Mapping[str, str]) -> str:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRFToken": self.cookies["csrftoken"],
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.line.request(method, path, body, headers | dict(more))
        response = self.line.getresponse()
        said = response.read().decode()
        if response.status not in (200, 302):
            raise SystemExit(f"{method} {path} answered {response.status}: {said[:500]}")
        for line in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return response.headers.get("Location") or said


def number_in(path: str) -> str:
    """The id in the address of a sitting."""
    found = re.search(r"/sittings/([0-9a-f-]{36})/", path)
    if found is None:
        raise SystemExit(f"No sitting: {path}")
    return found[1]
