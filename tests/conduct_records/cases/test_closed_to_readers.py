"""What HR and auditors do not learn beside the case pages, from an export, from retention, from the
ledger: who reported or witnessed, and what is open about themselves or somebody they work under."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conduct_records.actions.cases.answer_identity import answer_identity
from conduct_records.actions.cases.ask_identity import ask_identity
from conduct_records.actions.cases.open_case import open_case
from conduct_records.models import Case, Incident
from conduct_records.rules.cases import steps as said
from lms.ledger.actions.legal_hold import place_hold
from lms.ledger.actions.note_look import sequence_looks
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.models import Entry
from lms.notify.models import Notice as Told
from lms.people.actions.request_export import request_export
from lms.people.actions.work_out_retention import work_out_retention
from lms.people.enums import Role, Standing
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from lms.people.registries import all_records
from lms.people.views.personal_data import TAKING_OUT
from tests.conduct_records.cases.speaking_up import asked, spoken_up
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import EmployeeFactory, PostFactory, holder_of

pytestmark = pytest.mark.django_db(transaction=True)
REGISTER = reverse("ledger:register")
QUESTION = "是几号楼？"


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture
def boss(world: CaseWorld) -> Employee:
    """Above everybody, HR included."""
    post = PostFactory.create(standing=Standing.MANAGER)
    return EmployeeFactory.create(unit=world.company, post=post, name="总经理")


def reading(person: Employee) -> Client:
    client = Client()
    client.force_login(person)
    return client


def gathered(employee: Employee, reader: Employee) -> dict[str, object]:
    """Each table of each package."""
    return {
        f"{package.name}.{table.name}": [dict(row) for row in table.rows]
        for package in all_records()
        for table in package.gather(employee, reader).tables
    }


# Exports ---------------------------------------------------------------------------------------


def opened_identities(world: CaseWorld, case: Case) -> None:
    """Another of HR is let see who reported and who witnessed, and looks."""
    request = ask_identity(
        actor=world.other_hr, incident=case.incident, reason="核实", form_id=uuid4()
    )
    answer_identity(actor=world.director, request=request, is_granted=True, days=3)
    page = reading(world.other_hr).get(reverse("conduct_records:incident", args=[case.incident_id]))
    assert page.status_code == 200
    sequence_looks()


def test_an_export_by_hr_does_not_tell_who_reported_or_witnessed(world: CaseWorld) -> None:
    witness = EmployeeFactory.create(unit=world.site, name="闻人佩")
    people = (world.reporter, witness)
    before = [gathered(each, world.hr) for each in people]
    case = world.investigating()
    said_by = said.Interviewed(witness.name, said.InterviewRole.WITNESS, "看见。", witness.token)
    world.step(case, world.investigator, said_by)
    opened_identities(world, case)
    Told.objects.create(recipient_id=world.reporter.pk, title="你的报告", language="zh-hans")
    assert [gathered(each, world.hr) for each in people] == before
    own = [gathered(each, each) for each in people]
    assert own[0]["conduct_records.reports"] and own[0]["people.notices"]
    assert all(each["people.looks"] for each in own)


def test_an_export_leaves_out_the_cases_that_are_closed_to_whoever_takes_it(
    world: CaseWorld,
) -> None:
    case = world.notified()
    for reader in (world.third_hr, world.subject):
        assert "conduct_records.cases" in gathered(world.subject, reader)
    world.step(case, world.third_hr, said.Recused("亲属"))
    found = gathered(world.subject, world.third_hr)
    assert not {"cases", "notices", "case_events"} & {name.split(".")[-1] for name in found}
    assert "conduct_records.codebook_signatures" in found


def test_hr_takes_nothing_out_about_those_above_them_and_of_themselves_only_at_their_own_page(
    world: CaseWorld, boss: Employee
) -> None:
    for person in (world.hr, boss):
        address = reverse("people:person-data", args=[person.pk])
        assert reading(world.hr).get(address).status_code == 404
        assert reading(world.hr).post(address).status_code == 404
    with pytest.raises(NotAllowed):
        request_export(actor=world.hr, employee=boss, sight=TAKING_OUT)
    assert request_export(actor=world.hr, employee=world.hr, sight=TAKING_OUT).pk


# Retention -------------------------------------------------------------------------------------


def retention_of(reader: Employee, person: Employee) -> object:
    return reading(reader).get(reverse("people:retention-person", args=[person.pk]))


def test_retention_tells_nobody_what_is_open_about_themselves_or_above(
    world: CaseWorld, boss: Employee
) -> None:
    open_case(actor=world.director, incident=spoken_up(world.site), subject=world.hr)
    for person in (world.hr, boss):
        assert retention_of(world.hr, person).status_code == 404
    assert retention_of(world.other_hr, world.hr).status_code == 200
    Employee.objects.filter(pk=boss.pk).update(left_on=timezone.localdate(), is_active=False)
    place_hold(actor=world.director.token, subject=boss.token, reason="仲裁 17 号")
    work_out_retention(actor=Employee.objects.system())
    reader = reading(world.hr)
    for name in ("retention", "retention-holds", "retention-records"):
        page = reader.get(reverse(f"people:{name}"))
        assert page.status_code == 200 and boss.name not in page.text


def test_what_stands_against_erasing_names_no_case_and_says_more_to_who_sees_cases(
    world: CaseWorld,
) -> None:
    case = world.opened()
    world.opened(world.incident())
    auditor = holder_of(Role.AUDITOR, world.company)
    for reader, of_cases in ((world.hr, True), (auditor, False)):
        page = retention_of(reader, world.subject)
        assert case.number not in page.text
        assert len(page.context["obstacles"]) == 2
        told = set(page.context["obstacles"])
        assert bool(told & set(obstacles_of_cases(world.subject))) is of_cases


def obstacles_of_cases(employee: Employee) -> list[str]:
    (found,) = (each for each in all_records() if each.name == "conduct_records")
    return list(found.obstacles(employee))


def test_only_a_right_to_the_whole_company_shows_why_people_were_erased(world: CaseWorld) -> None:
    erased = reverse("people:retention-erased")
    for unit, status in ((world.site, 403), (world.company, 200)):
        client = reading(holder_of(Role.AUDITOR, unit))
        assert client.get(erased).status_code == status
        tabs = client.get(reverse("people:retention-terms")).text
        assert (erased in tabs) is (status == 200)


# The ledger ------------------------------------------------------------------------------------


def entry_page(entry: Entry) -> str:
    return reverse("ledger:entry", args=[entry.log, entry.seq])


def of_incident(incident: Incident) -> list[Entry]:
    rows = [incident, *incident.messages.all()]
    return list(Entry.objects.filter(case__in=[row.token for row in rows]))


def rows_of(client: Client, **query: object) -> dict[int, tuple[str, str]]:
    found = client.get(REGISTER, query).context["rows"]
    return {entry.seq: (kind, actor) for entry, kind, actor in found}


def of_all_kinds(client: Client) -> set[int]:
    """Whatever a kind finds."""
    kinds = set(Entry.objects.values_list("type", flat=True))
    found = (rows_of(client, log=log, type=kind) for kind in kinds for log in Log.values)
    return {seq for rows in found for seq in rows}


@pytest.mark.parametrize("is_above", [False, True])
def test_the_ledger_keeps_from_somebody_what_a_case_about_them_or_above_them_rests_on(
    world: CaseWorld, boss: Employee, is_above: bool
) -> None:
    """A report without a name, about nobody, until HR opens a case about the reader or somebody
    above them."""
    reader, subject = world.director, boss if is_above else world.director
    incident = spoken_up(world.site)
    asked(incident, world.hr, QUESTION)
    open_entries = of_incident(incident)
    assert len(open_entries) == 2 and of_all_kinds(reading(reader)) >= {
        entry.seq for entry in open_entries
    }
    if is_above:
        # Nobody below may open it; it is opened by the company's owner, in a role of their own.
        owner = holder_of(Role.HR_DIRECTOR, world.company, post=boss.post)
        case = open_case(actor=owner, incident=incident, subject=subject)
    else:
        case = world.opened(incident, subject=subject)
    sign_checkpoint(Log.RECORDS)
    client = reading(reader)
    kept = [*of_incident(incident), *Entry.objects.filter(type="case.opened")]
    shown = rows_of(client)
    closed = {kind for seq, (kind, __) in shown.items() if seq in {each.seq for each in kept}}
    assert len(kept) == 3 and len(closed) == 1
    assert not of_all_kinds(client) & {each.seq for each in kept}
    for entry in kept:
        page = client.get(entry_page(entry))
        assert page.status_code == 200 and page.context["proof"]
        assert not any(name in page.context for name in ("actor", "subject", "said"))
        for word in (incident.what, case.number, entry.type, QUESTION):
            assert word not in page.text
        bundle = client.get(reverse("ledger:bundle", args=[entry.log, entry.seq]))
        assert bundle.status_code == 409
    other = reading(holder_of(Role.AUDITOR, world.company, post=boss.post))
    assert any(incident.what in other.get(entry_page(entry)).text for entry in kept)


def test_who_looked_at_the_record_of_somebody_above_is_kept_from_the_reader(
    world: CaseWorld, boss: Employee
) -> None:
    for person in (boss, world.subject):
        retention = reverse("people:person-data", args=[person.pk])
        owner = holder_of(Role.HR_OFFICER, world.company, post=boss.post)
        assert reading(owner).post(retention).status_code == 302
    sequence_looks()
    client = reading(world.director)
    about = {entry.seq: entry.subject for entry in Entry.objects.filter(log=Log.LOOKS)}
    found = {about[seq] for seq in rows_of(client, log="looks", type="ledger.look")}
    assert world.subject.token in found and boss.token not in found


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_costs_the_same_however_much_is_kept_closed(
    world: CaseWorld, count: int, django_assert_num_queries
) -> None:
    for __ in range(count):
        world.opened(spoken_up(world.site), subject=world.director)
    sign_checkpoint(Log.RECORDS)
    client = reading(world.director)
    with django_assert_num_queries(16):
        assert client.get(REGISTER).status_code == 200
