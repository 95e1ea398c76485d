"""The marker's list."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.actions.decide_late import decide_late
from assessments.actions.mark_item import mark_item
from assessments.enums import Kind, LatePolicy
from assessments.models import Quiz, Response
from assessments.policies.marking import is_for_marker
from assessments.queries.marking_work import late_to_decide
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.assessments.marking.pages import (
    LIST,
    address_of,
    answered,
    late_answer,
    press,
)
from tests.factories.assessments import (
    CategoryFactory,
    quiz_of_kinds,
    sitting_of,
)
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db
LIST_QUERIES = 9


def test_only_markers_come_in(client: Client, site: Unit, learner: Employee, quiz: Quiz) -> None:
    sitting = answered(learner, quiz)
    for asker in (learner, holder_of(Role.AUDITOR, site)):
        client.force_login(asker)
        assert client.get(LIST).status_code == 403
        assert client.get(address_of(sitting)).status_code == 403


def test_what_waits_stands_in_the_order_in_which_it_waited(
    desk: Client, site: Unit, quiz: Quiz
) -> None:
    now = timezone.now()
    for days, name in ((0, "C"), (5, "A"), (1, "B")):
        with time_machine.travel(now - timedelta(days=days), tick=False):
            answered(EmployeeFactory.create(unit=site, name=f"员工{name}", latin_name=name), quiz)
    page = desk.get(LIST)
    found = [row.sitting.employee.latin_name for row in page.context["rows"]]
    assert found == ["A", "B", "C"]
    assert "for 5 days" in page.text and "for 1 day ·" in page.text and "since today" in page.text
    assert "2 answers" in page.text


def test_what_the_key_decides_alone_does_not_wait(desk: Client, learner: Employee) -> None:
    answered(learner, quiz_of_kinds(Kind.SINGLE_CHOICE))
    page = desk.get(LIST)
    assert "Nothing waits to be marked" in page.text
    assert learner.latin_name in desk.get(LIST, {"group": "all"}).text


def test_others_units_and_ones_own_are_not_there(
    desk: Client, marker: Employee, quiz: Quiz
) -> None:
    stranger, own = answered(EmployeeFactory.create(), quiz), answered(marker, quiz)
    still_open = sitting_of(EmployeeFactory.create(unit=marker.unit), quiz)
    assert not desk.get(LIST, {"group": "all"}).context["rows"]
    for sitting in (stranger, own, still_open):
        assert desk.get(address_of(sitting)).status_code == 404
        assert desk.post(address_of(sitting), press(sitting, 1)).status_code == 404


def test_a_late_answer_waits_for_a_word(desk: Client, learner: Employee, lenient: Quiz) -> None:
    response = late_answer(learner, lenient)
    page = desk.get(LIST)
    assert "1 late answer" in page.text
    (row,) = page.context["rows"]
    assert row.sitting.waits_since == response.saved_at


@pytest.mark.parametrize("policy", [LatePolicy.NEVER, LatePolicy.GRACE, LatePolicy.MARKER])
@pytest.mark.parametrize("is_decided", [True, False])
def test_lists_and_policy_agree_on_what_waits(
    marker: Employee, learner: Employee, policy: str, is_decided: bool
) -> None:
    quiz = quiz_of_kinds(Kind.SINGLE_CHOICE, late_policy=policy, grace_seconds=5)
    response = late_answer(learner, quiz)
    if is_decided and policy == LatePolicy.MARKER:
        decide_late(actor=marker, response=response, is_allowed=False, reason="无据。")
    found = Response.objects.select_related("item__sitting")
    waiting = {one.pk for one in found if is_for_marker(one)}
    assert waiting == set(late_to_decide().values_list("pk", flat=True))


def test_filters_narrow_by_person_quiz_category_and_unit(
    desk: Client, site: Unit, learner: Employee
) -> None:
    root = CategoryFactory.create(name="客服")
    below = CategoryFactory.create(name="电话", parent=root)
    phone = quiz_of_kinds(Kind.ESSAY, category=below)
    other = quiz_of_kinds(Kind.ESSAY)
    team = UnitFactory.create(parent=site)
    mine = answered(EmployeeFactory.create(unit=team, latin_name="Ma Jun"), phone)
    answered(learner, other)
    for asked in (
        {"person": "Ma Jun"},
        {"person": mine.employee.staff_number},
        {"quiz": phone.pk},
        {"category": root.pk},
        {"unit": team.pk},
    ):
        rows = desk.get(LIST, asked).context["rows"]
        assert [row.sitting for row in rows] == [mine], asked
    assert "No sitting like this" in desk.get(LIST, {"person": "nobody"}).text
    assert len(desk.get(LIST, {"quiz": "rubbish", "category": "x"}).context["rows"]) == 2


def test_what_one_marked_stands_apart(
    desk: Client, marker: Employee, learner: Employee, quiz: Quiz
) -> None:
    sitting = answered(learner, quiz)
    assert not desk.get(LIST, {"group": "mine"}).context["rows"]
    item = sitting.items.get(position=1)
    mark_item(actor=marker, item=item, points=[Decimal(1), Decimal(1)])
    assert [row.sitting for row in desk.get(LIST, {"group": "mine"}).context["rows"]] == [sitting]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long(
    desk: Client, site: Unit, quiz: Quiz, number: int, django_assert_num_queries: Any
) -> None:
    for __ in range(number):
        answered(EmployeeFactory.create(unit=site), quiz)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(desk.get(LIST).context["rows"]) == number


def test_today_tells_markers_how_much_waits(desk: Client, learner: Employee, quiz: Quiz) -> None:
    today = reverse("home:today")
    assert "waits to be marked" not in desk.get(today).text
    answered(learner, quiz)
    assert "1 sitting waits to be marked" in desk.get(today).text
    assert f'href="{LIST}" aria-current="page"' in desk.get(LIST).text
