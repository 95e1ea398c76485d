"""What tests of scorecards share: faulty ones, and the editor as a browser would send it."""

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from lms.people.models import Employee
from reviews.actions.start_scorecard_draft import start_scorecard_draft
from reviews.rules.scorecard import (
    Band,
    Bands,
    Component,
    Measure,
    Points,
    Question,
    Ratio,
    Sample,
    Scorecard,
)
from reviews.rules.scorecard_faults import FaultKind
from tests.factories.reviews import (
    D,
    ReviewWorld,
    make_card,
)


def signed_in(client: Client, who: Employee) -> Client:
    Employee.objects.filter(pk=who.pk).update(language="en")
    client.force_login(Employee.objects.get(pk=who.pk))
    return client


class Typed(HTMLParser):
    """What a browser would send of the page's form, as it stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.ids: set[str] = set()
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.values[self.select] = value
        elif tag == "input" and given.get("type") in ("checkbox", "radio"):
            if "checked" in given:
                self.values[name] = value or "on"
        elif tag == "input" and name != "csrfmiddlewaretoken":
            self.values[name] = value


def typed(desk: Client, url: str, **changed: str | None) -> dict[str, str]:
    """The form as it is drawn, with some fields typed anew; None takes a tick away."""
    values: dict[str, Any] = Typed(desk.get(url).content.decode()).values
    values |= {name.replace("__", "-"): value for name, value in changed.items()}
    return {name: value for name, value in values.items() if value is not None}


def drafted(world: ReviewWorld, card: Scorecard | None = None) -> str:
    start_scorecard_draft(actor=world.hr, group=world.group, card=card or make_card())
    return reverse("reviews:scorecard-draft", args=[world.group.pk])


def with_component(component: Component, **changed: Any) -> Scorecard:
    card = make_card()
    return replace(
        card,
        components=tuple(
            replace(each, **changed) if each.component == component else each
            for each in card.components
        ),
    )


def with_measure(measure: Measure, **changed: Any) -> Scorecard:
    card = make_card()
    return replace(
        card,
        components=tuple(
            replace(
                rule,
                measures=tuple(
                    replace(each, **changed) if each.measure == measure else each
                    for each in rule.measures
                ),
            )
            for rule in card.components
        ),
    )


def bands(*rows: tuple[int, int, int]) -> Scorecard:
    made = tuple(Band(D(lower), D(upper), D(points)) for lower, upper, points in rows)
    return with_measure(Measure.CLOSURE, rule=Bands(made))


def grades(number: int, **changed: Any) -> Scorecard:
    card = make_card()
    found = list(card.grades)
    found[number] = replace(found[number], **changed)
    return replace(card, grades=tuple(found))


CARD = make_card()
TRAINING = CARD.components[0]
PEERS = replace(TRAINING, component=Component.PEERS)
CLOSURE = "service.closure"
ONE = Question("one", "说到做到")
FAULTY: list[tuple[Scorecard, FaultKind, str, int]] = [
    (make_card(components=()), FaultKind.NO_COMPONENT, "", 0),
    (make_card(components=(TRAINING, *CARD.components)), FaultKind.COMPONENT_TWICE, "training", 0),
    (with_component(Component.TRAINING, weight=D(5)), FaultKind.WEIGHTS_NOT_100, "components", 0),
    (with_measure(Measure.CLOSURE, weight=D(50)), FaultKind.WEIGHTS_NOT_100, "service", 0),
    (
        with_component(Component.TRAINING, weight=D(0)),
        FaultKind.WEIGHT_OUT_OF_RANGE,
        "training",
        0,
    ),
    (with_measure(Measure.CLOSURE, weight=D(0)), FaultKind.WEIGHT_OUT_OF_RANGE, CLOSURE, 0),
    (with_component(Component.SERVICE, measures=()), FaultKind.NO_MEASURE, "service", 0),
    (
        with_component(Component.TRAINING, measures=TRAINING.measures * 2),
        FaultKind.MEASURE_TWICE,
        "training.courses_on_time",
        0,
    ),
    (
        with_component(Component.GOALS, measures=TRAINING.measures),
        FaultKind.FOREIGN_MEASURE,
        "goals.courses_on_time",
        0,
    ),
    (with_measure(Measure.CLOSURE, rule=Points(D(5))), FaultKind.WRONG_RULE, CLOSURE, 0),
    (with_measure(Measure.CLOSURE, rule=Ratio(D(0))), FaultKind.TARGET_OUT_OF_RANGE, CLOSURE, 0),
    (with_measure(Measure.CLOSURE, cap=D(101)), FaultKind.CAP_OUT_OF_RANGE, CLOSURE, 0),
    (
        with_measure(Measure.CLOSURE, sample=Sample(0, D(90))),
        FaultKind.SAMPLE_OUT_OF_RANGE,
        CLOSURE,
        0,
    ),
    (
        with_component(Component.SERVICE, neutral=D(101)),
        FaultKind.NEUTRAL_OUT_OF_RANGE,
        "service",
        0,
    ),
    (bands(), FaultKind.NO_BAND, CLOSURE, 0),
    (bands((0, 60, 0), (60, 60, 50), (60, 100, 90)), FaultKind.BAND_EMPTY, CLOSURE, 2),
    (bands((0, 60, 0), (70, 100, 90)), FaultKind.BAND_HOLE, CLOSURE, 2),
    (bands((0, 60, 0), (50, 100, 90)), FaultKind.BAND_OVERLAP, CLOSURE, 2),
    (bands((10, 60, 0), (60, 100, 90)), FaultKind.BAND_BEGINS_LATE, CLOSURE, 1),
    (bands((0, 60, 0), (60, 90, 90)), FaultKind.BAND_ENDS_EARLY, CLOSURE, 2),
    (bands((0, 60, 90), (60, 100, 50)), FaultKind.BAND_FALLS, CLOSURE, 2),
    (bands((0, 60, 0), (60, 100, 101)), FaultKind.POINTS_OUT_OF_RANGE, CLOSURE, 2),
    (
        with_measure(Measure.CONDUCT_RECORD, rule=Points(D(0))),
        FaultKind.POINTS_OUT_OF_RANGE,
        "conduct.conduct_record",
        0,
    ),
    (grades(1, upper=D(75)), FaultKind.BAND_HOLE, "grades", 3),
    (grades(1, code="good"), FaultKind.GRADE_TWICE, "grades", 0),
    (grades(1, name=" "), FaultKind.GRADE_NAMELESS, "grades", 2),
    (grades(2, is_low=True), FaultKind.LOW_ABOVE_OTHERS, "grades", 3),
    (make_card(grades=()), FaultKind.NO_BAND, "grades", 0),
    (make_card(red_cap=D(101)), FaultKind.RED_CAP_OUT_OF_RANGE, "red_cap", 0),
    (make_card(questions=()), FaultKind.NO_QUESTION, "manager", 0),
    (make_card(questions=(ONE, ONE)), FaultKind.QUESTION_TWICE, "manager", 0),
    (make_card(questions=(ONE, Question("two", ""))), FaultKind.QUESTION_EMPTY, "manager", 2),
    (
        make_card(components=(*CARD.components, PEERS), peer_questions=(ONE,), least_peers=2),
        FaultKind.TOO_FEW_PEERS,
        "peers",
        0,
    ),
]
