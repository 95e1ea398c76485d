"""What courses keep about somebody, as they get to see it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.models import (
    Acknowledgement,
    Certificate,
    CertificateBatch,
    Enrolment,
    LessonProgress,
    LessonReading,
    Reminder,
)
from lms.jobs.models import LongWork
from lms.people.models import Employee
from lms.people.registries import DataTable, Portion, RecordKind

OVER = (LongWork.State.DONE, LongWork.State.FAILED)


def gather(employee: Employee, reader: Employee) -> Portion:
    """A handful of queries, however much there is."""
    enrolments = list(Enrolment.objects.filter(employee=employee).order_by("enrolled_at"))
    progress = list(_own(LessonProgress.objects.order_by("opened_at"), employee))
    readings = list(_own(LessonReading.objects.order_by("read_at"), employee))
    confirmed = list(_own(Acknowledgement.objects.order_by("attested_at"), employee))
    lessons = {row.lesson_key for row in (*progress, *readings, *confirmed)}
    titles = _titles({each.course_key for each in enrolments} | lessons)
    tables = (
        _enrolments(enrolments, titles),
        _lessons(progress, readings, titles),
        _statements(confirmed, titles),
        _certificates(_own(Certificate.objects.order_by("issued_at"), employee)),
        _reminders(_own(Reminder.objects.order_by("sent_at"), employee), titles),
    )
    return Portion([table for table in tables if table.rows], dict(_scans(confirmed)))


def _own(rows: QuerySet[Any], employee: Employee) -> QuerySet[Any]:
    return rows.filter(enrolment__employee=employee).select_related("enrolment")


def _titles(keys: Iterable[UUID]) -> dict[UUID, str]:
    """Of courses and lessons as they are called today, in the reader's language where there is
    one. One query."""
    pages = Page.objects.filter(translation_key__in=list(keys)).order_by("path")
    found: dict[UUID, str] = {}
    rows = pages.values_list("translation_key", "title", "locale__language_code")
    for key, title, language in rows:
        if key not in found or language == get_language():
            found[key] = title
    return found


def _enrolments(rows: Iterable[Enrolment], titles: dict[UUID, str]) -> DataTable:
    return DataTable(
        "enrolments",
        _("Courses taken"),
        {
            "course": _("course"),
            "how": _("how"),
            "enrolled": _("enrolled"),
            "due": _("to be finished by"),
            "completed": _("completed"),
        },
        [
            {
                "course": titles.get(row.course_key, ""),
                "how": row.get_source_display(),
                "enrolled": row.enrolled_at,
                "due": row.due_on,
                "completed": row.completed_at,
            }
            for row in rows
        ],
    )


def _lessons(
    progress: Iterable[LessonProgress], readings: Iterable[LessonReading], titles: dict[UUID, str]
) -> DataTable:
    """The first reading of each lesson, and every later one before a resit."""
    first = [
        {
            "lesson": titles.get(row.lesson_key, ""),
            "opened": row.opened_at,
            "read": row.read_at,
        }
        for row in progress
    ]
    again = [
        {"lesson": titles.get(row.lesson_key, ""), "opened": None, "read": row.read_at}
        for row in readings
    ]
    columns = {"lesson": _("lesson"), "opened": _("last opened"), "read": _("read")}
    return DataTable("lessons", _("Lessons"), columns, [*first, *again])


def _statements(rows: Iterable[Acknowledgement], titles: dict[UUID, str]) -> DataTable:
    return DataTable(
        "acknowledgements",
        _("Statements confirmed"),
        {
            "lesson": _("lesson"),
            "wording": _("wording"),
            "hash": _("SHA-256 of the wording"),
            "confirmed": _("confirmed"),
            "how": _("how"),
            "signature": _("signature"),
            "scan": _("scan"),
        },
        [
            {
                "lesson": titles.get(row.lesson_key, ""),
                "wording": row.text,
                "hash": row.text_hash,
                "confirmed": row.attested_at,
                "how": row.get_way_display(),
                "signature": row.signature,
                "scan": _scan_name(row) if _has_scan(row) else "",
            }
            for row in rows
        ],
    )


def _has_scan(row: Acknowledgement) -> bool:
    return bool(row.scan) and not row.is_erased


def _scan_name(row: Acknowledgement) -> str:
    name = str(row.scan.name)
    _stem, dot, ending = name.rpartition(".")
    return f"statements/{row.pk}" + (f".{ending}" if dot else "")


def _scans(rows: Iterable[Acknowledgement]) -> Iterator[tuple[str, FieldFile]]:
    return ((_scan_name(row), row.scan) for row in rows if _has_scan(row))


def _certificates(rows: Iterable[Certificate]) -> DataTable:
    return DataTable(
        "certificates",
        _("Certificates"),
        {
            "serial": _("serial number"),
            "name": _("full name"),
            "latin_name": _("name in Latin letters"),
            "staff_number": _("staff number"),
            "unit": _("unit"),
            "post": _("post"),
            "course": _("course"),
            "passed": _("passed on"),
            "issued": _("issued"),
            "until": _("valid until"),
            "revoked": _("revoked"),
            "revoked_because": _("reason for revoking"),
            "replaced": _("replaced"),
            "replaced_because": _("reason for replacing"),
        },
        [
            {
                "serial": row.serial,
                "name": row.name,
                "latin_name": row.latin_name,
                "staff_number": row.staff_number,
                "unit": row.unit_name,
                "post": row.post_name,
                "course": row.localised_course_title,
                "passed": row.passed_on,
                "issued": row.issued_at,
                "until": row.valid_until,
                "revoked": row.revoked_at,
                "revoked_because": row.revoked_because,
                "replaced": row.replaced_at,
                "replaced_because": row.replaced_because,
            }
            for row in rows
        ],
    )


def _reminders(rows: Iterable[Reminder], titles: dict[UUID, str]) -> DataTable:
    return DataTable(
        "reminders",
        _("Reminders"),
        {"course": _("course"), "sent": _("sent")},
        [{"course": titles.get(row.enrolment.course_key, ""), "sent": row.sent_at} for row in rows],
    )


# How long, and what stands against it -----------------------------------------------------------


def batches_with(employee: Employee) -> QuerySet[CertificateBatch]:
    """Those that hold a certificate of theirs, whoever asked for them."""
    theirs = Certificate.objects.filter(enrolment__employee=employee).values("pk")
    return CertificateBatch.objects.filter(certificates__in=theirs).distinct()


def obstacles(employee: Employee) -> Iterator[str]:
    printing = batches_with(employee).exclude(state__in=OVER).count()
    if printing:
        text = ngettext(
            "A batch with a certificate of theirs is being printed.",
            "%(count)d batches with certificates of theirs are being printed.",
            printing,
        )
        yield text % {"count": printing}


def _left(employee: Employee, rows: QuerySet[Any]) -> date | None:
    return (employee.left_on or date.max) if rows.exists() else None


KINDS = (
    RecordKind(
        "courses.training",
        _("Training records"),
        24,
        _("from leaving the company"),
        lambda employee: _left(employee, Enrolment.objects.filter(employee=employee)),
        at_least=12,
    ),
    RecordKind(
        "courses.certificates",
        _("Certificates"),
        60,
        _("from leaving the company"),
        lambda employee: _left(employee, Certificate.objects.filter(enrolment__employee=employee)),
        at_least=12,
    ),
)
