"""Certificates and their designs."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils import timezone

from courses.models import Certificate, CertificateBatch, CertificateDesign, CoursePage, Enrolment
from courses.rules.certificate_life import NOTICE, Life
from lms.people.models import Employee, Unit
from lms.people.queries import employees_reached, search_employees
from lms.ui.erased import ERASED

CURRENT = Q(replaced_at__isnull=True)


def with_certificate(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """The same enrolments with their certificates, one more query for all of them."""
    current = Certificate.objects.filter(CURRENT)
    return enrolments.prefetch_related(
        Prefetch("certificates", queryset=current, to_attr="current_certificates")
    )


def certificates_of(employee: Employee) -> QuerySet[Certificate]:
    """Somebody's own, without those that another one replaced."""
    return Certificate.objects.filter(CURRENT, enrolment__employee=employee)


def certificates_reached(actor: Employee, permission: str) -> QuerySet[Certificate]:
    """The certificates of the people with whom somebody may do this, closed accounts included."""
    return Certificate.objects.filter(enrolment__employee__in=employees_reached(actor, permission))


def narrowed(
    found: QuerySet[Certificate],
    *,
    unit: Unit | None = None,
    course: UUID | None = None,
    state: str = "",
    name: str = "",
) -> QuerySet[Certificate]:
    """Of a unit's subtree, a course, a state (a value of `Life`), a name or staff number. Without
    a state, all but replaced ones."""
    if unit is not None:
        found = found.filter(enrolment__employee__unit__in=Unit.objects.within(unit))
    if course is not None:
        found = found.filter(enrolment__course_key=course)
    if name.strip():
        people = search_employees(Employee.objects.all(), name)
        found = found.filter(enrolment__employee__in=people.values("pk"))
    return found.filter(_in_state(Life(state), timezone.localdate()) if state else CURRENT)


def _in_state(state: Life, today: date) -> Q:
    unspoilt = CURRENT & Q(revoked_at__isnull=True)
    notice = today + NOTICE
    return {
        Life.REPLACED: ~CURRENT,
        Life.REVOKED: CURRENT & Q(revoked_at__isnull=False),
        Life.EXPIRED: unspoilt & Q(valid_until__lt=today),
        Life.EXPIRING: unspoilt & Q(valid_until__gte=today, valid_until__lte=notice),
        Life.VALID: unspoilt & (Q(valid_until__isnull=True) | Q(valid_until__gt=notice)),
    }[state]


def in_paper_order(found: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """By the unit where people stand now, then by name as pinyin orders it; with what a list and a
    paper show of each, in one query."""
    spelt = Lower(Coalesce(NullIf(F("latin_name"), Value("")), F("name")))
    return found.select_related("enrolment__employee__unit", "design_version").order_by(
        "enrolment__employee__unit__path", spelt, "name", "staff_number", "pk"
    )


def printable(found: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Neither revoked nor replaced, nor erased. An expired one may be wanted for a file."""
    return found.filter(CURRENT, revoked_at__isnull=True).exclude(name=ERASED)


def batches_of(owner: Employee) -> QuerySet[CertificateBatch]:
    own = CertificateBatch.objects.filter(owner=owner)
    return own.annotate(count=Count("certificates")).order_by("-created_at")


def issued_for(sittings: Collection[UUID]) -> QuerySet[Certificate]:
    """What was issued for these sittings and stands: neither revoked nor replaced."""
    found = printable(Certificate.objects.filter(enrolment__passed_sitting__in=list(sittings)))
    return found.select_related("enrolment").order_by("serial")


def current_design(course_key: UUID) -> CertificateDesign | None:
    """The newest version of a course's design; None where the course prints the built-in one."""
    return CertificateDesign.objects.filter(course_key=course_key).order_by("-number").first()


def current_designs(keys: Iterable[UUID]) -> dict[UUID, CertificateDesign]:
    """The newest version of each of these courses that has a design."""
    found = CertificateDesign.objects.filter(course_key__in=list(keys)).order_by("number")
    return {design.course_key: design for design in found}


def design_versions(course_key: UUID) -> QuerySet[CertificateDesign]:
    """Newest first, each with how many certificates were issued with it (`issued`)."""
    return (
        CertificateDesign.objects.filter(course_key=course_key)
        .select_related("created_by")
        .annotate(issued=Count("certificates"))
        .order_by("-number")
    )


def courses_to_design() -> QuerySet[CoursePage]:
    """Every course, drafts included, once whatever its languages, in the shelf's order."""
    return CoursePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("path")
