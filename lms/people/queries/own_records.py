"""What this package and the foundation below it keep about somebody, for themselves to read. What
they were told, and who looked at their record to learn who reported something, nobody else gets."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lms.ledger.queries.looks import looks_at
from lms.ledger.registries import closed_sights
from lms.notify.models import Notice
from lms.people.models import AttendedSession, Employee, RoleGrant
from lms.people.queries import career_log, placements_of
from lms.people.queries.looks import looks_read
from lms.people.registries import DataTable, Portion, RecordKind, last_day

# Until when a contract that ended is to be kept by the employer (Labour Contract Law, article 50).
EMPLOYMENT_MONTHS = 24
MOST_LOOKS = 2000


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
    grants = RoleGrant.objects.filter(employee=employee).select_related("unit")
    return DataTable.of(
        "roles",
        _("Roles"),
        grants.order_by("granted_at"),
        {
            "role": (_("role"), lambda grant: grant.get_role_display()),
            "unit": (_("on unit"), lambda grant: str(grant.unit)),
            "from": (_("granted"), lambda grant: grant.granted_at),
            "to": (_("revoked"), lambda grant: grant.revoked_at),
        },
    )


def _attended(employee: Employee) -> DataTable:
    sessions = AttendedSession.objects.filter(employee=employee).select_related("witness")
    return DataTable.of(
        "attended_sessions",
        _("Attended sessions"),
        sessions.order_by("started_at"),
        {
            "from": (_("started"), lambda each: each.started_at),
            "to": (_("ended"), lambda each: each.ended_at),
            "witness": (_("Witness"), lambda each: each.witness.localised_name),
            "is": (_("signed"), lambda each: bool(each.signature)),
        },
    )


def _history(employee: Employee) -> DataTable:
    return DataTable.of(
        "corrections",
        _("Corrections"),
        career_log(employee),
        {
            "at": (_("when"), lambda entry: entry.timestamp),
            "what": (_("What happened"), lambda entry: entry.message),
            "who": (_("Who"), lambda entry: entry.user.localised_name if entry.user else "—"),
        },
    )


def _notices(employee: Employee) -> DataTable:
    return DataTable.of(
        "notices",
        _("Notices"),
        Notice.objects.filter(recipient_id=employee.pk),
        {
            "at": (_("when"), lambda each: each.created_at),
            "title": (_("Notice"), lambda each: each.title),
            "text": (_("Text"), lambda each: each.text),
            "read": (_("read"), lambda each: each.read_at),
        },
    )


def _looks(employee: Employee, closed: Collection[str] = ()) -> DataTable:
    """Who opened their record, as their own page shows it; the newest."""
    return DataTable.of(
        "looks",
        _("Who looked at the record"),
        looks_read(list(looks_at(employee.token)[:MOST_LOOKS]), closed=closed),
        {
            "at": (_("when"), lambda look: look.at),
            "who": (_("Who"), lambda look: look.who),
            "what": (pgettext("of a look", "What"), lambda look: look.what),
            "purpose": (_("Purpose"), lambda look: look.purpose),
        },
    )
