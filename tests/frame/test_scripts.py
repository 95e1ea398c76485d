"""script/server and script/test, as far as they can be shown without a network."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.databases import ROOT

pytestmark = pytest.mark.source

SCRIPTS = ROOT / "script"


@pytest.fixture(scope="module")
def prepare() -> Iterator[dict[str, ModuleType]]:
    """The modules of script/prepare, imported as its `__main__` imports them."""
    names = (
        "processes",
        "serving",
        "site_data",
        "stamps",
        "system_packages",
        "terminal",
        "virtual_environment",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCRIPTS / "prepare"))
        yield {name: __import__(name) for name in names}
        for name in names:
            sys.modules.pop(name, None)


def server(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(SCRIPTS / "server"), *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_busy_port_is_said_before_anything_is_done() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = server("--port", str(port), LMS_VAR_DIR="/nowhere")
    assert done.returncode == 1
    assert f"port {port}: Address already in use" in done.stderr
    assert f"--port {port + 1}" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", "99999"), ("203.0.113.7", "8000")])
def test_an_impossible_address_is_refused_in_a_sentence(host: str, port: str) -> None:
    done = server("--host", host, "--port", port)
    assert done.returncode == 1
    assert done.stderr.strip().startswith("Cannot listen on")


def test_an_old_python_is_refused(tmp_path: Path) -> None:
    old = tmp_path / "python"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.9.2\nexit 1\n')
    old.chmod(0o755)
    done = server(PYTHON=str(old))
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "3.9.2" in done.stderr


def test_no_python_is_said() -> None:
    done = server(PYTHON="no-such-python")
    assert done.returncode == 1
    assert "no-such-python is missing" in done.stderr


def test_missing_packages_are_named_where_they_may_not_be_installed(
    prepare: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = prepare["system_packages"]
    monkeypatch.setenv("LMS_NO_APT", "1")
    wanted = (
        packages.Package("libfirst0", lambda: False),
        packages.Package("libthere0", lambda: True),
        packages.Package("libsecond0", lambda: False),
    )
    with pytest.raises(prepare["terminal"].Stop) as stop:
        packages.ensure(wanted)
    assert "missing: libfirst0, libsecond0" in str(stop.value)
    assert "apt-get install --no-install-recommends libfirst0 libsecond0" in str(stop.value)


def test_what_tests_need_is_seen_on_this_machine(prepare: dict[str, ModuleType]) -> None:
    packages = prepare["system_packages"]
    assert [one.name for one in packages.TO_TEST if not one.is_there()] == []


def test_stamps_survive_a_torn_file(prepare: dict[str, ModuleType], tmp_path: Path) -> None:
    path = tmp_path / "prepared.json"
    stamps = prepare["stamps"].Stamps(path)
    stamps.set(migrate="abc")
    assert prepare["stamps"].Stamps(path).get("migrate") == "abc"
    path.write_text('{"migrate": "a')
    assert prepare["stamps"].Stamps(path).get("migrate") is None


def test_a_fingerprint_changes_with_content_name_and_facts(
    prepare: dict[str, ModuleType], tmp_path: Path
) -> None:
    fingerprint = prepare["stamps"].fingerprint
    file = tmp_path / "a.po"
    file.write_text("one")
    first = fingerprint([tmp_path], "fact")
    assert fingerprint([tmp_path], "fact") == first
    assert fingerprint([tmp_path], "other") != first
    file.write_text("two")
    second = fingerprint([tmp_path], "fact")
    file.rename(tmp_path / "b.po")
    assert len({first, second, fingerprint([tmp_path], "fact")}) == 3


def test_a_step_is_due_again_when_the_database_is_another(
    prepare: dict[str, ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site_data = prepare["site_data"]
    database, other = tmp_path / "lms.sqlite3", tmp_path / "restored.sqlite3"
    database.touch()
    other.touch()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
    migrate = next(step for step in site_data.steps(demo=False) if step.name == "migrate")
    before = migrate.fingerprint()
    assert migrate.fingerprint() == before
    other.replace(database)
    assert migrate.fingerprint() != before


def test_a_server_database_is_asked_every_time(
    prepare: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@127.0.0.1/lms")
    steps = prepare["site_data"].steps(demo=False)
    assert next(step for step in steps if step.name == "migrate").fingerprint() is None


def test_where_tables_have_their_own_owner_the_site_gets_its_rights_after_migrating(
    prepare: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://lms%40site@127.0.0.1/lms")
    site_data = prepare["site_data"]
    assert not [step for step in site_data.steps(demo=False) if "roles" in step.command]
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://owner@127.0.0.1/lms")
    commands = [step.command for step in site_data.steps(demo=False) if step.by_owner]
    assert commands == [("migrate", "--noinput"), ("ledger", "roles", "lms@site")]


def test_pips_registries_are_handed_to_uv(
    prepare: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare["virtual_environment"], "PYTHON", sys.executable)
    for name in list(os.environ):
        if name.startswith(("PIP_", "UV_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "https://registry.example/simple")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://one.example https://two.example")
    environment = prepare["virtual_environment"]._uv_environment()
    assert environment["UV_DEFAULT_INDEX"] == "https://registry.example/simple"
    assert environment["UV_INDEX"] == "https://one.example https://two.example"


def test_children_end_together() -> None:
    """One that ends takes the other with it, and a signal to the parent ends both."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from processes import Together; import os, terminal\n"
        "commands = {'short': ['sleep', sys.argv[2]], 'long': ['sleep', '60']}\n"
        "together = Together(commands, os.environ)\n"
        "print(together.children['long'].pid, flush=True)\n"
        "try:\n    together.wait()\n"
        "except terminal.Stop as stop:\n    print(stop)\n"
        "finally:\n    together.end()\n"
    )
    command = [sys.executable, "-c", program, str(SCRIPTS / "prepare")]
    ended = subprocess.run([*command, "0.1"], capture_output=True, text=True, timeout=30)
    pid, message = ended.stdout.splitlines()
    assert message.startswith("short ended unexpectedly")
    assert not Path(f"/proc/{pid}").exists()

    asked = subprocess.Popen([*command, "60"], stdout=subprocess.PIPE, text=True)
    assert asked.stdout is not None
    pid = asked.stdout.readline().strip()
    asked.send_signal(signal.SIGTERM)
    assert asked.wait(timeout=30) == 0
    assert not Path(f"/proc/{pid}").exists()


def test_children_do_not_outlive_a_killed_parent() -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from processes import Together; import os\n"
        "together = Together({'only': ['sleep', '60']}, os.environ)\n"
        "print(together.children['only'].pid, flush=True)\n"
        "together.wait()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(SCRIPTS / "prepare")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    child = Path("/proc") / parent.stdout.readline().strip()
    parent.kill()
    parent.wait()
    for __ in range(300):
        if not child.exists() or "State:\tZ" in (child / "status").read_text():
            break
        time.sleep(0.1)
    else:
        pytest.fail("the child lives on")


def test_a_certificate_is_kept_until_it_no_longer_fits(tmp_path: Path) -> None:
    def make(*names: str) -> bytes:
        program = str(SCRIPTS / "prepare" / "certificate.py")
        subprocess.run([sys.executable, program, str(tmp_path), *names], check=True)
        return (tmp_path / "certificate.pem").read_bytes()

    first = make("127.0.0.1", "localhost")
    assert make("localhost") == first
    assert make("127.0.0.1", "192.0.2.5", "phone.local") != first
    assert (tmp_path / "key.pem").stat().st_mode & 0o077 == 0


def test_addresses_are_those_a_browser_would_use(prepare: dict[str, ModuleType]) -> None:
    serving = prepare["serving"]
    own = serving.Address("127.0.0.1", 8000, https=False)
    assert own.url == "http://127.0.0.1:8000"
    assert not own.is_open
    every = serving.Address("0.0.0.0", 8443, https=True)
    assert every.url == f"https://{serving.lan_address()}:8443"
    assert every.own_url == "https://127.0.0.1:8443"
    assert serving.lan_address() in every.names
    assert serving.Address("::1", 80, https=False).url == "http://[::1]:80"
