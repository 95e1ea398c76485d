"""From an item of a trace to the evidence itself: for those only who may see it there."""

from collections.abc import Sequence

from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from assessments.policies.observing import SEE as SEE_OBSERVATION
from conduct_records.policies.cases import SEE_CASES, can_read_own_case
from conduct_records.queries.cases.files import files_of
from conduct_records.queries.cases.seen import cases_seen
from conduct_records.rules.cases.case_file import CaseFile
from courses.policies import SEE as SEE_TRAINING
from lms.people.models import Employee
from lms.people.policies import may
from reviews.models import Review
from reviews.policies import IMPORT_FIGURES, can_set_goals
from reviews.queries.figures import address_of_row
from reviews.queries.known import cases_behind, figures_behind
from reviews.queries.trace_view import Link
from reviews.rules.trace import Item, Source


def links_for(reader: Employee, review: Review, items: Sequence[Item]) -> dict[str, Link]:
    """By `Item.key`; none once the person is erased. The same number of queries, however many items
    there are."""
    if review.employee.erased_at is not None:
        return {}
    found = _to_cases(reader, review, items) | _to_figures(reader, review, items)
    hrefs = _of_sources(reader, review)
    for item in items:
        own = _own_sitting(reader, review, item)
        href = own or _observation(reader, review, item) or hrefs.get(item.source, "")
        if href:
            found.setdefault(item.key, Link(href))
    return found


def _of_sources(reader: Employee, review: Review) -> dict[Source, str]:
    """Pages about all of a person's evidence of one kind."""
    person = review.employee
    if reader == person:
        return {
            Source.ENROLMENT: resolve_url("courses:list"),
            Source.GOAL: resolve_url("reviews:own-goals"),
        }
    found = {}
    if may(reader, SEE_TRAINING, person):
        found[Source.ENROLMENT] = found[Source.SITTING] = resolve_url("courses:person", person.pk)
    if can_set_goals(reader, person):
        found[Source.GOAL] = resolve_url("reviews:goals-of", person.pk)
    return found


def _own_sitting(reader: Employee, review: Review, item: Item) -> str:
    is_own = reader == review.employee and item.source == Source.SITTING
    return resolve_url("assessments:result", item.ref) if is_own else ""


def _observation(reader: Employee, review: Review, item: Item) -> str:
    if item.source != Source.OBSERVATION:
        return ""
    if reader == review.employee:
        return resolve_url("assessments:own-observation", item.ref)
    sees = may(reader, SEE_OBSERVATION, review.employee)
    return resolve_url("assessments:observation", item.ref) if sees else ""


def _to_cases(reader: Employee, review: Review, items: Sequence[Item]) -> dict[str, Link]:
    cases = cases_behind(items, review.employee)
    files = files_of(cases)
    mine = cases_seen(reader, SEE_CASES).filter(pk__in=[case.pk for case in cases])
    seen = set(mine.order_by().values_list("pk", flat=True)) if cases else set()
    found = {}
    for case in cases:
        file = files.get(case.pk, CaseFile.of(()))
        if can_read_own_case(reader, case, file):
            found[case.token] = Link(resolve_url("conduct_records:own-case", case.pk), case.number)
        elif case.pk in seen:
            found[case.token] = Link(resolve_url("conduct_records:case", case.pk), case.number)
    return {item.key: found[item.ref] for item in items if item.ref in found}


def _to_figures(reader: Employee, review: Review, items: Sequence[Item]) -> dict[str, Link]:
    """The row of the import as a word for everybody; a link for who imports."""
    figures = figures_behind(items)
    imports = may(reader, IMPORT_FIGURES, review.employee)
    found = {}
    for item in items:
        figure = figures.get(item.ref) if item.source == Source.FIGURE else None
        if figure is not None and imports:
            text = _("row %(row)d") % {"row": figure.row}
            found[item.key] = Link(address_of_row(figure), text)
    return found
