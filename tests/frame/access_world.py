"""Who asks, and about what: a company with the site they belong to and another one."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

from django.utils import timezone

from assessments.actions.save_answer import save_answer
from assessments.enums import Kind
from assessments.models import Question, Quiz, Sitting
from conduct_records.actions.cases.ask_identity import ask_identity
from conduct_records.actions.cases.open_case import open_case
from conduct_records.models import AdoptionDocument, CaseTally, CodebookVersion, TallyRun
from conduct_records.queries.cases.tallying import last_step
from conduct_records.rules.cases.packs import Pack
from conduct_records.rules.cases.reporter_codes import new_code
from conduct_records.rules.cases.tallies import Figures
from conduct_records.rules.cases.tally_tree import Tally
from courses.actions.complete_course import complete_course
from courses.actions.enrol_employee import enrol_employee
from courses.actions.finish_lesson import finish_lesson
from courses.models import CertificateBatch, CoursePage
from lms.people.enums import LeaveKind, Role, UnitKind
from lms.people.models import Employee, Leave, RoleGrant, RosterImport, Unit
from lms.people.rules.periods import Period
from reviews.actions.open_cycle import open_cycle
from reviews.actions.open_reviews import open_reviews
from reviews.enums import CycleKinds
from reviews.models import ReviewCycle
from reviews.queries.population import Candidate
from tests.conduct_records.cases.reports import photo, reported
from tests.conduct_records.cases.speaking_up import spoken_up
from tests.factories.assessments import QuizFactory, handed_in, quiz_of_kinds, sitting_of
from tests.factories.cases import HIRED, MINIMUM_WAGE, add_pack, case_codebook
from tests.factories.conduct_records import adopted_version
from tests.factories.courses import lessons_of, make_course
from tests.factories.observing import observed, sheet_made
from tests.factories.people import CompanyFactory, EmployeeFactory, UnitFactory, holder_of
from tests.factories.reviews import adopted_card
from tests.frame.access_house import keep_house, sign_ledger
from tests.frame.access_records import (
    a_scan,
    keep_records,
    keep_works,
    office_of,
    set_aside_long_ago,
)

ROLES = {
    "manager": Role.SITE_MANAGER,
    "trainer": Role.TRAINER,
    "reviewer": Role.REVIEWER,
    "assessor": Role.ASSESSOR,
    "hr_officer": Role.HR_OFFICER,
    "hr_director": Role.HR_DIRECTOR,
    "auditor": Role.AUDITOR,
    "administrator": Role.ADMINISTRATOR,
}


@dataclass
class World:
    """`inside` is the site where everybody who asks stands and holds their role; `outside` is
    another. The new hire of `inside` owns its sitting, enrolment and certificate, and `judged`,
    a sitting that waits for a marker; its manager reported two incidents about them, of which one
    is a case, and they are reviewed; `access_records` adds what came of others. `house` is what
    belongs to no unit."""

    askers: dict[str, Employee | None]
    company: Unit
    course: CoursePage
    quiz: Quiz
    codebook: CodebookVersion
    paper: AdoptionDocument
    inside: SimpleNamespace
    outside: SimpleNamespace
    house: SimpleNamespace

    @property
    def tallied_month(self) -> str:
        """The last one that is over; of it there are figures of cases."""
        return f"{last_month():%Y-%m}"


def make_world() -> World:
    company = CompanyFactory.create()
    sites = [UnitFactory.create(kind=UnitKind.SITE, parent=company) for __ in range(2)]
    course, quiz = make_course(), QuizFactory.create()
    inside, outside = (site_with_a_learner(site, course, quiz) for site in sites)
    askers: dict[str, Employee | None] = {"anonymous": None, "new_hire": inside.employee}
    for name, role in ROLES.items():
        askers[name] = holder_of(role, sites[0])
    for site, reporter in (
        (inside, askers["manager"]),
        (outside, holder_of(Role.SITE_MANAGER, sites[1])),
    ):
        assert reporter is not None
        site.past = set_aside_long_ago(reporter, site.employee)
        report_from(reporter, site)
    essay = quiz_of_kinds(Kind.ESSAY)
    for site in (inside, outside):
        site.judged = waiting_for_a_marker(site.employee, essay)
    sheet = sheet_made()
    for site in (inside, outside):
        site.sheet_version = sheet.current_version
        site.observation = observed(site.employee, sheet)
    adopted_card()
    add_pack(company, Pack(minimum_wage=MINIMUM_WAGE))
    cycle_with_a_review(inside)
    cycle_with_a_review(outside)
    codebook = adopted_version(case_codebook())
    office = office_of(company)
    for site in (inside, outside):
        keep_records(site, office, codebook)
    for site, owner in ((inside, askers["hr_officer"]), (outside, office.hr[0])):
        site.roster = RosterImport.objects.create(
            asked_by=owner, file=a_scan(), file_name="花名册.xlsx"
        )
    for site, observer in (
        (inside, askers["assessor"]),
        (outside, holder_of(Role.ASSESSOR, outside.unit)),
    ):
        assert observer is not None and askers["hr_officer"] is not None
        keep_works(site, askers["hr_officer"], observer, sheet)
        tally_last_month(site.unit)
    house = keep_house(course, inside, askers)
    sign_ledger()
    paper = codebook.documents.all()[0]
    return World(askers, company, course, quiz, codebook, paper, inside, outside, house)


def last_month() -> date:
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


def tally_last_month(unit: Unit) -> None:
    """As if one case had been counted there."""
    now = timezone.now()
    figures = Tally(Figures({"cases": 1})).as_json()
    CaseTally.objects.create(unit=unit, month=last_month(), figures=figures, made_at=now)
    TallyRun.objects.create(made_at=now, last_step=last_step())


def waiting_for_a_marker(employee: Employee, essay: Quiz) -> Sitting:
    sitting, data = sitting_of(employee, essay), {"text": ["先致歉。"]}
    save_answer(actor=employee, sitting_id=sitting.pk, position=1, data=data)
    return handed_in(sitting)


def report_from(reporter: Employee, site: SimpleNamespace) -> None:
    """The site gets an incident about its learner, with a photo, another one as a case, and one
    from somebody who does not say who they are."""
    site.code = new_code()
    site.spoken = spoken_up(reporter.unit, site.code)
    site.incident = reported(reporter, photo(), person=site.employee)
    site.evidence = site.incident.evidence.get()
    handler = holder_of(Role.HR_OFFICER, site.unit)
    site.request = ask_identity(
        actor=handler, incident=site.incident, reason="需当面核实。", form_id=uuid4()
    )
    taken_up = reported(reporter, person=site.employee)
    site.case = open_case(actor=Employee.objects.system(), incident=taken_up, subject=site.employee)


def cycle_with_a_review(site: SimpleNamespace) -> None:
    """The site gets a cycle of probations, in which its learner is reviewed."""
    employee = site.employee
    site.cycle = ReviewCycle(
        kind=CycleKinds.PROBATION, name="试用期满评定", unit=employee.unit, probation_months=3
    )
    site.work = open_cycle(actor=Employee.objects.system(), cycle=site.cycle)
    period = Period(employee.hired_on, employee.hired_on + timedelta(days=60))
    open_reviews(site.cycle, [Candidate(employee, period, employee.placements.get())])
    site.review = site.cycle.reviews.get()


def site_with_a_learner(unit: Unit, course: CoursePage, quiz: Quiz) -> SimpleNamespace:
    system = Employee.objects.system()
    employee = EmployeeFactory.create(unit=unit, hired_on=HIRED)
    enrolment = enrol_employee(actor=system, employee=employee, course=course)
    for lesson in lessons_of(course):
        finish_lesson(actor=employee, lesson=lesson)
    sitting = sitting_of(employee, quiz)
    holder = holder_of(Role.ASSESSOR, unit)
    question = Question.objects.filter(sections__quiz=quiz).first()
    assert question is not None
    return SimpleNamespace(
        unit=unit,
        employee=employee,
        enrolment=enrolment,
        sitting=sitting,
        grant=RoleGrant.objects.get(employee=holder),
        course=course,
        quiz=quiz,
        question=question,
        version=question.versions.first(),
        lesson=lessons_of(course)[0],
        post=employee.post,
        post_group=employee.post.group,
        placement=employee.placements.get(),
        leave=Leave.objects.create(
            employee=employee, kind=LeaveKind.OTHER, from_on=employee.hired_on, noted_by=system
        ),
        certificate=complete_course(actor=system, enrolment=enrolment),
        batch=CertificateBatch.objects.create(owner=employee, layout="a4"),
    )
