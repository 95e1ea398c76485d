"""What a trace says, in sentences for its reader."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from conduct_records.queries.words import LINES
from conduct_records.rules.codebook import Line
from lms.ui.erased import ERASED, in_words
from lms.ui.language import in_readers_language
from reviews.rules.erasing import is_erased
from reviews.rules.scorecard import (
    FULL,
    Bands,
    ComponentRule,
    MeasureRule,
    Missing,
    Points,
    Ratio,
    lies_in,
)
from reviews.rules.scoring import ComponentScore, MeasureScore
from reviews.rules.trace import Item, Source

MINUS = "−"


def plain(value: Decimal) -> str:
    """Without zeros that say nothing."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", MINUS)


def percent(value: Decimal) -> str:
    return f"{plain(value)}%"


def points(value: Decimal) -> str:
    """Two places, as everywhere in a result."""
    return f"{value:.2f}"


def signed(value: Decimal) -> str:
    return f"+{plain(value)}" if value > 0 else plain(value)


# Items -------------------------------------------------------------------------------------------


def item_label(item: Item) -> str:
    """What it is called, where it is not known what it is the kind of source."""
    label = in_words(in_readers_language(item.label, item.label_en))
    if item.source == Source.CASE:
        return str(LINES[Line(item.line)]) if item.line else pgettext("case", "Commended")
    if item.source == Source.FIGURE:
        month = date_format(item.day, "YEAR_MONTH_FORMAT")
        return f"{month} · {label}" if label else month
    if item.source == Source.PEERS:
        count = int(item.ref)
        return ngettext("%(count)d colleague", "%(count)d colleagues together", count) % {
            "count": count
        }
    return label or (in_words(ERASED) if is_erased(item) else item.ref)


def item_amount(item: Item) -> str:
    if item.source == Source.CASE:
        return _points(item.value)
    if item.source == Source.ENROLMENT:
        return {
            Decimal(1): _("finished in time"),
            Decimal(0): _("not finished by the cut-off"),
        }.get(item.value, _("finished late: counts half"))
    if item.source == Source.GOAL:
        reached = percent(item.value * FULL / item.out_of)
        weight = item.out_of / FULL
        if weight == 1:
            return reached
        return _("%(reached)s, weight %(weight)s") % {"reached": reached, "weight": plain(weight)}
    return f"{plain(item.value)} / {plain(item.out_of)}"


def _points(value: Decimal) -> str:
    """Of the conduct record, with their sign."""
    text = npgettext("record", "%(points)s point", "%(points)s points", abs(int(value)))
    return text % {"points": signed(value)}


def item_when(item: Item) -> str:
    """Of a figure the month stands in its name; what people say has no day of its own."""
    if item.source in (Source.FIGURE, Source.RATING, Source.PEERS):
        return ""
    day = date_format(item.day)
    if item.source == Source.CASE:
        return _("counts from %(day)s") % {"day": day}
    if item.source in (Source.ENROLMENT, Source.GOAL):
        return _("due %(day)s") % {"day": day}
    return day


# Measures ----------------------------------------------------------------------------------------


def measure_amount(found: MeasureScore, rule: MeasureRule) -> str:
    if isinstance(rule.rule, Points):
        return _points(found.value)
    return f"{plain(found.value)} / {plain(found.out_of)}"


def measure_target(rule: MeasureRule) -> str:
    return percent(rule.rule.target) if isinstance(rule.rule, Ratio) else ""


def measure_rule(found: MeasureScore, rule: MeasureRule) -> str:
    """How the score comes from what was reached."""
    given = rule.rule
    if isinstance(given, Ratio):
        said = _("reached ÷ target %(target)s") % {"target": percent(given.target)}
    elif isinstance(given, Bands):
        band = next(each for each in given.bands if lies_in(found.share, each.lower, each.upper))
        said = _("%(lower)s–%(upper)s gives %(points)s points") % {
            "lower": plain(band.lower),
            "upper": percent(band.upper),
            "points": plain(band.points),
        }
    else:
        said = _("100 points, %(per_point)s for each point of the record: 100 %(change)s") % {
            "per_point": plain(given.per_point),
            "change": _change(found.value * given.per_point),
        }
    return _("%(rule)s; at most %(cap)s") % {"rule": said, "cap": plain(rule.cap)}


def _change(value: Decimal) -> str:
    sign = MINUS if value < 0 else "+"
    return f"{sign} {plain(abs(value))}"


def small_sample(found: MeasureScore, rule: MeasureRule) -> str:
    """Empty where there are cases enough."""
    if not found.lacking or rule.sample is None:
        return ""
    low, high = found.interval or (Decimal(0), FULL)
    return _(
        "Few cases: %(of)s of the %(least)s that are needed. The missing %(lacking)s count as if "
        "%(assumed)s of them had gone well. What was observed allows for %(low)s to %(high)s "
        "(95%% interval)."
    ) % {
        "of": plain(found.out_of),
        "least": str(rule.sample.least),
        "lacking": plain(found.lacking),
        "assumed": percent(rule.sample.assumed),
        "low": percent(low),
        "high": percent(high),
    }


def calculation(found: ComponentScore) -> str:
    """94.00 × 40% + 96.06 × 30% …; a single measure is its component."""
    if len(found.measures) < 2:
        return ""
    parts = [f"{points(each.score)} × {percent(each.weight)}" for each in found.measures]
    return f"{' + '.join(parts)} = {points(found.score or Decimal(0))}"


# Components --------------------------------------------------------------------------------------


def without_data(found: ComponentScore, rule: ComponentRule) -> str:
    """What became of a component without data; empty where it has some."""
    weight = percent(found.declared)
    if found.missing == Missing.DROP:
        return _(
            "No data. It is left out, and its weight of %(weight)s goes to the others in "
            "proportion."
        ) % {"weight": weight}
    if found.missing == Missing.NEUTRAL:
        return _("No data. It counts as neutral, with %(score)s points.") % {
            "score": plain(rule.neutral)
        }
    return _("No data. It counts as 0.") if found.missing == Missing.FAIL else ""


def reweighted(found: ComponentScore) -> str:
    """Why the weight is not the one on the scorecard."""
    if found.score is None or found.weight == found.declared:
        return ""
    return _("%(declared)s on the scorecard; more here, because something was left out") % {
        "declared": percent(found.declared)
    }


def brief(found: ComponentScore, items: Sequence[Item]) -> str:
    """A component in a few words."""
    if found.missing is not None:
        return _("no data")
    words = _counted(items[0].source, items) if items else ""
    return words or _("nothing on the record")


def _counted(source: Source, items: Sequence[Item]) -> str:
    count = len(items)
    match source:
        case Source.ENROLMENT:
            in_time = sum(1 for item in items if item.value == 1)
            text = ngettext(
                "%(count)d course due, %(in_time)d finished in time",
                "%(count)d courses due, %(in_time)d finished in time",
                count,
            )
            return text % {"count": count, "in_time": in_time}
        case Source.SITTING:
            text = ngettext("%(count)d examination", "%(count)d examinations", count)
        case Source.OBSERVATION:
            text = ngettext("%(count)d observation", "%(count)d observations", count)
        case Source.CASE:
            praised = sum(1 for item in items if item.value > 0)
            return _("violations: %(against)d, commendations: %(praised)d") % {
                "against": count - praised,
                "praised": praised,
            }
        case Source.FIGURE:
            text = ngettext("%(count)d monthly figure", "%(count)d monthly figures", count)
        case Source.RATING:
            text = ngettext(
                "%(count)d question, with its example",
                "%(count)d questions, each with an example",
                count,
            )
        case Source.PEERS:
            return item_label(items[0])
        case Source.GOAL:
            text = ngettext("%(count)d goal", "%(count)d goals", count)
    return text % {"count": count}
