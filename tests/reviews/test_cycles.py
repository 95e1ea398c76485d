"""HR opens a cycle: what is proposed, looked over, refused."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from lms.ledger.actions.verify_ledger import verify
from lms.ledger.models import Entry
from lms.notify.models import Notice
from lms.people.enums import Role, UnitKind
from lms.people.errors import NotAllowed
from lms.people.models import Employee, RoleGrant
from reviews.actions.end_cycle import end_cycle
from reviews.actions.open_cycle import open_cycle
from reviews.enums import CycleKinds
from reviews.errors import (
    CycleIsThere,
    NobodyToReview,
    NoScorecard,
    ReviewError,
)
from reviews.models import ReviewCycle
from tests.factories.people import (
    PostGroupFactory,
    UnitFactory,
    holder_of,
)
from tests.factories.reviews import ReviewWorld, adopted_card, review_world
from tests.reviews.cycling import another, draft_of, filled

pytestmark = pytest.mark.django_db(transaction=True)
NEW, CYCLES = reverse("reviews:cycle-new"), reverse("reviews:cycles")


@pytest.fixture
def world() -> ReviewWorld:
    world = review_world()
    Employee.objects.update(language="en")
    return world


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def as_hr(client: Client, world: ReviewWorld) -> Client:
    client.force_login(world.hr)
    return client


def test_a_quarter_is_proposed_looked_over_and_opened(
    as_hr: Client, world: ReviewWorld, run_jobs: Callable[[], None]
) -> None:
    form = as_hr.get(NEW).context["form"]
    assert form["period"].initial is None and form.fields["period"].choices[0][0] == (
        world.period.from_on.isoformat()
    )
    assert form.initial["name_en"].startswith("Reviews, Quarter")
    page = as_hr.post(NEW, filled(world))
    assert page.status_code == 200 and not ReviewCycle.objects.exists()
    assert "About 1 person" in page.text and "Everybody has somebody who rates" in page.text
    assert "Open 1 review" in page.text
    answer = as_hr.post(NEW, filled(world) | {"final": "1"})
    cycle = ReviewCycle.objects.get()
    assert answer["Location"] == reverse("reviews:cycle-work", args=[cycle.works.get().pk])
    assert Entry.objects.filter(type="review.cycle").count() == 1
    run_jobs()
    assert "Done" in as_hr.get(answer["Location"]).text
    review = cycle.reviews.get()
    assert (review.employee, review.manager, review.opened_at.date()) == (
        world.subject,
        world.manager,
        cycle.opened_at.date(),
    )
    assert Notice.objects.get(recipient_id=world.subject.pk).title.startswith("Your review has")
    assert verify().is_sound


def test_change_leads_back_to_the_form_with_what_was_typed(
    as_hr: Client, world: ReviewWorld
) -> None:
    page = as_hr.post(NEW, filled(world, self_days=9) | {"change": "1"})
    assert 'value="9"' in page.text and not ReviewCycle.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": "2020-01-01"},
        {"self_days": 0},
        {"self_days": 91},
        {"least_days": "x"},
        {"name": ""},
        {"unit": 99999},
        {"groups": [99999]},
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    as_hr: Client, world: ReviewWorld, wrong: dict[str, Any]
) -> None:
    page = as_hr.post(NEW, filled(world, **wrong) | {"final": "1"})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == set(wrong)
    assert not ReviewCycle.objects.exists()


def test_a_quarter_that_is_not_over_cannot_be_chosen(as_hr: Client, world: ReviewWorld) -> None:
    starts = [date.fromisoformat(key) for key, __ in _periods(as_hr)]
    assert starts == sorted(starts, reverse=True) and len(starts) == 4
    assert starts[0] == world.period.from_on


def _periods(client: Client) -> list[tuple[str, str]]:
    choices: list[tuple[str, str]] = client.get(NEW).context["form"].fields["period"].choices
    return choices


def test_a_probation_asks_for_months_instead_of_a_period(as_hr: Client, world: ReviewWorld) -> None:
    asked = NEW + "?kind=probation"
    assert "period" not in as_hr.get(asked).context["form"].fields
    said = filled(world, probation_months=3, lead_days=14)
    page = as_hr.post(asked, said)
    assert "About nobody yet" in page.text and "hired on" in page.text
    as_hr.post(asked, said | {"final": "1"})
    cycle = ReviewCycle.objects.get()
    assert (cycle.kind, cycle.period, cycle.probation_months) == (CycleKinds.PROBATION, None, 3)


@pytest.fixture
def cardless(monkeypatch: pytest.MonkeyPatch) -> ReviewWorld:
    """The same company before any scorecard was adopted."""
    monkeypatch.setattr("tests.factories.reviews.adopted_card", lambda card: None)
    world = review_world()
    Employee.objects.update(language="en")
    return world


def test_without_a_scorecard_it_is_refused_with_the_groups(
    client: Client, cardless: ReviewWorld
) -> None:
    world, as_hr = cardless, client
    client.force_login(world.hr)
    adopted_card(group=PostGroupFactory.create(name_en="Security"))
    page = as_hr.post(NEW, filled(world))
    assert "no scorecard was adopted" in page.text and str(world.group) in page.text
    assert page.context["plan"].without_card == [world.group] and not page.context["can_open"]
    page = as_hr.post(NEW, filled(world) | {"final": "1"})
    assert page.status_code == 422 and not ReviewCycle.objects.exists()
    with pytest.raises(NoScorecard):
        open_cycle(actor=world.hr, cycle=draft_of(world), groups=[])


def test_a_group_without_anybody_needs_no_scorecard(cardless: ReviewWorld) -> None:
    world = cardless
    adopted_card(group=world.group)
    PostGroupFactory.create()
    team = UnitFactory.create(kind=UnitKind.TEAM, parent=world.site)
    another(world, unit=team)
    open_cycle(actor=world.hr, cycle=draft_of(world, unit=team), groups=[])
    with pytest.raises(NoScorecard):  # to probations anybody may come later
        open_cycle(
            actor=world.hr,
            cycle=draft_of(
                world,
                kind=CycleKinds.PROBATION,
                period_from=None,
                period_until=None,
                probation_months=3,
            ),
        )


def test_about_nobody_it_is_not_opened(as_hr: Client, world: ReviewWorld) -> None:
    empty = UnitFactory.create(kind=UnitKind.SITE, parent=world.company)
    page = as_hr.post(NEW, filled(world, unit=empty.pk))
    assert "About nobody" in page.text and not page.context["can_open"]
    with pytest.raises(NobodyToReview):
        open_cycle(actor=world.hr, cycle=draft_of(world, unit=empty), groups=[world.group])


def test_the_plan_says_who_has_nobody_to_rate_and_who_is_reviewed_already(
    as_hr: Client, world: ReviewWorld
) -> None:
    other = UnitFactory.create(kind=UnitKind.SITE, parent=world.company)
    lonely = another(world, "Lonely", unit=other)
    RoleGrant.objects.filter(role=Role.HR_DIRECTOR).update(
        revoked_at=timezone.now(), revoked_by=world.hr
    )
    world.cycle()
    plan = as_hr.post(NEW, filled(world, unit=world.company.pk)).context["plan"]
    assert [each.employee for each in plan.without_manager] == [lonely]
    assert plan.by_unit == [(other, 1)] and plan.by_group == [(world.group, 1)]
    assert (plan.people, plan.left_out) == (1, 1)


def test_the_days_follow_one_another(as_hr: Client, world: ReviewWorld) -> None:
    plan = as_hr.post(NEW, filled(world, self_days=90, rating_days=90)).context["plan"]
    days = [stage.until_on for stage in plan.stages]
    assert days[:2] == [world.until_on + timedelta(days=90), world.until_on + timedelta(days=180)]
    assert days == sorted(days)


def test_the_same_cycle_is_opened_once(world: ReviewWorld) -> None:
    def opened() -> Any:
        return open_cycle(actor=world.hr, cycle=draft_of(world), groups=[world.group])

    together = Barrier(2)

    def run(__: int) -> Any:
        try:
            together.wait()
            return opened()
        except ReviewError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(run, range(2)))
    assert sorted(type(each).__name__ for each in outcomes) == ["CycleIsThere", "CycleWork"]
    cycle = ReviewCycle.objects.get()
    with pytest.raises(CycleIsThere):
        opened()
    end_cycle(actor=world.hr, cycle=cycle)
    opened()


def test_hr_opens_for_its_own_units_only(client: Client, world: ReviewWorld) -> None:
    region = UnitFactory.create(kind=UnitKind.REGION, parent=world.company)
    hr = holder_of(Role.HR_OFFICER, region, language="en")
    client.force_login(hr)
    page = client.post(NEW, filled(world) | {"final": "1"})
    assert page.status_code == 422 and "unit" in page.context["form"].errors
    with pytest.raises(NotAllowed):
        open_cycle(actor=hr, cycle=draft_of(world), groups=[world.group])
    client.force_login(world.manager)
    assert client.get(NEW).status_code == 403 and client.get(CYCLES).status_code == 403
