"""What a cycle would be, before anybody opens it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from lms.people.models import PostGroup, Unit
from lms.people.rules.periods import add_months
from reviews.enums import CycleKinds
from reviews.models import ReviewCycle
from reviews.queries.population import Candidate, Managers, eligible, without_reviewed
from reviews.queries.scorecards import cards_at
from reviews.queries.words import STATES, Words
from reviews.rules.cycles import probation_of
from reviews.rules.procedure import State
from reviews.rules.timeline import STAGES, due_on


@dataclass(frozen=True)
class Stage:
    """`until_on` at the latest, where the day is known beforehand."""

    state: State
    name: Words
    days: int
    until_on: date | None


@dataclass(frozen=True)
class Plan:
    """`by_unit` and `by_group` count people; `without_card` are the post groups nobody adopted a
    scorecard for; `left_out` are people who are reviewed for that time already."""

    people: int
    by_unit: list[tuple[Unit, int]]
    by_group: list[tuple[PostGroup, int]]
    without_manager: list[Candidate]
    without_card: list[PostGroup]
    stages: list[Stage]
    left_out: int


def plan_of(cycle: ReviewCycle, groups: Sequence[PostGroup], today: date) -> Plan:
    """Of a cycle that is not saved. The same number of queries, however many it is about."""
    everybody = eligible(cycle, today, groups)
    found = without_reviewed(cycle, everybody)
    units = Counter(each.placement.unit for each in found)
    posts = Counter(each.placement.post.group for each in found)
    managers = Managers()
    return Plan(
        people=len(found),
        by_unit=sorted(units.items(), key=lambda row: row[0].path),
        by_group=sorted(posts.items(), key=lambda row: row[0].position),
        without_manager=[each for each in found if managers.of(each.employee) is None],
        without_card=groups_without_card(cycle, groups, [*posts]),
        stages=stages_of(cycle, today),
        left_out=len(everybody) - len(found),
    )


def groups_without_card(
    cycle: ReviewCycle, groups: Sequence[PostGroup], among: Sequence[PostGroup]
) -> list[PostGroup]:
    """The post groups that need a scorecard first: those named; without names those of the people
    it is about (`among`), and for probations, to which people come later, all there are."""
    named = list(groups)
    if not named:
        is_open = cycle.kind == CycleKinds.PROBATION
        named = list(PostGroup.objects.all()) if is_open else list(among)
    cards = cards_at(timezone.now())
    missing = [group for group in named if cards.token_for(group.code) is None]
    return sorted(missing, key=lambda group: group.position)


def groups_of(found: Sequence[Candidate]) -> list[PostGroup]:
    return list(dict.fromkeys(each.placement.post.group for each in found))


def stages_of(cycle: ReviewCycle, today: date) -> list[Stage]:
    """The stages with the last day of each for a review that is opened today and takes all its
    time; of probations, whose days hang on each person, without."""
    timeline, since, found = cycle.timeline, today, []
    for state in STAGES:
        until_on = None
        if cycle.period_until is not None:
            until_on = due_on(state, timeline, cycle.period_until, since)
            since = until_on or since
        found.append(Stage(state, STATES[state], timeline.days_of(state), until_on))
    return found


def example_of(cycle: ReviewCycle, today: date) -> tuple[date, date] | None:
    """Of probations: who was hired on the first day is reviewed by the second, as an example."""
    if cycle.kind != CycleKinds.PROBATION or cycle.probation_months is None:
        return None
    hired = add_months(today, -cycle.probation_months)
    period = probation_of(hired, cycle.probation_months, cycle.lead_days)
    assert period.until_on is not None
    return hired, period.until_on
