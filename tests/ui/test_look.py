"""The page of all components shows them all, to those who build pages."""

import re

import pytest
from django.test import Client

from lms.people.enums import Role
from tests.databases import ROOT
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db
CLASS = re.compile(r"\.([a-z][\w-]*)")


def test_every_component_is_shown(client: Client) -> None:
    client.force_login(holder_of(Role.ADMINISTRATOR, UnitFactory.create()))
    page = client.get("/look/").content.decode()
    shown = {name for value in re.findall(r'class="([^"]*)"', page) for name in value.split()}
    css = (ROOT / "static" / "css" / "components.css").read_text(encoding="utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    selectors = re.findall(r"([^{}]+)\{", css)
    components = {name for part in selectors for name in CLASS.findall(part)}
    assert components - shown == set()


def test_there_is_no_such_page_for_learners(client: Client) -> None:
    client.force_login(EmployeeFactory.create())
    assert client.get("/look/").status_code == 404
