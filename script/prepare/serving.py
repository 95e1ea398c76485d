"""`script/server`."""

import argparse
import os
import socket
import ssl
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import site_data
import system_packages
import virtual_environment
from processes import Together
from running import site_running
from stamps import ROOT, VAR, one_at_a_time
from terminal import Stop, announced, run, say
from virtual_environment import PYTHON

EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True)
class Address:
    """Where the site listens, and under which names it is reached."""

    host: str
    port: int
    https: bool

    @property
    def scheme(self) -> str:
        return "https" if self.https else "http"

    @property
    def is_open(self) -> bool:
        """Whether other devices can reach it."""
        return not self.host.startswith("127.") and self.host not in ("localhost", "::1")

    @property
    def shown_host(self) -> str:
        return lan_address() if self.host in EVERYWHERE else self.host

    @property
    def url(self) -> str:
        return f"{self.scheme}://{_in_brackets(self.shown_host)}:{self.port}"

    @property
    def own_url(self) -> str:
        """For a look from this machine."""
        host = "127.0.0.1" if self.host in EVERYWHERE else self.host
        return f"{self.scheme}://{_in_brackets(host)}:{self.port}"

    @property
    def names(self) -> list[str]:
        """Host names and addresses by which a browser may ask for it."""
        names = ["127.0.0.1", "localhost", "::1"]
        if self.is_open:
            names += [self.shown_host, socket.gethostname(), f"{socket.gethostname()}.local"]
        elif self.host not in names:
            names.append(self.host)
        return list(dict.fromkeys(names))


def _in_brackets(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def lan_address() -> str:
    """This machine's address in its local network. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    port = free_port(options.host, options.port)
    address = Address(options.host, port, options.https)
    with site_running():
        with one_at_a_time():
            system_packages.ensure(system_packages.TO_RUN)
            virtual_environment.ensure("run")
            os.environ |= settings_for(address)
            site_data.prepare(demo=options.demo)
            certificate = _certificate(address) if address.https else []
        return _serve(address, certificate, demo=options.demo)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="script/server",
        description="Prepare everything the site needs and serve it until Ctrl-C.",
        epilog="docs/operations.md lists the environment variables.",
    )
    parser.add_argument("--port", type=int, default=8000, help="0 takes any free one")
    parser.add_argument(
        "--host", default="127.0.0.1", help="0.0.0.0 serves phones in the local network too"
    )
    parser.add_argument(
        "--https", action="store_true", help="with a self-signed certificate kept under var/"
    )
    parser.add_argument(
        "--no-demo", dest="demo", action="store_false", help="leave the demo company out"
    )
    return parser


def free_port(host: str, port: int) -> int:
    """The port, once seen to be free. Raises `Stop`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen(1)
            return int(probe.getsockname()[1])
    except PermissionError:
        raise Stop(f"Port {port} is for root only. Choose one above 1023 with --port.") from None
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Stop(
            f"Cannot listen on {host}, port {port}: {reason}.\n"
            f"If the site runs there already, use it; else choose another port: "
            f"script/server --port {port + 1}"
        ) from None


def settings_for(address: Address) -> dict[str, str]:
    """Settings that follow from the address, for those not set by hand."""
    derived = {
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "LMS_BASE_URL": address.url,
        "LMS_ALLOWED_HOSTS": ",".join(_in_brackets(name) for name in address.names),
    }
    if address.https:
        derived["LMS_HTTPS"] = "1"
    return {name: value for name, value in derived.items() if not os.environ.get(name)}


def _certificate(address: Address) -> list[str]:
    """Granian's options for a certificate that names this machine."""
    folder = VAR / "https"
    program = Path(__file__).with_name("certificate.py")
    with announced("Looking after the certificate"):
        run([PYTHON, "-B", str(program), str(folder), *address.names])
    return [
        *("--ssl-certificate", str(folder / "certificate.pem")),
        *("--ssl-keyfile", str(folder / "key.pem")),
        *("--ssl-protocol-min", "tls1.2"),
    ]


def _serve(address: Address, certificate: list[str], *, demo: bool) -> int:
    granian = str(virtual_environment.VENV / "bin" / "granian")
    server = [
        *(granian, "--interface", "wsgi", "--host", address.host, "--port", str(address.port)),
        *("--workers", os.environ.get("LMS_WORKERS") or "2"),
        # SQLite lets one process write at a time: more threads would only wait.
        *("--blocking-threads", os.environ.get("LMS_THREADS") or "4"),
        *("--workers-kill-timeout", "10", "--log-level", "warning", "--no-ws"),
        *certificate,
        "lms.wsgi:application",
    ]
    worker = [PYTHON, str(ROOT / "manage.py"), "run_worker"]
    say("· Starting …")
    together = Together({"The server": server, "The worker": worker}, os.environ)
    try:
        if together.wait_until(lambda: _answers(address), seconds=90):
            _greet(address, demo=demo)
        return together.wait()
    finally:
        together.end()


def _answers(address: Address) -> bool:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # our own, self-signed
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
    )
    try:
        return bool(opener.open(f"{address.own_url}/health/", timeout=5).status == 200)
    except OSError:
        return False


def _greet(address: Address, *, demo: bool) -> None:
    if demo:
        say(site_data.SIGN_INS.read_text(encoding="utf-8").rstrip())
    if address.is_open:
        segno = str(virtual_environment.VENV / "bin" / "segno")
        subprocess.run([segno, "--compact", address.url])
    if address.https:
        say("The certificate is this machine's own: browsers ask once whether to trust it.")
    say(f"\nThe site is open: {address.url}/    (Ctrl-C ends it)")
