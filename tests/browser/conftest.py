"""Chromium against a live server, on the demo company's database.

`open_page(device, scheme=…, javascript=…)` gives a page on a phone or at a desk. Whatever page a
test opens, an error in the console, a breach of the content security policy, an answer of the
5xx class or a request to another host fails the test at its end.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    Route,
    expect,
)
from pytest_django.live_server_helper import LiveServer

from lms.people.models import Employee
from tests.databases import TestDatabase

# Playwright's synchronous interface runs in an event loop, which Django would take for
# asynchronous code and refuse to query from.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

CHROMIUM = os.environ.get("LMS_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)

Device = Literal["phone", "desk"]
Scheme = Literal["light", "dark"]
DEVICES: dict[Device, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
    "desk": {"viewport": {"width": 1440, "height": 900}},
}
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class OpenPage(Protocol):
    def __call__(
        self,
        device: Device = "phone",
        *,
        scheme: Scheme = "light",
        javascript: bool = True,
        language: str = "zh-CN",
    ) -> Page: ...


@dataclass
class Watch:
    """What went wrong on any page of a test. Add a part of a text to `expected` to allow it."""

    base_url: str
    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    refused_pages: set[str] = field(default_factory=set)

    def attach(self, context: BrowserContext) -> None:
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.problems.append(f"error: {error.error}"))
        context.on("response", self._on_response)
        context.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_response(self, response: Response) -> None:
        if 400 <= response.status < 500 and response.request.is_navigation_request():
            self.refused_pages.add(response.url)
        if response.status >= 500:
            self.problems.append(f"{response.status}: {response.request.method} {response.url}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme.startswith("http") and not request.url.startswith(self.base_url):
            self.problems.append(f"foreign host: {request.url}")

    def unexpected(self) -> list[str]:
        # Chromium reports a page that answers 4xx as a resource that failed to load.
        refusals = tuple(f"({url})" for url in self.refused_pages)
        return [
            one
            for one in self.problems
            if not any(part in one for part in self.expected)
            and not (one.startswith("console: Failed to load") and one.endswith(refusals))
        ]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if not Path(CHROMIUM).exists():
        pytest.exit(
            f"There is no Chromium at {CHROMIUM}. `script/test` installs it "
            "(Debian: apt-get install chromium); LMS_CHROMIUM names another.",
            returncode=3,
        )
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture
def site(
    live_server: LiveServer, demo_world: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> LiveServer:
    """The running site, holding the demo company and nothing of earlier tests."""
    monkeypatch.setattr(settings, "BASE_URL", live_server.url)
    return live_server


@pytest.fixture
def watch(site: LiveServer) -> Iterator[Watch]:
    watch = Watch(site.url)
    yield watch
    assert not watch.unexpected(), "\n".join(watch.unexpected())


@pytest.fixture
def open_page(browser: Browser, site: LiveServer, watch: Watch) -> Iterator[OpenPage]:
    contexts: list[BrowserContext] = []

    def open_page(
        device: Device = "phone",
        *,
        scheme: Scheme = "light",
        javascript: bool = True,
        language: str = "zh-CN",
    ) -> Page:
        context = browser.new_context(
            **DEVICES[device],
            base_url=site.url,
            color_scheme=scheme,
            java_script_enabled=javascript,
            locale=language,
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        watch.attach(context)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page("phone")


@pytest.fixture
def desk(open_page: OpenPage) -> Page:
    return open_page("desk")


@pytest.fixture
def sign_in(site: LiveServer) -> Callable[[Page, Employee | str], Employee]:
    """`sign_in(page, staff_number_or_employee)`: a session without the form.

    The person counts as having chosen their own password.
    """

    def sign_in(page: Page, who: Employee | str) -> Employee:
        employee = who if isinstance(who, Employee) else Employee.objects.get(staff_number=who)
        if employee.must_change_password:
            employee.must_change_password = False
            employee.save(update_fields=["must_change_password"])
        session = SessionStore()
        session[SESSION_KEY] = str(employee.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = employee.get_session_auth_hash()
        session.save()
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": str(session.session_key),
                    "url": site.url,
                }
            ]
        )
        return employee

    return sign_in


@pytest.fixture
def hold_scripts() -> Callable[[Page], Callable[[], None]]:
    """`release = hold_scripts(page)`: from now on scripts do not arrive until `release()`."""

    def hold(page: Page) -> Callable[[], None]:
        held: list[Route] = []
        page.route("**/*.js", lambda route: held.append(route))

        def release() -> None:
            for route in held:
                route.continue_()

        return release

    return hold


@contextmanager
def seen_whole(page: Page) -> Iterator[None]:
    size = page.viewport_size
    assert size is not None
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    try:
        yield
    finally:
        page.set_viewport_size(size)


@pytest.fixture(scope="session")
def check_accessible() -> Callable[[Page], None]:
    """`check_accessible(page)`: axe-core finds nothing against WCAG 2.2 AA and good practice. The
    page is seen whole, so that a bar at the bottom covers no more than what it always covers.
    Where a click leads to another page, wait for it with `expect_navigation` first."""
    axe = Axe()

    def check(page: Page) -> None:
        options = {
            "runOnly": {"type": "tag", "values": AXE_RULES},
            "rules": {"target-size": {"enabled": True}},
            "resultTypes": ["violations"],
        }
        page.wait_for_load_state()
        with seen_whole(page):
            results = axe.run(page, options=options)
        assert not results.violations_count, f"{page.url}\n{results.generate_report()}"

    return check


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
