"""Reporting an incident: from the form to the receipt, and what is refused."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conduct_records.actions.cases.close_incident import close_incident
from conduct_records.actions.cases.report_incident import report_incident
from conduct_records.enums import Source
from conduct_records.errors import (
    IncidentIsClosed,
    IncidentIsFixed,
    NotEmployedThen,
    PersonOutOfReach,
    SentBySomebodyElse,
    UnitOutOfReach,
)
from conduct_records.models import Case, Evidence, Incident
from conduct_records.queries.cases.incidents import incidents_reached, waiting_incidents
from lms.ledger.rules.types import HOUSE
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.conduct_records.cases.reports import make_report, photo, reported
from tests.factories.conduct_records import adopted_version
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of
from tests.ledger.reading import check_agreement, said

pytestmark = pytest.mark.django_db
REPORT = reverse("conduct_records:report")
JSON = {"Accept": "application/json"}


@pytest.fixture
def manager(db: None) -> Employee:
    return holder_of(Role.SITE_MANAGER, UnitFactory.create(), language="en", name="沈知秋")


@pytest.fixture
def guard(manager: Employee) -> Employee:
    return EmployeeFactory.create(unit=manager.unit, name="周大川", latin_name="Zhou Dachuan")


@pytest.fixture
def officer(manager: Employee) -> Employee:
    return holder_of(Role.HR_OFFICER, manager.unit, language="en", name="许言")


@pytest.fixture
def phone(client: Client, manager: Employee) -> Client:
    client.force_login(manager)
    return client


def minute(**ago: float) -> str:
    return timezone.localtime(timezone.now() - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M")


def form(manager: Employee, **said: Any) -> dict[str, Any]:
    given = {
        "form_id": str(uuid4()),
        "kind": "violation",
        "what": "夜班在岗亭睡着，有住户拍到。",
        "place": "北门岗亭",
        "unit": manager.unit_id,
        "happened_at": minute(minutes=10),
        "source": "observation",
    }
    return given | said


def test_a_report_is_an_incident_with_its_photo_and_entries(
    phone: Client, manager: Employee, guard: Employee
) -> None:
    taken = photo()
    content = taken.read()
    taken.seek(0)
    answer = phone.post(
        REPORT,
        form(manager, photos=taken, who=guard.staff_number.lower()),
        headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/120.0"},
        follow=True,
    )
    incident = Incident.objects.get()
    assert incident.person == guard and incident.reported_by == manager
    assert incident.known_at == incident.reported_at
    evidence = incident.evidence.get()
    assert evidence.sha256 == sha256(content).hexdigest() and evidence.size == len(content)
    assert evidence.device == "Android 14 · Chrome 120" and evidence.capture_hash == ""
    assert "Your report is in" in answer.text and evidence.sha256 in answer.text
    first, second = said("incident.reported", "evidence.added")
    assert (first.actor, first.subject) == (HOUSE, guard.token)
    assert manager.token not in str(first) and first.values["reported_by"] == manager.pk
    assert first.values["what"] == incident.what and first.case == incident.token
    assert second.subject == guard.token and second.values["sha256"] == evidence.sha256
    check_agreement()


def test_where_nobody_is_named_the_entry_is_about_nobody(manager: Employee) -> None:
    reported(manager, photo())
    assert [each.subject for each in said("incident.reported", "evidence.added")] == [None, None]
    check_agreement()


def test_a_form_sent_twice_is_one_incident(phone: Client, manager: Employee) -> None:
    given = form(manager)
    urls = set()
    for __ in range(2):
        answer = phone.post(REPORT, given | {"photos": photo()}, headers=JSON)
        assert answer.status_code == 201
        urls.add(answer.json()["url"])
    assert len(urls) == 1
    assert Incident.objects.count() == Evidence.objects.count() == 1
    assert len(said("incident.reported", "evidence.added")) == 2


def test_a_form_that_somebody_else_sent_is_refused(manager: Employee, officer: Employee) -> None:
    report = make_report(manager)
    report_incident(actor=manager, report=report)
    with pytest.raises(SentBySomebodyElse):
        report_incident(actor=officer, report=report)
    assert Incident.objects.count() == 1


REFUSALS: list[tuple[dict[str, Any], str, str]] = [
    ({"happened_at": minute(hours=-3)}, "happened_at", "still to come"),
    ({"known_at": minute(hours=-3)}, "known_at", "still to come"),
    ({"known_at": minute(days=3)}, "known_at", "before it happened"),
    ({"happened_at": "yesterday"}, "happened_at", "valid date"),
    ({"source": "complaint"}, "reference", "reference of the complaint"),
    ({"source": "rumour"}, "source", "valid choice"),
    ({"what": ""}, "what", "required"),
    ({"what": "x" * 4001}, "what", "4000"),
    ({"place": ""}, "place", "required"),
    ({"rule": "Z99"}, "rule", "No rule in force"),
    ({"who": "没有此人"}, "who", "Nobody of your units"),
    ({"who": "大川"}, "who", "Choose who it was"),
    ({"person": 2_000_000_000}, "who", "somebody of your units"),
    ({"unit": 2_000_000_000}, "unit", "valid choice"),
    ({"captured": "{"}, "captured", "damaged"),
]


@pytest.mark.parametrize(("wrong", "field", "words"), REFUSALS)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    phone: Client, manager: Employee, guard: Employee, wrong: dict[str, Any], field: str, words: str
) -> None:
    adopted_version()
    given = form(manager, place="北门岗亭与车库之间") | wrong
    answer = phone.post(REPORT, given, headers=JSON)
    assert answer.status_code == 422
    assert words in " ".join(answer.json()["errors"][field])
    page = phone.post(REPORT, given)
    assert page.status_code == 422
    if field != "captured":
        assert words in page.text
    assert given["place"] in page.text and given["form_id"] in page.text
    assert not Incident.objects.exists()


def test_a_rule_in_force_is_named_by_its_code(phone: Client, manager: Employee) -> None:
    adopted_version()
    page = phone.get(REPORT).text
    assert 'value="Y01 · Rule Y01"' in page
    phone.post(REPORT, form(manager, rule="y01 · Rule Y01"))
    assert Incident.objects.get().rule_code == "Y01"


def test_somebody_is_chosen_among_those_found(
    phone: Client, manager: Employee, guard: Employee
) -> None:
    found = phone.get(reverse("conduct_records:report-people"), {"who": "dachuan"}).text
    assert f'value="{guard.pk}"' in found and guard.staff_number in found
    phone.post(REPORT, form(manager, who="大川", person=guard.pk))
    assert Incident.objects.get().person == guard


def test_a_name_that_two_people_have_names_neither(
    phone: Client, manager: Employee, guard: Employee
) -> None:
    EmployeeFactory.create(unit=manager.unit, name=guard.name)
    answer = phone.post(REPORT, form(manager, who=guard.name))
    assert answer.status_code == 422 and answer.text.count('name="person"') == 2
    assert not Incident.objects.exists()


def test_people_and_units_of_others_are_out_of_reach(phone: Client, manager: Employee) -> None:
    stranger = EmployeeFactory.create(name="陌生人")
    found = phone.get(reverse("conduct_records:report-people"), {"who": stranger.name}).text
    assert stranger.staff_number not in found
    for wrong in ({"person": stranger.pk}, {"unit": stranger.unit_id}, {"who": stranger.name}):
        assert phone.post(REPORT, form(manager, **wrong)).status_code == 422
    with pytest.raises(PersonOutOfReach):
        reported(manager, person=stranger)
    with pytest.raises(UnitOutOfReach):
        reported(manager, unit=stranger.unit)
    assert not Incident.objects.exists()


def test_nobody_is_named_for_a_day_before_they_were_hired_or_after_they_left(
    manager: Employee,
) -> None:
    now = timezone.now()
    newcomer = EmployeeFactory.create(unit=manager.unit, hired_on=timezone.localdate())
    gone = EmployeeFactory.create(unit=manager.unit, left_on=date(2026, 10, 1), is_active=False)
    with pytest.raises(NotEmployedThen):
        reported(manager, person=newcomer, happened_at=now - timedelta(days=2))
    with pytest.raises(NotEmployedThen):
        reported(manager, person=gone, happened_at=now)
    incident = reported(manager, person=gone, happened_at=now.replace(month=9, day=20))
    assert incident.person == gone


def test_who_reports_themselves_says_so(phone: Client, manager: Employee, guard: Employee) -> None:
    wrong = form(manager, who=manager.staff_number)
    answer = phone.post(REPORT, wrong, headers=JSON)
    assert "about yourself" in " ".join(answer.json()["errors"]["source"])
    wrong = form(manager, who=guard.staff_number, source="self")
    assert "who" in phone.post(REPORT, wrong, headers=JSON).json()["errors"]
    phone.post(REPORT, form(manager, source="self"))
    assert Incident.objects.get().person == manager


def test_who_has_no_such_role_does_not_report(client: Client, guard: Employee) -> None:
    client.force_login(guard)
    assert client.get(REPORT).status_code == 403
    with pytest.raises(NotAllowed):
        reported(guard)


# Files -----------------------------------------------------------------------------------------


def test_what_the_phone_noted_when_it_was_taken_is_kept(phone: Client, manager: Employee) -> None:
    taken, noted = photo(), timezone.now() - timedelta(hours=2)
    digest = sha256(taken.read()).hexdigest()
    taken.seek(0)
    captured = f'[{{"hash": "{digest.upper()}", "at": "{noted.isoformat()}"}}]'
    phone.post(REPORT, form(manager, photos=taken, captured=captured))
    evidence = Evidence.objects.get()
    assert evidence.capture_hash == evidence.sha256 == digest
    assert evidence.captured_at == noted
    check_agreement()


def test_a_file_that_is_not_the_one_taken_is_refused(phone: Client, manager: Employee) -> None:
    captured = f'[{{"hash": "{"0" * 64}"}}]'
    given = form(manager, photos=photo(), captured=captured)
    answer = phone.post(REPORT, given, headers=JSON)
    assert "changed on its way" in " ".join(answer.json()["errors"]["photos"])
    assert not Incident.objects.exists() and not Evidence.objects.exists()


def test_a_false_type_is_refused_and_the_rest_stands_in_the_form(
    phone: Client, manager: Employee
) -> None:
    false = SimpleUploadedFile("证据.jpg", b"MZ\x90\0 a program", "image/jpeg")
    given = form(manager)
    answer = phone.post(REPORT, given | {"photos": [photo(), false]})
    assert "证据.jpg: This picture cannot be read" in answer.text
    assert given["what"] in answer.text and "Attach the files once more" in answer.text
    assert not Incident.objects.exists() and not Evidence.objects.exists()


def test_the_same_file_twice_is_refused(phone: Client, manager: Employee) -> None:
    given = form(manager, photos=[photo("a.jpg"), photo("b.jpg")])
    answer = phone.post(REPORT, given, headers=JSON)
    assert "b.jpg” is there already" in answer.json()["errors"]["photos"][0]
    assert not Incident.objects.exists()


def test_two_hundred_megabytes_are_refused_with_the_limit_before_they_are_read(
    phone: Client, client: Client, guard: Employee
) -> None:
    def sent(megabytes: int) -> Any:
        return client.post(
            REPORT,
            data=b"--x--",
            content_type="multipart/form-data; boundary=x",
            headers={"Expect": "100-continue", "X-Requested-With": "XMLHttpRequest"},
            CONTENT_LENGTH=str(megabytes * 1024 * 1024),
        )

    refused = sent(200)
    assert f"At most {settings.EVIDENCE_MAX_MB} MB" in refused.json()["error_message"]
    assert not Incident.objects.exists()
    client.force_login(guard)
    assert f"{settings.REQUEST_MAX_MB} MB" in sent(90).json()["error_message"]


def test_a_large_picture_is_refused_with_its_own_limit(
    phone: Client, manager: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PICTURE_MAX_MB", 0)
    answer = phone.post(REPORT, form(manager, photos=photo()), headers=JSON)
    assert "larger than 0 MB" in answer.json()["errors"]["photos"][0]


# What becomes of it -------------------------------------------------------------------------------


def test_an_incident_is_never_changed(manager: Employee) -> None:
    incident = reported(manager)
    incident.what = "别的"
    with pytest.raises(IncidentIsFixed):
        incident.save()
    with pytest.raises(IncidentIsFixed):
        Incident.objects.update(what="别的")


def waiting_for(officer: Employee) -> QuerySet[Incident]:
    return waiting_incidents(incidents_reached(officer, "conduct_records.change_case"))


def test_hr_sets_aside_with_a_reason_and_the_reporter_sees_no_more(
    phone: Client, manager: Employee, officer: Employee
) -> None:
    incident = reported(manager)
    assert list(waiting_for(officer)) == [incident]
    with pytest.raises(NotAllowed):
        close_incident(actor=manager, incident=incident, reason="没事")
    close_incident(actor=officer, incident=incident, reason="监控显示无人在岗，另有安排。")
    assert not waiting_for(officer).exists()
    page = phone.get(reverse("conduct_records:report-receipt", args=[incident.token])).text
    assert "set aside" in page and "监控" not in page
    entry = said("incident.closed")[0]
    assert entry.actor == officer.token and entry.values["incident"] == incident.token
    check_agreement()
    with pytest.raises(IncidentIsClosed):
        close_incident(actor=officer, incident=incident, reason="再一次")


def case_about(employee: Employee, incident: Incident) -> Case:
    return Case.objects.create(
        incident=incident,
        subject=employee,
        opened_at=timezone.now(),
        kind=incident.kind,
        state="opened",
        turn="hr",
    )


def test_what_is_in_a_case_is_not_set_aside(
    phone: Client, manager: Employee, officer: Employee, guard: Employee
) -> None:
    incident = reported(manager, person=guard)
    case_about(guard, incident)
    with pytest.raises(IncidentIsClosed):
        close_incident(actor=officer, incident=incident, reason="没事")
    assert "taken up" in phone.get(reverse("conduct_records:my-reports")).text.lower()
    assert not waiting_for(officer).exists()


def test_nobody_sets_aside_what_they_reported_or_what_is_about_them(
    manager: Employee, officer: Employee
) -> None:
    own = reported(officer)
    about = reported(manager, person=officer)
    for incident in (own, about):
        with pytest.raises(NotAllowed):
            close_incident(actor=officer, incident=incident, reason="没事")
    assert list(waiting_for(officer)) == [own]


def test_the_receipt_is_its_reporters_alone(client: Client, manager: Employee) -> None:
    incident = reported(manager)
    other = holder_of(Role.SITE_MANAGER, manager.unit)
    client.force_login(other)
    address = reverse("conduct_records:report-receipt", args=[incident.token])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_my_reports_cost_the_same_whatever_their_number(
    phone: Client,
    manager: Employee,
    guard: Employee,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        reported(manager, photo(colour=f"#{number:06x}"), person=guard)
    with django_assert_num_queries(5):
        page = phone.get(reverse("conduct_records:my-reports")).text
    assert page.count("Received") == count


@pytest.mark.parametrize("count", [1, 3])
def test_waiting_incidents_cost_the_same_however_many(
    manager: Employee,
    officer: Employee,
    guard: Employee,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        reported(manager, photo(colour=f"#{number:06x}"), person=guard)
    with django_assert_num_queries(3):  # for the roles, for what is closed, and these
        found = list(waiting_for(officer))
        assert [each.files for each in found] == [1] * count
        assert {str(each.unit) and str(each.person) and str(each.reported_by) for each in found}


# Without a network ------------------------------------------------------------------------------


def test_the_page_for_the_phone_names_nobody(phone: Client, manager: Employee) -> None:
    page = phone.get(reverse("conduct_records:report-offline")).text
    assert manager.name not in page and manager.latin_name not in page
    assert manager.staff_number not in page and "csrfmiddlewaretoken" not in page
    assert manager.unit is not None and manager.unit.name_en in page


def test_a_kept_report_gets_a_fresh_token(manager: Employee) -> None:
    client = Client(enforce_csrf_checks=True)
    address = reverse("conduct_records:report-session")
    assert client.get(address).status_code == 302
    client.force_login(manager)
    session = client.get(address).json()
    assert session["owner"] == str(manager.pk)
    given = form(manager)
    assert client.post(REPORT, given, headers=JSON).status_code == 403
    headers = JSON | {"X-CSRFToken": session["csrf"]}
    assert client.post(REPORT, given, headers=headers).status_code == 201


def test_the_worker_is_the_same_for_everybody(client: Client, phone: Client) -> None:
    address = reverse("conduct_records:report-worker")
    scripts = {Client().get(address).text, phone.get(address).text}
    assert len(scripts) == 1
    answer = Client().get(address)
    assert answer.headers["Content-Type"].startswith("text/javascript")


def test_a_commendation_takes_the_same_way(phone: Client, manager: Employee) -> None:
    phone.post(REPORT, form(manager, kind="commendation", source=Source.COLLEAGUE))
    assert Incident.objects.get().kind == "commendation"
