from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.notify.sending import Letter, notify_all
from lms.people.models import Employee, RoleGrant
from lms.people.policies import check_is_system
from reviews.models import Review, ReviewCycle
from reviews.policies import (
    DECIDE_APPEAL,
    HANDLE,
    RATE,
    check_can_remind,
    reach_over_reviews,
)
from reviews.queries.desk import reviews_seen, within
from reviews.queries.parts import took_part_in
from reviews.queries.raters import grants_carrying, holders_over
from reviews.queries.words import STATES
from reviews.rules.procedure import OWNERS, Office, State

# So many days before something is due, and on each day after.
AHEAD = timedelta(days=2)
OWNED = tuple(
    state for state, office in OWNERS.items() if office not in (Office.CALENDAR, Office.NOBODY)
)
# What the person does: the calendar goes on where their time is over.
OWN = tuple(state for state, office in OWNERS.items() if office == Office.SUBJECT)
AT_ONCE = 500


def remind_owners(*, actor: Employee) -> int:
    """Tell whoever's turn it is that reviews are due soon or overdue, by one letter for all of
    theirs; of how many reviews. Nothing in it says how anybody was rated. Of two workers at once
    the later one waits and finds it done.

    Raises `NotAllowed` for anybody but the system.
    """
    check_is_system(actor)
    today = timezone.localdate()
    untold = Q(reminded_on__isnull=True)
    soon = Q(due_on__range=(today, today + AHEAD)) & untold
    late = Q(due_on__lt=today) & (untold | Q(reminded_on__lt=today)) & ~Q(state__in=OWN)
    return _remind(Review.objects.filter(soon | late), today)


def remind_of_cycle(*, actor: Employee, cycle: ReviewCycle) -> int:
    """Tell everybody whose turn it is in a cycle now, of the people the actor handles, once a day;
    of how many reviews.

    Raises `NotAllowed`.
    """
    check_can_remind(actor)
    today = timezone.localdate()
    reach = reach_over_reviews(actor)
    seen = reviews_seen(actor, reach).filter(within(reach.handle), cycle=cycle)
    untold = Q(reminded_on__isnull=True) | Q(reminded_on__lt=today)
    keys = seen.filter(untold).order_by().values("pk")
    return _remind(Review.objects.filter(pk__in=keys), today)


def _remind(found: QuerySet[Review], today: date) -> int:
    with transaction.atomic(durable=True):
        rows = found.filter(state__in=OWNED).select_for_update(of=("self",))
        reviews = list(
            rows.select_related(
                *("cycle", "employee__unit", "employee__post"),
                *("manager__unit", "manager__post"),
            ).order_by("pk")
        )
        notify_all(_letters(reviews, today))
        keys = [review.pk for review in reviews]
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            Review.objects.filter(pk__in=some).update(reminded_on=today)
    return len(reviews)


def _letters(reviews: Sequence[Review], today: date) -> Iterator[Letter]:
    handling, hearing = grants_carrying(HANDLE), grants_carrying(DECIDE_APPEAL)
    rating = grants_carrying(RATE)
    had_part = took_part_in(review.pk for review in reviews if review.state == State.APPEALED)
    by_owner: dict[Employee, list[Review]] = defaultdict(list)
    for review in reviews:
        if review.state in OWN:
            if review.employee.has_sign_in:
                yield _to_subject(review)
        elif review.state == State.APPEALED:
            for each in _hearers(review, hearing, had_part[review.pk]):
                by_owner[each].append(review)
        else:
            for each in _owners(review, handling, rating):
                by_owner[each].append(review)
    for owner, own in by_owner.items():
        if owner.has_sign_in:
            yield _to_owner(owner, own, today)


def _owners(
    review: Review, handling: Iterable[RoleGrant], rating: Iterable[RoleGrant]
) -> list[Employee]:
    """The manager; HR of the person's unit where it is theirs, or where nobody could rate."""
    person = review.employee
    is_managers = OWNERS[State(review.state)] == Office.MANAGER
    if is_managers and review.manager in holders_over(rating, person.unit, person):
        return [review.manager]
    return holders_over(handling, person.unit, person)


def _hearers(
    review: Review, hearing: Iterable[RoleGrant], had_part: frozenset[int]
) -> list[Employee]:
    """Who may hear the appeal: whoever had no part in the result."""
    found = holders_over(hearing, review.employee.unit, review.employee)
    return [each for each in found if each.pk not in had_part and each.pk != review.manager_id]


def _to_subject(review: Review) -> Letter:
    person = review.employee
    assert review.due_on is not None
    with translation.override(person.language):
        if review.state == State.SIGN_OFF:
            title = _("Reminder: read and sign your review")
        else:
            title = _("Reminder: write your self-assessment")
        text = _("%(cycle)s. There is time until %(day)s.") % {
            "cycle": str(review.cycle),
            "day": date_format(review.due_on),
        }
    url = reverse("reviews:own-review", args=[review.pk])
    return Letter(person.pk, title, text, url, person.language, email=person.email)


def _to_owner(owner: Employee, reviews: Sequence[Review], today: date) -> Letter:
    """One review leads to its page, several to the list."""
    late = sum(1 for review in reviews if review.due_on is not None and review.due_on < today)
    with translation.override(owner.language):
        title = ngettext(
            "%(count)d review waits for you", "%(count)d reviews wait for you", len(reviews)
        ) % {"count": len(reviews)}
        if late:
            title = ngettext("%(title)s, %(late)d overdue", "%(title)s, %(late)d overdue", late) % {
                "title": title,
                "late": late,
            }
        text = "\n".join(_lines(reviews))
    url = reverse("reviews:reviews")
    if len(reviews) == 1:
        url = reverse("reviews:review", args=[reviews[0].pk])
    return Letter(owner.pk, title, text, url, owner.language, email=owner.email)


def _lines(reviews: Sequence[Review]) -> Iterator[str]:
    """How many there are in each stage, and when the first of them is due."""
    for state in OWNED:
        days = [each.due_on for each in reviews if each.state == state and each.due_on]
        if days:
            yield _("%(stage)s: %(count)d, due from %(day)s on") % {
                "stage": STATES[state],
                "count": len(days),
                "day": date_format(min(days)),
            }
