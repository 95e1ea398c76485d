"""An auditor reads the ledger; somebody with a paper in hand checks it without us."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from courses.models import Certificate
from lms.ledger.actions.note_look import sequence_looks
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.models import Entry, PendingLook
from lms.ledger.queries.keys import verifier_keys
from lms.people.models import Employee
from tests.browser.conftest import OpenPage

SignIn = Callable[[Page, Employee | str], Employee]
Check = Callable[[Page], None]
AUDITOR, MANAGER, NEW_HIRE = "20099", "20068", "20416"


@pytest.fixture
def entry(site: object) -> Entry:
    """A signed entry of the demo company about somebody: a certificate."""
    sign_checkpoint(Log.RECORDS)
    found: Entry = Entry.objects.filter(log=Log.RECORDS, type="certificate.issued").first()
    return found


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def verified_offline(page: Page, bundle: Path, folder: Path) -> str:
    """What the verifier that the site hands out says of the bundle, run by itself."""
    page.goto("/ledger/")
    with page.expect_download() as download:
        page.locator("a[href$='verifier.py']").click()
    program = folder / download.value.suggested_filename
    download.value.save_as(program)
    key = str(verifier_keys()[0])
    command = [sys.executable, "-I", str(program), str(bundle), "--key", key]
    run = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_an_auditor_takes_an_entry_away_and_it_verifies(
    desk: Page, sign_in: SignIn, entry: Entry, check_accessible: Check, tmp_path: Path
) -> None:
    auditor = sign_in(desk, AUDITOR)
    desk.goto("/desk/ledger/?type=certificate.issued")
    check_accessible(desk)
    desk.locator("tbody a", has_text=str(entry.seq)).click()
    expect(desk.locator("div.proof-wide svg.proof-tree")).to_be_visible()
    expect(desk.locator(".receipt")).to_be_visible()
    check_accessible(desk)
    desk.locator("input[name=field][value=serial]").check()
    with desk.expect_download() as download:
        desk.locator("form.take-away button").click()
    bundle = tmp_path / download.value.suggested_filename
    download.value.save_as(bundle)
    told = verified_offline(desk, bundle, tmp_path)
    certificate = Certificate.objects.get(case=entry.case)
    assert certificate.serial in told and certificate.name not in told
    looks = PendingLook.objects.filter(actor=auditor.token, subject=entry.subject)
    assert looks.count() == 2


def test_the_ledger_on_a_phone(
    open_page: OpenPage, sign_in: SignIn, entry: Entry, check_accessible: Check
) -> None:
    for scheme in ("light", "dark"):
        phone = open_page("phone", scheme=scheme)  # type: ignore[arg-type]
        sign_in(phone, AUDITOR)
        for address in ("/desk/ledger/", f"/desk/ledger/records/{entry.seq}/", "/ledger/"):
            phone.goto(address)
            expect(phone.locator("main h1")).to_be_visible()
            assert fits(phone), address
            check_accessible(phone)
        phone.goto(f"/desk/ledger/records/{entry.seq}/")
        expect(phone.locator(".proof-narrow svg.proof-tree")).to_be_visible()
        expect(phone.locator(".proof-wide").first).to_be_hidden()


def test_an_auditor_has_it_verified_without_scripts(
    open_page: OpenPage, sign_in: SignIn, entry: Entry, check_accessible: Check
) -> None:
    desk = open_page("desk", javascript=False)
    sign_in(desk, AUDITOR)
    desk.goto("/desk/ledger/")
    desk.locator("form[action$='/verify/'] button").click()
    expect(desk.locator(".long-work")).to_be_visible()
    desk.goto("/desk/ledger/")
    expect(desk.locator("form[action$='/verify/']")).to_have_count(0)


def test_whoever_holds_a_certificate_checks_it_without_us(
    phone: Page, entry: Entry, check_accessible: Check, tmp_path: Path
) -> None:
    certificate = Certificate.objects.get(case=entry.case)
    phone.goto(f"/verify/{certificate.token}/")
    expect(phone.locator(".receipt")).to_be_visible()
    phone.locator("details.evidence summary").first.click()
    expect(phone.locator(".evidence svg.proof-tree").first).to_be_visible()
    assert fits(phone)
    check_accessible(phone)
    with phone.expect_download() as download:
        phone.locator("a[href$='bundle.json']").click()
    bundle = tmp_path / download.value.suggested_filename
    download.value.save_as(bundle)
    assert certificate.name in verified_offline(phone, bundle, tmp_path)


def test_people_read_who_looked_at_their_record(
    desk: Page, phone: Page, sign_in: SignIn, entry: Entry, check_accessible: Check
) -> None:
    person = sign_in(phone, NEW_HIRE)
    phone.goto("/me/looks/")
    expect(phone.locator(".empty")).to_be_visible()
    check_accessible(phone)
    manager = sign_in(desk, MANAGER)
    desk.goto(f"/desk/team/{person.pk}/")
    sequence_looks()
    phone.goto("/me/")
    phone.locator("a[href='/me/looks/']").click()
    expect(phone.locator("ol.rows")).to_contain_text(manager.name)
    assert fits(phone)
    check_accessible(phone)
