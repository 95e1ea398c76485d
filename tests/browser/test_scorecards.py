"""Writing a scorecard, seeing who would move, adopting it; reading it on the phone."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lms.people.models import Employee
from reviews.actions.start_scorecard_draft import start_scorecard_draft
from reviews.models import ScorecardDraft, ScorecardVersion
from reviews.queries.first_scorecard import first_scorecard
from reviews.rules.scorecard import Component, Measure
from reviews.rules.scorecard_faults import faults_of
from tests.browser.conftest import OpenPage
from tests.factories.people import EmployeeFactory
from tests.factories.reviews import HIRED, ReviewWorld, figures, make_card, review_world

SignIn = Callable[[Page, Employee | str], Employee]
CheckAccessible = Callable[[Page], None]


@pytest.fixture
def site(
    live_server: LiveServer, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> LiveServer:
    """Without the demo company: the reviews here are made for these tests."""
    monkeypatch.setattr(settings, "BASE_URL", live_server.url)
    return live_server


@pytest.fixture
def world(site: LiveServer) -> ReviewWorld:
    world = review_world()
    for name, good in (("陈静", 98), ("韩冰", 83), ("马骏", 71), ("何敏", 64)):
        person = world.subject
        if name != person.name:
            person = EmployeeFactory.create(
                unit=world.site, post=person.post, name=name, hired_on=HIRED
            )
        figures(
            person,
            (world.months[0], Measure.CLOSURE, good, 100),
            (world.months[1], Measure.SATISFACTION, good, 100),
        )
    return world


def draft_url(world: ReviewWorld, page: str = "draft") -> str:
    return reverse(f"reviews:scorecard-{page}", args=[world.group.pk])


def test_from_the_first_weight_to_the_adopted_version(
    desk: Page, sign_in: SignIn, check_accessible: CheckAccessible, world: ReviewWorld
) -> None:
    sign_in(desk, world.director)
    desk.goto(reverse("reviews:scorecards"))
    check_accessible(desk)
    desk.goto(draft_url(world))
    check_accessible(desk)
    desk.locator("input[name=begin]").last.check()
    with desk.expect_navigation():
        desk.locator("main form button[type=submit]").click()
    check_accessible(desk)
    # The sum follows while weights are typed, and what does not count is left out of it.
    whole = desk.locator("weight-sum[data-of=whole] [data-part=sum]")
    expect(whole).to_have_text("100")
    desk.locator("#id_service-weight").fill("30.5")
    expect(whole).to_have_text("95.5")
    desk.locator("#id_training-counts").uncheck()
    expect(whole).to_have_text("85.5")
    desk.locator("#id_closure-target").evaluate("field => field.closest('details').open = true")
    desk.locator("#id_closure-target").fill("")
    desk.locator(".desk-actions button").first.click()
    # Each fault leads to its field, which is shown and has the focus.
    expect(desk.locator(".card-faults li")).to_have_count(2)
    check_accessible(desk)
    desk.locator(".card-faults a[href='#id_closure-target']").click()
    expect(desk.locator("#id_closure-target")).to_be_visible()
    expect(desk.locator("#id_closure-target")).to_be_focused()
    desk.locator("#id_closure-target").fill("95")
    desk.locator("#id_service-weight").fill("45")
    desk.locator(".desk-actions button").last.click()
    expect(desk.locator(".card-classes")).to_have_count(2)
    check_accessible(desk)
    assert faults_of(ScorecardDraft.objects.get().card) == []
    desk.goto(draft_url(world, "adopt"))
    check_accessible(desk)
    desk.locator("textarea").fill("培训另行考核，客户服务加重。")
    desk.locator("main form button[type=submit]").click()
    expect(desk.locator(".card-part")).to_have_count(5)
    check_accessible(desk)
    version = ScorecardVersion.objects.get(group=world.group)
    assert version.card.component(Component.TRAINING) is None


def test_everything_works_without_scripts_on_the_phone(
    open_page: OpenPage, sign_in: SignIn, check_accessible: CheckAccessible, world: ReviewWorld
) -> None:
    page = open_page("phone", javascript=False)
    sign_in(page, world.hr)
    start_scorecard_draft(actor=world.hr, group=world.group, card=first_scorecard())
    page.goto(draft_url(world))
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    page.locator("#id_service-weight").fill("40")
    page.locator(".desk-actions button").first.click()
    expect(page.locator(".card-sum [data-part=sum]").first).to_have_text("105")
    expect(page.locator(".card-faults li")).to_have_count(1)


def test_everybody_reads_what_they_are_measured_by(
    phone: Page, sign_in: SignIn, check_accessible: CheckAccessible, world: ReviewWorld
) -> None:
    sign_in(phone, world.subject)
    version = ScorecardVersion.objects.get(group=None)
    phone.goto(reverse("reviews:scorecard", args=[version.token]))
    expect(phone.locator(".card-part")).to_have_count(len(make_card().components))
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    check_accessible(phone)
