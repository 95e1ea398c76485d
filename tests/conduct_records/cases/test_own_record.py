"""What the person concerned reads of their own record: points and the days on which they go down,
files without the names that others gave them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import formats, timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from conduct_records.actions.cases.make_view import make_view
from conduct_records.models import Evidence, Notice
from conduct_records.queries.cases.own import own_cases
from conduct_records.queries.cases.own_record import OwnRecord
from conduct_records.rules.cases.records import Record, falling, months_gone
from conduct_records.rules.codebook import Line
from conduct_records.templatetags.notices import file_name
from lms.people.models import Employee
from lms.people.rules.periods import add_months
from tests.conduct_records.cases.reports import photo, reported
from tests.factories.cases import CaseWorld, case_world

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = st.dates(date(2024, 1, 1), date(2027, 1, 1))
RECORDS = st.builds(
    lambda since, months, points: Record(
        "c", since, add_months(since, months), points, line=Line.YELLOW
    ),
    DAYS,
    st.integers(1, 24),
    st.integers(0, 10),
)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@given(st.lists(RECORDS, max_size=5), DAYS)
def test_points_only_go_down_to_nothing(records: list[Record], day: date) -> None:
    found = falling(records, day)
    now = sum(each.points for each in records if each.counts_on(day))
    sums = [now, *(left for __, left in found)]
    assert sums == sorted(sums, reverse=True) and sums[-1] == 0
    for end, left in found:
        assert end > day
        assert left == sum(r.points for r in records if r.counts_on(day) and r.counts_on(end))


@given(RECORDS, DAYS)
def test_months_gone_are_whole_ones(record: Record, day: date) -> None:
    gone = months_gone(record, day)
    assert add_months(record.counts_from, gone) <= max(day, record.counts_from)
    assert gone == 0 or add_months(record.counts_from, gone) <= record.counts_until


def test_the_record_says_since_when_until_when_and_how_it_goes_down(world: CaseWorld) -> None:
    world.served()
    world.served(None, "F1")
    record = OwnRecord(own_cases(world.subject))
    assert record.falling[0][1] < record.points and record.falling[-1][1] == 0
    client = Client()
    client.force_login(world.subject)
    page = client.get(reverse("home:record")).text
    with translation.override(world.subject.language):
        for day in (timezone.localdate(), *(day for day, __ in record.falling)):
            assert formats.date_format(day, "DATE_FORMAT") in page


def test_files_go_by_number_before_the_person_and_on_the_notice(world: CaseWorld) -> None:
    incident = reported(world.reporter, photo("欧阳若禾拍的.jpg"), person=world.subject)
    case = world.notified(world.charged(world.investigating(world.opened(incident))))
    file = Evidence.objects.get(incident=incident)
    make_view(actor=Employee.objects.system(), evidence=file)
    client = Client()
    client.force_login(world.subject)
    page = client.get(reverse("conduct_records:own-case", args=[case.pk])).text
    assert file.name not in page and file.token in page
    content = Notice.objects.get(case=case).content
    assert file.name not in str(content) and file.sha256 in str(content)
    assert content["evidence"][0]["name"]["en"] == "Photo 1"


def test_an_old_notice_prints_as_it_was_issued() -> None:
    assert file_name("岗亭.jpg", "zh") == "岗亭.jpg"
    assert file_name({"zh": "照片 1", "en": "Photo 1"}, "en") == "Photo 1"
