from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from assessments.models import Sitting
from courses.enums import EnrolmentSource
from lms.ledger.models import AppendOnly
from lms.people.models import AttendedSession

if TYPE_CHECKING:
    from courses.models.certificate import Certificate


class Enrolment(models.Model):
    """Somebody takes a course. `course_key` is the translation key of the course page, so that
    all languages of a course share one enrolment."""

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments"
    )
    course_key = models.UUIDField(_("course"))
    source = models.CharField(max_length=10, choices=EnrolmentSource.choices)
    enrolled_at = models.DateTimeField(_("enrolled"))
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField(_("to be finished by"), null=True)
    completed_at = models.DateTimeField(_("completed"), null=True)
    passed_sitting = models.ForeignKey(
        Sitting,
        models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("The sitting that completed the course, where it has an examination."),
    )

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-enrolled_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "course_key"],
                name="enrolled_once_per_course",
                violation_error_message=_("This person is enrolled already."),
            ),
            models.CheckConstraint(
                condition=Q(passed_sitting__isnull=True) | Q(completed_at__isnull=False),
                name="passed_enrolment_is_completed",
            ),
        ]
        indexes = [models.Index(fields=["course_key", "completed_at"])]

    def __str__(self) -> str:
        return f"{self.employee} · {self.course_key}"

    @property
    def certificate(self) -> "Certificate | None":
        """The one that counts: not replaced by another. `queries.with_certificate` fetches it for
        many enrolments at once."""
        if (fetched := getattr(self, "current_certificates", None)) is not None:
            return fetched[0] if fetched else None
        return self.certificates.filter(replaced_at__isnull=True).first()


class LessonProgress(models.Model):
    """How far somebody is with one lesson, and which revision of it they finished."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="progress")
    lesson_key = models.UUIDField(_("lesson"))
    opened_at = models.DateTimeField(_("last opened"))
    read_at = models.DateTimeField(_("read"), null=True)
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="+", null=True, help_text=_("What was read.")
    )
    opened_revision = models.ForeignKey(
        Revision,
        models.SET_NULL,
        related_name="+",
        null=True,
        help_text=_("What the reader has before them since then."),
    )
    attended = models.ForeignKey(
        AttendedSession,
        models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("Set where it was read on a supervisor's device."),
    )

    class Meta:
        verbose_name = _("lesson progress")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson_key"], name="lesson_once"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, revision__isnull=True)
                | Q(read_at__isnull=False, revision__isnull=False),
                name="read_lesson_names_its_revision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.lesson_key}"


class LessonReading(AppendOnly):
    """Somebody read a lesson again before a resit. The first reading stands in `LessonProgress`."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="readings")
    lesson_key = models.UUIDField(_("lesson"))
    read_at = models.DateTimeField(_("read"))
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="+", help_text=_("What was read.")
    )
    attended = models.ForeignKey(
        AttendedSession,
        models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("Set where it was read on a supervisor's device."),
    )

    class Meta:
        verbose_name = _("reading of a lesson")
        verbose_name_plural = _("readings of lessons")
        ordering = ["read_at", "id"]
        indexes = [models.Index(fields=["enrolment", "lesson_key"], name="reading_of_lesson")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.lesson_key} · {self.read_at:%Y-%m-%d}"
