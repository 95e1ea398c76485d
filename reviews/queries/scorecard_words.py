"""A scorecard's rules in sentences, and what changed from one version to the next."""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.ui.language import in_readers_language
from reviews.queries.words import COMPONENTS, MEASURES, MISSING
from reviews.rules.scorecard import (
    FULL,
    Bands,
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
)
from reviews.rules.scorecard_changes import Change, What

# What a share of each measure is a share of.
SHARES: dict[Measure, Promise] = {
    Measure.COURSES_ON_TIME: _(
        "courses due in the period that were finished in time; late is half"
    ),
    Measure.EXAMINATION_RESULTS: _("marks of the best sitting of each examination"),
    Measure.POINTS_OBSERVED: _("points of the observation sheet"),
    Measure.CONDUCT_RECORD: _("decided and served cases that are live at the end of the period"),
    Measure.CLOSURE: _("valid complaints that were closed"),
    Measure.SATISFACTION: _("customers asked who were satisfied"),
    Measure.CALL_BACK: _("repairs and complaints with a call-back"),
    Measure.CALL_BACK_MAJOR: _("major complaints with a call-back"),
    Measure.WITHIN_LIMITS: _("jobs finished within their time limit"),
    Measure.MANAGERS_RATING: _("points the manager gave, of those there are"),
    Measure.PEERS_RATING: _("points peers gave, of those there are"),
    Measure.GOALS_REACHED: _("how far the goals due in the period were reached"),
}
WHAT: dict[What, Promise] = {
    What.WEIGHT: pgettext_lazy("scorecard", "weight"),
    What.MISSING: pgettext_lazy("scorecard", "without data"),
    What.RULE: pgettext_lazy("scorecard", "rule"),
    What.CAP: pgettext_lazy("scorecard", "most it gives"),
    What.SAMPLE: pgettext_lazy("scorecard", "small sample"),
    What.BOUNDS: pgettext_lazy("scorecard", "bounds"),
    What.NAME: pgettext_lazy("scorecard", "name"),
    What.LOW: pgettext_lazy("scorecard", "followed up"),
    What.RED_CAP: pgettext_lazy("scorecard", "most under a red line"),
    What.LEAST_PEERS: pgettext_lazy("scorecard", "answers of peers at least"),
    What.WORDING: pgettext_lazy("scorecard", "wording"),
}


def number(value: Decimal) -> str:
    """Without noughts at its end."""
    return f"{value.normalize():f}"


def rule_in_words(each: MeasureRule) -> str:
    match each.rule:
        case Ratio(target=target) if target == FULL:
            said = _t("The share reached is the score.")
        case Ratio(target=target):
            said = _t("%(target)s %% or more is 100; below, in proportion.") % {
                "target": number(target)
            }
        case Bands(bands=bands):
            rows = _t("; ").join(
                _t("from %(lower)s to %(upper)s %%: %(points)s")
                % {
                    "lower": number(band.lower),
                    "upper": number(band.upper),
                    "points": number(band.points),
                }
                for band in bands
            )
            said = _t("Points by band: %(rows)s.") % {"rows": rows}
        case Points(per_point=per_point):
            said = _t("From 100, %(points)s less for each point of a violation and %(points)s more "
                      "for each of a commendation; never above 100.") % {
                "points": number(per_point)
            }  # fmt: skip
    if each.cap != FULL:
        said += " " + _t("It gives %(cap)s at most.") % {"cap": number(each.cap)}
    return said


def sample_in_words(sample: Sample | None) -> str:
    """Empty where every sample is taken as it is."""
    if sample is None:
        return ""
    return _t(
        "Fewer than %(least)d cases are a small sample: those missing count as if %(assumed)s %% "
        "of them had gone well, and the 95 %% interval is shown."
    ) % {"least": sample.least, "assumed": number(sample.assumed)}


def missing_in_words(rule: ComponentRule) -> str:
    said = str(MISSING[rule.missing])
    if rule.missing == Missing.NEUTRAL:
        said += _t(" (%(score)s)") % {"score": number(rule.neutral)}
    return said


def grade_name(grade: Grade) -> str:
    return in_readers_language(grade.name, grade.name_en)


def wording(question: Question) -> str:
    return in_readers_language(question.text, question.text_en)


def change_in_words(change: Change) -> str:
    """A sentence about one difference."""
    place = _place(change)
    if change.what is None:
        pattern = _t("%(place)s: left out") if change.now is None else _t("%(place)s: new")
        return pattern % {"place": place}
    return _t("%(place)s, %(what)s: %(before)s → %(now)s") % {
        "place": place,
        "what": WHAT[change.what],
        "before": _value(change.before),
        "now": _value(change.now),
    }


def _place(change: Change) -> str:
    match change.where:
        case Component():
            return str(COMPONENTS[change.where])
        case Measure():
            return str(MEASURES[change.where])
        case Grade():
            return _t("Grade “%(name)s”") % {"name": grade_name(change.where)}
        case Question():
            return _t("Question “%(text)s”") % {"text": wording(change.where)}
        case _:
            return _t("Whole result")


def _value(value: object) -> str:
    match value:
        case bool():
            return _t("yes") if value else _t("no")
        case Decimal():
            return number(value)
        case MeasureRule():
            return rule_in_words(value)
        case ComponentRule():
            return missing_in_words(value)
        case Sample():
            return _t("fewer than %(least)d, %(assumed)s %%") % {
                "least": value.least,
                "assumed": number(value.assumed),
            }
        case Grade():
            return f"{number(value.lower)}–{number(value.upper)}"
        case None:
            return _t("none")
        case _:
            return str(value)
