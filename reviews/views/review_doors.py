"""From a review to what its reader may do there now."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.shortcuts import resolve_url
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.people.models import Employee
from reviews.models import Review
from reviews.policies import can_ask_peers, can_set_goals
from reviews.rules.procedure import Office, StepKind, steps_in
from reviews.rules.review_file import ReviewFile

# In which capacity, which step, on which page, in which words.
DOORS: tuple[tuple[Office, StepKind, str, str | Promise], ...] = (
    (Office.MANAGER, StepKind.RATED, "reviews:rate", _("Rate")),
    (Office.MANAGER, StepKind.TALKED, "reviews:talk", _("Record the talk")),
    (Office.APPEALS, StepKind.APPEAL_DECIDED, "reviews:appeal-decide", _("Decide the appeal")),
    (Office.HR, StepKind.FROZEN, "reviews:board", _("To the calibration board")),
    (Office.HR, StepKind.SIGNED, "reviews:review-paper", _("Enter what was signed on paper")),
    (Office.HR, StepKind.APPEALED, "reviews:review-paper", _("Enter an appeal on paper")),
    (Office.HR, StepKind.MANAGER_CHANGED, "reviews:name-manager", _("Name another manager")),
    (Office.HR, StepKind.WITHDRAWN, "reviews:withdraw-review", _("Withdraw the review")),
)
# What does not move the review on, or is the exception.
BESIDE = frozenset(
    {StepKind.SIGNED, StepKind.APPEALED, StepKind.MANAGER_CHANGED, StepKind.WITHDRAWN}
)


@dataclass(frozen=True)
class Door:
    """`is_beside` where it does not lead on."""

    href: str
    label: str | Promise
    is_beside: bool = False


def doors_of(
    actor: Employee, review: Review, file: ReviewFile, offices: frozenset[Office]
) -> list[Door]:
    """Those that lead on first; each page once."""
    found: dict[str, Door] = {}
    for each in (*_to_steps(review, file, offices), *_others(actor, review, file)):
        found.setdefault(each.href, each)
    return list(found.values())


def _to_steps(review: Review, file: ReviewFile, offices: frozenset[Office]) -> Iterator[Door]:
    for office, kind, name, label in DOORS:
        if office in offices and kind in steps_in(file.state, office):
            key = review.cycle_id if name == "reviews:board" else review.pk
            yield Door(resolve_url(name, key), label, is_beside=kind in BESIDE)


def _others(actor: Employee, review: Review, file: ReviewFile) -> Iterator[Door]:
    if can_ask_peers(actor, review, file):
        yield Door(resolve_url("reviews:peers", review.pk), _("Ask colleagues"), is_beside=True)
    if can_set_goals(actor, review.employee):
        yield Door(resolve_url("reviews:goals-of", review.employee_id), _("Goals"), is_beside=True)
