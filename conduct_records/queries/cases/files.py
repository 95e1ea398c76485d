"""Cases with their steps, as the rules see them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from django.db.models import QuerySet
from django.utils import timezone

from conduct_records.models import Case, CaseStep
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.procedure import State, StepKind
from conduct_records.rules.cases.records import Record, record_of
from conduct_records.rules.cases.step_content import content_of
from conduct_records.rules.cases.steps import Step
from lms.people.models import Employee


def zone() -> tzinfo:
    """In which the company counts its days."""
    return timezone.get_default_timezone()


def step_of(row: CaseStep) -> Step:
    kind = StepKind(row.kind)
    return Step(kind, row.actor.token, row.at, content_of(kind, row.data))


def file_of(case: Case) -> CaseFile:
    """One query; of an erased case nothing is left to be read."""
    if case.erased_at is not None:
        return CaseFile(())
    rows = case.steps.select_related("actor").order_by("number")
    return CaseFile.of(step_of(row) for row in rows)


def files_of(cases: Iterable[Case]) -> dict[int, CaseFile]:
    """By the case's key, without those erased; one query, however many there are."""
    steps: dict[int, list[Step]] = defaultdict(list)
    kept = [case for case in cases if case.erased_at is None]
    rows = CaseStep.objects.filter(case__in=kept).select_related("actor")
    for row in rows.order_by("case", "number"):
        steps[row.case_id].append(step_of(row))
    return {pk: CaseFile.of(found) for pk, found in steps.items()}


def case_files(cases: Iterable[Case]) -> list[tuple[Case, CaseFile]]:
    """Each case with its file, without those erased; one query, however many there are."""
    found = list(cases)
    files = files_of(found)
    return [(case, files[case.pk]) for case in found if case.pk in files]


def files_by_token(cases: QuerySet[Case]) -> dict[str, CaseFile]:
    """By the case's token; two queries, however many there are."""
    return {case.token: file for case, file in case_files(cases)}


def records_of(subject: Employee) -> list[Record]:
    """All that somebody's cases left behind, spent or not, unless they were erased; two queries."""
    return records_in(files_by_token(Case.objects.filter(subject=subject)))


def records_as_at(moments: Mapping[int, datetime]) -> dict[int, list[Record]]:
    """By the subject's key, what the cases had left behind at the moment given for each, by the
    steps that were written down by then; without those overturned since. Two queries, however
    many people there are."""
    cases = Case.objects.filter(subject__in=moments, erased_at__isnull=True)
    cases = cases.exclude(state=State.OVERTURNED)
    found = {case.pk: case for case in cases}
    steps: dict[int, list[Step]] = defaultdict(list)
    rows = CaseStep.objects.filter(case__in=found).select_related("actor")
    for row in rows.order_by("case", "number"):
        if row.recorded_at <= moments[found[row.case_id].subject_id]:
            steps[row.case_id].append(step_of(row))
    records: dict[int, list[Record]] = defaultdict(list)
    for pk, taken in steps.items():
        record = record_of(found[pk].token, CaseFile.of(taken), zone())
        if record is not None:
            records[found[pk].subject_id].append(record)
    return records


def records_in(files: Mapping[str, CaseFile]) -> list[Record]:
    """What the cases left behind, by their tokens."""
    made = (record_of(token, file, zone()) for token, file in files.items())
    return [record for record in made if record is not None]
