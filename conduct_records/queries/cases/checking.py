"""Whether what is kept for lists says what the steps say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import Prefetch, Q
from django.utils import timezone

from conduct_records.models import Case, CaseStep, Evidence, Incident
from conduct_records.queries.cases.files import step_of
from conduct_records.queries.cases.incidents import incident_number
from conduct_records.queries.cases.packs import pack_for
from conduct_records.queries.cases.projection import SEAT_COLUMNS, charges_of, projection
from conduct_records.queries.cases.tallying import counted_anew, kept, last_step, latest_run
from conduct_records.rules.cases.case_file import CaseFile, OutOfOrder
from conduct_records.rules.cases.packs import Pack
from conduct_records.rules.cases.tallies import Figures
from lms.people.models import Employee, Unit
from lms.people.queries import stood_on
from lms.people.rules.attestation import file_hash

BATCH = 200


@dataclass(frozen=True)
class Difference:
    """`column` is a column of the case, "charges" or "steps"; of a report, "waits"; of a piece of
    evidence, "file"; of a month, what is counted."""

    case: str
    column: str
    kept: Any
    said: Any

    def __str__(self) -> str:
        return f"{self.case} {self.column}: kept {self.kept!s}, the steps say {self.said!s}"


def differences() -> Iterator[Difference]:
    """Every case is folded anew, unless it was erased; in batches, with a few queries a case."""
    steps = Prefetch("steps", CaseStep.objects.select_related("actor").order_by("number"))
    cases = Case.objects.filter(erased_at__isnull=True)
    cases = cases.select_related("incident", "subject__unit").prefetch_related(steps, "charges")
    for case in cases.order_by("pk").iterator(chunk_size=BATCH):
        yield from differences_of(case)


def differences_of(case: Case) -> Iterator[Difference]:
    rows = list(case.steps.all())
    numbers = [row.number for row in rows]
    if not rows or numbers != list(range(1, len(rows) + 1)):
        yield Difference(case.number, "steps", numbers, "one after the other from 1")
        return
    try:
        file = CaseFile.of(step_of(row) for row in rows)
        derived = projection(case, file, _pack_then(case, rows[-1].recorded_at))
    except (OutOfOrder, msgspec.ValidationError) as fault:
        yield Difference(case.number, "steps", numbers, fault)
        return
    for column, said in derived.items():
        kept = getattr(case, column)
        if kept != said and not _is_of_erased(column, kept, said):
            yield Difference(case.number, column, kept, said)
    kept_charges = {(each.rule_code, each.line, each.is_proven) for each in case.charges.all()}
    said_charges = {
        (each.rule_code, str(each.line), each.is_proven) for each in charges_of(case, file)
    }
    if kept_charges != said_charges:
        yield Difference(case.number, "charges", sorted(kept_charges), sorted(said_charges))


def _is_of_erased(column: str, kept: Any, said: Any) -> bool:
    """A seat whose holder was erased: the steps have the token they had then."""
    if column not in SEAT_COLUMNS.values() or said is not None:
        return False
    return Employee.objects.filter(pk=kept, erased_at__isnull=False).exists()


def wrongly_waiting() -> Iterator[Difference]:
    """Reports that stand in the list of those that wait and do not, and the other way about."""
    waits = Q(closing__isnull=True, cases__isnull=True, erased_at__isnull=True)
    listed = Q(waiting__isnull=False)
    wrong = Incident.objects.filter((waits & ~listed) | (listed & ~waits)).order_by("pk")
    for incident in wrong.distinct().select_related("waiting"):
        is_listed = hasattr(incident, "waiting")
        yield Difference(incident_number(incident), "waits", is_listed, not is_listed)


def altered_files() -> Iterator[Difference]:
    """Every file of evidence that was not erased is read and compared with the hash of which the
    ledger knows."""
    erased = Q(case__erased_at__isnull=False) | Q(incident__erased_at__isnull=False)
    for row in Evidence.objects.exclude(erased).order_by("pk").iterator():
        try:
            with row.file.open("rb") as original:
                found = file_hash(original)
        except FileNotFoundError:
            found = "nothing"
        if found != row.sha256:
            yield Difference(f"Evidence {row.pk}", "file", found, row.sha256)


def altered_tallies() -> Iterator[Difference]:
    """What charts count, month by month of the whole company; as long as no case moved on since it
    was counted. Units that moved in the tree change nothing in that."""
    run = latest_run()
    if run is None or run.last_step != last_step():
        return
    roots = set(Unit.objects.filter(parent__isnull=True).values_list("pk", flat=True))
    was, found = (
        {place: tally.figures for place, tally in tallies.items() if place[0] in roots}
        for tallies in (kept(), counted_anew())
    )
    for place in sorted(was.keys() | found.keys()):
        before, now = was.get(place, Figures()), found.get(place, Figures())
        for name in sorted(before.counts.keys() | now.counts.keys()):
            if before[name] != now[name]:
                yield Difference(f"{place[1]:%Y-%m}", name, before[name], now[name])


def _pack_then(case: Case, recorded_at: datetime) -> Pack:
    """The regional rules by which the last step was taken: due dates are not counted anew when
    they change."""
    day = timezone.localdate(recorded_at)
    stood = stood_on(case.subject, day)
    return pack_for(stood.unit if stood else case.subject.unit, day, entered_by=recorded_at)
