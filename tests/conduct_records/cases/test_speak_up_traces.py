"""Nothing that is kept tells who reported something without their name: every row, file, log line,
ledger entry and cached value is searched for what a reporter leaves behind them."""

import io
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image, PngImagePlugin
from pytest_django import DjangoDbBlocker

from conduct_records.actions.cases.ask_reporter import ask_reporter
from conduct_records.models import Evidence, Incident
from lms.people.models import Employee
from tests import databases
from tests.conduct_records.cases.speaking_up import CODE, Reporter
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import EmployeeFactory
from tests.ledger.reading import said
from tests.ledger.sites import Site, site_like

ADDRESS, PROXIED = "203.0.113.77", "198.51.100.23"
BROWSER = "Zirkelphone/99 (Quartzmodel XJ-7)"
LANGUAGE = "fy-NL,nds;q=0.7"
REFERER = "https://intranet.invalid/quartz-referer"
FILE_NAME = "IMG_quartz_20261122.jpg"
ARTIST, SERIAL, COMMENT = "Quartz Artist", "SN-QUARTZ-4711", "quartz comment inside"
LATITUDE = (31, 13, 57)
# Of what goes with a request and what is inside a picture.
LEFT_BEHIND = (ADDRESS, PROXIED, "Zirkelphone", "Quartzmodel", "fy-NL", "quartz-referer")
INSIDE = (FILE_NAME, "IMG_quartz", ARTIST, SERIAL, COMMENT)


def photo_with_secrets() -> SimpleUploadedFile:
    picture, exif, content = Image.new("RGB", (80, 60), "olive"), Image.Exif(), io.BytesIO()
    exif[0x013B], exif[0x010F], exif[0x0110] = ARTIST, "Quartzmaker", "Quartzmodel XJ-7"
    exif.get_ifd(0x8769)[0xA431] = SERIAL
    exif.get_ifd(0x8769)[0x9003] = "2026:11:22 03:04:05"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", LATITUDE
    picture.save(content, "JPEG", exif=exif, comment=COMMENT.encode())
    assert all(each.encode() in content.getvalue() for each in (ARTIST, SERIAL, COMMENT))
    return SimpleUploadedFile(FILE_NAME, content.getvalue(), "image/jpeg")


def png_with_secrets() -> SimpleUploadedFile:
    said, content = PngImagePlugin.PngInfo(), io.BytesIO()
    said.add_text("Author", ARTIST)
    Image.new("RGB", (30, 30), "navy").save(content, "PNG", pnginfo=said)
    return SimpleUploadedFile(f"{SERIAL}.png", content.getvalue(), "image/png")


class Everything(logging.Handler):
    """All that any logger says, with all that a record holds."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        request = getattr(record, "request", None)
        meta = str(getattr(request, "META", "")) if request else ""
        self.lines.append(f"{record.getMessage()} {record.__dict__} {record.exc_text} {meta}")


@pytest.fixture
def all_logs() -> Iterator[Everything]:
    """Of every logger there is, at DEBUG."""
    handler, root = Everything(), logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in root.manager.loggerDict)]
    before = [(each, each.level, each.propagate, each.disabled) for each in loggers]
    for each in loggers:
        each.setLevel(logging.DEBUG)
        each.disabled = False
        each.propagate = False
        each.addHandler(handler)
    yield handler
    for each, level, propagate, disabled in before:
        each.removeHandler(handler)
        each.setLevel(level)
        each.propagate, each.disabled = propagate, disabled


def all_rows() -> dict[str, str]:
    """By table, everything in it, whatever its columns are."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = cursor.fetchall()
            found[table] = "\n".join(_plain(value) for row in rows for value in row)
    return found


def _plain(value: object) -> str:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).decode("latin-1")
    return str(value)


def all_files() -> dict[str, bytes]:
    places = (settings.MEDIA_ROOT, settings.STORAGES["private"]["OPTIONS"]["location"])
    found = {}
    for path in (path for place in places for path in Path(place).rglob("*") if path.is_file()):
        with suppress(FileNotFoundError):  # of another test that runs at the same time
            found[str(path)] = path.read_bytes()
    return found


def cached() -> str:
    return str(getattr(caches["default"], "_cache", {}))


@pytest.fixture
def world(db: None) -> CaseWorld:
    return case_world()


def journey(reporter: Reporter, world: CaseWorld, photos: list[SimpleUploadedFile]) -> Incident:
    """Reporting, following, being asked, answering, mistyping, forging, asking for what is not."""
    reporter.report(unit=world.site.pk, photos=photos[:2])
    incident = Incident.objects.get()
    ask_reporter(actor=world.hr, incident=incident, text="是哪一天？", form_id=uuid4())
    reporter.look()
    reporter.say("星期二。", photos=photos[2:])
    reporter.look("0000 0000 0000 0000")
    reporter.send("speak-up-follow", code="x", language="en")
    reporter.client.get("/speak-up/nothing-here/", **reporter.about)
    reporter.client.put(reverse("conduct_records:speak-up"), **reporter.about)
    return incident


def test_nothing_kept_tells_who_reported(
    world: CaseWorld, all_logs: Everything, settings: Any
) -> None:
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    employee = EmployeeFactory.create(
        unit=world.site, name="欧阳识秋", latin_name="Ouyang Shiqiu", staff_number="77341"
    )
    browser = Client(enforce_csrf_checks=False)
    browser.force_login(employee)
    session = browser.cookies["sessionid"].value
    files_before, rows_before = set(all_files()), all_rows()
    photos = [photo_with_secrets(), png_with_secrets(), photo_with_secrets()]
    all_logs.lines.clear()
    reporter = Reporter(
        browser,
        REMOTE_ADDR=ADDRESS,
        HTTP_X_FORWARDED_FOR=f"10.0.0.1, {PROXIED}",
        HTTP_USER_AGENT=BROWSER,
        HTTP_ACCEPT_LANGUAGE=LANGUAGE,
        HTTP_REFERER=REFERER,
    )
    incident = journey(reporter, world, photos)
    traces = (*LEFT_BEHIND, *INSIDE, reporter.code, reporter.code.replace("-", ""))

    rows = all_rows()
    for table, text in rows.items():
        assert not [each for each in traces if each in text], table
    for table in ("people_employee", "django_session", "people_rolegrant"):
        assert rows[table] == rows_before[table], table  # no last use, no language, no session
    changed = {table for table in rows if rows[table] != rows_before.get(table)}
    who = (employee.name, employee.latin_name, employee.staff_number, employee.token, session)
    for table in changed:
        before = rows_before.get(table, "")
        assert all(rows[table].count(each) == before.count(each) for each in who), table

    new_files = {path: text for path, text in all_files().items() if path not in files_before}
    kept = {one.file.path: one.name for one in Evidence.objects.all()}
    assert set(kept.values()) == {"photo-1.webp", "photo-2.webp"} and set(kept) <= set(new_files)
    assert not any(b"Exif" in new_files[path] for path in kept)
    for path, content in new_files.items():
        assert not [each for each in (*traces, *who) if each.encode() in content], path
        assert not [each for each in traces if each in path]

    logged = "\n".join(all_logs.lines)
    assert "/speak-up/nothing-here/" in logged  # they were listened to
    assert not [each for each in (*traces, *who) if each in logged]
    assert not [each for each in (*traces, *who) if each in cached()]

    entries = str(said())
    assert incident.what in entries and not [each for each in (*traces, *who) if each in entries]


def test_a_session_that_lies_in_the_browser_stays_as_it_is(world: CaseWorld) -> None:
    browser = Client()
    browser.force_login(world.subject)
    session = browser.cookies["sessionid"].value
    reporter = Reporter(browser)
    pages = [reporter.get("speak-up"), reporter.get("speak-up-follow"), reporter.report()]
    for page in (*pages, reporter.look()):
        assert world.subject.name not in page.text and world.subject.staff_number not in page.text
        assert "sessionid" not in page.cookies
    assert browser.cookies["sessionid"].value == session
    assert browser.get("/me/").status_code == 200


@pytest.mark.parametrize("path", ["/speak-up/", "/speak-up/follow/", "/speak-up/nothing-here/"])
def test_these_pages_ask_nothing_about_whoever_is_signed_in(
    path: str, world: CaseWorld, django_assert_max_num_queries: Any
) -> None:
    browser = Client()
    Employee.objects.filter(pk=world.subject.pk).update(must_change_password=True, language="en")
    browser.force_login(world.subject)
    with django_assert_max_num_queries(2) as asked:
        page = browser.get(path)
    said_of = ("people_employee", "django_session", "people_rolegrant", "attended")
    for query in asked.captured_queries:
        assert not any(table in query["sql"] for table in said_of)
    assert page.status_code in (200, 404)
    assert page.headers["Content-Language"] == "zh-hans"


# The real server -------------------------------------------------------------------------------

# As a site is served, with static files as they lie in the tree.
SETTINGS = """
from lms.settings import *
STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
"""
COMPANY = """
from lms.people.models import Unit
Unit.objects.create(kind="company", code="quiet", name="静默", path="1/")
"""
FORM = re.compile(r'name="(csrfmiddlewaretoken|ticket)" value="([^"]+)"')


@contextmanager
def served(site: Site) -> Iterator[tuple[str, Path]]:
    """Its address, and the file into which it says everything it says."""
    (site.path / "as_served.py").write_text(SETTINGS)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    output = site.path.parent / "output.txt"
    command = [
        *(str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        *("--log-level", "debug", "--no-ws", "lms.wsgi:application"),
    ]
    environment = site.environment | {
        "DJANGO_SETTINGS_MODULE": "as_served",
        "PYTHONPATH": f"{site.path}{os.pathsep}{databases.ROOT}",
        "LMS_LOG_LEVEL": "DEBUG",
        "LMS_CLIENT_ADDRESS_HEADER": "X-Forwarded-For",
    }
    with output.open("w") as said_by_it:
        server = subprocess.Popen(
            command, cwd=databases.ROOT, env=environment, stdout=said_by_it, stderr=said_by_it
        )
    try:
        yield f"http://127.0.0.1:{port}", output
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


class Caller:
    def __init__(self, address: str) -> None:
        self.address = address
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)
        self.opener.addheaders = [
            ("User-Agent", BROWSER),
            ("X-Forwarded-For", PROXIED),
            ("Accept-Language", LANGUAGE),
            ("Referer", REFERER),
        ]

    def wait_for_it(self) -> None:
        for __ in range(600):
            with suppress(OSError):
                self.opener.open(f"{self.address}/health/", timeout=10).read()
                return
            time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def ask(self, path: str, **given: str) -> str:
        """Also of a page that refuses."""
        data = urllib.parse.urlencode(given).encode() if given else None
        try:
            answer = self.opener.open(f"{self.address}{path}", data, timeout=60)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        return str(answer.read().decode())


def test_a_real_server_says_and_keeps_nothing(
    test_database: databases.TestDatabase, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> None:
    with site_like(test_database, django_db_blocker, tmp_path / "site") as site:
        site.python(COMPANY)
        with served(site) as (address, output):
            caller = Caller(address)
            caller.wait_for_it()
            given = dict(FORM.findall(caller.ask("/speak-up/")))
            told = {"what": "静默的报告", "place": "库房", "day": "2026-01-02", "clock": "03:04"}
            page = caller.ask("/speak-up/", **given, **told)
            found = CODE.search(page)
            assert found, page
            code, token = found[1], given["csrfmiddlewaretoken"]
            page = caller.ask("/speak-up/follow/", csrfmiddlewaretoken=token, code=code)
            assert "静默的报告" in page
            caller.ask("/speak-up/follow/", code=code)  # refused as forged
            caller.ask("/speak-up/follow/", csrfmiddlewaretoken=token, code="0" * 16)
            caller.ask("/speak-up/nothing-here/")
        kept = {path: path.read_bytes() for path in site.path.rglob("*") if path.is_file()}
        traces = (*LEFT_BEHIND, code, code.replace("-", ""))
        for path, content in (kept | {output: output.read_bytes()}).items():
            assert not [each for each in traces if each.encode() in content], path
        said_by_it = output.read_text()
        assert "/speak-up/nothing-here/" in said_by_it and "127.0.0.1:" not in said_by_it.replace(
            address.removeprefix("http://"), ""
        )
