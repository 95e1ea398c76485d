"""HR learns of a report, its reporter what became of it; nobody whom it is about."""

from uuid import uuid4

import pytest
from django.utils import timezone

from conduct_records.actions.cases.close_incident import close_incident
from conduct_records.actions.cases.report_incident import Report, report_incident
from conduct_records.enums import Source
from lms.notify.models import Notice
from lms.people.models import Employee
from tests.factories.cases import CaseWorld, case_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def told(person: Employee) -> list[str]:
    return [each.url for each in Notice.objects.filter(recipient_id=person.pk)]


def test_hr_in_reach_is_told_of_a_report(world: CaseWorld) -> None:
    incident = world.incident()
    page = f"/desk/incidents/{incident.pk}/"
    assert all(told(one) == [page] for one in (world.hr, world.other_hr, world.director))
    assert told(world.subject) == told(world.reporter) == told(world.investigator) == []


def test_nobody_is_told_of_what_they_reported_themselves(world: CaseWorld) -> None:
    report = Report(
        form_id=uuid4(),
        what="电梯厅无人值守。",
        place="二号楼",
        unit=world.site,
        happened_at=timezone.now(),
        source=Source.OBSERVATION,
    )
    report_incident(actor=world.hr, report=report)
    assert told(world.hr) == []
    assert len(told(world.other_hr)) == 1


def test_the_reporter_learns_that_it_was_taken_up_once(world: CaseWorld) -> None:
    incident = world.incident()
    world.opened(incident)
    world.opened(incident, world.investigator)
    assert told(world.reporter) == ["/report/mine/"]


def test_the_reporter_learns_that_it_was_set_aside(world: CaseWorld) -> None:
    incident = world.incident()
    close_incident(actor=world.hr, incident=incident, reason="所述与事实不符。")
    assert told(world.reporter) == ["/report/mine/"]
