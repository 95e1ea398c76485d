"""The demo's scorecards, service figures, goals and reviews: finished cycles and one under way, all
through the actions, each with the clock set to its day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from courses.actions.complete_course import complete_course
from courses.actions.enrol_employee import enrol_employee
from lms.demo import clock
from lms.demo.files import read
from lms.demo.journeys import read_whole, sit
from lms.demo.review_rows import (
    FOLDER,
    Quarter,
    Row,
    Texts,
    card_of,
    figures_of,
    quarters,
    yearly_period,
)
from lms.demo.review_stages import play
from lms.demo.stories import course_of, person
from lms.notify.models import Notice
from lms.people.models import Employee, PostGroup, Unit
from reviews.actions.adopt_scorecard import adopt_scorecard
from reviews.actions.cycle_work import run_cycle_work
from reviews.actions.end_cycle import end_cycle
from reviews.actions.figures.check_figures import check_figures
from reviews.actions.figures.confirm_figures import confirm_figures
from reviews.actions.note_progress import note_progress
from reviews.actions.open_cycle import open_cycle
from reviews.actions.set_goal import Terms, set_goal
from reviews.enums import CycleKinds
from reviews.models import FigureImport, Goal, ReviewCycle, ScorecardVersion
from reviews.rules.procedure import ENDED

HR, DIRECTOR = "20213", "20026"
ADOPTED = timedelta(days=800)
# Of somebody of whom nothing is written down.
USUAL = [3, 4, 3, 4, 3]
# So many days after its period a cycle was opened; by so many more it was closed. The one under way
# was opened so many days ago.
OPENED, CLOSED, OPENED_AGO = 3, 40, 18


def load_reviews() -> None:
    """Add what is missing. A review that people went on with since is theirs."""
    _load_scorecards()
    row = read(FOLDER / "quarterly.yaml")
    for quarter in quarters():
        _load_goals(row, quarter)
        _load_figures(quarter)
    _load_yearly()
    for quarter in quarters():
        _load_quarter(row, quarter)


def load_learning(system: Employee) -> None:
    """What people of the reviews learned in the quarter that is under way; before the journeys of
    the others, who learn now."""
    first = quarters()[-1].from_on
    for number, about in read(FOLDER / "quarterly.yaml")["people"].items():
        if "learning" in about:
            _learn(system, person(number), about["learning"], first)


def _learn(system: Employee, employee: Employee, said: Row, first: date) -> None:
    limits, onboarding = course_of("T"), course_of("A")
    if employee.enrolments.filter(course_key=limits.translation_key).exists():
        return
    with clock.at(clock.moment(first + timedelta(days=said["from"]))):
        enrolment = enrol_employee(actor=person(HR), employee=employee, course=limits)
    with clock.at(clock.moment(first + timedelta(days=said["read"]), "19:30")):
        read_whole(employee, limits)
        if limits.examination is not None:
            sit(employee, limits.examination, said["wrong_every"])
        complete_course(actor=system, enrolment=enrolment)
    with clock.at(clock.moment(first + timedelta(days=said["sits"]), "15:00")):
        read_whole(employee, onboarding)
        assert onboarding.examination is not None
        sit(employee, onboarding.examination, said["wrong_every"])
        begun = employee.enrolments.get(course_key=onboarding.translation_key)
        complete_course(actor=system, enrolment=begun)


def _load_scorecards() -> None:
    director = person(DIRECTOR)
    for row in read(FOLDER / "scorecards.yaml")["scorecards"]:
        group = PostGroup.objects.get(code=row["group"]) if row["group"] else None
        if not ScorecardVersion.objects.filter(group=group).exists():
            with clock.at(timezone.now() - ADOPTED):
                adopt_scorecard(actor=director, group=group, card=card_of(row), note=row["note"])


def _load_figures(quarter: Quarter) -> None:
    name = f"客户系统-{quarter.from_on:%Y%m}-{quarter.until_on:%m}.csv"
    if FigureImport.objects.filter(file_name=name).exists():
        return
    last = quarters()[-1].until_on.replace(day=1)
    people = {each.staff_number: each for each in Employee.objects.all()}
    sender = person(HR)
    with clock.at(clock.moment(quarter.until_on + timedelta(days=2), "09:20")):
        file = ContentFile(figures_of(quarter, last, people).encode())
        confirm_figures(actor=sender, work=check_figures(actor=sender, file=file, file_name=name))


def _load_goals(row: Row, quarter: Quarter) -> None:
    for number, about in row["people"].items():
        for said in about.get("goals", ()):
            if said["ago"] == quarter.ago:
                _load_goal(person(number), said, quarter)


def _load_goal(employee: Employee, said: Row, quarter: Quarter) -> None:
    """Set at the beginning, noted half done in the middle and as it came at the end."""
    if Goal.objects.filter(employee=employee, title=said["title"]).exists():
        return
    terms = Terms(
        said["title"], said["measured_by"], said["weight"], quarter.from_on, quarter.until_on
    )
    with clock.at(clock.moment(quarter.from_on + timedelta(days=2))):
        goal = set_goal(actor=person(HR), employee=employee, terms=terms)
    middle = quarter.from_on + timedelta(days=45)
    noted = (middle, said["percent"] // 2, ""), (quarter.until_on, said["percent"], said["note"])
    for day, percent, note in noted:
        with clock.at(clock.moment(day, "17:40")):
            note_progress(actor=employee, goal=goal, percent=percent, rests_on=note, on_day=day)


def _load_yearly() -> None:
    """Finished: of everybody who was there long enough."""
    texts, period = Texts(), yearly_period()
    row = texts.row
    assert period.until_on is not None
    opened_on = period.until_on + timedelta(days=OPENED)
    with clock.at(clock.moment(opened_on)):
        cycle = _cycle(
            row,
            CycleKinds.YEARLY,
            name=row["name"].format(year=period.from_on.year),
            name_en=row["name_en"].format(year=period.from_on.year),
            period_from=period.from_on,
            period_until=period.until_on,
        )
    rows = {
        number: texts.of(number, row["levels"].get(number, USUAL)) for number in _numbers(cycle)
    }
    _finish(cycle, rows, opened_on)


def _load_quarter(row: Row, quarter: Quarter) -> None:
    texts = Texts()
    days = (timezone.localdate() - quarter.until_on).days
    # Under way: there is time for the self-assessment for some days yet.
    self_days = days + 3 if quarter.ago == 0 else 7
    opened_on = quarter.until_on + timedelta(days=OPENED if quarter.ago else days - OPENED_AGO)
    with clock.at(clock.moment(opened_on)):
        cycle = _cycle(
            row,
            CycleKinds.QUARTERLY,
            **quarter.named(row),
            period_from=quarter.from_on,
            period_until=quarter.until_on,
            self_days=self_days,
        )
    known = {
        number: about["reviews"][quarter.ago]
        for number, about in row["people"].items()
        if quarter.ago in about["reviews"]
    }
    peers = {number: about["peers"] for number, about in row["people"].items() if "peers" in about}
    if quarter.ago:
        rows = {number: known.get(number) or texts.of(number, USUAL) for number in _numbers(cycle)}
        _finish(cycle, rows, opened_on)
    else:
        play(cycle, known, opened_on, peers=peers)


def _cycle(row: Row, kind: CycleKinds, **given: Any) -> ReviewCycle:
    """The cycle as it stands, or begun now with its reviews."""
    unit = Unit.objects.get(code=row["unit"])
    found = ReviewCycle.objects.filter(kind=kind, unit=unit, period_from=given["period_from"])
    if (cycle := found.first()) is not None:
        return cycle
    cycle = ReviewCycle(kind=kind, unit=unit, **given)
    groups = list(PostGroup.objects.filter(code__in=row["groups"]))
    run_cycle_work(open_cycle(actor=person(HR), cycle=cycle, groups=groups))
    return cycle


def _numbers(cycle: ReviewCycle) -> list[str]:
    return list(cycle.reviews.values_list("employee__staff_number", flat=True))


def _finish(cycle: ReviewCycle, rows: Mapping[str, Row], opened_on: date) -> None:
    """To the end; letters were read."""
    if not cycle.reviews.exclude(state__in=ENDED).exists():
        return
    play(cycle, rows, opened_on)
    with clock.at(clock.moment(opened_on + timedelta(days=CLOSED))):
        end_cycle(actor=person(HR), cycle=cycle)
    read_at = clock.moment(opened_on + timedelta(days=CLOSED))
    Notice.objects.filter(url__contains="-reviews/", created_at__lte=read_at, read_at=None).update(
        read_at=read_at
    )
