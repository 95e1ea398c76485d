"""What learners are told of on the site, each in their own language. Called inside the transaction
of the action that gives the occasion."""

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Certificate, CoursePage, Enrolment
from lms.notify.sending import Letter, notify


def tell_of_enrolment(enrolment: Enrolment, course: CoursePage) -> None:
    """Somebody was enrolled by hand."""
    employee = enrolment.employee
    with translation.override(employee.language):
        title = _("A new course for you: %(course)s") % {"course": course.localised_title}
        text = ""
        if enrolment.due_on:
            day = date_format(enrolment.due_on, "DATE_FORMAT")
            text = _("To be finished by %(day)s") % {"day": day}
    url = reverse("courses:list")
    notify(Letter(employee.pk, title, text, url, employee.language))


def tell_of_certificate(certificate: Certificate) -> None:
    """Somebody's certificate is issued."""
    employee = certificate.enrolment.employee
    with translation.override(employee.language):
        is_english = translation.get_language() == "en"
        course = certificate.course_title_en if is_english else certificate.course_title
        title = _("Your certificate is ready: %(course)s") % {"course": course}
    url = reverse("courses:certificate", args=[certificate.serial])
    notify(Letter(employee.pk, title, certificate.serial, url, employee.language))
