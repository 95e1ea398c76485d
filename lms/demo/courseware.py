"""Courses with their chapters, lessons and pictures, from `content/courses/` and
`content/pictures/`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.models import Page

from assessments.models import Quiz
from courses.models import ChapterPage, CourseIndexPage, CoursePage, LessonPage
from lms.demo.files import PICTURES, markdown, read
from lms.files.models import Picture
from lms.people.models import Employee

Picked = Callable[[str], Picture]


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
    shelf = CourseIndexPage.objects.get()
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
        certificate_valid_months=row.get("certificate_valid_months"),
    )
    for chapter_folder in sorted(path for path in folder.iterdir() if path.is_dir()):
        row = read(chapter_folder / "chapter.yaml")
        chapter = _page(
            system, course, ChapterPage, row, number=row["number"], summary=row["summary"]
        )
        for path in sorted(chapter_folder.glob("[0-9]*.yaml")):
            row = read(path)
            _page(
                system,
                chapter,
                LessonPage,
                row,
                number=row["number"],
                summary=row["summary"],
                minutes=row["minutes"],
                body=[
                    _block(kind, value, pictures)
                    for block in row["body"]
                    for kind, value in block.items()
                ],
            )
    return course


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


def _block(kind: str, value: Any, pictures: dict[str, Picture]) -> tuple[str, Any]:
    """A block of the file as `courses.blocks` wants it."""

    def image(row: dict[str, Any]) -> Picture | None:
        if "file" not in row:
            return None
        picture = pictures[row["file"]]
        picture.contextual_alt_text, picture.decorative = row["alt"], False
        return picture

    builders: dict[str, Callable[[Any], Any]] = {
        "text": markdown,
        "picture": lambda v: {"picture": image(v), "caption": v.get("caption", "")},
        "do_and_dont": lambda v: {
            side: {"picture": image(v[side]), "text": v[side]["text"]} for side in ("do", "dont")
        },
        "standard": lambda v: {
            "matter": v["matter"],
            "measures": [str(measure) for measure in v["measures"]],
            "note": v.get("note", ""),
            "picture": image(v),
        },
        "phone_script": lambda v: {
            "title": v["title"],
            "variants": [
                {
                    "line": variant["line"],
                    "turns": [
                        {"who": turn["who"], "say": markdown(turn["say"])}
                        for turn in variant["turns"]
                    ],
                }
                for variant in v["variants"]
            ],
        },
        "case_study": lambda v: {
            "title": v["title"],
            "story": markdown(v["story"]),
            "question": v["question"],
            "thought": markdown(v.get("thought", "")),
        },
        "key_points": lambda v: {"points": v},
        "self_check": lambda v: {
            "question": v["question"],
            "options": [
                {
                    "text": str(option["text"]),
                    "is_right": bool(option.get("right")),
                    "reply": option["reply"],
                }
                for option in v["options"]
            ],
        },
    }
    return kind, builders[kind](value)
