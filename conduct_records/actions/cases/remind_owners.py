from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conduct_records.models import Case
from conduct_records.policies.cases import HANDLE_CASES
from conduct_records.queries.cases.files import zone
from conduct_records.queries.cases.owners import grants_carrying, reaching, recused_from
from conduct_records.rules.cases.procedure import Office, State
from lms.notify.sending import Letter, notify_all
from lms.people.models import Employee, RoleGrant
from lms.people.policies import check_is_system, manages

# So many days before something is due, and on each day after.
AHEAD = 2
OWNERS = (Office.HR, Office.INVESTIGATOR, Office.DECIDER, Office.APPEALS, Office.SUBJECT)


def remind_owners(*, actor: Employee) -> int:
    """Tell whoever's turn it is that a case is due soon or overdue, by one notice each; to how
    many cases. Nothing in it says what a case is about. Of two workers at once the later one
    waits and finds it done.

    Raises `NotAllowed` for anybody but the system.
    """
    check_is_system(actor)
    now = timezone.now()
    with transaction.atomic(durable=True):
        found = _to_remind(now).select_for_update(of=("self",))
        cases = list(
            found.select_related(
                *("subject__unit", "subject__post"),
                *("investigator", "decider", "appeal_officer"),
            ).order_by("pk")
        )
        notify_all(_letters(cases, now))
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(reminded_at=now)
    return len(cases)


def _to_remind(now: datetime) -> QuerySet[Case]:
    """What is due within the days and was not told of yet, and what is overdue and was not told of
    today. Where the person's own time is over, the calendar goes on by itself."""
    today = timezone.localdate(now)
    midnight = datetime.combine(today, time(), zone())
    untold = Q(reminded_at__isnull=True)
    soon = Q(due_at__gte=now, due_at__lt=midnight + timedelta(days=AHEAD + 1)) & untold
    late = Q(due_at__lt=now) & (untold | Q(reminded_at__lt=midnight)) & ~Q(turn=Office.SUBJECT)
    return Case.objects.filter(soon | late, turn__in=OWNERS, erased_at__isnull=True)


def _letters(cases: list[Case], now: datetime) -> Iterator[Letter]:
    grants = grants_carrying(HANDLE_CASES)
    recused = recused_from(cases)
    of_desk: dict[Employee, list[Case]] = defaultdict(list)
    for case in cases:
        if case.turn == Office.SUBJECT:
            if case.subject.has_sign_in:
                yield _to_subject(case)
            continue
        for owner in _owners(case, grants):
            if owner.pk not in recused[case.pk] and owner.has_sign_in:
                of_desk[owner].append(case)
    for owner, own in of_desk.items():
        yield _to_owner(owner, own, now)


def _owners(case: Case, grants: Iterable[RoleGrant]) -> list[Employee]:
    """The holder of the seat; HR of the person's unit where it is theirs, or where the holder
    is gone."""
    holders = {
        Office.INVESTIGATOR: case.investigator,
        Office.DECIDER: case.decider,
        Office.APPEALS: case.appeal_officer,
    }
    holder = holders.get(Office(case.turn))
    if holder is not None and holder.has_sign_in:
        return [holder]
    of_hr = reaching(grants, case.subject.unit)
    return [one for one in of_hr if one != case.subject and not manages(case.subject, one)]


def _to_subject(case: Case) -> Letter:
    subject = case.subject
    assert case.due_at is not None
    with translation.override(subject.language):
        until = date_format(timezone.localtime(case.due_at), "DATETIME_FORMAT")
        if case.state == State.NOTIFIED:
            title = _("Reminder: your time to answer ends soon")
            text = _("You may make your statement in case %(number)s until %(until)s.")
        else:
            title = _("Reminder: your time to appeal ends soon")
            text = _("You may appeal in case %(number)s until %(until)s.")
        text %= {"number": case.number, "until": until}
    url = reverse("conduct_records:own-case", args=[case.pk])
    return Letter(subject.pk, title, text, url, subject.language, email=subject.email)


def _to_owner(owner: Employee, cases: list[Case], now: datetime) -> Letter:
    """One case leads to its page, several to the inbox."""
    late = sum(1 for case in cases if case.due_at is not None and case.due_at < now)
    with translation.override(owner.language):
        title = ngettext(
            "%(count)d case waits for you", "%(count)d cases wait for you", len(cases)
        ) % {"count": len(cases)}
        lines = [
            _line(case, now) for case in sorted(cases, key=lambda case: (case.due_at, case.pk))
        ]
        if late:
            title = ngettext("%(title)s, %(late)d overdue", "%(title)s, %(late)d overdue", late) % {
                "title": title,
                "late": late,
            }
    url = reverse("conduct_records:cases")
    if len(cases) == 1:
        url = reverse("conduct_records:case", args=[cases[0].pk])
    return Letter(owner.pk, title, "\n".join(lines), url, owner.language, email=owner.email)


def _line(case: Case, now: datetime) -> str:
    assert case.due_at is not None
    day = date_format(timezone.localtime(case.due_at), "DATE_FORMAT")
    said = _("Case %(number)s was due on %(day)s.")
    if case.due_at >= now:
        said = _("Case %(number)s is due on %(day)s.")
    return said % {"number": case.number, "day": day}
