"""Evidence: kept as it came in, looked at as a copy that we drew, seen by those who may."""

import io
from collections.abc import Callable
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript

from conduct_records.actions.cases.add_evidence import add_evidence
from conduct_records.actions.cases.close_incident import close_incident
from conduct_records.actions.cases.make_view import make_missing_views, make_view
from conduct_records.enums import EvidenceKind, ViewState
from conduct_records.errors import (
    CaseOpened,
    ClosedToEvidence,
    EvidenceIsFixed,
    NotWhatWasCaptured,
    SameFileTwice,
)
from conduct_records.models import Case, Evidence, EvidenceView, Incident
from conduct_records.policies.incidents import can_see_evidence
from conduct_records.rules.cases.steps import Withdrawn
from lms.files.errors import FileRefused
from lms.ledger.models import PendingLook
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.conduct_records.cases.reports import handed_in, photo, reported
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of
from tests.ledger.reading import check_agreement, said

pytestmark = pytest.mark.django_db
RunJobs = Callable[[], None]


@pytest.fixture
def manager(db: None) -> Employee:
    return holder_of(Role.SITE_MANAGER, UnitFactory.create(), language="en", name="沈知秋")


@pytest.fixture
def guard(manager: Employee) -> Employee:
    return EmployeeFactory.create(unit=manager.unit, name="周大川", language="en")


@pytest.fixture
def officer(manager: Employee) -> Employee:
    return holder_of(Role.HR_OFFICER, manager.unit, language="en", name="许言")


@pytest.fixture
def world(db: None) -> CaseWorld:
    return case_world()


@pytest.fixture
def incident(manager: Employee, guard: Employee) -> Incident:
    return reported(manager, photo(), person=guard)


def pdf(pages: int = 2) -> SimpleUploadedFile:
    writer = PdfWriter()
    for __ in range(pages):
        writer.add_blank_page(300, 400)
    writer.add_open_action(JavaScript("app.alert('x')"))
    writer.add_attachment("inside.txt", b"hidden")
    content = io.BytesIO()
    writer.write(content)
    return SimpleUploadedFile("签收单.pdf", content.getvalue(), "application/pdf")


def add(
    actor: Employee, incident: Incident, file: SimpleUploadedFile, case: Case | None = None
) -> Evidence:
    [evidence] = add_evidence(actor=actor, incident=incident, case=case, files=handed_in(file))
    return evidence


# Kept ------------------------------------------------------------------------------------------


def test_evidence_is_added_and_never_replaced(incident: Incident, manager: Employee) -> None:
    added = add(manager, incident, photo(colour="navy"))
    assert incident.evidence.count() == 2
    added.name = "other.jpg"
    with pytest.raises(EvidenceIsFixed):
        added.save()
    with pytest.raises(EvidenceIsFixed):
        added.delete()
    with pytest.raises(SameFileTwice):
        add(manager, incident, photo("again.jpg", colour="navy"))
    assert incident.evidence.count() == len(said("evidence.added")) == 2
    check_agreement()


def test_the_original_stays_to_the_byte(
    incident: Incident, manager: Employee, run_jobs: RunJobs
) -> None:
    file = photo(colour="maroon")
    content = file.read()
    added = add(manager, incident, file)
    run_jobs()
    with added.file.open("rb") as stored:
        assert sha256(stored.read()).hexdigest() == added.sha256 == sha256(content).hexdigest()


def test_what_is_no_evidence_is_refused_and_nothing_stored(
    incident: Incident, manager: Employee
) -> None:
    for name, content in (
        ("a.exe", b"MZ"),
        ("a.pdf", b"MZ"),
        ("a.mp4", b"MZ"),
        ("a.svg", b"<svg/>"),
    ):
        with pytest.raises(FileRefused):
            add(manager, incident, SimpleUploadedFile(name, content))
    one = handed_in(photo(colour="navy"))[0]
    wrong = type(one)(one.file, one.name, capture_hash="0" * 64)
    with pytest.raises(NotWhatWasCaptured):
        add_evidence(actor=manager, incident=incident, files=[wrong])
    assert incident.evidence.count() == 1


# Looked at ---------------------------------------------------------------------------------------


def test_a_picture_is_drawn_anew_without_what_it_hid(
    incident: Incident, manager: Employee, run_jobs: RunJobs
) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "a secret place"
    added = add(manager, incident, photo(colour="navy", exif=exif))
    run_jobs()
    view = EvidenceView.objects.get(evidence=added)
    assert view.state == ViewState.READY
    content = view.file.read()
    drawn = Image.open(io.BytesIO(content))
    assert drawn.size == (40, 60)  # upright
    assert not drawn.getexif() and b"secret" not in content


def test_a_pdf_is_drawn_anew_page_by_page(
    incident: Incident, manager: Employee, run_jobs: RunJobs
) -> None:
    added = add(manager, incident, pdf())
    run_jobs()
    view = EvidenceView.objects.get(evidence=added)
    content = view.file.read()
    drawn = PdfReader(io.BytesIO(content))
    assert len(drawn.pages) == 2 and drawn.pages[0].mediabox.width == 300
    assert not drawn.attachments and b"/JavaScript" not in content and b"app.alert" not in content


def test_what_cannot_be_drawn_is_said_and_offered_as_it_is(
    client: Client, incident: Incident, manager: Employee, run_jobs: RunJobs
) -> None:
    damaged = SimpleUploadedFile("坏.pdf", b"%PDF-1.4 and nothing more")
    added = add(manager, incident, damaged)
    client.force_login(manager)
    address = reverse("conduct_records:evidence", args=[added.token])
    assert "is being prepared" in client.get(address).text
    run_jobs()
    assert EvidenceView.objects.get(evidence=added).state == ViewState.FAILED
    page = client.get(address).text
    assert "No copy could be made" in page and f"{added.token}/original/" in page


def test_a_lost_copy_is_made_by_the_sweeper(incident: Incident, run_jobs: RunJobs) -> None:
    evidence = incident.evidence.get()
    EvidenceView.objects.all().delete()
    make_missing_views()
    run_jobs()
    first = EvidenceView.objects.get()
    assert first.state == ViewState.READY
    make_missing_views()
    run_jobs()
    again = make_view(actor=Employee.objects.system(), evidence=evidence)
    assert again.file.name == first.file.name


def test_nobody_makes_copies_by_hand(incident: Incident, manager: Employee) -> None:
    with pytest.raises(NotAllowed):
        make_view(actor=manager, evidence=incident.evidence.get())


def test_a_recording_has_no_copy(incident: Incident, manager: Employee) -> None:
    recording = SimpleUploadedFile("监控.mp4", b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2" + b"\0" * 64)
    added = add(manager, incident, recording)
    assert added.kind == EvidenceKind.RECORDING and not hasattr(added, "view")


def test_who_looks_is_noted_and_nothing_in_a_file_runs(
    client: Client, incident: Incident, officer: Employee, guard: Employee, run_jobs: RunJobs
) -> None:
    run_jobs()
    evidence = incident.evidence.get()
    client.force_login(officer)
    PendingLook.objects.all().delete()
    copy = client.get(reverse("conduct_records:evidence", args=[evidence.token]))
    assert copy.headers["Content-Type"] == "image/webp"
    assert "no-store" in copy.headers["Cache-Control"]
    assert "default-src 'none'" in copy.headers["Content-Security-Policy"]
    original = client.get(reverse("conduct_records:evidence-original", args=[evidence.token]))
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in original.headers["Content-Security-Policy"]
    stored = b"".join(original.streaming_content)  # type: ignore[attr-defined]
    assert sha256(stored).hexdigest() == evidence.sha256
    looks = PendingLook.objects.order_by("pk")
    assert [(each.actor, each.subject) for each in looks] == [(officer.token, guard.token)] * 2
    assert len({each.what for each in looks}) == 2


# Who may ----------------------------------------------------------------------------------------


def test_who_sees_what_came_with_a_report(
    incident: Incident, manager: Employee, officer: Employee, guard: Employee
) -> None:
    evidence = incident.evidence.get()
    other = holder_of(Role.SITE_MANAGER, manager.unit)
    far = holder_of(Role.HR_OFFICER, UnitFactory.create())
    seers = [
        each for each in (manager, officer, guard, other, far) if can_see_evidence(each, evidence)
    ]
    assert seers == [manager, officer]


def test_the_person_sees_it_once_they_were_told(client: Client, world: CaseWorld) -> None:
    incident = reported(world.reporter, photo(), person=world.subject)
    evidence = incident.evidence.get()
    case = world.investigating(world.opened(incident))
    client.force_login(world.subject)
    address = reverse("conduct_records:evidence", args=[evidence.token])
    assert client.get(address).status_code == 404
    assert can_see_evidence(world.investigator, evidence)
    world.notified(world.charged(case))
    assert client.get(address).status_code == 200
    assert not can_see_evidence(EmployeeFactory.create(unit=world.site), evidence)


def test_hr_about_themselves_is_a_person_like_any_other(world: CaseWorld) -> None:
    about_hr = reported(world.reporter, photo(), person=world.reporter, source="self")
    other = reported(world.hr, photo(), person=world.reporter)
    assert can_see_evidence(world.reporter, about_hr.evidence.get())
    assert not can_see_evidence(world.reporter, other.evidence.get())
    incident = reported(world.reporter, photo(), person=world.subject)
    assert can_see_evidence(world.third_hr, incident.evidence.get())
    world.opened(incident)
    # A second person of the incident, and of HR: no bystander either.
    world.opened(incident, subject=world.third_hr)
    assert not can_see_evidence(world.third_hr, incident.evidence.get())


def test_a_reporter_adds_until_it_is_taken_up_or_set_aside(world: CaseWorld) -> None:
    incident = reported(world.reporter, photo(), person=world.subject)
    add(world.reporter, incident, photo(colour="navy"))
    add(world.hr, incident, photo(colour="olive"))
    for stranger in (world.subject, world.investigator):
        with pytest.raises(NotAllowed):
            add(stranger, incident, photo(colour="red"))
    world.opened(incident)
    with pytest.raises(CaseOpened):
        add(world.reporter, incident, photo(colour="red"))
    closed = reported(world.reporter)
    close_incident(actor=world.hr, incident=closed, reason="没事")
    for actor in (world.reporter, world.hr):
        with pytest.raises(ClosedToEvidence):
            add(actor, closed, photo(colour="red"))


def test_evidence_of_a_case_is_its_own(world: CaseWorld) -> None:
    incident = reported(world.reporter, photo(), person=world.subject)
    case = world.investigating(world.opened(incident))
    added = add(world.investigator, incident, photo(colour="navy"), case)
    add(world.hr, incident, photo(colour="olive"), case)
    assert said("evidence.added")[-1].values["conduct_case"] == case.token
    assert can_see_evidence(world.hr, added)
    for stranger in (world.reporter, world.subject):
        assert not can_see_evidence(stranger, added)
        with pytest.raises(NotAllowed):
            add(stranger, incident, photo(colour="red"), case)
    with pytest.raises(SameFileTwice):  # every case shows what came with the report
        add(world.hr, incident, photo(), case)
    check_agreement()


def test_the_person_adds_with_a_statement_and_an_appeal_and_nothing_to_an_ended_case(
    world: CaseWorld,
) -> None:
    case = world.notified()
    add(world.subject, case.incident, photo(colour="navy"), case)
    world.served(world.decided(world.heard(case)))
    added = add(world.subject, case.incident, photo(colour="olive"), case)
    assert can_see_evidence(world.subject, added)
    world.overturned(world.appealed(case))
    with pytest.raises(NotAllowed):
        add(world.subject, case.incident, photo(colour="red"), case)
    ended = world.opened()
    world.step(ended, world.hr, Withdrawn("重复上报"))
    with pytest.raises(NotAllowed):
        add(world.hr, ended.incident, photo(colour="red"), ended)


# Pages -------------------------------------------------------------------------------------------


def test_adding_on_the_page(client: Client, incident: Incident, manager: Employee) -> None:
    client.force_login(manager)
    address = reverse("conduct_records:add-evidence", args=[incident.token])
    refused = client.post(address, {"photos": SimpleUploadedFile("a.exe", b"MZ"), "about": "门岗"})
    assert refused.status_code == 422 and "门岗" in refused.text
    assert client.post(address, {}).status_code == 422
    twice = client.post(address, {"photos": photo()})
    assert "is there already" in twice.text
    done = client.post(
        address,
        {"photos": photo(colour="navy"), "about": "门岗", "origin": "3 号探头"},
        follow=True,
    )
    assert "The evidence is stored" in done.text and "3 号探头" in done.text
    assert incident.evidence.count() == 2


def test_the_page_is_closed_to_others(client: Client, incident: Incident, guard: Employee) -> None:
    client.force_login(guard)
    address = reverse("conduct_records:add-evidence", args=[incident.token])
    assert client.get(address).status_code == client.post(address).status_code == 404
