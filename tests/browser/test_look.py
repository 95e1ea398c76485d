"""The page of all components, in light and dark at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from lms.people.models import Employee


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_every_component_is_accessible(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, Employee | str], Employee],
    check_accessible: Callable[[Page], None],
    device: str,
) -> None:
    page = open_page(device)
    sign_in(page, "20250")
    page.goto("/look/")
    check_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
