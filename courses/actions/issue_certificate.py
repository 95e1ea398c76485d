from django.conf import settings
from django.utils import timezone

from courses.models import Certificate, CoursePage, Enrolment, SerialSeries
from courses.rules.completion import serial_number, serial_prefix, valid_until


def certify(enrolment: Enrolment, course: CoursePage) -> Certificate:
    """The certificate of a completed enrolment: the one it has, or a new one.

    Called inside the transaction that holds the enrolment's row lock; takes the series' lock last.
    What the paper says is frozen here: later changes of name, post or course do not reach it.
    """
    existing = Certificate.objects.filter(enrolment=enrolment).first()
    if existing is not None:
        return existing
    employee = enrolment.employee
    finished_at = (
        enrolment.passed_sitting.submitted_at
        if enrolment.passed_sitting
        else enrolment.completed_at
    )
    assert finished_at is not None
    passed_on = timezone.localdate(finished_at)
    return Certificate.objects.create(
        enrolment=enrolment,
        serial=_next_serial(course.code, passed_on.year),
        name=employee.name,
        latin_name=employee.latin_name,
        staff_number=employee.staff_number,
        unit_name=employee.unit.name if employee.unit else "",
        post_name=employee.post.name if employee.post else "",
        course_title=course.title,
        course_title_en=course.title_en or course.title,
        passed_on=passed_on,
        with_examination=enrolment.passed_sitting is not None,
        valid_until=valid_until(passed_on, course.certificate_valid_months),
        issued_at=timezone.now(),
    )


def _next_serial(course_code: str, year: int) -> str:
    prefix = serial_prefix(settings.CERTIFICATE_PREFIX, course_code, year)
    series, __ = SerialSeries.objects.get_or_create(prefix=prefix)
    series = SerialSeries.objects.select_for_update().get(pk=series.pk)
    series.last += 1
    series.save(update_fields=["last"])
    return serial_number(prefix, series.last)
