"""Faults of a scorecard in the reader's words: where, in which row, what, and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from reviews.queries.words import COMPONENTS, MEASURES
from reviews.rules.scorecard import Component, Measure
from reviews.rules.scorecard_faults import Fault
from reviews.rules.scorecard_faults import FaultKind as K

SENTENCES: Mapping[K, Promise] = {
    K.NO_COMPONENT: _("Nothing counts yet. Let at least one component count."),
    K.COMPONENT_TWICE: _("The component stands there twice. Keep one of them."),
    K.WEIGHTS_NOT_100: _("The weights add up to %(total)s %%; they have to add up to 100 %%."),
    K.WEIGHT_OUT_OF_RANGE: _("Give a weight above 0 and up to 100 %%, or do not let it count."),
    K.NO_MEASURE: _("It counts, but nothing of it is measured. Let at least one measure count."),
    K.MEASURE_TWICE: _("The measure stands there twice. Keep one of them."),
    K.FOREIGN_MEASURE: _("The measure belongs to another component."),
    K.WRONG_RULE: _(
        "The conduct record takes points from 100; everything else a target or bands."
    ),
    K.TARGET_OUT_OF_RANGE: _("Give a target above 0 and up to 100 %%."),
    K.CAP_OUT_OF_RANGE: _("The most it gives has to lie above 0 and at most at 100."),
    K.SAMPLE_OUT_OF_RANGE: _(
        "A small sample has fewer than 1 to 1000 cases, and those missing count with 0 to 100 %%."
    ),
    K.NEUTRAL_OUT_OF_RANGE: _("The neutral score has to lie between 0 and 100."),
    K.NO_BAND: _("There is no band yet. Bands have to follow one another from 0 to 100."),
    K.BAND_EMPTY: _("It goes from %(lower)s to %(upper)s, so nothing lies in it."),
    K.BAND_HOLE: _("Between %(lower)s and %(upper)s there is a hole. Let it begin where the last "
                   "one ends."),
    K.BAND_OVERLAP: _("From %(lower)s to %(upper)s two of them overlap. Let it begin where the "
                      "last one ends."),
    K.BAND_BEGINS_LATE: _("The first one begins at %(upper)s; it has to begin at 0."),
    K.BAND_ENDS_EARLY: _("The last one ends at %(lower)s; it has to end at 100."),
    K.BAND_FALLS: _("A higher band gives fewer points than the one before. It may not give less."),
    K.POINTS_OUT_OF_RANGE: _("Points have to lie between 0 and 100; what a point of the record "
                             "costs, above 0."),
    K.GRADE_TWICE: _("Two grades are the same one. Remove one of them and save."),
    K.GRADE_NAMELESS: _("Give the grade a Chinese name."),
    K.LOW_ABOVE_OTHERS: _("A low grade lies above one that is not low."),
    K.RED_CAP_OUT_OF_RANGE: _("The most under a red line has to lie between 0 and 100."),
    K.NO_QUESTION: _("It counts, but nothing is asked. Write at least one question."),
    K.QUESTION_TWICE: _("Two questions are the same one. Remove one of them and save."),
    K.QUESTION_EMPTY: _("Write the question in Chinese."),
    K.TOO_FEW_PEERS: _("Ask for at least %(least)s answers: fewer could be told apart."),
}  # fmt: skip
PLACES: Mapping[str, Promise] = {
    "": _("Components"),
    "components": _("Components"),
    "grades": _("Grades"),
    "red_cap": _("Red line"),
}


def fault_in_words(fault: Fault) -> str:
    """The place, the row if there is one, and the reason."""
    return _t("%(place)s: %(reason)s") % {
        "place": place_in_words(fault),
        "reason": reason_in_words(fault),
    }


def reason_in_words(fault: Fault) -> str:
    return str(SENTENCES[fault.kind]) % fault.values


def place_in_words(fault: Fault) -> str:
    place = _place(fault.where)
    if fault.row:
        return _t("%(place)s, row %(row)d") % {"place": place, "row": fault.row}
    return place


def _place(where: str) -> str:
    if where in PLACES:
        return str(PLACES[where])
    component, __, measure = where.partition(".")
    name = str(COMPONENTS[Component(component)])
    return f"{name} · {MEASURES[Measure(measure)]}" if measure else name
