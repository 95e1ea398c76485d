"""The life of an import of service figures: confirmed once, withdrawn, discarded, forgotten."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone, translation

from lms.jobs.models import KEPT
from lms.ledger.actions.verify_ledger import verify
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from reviews.actions.figures.confirm_figures import confirm_figures
from reviews.actions.figures.discard_figures import discard_figures
from reviews.actions.figures.forget_figures import forget_figures
from reviews.actions.figures.withdraw_figures import withdraw_figures
from reviews.errors import (
    FiguresChanged,
    FiguresConfirmed,
    FiguresGone,
    FiguresNotLive,
)
from reviews.models import FigureImport, ServiceFigure
from reviews.queries.gathering.service import live_figures
from reviews.rules.scorecard import Measure
from tests.factories.people import UnitFactory, holder_of
from tests.factories.reviews import ReviewWorld, figures, review_world
from tests.reviews.figure_sheets import check, csv, imported, row


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel("2026-11-20 12:00+08:00", tick=False), translation.override("en"):
        yield


@pytest.fixture
def world(db: None) -> ReviewWorld:
    return review_world()


def test_withdrawn_figures_make_room_for_right_ones(world: ReviewWorld) -> None:
    wrong = imported(world, row(world, numerator=5))
    withdraw_figures(actor=world.other_hr, work=wrong, reason="系统口径有误")
    assert not live_figures().exists()
    right = imported(world, row(world), name="更正.csv")
    assert [(each.numerator, each.number) for each in right.figures.all()] == [(15, 2)]
    assert live_figures().get().work == right
    with pytest.raises(FiguresNotLive):
        withdraw_figures(actor=world.hr, work=wrong, reason="再来一次")
    assert verify().is_sound


def test_who_does_not_reach_everybody_cannot_withdraw(world: ReviewWorld) -> None:
    work = imported(world, row(world))
    elsewhere = holder_of(Role.HR_OFFICER, UnitFactory.create(parent=world.company))
    for actor in (elsewhere, world.manager):
        with pytest.raises(NotAllowed):
            withdraw_figures(actor=actor, work=work, reason="x")


def test_confirming_is_for_who_sent_and_once(world: ReviewWorld) -> None:
    work = check(world, csv(row(world)))
    with pytest.raises(NotAllowed):
        confirm_figures(actor=world.other_hr, work=work)
    confirm_figures(actor=world.hr, work=work)
    with pytest.raises(FiguresConfirmed):
        confirm_figures(actor=world.hr, work=work)
    with pytest.raises(FiguresConfirmed):
        discard_figures(actor=world.hr, work=work)
    assert ServiceFigure.objects.count() == 1


def test_what_changed_since_the_check_is_not_written(world: ReviewWorld) -> None:
    one, other = (check(world, csv(row(world), row(world, measure="满意度"))) for __ in range(2))
    confirm_figures(actor=world.hr, work=one)
    with pytest.raises(FiguresChanged):
        confirm_figures(actor=world.hr, work=other)
    assert ServiceFigure.objects.count() == 2


def test_a_discarded_check_is_gone_with_its_file(world: ReviewWorld) -> None:
    work = check(world, csv(row(world)))
    storage, name = work.file.storage, str(work.file.name)
    with pytest.raises(NotAllowed):
        discard_figures(actor=world.other_hr, work=work)
    discard_figures(actor=world.hr, work=work)
    assert not FigureImport.objects.exists()
    assert not storage.exists(name)
    with pytest.raises(FiguresGone):
        confirm_figures(actor=world.hr, work=work)


def test_files_are_forgotten_in_time(world: ReviewWorld) -> None:
    done, left = imported(world, row(world)), check(world, csv(row(world, measure="满意度")))
    assert forget_figures(actor=Employee.objects.system()) == 0
    FigureImport.objects.update(sent_at=timezone.now() - 2 * KEPT)
    assert forget_figures(actor=Employee.objects.system()) == 2
    assert list(FigureImport.objects.values_list("pk", "file")) == [(done.pk, "")]
    assert not done.file.storage.exists(str(left.file.name))
    assert done.figures.count() == 1


def test_provisional_scores_follow_the_figures(world: ReviewWorld, run_jobs: Any) -> None:
    review = world.opened()
    before = review.total
    month = world.period.from_on
    figures(world.subject, (month, Measure.SATISFACTION, 90, 100))
    work = imported(world, row(world, month=f"{month:%Y-%m}", numerator=100, denominator=200))
    run_jobs()
    review.refresh_from_db()
    with_figures = review.total
    assert with_figures != before
    withdraw_figures(actor=world.hr, work=work, reason="重复")
    run_jobs()
    review.refresh_from_db()
    assert review.total != with_figures


@pytest.mark.django_db(transaction=True)
def test_the_same_figures_confirmed_at_the_same_moment_are_written_once() -> None:
    world = review_world()
    rows = [row(world, measure=measure) for measure in ("投诉关闭率", "满意度", "回访率")]
    works = [check(world, csv(*some)) for some in (rows, rows[::-1]) for __ in range(2)]

    def confirm(work: FigureImport) -> str:
        try:
            confirm_figures(actor=world.hr, work=work)
        except FiguresChanged:
            return "changed"
        finally:
            connection.close()
        return "written"

    with ThreadPoolExecutor(len(works)) as pool:
        outcomes = sorted(pool.map(confirm, works))
    assert outcomes == ["changed"] * 3 + ["written"]
    assert ServiceFigure.objects.count() == len(rows)
    assert FigureImport.objects.filter(confirmed_at__isnull=False).count() == 1
