"""The calibration board: who stands at which grade, as computed and after calibration."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lms.people.models import Employee, PostGroup, Unit
from lms.people.queries import stands_above
from reviews.models import Review, ReviewCycle
from reviews.queries.desk import Reach, within
from reviews.queries.files import files_of
from reviews.queries.gathering import conduct
from reviews.queries.gathering.subjects import subjects_of
from reviews.queries.gathering.traces import cards_of
from reviews.queries.moves import Move, grade_name, moves_of
from reviews.queries.scorecards import Cards
from reviews.queries.words import Words
from reviews.rules.calibration import has_red_line
from reviews.rules.distribution import Share, shares
from reviews.rules.procedure import BEFORE_RESULT, WITH_RESULT, State
from reviews.rules.review_file import ReviewFile
from reviews.rules.samples import HUNDREDTH
from reviews.rules.scorecard import FULL, Grade, Scorecard
from reviews.rules.trace import Item

# So many slips lie on one board; more are pages.
MOST = 240


def reviews_handled(employee: Employee, reach: Reach) -> QuerySet[Review]:
    """Those of one's units; not one's own, nor those of people one works under."""
    return _not_above(employee, Review.objects.filter(within(reach.handle)))


def reviews_counted(employee: Employee, reach: Reach) -> QuerySet[Review]:
    """Those that figures are made of for somebody: of one's units, without one's own and those of
    people one works under, which could be told from the others otherwise."""
    return _not_above(employee, Review.objects.filter(within(reach.see)))


def _not_above(employee: Employee, reviews: QuerySet[Review]) -> QuerySet[Review]:
    return reviews.exclude(employee=employee).exclude(stands_above(employee, "employee"))


def on_board(handled: QuerySet[Review], cycle: ReviewCycle, unit: Unit | None) -> QuerySet[Review]:
    found = handled.filter(cycle=cycle)
    return found.filter(unit__path__startswith=unit.path) if unit else found


@dataclass(frozen=True)
class Tab:
    """The reviews under one scorecard (by its token): of which post groups (by their keys), and how
    many are in calibration."""

    token: str
    name: Words
    card: Scorecard
    groups: tuple[int, ...]
    count: int


def tabs_of(scope: QuerySet[Review], cards: Cards) -> list[Tab]:
    """In the order of the post groups; those of posts without a scorecard are nowhere. Two
    queries."""
    waiting = Count("pk", filter=Q(state=State.CALIBRATION))
    counts = dict(scope.order_by().values_list("post__group").annotate(waiting=waiting))
    by_token: dict[str, list[PostGroup]] = defaultdict(list)
    for group in PostGroup.objects.filter(pk__in=counts):
        if token := cards.token_for(group.code):
            by_token[token].append(group)
    known = cards.by_token()
    return [
        Tab(
            token,
            str(groups[0]) if len(groups) == 1 else _name_of(token, cards),
            known[token],
            tuple(group.pk for group in groups),
            sum(counts[group.pk] for group in groups),
        )
        for token, groups in by_token.items()
    ]


def _name_of(token: str, cards: Cards) -> Words:
    named = next((each for each in cards.of_groups.values() if each.token == token), None)
    return str(named.group) if named and named.group else _("All other posts")


@dataclass(frozen=True)
class Slip:
    """One person on the board. `seen` is how many steps there are, `is_moved` whether the grade is
    another one than computed."""

    review: Review
    seen: int
    is_red: bool
    is_moved: bool


@dataclass(frozen=True)
class Column:
    """`lowest` and `highest` are the totals its grade is computed from, both included."""

    code: str
    name: str
    lowest: Decimal
    highest: Decimal
    slips: Sequence[Slip]


def highest_of(grade: Grade) -> Decimal:
    """A band ends just before the next one begins."""
    return FULL if grade.upper == FULL else grade.upper - HUNDREDTH


@dataclass(frozen=True)
class Spread:
    """The grades as computed, and after calibration. `frozen` of these are frozen already, `coming`
    are not in calibration yet, and in neither."""

    before: Sequence[Share]
    after: Sequence[Share]
    frozen: int
    coming: int

    @property
    def count(self) -> int:
        return sum(each.count for each in self.after)


@dataclass(frozen=True)
class Board:
    """`without` are those in calibration who have no grade, for want of data."""

    tab: Tab
    columns: Sequence[Column]
    without: Sequence[Slip]
    moves: Sequence[Move]
    spread: Spread
    page: Page


def board_of(scope: QuerySet[Review], tab: Tab, cycle: ReviewCycle, number: str | None) -> Board:
    """One page of the board. The same number of queries, however many there are."""
    found = scope.filter(post__group__in=tab.groups)
    waiting = found.filter(state=State.CALIBRATION).select_related("employee", "post", "unit")
    waiting = waiting.order_by("unit__path", F("total").desc(nulls_last=True), "pk")
    page = Paginator(waiting, MOST).get_page(number)
    reviews = list(page)
    files = files_of(review.pk for review in reviews)
    slips = _slips(reviews, files, cycle)
    return Board(
        tab,
        _columns(tab.card, slips),
        [slip for slip in slips if tab.card.grade(slip.review.grade) is None],
        moves_of(reviews, files, tab.card),
        spread_of(found, tab.card),
        page,
    )


def _slips(
    reviews: Sequence[Review], files: Mapping[int, ReviewFile], cycle: ReviewCycle
) -> list[Slip]:
    red = _under_red_line(reviews, cycle)
    return [
        Slip(
            review,
            len(files[review.pk].steps),
            review.pk in red,
            review.grade != review.grade_computed,
        )
        for review in reviews
    ]


def _under_red_line(reviews: Sequence[Review], cycle: ReviewCycle) -> set[int]:
    """Those with a live red line, by their keys. Some queries, however many there are."""
    subjects = subjects_of(reviews, cards_of(cycle)) if reviews else []
    items: dict[int, list[Item]] = defaultdict(list)
    for key, item in conduct.records(subjects) if subjects else ():
        items[key].append(item)
    return {key for key, some in items.items() if has_red_line(some)}


def _columns(card: Scorecard, slips: Sequence[Slip]) -> list[Column]:
    by_grade: dict[str, list[Slip]] = defaultdict(list)
    for slip in sorted(slips, key=lambda slip: -(slip.review.total or 0)):
        by_grade[slip.review.grade].append(slip)
    return [
        Column(
            each.code,
            grade_name(card, each.code),
            each.lower,
            highest_of(each),
            by_grade[each.code],
        )
        for each in card.grades
    ]


def spread_of(found: QuerySet[Review], card: Scorecard) -> Spread:
    """One query."""
    rows = found.order_by().values_list("state", "grade_computed", "grade")
    counted = list(rows.annotate(Count("pk")))
    inside = [row for row in counted if row[0] == State.CALIBRATION or row[0] in WITH_RESULT]
    coming = [row for row in counted if row[0] in BEFORE_RESULT and row[0] != State.CALIBRATION]
    codes = [grade.code for grade in card.grades]
    return Spread(
        shares(codes, [row[1] for row in inside for __ in range(row[3])]),
        shares(codes, [row[2] for row in inside for __ in range(row[3])]),
        sum(row[3] for row in inside if row[0] in WITH_RESULT),
        sum(row[3] for row in coming),
    )


@dataclass(frozen=True)
class ToFreeze:
    """What freezing all would come to: how many have data, and who has none."""

    ready: int
    without: Sequence[Review]
    coming: int


def to_freeze(scope: QuerySet[Review]) -> ToFreeze:
    """Three queries."""
    waiting = scope.filter(state=State.CALIBRATION)
    without = waiting.filter(total__isnull=True).select_related("employee", "unit", "post")
    coming = scope.filter(state__in=BEFORE_RESULT).exclude(state=State.CALIBRATION)
    return ToFreeze(
        waiting.filter(total__isnull=False).count(),
        list(without.order_by("unit__path", "employee__sort_key", "pk")),
        coming.count(),
    )
