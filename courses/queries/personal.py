"""What courses keep about somebody, as they get to see it."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath
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
from lms.people.models import Employee
from lms.people.registries import DataTable, Portion, RecordKind, since_leaving


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
    return Portion([table for table in tables if table.rows], _scans(confirmed))


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
    return DataTable.of(
        "enrolments",
        _("Courses taken"),
        rows,
        {
            "course": (_("course"), lambda row: titles.get(row.course_key, "")),
            "how": (_("how"), lambda row: row.get_source_display()),
            "enrolled": (_("enrolled"), lambda row: row.enrolled_at),
            "due": (_("to be finished by"), lambda row: row.due_on),
            "completed": (_("completed"), lambda row: row.completed_at),
        },
    )


def _lessons(
    progress: Iterable[LessonProgress], readings: Iterable[LessonReading], titles: dict[UUID, str]
) -> DataTable:
    """The first reading of each lesson, and every later one before a resit."""
    rows: list[LessonProgress | LessonReading] = [*progress, *readings]
    return DataTable.of(
        "lessons",
        _("Lessons"),
        rows,
        {
            "lesson": (_("lesson"), lambda row: titles.get(row.lesson_key, "")),
            "opened": (
                _("last opened"),
                lambda row: row.opened_at if isinstance(row, LessonProgress) else None,
            ),
            "read": (_("read"), lambda row: row.read_at),
        },
    )


def _statements(rows: Iterable[Acknowledgement], titles: dict[UUID, str]) -> DataTable:
    return DataTable.of(
        "acknowledgements",
        _("Statements confirmed"),
        rows,
        {
            "lesson": (_("lesson"), lambda row: titles.get(row.lesson_key, "")),
            "wording": (_("wording"), lambda row: row.text),
            "hash": (_("SHA-256 of the wording"), lambda row: row.text_hash),
            "confirmed": (_("confirmed"), lambda row: row.attested_at),
            "how": (_("how"), lambda row: row.get_way_display()),
            "signature": (_("signature"), lambda row: row.signature),
            "scan": (_("scan"), lambda row: _scan_name(row) if _has_scan(row) else ""),
        },
    )


def _has_scan(row: Acknowledgement) -> bool:
    return bool(row.scan) and not row.is_erased


def _scan_name(row: Acknowledgement) -> str:
    return f"statement-{row.pk}{PurePath(str(row.scan.name)).suffix}"


def _scans(rows: Iterable[Acknowledgement]) -> dict[str, FieldFile]:
    return {_scan_name(row): row.scan for row in rows if _has_scan(row)}


def _certificates(rows: Iterable[Certificate]) -> DataTable:
    return DataTable.of(
        "certificates",
        _("Certificates"),
        rows,
        {
            "serial": (_("serial number"), lambda row: row.serial),
            "name": (_("full name"), lambda row: row.name),
            "latin_name": (_("name in Latin letters"), lambda row: row.latin_name),
            "staff_number": (_("staff number"), lambda row: row.staff_number),
            "unit": (_("unit"), lambda row: row.unit_name),
            "post": (_("post"), lambda row: row.post_name),
            "course": (_("course"), lambda row: row.localised_course_title),
            "passed": (_("passed on"), lambda row: row.passed_on),
            "issued": (_("issued"), lambda row: row.issued_at),
            "until": (_("valid until"), lambda row: row.valid_until),
            "revoked": (_("revoked"), lambda row: row.revoked_at),
            "revoked_because": (_("reason for revoking"), lambda row: row.revoked_because),
            "replaced": (_("replaced"), lambda row: row.replaced_at),
            "replaced_because": (_("reason for replacing"), lambda row: row.replaced_because),
        },
    )


def _reminders(rows: Iterable[Reminder], titles: dict[UUID, str]) -> DataTable:
    return DataTable.of(
        "reminders",
        _("Reminders"),
        rows,
        {
            "course": (_("course"), lambda row: titles.get(row.enrolment.course_key, "")),
            "sent": (_("sent"), lambda row: row.sent_at),
        },
    )


# How long, and what stands against it -----------------------------------------------------------


def batches_with(employee: Employee) -> QuerySet[CertificateBatch]:
    """Those that hold a certificate of theirs, whoever asked for them."""
    theirs = Certificate.objects.filter(enrolment__employee=employee).values("pk")
    return CertificateBatch.objects.filter(certificates__in=theirs).distinct()


def obstacles(employee: Employee) -> Iterator[str]:
    printing = batches_with(employee).exclude(state__in=CertificateBatch.OVER).count()
    if printing:
        text = ngettext(
            "A batch with a certificate of theirs is being printed.",
            "%(count)d batches with certificates of theirs are being printed.",
            printing,
        )
        yield text % {"count": printing}


KINDS = (
    RecordKind(
        "courses.training",
        _("Training records"),
        24,
        _("the last day in the company"),
        since_leaving(Enrolment),
        at_least=12,
    ),
    RecordKind(
        "courses.certificates",
        _("Certificates"),
        60,
        _("the last day in the company"),
        since_leaving(Certificate, person="enrolment__employee"),
        at_least=12,
    ),
)
