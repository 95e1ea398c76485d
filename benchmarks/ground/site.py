"""The demo company in a database of the benchmarks' own, and requests to the real WSGI
application without a network in between."""

import os
from io import StringIO
from typing import Any
from wsgiref.util import setup_testing_defaults

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.ground.settings"


def set_up() -> None:
    """Made at the first run, brought up to date at later ones."""
    migrate()
    from django.core.management import call_command

    call_command("load_demo", stdout=StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)


def connect() -> None:
    import django

    django.setup()


def migrate() -> None:
    """The tables alone."""
    connect()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def get(path: str, *, host: str = "127.0.0.1", cookie: str = "") -> bytes:
    """The body of a page that answers 200."""
    from lms.wsgi import application

    path, __, query = path.partition("?")
    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query}
    environ |= {"HTTP_HOST": host, "HTTP_COOKIE": cookie}
    setup_testing_defaults(environ)
    status: list[str] = []

    def start_response(line: str, headers: Any, exc_info: Any = None) -> Any:
        status.append(line)
        return lambda data: None

    response = application(environ, start_response)
    try:
        body = b"".join(response)
    finally:
        response.close()
    if not status[0].startswith("200"):
        raise SystemExit(f"{path} answered {status[0]}")
    return body


def session_cookie(staff_number: str) -> str:
    """The cookie of somebody who is signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from lms.people.models import Employee

    employee = Employee.objects.get(staff_number=staff_number)
    Employee.objects.filter(pk=employee.pk).update(must_change_password=False)
    session = SessionStore()
    session[SESSION_KEY] = str(employee.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = employee.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
