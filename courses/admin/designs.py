"""The back office's pages for how certificates look: one design a course, in versions."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from courses.actions.save_certificate_design import save_certificate_design
from courses.actions.typeset_certificates import STYLESHEETS, Paper, typeset
from courses.admin.sample_certificates import samples
from courses.errors import CourseError
from courses.forms.certificate_design import ALL_PLACEHOLDERS, CertificateDesignForm
from courses.models import CertificateDesign, CoursePage
from courses.policies import can_design, check_can_design
from courses.queries.certificates import (
    courses_to_design,
    current_design,
    current_designs,
    design_versions,
)
from courses.rules.certificate_design import Design, built_in
from lms.pdf.render import render_pdf
from lms.people.views.requests import StaffRequest

INDEX = {"url": "", "label": _("Certificate designs")}


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Every course with the design its certificates are issued with."""
    check_can_design(request.user)
    courses = list(courses_to_design())
    designs = current_designs(course.translation_key for course in courses)
    context = {
        "rows": [(course, designs.get(course.translation_key)) for course in courses],
        "header_title": _t("Certificate designs"),
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": [INDEX],
    }
    return render(request, "courses/admin/designs.html", context)


def _course(request: StaffRequest, key: UUID) -> CoursePage:
    check_can_design(request.user)
    course: CoursePage = get_object_or_404(courses_to_design(), translation_key=key)
    return course


def _design_of(course: CoursePage) -> Design:
    version = current_design(course.translation_key)
    return version.design if version else _built_in(course)


def _built_in(course: CoursePage) -> Design:
    return built_in(
        with_examination=course.examination_id is not None, seal=settings.WAGTAIL_SITE_NAME
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, key: UUID) -> HttpResponse:
    """Changes the design of a course; what is saved becomes its next version."""
    course = _course(request, key)
    form = CertificateDesignForm(request.POST or None, current=_design_of(course))
    if request.method == "POST" and form.is_valid():
        try:
            version = save_certificate_design(
                actor=request.user, course_key=key, design=form.design()
            )
        except CourseError as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            text = _t("Saved as version %(number)d. Certificates issued from now on look like it.")
            messages.success(request, text % {"number": version.number})
            return redirect("certificate_designs:edit", key=key)
    context = {
        "course": course,
        "form": form,
        "media": form.media,
        "placeholders": ALL_PLACEHOLDERS,
        "submit_button_label": _t("Save"),
        "header_title": course.title,
        "page_title": course.title,
        "page_subtitle": "",
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": _crumbs(course, leaf=True),
        "action_url": "",
    }
    return render(request, "courses/admin/design_form.html", context)


def _crumbs(course: CoursePage, *, leaf: bool) -> list[dict[str, Any]]:
    above = {"url": reverse("certificate_designs:index"), "label": INDEX["label"]}
    url = "" if leaf else reverse("certificate_designs:edit", args=[course.translation_key])
    return [above, {"url": url, "label": course.title}]


@require_POST
def preview(request: StaffRequest, key: UUID) -> HttpResponse:
    """What stands in the form, unsaved, with people who do not exist: as a page to look at, or with
    `as` "a4" or "card" as a PDF. A form that cannot be saved shows why."""
    course = _course(request, key)
    form = CertificateDesignForm(request.POST, current=_design_of(course))
    if not form.is_valid():
        return render(request, "courses/admin/design_refused.html", {"form": form})
    return _shown(course, form.design(), request.POST.get("as", ""))


@require_safe
def version(request: StaffRequest, pk: int) -> HttpResponse:
    """A version as it prints, with people who do not exist."""
    check_can_design(request.user)
    found = get_object_or_404(CertificateDesign, pk=pk)
    return _shown(_course(request, found.course_key), found.design, "a4")


def _shown(course: CoursePage, design: Design, layout: str) -> HttpResponse:
    papers = [Paper(certificate, design) for certificate in samples(course, design)]
    if layout not in ("a4", "card"):
        sheets = [STYLESHEETS["a4"], "css/admin/certificate-preview.css"]
        return HttpResponse(typeset(papers, "a4", stylesheets=sheets))
    pdf = render_pdf(typeset(papers, layout), stylesheet=STYLESHEETS[layout])
    return HttpResponse(pdf, content_type="application/pdf")


@require_safe
def versions(request: StaffRequest, key: UUID) -> HttpResponse:
    """All versions of a course's design, each with its author and a way to look at it."""
    course = _course(request, key)
    context = {
        "versions": design_versions(key),
        "header_title": _t("Versions"),
        "header_icon": "history",
        "breadcrumbs_items": [
            *_crumbs(course, leaf=False),
            {"url": "", "label": _t("Versions")},
        ],
    }
    return render(request, "courses/admin/design_versions.html", context)


class _DesignsItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return can_design(request.user)


class CertificateDesignViewSet(ViewSet):
    name = "certificate_designs"
    url_prefix = "certificate-designs"
    icon = "doc-full-inverse"
    menu_label = _("Certificate designs")
    menu_icon = "doc-full-inverse"
    menu_order = 150  # behind the courseware
    menu_item_class = _DesignsItem
    add_to_admin_menu = True

    @cached_property
    def menu_url(self) -> str:
        return reverse("certificate_designs:index")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", index, name="index"),
            path("<uuid:key>/", edit, name="edit"),
            path("<uuid:key>/preview/", preview, name="preview"),
            path("<uuid:key>/versions/", versions, name="versions"),
            path("versions/<int:pk>.pdf", version, name="version"),
        ]
