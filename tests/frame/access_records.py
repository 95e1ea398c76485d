"""What each site of the access world has on record about its learner: a report set aside, a case
under appeal, a review with its result, goals and peers, figures, signatures on paper; and what was
asked for about them: data taken out, a bundle, a round of signatures."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments.models import InspectionSheet, ObservationPhoto
from conduct_records.actions.cases.close_incident import close_incident
from conduct_records.models import BundleWork, CodebookVersion, Incident, SigningRound
from courses.models import Acknowledgement, CertificateBatch
from lms.jobs.models import LongWork
from lms.ledger.enums import Log
from lms.ledger.models import Entry
from lms.notify.models import Notice as Letter
from lms.people.enums import Role, Standing, UnitKind
from lms.people.models import Employee, PersonalExport, Unit
from lms.people.rules.attestation import PAPER, Proof
from reviews.actions.figures.check_figures import check_figures
from reviews.models import PeerRequest, ReviewScan
from reviews.rules.cycles import CycleKind, last_full
from reviews.rules.scorecard import Measure
from tests.conduct_records.cases.reports import reported
from tests.factories.assessments import handed_in, sitting_of
from tests.factories.cases import HIRED, CaseWorld
from tests.factories.conduct_records import signature_of
from tests.factories.observing import observed
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory, holder_of
from tests.factories.reviews import ReviewWorld, figures, goal_of
from tests.reviews.figure_sheets import csv


def office_of(company: Unit) -> SimpleNamespace:
    """HR of the whole company, who handle what the sites have."""
    office = UnitFactory.create(kind=UnitKind.TEAM, name="总部", parent=company)

    def of_hr(role: Role) -> Employee:
        holder = holder_of(role, company, hired_on=HIRED)
        Employee.objects.filter(pk=holder.pk).update(unit=office)
        return Employee.objects.get(pk=holder.pk)

    hr = [of_hr(Role.HR_OFFICER) for __ in range(3)]
    return SimpleNamespace(company=company, hr=hr, director=of_hr(Role.HR_DIRECTOR))


def keep_records(site: SimpleNamespace, office: SimpleNamespace, book: CodebookVersion) -> None:
    """All of it for one site."""
    seats: dict[str, Any] = {
        "company": office.company,
        "site": site.unit,
        "hr": office.hr[0],
        "other_hr": office.hr[1],
        "director": office.director,
        "subject": site.employee,
    }
    site.signature = signature_of(
        site.employee, book, proof=on_paper(office.hr[0]), actor=office.hr[0]
    )
    cases = CaseWorld(
        **seats,
        third_hr=office.hr[2],
        reporter=holder_of(Role.SITE_MANAGER, site.unit, hired_on=HIRED),
        investigator=holder_of(Role.ASSESSOR, site.unit, hired_on=HIRED),
    )
    site.told = cases.appealed()
    site.notice = site.told.notices.all()[0]
    post = PostFactory.create(standing=Standing.MANAGER)
    manager = holder_of(Role.SITE_MANAGER, site.unit, post=post, hired_on=HIRED)
    period = last_full(CycleKind.QUARTERLY, timezone.localdate())
    reviews = ReviewWorld(**seats, group=site.post_group, manager=manager, period=period)
    site.colleague = EmployeeFactory.create(unit=site.unit, post=site.post, hired_on=HIRED)
    site.figures = figures(site.employee, (reviews.months[0], Measure.CLOSURE, 15, 16))
    site.goal = goal_of(site.employee, period, 70)
    cycle = reviews.cycle()
    opened = reviews.opened(cycle)
    reviews = replace(reviews, manager=opened.manager)
    frozen = reviews.frozen(reviews.rated(reviews.assessed(opened)))
    site.reviewed = reviews.talked(frozen)
    site.result = reviews.result(site.reviewed)
    others = reviews.opened(cycle, site.colleague)
    site.peer_request = PeerRequest.objects.create(
        review=others, peer=site.employee, asked_by=manager, asked_at=timezone.now()
    )
    site.scan = ReviewScan.objects.create(
        review=site.reviewed,
        file=a_scan(),
        name="签字.pdf",
        sha256="0" * 64,
        added_by=office.hr[0],
        added_at=timezone.now(),
    )
    site.acknowledgement = Acknowledgement.objects.create(
        enrolment=site.enrolment,
        lesson_key=site.lesson.translation_key,
        block_id=uuid4(),
        text="我已阅读。",
        language="zh-hans",
        **on_paper(office.hr[0]).fields(now=timezone.now()),
    )
    site.without_sign_in = EmployeeFactory.create(unit=site.unit, password=None)
    site.photo = ObservationPhoto.objects.create(
        observation=site.observation, point="greeting", file=a_scan(), capture_hash="0" * 64
    )
    site.told_of = Letter.objects.create(recipient_id=site.employee.pk, title="学习提醒")
    site.entry = Entry.objects.filter(log=Log.RECORDS, subject=site.employee.token).first()


def set_aside_long_ago(reporter: Employee, subject: Employee) -> Incident:
    """So long that it may be erased."""
    with time_machine.travel(timezone.now() - timedelta(days=300)):
        incident = reported(reporter, person=subject)
        close_incident(actor=Employee.objects.system(), incident=incident, reason="查无实据。")
    return incident


def keep_works(
    site: SimpleNamespace, owner: Employee, observer: Employee, sheet: InspectionSheet
) -> None:
    """What somebody had the worker do about the site's people, and sent from a phone. Of both sites
    it is the HR officer of `inside`, who belonged to the other one once."""
    site.export = done(PersonalExport, employee=site.employee, owner=owner)
    site.own_export = done(PersonalExport, employee=site.employee, owner=site.employee)
    site.bundle = done(BundleWork, case=site.told, owner=owner, purpose="仲裁")
    site.round = done(SigningRound, asked_by=owner, version=site.signature.version)
    row = (site.employee.staff_number, "2026-09", "投诉关闭率", 15, 16, "客户系统")
    site.checked = check_figures(actor=owner, file=csv(row), file_name="九月.csv")
    site.batch = done(CertificateBatch, owner=site.employee, layout="a4")
    site.sent = observed(site.colleague, sheet, by=observer)
    site.marked = handed_in(sitting_of(site.colleague, site.quiz))


def done(model: type[LongWork], **given: Any) -> Any:
    """Work of the worker that is over, with its result."""
    return model._default_manager.create(state=LongWork.State.DONE, result=a_scan(), **given)


def a_scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("签字.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")


def on_paper(officer: Employee) -> Proof:
    return Proof(PAPER, scan=a_scan(), entered_by=officer)
