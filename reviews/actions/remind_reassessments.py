from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from lms.notify.sending import Letter, notify_all
from lms.people.models import Employee
from lms.people.policies import check_is_system
from reviews.models import Reassessment, Review
from reviews.policies import HANDLE
from reviews.queries.raters import grants_carrying, holders_over, not_below


def remind_reassessments(*, actor: Employee) -> int:
    """Tell manager and HR on the day that somebody's work is to be looked at once more, by one
    letter each for all of theirs, once; how many there were. Of two workers at once the later one
    waits and finds it done.

    Raises `NotAllowed` for anybody but the system.
    """
    check_is_system(actor)
    with transaction.atomic(durable=True):
        found = Reassessment.objects.filter(
            told_at__isnull=True,
            on_day__lte=timezone.localdate(),
            review__employee__is_active=True,
        )
        rows = list(
            found.select_for_update(of=("self",))
            .select_related("review__employee__unit", "review__employee__post", "review__manager")
            .order_by("pk")
        )
        notify_all(_letters([row.review for row in rows]))
        told = Reassessment.objects.filter(pk__in=[row.pk for row in rows])
        told.update(told_at=timezone.now())
    return len(rows)


def _letters(reviews: Sequence[Review]) -> Iterator[Letter]:
    grants = grants_carrying(HANDLE)
    of_each: dict[Employee, list[Review]] = defaultdict(list)
    for review in reviews:
        person = review.employee
        of_hr = holders_over(grants, person.unit, person)
        for one in not_below([review.manager, *of_hr] if review.manager else of_hr, person):
            if one.has_sign_in:
                of_each[one].append(review)
    for one, theirs in of_each.items():
        yield _letter(one, theirs)


def _letter(to: Employee, reviews: Sequence[Review]) -> Letter:
    """One leads to its page, several to the list; none is named in an e-mail."""
    with translation.override(to.language):
        title = ngettext(
            "Today: look once more at %(count)d person’s work",
            "Today: look once more at %(count)d people’s work",
            len(reviews),
        ) % {"count": len(reviews)}
    url = reverse("reviews:reviews")
    if len(reviews) == 1:
        url = reverse("reviews:review", args=[reviews[0].pk])
    return Letter(to.pk, title, "", url, to.language, email=to.email)
