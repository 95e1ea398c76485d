"""The demo's reviews: finished cycles, one under way in several stages, and an appeal."""

import pytest
from django.utils import timezone

from lms.demo.reviews import load_reviews
from reviews.enums import CycleKinds, ResultReason
from reviews.models import (
    FigureImport,
    Goal,
    PeerAnswer,
    Result,
    Review,
    ReviewCycle,
    ReviewStep,
    ScorecardVersion,
)
from reviews.queries.files import files_of
from reviews.queries.scorecards import cards_named
from reviews.rules.procedure import ENDED, State
from reviews.rules.scorecard_faults import faults_of
from reviews.rules.scoring import score

pytestmark = pytest.mark.usefixtures("demo_world")


def under_way() -> ReviewCycle:
    return ReviewCycle.objects.order_by("-period_until", "-opened_at")[0]


def test_finished_cycles_a_running_one_and_an_appeal() -> None:
    finished = Review.objects.exclude(cycle=under_way())
    assert {review.state for review in finished} == {State.CLOSED}
    assert set(finished.values_list("cycle__kind", flat=True)) == {
        CycleKinds.QUARTERLY,
        CycleKinds.YEARLY,
    }
    running = set(under_way().reviews.values_list("state", flat=True))
    assert running >= {
        State.SELF_ASSESSMENT,
        State.CALIBRATION,
        State.TALK,
        State.SIGN_OFF,
        State.APPEAL_TIME,
        State.APPEALED,
    }
    upheld = Result.objects.get(reason=ResultReason.APPEAL)
    assert upheld.number == 2
    assert upheld.total > upheld.review.results.get(number=1).total


def test_what_lists_show_is_what_the_steps_say() -> None:
    reviews = Review.objects.in_bulk()
    for pk, file in files_of(reviews).items():
        assert reviews[pk].state == file.state


def test_nothing_under_way_is_overdue_on_the_day_it_is_loaded() -> None:
    due = Review.objects.exclude(state__in=ENDED).values_list("due_on", flat=True)
    assert all(day >= timezone.localdate() for day in due)


def test_every_result_is_worked_out_again_from_its_own_evidence() -> None:
    for result in Result.objects.all():
        trace = result.frozen_trace
        cards = cards_named(part.scorecard for part in trace.parts)
        assert score(trace, cards).total == result.total


def test_scorecards_are_sound() -> None:
    assert {version.group.code if version.group else "" for version in cards()} == {
        "",
        "customer_service",
    }
    assert [faults_of(version.card) for version in cards()] == [[], []]


def cards() -> list[ScorecardVersion]:
    return list(ScorecardVersion.objects.select_related("group"))


def test_somebody_was_low_and_got_training_and_a_day_to_look_again() -> None:
    low = Review.objects.get(grade="improve")
    assert low.reassessments.exists()
    assert low.employee.enrolments.filter(due_on__isnull=False).exists()


def test_loading_it_again_changes_nothing() -> None:
    kinds = (FigureImport, Goal, PeerAnswer, Result, Review, ReviewStep, ScorecardVersion)
    before = [kind.objects.count() for kind in kinds]
    load_reviews()
    assert [kind.objects.count() for kind in kinds] == before
