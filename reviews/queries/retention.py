"""What is kept of reviews, from when its term runs, and what stands against erasing it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people.models import Employee
from lms.people.registries import RecordKind, since_leaving
from reviews.models import Goal, Review, ServiceFigure
from reviews.rules.procedure import ENDED, State

KINDS = (
    RecordKind(
        "reviews",
        gettext_lazy("Reviews, goals and service figures"),
        24,
        gettext_lazy("the person’s last day"),
        since_leaving(Review, Goal, ServiceFigure),
        at_least=12,
    ),
)


def obstacles_to(employee: Employee) -> Iterator[str]:
    """A review that is open, or appealed against."""
    found = Review.objects.filter(employee=employee).exclude(state__in=ENDED)
    for review in found.order_by("pk"):
        said = _("Review %(number)s is not closed yet.")
        if review.state == State.APPEALED:
            said = _("The appeal against review %(number)s is not decided yet.")
        yield said % {"number": review.number}
