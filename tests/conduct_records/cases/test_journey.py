"""From a report to a decision that stands, is overturned or is spent."""

import pytest
from django.utils import timezone

from conduct_records.models import Case
from conduct_records.queries.cases.files import records_of
from conduct_records.rules.cases.procedure import State
from conduct_records.rules.cases.records import live_on
from tests.factories.cases import CaseWorld, case_world, dismissal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def test_a_warning_counts_once_served(world: CaseWorld) -> None:
    case = world.decided()
    assert records_of(world.subject) == []
    world.served(case)
    (record,) = live_on(records_of(world.subject), timezone.localdate())
    assert (record.points, record.rules) == (2, ("Y01",))
    assert Case.objects.get().state == State.SERVED


def test_an_upheld_appeal_takes_everything_back(world: CaseWorld) -> None:
    world.overturned()
    assert records_of(world.subject) == []
    assert Case.objects.get().points == 0


def test_a_dismissal_after_union_and_check(world: CaseWorld) -> None:
    case = world.heard(None, "R01")
    world.prepare_dismissal(case)
    world.served(world.decided(case, parts=dismissal()))
    assert Case.objects.get().sanction == "dismissal"


def test_somebody_is_commended(world: CaseWorld) -> None:
    world.commended()
    (record,) = records_of(world.subject)
    assert record.is_commendation
