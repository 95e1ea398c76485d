from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conduct_records.errors import NothingPublished
from conduct_records.models import CodebookVersion, SigningRequest
from conduct_records.policies.codebook import check_can_ask_to_sign
from conduct_records.queries.gaps import bound
from conduct_records.queries.rounds import people_to_ask
from conduct_records.queries.signing import Debtor, debtors
from conduct_records.queries.versions import to_sign
from lms.jobs.outbox import enqueue
from lms.notify.sending import Letter, notify_all
from lms.people.models import Employee

AT_ONCE = 500
# Who does not sign is reminded by the system as often as this.
EVERY = timedelta(days=7)


def request_reminders(*, actor: Employee) -> int:
    """Have the worker remind those of the actor's units who were asked and have not signed; how
    many will be: nobody on the day they were asked or reminded.

    Raises `NotAllowed`, `NothingPublished`.
    """
    check_can_ask_to_sign(actor)
    version = to_sign()
    if version is None:
        raise NothingPublished
    with transaction.atomic(durable=True):
        waiting = len(_to_remind(actor, version, timezone.localdate()))
        if waiting:
            enqueue("conduct_records.tasks.remind_to_sign", actor_id=actor.pk)
    return waiting


def remind_to_sign(*, actor: Employee, quiet: timedelta = timedelta(days=1)) -> int:
    """Remind those whom nobody told anything for as long as `quiet`, some hundreds in a
    transaction, each at most once a day; how many there were. Raises `NotAllowed`."""
    check_can_ask_to_sign(actor)
    version = to_sign()
    if version is None:
        return 0
    since = timezone.localdate() - quiet + timedelta(days=1)
    people = _to_remind(actor, version, since)
    batches = (people[start : start + AT_ONCE] for start in range(0, len(people), AT_ONCE))
    return sum(_remind(some, version, since) for some in batches)


def _to_remind(actor: Employee, version: CodebookVersion, since: date) -> list[Debtor]:
    """Those who owe and were asked, and were told nothing since the day began."""
    quiet = _quiet(version, since).values("employee")
    people = bound(people_to_ask(actor), timezone.localdate()).filter(pk__in=quiet)
    return [each for each in debtors(people, version) if each.employee.has_sign_in]


def _quiet(version: CodebookVersion, since: date) -> QuerySet[SigningRequest]:
    told = SigningRequest.objects.annotate(told_at=Coalesce("reminded_at", "asked_at"))
    return told.filter(version=version, told_at__date__lt=since)


def _remind(people: list[Debtor], version: CodebookVersion, since: date) -> int:
    """Of two who remind at once, the later waits and finds it done."""
    with transaction.atomic(durable=True):
        keys = [each.employee.pk for each in people]
        CodebookVersion.objects.select_for_update().get(pk=version.pk)
        requests = list(_quiet(version, since).filter(employee__in=keys))
        wanted = {each.employee_id for each in requests}
        some = [each for each in people if each.employee.pk in wanted]
        SigningRequest.objects.filter(pk__in=[each.pk for each in requests]).update(
            reminded_at=timezone.now()
        )
        notify_all(_letter(each, version) for each in some)
    return len(some)


def _letter(debtor: Debtor, version: CodebookVersion) -> Letter:
    employee = debtor.employee
    with translation.override(employee.language):
        title = _("Reminder: please read and sign the codebook")
        text = ngettext(
            "%(rules)d rule of version %(number)d still waits for your signature.",
            "%(rules)d rules of version %(number)d still wait for your signature.",
            debtor.rules,
        ) % {"rules": debtor.rules, "number": version.number}
    url = reverse("conduct_records:codebook")
    return Letter(employee.pk, title, text, url, employee.language, email=employee.email)
