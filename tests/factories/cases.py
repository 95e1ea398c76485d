"""A company in which cases are brought, and the way from step to step, through the actions."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from conduct_records.actions.cases.charge_rule import charge_rule
from conduct_records.actions.cases.decide_case import Parts, decide_case
from conduct_records.actions.cases.issue_notice import issue_notice
from conduct_records.actions.cases.open_case import open_case
from conduct_records.actions.cases.report_incident import Report, report_incident
from conduct_records.actions.cases.serve_paper import serve_paper
from conduct_records.actions.cases.take_step import take_step
from conduct_records.enums import IncidentKind, Source
from conduct_records.models import Case, CaseStep, Incident, RulePack
from conduct_records.queries.cases.files import file_of
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.deductions import Basis, Deduction, Rest
from conduct_records.rules.cases.evidence import pack_added
from conduct_records.rules.cases.measures import Ending, Leaving
from conduct_records.rules.cases.packs import Pack
from conduct_records.rules.cases.procedure import Seat
from conduct_records.rules.codebook import Codebook, Line, Sanction
from lms.ledger.actions.record_entries import record_entries
from lms.people.enums import Role, Standing, UnitKind
from lms.people.models import Employee, Unit
from tests.factories.conduct_records import adopted_version, make_codebook, make_rule, signature_of
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory, holder_of

HIRED = date(2024, 1, 1)
MINIMUM_WAGE = 269_000
WARNING = Parts(warning=Sanction.ORAL_WARNING)


def case_codebook() -> Codebook:
    """A yellow rule, a red one that reaches dismissal, a concierge fault; each for everybody."""
    return make_codebook(
        make_rule("Y01"),
        make_rule(
            "R01",
            Line.RED,
            sanctions=(Sanction.WRITTEN_WARNING, Sanction.DISMISSAL),
            points=10,
            months=24,
        ),
        make_rule("F1", Line.FAULT, points=1, months=3),
    )


@dataclass(frozen=True)
class CaseWorld:
    """Seven people who may play a part; the subject has signed the codebook in force. Each method
    takes one step in the name of whoever may."""

    company: Unit
    site: Unit
    hr: Employee
    other_hr: Employee
    third_hr: Employee
    director: Employee
    reporter: Employee
    investigator: Employee
    subject: Employee

    def incident(self, **said_of: Any) -> Incident:
        given: dict[str, Any] = {
            "form_id": uuid4(),
            "what": "夜班时离开岗位二十分钟。",
            "place": "北门岗亭",
            "unit": self.site,
            "happened_at": timezone.now(),
            "source": Source.INSPECTION,
            "person": self.subject,
        } | said_of
        return report_incident(actor=self.reporter, report=Report(**given))

    def opened(self, incident: Incident | None = None, subject: Employee | None = None) -> Case:
        return open_case(
            actor=self.hr,
            incident=incident or self.incident(),
            subject=subject or self.subject,
        )

    def investigating(self, case: Case | None = None) -> Case:
        case = case or self.opened()
        self.step(case, self.hr, said.InvestigationOpened(self.investigator.token))
        return case

    def charged(self, case: Case | None = None, *codes: str) -> Case:
        """With a notice issued."""
        case = case or self.investigating()
        for code in codes or ("Y01",):
            charge_rule(actor=self.investigator, case=case, code=code, facts="两次点名不在岗。")
        issue_notice(actor=self.hr, case=case)
        return case

    def notified(self, case: Case | None = None, *codes: str) -> Case:
        case = case or self.charged(None, *codes)
        serve_paper(actor=self.subject, case=case, service=said.Service(said.ServiceWay.SIGNED))
        return case

    def heard(self, case: Case | None = None, *codes: str) -> Case:
        """With somebody appointed to decide."""
        case = case or self.notified(None, *codes)
        self.step(case, self.subject, said.Stated("当时去借手电。", companion="罗平"))
        self.step(case, self.hr, said.Appointed(Seat.DECIDER, self.other_hr.token))
        return case

    def decided(self, case: Case | None = None, *codes: str, parts: Parts = WARNING) -> Case:
        case = case or self.heard(None, *codes)
        self.decide(case, parts=parts)
        return case

    def served(self, case: Case | None = None, *codes: str, parts: Parts = WARNING) -> Case:
        case = case or self.decided(None, *codes, parts=parts)
        serve_paper(actor=self.subject, case=case, service=said.Service(said.ServiceWay.SIGNED))
        return case

    def appealed(self, case: Case | None = None, *codes: str, parts: Parts = WARNING) -> Case:
        """With somebody appointed to decide it."""
        case = case or self.served(None, *codes, parts=parts)
        self.step(case, self.subject, said.Appealed((said.Ground.FACTS,), "我当时在岗。"))
        self.step(case, self.hr, said.Appointed(Seat.APPEALS, self.third_hr.token))
        return case

    def overturned(self, case: Case | None = None, *codes: str, parts: Parts = WARNING) -> Case:
        case = case or self.appealed(None, *codes, parts=parts)
        self.step(case, self.third_hr, said.AppealDecided(True, "监控证明其在岗。"))
        return case

    def commended(self) -> Case:
        incident = self.incident(kind=IncidentKind.COMMENDATION, what="暴雨夜协助住户转移车辆。")
        case = self.opened(incident)
        self.step(case, self.hr, said.Commended("主动、及时。", 2, 12))
        return case

    def decide(self, case: Case, **given: Any) -> CaseStep:
        """Every charge proven, with an oral warning, unless told."""
        findings = tuple(
            said.Finding(code, True, "有记录为证。") for code in self.file(case).charges
        )
        chosen = {"findings": findings, "reasons": "事实清楚。", "parts": WARNING} | given
        return decide_case(actor=chosen.pop("actor", self.other_hr), case=case, **chosen)

    def prepare_dismissal(self, case: Case) -> None:
        """Union and protected status."""
        self.step(case, self.hr, said.UnionNotified("公司工会", "拟解除劳动合同。"))
        self.step(case, self.hr, said.UnionReplied("无异议。"))
        self.step(case, self.hr, said.StatusChecked())

    def step(self, case: Case, actor: Employee, content: Any, **given: Any) -> CaseStep:
        return take_step(actor=actor, case=case, content=content, **given)

    def file(self, case: Case) -> CaseFile:
        return file_of(case)


def case_world(codebook: Codebook | None = None) -> CaseWorld:
    company = UnitFactory.create(kind=UnitKind.COMPANY, name="青檐物业", name_en="Qingyan")
    office = UnitFactory.create(kind=UnitKind.TEAM, name="总部", parent=company)
    site = UnitFactory.create(kind=UnitKind.SITE, name="湖畔里", parent=company)
    manager = PostFactory.create(standing=Standing.MANAGER)
    add_pack(company, Pack(minimum_wage=MINIMUM_WAGE))

    def of_hr(role: Role, name: str) -> Employee:
        holder = holder_of(role, company, name=name, hired_on=HIRED)
        Employee.objects.filter(pk=holder.pk).update(unit=office)
        return Employee.objects.get(pk=holder.pk)

    world = CaseWorld(
        company=company,
        site=site,
        hr=of_hr(Role.HR_OFFICER, "苏予安"),
        other_hr=of_hr(Role.HR_OFFICER, "顾文澜"),
        third_hr=of_hr(Role.HR_OFFICER, "孟青"),
        director=of_hr(Role.HR_DIRECTOR, "许静姝"),
        reporter=holder_of(Role.SITE_MANAGER, site, post=manager, name="欧阳若禾", hired_on=HIRED),
        investigator=holder_of(Role.ASSESSOR, site, name="曹明珂", hired_on=HIRED),
        subject=EmployeeFactory.create(unit=site, name="高远", hired_on=HIRED),
    )
    signature_of(world.subject, adopted_version(codebook or case_codebook()))
    return world


def add_pack(unit: Unit, pack: Pack, valid_from: date = HIRED) -> RulePack:
    system = Employee.objects.system()
    with transaction.atomic():
        row = RulePack.objects.create(
            unit=unit,
            valid_from=valid_from,
            content=pack.as_json(),
            added_by=system,
            added_at=timezone.now(),
        )
        record_entries(pack_added(row))
    return row


def deduction(**said_of: Any) -> Deduction:
    """300 yuan of this month’s bonus of 800 and wage of 6,000."""
    given: dict[str, Any] = {
        "basis": Basis.VARIABLE_PAY,
        "reference": "《绩效奖金办法》第八条",
        "amount": 30_000,
        "month": f"{timezone.localdate():%Y-%m}",
        "wage": 600_000,
        "minimum": MINIMUM_WAGE,
        "percent": 20,
        "rest_is": Rest.WAIVED,
        "bonus": 80_000,
    } | said_of
    return Deduction(**given)


def dismissal(last_day: date | None = None) -> Parts:
    return Parts(ending=Ending(Leaving.DISMISSAL, last_day or timezone.localdate()))
