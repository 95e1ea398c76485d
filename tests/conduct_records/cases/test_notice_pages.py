"""Who gets a notice, and what the code on it leads to."""

import io
from typing import Any
from urllib.parse import urlsplit

import pypdf
import pytest
from django.conf import settings as site
from django.db import transaction
from django.test import Client
from django.urls import reverse

from conduct_records.actions.cases.typeset_notice import address_of
from conduct_records.models import Notice
from conduct_records.queries.cases.notice_proof import notice_proof
from conduct_records.rules.cases import steps as said
from lms.ledger.actions.erasing import destroy_keys
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.models import PendingLook
from lms.people.enums import Role
from lms.people.models import Employee
from tests.conduct_records.cases.desks import opened
from tests.factories.cases import CaseWorld, case_world
from tests.factories.people import holder_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture(autouse=True)
def reads_english(client: Client, request: pytest.FixtureRequest) -> None:
    if "readers_language" not in request.node.name:
        client.cookies[site.LANGUAGE_COOKIE_NAME] = "en"


def address(notice: Notice, language: str = "zh-hans") -> str:
    return reverse("conduct_records:notice", args=[notice.token]) + f"?language={language}"


def status_for(client: Client, person: Employee, notice: Notice) -> int:
    client.force_login(person)
    return client.get(address(notice)).status_code


def test_the_person_reads_it_from_when_it_is_issued(client: Client, world: CaseWorld) -> None:
    world.charged()
    client.force_login(world.subject)
    response = client.get(address(Notice.objects.get(), "en"))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline; filename")
    assert "no-store" in response.headers["Cache-Control"]
    text = pypdf.PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert "Notice of allegation" in text
    assert not PendingLook.objects.exists()


def test_it_is_in_the_readers_language_unless_told(client: Client, world: CaseWorld) -> None:
    world.charged()
    client.force_login(world.subject)
    notice = Notice.objects.get()
    response = client.get(reverse("conduct_records:notice", args=[notice.token]))
    assert "告知书" in pypdf.PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert client.get(address(notice, "fr")).status_code == 404


def test_who_sees_the_case_reads_it_and_is_noted(client: Client, world: CaseWorld) -> None:
    world.charged()
    notice = Notice.objects.get()
    client.force_login(world.investigator)
    assert opened(client, address(notice)).status_code == 200
    assert status_for(client, world.hr, notice) == 200
    assert {look.subject for look in PendingLook.objects.all()} == {world.subject.token}


def test_nobody_else_reads_it(client: Client, world: CaseWorld) -> None:
    case = world.charged()
    notice = Notice.objects.get()
    for person in (world.reporter, holder_of(Role.TRAINER, world.company)):
        assert status_for(client, person, notice) == 404
    world.step(case, world.investigator, said.Recused("同乡。"))
    assert status_for(client, world.investigator, notice) == 404
    client.logout()
    assert client.get(address(notice)).status_code == 302


def scanned(notice: Notice) -> str:
    proof = notice_proof(notice)
    assert proof is not None and proof.proven is not None
    return address_of(notice, proof.proven).removeprefix(site.BASE_URL)


def test_the_code_leads_to_what_it_proves_without_a_name(client: Client, world: CaseWorld) -> None:
    world.decided()
    sign_checkpoint(Log.RECORDS)
    notice = Notice.objects.get(kind="decision")
    page = client.get(scanned(notice))
    assert "This notice was issued" in page.text
    assert "Leaf and checkpoint in the code are those of the ledger." in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    for person in (world.subject, world.other_hr, world.hr):
        assert person.name not in page.text and person.staff_number not in page.text
    assert "两次点名" not in page.text and address(notice, "en") not in page.text


def test_later_checkpoints_do_not_make_the_code_wrong(client: Client, world: CaseWorld) -> None:
    case = world.charged()
    sign_checkpoint(Log.RECORDS)
    notice = Notice.objects.get()
    code = scanned(notice)
    world.notified(case)
    sign_checkpoint(Log.RECORDS)
    assert scanned(notice) != code
    assert "are those of the ledger" in client.get(code).text


@pytest.mark.parametrize("name", ["leaf", "at", "root"])
def test_a_code_that_was_altered_is_found(client: Client, world: CaseWorld, name: str) -> None:
    world.charged()
    sign_checkpoint(Log.RECORDS)
    notice = Notice.objects.get()
    query = dict(each.split("=") for each in urlsplit(scanned(notice)).query.split("&"))
    for wrong in ("1", "x" * 43, ""):
        url = reverse("conduct_records:notice-check", args=[notice.token])
        page = client.get(url, query | {name: wrong})
        assert "The code names another entry or checkpoint" in page.text


def test_no_such_notice(client: Client, world: CaseWorld) -> None:
    page = client.get(reverse("conduct_records:notice-check", args=["none"]))
    assert page.status_code == 404 and "There is no such notice" in page.text


def test_before_a_checkpoint_it_says_what_comes(client: Client, world: CaseWorld) -> None:
    world.charged()
    url = reverse("conduct_records:notice-check", args=[Notice.objects.get().token])
    page = client.get(url)
    assert "The next checkpoint covers it within minutes" in page.text


def test_who_may_read_it_finds_the_paper_there(client: Client, world: CaseWorld) -> None:
    world.charged()
    notice = Notice.objects.get()
    client.force_login(world.subject)
    page = client.get(reverse("conduct_records:notice-check", args=[notice.token]))
    for language in ("zh-hans", "zh-hant", "en"):
        assert address(notice, language) in page.text


def test_after_erasing_nothing_of_it_can_be_compared(client: Client, world: CaseWorld) -> None:
    case, actor = world.charged(), world.director.token
    sign_checkpoint(Log.RECORDS)
    with transaction.atomic():
        subject = case.subject.token
        destroy_keys(actor=actor, subject=subject, records=[case.token], reason="期满")
    url = reverse("conduct_records:notice-check", args=[Notice.objects.get().token])
    page = client.get(url)
    assert page.status_code == 200 and "was erased" in page.text


def test_without_the_signing_key_it_waits_for_the_worker(
    client: Client, world: CaseWorld, settings: Any
) -> None:
    world.charged()
    client.force_login(world.subject)
    settings.LEDGER_SIGNING_KEY = " "
    assert client.get(address(Notice.objects.get())).status_code == 409
