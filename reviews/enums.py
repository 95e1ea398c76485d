from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CycleKinds(models.TextChoices):
    """Of `rules.cycles.CycleKind`."""

    QUARTERLY = "quarterly", _("Quarterly")
    YEARLY = "yearly", _("Yearly")
    PROBATION = "probation", _("End of probation")


class WorkKind(models.TextChoices):
    """What the worker does for a whole cycle."""

    OPEN = "open", _("Open the reviews")
    COMPUTE = "compute", _("Compute the scores anew")
    FREEZE = "freeze", _("Freeze the results")


class ResultReason(models.TextChoices):
    """Why there is a version of a result."""

    FROZEN = "frozen", _("Frozen after calibration")
    APPEAL = "appeal", _("Appeal upheld")
    CONDUCT = "conduct", _("Conduct case overturned")


class FigureOutcome(models.TextChoices):
    """What a row of service figures comes to."""

    REFUSED = "refused", _("Refused")
    ADDED = "added", pgettext_lazy("figures", "Added")


class FigureColumn(models.TextChoices):
    """What a sheet of service figures says, as its template heads it."""

    STAFF_NUMBER = "staff_number", _("Staff number")
    MONTH = "month", _("Month")
    MEASURE = "measure", _("Measure")
    NUMERATOR = "numerator", _("Numerator")
    DENOMINATOR = "denominator", _("Denominator")
    SOURCE = "source", _("Source")


class FigureRemark(models.TextChoices):
    """What is wrong with a row of service figures; the values in braces come with it."""

    MISSING = "missing", _("{column} is missing.")
    NO_STAFF_NUMBER = "no_staff_number", _("The staff number is missing.")
    UNKNOWN_STAFF_NUMBER = "unknown_staff_number", _("Nobody has the staff number “{value}”.")
    OUT_OF_REACH = (
        "out_of_reach",
        _("This staff number belongs to somebody outside your units."),
    )
    ONESELF = "oneself", _("Somebody else must import figures about you.")
    BEFORE_HIRING = "before_hiring", _("The person was hired later, on {day}.")
    AFTER_LEAVING = "after_leaving", _("The person had left by then, on {day}.")
    BAD_MONTH = "bad_month", _("“{value}” is no month. Write it as 2026-09.")
    FUTURE_MONTH = "future_month", _("The month has not come yet.")
    UNFINISHED_MONTH = (
        "unfinished_month",
        _("The month is not over yet. Send its figures when it is."),
    )
    UNKNOWN_MEASURE = (
        "unknown_measure",
        _("There is no measure “{value}”. The template lists them."),
    )
    NOT_WHOLE = "not_whole", _("{column}: “{value}” is no whole number.")
    NEGATIVE = "negative", _("{column}: {value} is below 0.")
    TOO_LARGE = "too_large", _("{column}: {value} is too large to be true.")
    NOTHING_COUNTED = (
        "nothing_counted",
        _("The denominator is 0. Leave the row out where there was nothing to count."),
    )
    ABOVE_WHOLE = (
        "above_whole",
        _("The numerator {numerator} is larger than the denominator {denominator}."),
    )
    TOO_LONG = "too_long", _("{column}: longer than {limit} characters.")
    TWICE = "twice", _("The same person, month and measure stand in several rows: {rows}.")
    HELD = (
        "held",
        _("This figure was imported on {day} already, in “{file}”. Withdraw that import first."),
    )
    FORMULA = "formula", _("Cell {cell} holds a formula. Paste it as a value.")
    MERGED = "merged", _("Cell {cell} is merged with others. Split the cells.")
    ERROR = "error", _("Cell {cell} holds an error such as #REF!.")


class FormKind(models.TextChoices):
    """What is written in pieces and kept meanwhile."""

    SELF_ASSESSMENT = "self_assessment", _("Self-assessment")
    RATING = "rating", _("Rating")
