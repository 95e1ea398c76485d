"""What tests of reading do again and again."""

from typing import Any

from django.test import Client
from django.urls import reverse

from courses.models import LessonPage, LessonProgress
from lms.people.models import Employee


def switch(reader: Employee, language: str) -> None:
    reader.language = language
    reader.save(update_fields=["language"])


def finish(client: Client, lesson: LessonPage) -> Any:
    return client.post(reverse("courses:finish-lesson", args=[lesson.translation_key]))


def progress_of(lesson: LessonPage) -> LessonProgress:
    return LessonProgress.objects.get(lesson_key=lesson.translation_key)
