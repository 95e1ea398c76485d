"""What somebody gets to see of all that is kept about their work: what their own pages show, and
nothing of who answered as a peer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.people.models import Employee
from lms.people.registries import DataTable, Portion
from lms.ui.language import in_readers_language
from reviews.models import Goal, GoalNote, ReviewScan, ServiceFigure
from reviews.queries.own import OwnReview, own_reviews, reviews_of
from reviews.queries.trace_words import item_amount, item_label
from reviews.queries.words import MEASURES, STATES, STEPS
from reviews.rules import steps as said
from reviews.rules.procedure import StepKind
from reviews.rules.scorecard import Measure

Row = Mapping[str, Any]


def gathered_reviews(employee: Employee, reader: Employee) -> Portion:
    """In the reader's language."""
    found = own_reviews(list(reviews_of(employee)))
    tables = [
        _reviews(found),
        _results(found),
        _items(found),
        _ratings(found),
        _words(found),
        _goals(employee),
        _progress(employee),
        _figures(employee),
    ]
    scans = ReviewScan.objects.filter(review__employee=employee).select_related("review")
    files = {
        f"{scan.review.number}-{scan.sha256[:8]}{_ending(scan.name)}": scan.file for scan in scans
    }
    return Portion([table for table in tables if table.rows], files)


def _ending(name: str) -> str:
    __, dot, ending = name.rpartition(".")
    return f"{dot}{ending}" if dot else ""


def _number() -> str:
    return pgettext("column", "Review")


def _reviews(found: Iterable[OwnReview]) -> DataTable:
    rows = [
        {
            "review": own.review.number,
            "cycle": str(own.review.cycle),
            "from": own.review.period_from,
            "until": own.review.period_until,
            "stage": str(STATES[own.state]),
        }
        for own in found
    ]
    columns = {
        "review": _number(),
        "cycle": _("Cycle"),
        "from": _("From"),
        "until": _("Until"),
        "stage": _("Stage"),
    }
    return DataTable("reviews", _("Reviews"), columns, rows)


def _results(found: Iterable[OwnReview]) -> DataTable:
    rows = [
        {
            "review": own.review.number,
            "version": result.number,
            "frozen": result.frozen_at,
            "total": result.total,
            "grade": _grade(own, result.grade),
            "reason": result.get_reason_display(),
        }
        for own in found
        for result in own.results
    ]
    columns = {
        "review": _number(),
        "version": _("Version"),
        "frozen": _("Frozen"),
        "total": _("Total"),
        "grade": _("Grade"),
        "reason": _("Reason"),
    }
    return DataTable("results", _("Results"), columns, rows)


def _grade(own: OwnReview, code: str) -> str:
    grade = own.card.grade(code) if own.card else None
    return in_readers_language(grade.name, grade.name_en) if grade else code


def _items(found: Iterable[OwnReview]) -> DataTable:
    """Of the version that holds; of peers all together."""
    rows = [
        {
            "review": own.review.number,
            "measure": str(MEASURES[item.measure]),
            "what": item_label(item),
            "amount": item_amount(item),
            "on": item.day,
        }
        for own in found
        if own.result is not None
        for item in own.result.frozen_trace.items
    ]
    columns = {
        "review": _number(),
        "measure": _("Measure"),
        "what": _("What"),
        "amount": _("Amount"),
        "on": _("Day"),
    }
    return DataTable("result_items", _("What results rest on"), columns, rows)


def _ratings(found: Iterable[OwnReview]) -> DataTable:
    rows = [
        {
            "review": own.review.number,
            "question": rating.question,
            "points": rating.points,
            "example": rating.example,
        }
        for own in found
        if own.rated is not None
        for rating in own.rated.content.ratings
    ]
    columns = {
        "review": _number(),
        "question": pgettext("column", "Question"),
        "points": pgettext("column", "Points"),
        "example": _("Example"),
    }
    return DataTable("ratings", _("Manager’s ratings"), columns, rows)


def _words(found: Iterable[OwnReview]) -> DataTable:
    """What they said, and what was said to them; of the rating and of calibration once they read
    the result."""
    rows = [
        {"review": own.review.number, "what": str(STEPS[kind]), "text": list(filter(None, texts))}
        for own in found
        for kind, texts in _said_in(own)
    ]
    columns = {
        "review": _number(),
        "what": pgettext("column", "What it is"),
        "text": pgettext("column", "What was said"),
    }
    return DataTable("review_words", _("What was said in reviews"), columns, rows)


def _said_in(own: OwnReview) -> Iterator[tuple[StepKind, Sequence[str]]]:
    if (assessed := own.self_assessed) is not None:
        words = (assessed.went_well, assessed.to_improve, assessed.support)
        yield StepKind.SELF_ASSESSED, words
    if own.rated is not None:
        yield StepKind.RATED, (own.rated.content.text,)
    for move in own.moves:
        yield StepKind.MOVED, (move.reason,)
    if own.talked is not None:
        notes = (each.note for each in own.talked.follow_ups)
        yield StepKind.TALKED, (own.talked.text, *notes)
    for kind, step in (
        (StepKind.SIGNED, own.signed),
        (StepKind.APPEALED, own.appealed),
        (StepKind.APPEAL_DECIDED, own.decided),
    ):
        if step is not None:
            yield kind, (_text_of(step.content),)


def _text_of(content: said.Signed | said.Appealed | said.AppealDecided) -> str:
    match content:
        case said.Signed(comment=text) | said.Appealed(grounds=text):
            return text
        case said.AppealDecided(reasons=text):
            return text


def _with_notes(employee: Employee) -> Iterable[Goal]:
    notes = Prefetch("notes", GoalNote.objects.order_by("on_day", "pk"))
    return Goal.objects.filter(employee=employee).prefetch_related(notes).order_by("pk")


def _goals(employee: Employee) -> DataTable:
    rows = [
        {
            "goal": goal.title,
            "measured": goal.measured_by,
            "weight": goal.weight,
            "from": goal.from_on,
            "due": goal.due_on,
            "withdrawn": goal.withdrawn_at,
            "because": goal.withdrawn_because,
        }
        for goal in _with_notes(employee)
    ]
    columns = {
        "goal": _("Goal"),
        "measured": _("How it is measured"),
        "weight": _("Weight"),
        "from": _("From"),
        "due": _("To be reached by"),
        "withdrawn": pgettext("goal", "Withdrawn"),
        "because": _("Reason"),
    }
    return DataTable("goals", _("Goals"), columns, rows)


def _progress(employee: Employee) -> DataTable:
    rows = [
        {"goal": goal.title, "on": note.on_day, "percent": note.percent, "note": note.note}
        for goal in _with_notes(employee)
        for note in goal.notes.all()
    ]
    columns = {
        "goal": _("Goal"),
        "on": _("As of"),
        "percent": _("Reached in percent"),
        "note": _("Note"),
    }
    return DataTable("goal_notes", _("Progress of goals"), columns, rows)


def _figures(employee: Employee) -> DataTable:
    """Also those that were withdrawn with their import."""
    found = ServiceFigure.objects.filter(employee=employee).select_related("work")
    rows = [
        {
            "month": figure.month,
            "measure": str(MEASURES[Measure(figure.measure)]),
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "source": figure.source,
            "withdrawn": figure.work.withdrawn_at,
        }
        for figure in found.order_by("month", "measure", "number")
    ]
    columns = {
        "month": _("Month"),
        "measure": _("Measure"),
        "numerator": _("Went well"),
        "denominator": _("Of"),
        "source": _("Source"),
        "withdrawn": pgettext("goal", "Withdrawn"),
    }
    return DataTable("service_figures", _("Service figures"), columns, rows)
