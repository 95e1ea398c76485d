"""The web process is killed in the middle of two hundred saves: what it acknowledged is there."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from assessments.actions.save_answer import save_answer
from assessments.enums import Kind
from assessments.models import Response, Sitting
from assessments.queries import newest_responses
from assessments.rules.receipts import Sent
from tests.assessments.conftest import BACKEND
from tests.databases import ROOT, PostgresDatabase, SqliteDatabase, TestDatabase
from tests.factories.assessments import quiz_of_kinds, sitting_of

pytestmark = pytest.mark.django_db(transaction=True)

SAVES, BEFORE_THE_END, CLIENTS, ITEMS = 200, 60, 4, 5
PATIENCE = 60  # seconds
CSRF = "c" * 32
Saving = tuple[int, str, Sent]


def test_no_acknowledged_answer_is_lost(test_database: TestDatabase) -> None:
    sitting = sitting_of(quiz=quiz_of_kinds(*[Kind.SINGLE_CHOICE] * ITEMS))
    cookie = signed_in(sitting)
    savings: list[Saving] = [
        (number % ITEMS + 1, str(number % 4), Sent(uuid4(), 0, number + 1))
        for number in range(SAVES)
    ]
    acknowledged = saved_until_killed(test_database, sitting, cookie, savings)
    assert BEFORE_THE_END <= len(acknowledged) < SAVES
    kept = {row.client_id: row for row in Response.objects.all()}
    for position, choice, sent in acknowledged:
        assert sent.client_id is not None
        row = kept[sent.client_id]
        assert (row.answer, row.revision) == ({"chosen": [int(choice)]}, sent.revision)
        assert row.item == sitting.items.get(position=position)

    # The phone, which has no receipt for the rest, sends all of it again.
    for position, choice, sent in savings:
        save_answer(
            actor=sitting.employee,
            sitting_id=sitting.pk,
            position=position,
            data={"choice": [choice]},
            sent=sent,
        )
    assert Response.objects.count() == SAVES
    newest = newest_responses(sitting).values()
    assert {row.revision for row in newest} == {*range(SAVES - ITEMS + 1, SAVES + 1)}


def signed_in(sitting: Sitting) -> str:
    client = Client()
    client.force_login(sitting.employee, backend=BACKEND)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"


def saved_until_killed(
    database: TestDatabase, sitting: Sitting, cookie: str, savings: list[Saving]
) -> list[Saving]:
    """Send the savings over several connections, and kill the server once some are acknowledged."""
    acknowledged: list[Saving] = []
    is_under_way = Event()
    with web_process(database) as (process, port):

        def send(mine: list[Saving]) -> None:
            line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            for saving in mine:
                try:
                    post(line, cookie, sitting, saving)
                except (OSError, HTTPException):
                    return  # killed
                acknowledged.append(saving)
                if len(acknowledged) == BEFORE_THE_END:
                    is_under_way.set()

        with ThreadPoolExecutor(CLIENTS) as pool:
            running = [pool.submit(send, savings[start::CLIENTS]) for start in range(CLIENTS)]
            assert is_under_way.wait(PATIENCE), process.poll()
            os.killpg(process.pid, signal.SIGKILL)
            for one in running:
                one.result(PATIENCE)
        assert process.wait(PATIENCE) == -signal.SIGKILL
    connections.close_all()
    return acknowledged


def post(line: HTTPConnection, cookie: str, sitting: Sitting, saving: Saving) -> None:
    position, choice, sent = saving
    fields = {"choice": choice, "client": sent.client_id, "epoch": 0, "revision": sent.revision}
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": cookie,
        "X-CSRFToken": CSRF,
    }
    line.request("POST", f"/sittings/{sitting.pk}/{position}/", urlencode(fields), headers)
    response = line.getresponse()
    said = response.read()
    assert response.status == 200, said
    assert json.loads(said)["receipt"] == f"{position}-{sent.revision}"


@contextmanager
def web_process(database: TestDatabase) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The server as `script/server` starts it, on this test's database; its own process group."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        *("--blocking-threads", "4", "--log-level", "warning", "--no-ws", "lms.wsgi:application"),
    ]
    environment = os.environ | {
        "DATABASE_URL": address_of(database),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        wait_for(process, port)
        yield process, port
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(PATIENCE)


def address_of(database: TestDatabase) -> str:
    if isinstance(database, PostgresDatabase):
        return database.url(database.own_name)
    assert isinstance(database, SqliteDatabase)
    return f"sqlite:///{quote(str(database.own_path))}"


def wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            line.request("GET", "/health/")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not answer: {process.poll()}")
