"""A supervisor hands the phone over and takes it back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from courses.models import LessonProgress
from lms.demo.company import DEMO_PASSWORD
from lms.people.models import AttendedSession, Employee

MANAGER, CLEANER = "20068", "30028"
SignIn = Callable[[Page, Employee | str], Employee]


def draw(page: Page) -> None:
    """A signature, with the mouse for a finger."""
    field = page.locator(".signature-field")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box
    x, y = box["x"], box["y"]
    page.mouse.move(x + 40, y + 20)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(x + 40 + 25 * step, y + 20 + 50 * (step % 2))
    page.mouse.up()


def hand_over(page: Page) -> None:
    page.goto("/desk/attended/?name=wgf")
    with page.expect_navigation():
        page.get_by_role("link", name="交给 王桂芬").click()
    with page.expect_navigation():
        page.get_by_role("button", name="现在交出").click()
    expect(page.locator(".attended")).to_contain_text("见证人 秦立言")


def test_reading_and_signing_on_a_supervisors_phone(
    phone: Page, sign_in: SignIn, check_accessible: Callable[[Page], None]
) -> None:
    sign_in(phone, MANAGER)
    phone.goto("/desk/attended/")
    check_accessible(phone)
    hand_over(phone)
    check_accessible(phone)
    with phone.expect_navigation():
        phone.locator("a.button-wide").click()
    title = phone.locator("main h1").inner_text()
    phone.locator(".actionbar button[type=submit]").click()
    expect(phone.locator("main h1")).not_to_have_text(title)
    read = LessonProgress.objects.get(
        enrolment__employee__staff_number=CLEANER, read_at__isnull=False
    )
    assert read.attended is not None
    with phone.expect_navigation():
        phone.get_by_role("link", name="签名并结束").click()
    expect(phone.locator(".attended-work")).to_contain_text(title)
    check_accessible(phone)
    draw(phone)
    phone.get_by_label("见证人的密码").fill(DEMO_PASSWORD)
    with phone.expect_navigation():
        phone.get_by_role("button", name="收回设备").click()
    expect(phone.get_by_role("status")).to_contain_text("王桂芬的这次学习结束了")
    session = AttendedSession.objects.get(employee__staff_number=CLEANER)
    assert session.signature.startswith("M") and session.ended_at is not None


def test_without_javascript_the_name_is_typed(
    open_page: Callable[..., Page], sign_in: SignIn
) -> None:
    page = open_page("phone", javascript=False)
    sign_in(page, MANAGER)
    hand_over(page)
    page.locator("a.button-wide").click()
    page.locator(".actionbar button[type=submit]").click()
    page.get_by_role("link", name="签名并结束").click()
    page.get_by_label("输入完整姓名代替签名").fill("王桂芬")
    page.get_by_role("button", name="签名并退出登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    assert AttendedSession.objects.get(employee__staff_number=CLEANER).signature == "王桂芬"
