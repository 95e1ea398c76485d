"""Courses with their chapters, lessons and pictures, from `content/courses/` and
`content/pictures/`."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.models import Page

from assessments.models import Quiz
from courses.models import ChapterPage, CoursePage, LessonPage
from courses.queries import own_shelf
from lms.demo.blocks import Library, lesson_body
from lms.demo.certificates import load_design
from lms.demo.files import PICTURES, markdown, read
from lms.demo.media import load_handouts, load_recordings
from lms.demo.translations import english_row, is_translation, translate
from lms.files.models import Picture
from lms.people.models import Employee


def load_pictures() -> dict[str, Picture]:
    """Every drawing by its file name; those in the library already are kept."""
    known = {picture.source: picture for picture in Picture.objects.filter(source__isnull=False)}
    for path in sorted(PICTURES.glob("*.svg")):
        if path.name not in known:
            with path.open("rb") as file:
                known[path.name] = Picture.objects.create(
                    title=_title(path), file=ImageFile(file, name=path.name), source=path.name
                )
    return known


def _title(path: Path) -> str:
    title = ElementTree.parse(path).find("{http://www.w3.org/2000/svg}title")
    return (title.text or "").strip() if title is not None else path.stem


def load_course(
    system: Employee, folder: Path, pictures: dict[str, Picture], quizzes: dict[str, Quiz]
) -> CoursePage:
    """The course in a folder, published; pages that are there already are left to their authors."""
    row = read(folder / "course.yaml")
    shelf = own_shelf()
    assert shelf is not None
    is_new = not CoursePage.objects.child_of(shelf).filter(slug=row["slug"]).exists()
    course = _page(
        system,
        shelf,
        CoursePage,
        row,
        title_en=row["title_en"],
        code=row["code"],
        summary=row["summary"],
        introduction=markdown(row["description"]),
        cover=pictures.get(row.get("cover", "")),
        order=row["order"],
        is_onboarding=row["onboarding"],
        days_to_finish=row.get("days_to_finish"),
        examination=quizzes[row["examination"]] if "examination" in row else None,
    )
    load_design(system, course, row.get("certificate", {}))
    if english := english_row(folder / "course.yaml"):
        about = {
            "summary": english["summary"],
            "introduction": markdown(english["description"]),
        }
        translate(system, course, english, **about)
    library = Library(pictures, load_recordings(), load_handouts())
    for chapter_folder in sorted(path for path in folder.iterdir() if path.is_dir()):
        _load_chapter(system, course, chapter_folder, library)
    if is_new and "before_resit" in row:
        lessons = LessonPage.objects.descendant_of(course)
        course.remedial_lesson = lessons.get(slug=row["before_resit"])
        course.save_revision(user=system).publish(user=system, skip_permission_checks=True)
    return course


def _load_chapter(system: Employee, course: CoursePage, folder: Path, library: Library) -> None:
    row = read(folder / "chapter.yaml")
    texts = {"number": row["number"], "summary": row["summary"]}
    chapter = _page(system, course, ChapterPage, row, **texts)
    if english := english_row(folder / "chapter.yaml"):
        translate(system, chapter, english, summary=english["summary"])
    for path in sorted(folder.glob("[0-9]*.yaml")):
        if not is_translation(path):
            _load_lesson(system, chapter, path, library)


def _load_lesson(system: Employee, chapter: ChapterPage, path: Path, library: Library) -> None:
    row = read(path)
    lesson = _page(
        system,
        chapter,
        LessonPage,
        row,
        number=row["number"],
        summary=row["summary"],
        minutes=row["minutes"],
        body=lesson_body(row["body"], library),
    )
    if english := english_row(path):
        texts = {"summary": english["summary"], "body": lesson_body(english["body"], library)}
        translate(system, lesson, english, **texts)


def _page(
    system: Employee, parent: Page, model: type[Page], row: dict[str, Any], **fields: Any
) -> Any:
    found = model.objects.child_of(parent).filter(slug=row["slug"]).first()
    if found is not None:
        return found
    page = model(title=row["title"], slug=row["slug"], owner=system, **fields)
    with transaction.atomic():
        parent.add_child(instance=page)
        page.save_revision(user=system).publish(user=system, skip_permission_checks=True)
    return page
