"""The codebook: read and signed on the phone, looked after on the desk."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from conduct_records.models import CodebookSignature, CodebookVersion, SigningRequest
from conduct_records.queries.signing import place_of
from conduct_records.queries.versions import to_sign
from conduct_records.rules.codebook import Codebook, Text
from lms.people.models import Employee
from tests.browser.test_without_sign_in import draw, hand_over
from tests.factories.conduct_records import adopted_version, shipped_codebook, signature_of

LEARNER, MANAGER, OFFICER, CLEANER = "20416", "20068", "20213", "30028"
SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]


@pytest.fixture
def version(site: object) -> CodebookVersion:
    """The demo company's, or the same codebook where it has none."""
    return to_sign() or adopted_version(shipped_codebook())


def fits(page: Page) -> bool:
    """Nothing stands beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def total_for(staff_number: str, codebook: Codebook) -> int:
    place = place_of(Employee.objects.select_related("post").get(staff_number=staff_number))
    assert place is not None
    return len(codebook.rules_for(place))


def test_reading_and_signing_on_the_phone(
    phone: Page, version: CodebookVersion, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    sign_in(phone, LEARNER)
    phone.goto("/")
    phone.locator("a.codebook-due").click()
    total = total_for(LEARNER, version.codebook)
    expect(phone.locator(".rule-card")).to_have_count(total)
    check_accessible(phone)
    assert fits(phone)
    phone.locator(".rule-card").first.locator("a[rel=next]").click()
    expect(phone.locator(".rule-card").nth(1)).to_be_in_viewport()
    phone.locator(".rule-card").nth(1).focus()
    phone.keyboard.press("ArrowRight")
    expect(phone.locator(".rule-card").nth(2)).to_be_focused()
    expect(phone.locator("[data-part=seen]")).not_to_have_text("0")
    with phone.expect_navigation():
        phone.locator("#sign button[type=submit]").click()
    expect(phone.locator("#sign")).to_have_count(0)
    one = CodebookSignature.objects.get(employee__staff_number=LEARNER)
    assert version.content_hash in one.text
    check_accessible(phone)
    phone.goto("/record/")
    expect(phone.locator("#codebook")).to_be_visible()
    check_accessible(phone)


def test_without_javascript_and_on_a_narrow_phone(
    open_page: Callable[..., Page], version: CodebookVersion, sign_in: SignIn
) -> None:
    page = open_page("phone", javascript=False)
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, LEARNER)
    page.goto("/codebook/")
    expect(page.locator(".rule-progress")).to_be_hidden()
    page.locator(".rule-card").first.locator("a[rel=next]").click()
    page.locator("#sign button[type=submit]").click()
    assert CodebookSignature.objects.filter(employee__staff_number=LEARNER).exists()


def changed(codebook: Codebook, staff_number: str) -> tuple[Codebook, str]:
    """The codebook with one rule of theirs in other words, and its code."""
    place = place_of(Employee.objects.select_related("post").get(staff_number=staff_number))
    assert place is not None
    rule = codebook.rules_for(place)[0]
    new = replace(rule, explanation=Text("这一条改了说法。", "This rule was reworded."))
    rules = tuple(new if each.code == rule.code else each for each in codebook.rules)
    return replace(codebook, rules=rules), rule.code


def test_a_new_version_shows_what_changed_and_asks_for_that_alone(
    open_page: Callable[..., Page],
    version: CodebookVersion,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
) -> None:
    signature_of(Employee.objects.select_related("post").get(staff_number=LEARNER), version)
    book, code = changed(version.codebook, LEARNER)
    new = next_version(book)
    page = open_page("phone", scheme="dark")
    sign_in(page, LEARNER)
    page.goto("/codebook/")
    news = page.locator(".rule-news")
    expect(news.locator("article")).to_have_count(1)
    expect(news).to_contain_text(code)
    expect(news.locator(".rule-now")).to_contain_text("这一条改了说法。")
    check_accessible(page)
    with page.expect_navigation():
        page.locator("#sign button[type=submit]").click()
    assert CodebookSignature.objects.filter(version=new).count() == 1


def next_version(book: Codebook) -> CodebookVersion:
    from conduct_records.models import CodebookDraft

    CodebookDraft.objects.all().delete()  # the demo company's
    return adopted_version(book)


def test_signing_on_a_supervisors_phone(
    phone: Page, version: CodebookVersion, sign_in: SignIn, check_accessible: CheckAccessible
) -> None:
    sign_in(phone, MANAGER)
    hand_over(phone)
    phone.goto("/codebook/")
    check_accessible(phone)
    draw(phone)
    with phone.expect_navigation():
        phone.locator("#sign button[type=submit]").click()
    one = CodebookSignature.objects.get(employee__staff_number=CLEANER)
    assert one.attended is not None and one.attended.witness.staff_number == MANAGER
    phone.goto("/attended/end/")
    expect(phone.locator(".attended-work")).to_contain_text(str(version.number))


def test_who_has_not_signed_is_found_and_asked_on_the_desk(
    desk: Page,
    version: CodebookVersion,
    sign_in: SignIn,
    check_accessible: CheckAccessible,
    run_jobs: Callable[[], None],
) -> None:
    sign_in(desk, OFFICER)
    desk.goto("/desk/codebook/")
    check_accessible(desk)
    assert fits(desk)
    desk.locator("select[name=standing]").select_option("manager")
    with desk.expect_navigation():
        desk.locator(".filters button").click()
    assert "standing=manager" in desk.url
    desk.goto(f"/desk/codebook/?name={LEARNER}")
    with desk.expect_navigation():
        desk.locator(".table tbody a").first.click()
    check_accessible(desk)
    desk.goto("/desk/codebook/ask/")
    check_accessible(desk)
    with desk.expect_navigation():
        desk.locator("main form button").click()
    run_jobs()
    expect(desk.locator(".status-done")).to_be_visible()
    check_accessible(desk)
    assert SigningRequest.objects.filter(employee__staff_number=LEARNER).count() == 1
