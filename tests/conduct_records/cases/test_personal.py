"""What is kept about somebody's conduct: what they get to see of it, when it is due, and that an
erasure leaves figures and proofs and nothing else."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from conduct_records.actions.cases.add_evidence import add_evidence
from conduct_records.actions.cases.keep_cases import keep_cases
from conduct_records.actions.cases.make_view import make_missing_views, make_view
from conduct_records.actions.cases.open_case import open_case
from conduct_records.actions.cases.remind_owners import remind_owners
from conduct_records.actions.cases.take_step import take_step
from conduct_records.errors import CaseMovedOn, ClosedToEvidence, IncidentIsClosed
from conduct_records.models import Case, CodebookSignature, Evidence, Incident
from conduct_records.queries.cases.files import file_of, records_of
from conduct_records.queries.cases.own import own_cases
from conduct_records.queries.cases.seen import cases_seen
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.erasing import is_left_alone, left_of
from conduct_records.tasks import make_evidence_view
from lms.people.models import Employee
from lms.people.registries import Portion
from tests.conduct_records.cases.erased import PACKAGE, check_sound, counts, signed
from tests.conduct_records.cases.reports import handed_in, photo
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import EmployeeFactory
from tests.people.erasure import erase_from, records_named
from tests.people.erasure import left_of as left_in_tables

pytestmark = pytest.mark.django_db

SEES = "conduct_records.view_case"
FACTS = "两次点名不在岗。"
PLANTED = ("夜班时离开岗位二十分钟", "北门岗亭", FACTS, "当时去借手电", "事实清楚", "高远")


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def gathered(employee: Employee) -> Portion:
    return records_named(PACKAGE).gather(employee, employee)


def table(portion: Portion, name: str) -> list[Any]:
    return next((list(each.rows) for each in portion.tables if each.name == name), [])


def interviewed(world: CaseWorld, case: Case, witness: Employee, text: str = "我看见了。") -> None:
    content = said.Interviewed(witness.name, said.InterviewRole.WITNESS, text, witness.token)
    world.step(case, world.investigator, content)


def with_evidence(world: CaseWorld, case: Case) -> list[Evidence]:
    added = add_evidence(
        actor=world.hr, incident=case.incident, case=case, files=handed_in(photo("高远.jpg"))
    )
    for piece in added:
        make_view(actor=Employee.objects.system(), evidence=piece)
    return added


def full_case(world: CaseWorld, witness: Employee) -> Case:
    """Overturned on appeal, with evidence, an interview and papers."""
    case = world.investigating()
    interviewed(world, case, witness)
    with_evidence(world, case)
    return world.overturned(world.appealed(world.served(world.decided(world.heard(
        world.notified(world.charged(case))
    )))))  # fmt: skip


# Seeing it ---------------------------------------------------------------------------------------


def test_the_person_gets_what_their_pages_show_and_nobodys_name(world: CaseWorld) -> None:
    witness = EmployeeFactory.create(unit=world.site, name="证人甲某")
    case = full_case(world, witness)
    portion = gathered(world.subject)
    assert [row["case"] for row in table(portion, "cases")] == [case.number]
    assert {row["text"] for row in table(portion, "statements")} == {
        "当时去借手电。",
        "我当时在岗。",
    }
    papers = table(portion, "notices")
    assert len(papers) == case.notices.count() == 3
    assert any(FACTS in text for text in papers[0]["text"])
    (piece,) = table(portion, "evidence")
    copy = Evidence.objects.get().view.file
    assert portion.files[piece["file"]] == copy
    assert len(table(portion, "codebook_signatures")) == 1
    every = repr([list(each.rows) for each in portion.tables])
    assert world.reporter.name not in every
    assert witness.name not in every and "我看见了" not in every


def test_a_charge_is_named_in_the_readers_language(world: CaseWorld) -> None:
    (charge,) = world.notified().notices.get().content["charges"]
    assert charge["title"]["zh"] != charge["title"]["en"]
    for language, code in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(code):
            (paper,) = table(gathered(world.subject), "notices")
        assert paper["text"] == [f"Y01 {charge['title'][language]}: 两次点名不在岗。"]


def test_nothing_of_a_case_they_were_not_told_of(world: CaseWorld) -> None:
    world.investigating()
    assert not table(gathered(world.subject), "cases")
    assert "岗亭" not in repr(gathered(world.subject).tables)


def test_reporters_get_what_they_reported(world: CaseWorld) -> None:
    world.charged()
    (report,) = table(gathered(world.reporter), "reports")
    assert report["what"] == "夜班时离开岗位二十分钟。"
    assert not table(gathered(world.reporter), "cases")


# Erasing somebody --------------------------------------------------------------------------------


def test_nothing_is_left_but_what_figures_are_counted_from(world: CaseWorld) -> None:
    witness = EmployeeFactory.create(unit=world.site, name="证人甲某")
    case = full_case(world, witness)
    world.commended()
    assert left_in_tables(PACKAGE, *PLANTED)
    before = counts()
    files = [piece.file.name for piece in Evidence.objects.all()]
    erased = erase_from(PACKAGE, world.subject)
    assert left_in_tables(PACKAGE, *PLANTED[:-1], "我看见了", "监控证明") == []
    assert counts() == before
    case.refresh_from_db()
    assert case.erased_at is not None
    assert case.token in erased.tokens and case.incident.token in erased.tokens
    assert {file.name for file in erased.files} >= set(files)
    assert not any(file.storage.exists(file.name) for file in erased.files)
    assert Incident.objects.get(pk=case.incident_id).person is None
    # Who investigated or was appointed stays until they are erased themselves; whom an interview
    # was with goes with the case.
    kept = set()
    for data in case.steps.values_list("data", flat=True):
        kept |= set(data)
    assert kept == {"investigator", "person"}
    asked = case.steps.get(kind="interviewed")
    assert asked.data == {} and asked.token in erased.tokens
    assert check_sound().startswith("0 cases")


def test_an_incident_goes_with_the_last_of_those_it_concerns(world: CaseWorld) -> None:
    other = EmployeeFactory.create(unit=world.site, hired_on=world.subject.hired_on)
    incident = world.incident()
    for subject in (world.subject, other):
        case = world.opened(incident, subject)
        world.step(case, world.hr, said.Talked("谈过话，说清楚了。"))
    erase_from(PACKAGE, world.subject)
    incident.refresh_from_db()
    assert incident.erased_at is None and incident.what
    assert check_sound().startswith("1 cases")
    erase_from(PACKAGE, other)
    incident = Incident.objects.get(pk=incident.pk)
    assert incident.erased_at is not None and not incident.what
    assert left_in_tables(PACKAGE, "夜班时离开岗位", "谈过话") == []
    check_sound()


def test_a_witness_who_is_erased_is_named_in_no_case_any_more(world: CaseWorld) -> None:
    witness = EmployeeFactory.create(unit=world.site, name="证人甲某")
    case = world.investigating()
    interviewed(world, case, witness)
    erase_from(PACKAGE, witness)
    assert left_in_tables(PACKAGE, witness.name, "证人甲某") == []
    (asked,) = file_of(case).all(said.Interviewed)
    assert (asked.name, asked.text) == ("", "我看见了。")
    client = Client()
    client.force_login(world.hr)
    url = reverse("conduct_records:case", args=[case.pk])
    assert client.get(url, follow=True).status_code == 200
    assert check_sound().startswith("1 cases")


def test_who_investigated_and_reported_can_be_erased(world: CaseWorld) -> None:
    case = world.served()
    erase_from(PACKAGE, world.investigator)
    erase_from(PACKAGE, world.reporter)
    case.refresh_from_db()
    assert case.investigator == world.investigator
    assert case.incident.what
    assert check_sound().startswith("1 cases")
    # Other differences are still found.
    Case.objects.filter(pk=case.pk).update(decider=None)
    with pytest.raises(CommandError):
        call_command("cases", "check", stdout=StringIO(), stderr=StringIO())


def test_what_they_signed_is_kept_without_hand_or_scan(world: CaseWorld) -> None:
    erase_from(PACKAGE, world.subject)
    signature = CodebookSignature.objects.get(employee=world.subject)
    assert (signature.text, signature.scan_hash) == ("", "")
    assert signature.version_id and signature.attested_at
    check_sound()


def test_a_record_that_is_erased_is_open_to_nothing_any_more(world: CaseWorld) -> None:
    case = world.overturned()
    world.commended()
    token = case.notices.first().token  # type: ignore[union-attr]
    erase_from(PACKAGE, world.subject)
    case = Case.objects.get(pk=case.pk)
    assert own_cases(world.subject) == [] and records_of(world.subject) == []
    assert not cases_seen(world.hr, SEES).filter(pk=case.pk).exists()
    assert len(file_of(case).steps) == 0
    with pytest.raises(CaseMovedOn):
        take_step(actor=world.hr, case=case, content=said.AppealServed(service=signed()))
    with pytest.raises(ClosedToEvidence):
        add_evidence(actor=world.hr, incident=case.incident, case=case, files=[])
    with pytest.raises(IncidentIsClosed):
        open_case(actor=world.hr, incident=case.incident, subject=world.investigator)
    system = Employee.objects.system()
    with time_machine.travel(timezone.now() + timedelta(days=800)):
        assert keep_cases(actor=system) == 0
        assert remind_owners(actor=system) == 0
        make_missing_views()
    for pk in Evidence.objects.values_list("pk", flat=True):
        make_evidence_view.func(evidence_id=pk)
    client = Client()
    client.force_login(world.hr)
    gone = client.get(reverse("conduct_records:case", args=[case.pk]))
    assert gone.status_code == 410 and case.number in gone.content.decode()
    incident = reverse("conduct_records:incident", args=[case.incident_id])
    assert client.get(incident).status_code == 410
    for url in (
        reverse("conduct_records:notice", args=[token]),
        reverse("conduct_records:case-step", args=[case.pk, "counsel_noted"]),
        reverse("conduct_records:own-case", args=[case.pk]),
    ):
        assert client.get(url).status_code == 404, url
    for name in ("cases", "calendar", "incidents"):
        page = client.get(reverse(f"conduct_records:{name}"))
        assert page.status_code == 200
        assert case.number not in page.content.decode()
    # The paper that was handed out is still known, and names nobody.
    shown = client.get(reverse("conduct_records:notice-check", args=[token]))
    assert shown.status_code == 200


# Rules -------------------------------------------------------------------------------------------


def test_what_stays_of_a_step_is_what_others_keys_protect() -> None:
    asked = {"name": "甲", "person": "a", "text": "x", "role": "witness", "place": "y"}
    assert left_of(asked, {"b"}) == {"name": "甲", "person": "a"}
    assert left_of(asked, {"a"}) == {}
    assert left_of(asked, {"b"}, has_own_key=True) == {}
    assert left_of({"name": "外人", "person": "", "text": "x"}, ()) == {}
    assert left_of({"investigator": "a", "reason": "x"}, ()) == {"investigator": "a"}


def test_an_incident_is_left_alone_when_nobody_is_concerned() -> None:
    assert is_left_alone([], False, False)
    assert is_left_alone([True, True], True, True)
    assert not is_left_alone([True, False], True, True)
    assert not is_left_alone([True], True, False)
