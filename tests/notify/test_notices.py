"""The bell, the page of one's notices, and what is forgotten."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lms.jobs.schedule import recurring
from lms.notify.models import Notice
from lms.notify.sending import Letter, notify_all
from lms.notify.tasks import forget_old_notices
from lms.people.models import Employee
from tests.factories.people import EmployeeFactory

PAGE = reverse("notify:notices")


def tell(employee: Employee, *titles: str, url: str = "/courses/") -> list[Notice]:
    with transaction.atomic():
        return notify_all(
            Letter(employee.pk, title, "请在本周内读完。", url, "zh-hans") for title in titles
        )


@pytest.fixture
def reader(db: None) -> Employee:
    return EmployeeFactory.create()


@pytest.fixture
def as_reader(client: Client, reader: Employee) -> Client:
    client.force_login(reader)
    return client


def test_the_bell_counts_what_is_not_read(as_reader: Client, reader: Employee) -> None:
    assert "bell-count" not in as_reader.get(reverse("home:today")).text
    tell(reader, "一", "二")
    tell(EmployeeFactory.create(), "别人的")
    assert ">2</span>" in as_reader.get(reverse("home:today")).text


def test_opening_a_notice_leads_on_and_counts_as_read(as_reader: Client, reader: Employee) -> None:
    [notice, other] = tell(reader, "一", "二")
    response = as_reader.get(reverse("notify:open", args=[notice.pk]))
    assert response.headers["Location"] == "/courses/"
    assert set(Notice.objects.filter(read_at=None)) == {other}
    page = as_reader.get(PAGE).text
    assert "一" in page and "二" in page and page.count("tag-jade") == 1


def test_all_are_marked_as_read_at_once(as_reader: Client, reader: Employee) -> None:
    strangers = tell(EmployeeFactory.create(), "别人的")
    tell(reader, "一", "二")
    assert as_reader.post(reverse("notify:read-all"), follow=True).status_code == 200
    assert list(Notice.objects.filter(read_at=None)) == strangers


def test_nobody_opens_anothers_notice(as_reader: Client) -> None:
    [notice] = tell(EmployeeFactory.create(), "别人的")
    assert as_reader.get(reverse("notify:open", args=[notice.pk])).status_code == 404
    assert "别人的" not in as_reader.get(PAGE).text
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_notice_without_a_page_leads_back(as_reader: Client, reader: Employee) -> None:
    [notice] = tell(reader, "一", url="")
    assert as_reader.get(reverse("notify:open", args=[notice.pk])).headers["Location"] == PAGE


def test_who_has_none_reads_what_comes_here(as_reader: Client) -> None:
    assert 'class="empty"' in as_reader.get(PAGE).text


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_page_costs_the_same_however_many_there_are(
    as_reader: Client,
    reader: Employee,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    tell(reader, *(f"通知 {number}" for number in range(count)))
    as_reader.get(PAGE)
    with django_assert_num_queries(5):
        assert as_reader.get(PAGE).status_code == 200


def test_what_is_half_a_year_old_is_forgotten(reader: Employee) -> None:
    assert "lms.notify.tasks.forget_old_notices" in {task.task_path for task in recurring()}
    with time_machine.travel(timezone.now() - timedelta(days=181), tick=False):
        tell(reader, "旧")
    kept = tell(reader, "新")
    forget_old_notices.func()
    assert list(Notice.objects.all()) == kept


def test_a_notice_needs_the_transaction_of_its_occasion(
    transactional_db: None, settings: object
) -> None:
    settings.EMAIL_IS_CONFIGURED = True  # type: ignore[attr-defined]
    letter = Letter(1, "一", "", "/", "zh-hans", email="a@example.com")
    with pytest.raises(transaction.TransactionManagementError):
        notify_all([letter])
