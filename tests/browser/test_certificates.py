"""A trainer designs a certificate and sees it while writing; a batch is printed and fetched."""

from collections.abc import Callable
from pathlib import Path

import pypdf
from playwright.sync_api import Page, expect

from courses.models import Certificate, CertificateBatch, CertificateDesign, CoursePage
from lms.people.models import Employee

SignIn = Callable[[Page, Employee | str], Employee]
TRAINER, HR_DIRECTOR = "20137", "20026"


def test_a_trainer_sees_the_design_while_writing_it(
    desk: Page, sign_in: SignIn, check_accessible: Callable[[Page], None]
) -> None:
    sign_in(desk, TRAINER)
    course = CoursePage.objects.filter(code="A").order_by("pk")[0]
    desk.goto("/admin/certificate-designs/")
    desk.locator("td.title a", has_text=course.title).click()
    preview = desk.frame_locator("iframe[name=design-preview]")
    expect(preview.locator(".cert")).to_have_count(3)
    expect(preview.locator(".cert-name").nth(1)).to_contain_text("阿依古丽·买买提·艾合买提江")
    check_accessible(desk)
    desk.locator("#id_title").fill("上岗证书")
    expect(preview.locator(".cert h1").first).to_have_text("上岗证书")
    desk.locator("#id_text").fill("{salary}")
    expect(preview.locator(".refused")).to_contain_text("{salary}")
    desk.locator("#id_text").fill("{name}完成《{course}》，可以上岗。")
    expect(preview.locator(".cert-zh").first).to_contain_text(f"林小满完成《{course.title}》")
    before = CertificateDesign.objects.count()
    with desk.expect_navigation():
        desk.locator("footer button[type=submit]").click()
    expect(desk.locator(".messages .success")).to_be_visible()
    assert CertificateDesign.objects.count() == before + 1


def test_a_batch_is_printed_by_the_worker_and_fetched(
    desk: Page,
    sign_in: SignIn,
    run_jobs: Callable[[], None],
    check_accessible: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    sign_in(desk, HR_DIRECTOR)
    desk.goto("/desk/certificates/")
    expect(desk.locator("table tbody tr")).not_to_have_count(0)
    check_accessible(desk)
    desk.locator("#id_layout").select_option("cards")
    desk.locator("button[name=which][value=all]").click()
    expect(desk.locator(".long-work progress")).to_be_visible()
    check_accessible(desk)
    run_jobs()
    with desk.expect_download() as download:
        desk.locator(".long-work a.button").click()
    download.value.save_as(tmp_path / "cards.pdf")
    count = Certificate.objects.filter(revoked_at=None, replaced_at=None).count()
    assert CertificateBatch.objects.get().done == count
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "cards.pdf").pages)
    assert text.count("QY-") == count
