from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conduct_records.errors import ConductError, NothingPublished
from conduct_records.models import (
    CodebookSignature,
    CodebookVersion,
    SigningRequest,
    SigningRound,
)
from conduct_records.policies.codebook import check_can_ask_to_sign
from conduct_records.queries.gaps import bound
from conduct_records.queries.rounds import people_to_ask
from conduct_records.queries.signing import Debtor, debtors
from conduct_records.queries.versions import to_sign
from lms.jobs.long_work import advance, under_way
from lms.jobs.models import SILENT
from lms.jobs.outbox import enqueue
from lms.notify.sending import Letter, notify_all
from lms.people.models import Employee

AT_ONCE = 500


def ask_to_sign(*, actor: Employee) -> SigningRound:
    """Have the worker ask everybody of the actor's units whose rules changed to sign the newest
    version, each once. A round of theirs that is under way is the answer to asking again.

    Raises `NotAllowed`, `NothingPublished`.
    """
    check_can_ask_to_sign(actor)
    version = to_sign()
    if version is None:
        raise NothingPublished
    with transaction.atomic(durable=True):
        locked = CodebookVersion.objects.select_for_update().get(pk=version.pk)
        under_way_now = locked.rounds.filter(asked_by=actor).exclude(state__in=_OVER).first()
        if under_way_now is not None:
            return under_way_now
        work = SigningRound.objects.create(version=locked, asked_by=actor)
        enqueue("conduct_records.tasks.run_signing_round", round_id=str(work.pk))
    return work


_OVER = (SigningRound.State.DONE, SigningRound.State.FAILED)


def run_signing_round(work: SigningRound) -> None:
    """Ask them, some hundreds in a transaction: whoever was asked has the notice, and a round that
    lost its worker goes on with the others."""
    if work.is_over:
        return
    reached = people_to_ask(work.asked_by)
    people = list(debtors(bound(reached, timezone.localdate()), work.version))
    with (
        translation.override(work.asked_by.language),
        under_way(work, total=len(people), refusals=ConductError),
    ):
        asked = 0
        for done, some in _batches(people):
            asked += _ask(some, work.version)
            advance(work, done)
        work.outcome = ngettext("%(count)d person asked", "%(count)d people asked", asked) % {
            "count": asked
        }
        work.save(update_fields=["outcome"])


def _batches(people: Sequence[Debtor]) -> Iterator[tuple[int, Sequence[Debtor]]]:
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        yield start + len(some), some


def _ask(people: Sequence[Debtor], version: CodebookVersion) -> int:
    """Those of them whom no request of this version reaches; how many these were."""
    with transaction.atomic(durable=True):
        # Two rounds of one version wait for each other here.
        CodebookVersion.objects.select_for_update().get(pk=version.pk)
        standing = _standing_requests(people, version)
        fresh = [each for each in people if each.employee.pk not in standing]
        now = timezone.now()
        SigningRequest.objects.bulk_create(
            [
                SigningRequest(employee=each.employee, version=version, asked_at=now)
                for each in fresh
            ],
            update_conflicts=True,
            unique_fields=["employee", "version"],
            update_fields=["asked_at", "reminded_at"],
        )
        notify_all(_letter(each, version) for each in fresh if each.employee.has_sign_in)
    return len(fresh)


def _standing_requests(people: Sequence[Debtor], version: CodebookVersion) -> set[int]:
    """Whom a request reaches that they did not answer yet. Who answered it and owes something
    again, at another post, is asked anew."""
    keys = [each.employee.pk for each in people]
    answers = CodebookSignature.objects.filter(
        version=version, employee=OuterRef("employee"), attested_at__gte=OuterRef("asked_at")
    )
    found = SigningRequest.objects.filter(~Exists(answers), version=version, employee__in=keys)
    return set(found.values_list("employee_id", flat=True))


def _letter(debtor: Debtor, version: CodebookVersion) -> Letter:
    employee = debtor.employee
    with translation.override(employee.language):
        title = _("Please read and sign the codebook")
        text = ngettext(
            "%(rules)d rule of version %(number)d is new to you or was changed.",
            "%(rules)d rules of version %(number)d are new to you or were changed.",
            debtor.rules,
        ) % {"rules": debtor.rules, "number": version.number}
    url = reverse("conduct_records:codebook")
    return Letter(employee.pk, title, text, url, employee.language, email=employee.email)


def resume_signing_rounds() -> int:
    """Ask once more for rounds that lost their worker; how many there were."""
    with transaction.atomic(durable=True):
        stuck = SigningRound.objects.select_for_update().exclude(state__in=_OVER)
        found = list(stuck.filter(moved_at__lt=timezone.now() - SILENT))
        for work in found:
            work.moved_at = timezone.now()
            work.save(update_fields=["moved_at"])
            enqueue("conduct_records.tasks.run_signing_round", round_id=str(work.pk))
    return len(found)


def ask_newcomers() -> SigningRound | None:
    """Once the newest version was asked for, whoever gets other rules later, by a new post or by
    being hired, is asked too. None where nobody is to be asked."""
    version = to_sign()
    if version is None or not version.rounds.filter(state=SigningRound.State.DONE).exists():
        return None
    people = list(debtors(bound(Employee.objects.all(), timezone.localdate()), version))
    if len(_standing_requests(people, version)) == len(people):
        return None
    return ask_to_sign(actor=Employee.objects.system())
