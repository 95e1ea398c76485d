from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.notify.sending import Letter, notify_all
from reviews.actions.compute_scores import compute_scores
from reviews.models import Review, ReviewCycle
from reviews.queries.gathering.traces import cards_of
from reviews.queries.population import Candidate, Managers, candidates
from reviews.queries.projection import due_day
from reviews.rules.review_file import ReviewFile


def open_reviews(cycle: ReviewCycle, some: Sequence[Candidate]) -> int:
    """Open the reviews of these people, each with its manager and a provisional score, and tell
    them, all in one transaction; how many there were: none once the cycle has ended. Of two workers
    at once the later one finds them there."""
    with transaction.atomic(durable=True):
        cycle = ReviewCycle.objects.select_for_update().get(pk=cycle.pk)
        if cycle.ended_at is not None:
            return 0
        there = set(
            Review.objects.filter(
                cycle=cycle, employee__in=[each.employee.pk for each in some]
            ).values_list("employee", "period_from")
        )
        managers = Managers()
        reviews = [
            _review(cycle, each, managers)
            for each in some
            if (each.employee.pk, each.period.from_on) not in there
        ]
        Review.objects.bulk_create(reviews, batch_size=200)
        compute_scores(reviews, cards_of(cycle))
        notify_all(_letter(review) for review in reviews if review.employee.has_sign_in)
    return len(reviews)


def open_missing(cycle: ReviewCycle) -> int:
    """The reviews of a cycle that are not there yet."""
    return open_reviews(cycle, candidates(cycle, timezone.localdate()))


def _review(cycle: ReviewCycle, each: Candidate, managers: Managers) -> Review:
    review = Review(
        cycle=cycle,
        employee=each.employee,
        period_from=each.period.from_on,
        period_until=each.until_on,
        unit=each.placement.unit,
        post=each.placement.post,
        opened_at=timezone.now(),
        manager=managers.of(each.employee),
    )
    review.due_on = due_day(review, ReviewFile())
    return review


def _letter(review: Review) -> Letter:
    person = review.employee
    assert review.due_on is not None
    with translation.override(person.language):
        title = _("Your review has begun: write your self-assessment")
        text = _("%(cycle)s. There is time until %(day)s.") % {
            "cycle": str(review.cycle),
            "day": date_format(review.due_on),
        }
    url = reverse("reviews:own-review", args=[review.pk])
    return Letter(person.pk, title, text, url, person.language, email=person.email)
