"""What a scorecard begins with where there is none to begin from: the weights and targets usual in
customer service. Names and questions come from the catalogues, in both languages."""

from decimal import Decimal

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reviews.rules.scorecard import (
    Component,
    ComponentRule,
    Grade,
    Measure,
    MeasureRule,
    Missing,
    Points,
    Question,
    Ratio,
    Sample,
    Scorecard,
)

D = Decimal
FULL_TARGET = Ratio(D(100))
LEAST_CASES = 20
GRADES: tuple[tuple[str, Promise, int, int], ...] = (
    ("improve", pgettext_lazy("grade", "To improve"), 0, 60),
    ("sound", pgettext_lazy("grade", "Sound"), 60, 80),
    ("good", pgettext_lazy("grade", "Good"), 80, 90),
    ("excellent", pgettext_lazy("grade", "Excellent"), 90, 100),
)
ASKED_OF_MANAGERS: tuple[tuple[str, Promise], ...] = (
    ("courteous", _("Is courteous and comes forward to help")),
    ("reliable", _("Does what was promised, in time")),
    ("orderly", _("Keeps records and handovers complete")),
    ("together", _("Works well with colleagues and other posts")),
    ("learns", _("Learns from mistakes and feedback")),
)
ASKED_OF_PEERS: tuple[tuple[str, Promise], ...] = (
    ("helps", _("Helps when it is needed")),
    ("informs", _("Passes on what others need to know")),
)


def _share(measure: Measure, target: int, weight: int, assumed: int) -> MeasureRule:
    return MeasureRule(measure, Ratio(D(target)), D(weight), sample=Sample(LEAST_CASES, D(assumed)))


def _single(component: Component, weight: int, rule: MeasureRule) -> ComponentRule:
    return ComponentRule(component, D(weight), (rule,))


COMPONENTS = (
    _single(Component.TRAINING, 10, MeasureRule(Measure.COURSES_ON_TIME, FULL_TARGET)),
    _single(Component.EXAMINATIONS, 15, MeasureRule(Measure.EXAMINATION_RESULTS, FULL_TARGET)),
    _single(Component.CONDUCT, 15, MeasureRule(Measure.CONDUCT_RECORD, Points(D(5)))),
    ComponentRule(
        Component.SERVICE,
        D(35),
        (
            _share(Measure.CLOSURE, 100, 40, 90),
            _share(Measure.SATISFACTION, 90, 30, 85),
            _share(Measure.CALL_BACK, 50, 10, 50),
            _share(Measure.CALL_BACK_MAJOR, 100, 10, 90),
            _share(Measure.WITHIN_LIMITS, 100, 10, 90),
        ),
        Missing.DROP,
    ),
    _single(Component.MANAGER, 15, MeasureRule(Measure.MANAGERS_RATING, FULL_TARGET)),
    _single(Component.GOALS, 10, MeasureRule(Measure.GOALS_REACHED, FULL_TARGET)),
)


def first_scorecard() -> Scorecard:
    return Scorecard(
        COMPONENTS,
        tuple(
            Grade(code, *_both(name), D(lower), D(upper), is_low=lower == 0)
            for code, name, lower, upper in GRADES
        ),
        # Just below the lowest grade that is not low.
        D("59.99"),
        tuple(Question(code, *_both(text)) for code, text in ASKED_OF_MANAGERS),
        tuple(Question(code, *_both(text)) for code, text in ASKED_OF_PEERS),
    )


def _both(text: Promise) -> tuple[str, str]:
    """In Chinese and in English."""
    with translation.override("zh-hans"):
        chinese = str(text)
    with translation.override("en"):
        return chinese, str(text)
