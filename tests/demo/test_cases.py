"""The demo's cases: one in every state, the ladder of the concierge faults, a ledger that holds."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from conduct_records.actions.cases.take_step import take_step
from conduct_records.enums import IncidentKind
from conduct_records.models import Case, CaseStep, CodebookVersion, Evidence, Incident, RulePack
from conduct_records.queries.cases.files import file_of, records_of
from conduct_records.queries.cases.teaching import taught_before
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.procedure import State, StepKind
from conduct_records.rules.cases.records import (
    is_ladder_completed,
    kept_back,
    live_on,
    still_to_take,
    to_pay_back,
)
from conduct_records.rules.codebook import SANCTIONS, Line, Sanction
from courses.models import Enrolment
from lms.demo.cases import load_cases
from lms.demo.stories import FOLDER, Story, course_of
from lms.ledger.actions.verify_ledger import verify
from lms.notify.models import Notice
from lms.people.models import Employee

pytestmark = pytest.mark.usefixtures("demo_world")
CONCIERGE, GUARD = "20283", "20299"


def cases_of(number: str) -> list[Case]:
    return list(Case.objects.filter(subject__staff_number=number).order_by("opened_at"))


def one(state: State) -> Case:
    return Case.objects.get(state=state)


def test_there_is_a_case_in_every_state() -> None:
    assert set(Case.objects.values_list("state", flat=True)) == {str(state) for state in State}


def test_what_lists_show_is_what_the_steps_say() -> None:
    for case in Case.objects.all():
        assert case.state == file_of(case).state


def test_the_ladder_of_the_concierge_faults_ends_in_dismissal() -> None:
    ladder = cases_of(CONCIERGE)
    assert [case.sanction for case in ladder] == [str(sanction) for sanction in SANCTIONS]
    assert {code for case in ladder for code in file_of(case).charges} == {"F1", "F2", "F3"}
    last = ladder[-1]
    records = records_of(last.subject)
    happened_on = timezone.localdate(last.incident.happened_at)
    assert len(live_on(records, happened_on)) == 3
    assert is_ladder_completed(records, Line.FAULT, happened_on)
    assert not last.subject.is_active
    today = timezone.localdate()
    assert len(live_on(records_of(last.subject), today)) == 4


def test_people_live_with_their_records_and_notices() -> None:
    guard = Employee.objects.get(staff_number=GUARD)
    (record,) = live_on(records_of(guard), timezone.localdate())
    assert record.sanction == Sanction.ORAL_WARNING
    assert one(State.NOTIFIED).due_at is not None
    late = one(State.CHARGED)
    assert late.due_at is not None and late.due_at < timezone.now()


def test_money_is_kept_back_in_parts_and_owed_where_an_appeal_was_upheld() -> None:
    assert to_pay_back(file_of(one(State.OVERTURNED))) == 40_000
    in_parts = CaseStep.objects.get(kind=StepKind.INSTALMENT_TAKEN).case
    file = file_of(in_parts)
    assert (kept_back(file), still_to_take(file)) == (136_000, 14_000)


@pytest.mark.parametrize(
    "kind",
    [
        StepKind.OVERRIDDEN,
        StepKind.RECUSED,
        StepKind.LAPSED,
        StepKind.COUNSEL_NOTED,
        StepKind.HEARING_MOVED,
        StepKind.CUSTODY_NOTED,
        StepKind.UNION_REPLIED,
        StepKind.APPEAL_DECIDED,
    ],
)
def test_the_rarer_steps_are_there(kind: StepKind) -> None:
    assert CaseStep.objects.filter(kind=kind).exists()


def test_agency_staff_go_back_to_their_agency() -> None:
    ways = {
        ending.way: case.subject
        for case in Case.objects.filter(sanction=Sanction.DISMISSAL)
        if (decision := file_of(case).decision)
        and decision.measure
        and (ending := decision.measure.ending)
    }
    assert set(map(str, ways)) == {"dismissal", "return_to_agency"}
    assert not any(subject.is_active for subject in ways.values())


def test_ordered_training_was_done_in_time_by_some_and_waits_for_others() -> None:
    ordered = Enrolment.objects.filter(
        course_key=course_of("T").translation_key, employee__in=Case.objects.values("subject")
    )
    done = ordered.filter(completed_at__isnull=False)
    assert {each.employee.name for each in done} == {"白玥", "卓一鸣"}
    assert done.filter(completed_at__date__lt=F("due_on")).count() == 2
    assert ordered.filter(completed_at=None, employee__staff_number=GUARD).exists()


def test_some_had_been_taught_the_rule_before_it_happened() -> None:
    case = one(State.APPEALED)
    lesson, *_others = [each for rule in taught_before(case) for each in rule.lessons]
    assert lesson.read_at < case.incident.happened_at


def test_whoever_took_a_step_has_read_what_came_before() -> None:
    officer = Employee.objects.get(staff_number="20213")
    last = CaseStep.objects.filter(actor=officer).latest("at").at
    letters = Notice.objects.filter(recipient_id=officer.pk, created_at__lte=last)
    # An incident may wait unread.
    unread = letters.filter(read_at=None).exclude(url__startswith="/desk/incidents/")
    assert letters.exists() and not unread.exists()


def test_incidents_wait_and_one_was_set_aside() -> None:
    assert Incident.objects.filter(cases=None, closing=None).count() == 5
    assert Incident.objects.filter(closing__isnull=False).count() == 1
    commended = Incident.objects.filter(kind=IncidentKind.COMMENDATION)
    assert commended.filter(cases=None).exists() and commended.exclude(cases=None).exists()
    assert Evidence.objects.count() > 10


def test_each_region_has_its_minimum_wage() -> None:
    wages = {row.unit.code: row.pack.minimum_wage for row in RulePack.objects.all()}
    assert wages["qingyan"] != wages["west"]


def test_all_of_it_happened_after_the_codebook_came_into_force_and_in_order() -> None:
    version = CodebookVersion.objects.get()
    assert version.effective_on is not None
    assert version.effective_on < timezone.localdate() - timedelta(days=365)
    for case in Case.objects.all():
        times = [case.incident.known_at, *case.steps.values_list("at", flat=True)]
        assert times == sorted(times) and times[-1] <= timezone.now()
        assert timezone.localdate(times[0]) > version.effective_on


def test_the_ledger_is_whole() -> None:
    assert verify().is_sound


def test_loading_cases_again_takes_no_step() -> None:
    before = CaseStep.objects.count(), Incident.objects.count(), Evidence.objects.count()
    load_cases(Employee.objects.system())
    assert (CaseStep.objects.count(), Incident.objects.count(), Evidence.objects.count()) == before


REPORT = """
about: "20295"
incident:
  {by: "20147", happened: [-6, "10:00"], day: -6, time: "10:30", source: observation,
   unit: songfeng-cleaning, place: 二号楼, what: 水桶放在过道中间。}
steps:
  - {day: -5, time: "09:00", by: "20213", step: opened}
"""
TALKED = """
  - {day: -4, time: "09:00", by: "20213", step: talked, summary: 谈过了。}
"""


def test_a_broken_loading_goes_on_where_it_broke_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.demo.cases.FOLDER", tmp_path)
    system, story = Employee.objects.system(), tmp_path / "bucket.yaml"
    story.write_text(REPORT)
    load_cases(system)
    case = Case.objects.get(incident__place="二号楼")
    story.write_text(REPORT + TALKED)
    load_cases(system)
    assert file_of(case).state == State.TALKED


def test_what_people_did_with_a_case_since_stays_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.demo.cases.FOLDER", tmp_path)
    system, story = Employee.objects.system(), tmp_path / "bucket.yaml"
    story.write_text(REPORT)
    load_cases(system)
    case = Case.objects.get(incident__place="二号楼")
    officer = Employee.objects.get(staff_number="20213")
    take_step(actor=officer, case=case, content=said.Withdrawn("报错了。"))
    story.write_text(REPORT + TALKED)
    load_cases(system)
    assert file_of(case).state == State.WITHDRAWN


def test_every_story_is_told_by_somebody_who_was_there() -> None:
    for path in FOLDER.glob("*.yaml"):
        story = Story(path)
        for event in story.events:
            assert event.actor.hired_on is not None
            assert event.actor.hired_on < event.at.date(), path.name


@pytest.mark.parametrize(
    ("number", "state", "path", "status"),
    [
        ("20308", State.HEARD, "/desk/cases/{pk}/decided/", 200),
        ("20226", State.HEARD, "/desk/cases/{pk}/", 404),
        ("20160", State.INVESTIGATING, "/desk/cases/{pk}/charged/", 200),
        ("20026", State.APPEALED, "/desk/cases/{pk}/appeal_decided/", 200),
        ("20213", State.OPENED, "/desk/cases/{pk}/investigation_opened/", 200),
        ("20378", State.CHARGED, "/my-cases/{pk}/", 200),
        ("20247", State.NOTIFIED, "/my-cases/{pk}/statement/", 200),
    ],
)
def test_who_signs_in_finds_what_is_named_for_them(
    client: Client, number: str, state: State, path: str, status: int
) -> None:
    client.force_login(Employee.objects.get(staff_number=number))
    assert client.get(path.format(pk=one(state).pk)).status_code == status
