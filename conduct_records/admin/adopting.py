"""From draft to version: the record of adoption, its papers, the reasons against it, the last
word."""

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from conduct_records.actions.add_draft_document import add_draft_document
from conduct_records.actions.adopt_codebook import adopt_codebook, reasons_against
from conduct_records.actions.remove_draft_document import remove_draft_document
from conduct_records.actions.save_adoption_record import save_adoption_record
from conduct_records.admin.drafts import FORM
from conduct_records.admin.pages import draft_page, saved, with_draft
from conduct_records.enums import DocumentKind
from conduct_records.errors import CannotAdopt, UnknownQuestion
from conduct_records.forms.adoption import AdoptForm, DocumentForm, RecordForm
from conduct_records.models import AdoptionDocument, CodebookDraft, DraftDocument
from conduct_records.policies.codebook import (
    check_can_adopt,
    check_can_see_versions,
    check_can_write,
)
from conduct_records.queries.adoption import who_signs_again
from conduct_records.rules.codebook import problems
from lms.people.views.requests import StaffRequest


@require_http_methods(FORM)
@with_draft(check_can_write)
def record(request: StaffRequest, draft: CodebookDraft) -> HttpResponse:
    form = RecordForm(request.POST or None, instance=draft)
    if request.method == "POST" and form.is_valid():
        try:
            save_adoption_record(actor=request.user, record=form.cleaned_data)
        except UnknownQuestion as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            saved(request)
            return redirect("codebook:record")
    return draft_page(request, "record", draft, form=form)


@require_http_methods(FORM)
@with_draft(check_can_write)
def documents(request: StaffRequest, draft: CodebookDraft) -> HttpResponse:
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        add_draft_document(
            actor=request.user,
            kind=DocumentKind(form.cleaned_data["kind"]),
            file=file,
            name=file.name,
        )
        saved(request)
        return redirect("codebook:documents")
    papers = list(draft.documents.all())
    given = {each.kind for each in papers}
    return draft_page(
        request,
        "documents",
        draft,
        form=form,
        papers=papers,
        missing=[kind.label for kind in DocumentKind if kind not in given],
    )


@require_POST
@with_draft(check_can_write)
def remove_document(request: StaffRequest, draft: CodebookDraft, pk: int) -> HttpResponse:
    remove_draft_document(actor=request.user, document_id=pk)
    messages.success(request, _t("The document is removed."))
    return redirect("codebook:documents")


@require_safe
def draft_document(request: StaffRequest, pk: int) -> FileResponse:
    check_can_see_versions(request.user)
    return _download(get_object_or_404(DraftDocument, pk=pk))


@require_safe
def document(request: StaffRequest, pk: int) -> FileResponse:
    """A paper of a version, as it was handed in."""
    check_can_see_versions(request.user)
    return _download(get_object_or_404(AdoptionDocument, pk=pk))


def _download(paper: DraftDocument | AdoptionDocument) -> FileResponse:
    response = FileResponse(paper.file.open(), as_attachment=True, filename=paper.name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(FORM)
@with_draft()
def adopt(request: StaffRequest, draft: CodebookDraft) -> HttpResponse:
    """What stands in the way, who will be asked to sign, and the button."""
    seen = draft.codebook.content_hash
    form = AdoptForm(request.POST or None, initial={"seen": seen})
    reasons = list(reasons_against(draft, timezone.localdate()))
    if request.method == "POST":
        check_can_adopt(request.user)
        if form.is_valid():
            try:
                version = adopt_codebook(actor=request.user, seen_hash=form.cleaned_data["seen"])
            except CannotAdopt as refusal:
                reasons = refusal.reasons
                form = AdoptForm(initial={"seen": seen})
            else:
                messages.success(request, _t("Adopted: %(version)s.") % {"version": version})
                return redirect("codebook:version", number=version.number)
    return draft_page(
        request,
        "adopt",
        draft,
        form=form,
        reasons=reasons,
        steps=list(_steps(draft)),
        signers=who_signs_again(draft),
    )


def _steps(draft: CodebookDraft) -> Iterator[dict[str, Any]]:
    """The list to go by: what is done and what is open, with the page where it is done."""
    given = {each.kind for each in draft.documents.all()}
    for label, tab, is_done in (
        (
            _t("Every rule is complete and stands in its lists"),
            "draft",
            not problems(draft.codebook),
        ),
        (_t("Discussed with the staff"), "record", draft.discussed_on is not None),
        (_t("Consulted with the trade union"), "record", draft.union_on is not None),
        (_t("Publication and first day in force are set"), "record", _has_days(draft)),
        (_t("Every document is there"), "documents", given >= set(DocumentKind)),
    ):
        yield {"label": label, "tab": tab, "is_done": is_done}


def _has_days(draft: CodebookDraft) -> bool:
    return draft.published_on is not None and draft.effective_on is not None
