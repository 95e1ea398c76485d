from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from wagtail.log_actions import log

from courses.errors import DesignHasNoGlyph
from courses.models import CertificateDesign, CoursePage
from courses.policies import check_can_design
from courses.queries import current_design
from courses.rules.certificate_design import Design
from lms.pdf.glyphs import missing_characters
from lms.people.models import Employee


def save_certificate_design(
    *, actor: Employee, course_key: UUID, design: Design
) -> CertificateDesign:
    """Certificates of this course look like this from now on; those that are out keep theirs.

    A design that differs from the current version becomes the next one, an equal one makes none.
    Raises `NotAllowed`, `DesignRefused` and its kinds.
    """
    check_can_design(actor)
    design.check()
    if characters := missing_characters(design.all_text):
        raise DesignHasNoGlyph(characters)
    with transaction.atomic(durable=True):
        # Whoever saves at the same time waits here for the number.
        course = CoursePage.objects.select_for_update(of=("self",)).filter(
            translation_key=course_key
        )
        list(course.order_by("pk").values_list("pk", flat=True))
        newest = current_design(course_key)
        if newest is not None and newest.design == design:
            return newest
        version = CertificateDesign(
            course_key=course_key,
            number=newest.number + 1 if newest else 1,
            created_by=actor,
            **asdict(design),
        )
        version.save()
        log(version, "wagtail.create", user=actor)
    return version
