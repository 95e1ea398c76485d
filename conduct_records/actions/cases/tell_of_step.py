from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conduct_records.actions.cases.take_step import locked_case
from conduct_records.models import Case, CaseStep
from conduct_records.policies.cases import HANDLE_CASES
from conduct_records.queries.cases.files import file_of
from conduct_records.queries.cases.owners import grants_carrying, reaching
from conduct_records.queries.cases.words import SEATS
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.procedure import Seat, State, StepKind
from conduct_records.rules.cases.telling import is_open_to_subject
from lms.notify.models import Notice as Told
from lms.notify.sending import Letter, notify_all
from lms.people.models import Employee
from lms.people.policies import manages

Words = tuple[str | Promise, str | Promise]

# What the person is told; nothing of it says what the case is about, because letters are e-mails.
TO_SUBJECT: dict[StepKind, Words] = {
    StepKind.NOTICE_ISSUED: (
        _("A notice waits for you: read and sign for it"),
        _("There it says what it is about, and until when you can answer."),
    ),
    StepKind.NOTICE_SERVED: (
        _("You can make a statement"),
        _("Until when, it says there. What you say is read before anything is decided."),
    ),
    StepKind.HEARING_MOVED: (
        _("Your hearing was put off"),
        _("The new time stands there; you can answer until then."),
    ),
    StepKind.LAPSED: (
        _("Your time to answer is over"),
        _("It is decided now on what is known."),
    ),
    StepKind.DECIDED: (
        _("A decision waits for you: read and sign for it"),
        _("There it says why, and how to appeal."),
    ),
    StepKind.APPEAL_DECIDED: (
        _("Your appeal was decided: read it and sign for it"),
        _("There it says how, and why."),
    ),
    StepKind.COMMENDED: (_("You were commended"), _("Read for what.")),
    StepKind.WITHDRAWN: (_("Your case was withdrawn"), _("Nothing of it counts.")),
    StepKind.SPENT: (
        _("An entry on your record is spent"),
        _("From now on it counts no more."),
    ),
}
NOT_PROVEN: Words = (_("Your case is over"), _("Nothing was found proven, and nothing counts."))
TAKEN_BACK: Words = (_("A notice was taken back"), _("There is nothing for you to do."))
# What HR is told, and whoever decides, of case `number`.
TO_DESK: dict[StepKind, str | Promise] = {
    StepKind.STATED: _("Case %(number)s: the statement is there"),
    StepKind.LAPSED: _("Case %(number)s: the time to answer is over, without a statement"),
    StepKind.DECIDED: _("Case %(number)s is decided"),
    StepKind.APPEALED: _("Case %(number)s: an appeal was lodged"),
    StepKind.APPEAL_DECIDED: _("Case %(number)s: the appeal is decided"),
}
APPOINTED = _("You were appointed: %(seat)s")
# Who else learns of these.
SEAT_TOLD = {
    StepKind.STATED: Seat.DECIDER,
    StepKind.LAPSED: Seat.DECIDER,
    StepKind.APPEALED: Seat.APPEALS,
}


@dataclass(frozen=True)
class _Taken:
    """A step with its case as it stood after it."""

    step: CaseStep
    case: Case
    file: CaseFile

    @property
    def kind(self) -> StepKind:
        return StepKind(self.step.kind)

    def url(self, name: str) -> str:
        """By the step's number in it, whoever was told of the step is known."""
        page = reverse(f"conduct_records:{name}", args=[self.case.pk])
        return f"{page}#step-{self.step.number}"


def tell_of_step(*, step: CaseStep) -> None:
    """Tell those whom a step concerns, each once however often this is called."""
    with transaction.atomic(durable=True):
        case = locked_case(step.case)
        whole = file_of(case)
        taken = _Taken(step, case, CaseFile(whole.steps[: step.number]))
        letters = [*_to_subject(taken), *_to_appointed(taken), *_to_desk(taken)]
        notify_all(_untold(letters))


def _untold(letters: Iterable[Letter]) -> Iterator[Letter]:
    wanted = {(each.recipient_id, each.url): each for each in letters}
    told = Told.objects.filter(
        recipient_id__in={person for person, __ in wanted}, url__in={url for __, url in wanted}
    )
    known = set(told.values_list("recipient_id", "url"))
    return (letter for key, letter in wanted.items() if key not in known)


def _letter(
    person: Employee, url: str, title: str | Promise, text: str | Promise, **names: str | Promise
) -> Letter:
    with translation.override(person.language):
        words = {name: str(value) for name, value in names.items()}
        return Letter(
            person.pk,
            str(title) % words if words else str(title),
            str(text) % words if words else str(text),
            url,
            person.language,
            email=person.email,
        )


def _to_subject(taken: _Taken) -> Iterator[Letter]:
    subject = taken.case.subject
    words = _words_for_subject(taken)
    if words is None or not subject.has_sign_in or taken.step.actor_id == subject.pk:
        return
    is_there = is_open_to_subject(taken.file)
    yield _letter(subject, taken.url("own-case") if is_there else _record(taken), *words)


def _record(taken: _Taken) -> str:
    return f"{reverse('home:record')}#case-{taken.case.pk}-{taken.step.number}"


def _words_for_subject(taken: _Taken) -> Words | None:
    if taken.kind == StepKind.WITHDRAWN and not is_open_to_subject(taken.file):
        return TAKEN_BACK if State.CHARGED in taken.file.states else None
    if taken.kind == StepKind.DECIDED and taken.file.state == State.NO_CASE:
        return NOT_PROVEN
    return TO_SUBJECT.get(taken.kind)


def _to_appointed(taken: _Taken) -> Iterator[Letter]:
    match taken.file.steps[-1].content:
        case said.InvestigationOpened(investigator=token):
            seat = Seat.INVESTIGATOR
        case said.Appointed(seat=seat, person=token):
            pass
        case _:
            return
    person = Employee.objects.filter(token=token).first()
    if person is not None and person.has_sign_in:
        number = _("Case %(number)s")
        names: dict[str, str | Promise] = {"seat": SEATS[seat], "number": taken.case.number}
        yield _letter(person, taken.url("case"), APPOINTED, number, **names)


def _to_desk(taken: _Taken) -> Iterator[Letter]:
    title = TO_DESK.get(taken.kind)
    if title is None:
        return
    for person in _desk(taken):
        if person.has_sign_in and person.pk != taken.step.actor_id:
            yield _letter(person, taken.url("case"), title, "", number=taken.case.number)


def _desk(taken: _Taken) -> list[Employee]:
    """HR of the person's unit, as far as they may act in the case; whoever's turn it is now."""
    subject = taken.case.subject
    seat = SEAT_TOLD.get(taken.kind)
    held = taken.file.seats.get(seat) if seat else None
    found = reaching(grants_carrying(HANDLE_CASES), subject.unit)
    found += Employee.objects.filter(token=held) if held else []
    return [
        person
        for person in dict.fromkeys(found)
        if person != subject
        and person.token not in taken.file.recused
        and not manages(subject, person)
    ]
