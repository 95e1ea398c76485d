"""How a course's certificate looks, from `certificate:` in its `course.yaml`."""

from dataclasses import replace
from typing import Any

from django.conf import settings

from courses.actions.save_certificate_design import save_certificate_design
from courses.models import CoursePage
from courses.queries import current_design
from courses.rules.certificate_design import Signature, built_in
from lms.people.models import Employee


def load_design(system: Employee, course: CoursePage, row: dict[str, Any]) -> None:
    """What the row leaves out is as the built-in design has it. A design that is there already is
    left to its author."""
    if not row or current_design(course.translation_key):
        return
    plain = built_in(
        with_examination=course.examination_id is not None, seal=settings.WAGTAIL_SITE_NAME
    )
    signatures = tuple(Signature(**one) for one in row.pop("signatures", ()))
    save_certificate_design(
        actor=system,
        course_key=course.translation_key,
        design=replace(plain, **row, signatures=signatures),
    )
