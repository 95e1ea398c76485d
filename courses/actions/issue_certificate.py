from django.conf import settings
from django.utils import timezone

from courses.actions.tell_learner import tell_of_certificate
from courses.models import Certificate, CoursePage, Enrolment, SerialSeries
from courses.queries import current_design
from courses.rules.completion import serial_number, serial_prefix, valid_until


def certify(enrolment: Enrolment, course: CoursePage) -> Certificate:
    """A certificate for a completed enrolment that has none.

    Called inside the transaction that holds the enrolment's row lock; takes the series' lock last.
    What the paper says is frozen here: later changes of name, post, course or design do not reach
    it.
    """
    employee = enrolment.employee
    finished_at = (
        enrolment.passed_sitting.submitted_at
        if enrolment.passed_sitting
        else enrolment.completed_at
    )
    assert finished_at is not None
    passed_on = timezone.localdate(finished_at)
    version = current_design(enrolment.course_key)
    certificate = Certificate.objects.create(
        enrolment=enrolment,
        design_version=version,
        serial=next_serial(serial_prefix(settings.CERTIFICATE_PREFIX, course.code, passed_on.year)),
        name=employee.name,
        latin_name=employee.latin_name,
        staff_number=employee.staff_number,
        unit_name=employee.unit.name if employee.unit else "",
        post_name=employee.post.name if employee.post else "",
        course_title=course.title,
        course_title_en=course.title_en or course.title,
        passed_on=passed_on,
        with_examination=enrolment.passed_sitting is not None,
        valid_until=valid_until(passed_on, version.valid_months if version else None),
        issued_at=timezone.now(),
    )
    tell_of_certificate(certificate)
    return certificate


def next_serial(prefix: str) -> str:
    """The next number of the series; its row stays locked until the transaction ends."""
    series, __ = SerialSeries.objects.get_or_create(prefix=prefix)
    series = SerialSeries.objects.select_for_update().get(pk=series.pk)
    series.last += 1
    series.save(update_fields=["last"])
    return serial_number(prefix, series.last)
