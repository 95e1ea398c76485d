"""An observation on a phone: the network cut, a photo, both signatures, sent once."""

import io
import re
from collections.abc import Callable
from hashlib import sha256

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from assessments.models import InspectionSheet, Observation
from assessments.rules.observing.sheet import Given, Sheet, result
from lms.people.models import Employee
from lms.people.queries import employees_reached
from tests.assessments.observing.seeing import GPS_IFD, picture
from tests.browser.conftest import Watch

ASSESSOR = "20160"
RECEIPT = re.compile(r"/observe/sent/[\w-]{20,}/$")
UNSEEN = "unseen"
SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]


@pytest.fixture
def sheet(site: object) -> InspectionSheet:
    """One that has a critical point and one that asks for a picture."""
    for each in InspectionSheet.objects.all():
        points = each.current_version.asks.points.values()
        if any(p.is_critical for p in points) and any(p.needs_photo for p in points):
            return each
    raise AssertionError("the demo company has such a sheet")


def somebody(assessor: Employee) -> Employee:
    reached = employees_reached(assessor, "assessments.add_observation")
    found = reached.filter(left_on__isnull=True).exclude(pk=assessor.pk).order_by("pk").first()
    assert found is not None
    return found


def score(page: Page, steps: dict[int, int | None]) -> None:
    for place, step in steps.items():
        value = UNSEEN if step is None else str(step)
        page.locator(f"[name=step-{place}][value='{value}']").check(force=True)


def sign(page: Page, field: str) -> None:
    pad = page.locator(f"[data-field={field}] svg.signature-field")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(box["x"] + 20 + 12 * step, box["y"] + 20 + (step % 3) * 20)
    page.mouse.up()


def take(page: Page, place: int, content: bytes) -> None:
    page.locator(f"[name=photos-{place}]").set_input_files(
        {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": content}
    )
    shots = page.locator(f"[data-field=photos-{place}] .shot")
    expect(shots).to_have_count(1)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def shown(asks: Sheet, steps: dict[int, int | None]) -> str:
    said = [Given(code, steps[place]) for place, code in enumerate(asks.points)]
    found = result(asks, said)
    return f"{found.percent} %"


def test_with_the_network_cut_it_is_kept_and_sent_once(
    phone: Page,
    sheet: InspectionSheet,
    sign_in: SignIn,
    watch: Watch,
    check_accessible: CheckAccessible,
) -> None:
    assessor = sign_in(phone, ASSESSOR)
    person, asks = somebody(assessor), sheet.current_version.asks
    phone.goto("/observe/")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    check_accessible(phone)
    assert fits(phone)
    watch.expected += ["ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED"]
    phone.context.set_offline(True)
    phone.goto(f"/observe/?who={person.staff_number}")
    with phone.expect_navigation():
        phone.locator(f"a[href*='/observe/{sheet.code}/']").click()
    expect(phone.locator("#id_who")).to_have_value(person.staff_number)
    points = list(asks.points.values())
    best: dict[int, int | None] = {n: len(p.steps) - 1 for n, p in enumerate(points)}
    # The same points as the server's rule, at each of three outcomes.
    critical = next(n for n, p in enumerate(points) if p.is_critical)
    for steps in (best | {critical: 0}, best | {0: None}, best | {0: 0}):
        score(phone, steps)
        expect(phone.locator("[data-part=live]")).to_contain_text(shown(asks, steps))
    content = picture(size=(1200, 900), place=True)
    asked_for = [n for n, p in enumerate(points) if p.needs_photo]
    for place in asked_for:
        take(phone, place, content)
    phone.locator("[name=remark-0]").fill("没有起身问候。")
    sign(phone, "assessor_signature")
    sign(phone, "employee_signature")
    expect(phone.locator("[data-part=observed]")).to_contain_text(person.staff_number)
    check_accessible(phone)
    assert fits(phone)
    phone.reload()
    expect(phone.locator("[name=remark-0]")).to_have_value("没有起身问候。")
    expect(phone.locator(".shot canvas")).to_have_count(len(asked_for))
    phone.locator("form.observation button[type=submit]").click()
    expect(phone.locator("offline-queue [data-part=list] li")).to_have_count(1)
    assert not Observation.objects.filter(employee=person, observed_by=assessor, remark="").filter(
        given__0__remark="没有起身问候。"
    )
    phone.context.set_offline(False)
    expect(phone.locator("offline-queue [data-part=receipt]")).to_be_visible()
    expect(phone.locator("offline-queue [data-part=list] li")).to_have_count(0)
    row = Observation.objects.order_by("-pk")[0]
    assert (row.employee, row.observed_by) == (person, assessor)
    assert row.assessor_signature.startswith("M") and row.employee_signature.startswith("M")
    assert f"{result(asks, [Given(**each) for each in row.given]).percent} %" == shown(asks, steps)
    photo = row.photos.order_by("pk")[0]
    assert photo.capture_hash == sha256(content).hexdigest()
    with Image.open(io.BytesIO(photo.file.read())) as kept:
        assert not kept.getexif().get_ifd(GPS_IFD)
    phone.goto("/observe/")
    expect(phone.locator("offline-queue[data-name=observations]")).to_be_hidden()
    assert Observation.objects.filter(form_id=row.form_id).count() == 1


def test_what_is_changed_below_a_signature_is_signed_again(
    phone: Page,
    sheet: InspectionSheet,
    sign_in: SignIn,
    watch: Watch,
    check_accessible: CheckAccessible,
) -> None:
    assessor = sign_in(phone, ASSESSOR)
    person = somebody(assessor)
    phone.goto(f"/observe/{sheet.code}/?who={person.staff_number}")
    points = list(sheet.current_version.asks.points.values())
    score(phone, {n: None if p.needs_photo else 0 for n, p in enumerate(points)})
    pictured = next(n for n, p in enumerate(points) if p.needs_photo)
    shots = phone.locator(f"[data-field=photos-{pictured}] .shot")
    both = [phone.locator(f"[name={who}_signature]") for who in ("assessor", "employee")]
    changes: list[Callable[[], None]] = [
        lambda: score(phone, {0: None}),
        lambda: phone.locator("[name=remark-0]").fill("没有起身"),
        lambda: phone.locator("#id_remark").fill("总体尚可"),
        lambda: phone.locator("#id_observed_at").fill("2026-09-02T09:30"),
        lambda: take(phone, pictured, picture()),
        lambda: shots.locator("button").click(),
    ]
    for change in changes:
        sign(phone, "assessor_signature")
        sign(phone, "employee_signature")
        expect(both[0]).not_to_have_value("")
        change()
        expect(phone.locator("[data-part=sign-again]")).to_be_visible()
        for signature in both:
            expect(signature).to_have_value("")
    expect(phone.locator("[data-part=when]")).to_have_text("2026-09-02 09:30")
    sign(phone, "assessor_signature")
    sign(phone, "employee_signature")
    phone.locator("#id_employee_remark").fill("当时在接电话")
    expect(both[0]).not_to_have_value("")
    expect(both[1]).to_have_value("")
    phone.locator("#id_not_signed_because").fill("已下班")
    phone.locator("form.observation button[type=submit]").click()
    phone.wait_for_url(RECEIPT)
    expect(phone.locator("main")).to_contain_text("已下班")
    check_accessible(phone)
    row = Observation.objects.get(not_signed_because="已下班")
    assert (row.passed, row.employee, row.photos.count()) == (False, person, 0)
    # Left over under the id of the first: refused, and then sent as an observation of its own.
    watch.expected.append("422")
    phone.goto(f"/observe/{sheet.code}/?who={person.staff_number}")
    score(phone, {n: None if p.needs_photo else 1 for n, p in enumerate(points)})
    sign(phone, "assessor_signature")
    phone.locator("#id_not_signed_because").fill("已离开")
    phone.locator("offline-form").evaluate(
        "(form, id) => { form.field('form_id').value = id; form.take(id); }", str(row.form_id)
    )
    phone.locator("form.observation button[type=submit]").click()
    expect(phone.locator("[data-part=errors] .field-error")).to_be_visible()
    expect(phone.locator("#id_not_signed_because")).to_have_value("已离开")
    phone.locator("form.observation button[type=submit]").click()
    phone.wait_for_url(RECEIPT)
    assert Observation.objects.get(not_signed_because="已离开").form_id != row.form_id


def test_without_javascript_it_works_on_one_page(
    open_page: Callable[..., Page],
    sheet: InspectionSheet,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
) -> None:
    page = open_page("phone", javascript=False)
    page.set_viewport_size({"width": 360, "height": 740})
    assessor = sign_in(page, ASSESSOR)
    person = somebody(assessor)
    page.goto(f"/observe/{sheet.code}/?who={person.staff_number}")
    assert fits(page)
    points = list(sheet.current_version.asks.points.values())
    score(page, {n: None if p.needs_photo else len(p.steps) - 1 for n, p in enumerate(points)})
    page.locator("#id_assessor_signature").fill(assessor.name)
    page.locator("form.observation button[type=submit]").click()
    expect(page.locator("[data-field=who] input:checked")).to_have_count(1)
    page.locator("#id_not_signed_because").fill("无脚本")
    page.locator("form.observation button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("无脚本")
    assert Observation.objects.get(not_signed_because="无脚本").passed
