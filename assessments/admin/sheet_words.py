"""What a version of an inspection sheet says, part by part, so that two can be compared."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.queries.observing.words import SCALES
from assessments.rules.observing.sheet import Point, Sheet


def said(sheet: Sheet) -> dict[str, str]:
    """By what each part is called; of a point all that belongs to it, a fact a line."""
    parts = {_("Pass mark (%)"): str(sheet.pass_percent)}
    for number, section in enumerate(sheet.sections, start=1):
        heading = _("Section %(number)d") % {"number": number}
        parts[heading] = "\n".join(filter(None, (section.title, section.title_en)))
        for point in section.points:
            label = _("Point %(code)s") % {"code": point.code}
            parts[label] = "\n".join([section.title, *_facts(point)])
    return parts


def _facts(point: Point) -> Iterator[str]:
    yield from filter(None, (point.text, point.text_en, point.standard, point.standard_en))
    scale, weight = str(SCALES[point.scale]), point.weight
    yield _("%(scale)s, weight %(weight)d") % {"scale": scale, "weight": weight}
    if point.is_critical:
        yield _("Critical")
    if point.needs_photo:
        yield _("Photo required")
