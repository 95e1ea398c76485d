from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.people.enums import EmploymentKind, LeaveKind
from lms.people.models.post import Post
from lms.people.models.unit import Unit
from lms.people.rules.periods import Period


def holds_on(day: date) -> Q:
    """What holds on the day, first and last day included."""
    return Q(until_on__isnull=True, from_on__lte=day) | Q(until_on__gte=day, from_on__lte=day)


class Span(models.Model):
    """Something that holds for somebody from a day to a day, both included. Without an end it
    still holds, or its end is not known yet; at most one of a person's is open. The actions keep
    a person's spans of one kind apart."""

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("employee")
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("noted by"), related_name="+"
    )
    noted_at = models.DateTimeField(_("noted"), auto_now_add=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["from_on", "pk"]
        default_related_name = "%(class)ss"
        constraints = [
            models.UniqueConstraint(
                fields=["employee"],
                condition=Q(until_on__isnull=True),
                name="one_open_%(class)s",
                violation_error_message=_("There is an open entry already."),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="%(class)s_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    @property
    def period(self) -> Period:
        return Period(self.from_on, self.until_on)


class Employment(Span):
    """Somebody's time in the company from being hired to leaving. Who comes back begins another;
    `note` is the reason for leaving."""

    kind = models.CharField(
        _("employment kind"), max_length=12, choices=EmploymentKind, default=EmploymentKind.OWN
    )
    employer = models.CharField(_("employer"), max_length=80, blank=True)

    class Meta(Span.Meta):
        verbose_name = _("employment")
        verbose_name_plural = _("employments")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.from_on}"


class Placement(Span):
    """Somebody stands at a post in a unit. `Employee.unit` and `Employee.post` repeat the present
    one, kept by the actions only; one that begins in the future takes effect on its day."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"))
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("post"))

    class Meta(Span.Meta):
        verbose_name = _("placement")
        verbose_name_plural = _("placements")

    def __str__(self) -> str:
        return f"{self.unit} · {self.post}"


class LeaveQuerySet(models.QuerySet["Leave"]):
    def on(self, day: date) -> "LeaveQuerySet":
        return self.filter(holds_on(day))


class Leave(Span):
    """Somebody is away and comes back. Why is seen by those who keep people only."""

    kind = models.CharField(_("kind of leave"), max_length=10, choices=LeaveKind)

    objects = LeaveQuerySet.as_manager()

    class Meta(Span.Meta):
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.from_on}"
