"""HR follows a cycle, has work done for it, takes its table away, ends it."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from lms.ledger.models import PendingLook
from lms.people.enums import Role, UnitKind
from lms.people.models import Employee
from reviews.actions.cycle_work import ask_for_work, run_cycle_work
from reviews.actions.end_cycle import end_cycle
from reviews.enums import CycleKinds, WorkKind
from reviews.errors import (
    CycleHasEnded,
)
from reviews.models import CycleWork, Review
from reviews.rules.procedure import State
from tests.factories.people import (
    UnitFactory,
    holder_of,
)
from tests.factories.reviews import ReviewWorld, review_world
from tests.reviews.cycling import NEVER, address, another

pytestmark = pytest.mark.django_db(transaction=True)
CYCLES = reverse("reviews:cycles")
CYCLE_QUERIES = 10
CYCLES_QUERIES = 6


@pytest.fixture
def world() -> ReviewWorld:
    world = review_world()
    Employee.objects.update(language="en")
    return world


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def as_hr(client: Client, world: ReviewWorld) -> Client:
    client.force_login(world.hr)
    return client


def test_a_cycle_shows_how_far_it_is(as_hr: Client, world: ReviewWorld) -> None:
    team = UnitFactory.create(kind=UnitKind.TEAM, parent=world.site)
    late, named = another(world, "Late"), another(world, "Named", unit=team)
    cycle = world.cycle()
    world.rated(world.assessed(world.opened(cycle)))
    past = timezone.localdate() - timedelta(days=1)
    Review.objects.filter(employee=late).update(due_on=past)
    Review.objects.filter(employee=named).update(manager=None)
    page = as_hr.get(address(cycle))
    progress = page.context["progress"]
    assert {part.state: part.count for part in progress.parts if part.count} == {
        State.SELF_ASSESSMENT: 2,
        State.CALIBRATION: 1,
    }
    assert (progress.total, progress.late, progress.unnamed, progress.closed) == (3, 1, 1, 0)
    assert [each.progress.total for each in page.context["by_unit"]] == [2, 1]
    assert next(row.review.employee for row in page.context["rows"]) == late
    assert [row.review.employee for row in page.context["rows"] if row.is_unnamed] == [named]
    assert "Calibrate 1 review" in page.text and "1 day overdue" in page.text
    rows = as_hr.get(address(cycle), {"unit": team.pk}).context["rows"]
    assert [row.review.employee for row in rows] == [named]


def test_hr_of_a_site_sees_its_part_of_a_company_s_cycle(
    client: Client, world: ReviewWorld
) -> None:
    other = UnitFactory.create(kind=UnitKind.SITE, parent=world.company)
    another(world, "Elsewhere", unit=other)
    cycle = world.cycle(unit=world.company)
    assert cycle.reviews.count() == 2
    client.force_login(holder_of(Role.HR_OFFICER, other, language="en"))
    page = client.get(address(cycle))
    assert page.context["progress"].total == 1 and page.context["handled"] == other
    assert "Open missing reviews" not in page.text
    asked = client.post(address(cycle, "cycle-do"), {"kind": "compute"})
    assert CycleWork.objects.get(kind=WorkKind.COMPUTE).unit == other
    assert client.get(asked["Location"]).status_code == 200
    assert client.post(address(cycle, "cycle-do"), {"kind": "open"}).status_code == 403
    assert client.get(address(cycle, "cycle-end")).status_code == 403
    region = UnitFactory.create(kind=UnitKind.REGION, parent=world.company)
    site_cycle = world.cycle(kind=CycleKinds.YEARLY)
    client.force_login(holder_of(Role.HR_OFFICER, region, language="en"))
    assert client.get(address(site_cycle)).status_code == 404


def test_what_is_missing_is_opened_and_scores_computed_anew(
    as_hr: Client, world: ReviewWorld, run_jobs: Callable[[], None]
) -> None:
    cycle = world.cycle()
    joiner = another(world)
    as_hr.post(address(cycle, "cycle-do"), {"kind": "open"})
    run_jobs()
    assert cycle.reviews.filter(employee=joiner).exists()
    before = cycle.reviews.get(employee=joiner).computed_at
    as_hr.post(address(cycle, "cycle-do"), {"kind": "compute"})
    run_jobs()
    after = cycle.reviews.get(employee=joiner).computed_at
    assert before is not None and after is not None and after > before
    assert as_hr.post(address(cycle, "cycle-do"), {"kind": "freeze"}).status_code == 422


def test_a_cycle_that_has_ended_opens_no_more(as_hr: Client, world: ReviewWorld) -> None:
    cycle = world.cycle()
    assert "1 review is still under way" in as_hr.get(address(cycle, "cycle-end")).text
    as_hr.post(address(cycle, "cycle-end"))
    another(world)
    with pytest.raises(CycleHasEnded):
        end_cycle(actor=world.hr, cycle=cycle)
    with pytest.raises(CycleHasEnded):
        ask_for_work(actor=world.hr, cycle=cycle, kind=WorkKind.OPEN)
    # Work that was asked for before finds it ended.
    work = CycleWork.objects.create(
        cycle=cycle, unit=cycle.unit, kind=WorkKind.OPEN, asked_by=world.hr
    )
    run_cycle_work(work)
    assert cycle.reviews.count() == 1
    page = as_hr.get(address(cycle))
    assert "Open missing reviews" not in page.text and "ended on" in page.text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_table_leaves_as_a_file_and_that_is_noted(
    as_hr: Client, world: ReviewWorld, kind: str
) -> None:
    another(world, "=Ma Jun")
    cycle = world.cycle()
    answer = as_hr.get(address(cycle, f"cycle-{kind}"), {"state": "self_assessment"})
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    if kind == "csv":
        rows: list[Any] = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    else:
        sheet = load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 3 and rows[0][0] == "Review"
    assert {row[1] for row in rows[1:]} == {
        review.employee.staff_number for review in cycle.reviews.all()
    }
    noted = {look.subject for look in PendingLook.objects.all()}
    assert noted == {review.employee.token for review in cycle.reviews.all()}
    assert len(list(as_hr.get(address(cycle, "cycle-csv"), {"state": "closed"}))) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_and_three(
    as_hr: Client, world: ReviewWorld, count: int
) -> None:
    for number in range(count - 1):
        another(world, f"P{number}")
        world.cycle(
            unit=UnitFactory.create(parent=world.company), kind=CycleKinds.PROBATION, **NEVER
        )
    cycle = world.cycle()
    assert cycle.reviews.count() == count
    for url, queries in ((address(cycle), CYCLE_QUERIES), (CYCLES, CYCLES_QUERIES)):
        as_hr.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert as_hr.get(url).status_code == 200
        assert len(captured) == queries, [each["sql"][:200] for each in captured]
