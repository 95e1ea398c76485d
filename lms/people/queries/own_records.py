"""What this package and the foundation below it keep about somebody, for themselves to read. What
they were told, and who looked at their record to learn who reported something, nobody else gets."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lms.ledger.queries.confidence import hides_actor, values_of
from lms.ledger.queries.entries import disclosures_of
from lms.ledger.queries.looks import looks_at
from lms.ledger.registries import closed_sights
from lms.notify.models import Notice
from lms.people.models import AttendedSession, Employee, RoleGrant
from lms.people.queries import career_log, placements_of
from lms.people.queries.directory import names_of
from lms.people.registries import DataTable, Portion, RecordKind

# Until when a contract that ended is to be kept by the employer (Labour Contract Law, article 50).
EMPLOYMENT_MONTHS = 24
MOST_LOOKS = 2000


def last_day(employee: Employee) -> date:
    return employee.left_on or date.max


KINDS = (
    RecordKind(
        "people.employment",
        gettext_lazy("Employment: account, placements, leaves, roles"),
        EMPLOYMENT_MONTHS,
        gettext_lazy("the last day in the company"),
        last_day,
        at_least=EMPLOYMENT_MONTHS,
    ),
)


def unemptied(tokens: Collection[str]) -> Iterator[str]:
    """Whoever is erased has another token since."""
    for pk in Employee.objects.filter(token__in=tokens, erased_at=None).values_list(
        "pk", flat=True
    ):
        yield _("Account %(number)d") % {"number": pk}


def own_portion(employee: Employee, reader: Employee) -> Portion:
    tables = (_person, _employments, _placements, _leaves, _roles, _attended, _history)
    found = [table(employee) for table in tables]
    if reader == employee:
        return Portion([*found, _notices(employee), _looks(employee)])
    return Portion([*found, _looks(employee, closed=closed_sights())])


def _person(employee: Employee) -> DataTable:
    fields = (
        "staff_number", "name", "latin_name", "email", "unit", "post", "hired_on", "left_on",
        "employment_kind", "employer", "language", "is_active", "last_login",
    )  # fmt: skip
    shown = {name: getattr(employee, name) for name in fields}
    shown |= {
        "unit": str(employee.unit or ""),
        "post": str(employee.post or ""),
        "employment_kind": employee.get_employment_kind_display(),
        "language": employee.get_language_display(),
    }
    meta: Any = Employee._meta
    columns = {name: meta.get_field(name).verbose_name for name in fields}
    return DataTable("person", _("Person"), columns, [shown])


def _spans(rows: Any, *names: str) -> Iterator[dict[str, Any]]:
    for row in rows:
        shown = {name: _in_words(row, name) for name in names}
        yield {"from_on": row.from_on, "until_on": row.until_on, **shown, "note": row.note}


def _in_words(row: Any, name: str) -> str:
    return str(getattr(row, f"get_{name}_display", lambda: getattr(row, name))())


def _columns_of_spans(**more: str) -> dict[str, str]:
    return {"from_on": _("from"), "until_on": _("until"), **more, "note": _("note")}


def _employments(employee: Employee) -> DataTable:
    columns = _columns_of_spans(kind=_("employment kind"), employer=_("employer"))
    rows = [*_spans(employee.employments.all(), "kind", "employer")]
    return DataTable("employments", _("Employments"), columns, rows)


def _placements(employee: Employee) -> DataTable:
    columns = _columns_of_spans(unit=_("unit"), post=_("post"))
    rows = [*_spans(placements_of(employee), "unit", "post")]
    return DataTable("placements", _("Placements"), columns, rows)


def _leaves(employee: Employee) -> DataTable:
    columns = _columns_of_spans(kind=_("kind of leave"))
    return DataTable("leaves", _("Leaves"), columns, [*_spans(employee.leaves.all(), "kind")])


def _roles(employee: Employee) -> DataTable:
    columns = {"role": _("role"), "unit": _("on unit"), "from": _("granted"), "to": _("revoked")}
    grants = RoleGrant.objects.filter(employee=employee).select_related("unit")
    rows = [
        {"role": grant.get_role_display(), "unit": str(grant.unit), "from": grant.granted_at,
         "to": grant.revoked_at}
        for grant in grants.order_by("granted_at")
    ]  # fmt: skip
    return DataTable("roles", _("Roles"), columns, rows)


def _attended(employee: Employee) -> DataTable:
    columns = {"from": _("started"), "to": _("ended"), "witness": _("Witness"), "is": _("signed")}
    sessions = AttendedSession.objects.filter(employee=employee).select_related("witness")
    rows = [
        {"from": each.started_at, "to": each.ended_at, "witness": each.witness.localised_name,
         "is": bool(each.signature)}
        for each in sessions.order_by("started_at")
    ]  # fmt: skip
    return DataTable("attended_sessions", _("Attended sessions"), columns, rows)


def _history(employee: Employee) -> DataTable:
    columns = {"at": _("when"), "what": _("What happened"), "who": _("Who")}
    rows = [
        {"at": entry.timestamp, "what": entry.message, "who": _name(entry.user)}
        for entry in career_log(employee)
    ]
    return DataTable("corrections", _("Corrections"), columns, rows)


def _name(user: Employee | None) -> str:
    return user.localised_name if user else "—"


def _notices(employee: Employee) -> DataTable:
    columns = {"at": _("when"), "title": _("Notice"), "text": _("Text"), "read": _("read")}
    rows = [
        {"at": each.created_at, "title": each.title, "text": each.text, "read": each.read_at}
        for each in Notice.objects.filter(recipient_id=employee.pk)
    ]
    return DataTable("notices", _("Notices"), columns, rows)


def _looks(employee: Employee, closed: Collection[str] = ()) -> DataTable:
    """Who opened their record, as their own page shows it; the newest."""
    entries = list(looks_at(employee.token)[:MOST_LOOKS])
    opened = disclosures_of(entries)
    entries = [one for one in entries if not hides_actor(one, values_of(opened[one.seq]))]
    names = names_of({entry.actor for entry in entries})
    rows = []
    for entry in entries:
        said = {name: str(each.value) for name, each in opened[entry.seq].items() if each}
        if said.get("what") in closed:
            continue
        rows.append(
            {
                "at": parse_datetime(said.get("at", "")),
                "who": names.get(entry.actor) or _("somebody who was erased"),
                "what": _(said["what"]) if said.get("what") else "—",
                "purpose": _(said["purpose"]) if said.get("purpose") else "—",
            }
        )
    columns = {
        "at": _("when"),
        "who": _("Who"),
        "what": pgettext("of a look", "What"),
        "purpose": _("Purpose"),
    }
    return DataTable("looks", _("Who looked at the record"), columns, rows)
