"""Certificates of people who do not exist, to look at a design with."""

from datetime import timedelta

from django.utils import timezone

from courses.models import Certificate, CoursePage
from courses.rules.certificate_design import Design
from courses.rules.completion import valid_until
from lms.pdf.glyphs import missing_characters

# A short name, a long one, and one with a character that only the fallback font has.
NAMES = (
    ("林小满", "Lin Xiaoman"),
    ("阿依古丽·买买提·艾合买提江", "Ayiguli Maimaiti Aihemaitijiang"),
    ("张𠮷翀", "Zhang Jichong"),
)


def samples(course: CoursePage, design: Design) -> list[Certificate]:
    """Unsaved; those whose name cannot be printed here are left out."""
    today = timezone.localdate()
    return [
        Certificate(
            serial=f"{course.code}-000{number}".upper(),
            token="x" * 22,
            name=name,
            latin_name=latin,
            staff_number=f"2041{number}",
            unit_name="云庭里",
            post_name="区域管家",
            course_title=course.title,
            course_title_en=course.title_en or course.title,
            passed_on=today - timedelta(days=1),
            with_examination=course.examination_id is not None,
            valid_until=valid_until(today, design.valid_months),
            issued_at=timezone.now(),
        )
        for number, (name, latin) in enumerate(NAMES, start=1)
        if not missing_characters(name)
    ]
