"""What somebody gets to see of all that is kept about their work: what their own pages show, and
nothing of who answered as a peer."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

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


def gathered_reviews(employee: Employee, reader: Employee) -> Portion:
    """In the reader's language."""
    found = own_reviews(list(reviews_of(employee)))
    notes = Prefetch("notes", GoalNote.objects.order_by("on_day", "pk"))
    goals = Goal.objects.filter(employee=employee).prefetch_related(notes).order_by("pk")
    tables = [
        _reviews(found),
        _results(found),
        _items(found),
        _ratings(found),
        _words(found),
        _goals(goals),
        _progress(goals),
        _figures(employee),
    ]
    scans = ReviewScan.objects.filter(review__employee=employee).select_related("review")
    files = {
        f"{scan.review.number}-{scan.sha256[:8]}{PurePath(scan.name).suffix}": scan.file
        for scan in scans
    }
    return Portion([table for table in tables if table.rows], files)


def _number() -> str:
    return pgettext("column", "Review")


def _reviews(found: Iterable[OwnReview]) -> DataTable:
    return DataTable.of(
        "reviews",
        _("Reviews"),
        found,
        {
            "review": (_number(), lambda own: own.review.number),
            "cycle": (_("Cycle"), lambda own: str(own.review.cycle)),
            "from": (_("From"), lambda own: own.review.period_from),
            "until": (_("Until"), lambda own: own.review.period_until),
            "stage": (_("Stage"), lambda own: str(STATES[own.state])),
        },
    )


def _results(found: Iterable[OwnReview]) -> DataTable:
    return DataTable.of(
        "results",
        _("Results"),
        ((own, result) for own in found for result in own.results),
        {
            "review": (_number(), lambda row: row[0].review.number),
            "version": (_("Version"), lambda row: row[1].number),
            "frozen": (_("Frozen"), lambda row: row[1].frozen_at),
            "total": (_("Total"), lambda row: row[1].total),
            "grade": (_("Grade"), lambda row: _grade(row[0], row[1].grade)),
            "reason": (_("Reason"), lambda row: row[1].get_reason_display()),
        },
    )


def _grade(own: OwnReview, code: str) -> str:
    grade = own.card.grade(code) if own.card else None
    return in_readers_language(grade.name, grade.name_en) if grade else code


def _items(found: Iterable[OwnReview]) -> DataTable:
    """Of the version that holds; of peers all together."""
    items = (
        (own.review.number, item)
        for own in found
        if own.result is not None
        for item in own.result.frozen_trace.items
    )
    return DataTable.of(
        "result_items",
        _("What results rest on"),
        items,
        {
            "review": (_number(), lambda row: row[0]),
            "measure": (_("Measure"), lambda row: str(MEASURES[row[1].measure])),
            "what": (_("What"), lambda row: item_label(row[1])),
            "amount": (_("Amount"), lambda row: item_amount(row[1])),
            "on": (_("Day"), lambda row: row[1].day),
        },
    )


def _ratings(found: Iterable[OwnReview]) -> DataTable:
    ratings = (
        (own.review.number, rating)
        for own in found
        if own.rated is not None
        for rating in own.rated.content.ratings
    )
    return DataTable.of(
        "ratings",
        _("Manager’s ratings"),
        ratings,
        {
            "review": (_number(), lambda row: row[0]),
            "question": (pgettext("column", "Question"), lambda row: row[1].question),
            "points": (pgettext("column", "Points"), lambda row: row[1].points),
            "example": (_("Example"), lambda row: row[1].example),
        },
    )


def _words(found: Iterable[OwnReview]) -> DataTable:
    """What they said, and what was said to them; of the rating and of calibration once they read
    the result."""
    words = (
        (own.review.number, kind, list(filter(None, texts)))
        for own in found
        for kind, texts in _said_in(own)
    )
    return DataTable.of(
        "review_words",
        _("What was said in reviews"),
        words,
        {
            "review": (_number(), lambda row: row[0]),
            "what": (pgettext("column", "What it is"), lambda row: str(STEPS[row[1]])),
            "text": (pgettext("column", "What was said"), lambda row: row[2]),
        },
    )


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


def _goals(goals: Iterable[Goal]) -> DataTable:
    return DataTable.of(
        "goals",
        _("Goals"),
        goals,
        {
            "goal": (_("Goal"), lambda goal: goal.title),
            "measured": (_("How it is measured"), lambda goal: goal.measured_by),
            "weight": (_("Weight"), lambda goal: goal.weight),
            "from": (_("From"), lambda goal: goal.from_on),
            "due": (_("To be reached by"), lambda goal: goal.due_on),
            "withdrawn": (pgettext("goal", "Withdrawn"), lambda goal: goal.withdrawn_at),
            "because": (_("Reason"), lambda goal: goal.withdrawn_because),
        },
    )


def _progress(goals: Iterable[Goal]) -> DataTable:
    return DataTable.of(
        "goal_notes",
        _("Progress of goals"),
        (note for goal in goals for note in goal.notes.all()),
        {
            "goal": (_("Goal"), lambda note: note.goal.title),
            "on": (_("As of"), lambda note: note.on_day),
            "percent": (_("Reached in percent"), lambda note: note.percent),
            "note": (_("Note"), lambda note: note.note),
        },
    )


def _figures(employee: Employee) -> DataTable:
    """Also those that were withdrawn with their import."""
    found = ServiceFigure.objects.filter(employee=employee).select_related("work")
    return DataTable.of(
        "service_figures",
        _("Service figures"),
        found.order_by("month", "measure", "number"),
        {
            "month": (_("Month"), lambda row: row.month),
            "measure": (_("Measure"), lambda row: str(MEASURES[Measure(row.measure)])),
            "numerator": (_("Went well"), lambda row: row.numerator),
            "denominator": (_("Of"), lambda row: row.denominator),
            "source": (_("Source"), lambda row: row.source),
            "withdrawn": (pgettext("goal", "Withdrawn"), lambda row: row.work.withdrawn_at),
        },
    )
