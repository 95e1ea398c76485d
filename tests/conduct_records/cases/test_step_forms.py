"""Each step at the desk, from its form to what it writes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from conduct_records.models import Evidence
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.procedure import Seat
from lms.people.enums import Role
from tests.conduct_records.cases.desks import Desk, taken, text_of
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import holder_of
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


def test_an_investigator_is_chosen_among_those_who_may(world: CaseWorld) -> None:
    case = world.opened()
    desk = Desk(case, world.hr)
    page = text_of(desk.client.get(desk.url("investigation_opened")))
    assert world.investigator.token in page
    # Why somebody is not there would tell who reported it.
    assert world.reporter.token not in page and "takes no seat" not in page
    desk.send("investigation_opened", person=world.investigator.token)
    assert taken(case, said.InvestigationOpened).investigator == world.investigator.token


def test_people_are_searched_where_they_are_many(world: CaseWorld) -> None:
    desk = Desk(world.opened(), world.hr)
    address = desk.url("investigation_opened")
    assert 'type="search"' not in text_of(desk.client.get(address))
    for number in range(8):
        holder_of(Role.ASSESSOR, world.site, name=f"钱{number}")
    assert 'type="search"' in text_of(desk.client.get(address))
    found = text_of(desk.client.get(address, {"who": world.investigator.staff_number}))
    assert found.count('name="person"') == 1 and world.investigator.token in found


def test_whom_a_gate_bars_is_refused_with_its_reason(world: CaseWorld) -> None:
    case = world.heard(world.notified())
    answer = Desk(case, world.hr).send("appointed", seat="appeals", person=world.other_hr.token)
    assert answer.status_code == 422
    assert "Gate 2" in text_of(answer)


def test_whoever_reported_it_is_refused_as_whoever_declared_an_interest(world: CaseWorld) -> None:
    case = world.opened()
    world.step(case, world.third_hr, said.Recused())
    refused = []
    for person in (world.reporter, world.third_hr):
        answer = Desk(case, world.hr).send("investigation_opened", person=person.token)
        assert answer.status_code == 422
        refused.append([str(each) for each in answer.context["sentences"]])
    assert refused[0] == refused[1] != []
    assert case.steps.count() == 2


@pytest.mark.parametrize(
    ("kind", "given", "content"),
    [
        ("talked", {"summary": "谈了话。", "agreed": "按时到岗。"}, said.Talked),
        ("withdrawn", {"reason": "误报。"}, said.Withdrawn),
        ("counsel_noted", {"counsel": "周律师", "text": "可以继续。"}, said.CounselNoted),
    ],
)
def test_steps_of_an_opened_case(
    world: CaseWorld, kind: str, given: dict[str, Any], content: type[Any]
) -> None:
    case = world.opened()
    assert Desk(case, world.hr).send(kind, **given).status_code == 302
    taken(case, content)


def test_somebody_is_commended(world: CaseWorld) -> None:
    case = world.opened(world.incident(kind="commendation"))
    Desk(case, world.hr).send("commended", reasons="及时。", points=3)
    assert taken(case, said.Commended).points == 3


def test_the_investigator_interviews_notes_custody_and_charges(world: CaseWorld) -> None:
    case = world.investigating()
    desk = Desk(case, world.investigator)
    desk.send("interviewed", name="门岗", role="witness", text="我看见的。", place="北门")
    assert taken(case, said.Interviewed).place == "北门"
    page = text_of(desk.client.get(desk.url("charged")))
    assert "signed on" in page
    desk.send("charged", rule="Y01", facts="两次点名不在岗。")
    assert taken(case, said.Charged).signature
    desk.send("charge_dropped", rule="Y01", reason="写错了。")
    assert taken(case, said.ChargeDropped).rule == "Y01"


def test_the_director_lets_a_charge_through(world: CaseWorld) -> None:
    case = world.investigating()
    Desk(case, world.director).send("overridden", rule="R01", act="theft", reason="盗窃。")
    assert taken(case, said.Overridden).act == said.UnlawfulAct.THEFT


def test_no_case_to_answer(world: CaseWorld) -> None:
    case = world.investigating()
    Desk(case, world.hr).send("closed", reasons="查无实据。")
    assert taken(case, said.Closed).reasons == "查无实据。"


def test_a_notice_is_issued_with_a_hearing(world: CaseWorld) -> None:
    case = world.investigating()
    Desk(case, world.investigator).send("charged", rule="Y01", facts="不在岗。")
    hearing = timezone.localtime() + timedelta(days=2)
    desk = Desk(case, world.hr)
    early = desk.send("notice_issued", hearing_at="2020-01-01T10:00", place="会议室")
    assert early.status_code == 422 and "lies in the past" in text_of(early)
    desk.send("notice_issued", hearing_at=hearing.strftime("%Y-%m-%dT%H:%M"), place="会议室")
    assert taken(case, said.NoticeIssued).place == "会议室"


@pytest.mark.parametrize(
    ("given", "way"),
    [
        ({"way": "courier", "detail": "SF100"}, said.ServiceWay.COURIER),
        ({"way": "email", "detail": "gao@example.com"}, said.ServiceWay.EMAIL),
    ],
)
def test_ways_of_service(world: CaseWorld, given: dict[str, Any], way: said.ServiceWay) -> None:
    case = world.charged()
    Desk(case, world.hr).send("notice_served", **given)
    service = taken(case, said.NoticeServed).service
    assert (service.way, service.detail) == (way, given["detail"])


def test_who_refuses_to_sign_has_two_witnesses(world: CaseWorld) -> None:
    case = world.charged()
    desk = Desk(case, world.hr)
    one = desk.send("notice_served", way="refused", first_witness=world.other_hr.staff_number)
    assert one.status_code == 422 and "two witnesses" in text_of(one)
    assert world.other_hr.staff_number in text_of(one)
    nobody = desk.send("notice_served", way="refused", first_witness="谁也不是")
    assert "Nobody has this staff number" in text_of(nobody)
    people = {"first_witness": world.other_hr.staff_number, "second_witness": world.third_hr.name}
    desk.send("notice_served", way="refused", **people)
    service = taken(case, said.NoticeServed).service
    assert service.witnesses == (world.other_hr.token, world.third_hr.token)


def test_a_signed_paper_is_kept_once_as_evidence(world: CaseWorld) -> None:
    case = world.charged()
    desk = Desk(case, world.hr)
    assert "signature is missing" in text_of(desk.send("notice_served", way="signed"))
    form = desk.form("notice_served") | {"way": "signed"}
    for __ in range(2):
        form["scan"] = SimpleUploadedFile("签收.pdf", pdf(), "application/pdf")
        assert desk.again("notice_served", form).status_code == 302
    scan = Evidence.objects.get()
    assert taken(case, said.NoticeServed).service.scan == scan.token
    assert scan.case == case


def test_a_refused_step_keeps_no_scan(world: CaseWorld) -> None:
    case = world.charged()
    desk = Desk(case, world.hr)
    paper = SimpleUploadedFile("签收.pdf", pdf(), "application/pdf")
    early = desk.send("notice_served", way="signed", scan=paper, at="2020-01-01T10:00")
    assert early.status_code == 422 and "Gate 0" in text_of(early)
    assert not Evidence.objects.exists()


def test_a_hearing_is_put_off_and_never_brought_forward(world: CaseWorld) -> None:
    case = world.notified()
    desk = Desk(case, world.hr)
    sooner = desk.send("hearing_moved", answer_by="2020-01-01T10:00", reason="请假。")
    assert "never becomes shorter" in text_of(sooner)
    before = world.file(case).answer_by
    assert before is not None
    later = timezone.localtime(before) + timedelta(days=3)
    desk.send("hearing_moved", answer_by=later.strftime("%Y-%m-%dT%H:%M"), reason="请假。")
    assert taken(case, said.HearingMoved).answer_by > before


def test_the_hearing_and_what_a_dismissal_needs(world: CaseWorld) -> None:
    case = world.notified()
    desk = Desk(case, world.hr)
    desk.send("union_notified", union="公司工会", text="拟解除。")
    desk.send("union_replied", reply="有异议。", objects="on")
    assert taken(case, said.UnionReplied).objects
    desk.send("status_checked", protections=["maternity"], note="核对病历。")
    assert taken(case, said.StatusChecked).protections == (said.Protection.MATERNITY,)
    desk.send("stated", how="held", text="我去借手电。", companion="罗平")
    stated = taken(case, said.Stated)
    assert (stated.held, stated.companion) == (True, "罗平")


def test_who_decides_is_appointed_for_the_seat_that_is_empty(world: CaseWorld) -> None:
    case = world.notified()
    desk = Desk(case, world.hr)
    assert desk.form("appointed")["seat"] == Seat.DECIDER
    desk.send("appointed", person=world.other_hr.token)
    assert taken(case, said.Appointed) == said.Appointed(Seat.DECIDER, world.other_hr.token)
    other = text_of(desk.client.get(desk.url("appointed") + "?seat=appeals"))
    assert f'value="{world.other_hr.token}"' not in other


def test_after_the_case_moved_on_the_same_form_is_sent_once_more(world: CaseWorld) -> None:
    case = world.opened()
    desk = Desk(case, world.hr)
    form = desk.form("withdrawn") | {"reason": "误报。"}
    world.step(case, world.hr, said.CounselNoted("周律师", "可以继续。"))
    told = desk.again("withdrawn", form)
    assert "moved the case on" in text_of(told) and "误报。" in text_of(told)
    assert 'name="seen" value="2"' in text_of(told)
    assert desk.again("withdrawn", form | {"seen": 2}).status_code == 302


def test_whoever_declares_an_interest_sees_the_case_no_more(world: CaseWorld) -> None:
    case = world.investigating()
    desk = Desk(case, world.investigator)
    answer = desk.send("recused", reason="亲戚。")
    assert answer.url == reverse("conduct_records:cases")
    gone = desk.client.get(reverse("conduct_records:case", args=[case.pk]))
    assert gone.status_code == 404


def test_a_form_of_no_step_is_missing(world: CaseWorld) -> None:
    case = world.opened()
    desk = Desk(case, world.hr)
    assert desk.client.get(desk.url("lapsed")).status_code == 404
    assert desk.client.get(desk.url("nonsense")).status_code == 404


def test_a_step_took_place_earlier_the_same_minute(world: CaseWorld) -> None:
    """Forms know minutes; what stands in the minute of the step before it is not before it."""
    case = world.opened()
    last = timezone.localtime(world.file(case).steps[-1].at)
    answer = Desk(case, world.hr).send(
        "talked", summary="谈了话。", at=last.strftime("%Y-%m-%dT%H:%M")
    )
    assert answer.status_code == 302
