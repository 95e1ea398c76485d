from functools import reduce
from operator import or_

from django.db.models import Q
from django.db.models.fields.files import FieldFile
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import ModelLogEntry, UploadedFile
from wagtail.users.models import UserProfile

from lms.notify.forgetting import forget_notices
from lms.people.actions.sign_in import failure_key
from lms.people.models import (
    AttendedSession,
    Employee,
    KeptUntil,
    PersonalExport,
    RosterImport,
    RosterRow,
    SignInFailure,
)
from lms.people.queries.names import names_known
from lms.people.registries import Erased
from lms.ui.erased import ERASED


def erase_own_records(employee: Employee) -> Erased:
    """What this package and the foundation below it keep about somebody: their time in the company,
    roles, signatures for attended sessions, rosters that name them, notices, the back office's
    history. The account itself is for `empty_person`. A step of it."""
    names = names_known(employee)
    files = _erase_exports(employee) + _erase_rosters(employee, names)
    files += _erase_back_office(employee, names)
    for rows in (employee.leaves, employee.placements, employee.employments, employee.role_grants):
        rows.all().delete()
    AttendedSession.objects.filter(employee=employee).update(signature="")
    SignInFailure.objects.filter(key=failure_key("staff-number", employee.staff_number)).delete()
    KeptUntil.objects.filter(employee=employee).delete()
    forget_notices(employee.pk, names)
    return Erased(files=files)


def _erase_exports(employee: Employee) -> list[FieldFile]:
    """Those about them, and those that they made of others."""
    found = PersonalExport.objects.filter(Q(employee=employee) | Q(owner=employee))
    files = [each.result for each in found]
    found.delete()
    return files


def _erase_rosters(employee: Employee, names: list[str]) -> list[FieldFile]:
    """The files that name them, with all their rows and what the file was called; who asked for the
    import, when, and what came of it stays."""
    named = Q(staff_number=employee.staff_number) | Q(name__in=[employee.name, *names])
    is_named = Q(pk__in=RosterRow.objects.filter(named).values("roster"))
    called = reduce(or_, (Q(file_name__icontains=name) for name in names), Q(pk__in=[]))
    rosters = RosterImport.objects.filter(is_named | called)
    files = []
    for roster in rosters:
        files.append(roster.file)
        RosterRow.objects.filter(roster=roster).delete()
        RosterImport.objects.filter(pk=roster.pk).update(file="", file_name=ERASED)
    return files


def _erase_back_office(employee: Employee, names: list[str]) -> list[FieldFile]:
    """Wagtail's history of the person, and what names them in that of others; their profile, their
    drafts and uploads."""
    ModelLogEntry.objects.for_instance(employee).delete()
    named = reduce(or_, (Q(label__icontains=name) for name in names), Q(pk__in=[]))
    ModelLogEntry.objects.filter(named).update(label="—")
    for model in (EditingSession, FormState):
        model.objects.filter(user=employee).delete()
    files = []
    for field, rows in (
        ("avatar", UserProfile.objects.filter(user=employee)),
        ("file", UploadedFile.objects.filter(uploaded_by_user=employee)),
    ):
        files += [getattr(row, field) for row in rows]
        rows.delete()
    return files
