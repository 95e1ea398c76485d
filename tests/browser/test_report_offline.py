"""Reporting an incident on the phone, with a network and without one."""

import io
import re
from collections.abc import Callable
from hashlib import sha256

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from conduct_records.models import Evidence, Incident
from lms.people.models import Employee
from tests.browser.conftest import Watch

MANAGER, OTHER_MANAGER, LEARNER = "20068", "20213", "20416"
RECEIPT = re.compile(r"/report/[\w-]{20,}/$")
WHAT = "夜班在岗亭睡着，有住户拍到。"
LATER = "同一晚两次未巡更。"
SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]


def photo(colour: str = "teal") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (1200, 900), colour).save(content, "JPEG")
    return content.getvalue()


def take(page: Page, content: bytes) -> None:
    page.locator("input[capture]").set_input_files(
        {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": content}
    )


def fill(page: Page, what: str = WHAT) -> None:
    page.locator("#id_what").fill(what)
    page.locator("#id_place").fill("北门岗亭")


def submit(page: Page) -> None:
    page.locator("form.report button[type=submit]").click()


def type_on(page: Page) -> None:
    """As somebody who does not look up when it is sent, and looks away before the receipt is
    there."""
    page.evaluate(
        """() => document.querySelector("offline-queue[data-name=incident-reports]")
            .addEventListener("form-sent", () => setInterval(() => {
                const what = document.querySelector("#id_what");
                what.value += "x";
                what.dispatchEvent(new Event("input", { bubbles: true }));
                Object.defineProperty(document, "hidden", { value: true, configurable: true });
                document.dispatchEvent(new Event("visibilitychange"));
            }, 10))"""
    )


def stumble(route: Route) -> None:
    route.fulfill(status=500, body="")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def opened(page: Page) -> None:
    """The report page, with its worker at work."""
    page.goto("/report/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def cut_off(page: Page, watch: Watch) -> None:
    watch.expected += ["ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED"]
    page.context.set_offline(True)


def waiting(page: Page) -> None:
    expect(page.locator("offline-queue [data-part=list] li")).to_have_count(1)
    expect(page.locator("offline-queue [data-part=title]")).not_to_be_empty()


def test_a_report_in_under_a_minute(
    phone: Page, site: object, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    sign_in(phone, MANAGER)
    phone.goto("/")
    with phone.expect_navigation():
        phone.locator("a[href='/report/']").click()
    check_accessible(phone)
    content = photo()
    take(phone, content)
    expect(phone.locator(".shot canvas")).to_have_count(1)
    fill(phone)
    found = Employee.objects.filter(unit__path__startswith=manager_path(), is_active=True)
    person = found.exclude(staff_number=MANAGER).order_by("pk")[0]
    phone.locator("#id_who").press_sequentially(person.staff_number)
    phone.locator("#people input").first.check(force=True)
    check_accessible(phone)
    assert fits(phone)
    # What is typed while it is sent is no second report.
    type_on(phone)
    submit(phone)
    phone.wait_for_url(RECEIPT)
    incident = Incident.objects.get(what=WHAT)
    assert incident.person == person
    evidence = incident.evidence.get()
    assert evidence.capture_hash == evidence.sha256 == sha256(content).hexdigest()
    assert evidence.captured_at is not None
    expect(phone.locator("main")).to_contain_text(evidence.sha256)
    check_accessible(phone)
    assert fits(phone)
    phone.goto("/report/mine/")
    check_accessible(phone)
    phone.goto("/report/")
    expect(phone.locator("#id_what")).to_have_value("")
    expect(phone.locator("offline-queue")).to_be_hidden()


def manager_path() -> str:
    manager = Employee.objects.select_related("unit").get(staff_number=MANAGER)
    assert manager.unit is not None
    return manager.unit.path


def test_without_a_network_it_is_kept_and_sent_once(
    phone: Page,
    site: object,
    sign_in: SignIn,
    watch: Watch,
    check_accessible: CheckAccessible,
) -> None:
    sign_in(phone, MANAGER)
    opened(phone)
    cut_off(phone, watch)
    phone.reload()
    expect(phone.locator("form.report")).to_be_visible()
    content = photo()
    take(phone, content)
    fill(phone)
    submit(phone)
    waiting(phone)
    expect(phone.locator("#id_what")).to_have_value("")
    check_accessible(phone)
    assert fits(phone)
    fill(phone, LATER)
    submit(phone)
    rows = phone.locator("offline-queue [data-part=list] li")
    expect(rows).to_have_count(2)
    phone.reload()
    expect(rows).to_have_count(2)
    expect(rows.locator("[data-part=drop]:visible")).to_have_count(0)
    assert not Incident.objects.filter(what__in=(WHAT, LATER)).exists()
    # The server cannot take the first one; the other is sent all the same.
    watch.expected += ["500"]
    phone.route("**/report/", stumble, times=1)
    phone.context.set_offline(False)
    expect(phone.locator("offline-queue [data-part=receipt]")).to_be_visible()
    waiting(phone)
    assert Incident.objects.filter(what=LATER).count() == 1
    check_accessible(phone)
    expect(rows.locator("[data-part=drop]")).to_be_visible()
    rows.locator("[data-part=open]").click()
    expect(phone.locator("#id_what")).to_have_value(WHAT)
    submit(phone)
    phone.wait_for_url(RECEIPT)
    incident = Incident.objects.get(what=WHAT)
    evidence = incident.evidence.get()
    assert evidence.capture_hash == evidence.sha256 == sha256(content).hexdigest()
    assert incident.happened_at <= incident.known_at <= incident.reported_at
    phone.goto("/report/")
    expect(phone.locator("#id_what")).to_have_value("")
    expect(phone.locator("offline-queue")).to_be_hidden()
    assert Incident.objects.filter(what=WHAT).count() == 1
    assert Evidence.objects.filter(incident=incident).count() == 1


def test_what_was_begun_is_there_after_a_reload(
    phone: Page, site: object, sign_in: SignIn, watch: Watch
) -> None:
    sign_in(phone, MANAGER)
    opened(phone)
    cut_off(phone, watch)
    take(phone, photo())
    expect(phone.locator(".shot")).to_have_count(1)
    fill(phone)
    expect(phone.locator("[data-part=kept]")).to_be_visible()
    phone.reload()
    expect(phone.locator("#id_what")).to_have_value(WHAT)
    expect(phone.locator(".shot canvas")).to_have_count(1)


def test_what_is_refused_later_is_kept_with_the_reason_and_put_right(
    phone: Page, site: object, sign_in: SignIn, watch: Watch, check_accessible: CheckAccessible
) -> None:
    sign_in(phone, MANAGER)
    opened(phone)
    cut_off(phone, watch)
    phone.reload()
    take(phone, photo())
    fill(phone)
    phone.locator("#id_who").fill("没有此人")
    submit(phone)
    waiting(phone)
    watch.expected.append("422")
    phone.context.set_offline(False)
    reason = phone.locator("offline-queue [data-part=reason]")
    expect(reason).to_be_visible()
    expect(reason).not_to_be_empty()
    check_accessible(phone)
    assert not Incident.objects.filter(what=WHAT).exists()
    phone.locator("offline-queue [data-part=open]").click()
    expect(phone.locator("[data-field=who] .field-error")).to_be_visible()
    expect(phone.locator("#id_what")).to_have_value(WHAT)
    expect(phone.locator(".shot canvas")).to_have_count(1)
    phone.locator("#id_who").fill("")
    submit(phone)
    phone.wait_for_url(RECEIPT)
    assert Incident.objects.get(what=WHAT).evidence.count() == 1


def test_who_is_signed_out_keeps_it_and_another_does_not_send_it(
    phone: Page, site: object, sign_in: SignIn, watch: Watch
) -> None:
    sign_in(phone, MANAGER)
    opened(phone)
    fill(phone)
    phone.context.clear_cookies()
    submit(phone)
    waiting(phone)
    expect(phone.locator("offline-queue [data-part=sign-in]")).to_be_visible()
    sign_in(phone, OTHER_MANAGER)
    phone.goto("/report/")
    expect(phone.locator("offline-queue [data-part=others]")).to_be_visible()
    assert not Incident.objects.filter(what=WHAT).exists()
    sign_in(phone, MANAGER)
    phone.goto("/")
    queue = phone.locator("offline-queue[data-name=incident-reports]")
    expect(queue.locator("[data-part=receipt]")).to_be_visible()
    assert Incident.objects.get(what=WHAT).reported_by.staff_number == MANAGER  # type: ignore[union-attr]


def test_without_javascript_and_on_a_narrow_phone(
    open_page: Callable[..., Page], sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    page = open_page("phone", javascript=False)
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, MANAGER)
    page.goto("/report/")
    take(page, photo())
    fill(page)
    page.locator("#id_who").fill("没有此人")
    submit(page)
    expect(page.locator("[data-field=who] .field-error")).to_be_visible()
    expect(page.locator("#id_what")).to_have_value(WHAT)
    page.locator("#id_who").fill("")
    take(page, photo())
    submit(page)
    incident = Incident.objects.get(what=WHAT)
    assert incident.evidence.get().capture_hash == ""
    expect(page.locator("main")).to_contain_text(incident.place)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_at_the_desk_too(
    open_page: Callable[..., Page], sign_in: SignIn, check_accessible: CheckAccessible, scheme: str
) -> None:
    page = open_page("desk", scheme=scheme)
    sign_in(page, MANAGER)
    page.goto("/report/")
    page.locator(".report-more summary").click()
    page.locator("[name=source][value=complaint]").check(force=True)
    expect(page.locator("#id_reference")).to_be_visible()
    check_accessible(page)
