"""The steps of the scales in words; what a sheet says, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models import Observation
from assessments.rules.observing.sheet import Point, SheetSection
from lms.ui.language import in_readers_language

NOT_SEEN = pgettext_lazy("observation", "Not seen")
# By scale, in the order of `rules.observing.sheet.STEPS`.
STEPS = {
    "met": (pgettext_lazy("observation", "Not met"), pgettext_lazy("observation", "Met")),
    "three": (
        pgettext_lazy("observation", "Not met"),
        pgettext_lazy("observation", "Partly met"),
        pgettext_lazy("observation", "Met"),
    ),
    "five": (
        pgettext_lazy("observation", "Not met"),
        pgettext_lazy("observation", "Weak"),
        pgettext_lazy("observation", "Half met"),
        pgettext_lazy("observation", "Mostly met"),
        pgettext_lazy("observation", "Fully met"),
    ),
}
SCALES = {
    "met": _("Met or not"),
    "three": _("Three steps: not, partly, met"),
    "five": _("Five steps, from not to fully met"),
}


def step_in_words(point: Point, step: int | None) -> str:
    return str(NOT_SEEN if step is None else STEPS[point.scale][step])


def point_text(point: Point) -> str:
    return in_readers_language(point.text, point.text_en)


def point_standard(point: Point) -> str:
    return in_readers_language(point.standard, point.standard_en)


def section_title(section: SheetSection) -> str:
    return in_readers_language(section.title, section.title_en)


def outcome_in_words(observation: Observation) -> str:
    if observation.passed:
        return str(pgettext_lazy("observation", "Passed"))
    if observation.failed:
        return str(pgettext_lazy("observation", "Failed by a critical point"))
    return str(pgettext_lazy("observation", "Not passed"))
