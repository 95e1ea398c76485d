"""Video, galleries and uploads in a real browser."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from courses.models import LessonPage
from lms.demo.media import MEDIA
from lms.files.models import Recording
from lms.people.models import Employee

SignIn = Callable[[Page, Employee | str], Employee]
TRAINER = "20137"


def open_lesson(page: Page, slug: str) -> None:
    lesson = LessonPage.objects.get(slug=slug, locale__language_code=settings.LANGUAGE_CODE)
    page.goto(lesson.url)


def test_a_video_plays_with_its_captions(
    phone: Page, sign_in: SignIn, check_accessible: Callable[[Page], None]
) -> None:
    sign_in(phone, TRAINER)
    open_lesson(phone, "serving-tea")
    video = phone.locator("video")
    video.scroll_into_view_if_needed()
    expect(video).to_have_js_property("duration", 18)
    assert video.evaluate("v => v.paused && [...v.textTracks].map(t => [t.language, t.mode])") == [
        ["zh-hans", "showing"],
        ["en", "disabled"],
    ]
    phone.wait_for_function("document.querySelector('video').textTracks[0].cues?.length === 6")
    # Asked for by a part of the file that is not yet there.
    video.evaluate("v => { v.currentTime = 16 }")
    phone.wait_for_function(
        "(([v]) => !v.seeking && v.readyState >= 2)(document.querySelectorAll('video'))"
    )
    words = phone.locator(".recording .transcript-text")
    expect(words).to_be_hidden()
    phone.locator(".recording summary").click()
    expect(words).to_contain_text("七分满")
    check_accessible(phone)


def test_a_gallery_is_wiped_through_by_keyboard(
    phone: Page, sign_in: SignIn, check_accessible: Callable[[Page], None]
) -> None:
    sign_in(phone, TRAINER)
    open_lesson(phone, "appearance")
    strip = phone.locator(".gallery-strip")
    strip.scroll_into_view_if_needed()
    strip.focus()
    strip.evaluate("s => { s.addEventListener('scrollend', () => { s.dataset.rests = 'yes' }) }")
    for number in (2, 3):
        strip.evaluate("s => { s.dataset.rests = '' }")
        phone.keyboard.press("ArrowRight")
        expect(strip).to_have_attribute("data-rests", "yes")
        expect(strip.locator("li").nth(number - 1)).to_be_in_viewport(ratio=0.9)
    width, scrolled = phone.evaluate("[innerWidth, document.documentElement.scrollWidth]")
    assert scrolled <= width
    check_accessible(phone)


def test_a_video_over_the_limit_is_refused_before_it_is_sent(
    desk: Page, site: LiveServer, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MEDIA_MAX_MB", 1)
    sign_in(desk, TRAINER)
    desk.goto(reverse("wagtailmedia:add", args=["video"]))
    file = desk.locator("#id_file")
    heavy = {"name": "heavy.mp4", "mimeType": "video/mp4", "buffer": b"\0" * 1_100_000}
    file.set_input_files(files=[heavy])
    alert = desk.locator(".upload-refused")
    expect(alert).to_contain_text("1 MB")
    expect(file).to_have_value("")
    expect(desk.locator("#id_title")).to_have_value("")

    file.set_input_files(MEDIA / "serving-tea.webm")
    expect(alert).to_have_count(0)
    expect(desk.locator("#id_duration")).to_have_value("18")
    expect(desk.locator("#id_width")).to_have_value("720")
    expect(desk.locator("#id_title")).to_have_value("serving-tea")
    with desk.expect_navigation():
        desk.locator("form[enctype] button[type=submit]").click()
    expect(desk.locator("#media-results")).to_contain_text("serving-tea")
    assert Recording.objects.filter(title="serving-tea", type="video").exists()
