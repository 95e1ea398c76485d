from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from conduct_records.actions.cases.add_evidence import evidence_added
from conduct_records.actions.cases.keep_evidence import HandedIn
from conduct_records.actions.cases.locked_incident import locked_incident
from conduct_records.errors import CaseMovedOn, FormBelongsToAnother, GateShut
from conduct_records.models import Case, CaseStep, Charge, Evidence, Notice
from conduct_records.policies.circumstances import Circumstances
from conduct_records.policies.gates import verdicts_on
from conduct_records.queries.cases.files import file_of
from conduct_records.queries.cases.gate_words import in_words
from conduct_records.queries.cases.notice_content import content_of_notice
from conduct_records.queries.cases.projection import charges_of, projection
from conduct_records.registries import tasks_after_overturning
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.evidence import notice_issued, persons_in, step_taken
from conduct_records.rules.cases.gates.verdicts import Verdict
from conduct_records.rules.cases.incident_evidence import added
from conduct_records.rules.cases.notices import content_hash, paper_of
from conduct_records.rules.cases.packs import Pack
from conduct_records.rules.cases.procedure import State, StepKind
from conduct_records.rules.cases.step_content import as_json, kind_of, with_papers
from conduct_records.rules.cases.steps import (
    AppealDecided,
    Decided,
    InstalmentTaken,
    Interviewed,
    Step,
)
from lms.jobs.outbox import enqueue
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.rules.envelope import Record, new_token
from lms.people.actions.lock_people import locked_people
from lms.people.models import Employee
from lms.people.rules.attestation import file_hash

WAGE_TAKING = (Decided, InstalmentTaken)


def take_step(
    *,
    actor: Employee,
    case: Case,
    content: Any,
    seen: int | None = None,
    form_id: UUID | None = None,
    at: datetime | None = None,
    files: Sequence[HandedIn] = (),
    device: str = "",
) -> CaseStep:
    """Take one step of a case, if every gate is open; the notice that the step issues, the files
    handed in with it and what follows from it are written with it, or nothing is.

    `content` is one of `rules.cases.steps`. `seen` is the number of steps the actor saw;
    `form_id` the form's own: sent twice, it is one step. `at` is when it took place, now unless
    told.

    Raises `GateShut` with every reason, `CaseMovedOn`, `FormBelongsToAnother`, `PersonErased`, and
    for files what `add_evidence` raises.
    """
    with transaction.atomic(durable=True):
        if files:
            # Whoever adds evidence locks the incident before the case.
            locked_incident(case.incident)
        # All cases of a person together stay below a month's ceiling.
        wages_of = [case.subject_id] if isinstance(content, WAGE_TAKING) else []
        locked_people(pks=wages_of, tokens=_named(content))
        case = locked_case(case)
        if case.erased_at is not None:
            raise CaseMovedOn
        if form_id is not None and (sent := sent_before(form_id, case, actor, kind_of(content))):
            return sent
        found = Circumstances.of(case, file_of(case))
        if seen is not None and seen != len(found.file.steps):
            raise CaseMovedOn
        at = at or found.now
        to_come = with_papers(content, [each.name for each in files])
        check_gates(list(verdicts_on(found, actor, to_come, at)))
        known, added_now = _kept(files, actor, case, device)
        content = with_papers(content, [each.token for each in (*known, *added_now)])
        return append_step(
            case,
            found.file,
            actor,
            content,
            found.pack,
            at=at,
            form_id=form_id,
            handed_in=[added(each) for each in added_now],
        )


def _named(content: Any) -> set[str]:
    """Whom the step names. Of who is appointed the gates say what is wrong."""
    tokens = set(persons_in(as_json(content)).values())
    if isinstance(content, Interviewed):
        return tokens
    return set(
        Employee.objects.filter(token__in=tokens, is_active=True).values_list("token", flat=True)
    )


def _kept(
    files: Sequence[HandedIn], actor: Employee, case: Case, device: str
) -> tuple[list[Evidence], list[Evidence]]:
    """The files as evidence of the case: what is there already, and what is added now."""
    wanted = {file_hash(each.file): each for each in files}
    known = list(Evidence.objects.filter(case=case, sha256__in=wanted))
    for each in known:
        del wanted[each.sha256]
    if not wanted:
        return known, []
    new = list(wanted.values())
    return known, evidence_added(actor, case.incident, case, new, device=device)


def locked_case(case: Case) -> Case:
    """The case, as nobody else can move it on until the transaction ends."""
    cases = Case.objects.select_for_update(of=("self",))
    return cases.select_related(
        "incident__reported_by", "incident__unit", "subject__unit", "subject__post"
    ).get(pk=case.pk)


def check_gates(verdicts: list[Verdict]) -> None:
    """Raises `GateShut` with all that are shut."""
    if shut := [each for each in verdicts if not each.is_open]:
        raise GateShut(shut, [in_words(each) for each in shut])


def append_step(
    case: Case,
    file: CaseFile,
    actor: Employee,
    content: Any,
    pack: Pack,
    *,
    at: datetime,
    form_id: UUID | None = None,
    handed_in: Sequence[Record] = (),
) -> CaseStep:
    """Write the step with all that belongs to it; the gates were asked before. Records its entries,
    after those of the evidence that was handed in with it, and so is the last thing its transaction
    does."""
    now = timezone.now()
    paper = paper_of(content)
    if paper is not None:
        content = replace(content, notice=new_token(), **_promised(content, pack))
    file = file.with_step(Step(kind_of(content), actor.token, at, content))
    row = CaseStep.objects.create(
        case=case,
        number=len(file.steps),
        kind=kind_of(content),
        data=as_json(content),
        actor=actor,
        at=at,
        recorded_at=now,
        form_id=form_id,
    )
    records = [*handed_in, step_taken(row)]
    if paper is not None:
        records.append(_issue(case, file, paper, content.notice, actor, pack, now))
    _project(case, file, pack)
    enqueue("conduct_records.tasks.follow_step", step_id=row.pk)
    if case.state == State.OVERTURNED and isinstance(content, AppealDecided):
        for task_path in tasks_after_overturning():
            enqueue(task_path, case=case.token)
    record_entries(*records)
    return row


def _promised(content: Any, pack: Pack) -> dict[str, int]:
    """What the paper gives the person, whatever regional rules say later."""
    return {"appeal_days": pack.appeal_days} if isinstance(content, Decided) else {}


def _issue(
    case: Case,
    file: CaseFile,
    kind: str,
    token: str,
    actor: Employee,
    pack: Pack,
    now: datetime,
) -> Record:
    says = content_of_notice(case, file, kind, actor, pack)
    notice = Notice.objects.create(
        case=case,
        kind=kind,
        number=case.notices.filter(kind=kind).count() + 1,
        content=says,
        content_hash=content_hash(says),
        issued_by=actor,
        issued_at=now,
        token=token,
    )
    return notice_issued(notice)


def _project(case: Case, file: CaseFile, pack: Pack) -> None:
    columns = projection(case, file, pack)
    for name, value in columns.items():
        setattr(case, name, value)
    case.reminded_at = None
    case.save(update_fields=[*columns, "reminded_at"])
    case.charges.all().delete()
    Charge.objects.bulk_create(charges_of(case, file))


def sent_before(
    form_id: UUID, case: Case, actor: Employee, kind: StepKind | None = None
) -> CaseStep | None:
    """The step that this form became when it was sent before; `kind` where one is expected.

    Raises `FormBelongsToAnother`.
    """
    row = CaseStep.objects.filter(form_id=form_id).first()
    if row is None:
        return None
    if (row.case_id, row.actor_id, row.kind) != (case.pk, actor.pk, kind or row.kind):
        raise FormBelongsToAnother
    return row
