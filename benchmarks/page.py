"""A lesson, the course and the today page of a signed-in reader, against a bare Wagtail page that
holds the lesson's text and is served by the same process to nobody in particular."""

from functools import partial

from benchmarks.ground import site
from benchmarks.ground.measure import in_turn, report

READER = "20416"


def main() -> None:
    site.set_up()
    from courses.models import CoursePage, LessonPage

    lesson = LessonPage.objects.live().order_by("path")[0]
    course = CoursePage.objects.live().get(slug="customer-service-and-conduct")
    floor_path, floor_host = floor_page(lesson)
    cookie = site.session_cookie(READER)
    cases = {"lesson": lesson.get_url_parts()[2], "course": course.get_url_parts()[2], "today": "/"}

    def floor() -> bytes:
        return site.get(floor_path, host=floor_host)

    results = [
        in_turn(case, partial(site.get, path, cookie=cookie), floor, rounds=30, each=5)
        for case, path in cases.items()
    ]
    report("page", results)


def floor_page(lesson: object) -> tuple[str, str]:
    """A bare page three levels deep, as the lesson is, with the lesson's running text."""
    from django.conf import settings
    from wagtail.models import Page, Site

    from benchmarks.ground.floor.models import BarePage

    text = "".join(str(b.value) for b in lesson.body if b.block_type == "text")  # type: ignore[attr-defined]
    site_row = Site.objects.filter(hostname=settings.FLOOR_HOST).first()
    if site_row is None:
        page = Page.get_first_root_node()
        for slug in ("floor", "course", "chapter", "lesson"):
            child = BarePage(title="奉茶", slug=slug, text=text)
            page.add_child(instance=child)
            page = child
        root = BarePage.objects.get(slug="floor")
        Site.objects.create(hostname=settings.FLOOR_HOST, root_page=root)
    return "/learn/course/chapter/lesson/", settings.FLOOR_HOST


if __name__ == "__main__":
    main()
