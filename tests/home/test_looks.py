"""Who looked at my record."""

import pytest
from django.test import Client
from django.urls import reverse

from lms.ledger.actions.note_look import sequence_looks
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.rules.sights import Sight
from tests.factories.people import EmployeeFactory
from tests.ledger.tampering import tamper

pytestmark = pytest.mark.django_db
ADDRESS = reverse("home:looks")
TRAINING = Sight("training record", "training progress of the team")


@pytest.fixture
def reader() -> Employee:
    return EmployeeFactory.create(language="en")


@pytest.fixture
def as_reader(client: Client, reader: Employee) -> Client:
    client.force_login(reader)
    return client


def test_nobody_looked_yet(as_reader: Client) -> None:
    assert "Nobody opened your record yet" in as_reader.get(ADDRESS).text


def test_one_reads_who_looked_at_what_and_why(as_reader: Client, reader: Employee) -> None:
    manager = EmployeeFactory.create(name="陆安", latin_name="Lu An")
    stranger = EmployeeFactory.create()
    look_at(actor=manager, tokens=[reader.token, stranger.token], sight=TRAINING)
    sequence_looks()
    page = as_reader.get(ADDRESS).text
    assert page.count("Lu An") == 1
    assert "training record" in page and "training progress of the team" in page


def test_one_that_was_altered_says_so_and_hides_no_other(
    as_reader: Client, reader: Employee
) -> None:
    for name in ("Lu An", "Mo Bai"):
        manager = EmployeeFactory.create(name="陆安", latin_name=name)
        look_at(actor=manager, tokens=[reader.token], sight=TRAINING)
    sequence_looks()
    tamper("UPDATE ledger_sealedfields SET sealed = %s WHERE log = 'looks' AND seq = 1", b"x" * 60)
    for address in (ADDRESS, reverse("home:record")):
        page = as_reader.get(address).text
        assert "was altered and does not open any more" in page
        assert "Lu An" in page and "Mo Bai" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_number_of_queries(
    as_reader: Client, reader: Employee, count: int, django_assert_num_queries: object
) -> None:
    for __ in range(count):
        look_at(actor=EmployeeFactory.create(), tokens=[reader.token], sight=TRAINING)
    sequence_looks()
    with django_assert_num_queries(8):  # type: ignore[operator]
        assert as_reader.get(ADDRESS).status_code == 200
