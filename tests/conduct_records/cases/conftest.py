import pytest

from conduct_records.views.cases.callers import CALLERS


@pytest.fixture(autouse=True)
def nobody_is_counted() -> None:
    """Who speaks up in one test is no caller in the next."""
    CALLERS.forget()
