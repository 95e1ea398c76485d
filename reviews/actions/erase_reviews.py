from django.db.models import Q
from django.db.models.fields.files import FieldFile

from lms.people.models import Employee
from lms.people.registries import Erased
from lms.ui.erased import ERASED
from reviews.models import (
    FigureImport,
    FigureRow,
    FormDraft,
    Goal,
    GoalNote,
    PeerAnswer,
    Reassessment,
    Result,
    ResultCase,
    Review,
    ReviewScan,
    ReviewStep,
)
from reviews.rules.erasing import Refs, left_of_outcome, left_of_step, left_of_trace
from reviews.rules.trace import as_json


def erase_reviews(employee: Employee) -> Erased:
    """Empty the reviews of somebody and their goals. Totals, grades, points, days and places stay,
    which figures are made of; so do service figures, of which an import's hash is made.

    In the caller's transaction and inside `lms.ledger.actions.erasing.erasing`.
    """
    reviews = Review.objects.filter(employee=employee)
    for review in reviews.order_by("pk"):
        _erase_words(review)
    scans = ReviewScan.objects.filter(review__in=reviews)
    files = [scan.file for scan in scans]
    scans.remove()
    PeerAnswer.objects.filter(review__in=reviews).redact(points={}, comment="")
    ResultCase.objects.filter(result__review__in=reviews).delete()
    Reassessment.objects.filter(review__in=reviews).delete()
    FormDraft.objects.filter(Q(review__in=reviews) | Q(author=employee)).delete()
    _erase_goals(employee)
    return Erased(files=[*files, *_forget_figures(employee)])


def _erase_words(review: Review) -> None:
    """Of its steps and of all versions of its result."""
    results = list(Result.objects.filter(review=review))
    refs = Refs.of(result.frozen_trace for result in results)
    for result in results:
        Result.objects.filter(pk=result.pk).redact(
            trace=as_json(left_of_trace(result.frozen_trace, refs)),
            outcome=left_of_outcome(result.outcome, refs),
        )
    for step in ReviewStep.objects.filter(review=review):
        ReviewStep.objects.filter(pk=step.pk).redact(data=left_of_step(step.data, refs))


def _erase_goals(employee: Employee) -> None:
    goals = Goal.objects.filter(employee=employee)
    GoalNote.objects.filter(goal__in=goals).redact(note="")
    goals.exclude(withdrawn_because="").update(withdrawn_because=ERASED)
    goals.update(title=ERASED, measured_by=ERASED)


def _forget_figures(employee: Employee) -> list[FieldFile]:
    """Files of figures are kept a while; those that name the person go at once."""
    rows = FigureRow.objects.filter(staff_number=employee.staff_number)
    named = set(rows.values_list("work", flat=True))
    named |= set(employee.service_figures.values_list("work", flat=True))
    imports = FigureImport.objects.filter(pk__in=named).exclude(file="")
    files = [each.file for each in imports]
    imports.update(file="")
    rows.delete()
    return files
