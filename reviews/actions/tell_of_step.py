from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lms.notify.sending import Letter
from lms.people.models import Employee
from reviews.models import Review, ReviewStep
from reviews.rules.procedure import StepKind
from reviews.rules.review_file import ReviewFile

Words = tuple[str | Promise, str | Promise]

# What the person is told; nothing of it says how they were rated, because letters are e-mails.
TO_SUBJECT: dict[StepKind, Words] = {
    StepKind.TALKED: (
        _("Your review is ready: read and sign it"),
        _("There it says how it came about, and how to appeal."),
    ),
    StepKind.APPEAL_DECIDED: (
        _("Your appeal against a review was decided"),
        _("There it says how, and why."),
    ),
    StepKind.RECOMPUTED: (
        _("Your review has a new version"),
        _("There it says what was worked out anew, and why."),
    ),
    StepKind.WITHDRAWN: (_("A review of yours was withdrawn"), _("Nothing of it counts.")),
}
# What the manager is told, of one review or of many at once.
TO_MANAGER = (
    StepKind.SELF_ASSESSED,
    StepKind.SELF_LAPSED,
    StepKind.SENT_BACK,
    StepKind.FROZEN,
    StepKind.MANAGER_CHANGED,
    StepKind.APPEALED,
    StepKind.APPEAL_DECIDED,
    StepKind.RECOMPUTED,
)


def letters_of(rows: Sequence[ReviewStep], files: Sequence[ReviewFile]) -> Iterator[Letter]:
    """Who is told of the steps: the persons, each; their managers, once for all of theirs."""
    to_managers: dict[Employee, list[Review]] = defaultdict(list)
    for row in rows:
        kind, review = StepKind(row.kind), row.review
        if kind in TO_SUBJECT and _can_be_told(review.employee, row):
            yield _to_subject(review, TO_SUBJECT[kind])
        if kind in TO_MANAGER and review.manager and _can_be_told(review.manager, row):
            to_managers[review.manager].append(review)
    for manager, reviews in to_managers.items():
        yield _to_manager(manager, reviews)


def _can_be_told(person: Employee, row: ReviewStep) -> bool:
    return person.has_sign_in and person.pk != row.actor_id


def _to_subject(review: Review, words: Words) -> Letter:
    person = review.employee
    title, text = words
    url = reverse("reviews:own-review", args=[review.pk])
    with translation.override(person.language):
        return Letter(person.pk, str(title), str(text), url, person.language, email=person.email)


def _to_manager(manager: Employee, reviews: Sequence[Review]) -> Letter:
    """One review leads to its page, several to the list."""
    with translation.override(manager.language):
        title = ngettext(
            "%(count)d review has moved on", "%(count)d reviews have moved on", len(reviews)
        ) % {"count": len(reviews)}
    url = reverse("reviews:reviews")
    if len(reviews) == 1:
        url = reverse("reviews:review", args=[reviews[0].pk])
    return Letter(manager.pk, title, "", url, manager.language, email=manager.email)
