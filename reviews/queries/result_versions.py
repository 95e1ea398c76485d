"""The versions of a result, and what each changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from lms.ui.language import in_readers_language
from reviews.models import Result, Review
from reviews.queries.trace_words import item_amount, item_label
from reviews.queries.words import MEASURES
from reviews.rules.scorecard import Scorecard
from reviews.rules.trace import Item, changes_between


@dataclass(frozen=True)
class Version:
    """`left_out` are the items of the version before that this one does without; `change` how far
    the total went from there, None of the first."""

    result: Result
    grade: str
    left_out: tuple[str, ...]
    change: Decimal | None
    is_newest: bool


def results_of(review: Review) -> list[Result]:
    """The first first."""
    return list(review.results.select_related("frozen_by").order_by("number"))


def versions_of(results: Sequence[Result], card: Scorecard | None) -> list[Version]:
    """Newest first. No queries."""
    before: dict[int, Result] = {new.pk: old for old, new in pairwise(results)}
    return [_version(each, before.get(each.pk), results[-1], card) for each in reversed(results)]


def _version(
    result: Result, before: Result | None, newest: Result, card: Scorecard | None
) -> Version:
    grade = card.grade(result.grade) if card else None
    gone = changes_between(before.frozen_trace, result.frozen_trace) if before else []
    return Version(
        result,
        in_readers_language(grade.name, grade.name_en) if grade else result.grade,
        tuple(_named(each.before) for each in gone if each.before and each.now is None),
        result.total - before.total if before else None,
        result == newest,
    )


def _named(item: Item) -> str:
    return f"{MEASURES[item.measure]} · {item_label(item)} · {item_amount(item)}"
